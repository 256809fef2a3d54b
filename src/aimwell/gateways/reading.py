"""What a gateway makes of a document: facts in one shape, whatever the publisher's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from aimwell.domain.feeds import ColumnRole, Feed
from aimwell.domain.problems import Problem
from aimwell.domain.receipts import PlaceMet, Reconciliation, Vintage
from aimwell.gateways.document import Document

FIXED_COLUMNS: Mapping[str, pa.DataType] = {
    "period": pa.string(),  # canonical text of a period
    "scope": pa.string(),  # the part of the feed that the file covers; a newer edition replaces a scope and period
    "grain": pa.string(),  # the place column that the row is counted by
    "status": pa.string(),  # ok, suppressed or missing
    "source_sheet": pa.string(),
    "source_row": pa.int32(),  # as a spreadsheet counts; null where a row of facts rests on many
    "source_rows": pa.int32(),  # how many published rows it rests on
}
"""Columns that every table of facts has, before those its feed declares."""

TYPE_OF_ROLE: Mapping[ColumnRole, pa.DataType] = {
    ColumnRole.PLACE: pa.string(),
    ColumnRole.DIMENSION: pa.string(),
    ColumnRole.AMOUNT: pa.float64(),
    ColumnRole.BANDS: pa.list_(pa.int32()),
    ColumnRole.STATISTIC: pa.float64(),
}


@dataclass(frozen=True, slots=True)
class Recognition:
    """How sure a gateway is that a document is of its feed, and what of the signature is absent."""

    feed: str
    share: float  # of the expected headings that were found, 0 to 1


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


def schema_of(feed: Feed) -> pa.Schema:
    """The columns of a feed's facts."""
    declared = {column.name: TYPE_OF_ROLE[column.role] for column in feed.columns}
    return pa.schema({**FIXED_COLUMNS, **declared}.items())


class FactsWriter:
    """Collects rows of facts and writes them as one Parquet file."""

    def __init__(self, feed: Feed) -> None:
        self._schema = schema_of(feed)
        self._columns: dict[str, list[Any]] = {name: [] for name in self._schema.names}

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
        pq.write_table(pa.table(self._columns, schema=self._schema), path, compression="zstd")
        return path


def duckdb_projection(feed: Feed, given: Mapping[str, str]) -> str:
    """A select list with every column of the feed's facts, from SQL expressions by name.

    Columns without an expression are empty. For large files that DuckDB reads itself.
    """
    sql_types = {pa.string(): "varchar", pa.float64(): "double", pa.int32(): "integer"}
    parts: list[str] = []
    for name, kind in zip(schema_of(feed).names, schema_of(feed).types, strict=True):
        sql_type = sql_types.get(kind, "integer[]")
        default = {"scope": "''", "status": "'ok'", "source_sheet": "''", "source_rows": "1"}.get(name, "null")
        parts.append(f'cast({given.get(name, default)} as {sql_type}) as "{name}"')
    return ", ".join(parts)


def share_found(expected: Sequence[str], found: Sequence[str]) -> float:
    """The share of the expected headings that are among those found, 0 to 1."""
    return len(set(expected) & set(found)) / len(expected) if expected else 0.0
