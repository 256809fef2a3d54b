"""Runs compiled measures on DuckDB, the reference engine, and shares amounts out to the places they belong to.

Tables it makes in a connection: `facts` (a view), `spans`, `rollup`. See compile.py for what the
compiled SQL expects of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlglot import exp

from aimwell.domain.measures import Level
from aimwell.domain.periods import Period, PeriodKind
from aimwell.domain.places import OUTSIDE_LEVEL
from aimwell.pipeline.measure.compile import text_of

SHARED = (  # a whole number stays whole and its shares add up to it; see domain/footprints.py
    "case when {x} = round({x}) then floor({x} * cumulative_to + 0.5) - floor({x} * cumulative_from + 0.5)"
    " else {x} * (cumulative_to - cumulative_from) end"
)
ONLY_ITSELF = "rollup.is_itself"
SOURCE_COLUMNS = ("source_digest", "source_sheet", "source_first_row", "source_last_row", "source_rows")
SUMMED_SOURCES = """
    max(native.digest) as source_digest, max(native.source_sheet) as source_sheet,
    min(native.first_row) as source_first_row, max(native.last_row) as source_last_row,
    sum(native.source_rows)::bigint as source_rows
    """


@dataclass(frozen=True, slots=True)
class RollupRow:
    """That amounts published for `code` between two dates count, in a share, for `place`."""

    code: str
    since: date
    until: date
    level: str
    place: str
    cumulative_from: float
    cumulative_to: float
    estimated: bool
    is_itself: bool


@dataclass(frozen=True, slots=True)
class Rollups:
    """What codes count for: rows of their own, and rows that many codes share (those leave the code open)."""

    own: Sequence[RollupRow]
    shared: Sequence[tuple[Sequence[str], Sequence[RollupRow]]]


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """Amounts by place, period and group. Text arrays are object arrays; numbers are NaN where there is none."""

    level: NDArray[np.object_]
    place: NDArray[np.object_]
    period: NDArray[np.object_]
    breakdown: NDArray[np.object_]
    numerator: NDArray[np.float64]
    denominator: NDArray[np.float64]
    suppressed: NDArray[np.bool_]
    estimated: NDArray[np.bool_]
    sources: Mapping[str, NDArray[np.object_]]  # where the rows stand: SOURCE_COLUMNS, each (rows,)

    def __len__(self) -> int:
        return len(self.place)


@dataclass(frozen=True, slots=True, eq=False)
class BandedAmounts:
    """As Amounts, with `bands` of shape (rows, bands) in place of numerator and denominator."""

    amounts: Amounts
    bands: NDArray[np.float64]


def prepare_spans(connection: duckdb.DuckDBPyConnection, published: Iterable[str], every: str) -> None:
    """The table that says which period of the measure each published period belongs to, and if it is the newest."""
    wanted = _KIND_OF_EVERY[every]
    periods = [Period.parse(text) for text in sorted(set(published))]
    measured = [_containing(period, wanted) for period in periods]
    newest = max((period for period in measured if period), default=None)
    table = pa.table(
        {
            "published": pa.array([period.text for period in periods], pa.string()),
            "start": pa.array([period.start for period in periods], pa.date32()),
            "measured": pa.array([m.text if m else None for m in measured], pa.string()),
            "newest": pa.array([m is not None and m == newest for m in measured], pa.bool_()),
        }
    )
    connection.register("spans_given", table)
    connection.execute("create or replace temp table spans as select * from spans_given")


def prepare_rollup(connection: duckdb.DuckDBPyConnection, rollups: Rollups, table: str) -> None:
    """A table that says which places each published code counts for."""
    names = RollupRow.__slots__
    connection.register("own_rows", _columns(rollups.own))
    connection.execute(f"create or replace temp table {table} as select * from own_rows")
    if not rollups.shared:
        return
    numbered = list(enumerate(rollups.shared))
    codes = [(number, code) for number, (shared, _) in numbered for code in shared]
    lines = [(number, row) for number, (_, rows) in numbered for row in rows]
    connection.register(
        "shared_codes", pa.table({"number": [n for n, _ in codes], "own": [c for _, c in codes]})
    )
    shared_rows = _columns([row for _, row in lines]).append_column("number", pa.array([n for n, _ in lines]))
    connection.register("shared_rows", shared_rows)
    columns = ", ".join("own as code" if name == "code" else name for name in names)
    connection.execute(
        f"insert into {table} select {columns} from shared_codes join shared_rows using (number)"
    )


def _columns(rows: Sequence[RollupRow]) -> pa.Table:
    types = (
        pa.string(),
        pa.date32(),
        pa.date32(),
        pa.string(),
        pa.string(),
        pa.float64(),
        pa.float64(),
        pa.bool_(),
        pa.bool_(),
    )
    return pa.table(
        {
            name: pa.array([getattr(row, name) for row in rows], kind)
            for name, kind in zip(RollupRow.__slots__, types, strict=True)
        }
    )


def sum_to_places(
    connection: duckdb.DuckDBPyConnection, native: exp.Expr, levels: Sequence[Level]
) -> Amounts:
    """Amounts summed over the codes of each place, shared where a code is split between places."""
    table = connection.execute(
        f"""
        with native as ({text_of(native)})
        select rollup.level, rollup.place, native.period, native.breakdown,
               sum({SHARED.format(x="numerator")}) as numerator,
               sum({SHARED.format(x="denominator")}) as denominator,
               coalesce(sum(suppressed), 0) > 0 as suppressed, bool_or(rollup.estimated) as estimated,
               {SUMMED_SOURCES}
        from native {JOIN_ROLLUP} where {_of_levels(levels)}
        group by 1, 2, 3, 4
        """
    ).to_arrow_table()
    return _amounts(table)


def published_for_places(
    connection: duckdb.DuckDBPyConnection, native: exp.Expr, levels: Sequence[Level]
) -> tuple[Amounts, NDArray[np.float64]]:
    """Published values (as numerators) and their limits, shape (rows, 2); only for the very places published."""
    table = connection.execute(
        f"""
        with native as ({text_of(native)})
        select rollup.level, rollup.place, native.period, native.breakdown,
               native.value as numerator, native.denominator,
               coalesce(native.suppressed, 0) > 0 as suppressed, false as estimated, native.lower, native.upper,
               native.digest as source_digest, native.source_sheet, native.first_row as source_first_row,
               native.last_row as source_last_row, native.source_rows
        from native {JOIN_ROLLUP} where {_of_levels(levels)} and {ONLY_ITSELF}
        """
    ).to_arrow_table()
    limits = np.column_stack([_numbers(table, "lower"), _numbers(table, "upper")])
    return _amounts(table), limits


def bands_to_places(
    connection: duckdb.DuckDBPyConnection, native: exp.Expr, levels: Sequence[Level]
) -> BandedAmounts:
    """Bands of waiting time summed over the codes of each place.

    SQL finds which published row counts for which place; the bands themselves are summed as a matrix.
    """
    connection.execute(
        f"""create or replace temp table banded as
            select row_number() over () - 1 as line, * from ({text_of(native)}) where bands is not null"""
    )
    lists = (
        connection.execute("select bands from banded order by line")
        .to_arrow_table()["bands"]
        .combine_chunks()
    )
    width = len(lists[0]) if len(lists) else 1
    published = np.asarray(lists.flatten().to_numpy(zero_copy_only=False), dtype=np.float64).reshape(
        -1, width
    )
    pairs = connection.execute(
        f"""
        select native.line, rollup.cumulative_from, rollup.cumulative_to,
               dense_rank() over (order by rollup.level, rollup.place, native.period, native.breakdown) - 1 as place_row
        from banded native {JOIN_ROLLUP} where {_of_levels(levels)} order by place_row
        """
    ).to_arrow_table()
    bands = _summed_bands(published, pairs)
    table = connection.execute(
        f"""
        select rollup.level, rollup.place, native.period, native.breakdown, 0.0 as numerator, 0.0 as denominator,
               false as suppressed, bool_or(rollup.estimated) as estimated, max(native.digest) as source_digest,
               max(native.source_sheet) as source_sheet, min(native.source_row) as source_first_row,
               max(native.source_row) as source_last_row, sum(native.source_rows)::bigint as source_rows
        from banded native {JOIN_ROLLUP} where {_of_levels(levels)}
        group by 1, 2, 3, 4 order by 1, 2, 3, 4
        """
    ).to_arrow_table()
    people = bands.sum(axis=1)
    return BandedAmounts(replace(_amounts(table), numerator=people, denominator=people), bands)


def _summed_bands(published: NDArray[np.float64], pairs: pa.Table) -> NDArray[np.float64]:
    """Each place's bands: its share of every published row that counts for it, added up. pairs: in order of place."""
    line, place_row = pairs["line"].to_numpy(), pairs["place_row"].to_numpy()
    start, end = _numbers(pairs, "cumulative_from"), _numbers(pairs, "cumulative_to")
    counted = published[line]
    divided = (start > 0) | (end < 1)
    part = counted[divided]
    counted[divided] = np.floor(part * end[divided, None] + 0.5) - np.floor(part * start[divided, None] + 0.5)
    firsts = np.flatnonzero(np.diff(place_row, prepend=-1))
    if not len(firsts):
        return np.empty((0, published.shape[1]))
    return np.add.reduceat(counted, firsts, axis=0)


