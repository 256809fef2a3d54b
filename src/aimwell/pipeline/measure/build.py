"""Builds the values of one measure: every cut, from the facts that stand, for the periods that changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from aimwell.domain.feeds import Feed
from aimwell.domain.measures import Measure, Method
from aimwell.domain.values import EVERYONE
from aimwell.pipeline.measure import compile as compiled
from aimwell.pipeline.measure.compile import Cut
from aimwell.pipeline.measure.engine import (
    Amounts,
    bands_to_places,
    published_for_places,
    sum_to_places,
)
from aimwell.pipeline.measure.values import Results, as_table, newest, waiting_times, worked_out


@dataclass(frozen=True, slots=True)
class Populations:
    """Denominators from another feed: people by place and year. Keys are (place, group)."""

    periods: Mapping[tuple[str, str], Sequence[tuple[str, float]]]

    def for_rows(self, amounts: Amounts) -> NDArray[np.float64]:
        """The population of each row: of the latest year that had begun, else of the first there is."""
        return np.array(
            [
                self._people(place, period)
                for place, period in zip(amounts.place, amounts.period, strict=True)
            ],
            dtype=np.float64,
        )

    def _people(self, place: str, period: str) -> float:
        years = dict(self.periods.get((place, EVERYONE), ()))
        return years[year_for(period, list(years))] if years else np.nan


def year_for(period: str, years: Sequence[str]) -> str:
    """Which year's population a period is held against: the latest that had begun, else the first there is.

    years: in order, at least one.
    """
    begun = [year for year in years if year[:4] <= period[:4]]
    return begun[-1] if begun else years[0]


def cuts_of(measure: Measure) -> tuple[Cut, ...]:
    """Everyone first, then each declared breakdown."""
    return (Cut(), *(Cut(breakdown) for breakdown in measure.breakdowns))


def build(
    connection: duckdb.DuckDBPyConnection, measure: Measure, feed: Feed, populations: Populations | None
) -> pa.Table:
    """All rows of a measure's values from the tables prepared in the connection (see engine.py)."""
    tables = [_cut(connection, measure, feed, cut, populations) for cut in cuts_of(measure)]
    return pa.concat_tables([table for table in tables if len(table)] or tables[:1])


def populations_of(connection: duckdb.DuckDBPyConnection, measure: Measure, feed: Feed) -> Populations:
    """The measure's denominator from its own feed's tables, prepared in the connection."""
    if measure.denominator is None:
        raise ValueError(f"{measure.id} has no denominator")
    amounts = sum_to_places(connection, compiled.population_of(feed, measure.denominator), measure.levels)
    found: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for place, group, period, people in zip(
        amounts.place, amounts.breakdown, amounts.period, amounts.denominator, strict=True
    ):
        found.setdefault((place, group), []).append((period, people))
    return Populations({key: sorted(years) for key, years in found.items()})


def _cut(
    connection: duckdb.DuckDBPyConnection,
    measure: Measure,
    feed: Feed,
    cut: Cut,
    populations: Populations | None,
) -> pa.Table:
    amounts, results = _amounts_and_results(connection, measure, feed, cut, populations)
    if cut.breakdown and len(amounts):
        keep = np.array([group is not None for group in amounts.breakdown])
        if cut.breakdown.latest_only:
            keep &= amounts.period == newest(amounts.period)
        amounts, results = _rows(amounts, keep), _result_rows(results, keep)
        amounts = replace(
            amounts, breakdown=np.array([f"{cut.breakdown.by}:{g}" for g in amounts.breakdown], dtype=object)
        )
    return as_table(measure, amounts, results)


def _amounts_and_results(
    connection: duckdb.DuckDBPyConnection,
    measure: Measure,
    feed: Feed,
    cut: Cut,
    populations: Populations | None,
) -> tuple[Amounts, Results]:
    levels = cut.breakdown.levels if cut.breakdown else measure.levels
    if measure.method is Method.WAITING_TIME:
        banded = bands_to_places(connection, compiled.bands_of(measure, feed, cut), levels)
        return banded.amounts, waiting_times(measure, banded.bands)
    if measure.method is Method.PUBLISHED:
        amounts, limits = published_for_places(connection, compiled.published_of(measure, feed, cut), levels)
        found = worked_out(measure, amounts)
        return amounts, Results(
            found.value, limits[:, 0] * measure.multiplier, limits[:, 1] * measure.multiplier
        )
    amounts = sum_to_places(connection, compiled.amounts_of(measure, feed, cut), levels)
    if populations is not None:
        amounts = replace(amounts, denominator=populations.for_rows(amounts))
    return amounts, worked_out(measure, amounts)


def _rows(amounts: Amounts, keep: NDArray[np.bool_]) -> Amounts:
    arrays = {name: getattr(amounts, name)[keep] for name in Amounts.__slots__ if name != "sources"}
    return Amounts(**arrays, sources={name: cells[keep] for name, cells in amounts.sources.items()})


def _result_rows(results: Results, keep: NDArray[np.bool_]) -> Results:
    return Results(results.value[keep], results.lower[keep], results.upper[keep])
