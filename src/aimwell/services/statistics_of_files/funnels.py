"""Funnel plots of the rows of a file: significance, the curve to draw, and funnels widened for over-dispersion."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from aimwell import statistics
from aimwell.domain.statistics.estimates import Numbers
from aimwell.domain.statistics.status import Status
from aimwell.services.statistics_of_files.checked_numbers import counts_of, refuse_more_than
from aimwell.services.statistics_of_files.groups import Groups, groups_of
from aimwell.services.statistics_of_files.rates import (
    USUAL_DENOMINATORS,
    USUAL_NUMERATORS,
    CountColumns,
    Question,
)
from aimwell.services.statistics_of_files.results import (
    ResultTable,
    own_columns,
    repeated,
    table_of,
    words_of,
)
from aimwell.services.statistics_of_files.table_file import TableFile, open_table

USUAL_SIZES = {
    "proportion": USUAL_DENOMINATORS,
    "ratio": ("expected", *USUAL_DENOMINATORS),
    "rate": USUAL_DENOMINATORS,
    "standardised_rate": USUAL_DENOMINATORS,
}


class FunnelKind(StrEnum):
    """What a funnel compares."""

    PROPORTION = "proportion"
    RATIO = "ratio"  # observed over expected
    RATE = "rate"  # crude
    STANDARDISED_RATE = "standardised_rate"


@dataclass(frozen=True, slots=True, eq=False)
class _Areas:
    table: TableFile
    own: Any
    events: Numbers
    size: Numbers
    multiplier: float

    @property
    def average(self) -> float:
        """Of all areas together; a fraction."""
        return statistics.average_proportion(self.events, self.size)


def _areas(question: Question, kind: FunnelKind, columns: CountColumns, rate: str | None) -> _Areas:
    """Events and size of every row, or of groups of rows added up."""
    table = open_table(question.path)
    by = table.several(question.by, option="--by")
    usual = (*USUAL_NUMERATORS, "observed", "ev")
    top = table.column(columns.numerator, usual, role="numerator", option="--numerator")
    multiplier = question.multiplier or (
        100.0 if kind in (FunnelKind.PROPORTION, FunnelKind.RATIO) else 100_000.0
    )
    events = counts_of(table, (top,))[top]
    if kind is FunnelKind.STANDARDISED_RATE or (kind is FunnelKind.RATE and rate is not None):
        used, size = _implied_sizes(table, kind, events, rate, columns.denominator, multiplier)
    else:
        used = (
            table.column(columns.denominator, USUAL_SIZES[kind], role="denominator", option="--denominator"),
        )
        size = counts_of(table, used)[used[0]]
        if kind is FunnelKind.PROPORTION:
            refuse_more_than(table, events, size, top, used[0])
    if not by:
        own = own_columns(table, [name for name in table.columns if name not in (top, *used)])
        return _Areas(table, own, events, size, multiplier)
    groups = groups_of(table, by)
    if kind is FunnelKind.STANDARDISED_RATE:
        _refuse_several(table, groups, by)
    own = own_columns(table, by, groups.first)
    return _Areas(table, own, groups.totals(events), groups.totals(size), multiplier)


def _implied_sizes(
    table: TableFile,
    kind: FunnelKind,
    events: Numbers,
    rate: str | None,
    denominator: str | None,
    multiplier: float,
) -> tuple[tuple[str, ...], Numbers]:
    """Columns used, and the person-years behind the rates; of a crude rate without events, those of the file."""
    column = table.column(rate, ("rate", "value"), role="rate", option="--rate")
    implied = statistics.person_years_behind(
        events, counts_of(table, (column,))[column], multiplier=multiplier
    )
    given = table.column_if_any(denominator, USUAL_SIZES[kind], option="--denominator")
    if kind is FunnelKind.STANDARDISED_RATE or given is None:
        return (column,), implied
    return (column, given), np.where(np.isnan(implied), counts_of(table, (given,))[given], implied)


def _refuse_several(table: TableFile, groups: Groups, by: Sequence[str]) -> None:
    """Standardised rates of several rows cannot be added up."""
    several = groups.sizes > 1
    if several.any():
        table.refuse(
            groups.row_of(int(groups.starts[int(np.argmax(several))]) + 1),
            by[0],
            code="several-rates",
            found="A second row belongs to '{text}', and standardised rates cannot be added up.",
            expected="one row for each group.",
            remedy="Remove the row, or name with --by every column that tells the two apart.",
        )


def significance(
    question: Question, kind: FunnelKind, columns: CountColumns, rate: str | None = None
) -> ResultTable:
    """Where every row lies against the funnel around all of them together: 95 % and 99.8 % limits."""
    areas = _areas(question, kind, columns, rate)
    match kind:
        case FunnelKind.PROPORTION:
            found = statistics.proportion_significance(areas.events, areas.size)
        case FunnelKind.RATIO:
            found = statistics.ratio_significance(areas.events, areas.size)
        case FunnelKind.RATE:
            found = statistics.crude_rate_significance(areas.events, areas.size)
        case FunnelKind.STANDARDISED_RATE:
            found = statistics.standardised_rate_significance(areas.events, areas.size)
    average = 1.0 if kind is FunnelKind.RATIO else areas.average
    with np.errstate(all="ignore"):
        value = np.where(found.status == Status.OK, areas.events / areas.size * areas.multiplier, np.nan)
    count = len(value)
    figures = {
        "numerator": areas.events,
        "denominator": areas.size,
        "value": value,
        "average": repeated(average * areas.multiplier, count),
        "significance": words_of(found.significance, [item.name.lower() for item in statistics.Significance]),
        "multiplier": repeated(areas.multiplier, count),
    }
    n = int((found.status == Status.OK).sum())
    return table_of(
        areas.own, figures, status=found.status, method=f"Funnel of a {kind.replace('_', ' ')}", n=n
    )


def curve(
    question: Question,
    kind: FunnelKind,
    columns: CountColumns,
    rate: str | None = None,
    *,
    years: float = 1.0,
) -> ResultTable:
    """The funnel to draw behind the rows: its limits at a hundred sizes."""
    areas = _areas(question, kind, columns, rate)
    match kind:
        case FunnelKind.PROPORTION:
            found = statistics.proportion_funnel_curve(areas.events, areas.size, multiplier=areas.multiplier)
        case FunnelKind.RATIO:
            found = statistics.ratio_funnel_curve(areas.size, multiplier=areas.multiplier)
        case FunnelKind.RATE | FunnelKind.STANDARDISED_RATE:
            average = areas.average * areas.multiplier
            found = statistics.rate_funnel_curve(
                areas.size, average, multiplier=areas.multiplier, years=years
            )
    count = len(found.size)
    names = ("size", "lower_inner", "upper_inner", "lower_outer", "upper_outer", "expected_lower_inner", "expected_upper_inner", "expected_lower_outer", "expected_upper_outer")  # fmt: skip
    figures = {name: getattr(found, name) for name in names}
    figures |= {"average": repeated(found.average, count), "multiplier": repeated(areas.multiplier, count)}
    n = np.full(count, int((~np.isnan(areas.events + areas.size)).sum()))
    status = np.zeros(count, dtype=np.int8)
    return table_of(
        own_columns(areas.table, ()),
        figures,
        status=status,
        method=f"Funnel of a {kind.replace('_', ' ')}",
        n=n,
    )


def overdispersed(
    question: Question, method: statistics.FunnelMethod, columns: CountColumns, *, trim: float
) -> ResultTable:
    """Every row against a funnel widened for what neither chance nor the areas' work explains."""
    kind = FunnelKind.PROPORTION if method is statistics.FunnelMethod.PROPORTION else FunnelKind.RATIO
    areas = _areas(question, kind, columns, None)
    found = statistics.overdispersed_funnel(areas.events, areas.size, method=method, trim=trim)
    count = len(found.status)
    limits = ("lower_inner", "upper_inner", "lower_outer", "upper_outer")
    figures = {
        "numerator": areas.events,
        "denominator": areas.size,
        "value": found.value,
        "deviation": found.deviation,
        **{name: getattr(found.bounds, name) for name in limits},
        "outside_inner": found.outside_inner,
        "outside_outer": found.outside_outer,
        "phi": repeated(found.phi, count),
        "tau_squared": repeated(found.tau_squared, count),
    }
    n = int(found.kept.sum())
    return table_of(
        areas.own, figures, status=found.status, method="Over-dispersed funnel", n=n, profile=str(method)
    )
