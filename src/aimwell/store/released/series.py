"""The released series of many measures and places in one read: known values in time order, with their limits."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import duckdb

from aimwell.domain.values import EVERYONE
from aimwell.sqltext import literals
from aimwell.store.folder import StoreFolder
from aimwell.store.released.reading import released_measures, values_path

COLUMNS = ("period", "value", "lower", "upper", "value_id", "mean", "lower_limit", "upper_limit", "signal")


@dataclass(frozen=True, slots=True, eq=False)
class ReleasedSeries:
    """The values of one measure, place and group that are known. Limits are None for groups: they have no chart."""

    period: list[str]
    value: list[float]
    lower: list[float | None]
    upper: list[float | None]
    value_id: list[str]
    mean: list[float | None]
    lower_limit: list[float | None]
    upper_limit: list[float | None]
    signal: list[int | None]


SeriesKey = tuple[str, str, str]  # measure, place id, breakdown


def read_series(
    folder: StoreFolder, measures: Collection[str], places: Collection[str], dimensions: Collection[str] = ()
) -> Mapping[SeriesKey, ReleasedSeries]:
    """The series of some measures in some places, for everyone and for the groups of some dimensions.

    A measure or place without values has none.
    Where a place has values at two levels (a unitary council is a district too) they are the same; one counts.
    """
    files = [values_path(folder, each) for each in sorted(set(measures) & set(released_measures(folder)))]
    if not files or not places:
        return {}
    with duckdb.connect() as connection:
        cursor = connection.execute(
            f"""select measure, place_id, breakdown, {", ".join(_known(name) for name in COLUMNS)}
                from read_parquet([{literals(files)}], union_by_name = true)
                where place_id in ({literals(sorted(places))}) and isfinite(value)
                  and split_part(breakdown, ':', 1) in ({literals({EVERYONE, *dimensions})})
                qualify row_number() over (partition by measure, place_id, breakdown, period order by level) = 1
                order by measure, place_id, breakdown, period_start, period"""
        )
        found: dict[str, Any] = cursor.to_arrow_table().to_pydict()
    return _cut(found)


def _known(column: str) -> str:
    """A column without NaN, which releases hold beside nulls."""
    whole = column in ("period", "value", "value_id", "signal")
    return column if whole else f"if(isfinite({column}), {column}, null) as {column}"


def _cut(columns: Mapping[str, list[Any]]) -> dict[SeriesKey, ReleasedSeries]:
    """Columns of all series one after the other, cut where a series ends."""
    keys = list(zip(columns["measure"], columns["place_id"], columns["breakdown"], strict=True))
    edges = [at for at in range(1, len(keys)) if keys[at] != keys[at - 1]]
    bounds = [0, *edges, len(keys)] if keys else []
    return {
        keys[start]: ReleasedSeries(*(columns[name][start:stop] for name in COLUMNS))
        for start, stop in pairwise(bounds)
    }
