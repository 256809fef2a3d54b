"""Proportions, rates and means of the rows, or groups of rows, of a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aimwell.domain.statistics.estimates import Numbers
from aimwell.domain.statistics.mean import mean
from aimwell.domain.statistics.proportion import proportion
from aimwell.domain.statistics.rate import rate
from aimwell.services.statistics_of_files.checked_numbers import counts_of, numbers_of, refuse_more_than
from aimwell.services.statistics_of_files.groups import batches_of, each_row, groups_of
from aimwell.services.statistics_of_files.parts import in_parts
from aimwell.services.statistics_of_files.results import (
    Results,
    ResultTable,
    at_each_confidence,
    estimates_table,
    own_columns,
    table_of,
)
from aimwell.services.statistics_of_files.table_file import TableFile, open_table

USUAL_NUMERATORS = ("numerator", "x", "events", "obs", "count", "num")
USUAL_DENOMINATORS = ("denominator", "n", "population", "pop", "person_years", "den")
USUAL_VALUES = ("value", "v")


@dataclass(frozen=True, slots=True)
class Question:
    """What every method is asked: of which file, by which groups, at which confidence, in which unit."""

    path: Path
    by: tuple[str, ...] = ()
    confidence: tuple[float, ...] = (0.95,)
    multiplier: float | None = None  # None: what the method usually has


@dataclass(frozen=True, slots=True)
class CountColumns:
    """Which columns hold a numerator and a denominator; None: the usual names."""

    numerator: str | None = None
    denominator: str | None = None


def proportions(question: Question, columns: CountColumns) -> Results:
    """Proportions with Wilson limits, of each row or of groups of rows added up."""

    def of_part(part: TableFile, used: tuple[str, str]) -> ResultTable:
        counts = counts_of(part, used)
        refuse_more_than(part, counts[used[0]], counts[used[1]], *used)
        return _of_counts(part, question, used, counts, proportion, 100.0)

    return _in_parts(question, columns, of_part)


def rates(question: Question, columns: CountColumns) -> Results:
    """Crude rates with exact or Byar's limits, of each row or of groups of rows added up."""

    def of_part(part: TableFile, used: tuple[str, str]) -> ResultTable:
        return _of_counts(part, question, used, counts_of(part, used), rate, 100_000.0)

    return _in_parts(question, columns, of_part)


def _in_parts(
    question: Question,
    columns: CountColumns,
    work: Callable[[TableFile, tuple[str, str]], ResultTable],
) -> Results:
    """What `work` makes of the columns of numerator and denominator; the file may be large."""
    table = open_table(question.path)
    by = table.several(question.by, option="--by")
    used = _count_columns(table, columns)
    # Without groups every row stands for itself and keeps all its columns.
    return in_parts(table, lambda part: work(part, used), by=by, columns=used if by else None)


def _count_columns(table: TableFile, columns: CountColumns) -> tuple[str, str]:
    top = table.column(columns.numerator, USUAL_NUMERATORS, role="numerator", option="--numerator")
    bottom = table.column(columns.denominator, USUAL_DENOMINATORS, role="denominator", option="--denominator")
    return top, bottom


def _of_counts(
    table: TableFile,
    question: Question,
    columns: tuple[str, str],
    counts: dict[str, Numbers],
    method: Any,
    usual: float,
) -> ResultTable:
    by = table.several(question.by, option="--by")
    groups = groups_of(table, by) if by else each_row(len(counts[columns[0]]))
    own = own_columns(table, by, groups.first) if by else own_columns(table, _others(table, columns))
    above, below = (groups.totals(counts[name]) if by else counts[name] for name in columns)
    multiplier = usual if question.multiplier is None else question.multiplier

    def work_out(level: float) -> ResultTable:
        result = method(above, below, multiplier=multiplier, confidence=level)
        return estimates_table(own, {"numerator": above, "denominator": below}, result, groups.sizes)

    return at_each_confidence(question.confidence, work_out)


def _others(table: TableFile, used: Sequence[str]) -> list[str]:
    return [name for name in table.columns if name not in used]


def means(question: Question, value: str | None, *, without_blanks: bool = False) -> Results:
    """Means with Student's t limits of groups of rows; of the whole file where no group is named.

    A group with an empty cell has no mean, unless its mean is asked for without_blanks.
    """
    table = open_table(question.path)
    column = table.column(value, USUAL_VALUES, role="value", option="--value")
    by = table.several(question.by, option="--by")

    def of_part(part: TableFile) -> ResultTable:
        return _means_of_groups(part, question, by, column, without_blanks=without_blanks)

    return in_parts(table, of_part, by=by, columns=(column,)) if by else of_part(table)


def _means_of_groups(
    table: TableFile, question: Question, by: Sequence[str], column: str, *, without_blanks: bool
) -> ResultTable:
    groups = groups_of(table, by)
    arranged = groups.arranged(numbers_of(table, (column,))[column])
    own = own_columns(table, by, groups.first)

    def work_out(level: float) -> ResultTable:
        names = ("value", "lower", "upper", "total", "standard_deviation", "count", "status", "method")
        found = {name: np.zeros(groups.count) for name in names}
        for batch in batches_of(groups):
            values, sizes = batch.table(arranged), groups.sizes[batch.groups]
            if without_blanks:
                known = ~np.isnan(values)
                values = np.take_along_axis(values, np.argsort(~known, axis=1, kind="stable"), axis=1)
                sizes = known.sum(axis=1)
            result = mean(values, sizes=sizes, confidence=level)
            for name in names:
                found[name][batch.groups] = getattr(result, name)
        codes = {name: found.pop(name).astype(np.int8) for name in ("status", "method")}
        count = found.pop("count").astype(np.int64)
        found = {name: found[name] for name in ("total", "standard_deviation", "value", "lower", "upper")}
        figures = {"count": count, **found, "confidence": np.full(groups.count, level)}
        return table_of(own, figures, status=codes["status"], method=codes["method"], n=count)

    return at_each_confidence(question.confidence, work_out)
