"""Reads a release with DuckDB alone, so that asking for a few numbers starts in a moment."""

import os
from collections.abc import Iterable, Sequence
from hashlib import sha256
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb

from aimwell.sqltext import literals
from aimwell.store.folder import StoreFolder


def values_path(folder: StoreFolder, measure: str) -> Path:
    """Where a measure's released values are."""
    return folder.released / "values" / f"{measure}.parquet"


def superseded_path(folder: StoreFolder, measure: str) -> Path:
    """Where numbers rest that a measure no longer says."""
    return folder.released / "superseded" / f"{measure}.parquet"


def verdicts_path(folder: StoreFolder) -> Path:
    """Where the released verdicts are, of all measures together."""
    return folder.released / "verdicts.parquet"


def places_path(folder: StoreFolder) -> Path:
    """Where the released places are."""
    return folder.released / "places.parquet"


def peers_path(folder: StoreFolder) -> Path:
    """Where the released peers are."""
    return folder.released / "peers.parquet"


def sources_path(folder: StoreFolder) -> Path:
    """Where the released list of files is."""
    return folder.released / "sources.parquet"


def figures_version(folder: StoreFolder) -> str:
    """A short text that differs after any released file of figures was replaced."""
    rooms = (folder.released, folder.released / "values")
    marks = [mark for room in rooms if room.is_dir() for mark in _marks(room)]
    return sha256("\n".join(marks).encode()).hexdigest()[:16]


def _marks(room: Path) -> list[str]:
    """When each file of a folder was replaced. Asked for at every page: with scandir a third of a millisecond."""
    with os.scandir(room) as entries:
        files = [(entry.path, entry.stat()) for entry in entries if entry.name.endswith(".parquet")]
    return [f"{path} {about.st_mtime_ns} {about.st_size}" for path, about in sorted(files, key=itemgetter(0))]


def footprint_in_force(places: str, day: str) -> str:
    """SQL for the first day of the footprint that held on a day, as text; of the first there was, for days before it.

    places: a table of released places; day: SQL for a date.
    """
    starts = f"select unnest(string_split(footprints, ' ')) as starts from {places} where footprints <> ''"
    return (
        f"coalesce((select max(starts) from ({starts}) where starts::date <= {day}),"
        f" (select min(starts) from ({starts})))"
    )


def released_measures(folder: StoreFolder) -> tuple[str, ...]:
    """The measures that have released values."""
    return tuple(sorted(path.stem for path in (folder.released / "values").glob("*.parquet")))


def read_rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Rows of a query over released files."""
    with duckdb.connect() as connection:
        return connection.execute(sql, list(parameters)).fetchall()


def find_value(
    folder: StoreFolder, value_id: str, first: Sequence[str] = ()
) -> tuple[dict[str, Any], bool] | None:
    """The value with an id, and whether it still stands; None if no release ever held it.

    first: measures whose values are looked through before all others, for who knows where it is likely to be.
    """
    standing = sorted((folder.released / "values").glob("*.parquet"))
    likely = [path for path in standing if path.stem in first]
    replaced = sorted((folder.released / "superseded").glob("*.parquet"))
    for files, stands in ((likely, True), (standing, True), (replaced, False)):
        found = _first(files, value_id) if files else None
        if found is not None:
            return found, stands
    return None


def _first(files: Iterable[Path], value_id: str) -> dict[str, Any] | None:
    with duckdb.connect() as connection:
        cursor = connection.execute(
            f"select * from read_parquet([{literals(files)}], union_by_name = true) where value_id = ?",
            [value_id],
        )
        row = cursor.fetchone()
        names = [column[0] for column in cursor.description or ()]
    return dict(zip(names, row, strict=True)) if row else None
