"""Slope index, life expectancy, quantiles, gaps and years of life lost from a file."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from aimwell import statistics
from aimwell.domain.problems import Problem, Where
from aimwell.domain.statistics.estimates import Numbers
from aimwell.domain.statistics.simulated_slope_index import checked_repetitions
from aimwell.domain.statistics.status import Status
from aimwell.services.statistics_of_files.checked_numbers import counts_of, numbers_of, refuse_more_than
from aimwell.services.statistics_of_files.groups import bands_of, batches_of, factor_of, groups_of
from aimwell.services.statistics_of_files.parts import in_parts
from aimwell.services.statistics_of_files.rates import USUAL_VALUES, Question
from aimwell.services.statistics_of_files.results import (
    Results,
    ResultTable,
    at_each_confidence,
    column_of,
    estimates_table,
    own_columns,
    repeated,
    table_of,
    words_of,
)
from aimwell.services.statistics_of_files.standardised import USUAL_POPULATIONS
from aimwell.services.statistics_of_files.table_file import TableFile, open_table

USUAL_QUANTILES = ("quantile", "decile", "quintile")
USUAL_ERRORS = ("se", "standard_error")
USUAL_LOWER = ("lower", "lowercl", "lcl")
USUAL_UPPER = ("upper", "uppercl", "ucl")


@dataclass(frozen=True, slots=True)
class GradientColumns:
    """Which columns hold a social gradient; None: the usual names.

    numerator: for proportions without a value of their own, over the population.
    """

    quantile: str | None = None
    population: str | None = None
    value: str | None = None
    numerator: str | None = None
    error: str | None = None
    lower: str | None = None
    upper: str | None = None


@dataclass(frozen=True, slots=True)
class GradientMethod:
    """How a gradient is fitted: on the values themselves, or on the scale where their error is symmetric."""

    scale: statistics.Scale = statistics.Scale.IDENTITY
    on_scale: bool = False
    seed: int = 0
    repetitions: int = 100_000

    def __post_init__(self) -> None:
        checked_repetitions(self.repetitions)  # also where nothing is simulated: a slip is told early


def slope_indices(question: Question, columns: GradientColumns, method: GradientMethod) -> Results:
    """Slope and relative index of inequality of each area."""
    table = open_table(question.path)
    by = table.several(question.by, option="--by")

    def of_part(part: TableFile) -> ResultTable:
        return _slope_indices(part, question, columns, method)

    # Simulated slopes of all areas are drawn together; they take so long that their files are small.
    alone = by and (method.on_scale or method.scale is statistics.Scale.IDENTITY)
    return in_parts(table, of_part, by=by) if alone else of_part(table)


def _slope_indices(
    table: TableFile, question: Question, columns: GradientColumns, method: GradientMethod
) -> ResultTable:
    quantile = table.column(columns.quantile, USUAL_QUANTILES, role="quantile", option="--quantile")
    people = table.column(columns.population, USUAL_POPULATIONS, role="population", option="--population")
    by = table.several(question.by, option="--by")
    groups = groups_of(table, by)
    bands = bands_of(table, groups, (quantile,))
    turn = np.argsort(numbers_of(table, (quantile,))[quantile][bands.first])
    population = bands.table(counts_of(table, (people,))[people])[:, turn]
    values = bands.table(_gradient_values(table, columns, people))[:, turn]
    errors = bands.table(_gradient_errors(table, columns, method.scale))[:, turn]
    own = own_columns(table, by, groups.first)
    multiplier = 1.0 if question.multiplier is None else question.multiplier

    def work_out(level: float) -> ResultTable:
        result = _indices(values, population, errors, method, multiplier, level)
        size = groups.count
        names = ("sii", "sii_lower", "sii_upper", "rii", "rii_lower", "rii_upper", "intercept")
        figures = {name: getattr(result, name) for name in names}
        figures |= {"confidence": repeated(level, size), "multiplier": repeated(multiplier, size)}
        return table_of(own, figures, status=result.status, method=result.method.label, n=groups.sizes)

    return at_each_confidence(question.confidence, work_out)


def _indices(
    values: Numbers,
    population: Numbers,
    errors: Numbers,
    method: GradientMethod,
    multiplier: float,
    level: float,
) -> statistics.InequalityIndices:
    if method.on_scale:
        return statistics.slope_index_on_scale(
            values, population, errors, scale=method.scale, multiplier=multiplier, confidence=level
        )
    if method.scale is statistics.Scale.IDENTITY:
        return statistics.slope_index(values, population, errors, multiplier=multiplier, confidence=level)
    return statistics.simulated_slope_index(
        values,
        population,
        errors,
        draws=np.random.default_rng(method.seed),
        scale=method.scale,
        multiplier=multiplier,
        confidence=level,
        repetitions=method.repetitions,
    )


def _gradient_values(table: TableFile, columns: GradientColumns, people: str) -> Numbers:
    if columns.numerator is not None:
        column = table.column(columns.numerator, (), role="numerator", option="--numerator")
        counts = counts_of(table, (column, people))
        refuse_more_than(table, counts[column], counts[people], column, people)
        with np.errstate(all="ignore"):
            return counts[column] / counts[people]
    column = table.column(columns.value, USUAL_VALUES, role="value", option="--value")
    return numbers_of(table, (column,))[column]


def _gradient_errors(table: TableFile, columns: GradientColumns, scale: statistics.Scale) -> Numbers:
    limits_named = columns.lower is not None or columns.upper is not None
    error = None if limits_named else table.column_if_any(columns.error, USUAL_ERRORS, option="--error")
    if error is not None:
        return counts_of(table, (error,))[error]
    lower = table.column(columns.lower, USUAL_LOWER, role="standard error or lower limit", option="--lower")
    upper = table.column(columns.upper, USUAL_UPPER, role="standard error or upper limit", option="--upper")
    limits = numbers_of(table, (lower, upper))
    return statistics.standard_error_from_limits(limits[lower], limits[upper], scale=scale)


@dataclass(frozen=True, slots=True)
class QuantileCut:
    """How values are cut into groups of equal count."""

    count: int = 10
    first: statistics.FirstQuantile = statistics.FirstQuantile.HIGHEST


def quantiles(question: Question, value: str | None, cut: QuantileCut) -> ResultTable:
    """The quantile of every row's value; the rows of each group are cut on their own."""
    table = open_table(question.path)
    column = table.column(value, USUAL_VALUES, role="value", option="--value")
    groups = groups_of(table, table.several(question.by, option="--by"))
    values = numbers_of(table, (column,))[column]
    arranged = groups.arranged(values)
    quantile = np.zeros(len(arranged), dtype=np.int16)
    status = np.zeros(len(arranged), dtype=np.int8)
    for batch in batches_of(groups):
        result = statistics.quantiles(batch.table(arranged), count=cut.count, first=cut.first)
        batch.put(quantile, result.quantile)
        batch.put(status, result.status)
    back = np.empty(len(arranged), dtype=np.intp)
    back[groups.rows()] = np.arange(len(arranged))
    known = column_of(np.where(status == Status.OK, quantile, np.nan)[back]).cast("int16")
    own = table.carried(table.columns)
    if table.types[column] == "VARCHAR":  # read as numbers, so no longer text
        own = own.set_column(own.column_names.index(column), column, column_of(values))
    return table_of(
        own,
        {
            "quantile": known,
            "quantiles": repeated(cut.count, len(arranged)),
            "first": repeated(str(cut.first), len(arranged)),
        },
        status=status[back],
        method="Equal counts",
        n=np.repeat(groups.sizes, groups.sizes)[back],
    )


