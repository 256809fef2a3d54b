"""Facts by feed and digest: Parquet files, read together through DuckDB.

No figure in them changes; columns that a take left for later are added once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from aimwell.sqltext import literal, literals
from aimwell.store.folder import StoreFolder, move_into_place


@dataclass(frozen=True, slots=True)
class Part:
    """One scope and period of a feed's facts, in one file."""

    scope: str
    period: str
    digest: str


def path_of(folder: StoreFolder, feed: str, digest: str) -> Path:
    """Where the facts of one file are."""
    return folder.facts / feed / f"{digest}.parquet"


def keep(folder: StoreFolder, feed: str, digest: str, facts: Path) -> None:
    """Put a finished file of facts in its place."""
    move_into_place(facts, path_of(folder, feed, digest))


def lacks(folder: StoreFolder, feed: str, digest: str, columns: Collection[str]) -> bool:
    """Whether some of these columns are not among a file's facts, having been left for later."""
    found = duckdb.execute(f"select name from parquet_schema({literal(path_of(folder, feed, digest))})")
    return not set(columns) <= {name for (name,) in found.fetchall()}


def parts_of(facts: Path, digest: str) -> tuple[Part, ...]:
    """The scopes and periods that a file of facts holds."""
    rows = duckdb.execute(f"select distinct scope, period from {literal(facts)} order by 2, 1").fetchall()
    return tuple(Part(scope, period, digest) for scope, period in rows)


def attach(
    connection: duckdb.DuckDBPyConnection, folder: StoreFolder, feed: str, parts: Sequence[Part], table: str
) -> None:
    """Make a table of exactly these parts of a feed's facts; `digest` says which file each row came from."""
    digests = sorted({part.digest for part in parts})
    if not digests:
        raise ValueError(f"no parts of the feed {feed}")
    import pyarrow as pa  # heavy, and not wanted by a take

    names = ("scope", "period", "digest")
    given = pa.table({name: pa.array([getattr(part, name) for part in parts], pa.string()) for name in names})
    connection.register(
        f"{table}_parts", given
    )  # DuckDB looks for pandas at every item of a list it is given
    files = literals(path_of(folder, feed, digest) for digest in digests)
    connection.execute(
        f"""
        create or replace temp table {table} as
        select facts.* exclude (filename), parts.digest
        from read_parquet([{files}], filename = true, union_by_name = true) as facts
        join {table}_parts as parts
          on parts.scope = facts.scope and parts.period = facts.period
         and parse_filename(facts.filename, true) = parts.digest
        """
    )
    connection.unregister(f"{table}_parts")
