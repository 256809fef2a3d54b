"""A large file worked through part by part, each part some whole groups: memory stays small however long it is.

A file suits when the rows of each group stand together and every group has the same bands, as tidy files do. Of any
other file, and of one with something wrong in it, the whole is looked at.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from aimwell.services.statistics_of_files.ahead import ahead
from aimwell.services.statistics_of_files.groups import groups_of
from aimwell.services.statistics_of_files.results import PartedResults, Results, ResultTable, own_columns
from aimwell.services.statistics_of_files.table_file import NotInParts, PartsSoFar, TableFile, quoted

ROWS_OF_A_PART = 131_072
LARGE_TEXT = (
    16 * 2**20
)  # bytes of a file of text above which it is read in parts; compressed it counts fivefold


def in_parts(
    table: TableFile,
    work: Callable[[TableFile], ResultTable],
    *,
    by: Sequence[str],
    columns: Sequence[str] | None = None,
) -> Results:
    """What `work` makes of the file: at once where it is small, else of its parts.

    by: columns whose groups stay together; none where each row stands for itself. columns: those that `work` reads,
    all if None. `work` may look at the rows of a group, never from one group to another.
    """
    if not _is_large(table):
        return work(table)
    names = table.columns if columns is None else tuple(dict.fromkeys((*by, *columns)))
    return PartedResults(_worked(table, work, by, names), lambda: work(table))


def _is_large(table: TableFile) -> bool:
    if table.size is not None:
        return table.size > ROWS_OF_A_PART
    return table.path.stat().st_size * (5 if table.path.suffix == ".gz" else 1) > LARGE_TEXT


def _worked(
    table: TableFile, work: Callable[[TableFile], ResultTable], by: Sequence[str], names: Sequence[str]
) -> Iterator[ResultTable]:
    keys = []
    try:
        for part in _parts(table, by, names):
            if by:
                keys.append(own_columns(part, by, groups_of(part, by).first))
            yield work(part)
    except (duckdb.Error, pa.ArrowException) as error:  # the whole file says what is wrong, in words
        raise NotInParts from error
    if keys:
        _refuse_returning(pa.concat_tables(keys))


def _refuse_returning(keys: Any) -> None:
    """A group whose rows stand in several places has been cut into several."""
    if keys.num_columns == 1 and pa.types.is_integer(keys.schema.field(0).type):
        numbers = keys.column(0).to_numpy()
        if (numbers[1:] > numbers[:-1]).all():
            return
    with duckdb.connect() as connection:
        connection.register("keys", keys)
        different = connection.execute("select count(*) from (select distinct * from keys)").fetchall()
    if different[0][0] != len(keys):
        raise NotInParts("groups")


def _parts(table: TableFile, by: Sequence[str], names: Sequence[str]) -> Iterator[TableFile]:
    begin, held = 0, None
    # One thread: with more, DuckDB may take the pieces of an Arrow table in any order.
    with duckdb.connect(config={"threads": 1}) as connection:
        like = replace(table, source="rows_of_part", connection=connection, part_of=PartsSoFar())
        for rows in ahead(_batches(table, names)):
            held = rows if held is None else pa.concat_tables([held, rows])
            end = _last_start(held, by) if by else len(held)
            if end:
                yield replace(like, rows=held.slice(0, end), size=end, begin=begin)
                begin, held = begin + end, held.slice(end)
        if held is not None and len(held):
            yield replace(like, rows=held, size=len(held), begin=begin)


def _last_start(rows: Any, by: Sequence[str]) -> int:
    """Where the rows of the last group begin; more may come."""
    other = np.zeros(len(rows), dtype=np.bool_)
    for name in by:
        column = rows[name]
        last = column[-1]
        same = pc.equal(column, last).fill_null(pa.scalar(value=False)) if last.is_valid else column.is_null()
        other |= ~same.to_numpy()
    before = np.flatnonzero(other)
    return int(before[-1]) + 1 if len(before) else 0


def _batches(table: TableFile, names: Sequence[str]) -> Iterator[Any]:
    """Rows as DuckDB reads them; Arrow's own reader is quicker where it finds the same types."""
    listed = ", ".join(quoted(name) for name in names)
    schema = table.select(listed, "limit 0").schema
    if table.path.suffix == ".parquet":
        from pyarrow.parquet import ParquetFile

        with ParquetFile(table.path, pre_buffer=False) as file:
            if pa.schema([file.schema_arrow.field(name) for name in names]).equals(schema):
                for batch in file.iter_batches(ROWS_OF_A_PART, columns=list(names)):
                    yield pa.table(batch).select(names)
                return
    with table.connection.cursor() as reading:  # its own: the connection is asked about each part meanwhile
        asked = reading.execute(f"select {listed} from {table.source}")
        for batch in asked.to_arrow_reader(ROWS_OF_A_PART):
            yield pa.table(batch)