@dataclass(frozen=True, slots=True)
class GapColumns:
    """Which columns hold values with their limits, and which tells the groups of people compared."""

    group: str
    reference: str
    value: str | None = None
    lower: str | None = None
    upper: str | None = None


def gaps(question: Question, columns: GapColumns) -> ResultTable:
    """Absolute and relative gap of every group of people to the reference group of the same place."""
    table = open_table(question.path)
    group = table.column(columns.group, (), role="group", option="--group")
    value = table.column(columns.value, USUAL_VALUES, role="value", option="--value")
    lower = table.column(columns.lower, USUAL_LOWER, role="lower limit", option="--lower")
    upper = table.column(columns.upper, USUAL_UPPER, role="upper limit", option="--upper")
    by = table.several(question.by, option="--by")
    groups = groups_of(table, by)
    names = own_columns(table, (group,))[group]
    bands = bands_of(table, groups, (group,))
    figures = numbers_of(table, (value, lower, upper))
    reference = _reference_band(table, names.take(bands.first).to_pylist(), columns)
    of_row = groups.of_rows()
    one = [groups.arranged(figures[name]) for name in (value, lower, upper)]
    two = [bands.table(figures[name])[of_row, reference] for name in (value, lower, upper)]
    other = np.flatnonzero(groups.arranged(factor_of(names)) != factor_of(names)[bands.first[reference]])
    rows = np.repeat(groups.rows()[other], 2)
    own = own_columns(table, (*by, group), rows)
    level = question.confidence[0]
    pairs = [statistics.absolute_gap(*(c[other] for c in (*one, *two)), confidence=level)]
    pairs.append(statistics.relative_gap(*(c[other] for c in (*one, *two)), confidence=level))
    beyond = [statistics.is_beyond_chance(pairs[0]), statistics.is_beyond_chance(pairs[1], nothing=1.0)]

    def woven(columns_of_two: list[Any]) -> Any:
        return np.stack(columns_of_two, axis=1).reshape(-1)

    kinds = woven([np.zeros(len(other), dtype=np.int8), np.ones(len(other), dtype=np.int8)])
    return table_of(
        own,
        {
            "reference": repeated(columns.reference, len(rows)),
            "gap": words_of(kinds, ["absolute", "relative"]),
            **{name: woven([getattr(pair, name) for pair in pairs]) for name in ("value", "lower", "upper")},
            "beyond_chance": woven(beyond),
            "confidence": repeated(level, len(rows)),
        },
        status=woven([pair.status for pair in pairs]),
        method="Square-and-add",
        n=np.full(len(rows), 2),
    )


