"""The released series of many measures and places in one read: known values in time order, with their limits."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import duckdb
import pyarrow as pa

from aimwell.domain.values import EVERYONE
from aimwell.sqltext import literals
from aimwell.store.folder import StoreFolder
from aimwell.store.released.reading import figures_version, released_measures, values_path

COLUMNS = ("period", "value", "lower", "upper", "value_id", "mean", "lower_limit", "upper_limit", "signal")
LEVELS_AT_HAND = ("ics", "england")


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

    A measure or place without values has none. Those of systems and England are kept at hand until the next release.
    Where a place has values at two levels (a unitary council is a district too) they are the same; one counts.
    """
    wanted = sorted(set(measures) & set(released_measures(folder)))
    if not wanted or not places:
        return {}
    hand = _at_hand(folder, figures_version(folder))
    here = hand.places & set(places)
    cuts = {EVERYONE, *dimensions}
    found = {key: series for key, series in hand.series(wanted, here) if key[2].partition(":")[0] in cuts}
    elsewhere = sorted(set(places) - here)
    if elsewhere:
        among = f"place_id in ({literals(elsewhere)}) and split_part(breakdown, ':', 1) in ({literals(cuts)})"
        found |= _SeriesTable(_read(folder, wanted, among)).all_series()
    return found


def measure_of_value(folder: StoreFolder, value_id: str) -> str:
    """The measure that a value of a system or of England is of; '' for other values, and for what is none."""
    if not released_measures(folder):
        return ""
    return _at_hand(folder, figures_version(folder)).measure_of(value_id)


def _read(folder: StoreFolder, measures: Collection[str], among: str) -> pa.Table:
    files = [values_path(folder, each) for each in measures]
    with duckdb.connect() as connection:
        cursor = connection.execute(
            f"""select measure, place_id, breakdown, {", ".join(_known(name) for name in COLUMNS)}
                from read_parquet([{literals(files)}], union_by_name = true)
                where isfinite(value) and {among}
                qualify row_number() over (partition by measure, place_id, breakdown, period order by level) = 1
                order by measure, place_id, breakdown, period_start, period"""
        )
        return cursor.to_arrow_table()


def _known(column: str) -> str:
    """A column without NaN, which releases hold beside nulls."""
    whole = column in ("period", "value", "value_id", "signal")
    return column if whole else f"if(isfinite({column}), {column}, null) as {column}"


class _SeriesTable:
    """The values of many series one after the other, made into lists only when a series is asked for."""

    def __init__(self, table: pa.Table) -> None:
        keys = list(
            zip(*(table[name].to_pylist() for name in ("measure", "place_id", "breakdown")), strict=True)
        )
        edges = [at for at in range(1, len(keys)) if keys[at] != keys[at - 1]]
        bounds = [0, *edges, len(keys)] if keys else []
        self._values = table.select(COLUMNS).combine_chunks()
        self._measures = table["measure"]
        self._of: dict[tuple[str, str], list[tuple[SeriesKey, int, int]]] = {}
        for start, stop in pairwise(bounds):
            key = keys[start]
            self._of.setdefault(key[:2], []).append((key, start, stop))
        self.places = frozenset(place for _, place in self._of)

    def series(
        self, measures: Collection[str], places: Collection[str]
    ) -> Iterator[tuple[SeriesKey, ReleasedSeries]]:
        """The series of some measures in some places."""
        for measure in measures:
            for place in places:
                for key, start, stop in self._of.get((measure, place), ()):
                    yield key, self._made(start, stop)

    def all_series(self) -> dict[SeriesKey, ReleasedSeries]:
        """Every series there is."""
        return {key: self._made(start, stop) for own in self._of.values() for key, start, stop in own}

    def measure_of(self, value_id: str) -> str:
        """The measure that a value is of; '' where it is none of these."""
        at = self._values["value_id"].index(value_id).as_py()
        return str(self._measures[at].as_py()) if at >= 0 else ""

    def _made(self, start: int, stop: int) -> ReleasedSeries:
        columns = self._values.slice(start, stop - start)
        return ReleasedSeries(*(columns[name].to_pylist() for name in COLUMNS))


@lru_cache(maxsize=1)
def _at_hand(folder: StoreFolder, version: str) -> _SeriesTable:
    """Every series of systems and of England: what promises are most often held against."""
    del version  # with another one it is another release
    among = f"level in ({literals(LEVELS_AT_HAND)})"
    return _SeriesTable(_read(folder, released_measures(folder), among))