JOIN_ROLLUP = (
    "join rollup on rollup.code = native.code and native.start between rollup.since and rollup.until"
)

_KIND_OF_EVERY = {
    "day": PeriodKind.DAY,
    "month": PeriodKind.MONTH,
    "quarter": PeriodKind.QUARTER,
    "year": PeriodKind.CALENDAR_YEAR,
    "financial_year": PeriodKind.FINANCIAL_YEAR,
    "years": PeriodKind.CALENDAR_YEARS,
    "financial_years": PeriodKind.FINANCIAL_YEARS,
    "quarters": PeriodKind.QUARTERS,
}


def span_of(published: Period, every: str) -> str | None:
    """The period of a measure that a published period belongs to; None where there is no such thing."""
    found = _containing(published, _KIND_OF_EVERY[every])
    return found.text if found else None


def _containing(period: Period, wanted: PeriodKind) -> Period | None:
    """The period of the wanted kind that a published one belongs to; None where there is no such thing."""
    if period.kind is wanted:
        return period
    if period.kind is PeriodKind.DAY and wanted is PeriodKind.MONTH:
        return Period.month(period.start.year, period.start.month)
    return None


def _of_levels(levels: Sequence[Level]) -> str:
    wanted = [level.value for level in levels] + ([OUTSIDE_LEVEL] if Level.ICS in levels else [])
    listed = ", ".join(f"'{level}'" for level in wanted)
    return f"rollup.level in ({listed})"


def _amounts(table: pa.Table) -> Amounts:
    return Amounts(
        level=_texts(table, "level"),
        place=_texts(table, "place"),
        period=_texts(table, "period"),
        breakdown=_texts(table, "breakdown"),
        numerator=_numbers(table, "numerator"),
        denominator=_numbers(table, "denominator"),
        suppressed=_flags(table, "suppressed"),
        estimated=_flags(table, "estimated"),
        sources={name: _texts(table, name) for name in SOURCE_COLUMNS},
    )


def _flags(table: pa.Table, name: str) -> NDArray[np.bool_]:
    return np.asarray(table[name].to_numpy(), dtype=bool)


def _texts(table: pa.Table, name: str) -> NDArray[np.object_]:
    return np.asarray(table[name].to_numpy(zero_copy_only=False), dtype=object)


def _numbers(table: pa.Table, name: str) -> NDArray[np.float64]:
    return np.asarray(table[name].cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