def _reference_band(table: TableFile, names: list[Any], columns: GapColumns) -> int:
    shown = [str(name) for name in names]
    if columns.reference in shown:
        return shown.index(columns.reference)
    raise Problem(
        code="statistics.unknown-reference",
        found=f"No row has '{columns.reference}' in '{columns.group}'.",
        expected=f"one of {', '.join(shown[:10])}.",
        remedy="Name one of them with --reference.",
        where=Where(table.path.name, column=columns.group),
    )


@dataclass(frozen=True, slots=True)
class ExposureColumns:
    """Which columns hold the share of people exposed, and their relative risk."""

    prevalence: str | None = None
    relative_risk: str | None = None


def attributable_fractions(question: Question, columns: ExposureColumns) -> ResultTable:
    """The share of events due to an exposure, for every row."""
    table = open_table(question.path)
    exposed = table.column(columns.prevalence, ("prevalence",), role="prevalence", option="--prevalence")
    risk = table.column(columns.relative_risk, ("relative_risk", "rr"), role="relative risk", option="--risk")
    given = numbers_of(table, (exposed, risk))
    result = statistics.population_attributable_fraction(given[exposed], given[risk])
    own = own_columns(table, [name for name in table.columns if name not in (exposed, risk)])
    figures = {"prevalence": given[exposed], "relative_risk": given[risk]}
    return estimates_table(own, figures, result, np.ones(len(given[risk])))
