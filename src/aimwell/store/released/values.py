"""Released values and verdicts: one Parquet file a measure, replaced whole; numbers that change are kept aside."""

from collections.abc import Collection
from pathlib import Path

import duckdb
import pyarrow as pa

from aimwell.sqltext import literal, literals
from aimwell.store.folder import StoreFolder, move_into_place
from aimwell.store.released.reading import superseded_path, values_path, verdicts_path


def release_values(
    connection: duckdb.DuckDBPyConnection,
    folder: StoreFolder,
    measure: str,
    values: pa.Table,
    *,
    before: int,
    work: Path,
) -> None:
    """Put a measure's values in place of those released before; numbers that are no longer said go aside.

    before: the take that those released before follow from; work: an empty folder on the store's disk.
    """
    target, aside = values_path(folder, measure), superseded_path(folder, measure)
    fresh = work / f"{measure}.parquet"
    connection.register("values_given", values)
    connection.execute(
        f"""
        copy (select * from values_given order by level, place_id, breakdown, period_start)
        to {literal(fresh)} (format parquet, compression zstd, row_group_size 20000)
        """
    )
    connection.unregister("values_given")
    if target.exists():
        still_said = f"select 1 from {literal(fresh)} new where new.value_id = old.value_id"
        gone = f"select *, {before} as as_of from {literal(target)} old where not exists ({still_said})"
        _put_aside(connection, gone, aside, work)
    move_into_place(fresh, target)


def retire_measure(folder: StoreFolder, measure: str, *, before: int, work: Path) -> None:
    """Put all values of a measure that is no longer declared among the numbers that are no longer said."""
    released, aside = values_path(folder, measure), superseded_path(folder, measure)
    with duckdb.connect() as connection:
        _put_aside(
            connection, f"select *, {before} as as_of from {literal(released)} old where true", aside, work
        )
    released.unlink()


def _put_aside(connection: duckdb.DuckDBPyConnection, gone: str, aside: Path, work: Path) -> None:
    """Add rows to those that rest aside, each number once. gone: a select over `old` with a condition."""
    if aside.exists():
        gone += f" and not exists (select 1 from {literal(aside)} kept where kept.value_id = old.value_id)"
    row = connection.execute(f"select count(*) from ({gone})").fetchone()
    if not row or not row[0]:
        return
    before = f"select * from {literal(aside)} union all by name " if aside.exists() else ""
    kept = work / f"{aside.stem}-superseded.parquet"
    connection.execute(f"copy ({before}{gone}) to {literal(kept)} (format parquet, compression zstd)")
    move_into_place(kept, aside)


def withdraw_verdicts(folder: StoreFolder, measures: Collection[str], *, work: Path) -> None:
    """Take away the verdicts of measures that are no longer declared."""
    target, fresh = verdicts_path(folder), work / "verdicts-left.parquet"
    if not target.exists():
        return
    duckdb.execute(
        f"copy (select * from {literal(target)} where measure not in ({literals(measures)}))"
        f" to {literal(fresh)} (format parquet, compression zstd)"
    )
    move_into_place(fresh, target)


def release_verdicts(folder: StoreFolder, verdicts: pa.Table, *, work: Path) -> None:
    """Replace the verdicts of the measures in the table; those of other measures stay."""
    target, fresh = verdicts_path(folder), work / "verdicts.parquet"
    with duckdb.connect() as connection:
        connection.register("given", verdicts)
        others = (
            f"union all by name select * from {literal(target)} where measure not in (select measure from given)"
            if target.exists()
            else ""
        )
        connection.execute(
            f"copy (select * from given {others} order by level, place_id, measure)"
            f" to {literal(fresh)} (format parquet, compression zstd)"
        )
    move_into_place(fresh, target)
