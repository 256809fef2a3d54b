"""Rows of results written to a file, whole or not at all."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from aimwell.domain.problems import Problem, Where
from aimwell.services.statistics_of_files.ahead import ahead
from aimwell.services.statistics_of_files.results import Results, ResultTable
from aimwell.services.statistics_of_files.table_file import NotInParts
from aimwell.sqltext import literal

ROWS_AT_ONCE = 131_072  # parts are gathered until they have so many, and a table is written so many at a time


def write_results(result: Results, target: Path | None) -> None:
    """Write rows as CSV or Parquet, whole or not at all; as CSV to standard output without a target."""
    if target is None:
        with tempfile.TemporaryDirectory() as folder:
            _write(result, Path(folder) / "results.csv", ".csv")
            with (Path(folder) / "results.csv").open(encoding="utf-8", newline="") as stream:
                for line in stream:
                    sys.stdout.write(line)
        return
    if target.suffix not in {".csv", ".parquet"}:
        raise Problem(
            code="statistics.file-kind",
            found=f"'{target.name}' is neither CSV nor Parquet.",
            expected="a name that ends in .csv or .parquet.",
            remedy="Change the name after -o.",
            where=Where(target.name),
        )
    if not target.parent.is_dir():
        raise Problem(
            code="statistics.no-folder",
            found=f"There is no folder {target.parent}.",
            expected="a folder to write to.",
            remedy="Make the folder first, or choose another.",
            where=Where(target.name),
        )
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        _write(result, part, target.suffix)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _write(result: Results, target: Path, kind: str) -> None:
    copy = _as_parquet if kind == ".parquet" else _as_csv
    if isinstance(result, ResultTable):
        copy(_pieces(iter([result])), target)
        return
    try:
        copy(_pieces(result.parts), target)
    except (NotInParts, Problem):
        copy(_pieces(iter([result.whole()])), target)


def _pieces(parts: Iterator[ResultTable]) -> Iterator[Any]:
    """Tables of about ROWS_AT_ONCE rows. Raises NotInParts when parts turn out to have columns of other types."""
    gathered: list[Any] = []
    schema = None
    for part in parts:
        schema = schema or part.rows.schema
        if part.rows.schema != schema:
            raise NotInParts("types of columns")
        gathered.append(part.rows)
        if sum(len(rows) for rows in gathered) >= ROWS_AT_ONCE:
            rows, gathered = pa.concat_tables(gathered), []
            size = -(-len(rows) // (len(rows) // ROWS_AT_ONCE))
            for begin in range(0, len(rows), size):
                yield rows.slice(begin, size)
    if gathered:
        yield pa.concat_tables(gathered)


def _as_parquet(pieces: Iterator[Any], target: Path) -> None:
    from pyarrow.parquet import ParquetWriter

    coming = ahead(pieces)
    first = next(coming)
    # Figures hardly repeat: to look for those that do takes half of the time.
    again = [field.name for field in first.schema if not pa.types.is_floating(field.type)]
    # Without a stored schema words are plain text to every reader; without statistics a third is saved.
    with ParquetWriter(
        target, first.schema, use_dictionary=again, store_schema=False, write_statistics=False
    ) as writer:
        writer.write_table(first)
        for piece in coming:
            writer.write_table(piece)


def _as_csv(pieces: Iterator[Any], target: Path) -> None:
    beside = target.with_name(f"{target.name}.piece")
    try:
        # One thread: with more, DuckDB may take the pieces of an Arrow table in any order.
        with duckdb.connect(config={"threads": 1}) as connection, target.open("wb") as stream:
            for number, piece in enumerate(ahead(pieces)):
                connection.register("result_rows", piece)
                heading = "false" if number else "true"
                connection.execute(
                    f"copy result_rows to {literal(beside)} (format csv, header {heading}, delimiter ',')"
                )
                with beside.open("rb") as written:
                    shutil.copyfileobj(written, stream)
    finally:
        beside.unlink(missing_ok=True)
