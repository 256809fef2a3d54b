"""Released values and verdicts: one Parquet file a measure, replaced whole; numbers that change are kept aside.

A value's id is made of what it says (measure, place, period, group, amounts, definition), so that a number
which changes gets another id, and an id that somebody quoted never comes to mean another number.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from aimwell.store.folder import StoreFolder, move_into_place

VALUE_ID_SQL = (
    "'v' || substr(sha256(concat_ws('|', measure, place_id, period, breakdown, '{definition}',"
    " numerator, denominator, value)), 1, 15)"
)


def values_path(folder: StoreFolder, measure: str) -> Path:
    """Where a measure's released values are."""
    return folder.released / "values" / f"{measure}.parquet"


def superseded_path(folder: StoreFolder, measure: str) -> Path:
    """Where numbers rest that a measure no longer says."""
    return folder.released / "superseded" / f"{measure}.parquet"


def verdicts_path(folder: StoreFolder) -> Path:
    """Where the released verdicts are, of all measures together."""
    return folder.released / "verdicts.parquet"


def release_values(
    folder: StoreFolder, measure: str, definition: str, values: pa.Table, *, work: Path
) -> None:
    """Put a measure's values in place of those released before; numbers that are no longer said go aside.

    definition: the hash of the measure's definition. work: an empty folder on the store's disk.
    """
    target, aside = values_path(folder, measure), superseded_path(folder, measure)
    fresh = work / f"{measure}.parquet"
    with duckdb.connect() as connection:
        connection.register("values_given", values)
        connection.execute(
            f"""
            copy (select *, {VALUE_ID_SQL.format(definition=definition)} as value_id, '{definition}' as definition
                  from values_given order by level, place_id, breakdown, period_start)
            to '{fresh}' (format parquet, compression zstd, row_group_size 20000)
            """
        )
        if target.exists():
            _set_aside(connection, target, fresh, aside, work)
    move_into_place(fresh, target)


def _set_aside(
    connection: duckdb.DuckDBPyConnection, released: Path, fresh: Path, aside: Path, work: Path
) -> None:
    gone = f"select * from '{released}' old where not exists (select 1 from '{fresh}' new where new.value_id = old.value_id)"
    row = connection.execute(f"select count(*) from ({gone})").fetchone()
    if not row or not row[0]:
        return
    before = f"select * from '{aside}' union all by name " if aside.exists() else ""
    kept = work / f"{aside.stem}-superseded.parquet"
    connection.execute(f"copy ({before}{gone}) to '{kept}' (format parquet, compression zstd)")
    move_into_place(kept, aside)


def release_verdicts(folder: StoreFolder, verdicts: pa.Table, *, work: Path) -> None:
    """Replace the verdicts of the measures in the table; those of other measures stay."""
    target, fresh = verdicts_path(folder), work / "verdicts.parquet"
    with duckdb.connect() as connection:
        connection.register("given", verdicts)
        others = (
            f"union all by name select * from '{target}' where measure not in (select measure from given)"
            if target.exists()
            else ""
        )
        connection.execute(
            f"copy (select * from given {others} order by level, place_id, measure)"
            f" to '{fresh}' (format parquet, compression zstd)"
        )
    move_into_place(fresh, target)


def released_measures(folder: StoreFolder) -> tuple[str, ...]:
    """The measures that have released values."""
    return tuple(sorted(path.stem for path in (folder.released / "values").glob("*.parquet")))


def read_rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Rows of a query over released files."""
    with duckdb.connect() as connection:
        return connection.execute(sql, list(parameters)).fetchall()


def find_value(folder: StoreFolder, value_id: str) -> tuple[dict[str, Any], bool] | None:
    """The value with an id, and whether it still stands; None if no release ever held it."""
    for room, stands in (("values", True), ("superseded", False)):
        files = sorted((folder.released / room).glob("*.parquet"))
        if not files:
            continue
        found = _first(files, value_id)
        if found is not None:
            return found, stands
    return None


def _first(files: Iterable[Path], value_id: str) -> dict[str, Any] | None:
    listed = ", ".join(f"'{path}'" for path in files)
    with duckdb.connect() as connection:
        cursor = connection.execute(
            f"select * from read_parquet([{listed}], union_by_name = true) where value_id = ?", [value_id]
        )
        row = cursor.fetchone()
        names = [column[0] for column in cursor.description or ()]
    return dict(zip(names, row, strict=True)) if row else None
