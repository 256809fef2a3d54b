"""What a gateway makes of a document: facts in one shape, whatever the publisher's.

PyArrow takes longer to import than a month of waiting times takes to read; it is imported by what needs it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from aimwell.domain.feeds import ColumnRole, Feed
from aimwell.domain.problems import Problem
from aimwell.domain.receipts import PlaceMet, Reconciliation, Vintage
from aimwell.gateways.document import Document

if TYPE_CHECKING:
    import pyarrow as pa

FIXED_COLUMNS: Mapping[str, str] = {
    "period": "varchar",  # canonical text of a period
    "scope": "varchar",  # the part of the feed that the file covers; a newer edition replaces a scope and period
    "grain": "varchar",  # the place column that the row is counted by
    "status": "varchar",  # ok, suppressed or missing
    "source_sheet": "varchar",
    "source_row": "integer",  # as a spreadsheet counts; null where a row of facts rests on many
    "source_rows": "integer",  # how many published rows it rests on
}
"""Columns that every table of facts has, before those its feed declares, with their SQL types."""

TYPE_OF_ROLE: Mapping[ColumnRole, str] = {
    ColumnRole.PLACE: "varchar",
    ColumnRole.DIMENSION: "varchar",
    ColumnRole.AMOUNT: "double",
    ColumnRole.BANDS: "integer[]",
    ColumnRole.STATISTIC: "double",
}
"""The SQL type of a declared column."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """How sure a gateway is that a document is of its feed, and what of the signature is absent."""

    feed: str
    share: float  # of the expected headings that were found, 0 to 1
    headings: int = 0  # how many that is, where it is worth saying


@dataclass(frozen=True, slots=True)
class Reading:
    """The facts of one document, in a Parquet file, and what has to be said about them."""

    facts: Path
    vintage: Vintage
    rows_read: int
    rows_kept: int  # published rows that became facts (one row may become several facts, or part of one)
    rows_set_aside: int = 0
    refused: tuple[Problem, ...] = ()
    reconciliations: tuple[Reconciliation, ...] = ()
    places_met: tuple[PlaceMet, ...] = ()


class Gateway(Protocol):
    """A module of this room: it recognises one family of published files and reads it."""

    FEED: str

    def recognise(self, document: Document) -> Recognition | None:
        """How much of this family's signature the document has; None for nothing of it."""

    def read(self, document: Document, feed: Feed, *, scratch: Path) -> Reading:
        """The document's facts. Raises Problem or Problems when the file cannot be relied on."""


@runtime_checkable
class LeavesForLater(Protocol):
    """A gateway that reads at once what is asked of every file, and some columns only when a measure asks for them."""

    LATER: tuple[str, ...]

    def complete(self, document: Document, facts: Path, *, scratch: Path) -> Path:
        """The facts that `read` made of the document, row by row, with the columns that it left out."""


def columns_of(feed: Feed) -> dict[str, str]:
    """The columns of a feed's facts, with their SQL types."""
    return {**FIXED_COLUMNS, **{column.name: TYPE_OF_ROLE[column.role] for column in feed.columns}}


def schema_of(feed: Feed) -> "pa.Schema":
    """The columns of a feed's facts, with their Arrow types."""
    import pyarrow as pa

    arrow = {
        "varchar": pa.string(),
        "double": pa.float64(),
        "integer": pa.int32(),
        "integer[]": pa.list_(pa.int32()),
    }
    return pa.schema([(name, arrow[sql_type]) for name, sql_type in columns_of(feed).items()])


class FactsWriter:
    """Collects rows of facts and writes them as one Parquet file."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._columns: dict[str, list[Any]] = {name: [] for name in columns_of(feed)}

    def add(
        self,
        *,
        period: str,
        grain: str,
        row: int | None,
        sheet: str = "",
        scope: str = "",
        status: str = "ok",
        **declared: Any,
    ) -> None:
        """One row of facts; columns that are not given are empty. Raises KeyError for an undeclared one."""
        given = {
            "period": period,
            "scope": scope,
            "grain": grain,
            "status": status,
            "source_sheet": sheet,
            "source_row": row,
            "source_rows": 1,
            **declared,
        }
        if len(given) > len(self._columns) or not given.keys() <= self._columns.keys():
            raise KeyError(sorted(given.keys() - self._columns.keys()))
        for name, cells in self._columns.items():
            cells.append(given.get(name))

    def __len__(self) -> int:
        return len(self._columns["period"])

    def write(self, path: Path) -> Path:
        """Write the rows; returns the path."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.table(self._columns, schema=schema_of(self._feed)), path, compression="zstd")
        return path


def duckdb_projection(feed: Feed, given: Mapping[str, str], names: Collection[str] = ()) -> str:
    """A select list with every column of the feed's facts, or with these, from SQL expressions by name.

    Columns without an expression are empty. For large files that DuckDB reads itself.
    """
    defaults = {"scope": "''", "status": "'ok'", "source_sheet": "''", "source_rows": "1"}
    return ", ".join(
        f'cast({given.get(name, defaults.get(name, "null"))} as {sql_type}) as "{name}"'
        for name, sql_type in columns_of(feed).items()
        if not names or name in names
    )


def share_found(expected: Sequence[str], found: Sequence[str]) -> float:
    """The share of the expected headings that are among those found, 0 to 1."""
    return len(set(expected) & set(found)) / len(expected) if expected else 0.0
