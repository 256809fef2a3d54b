"""A table in CSV or Parquet: its columns by name, its numbers checked, and the row of whatever is wrong."""

import csv
import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn, TextIO

import duckdb
import numpy as np
from numpy.typing import NDArray

from aimwell.domain.problems import Problem, Where
from aimwell.sqltext import literal

SEPARATORS = {".csv": ",", ".tsv": "\t"}
WHOLE_NUMBER_TYPES = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
NO_KEY = np.iinfo(np.int64).min  # stands for an empty cell among whole numbers
ROWS_AT_ONCE = (
    131_072  # memory is then used again instead of asked for, which halves the time of a large file
)


def quoted(column: str) -> str:
    """A column's name as SQL says it."""
    return '"' + column.replace('"', '""') + '"'


class NotInParts(Exception):
    """What is asked of a file cannot be told from its parts one by one: the whole of it has to be looked at."""


class PartsSoFar:
    """What parts of one file have in common."""

    def __init__(self) -> None:
        self.known: dict[str, Any] = {}

    def agree(self, what: str, found: Any) -> None:
        """Raises NotInParts when an earlier part said something else."""
        if self.known.setdefault(what, found) != found:
            raise NotInParts(what)


@dataclass(frozen=True)
class TableFile:
    """A table that can be read; its columns are known before its rows are. A part of one can be read like the whole."""

    path: Path
    source: str  # what DuckDB reads from
    types: dict[str, str]  # column to type
    connection: (
        duckdb.DuckDBPyConnection
    )  # one engine for all questions about the file; to start another takes time
    size: int | None = None  # rows; None where only reading tells, as in a file of text
    rows: Any = None  # of a part: what has been read of it, as an Arrow table
    begin: int = 0  # of a part: which row of the file its first is, from zero
    part_of: PartsSoFar | None = None  # None: this is the whole file

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(self.types)

    def kind_of(self, column: str) -> Any:
        """The Arrow type of a column."""
        return (
            (self.select(quoted(column), "limit 0") if self.rows is None else self.rows)
            .schema.field(column)
            .type
        )

    def _ask(self, question: str) -> Any:
        if self.rows is not None:  # most parts are never asked in SQL: that takes longer than to look
            self.connection.register(self.source, self.rows.combine_chunks())
        return self.connection.execute(question)

    def select(self, expressions: str, rest: str = "") -> Any:
        """Rows as an Arrow table. Raises Problem when the file cannot be read as the table it says it is."""
        try:
            return self._ask(f"select {expressions} from {self.source} {rest}").to_arrow_table()
        except duckdb.Error as error:
            raise _unreadable(self.path, error) from error

    def arrays(self, expressions: Sequence[str]) -> list[NDArray[Any]]:
        """Expressions that are never null, as arrays. Raises Problem when the file cannot be read."""
        try:
            return self._arrays(expressions)
        except duckdb.Error as error:
            raise _unreadable(self.path, error) from error

    def _arrays(self, expressions: Sequence[str]) -> list[NDArray[Any]]:
        asked = self._ask(f"select {', '.join(expressions)} from {self.source}")
        batches = asked.to_arrow_reader(ROWS_AT_ONCE)
        if self.size is None:
            rows = batches.read_all()
            return [np.asarray(column.to_numpy()) for column in rows.columns]
        kinds = [field.type.to_pandas_dtype() for field in batches.schema]
        result = [np.empty(self.size, dtype=kind) for kind in kinds]
        begin = 0
        for batch in batches:
            end = begin + batch.num_rows
            for values, column in zip(result, batch.columns, strict=True):
                values[begin:end] = column.to_numpy(zero_copy_only=False)
            begin = end
        return result

    def whole_numbers(self, column: str) -> NDArray[np.int64] | None:
        """A column of whole numbers, NO_KEY where it is empty; None if the column holds something else."""
        if self.types[column] not in WHOLE_NUMBER_TYPES:
            return None
        if column not in self.keys:
            if self.rows is None:
                (self.keys[column],) = self.arrays([f"coalesce({quoted(column)}::bigint, {NO_KEY}) as k"])
            else:
                self.keys[column] = _filled(self.rows[column], "int64", NO_KEY)
        return self.keys[column]

    def agree(self, what: str, found: Any) -> None:
        """Of a part: it has to be as in the parts before. Raises NotInParts when it is not."""
        if self.part_of is not None:
            self.part_of.agree(what, found)

    @cached_property
    def grouped(self) -> dict[tuple[str, ...], Any]:
        """How rows belong together, by the columns that tell groups apart; see groups.groups_of."""
        return {}

    @cached_property
    def keys(self) -> dict[str, NDArray[np.int64]]:
        """Whole numbers read so far: keys are looked at more than once."""
        return {}

    def doubles(self, columns: Sequence[str]) -> list[NDArray[np.float64]]:
        """Columns of numbers, NaN where a cell is empty."""
        if self.rows is not None and not any("DECIMAL" in self.types[name] for name in columns):
            return [_filled(self.rows[name], "double", np.nan) for name in columns]
        # One question for all: DuckDB then reads the file once.
        return (
            self.arrays(
                [f"coalesce({quoted(n)}::double, 'nan'::double) as n{i}" for i, n in enumerate(columns)]
            )
            if columns
            else []
        )

    def column(self, given: str | None, usual: Sequence[str], *, role: str, option: str) -> str:
        """The column somebody named, or the first usual name that the file has. Raises Problem when there is none."""
        column = self.column_if_any(given, usual, option=option)
        if column is not None:
            return column
        raise Problem(
            code="statistics.missing-column",
            found=f"There is no column for the {role}: none of {', '.join(usual)}.",
            expected=f"one of the file's columns: {', '.join(self.columns)}.",
            remedy=f"Name the column with {option}.",
            where=Where(self.path.name),
        )

    def column_if_any(self, given: str | None, usual: Sequence[str], *, option: str) -> str | None:
        """As column, where the method can do without. A column named by somebody has to exist."""
        if given is None:
            return next((name for name in usual if name in self.types), None)
        if given in self.types:
            return given
        near = get_close_matches(given, self.columns, n=1)
        raise Problem(
            code="statistics.unknown-column",
            found=f"There is no column '{given}'.",
            expected=f"one of {', '.join(self.columns)}.",
            remedy=f"Did you mean {option} {near[0]}?" if near else f"Name one of them with {option}.",
            where=Where(self.path.name, column=given),
        )

    def several(self, given: Sequence[str], *, option: str) -> tuple[str, ...]:
        """Columns somebody named, each once."""
        found = (self.column_if_any(name, (), option=option) for name in dict.fromkeys(given))
        return tuple(name for name in found if name is not None)

    def refuse(
        self, index: int, column: str, *, code: str, found: str, expected: str, remedy: str
    ) -> NoReturn:
        """Raise the problem of one row; index counts from zero. What is found may say {text}, the cell as written."""
        shown = self.select(f"{quoted(column)}::varchar as text", f"limit 1 offset {int(index)}")["text"][
            0
        ].as_py()
        raise Problem(
            code=f"statistics.{code}",
            found=found.replace("{text}", "" if shown is None else shown),
            expected=expected,
            remedy=remedy,
            where=Where(self.path.name, row=self.row_number(int(index)), column=column),
        )

    def row_number(self, index: int) -> int:
        """The line of the row in a file of text; its number from 1 in a Parquet file."""
        if self.path.suffix == ".parquet":
            return index + 1
        with _text_of(self.path) as stream:
            lines = csv.reader(stream, delimiter=_separator(self.path))
            seen = -2  # the heading is not a row
            begins = 1
            for line in lines:
                seen += 1 if line else 0  # a blank line is not a row either
                if line and seen == index:
                    return begins
                begins = lines.line_num + 1
        return index + 2

    @cached_property
    def read(self) -> dict[tuple[str, ...], Any]:
        """Columns read as they are: keys are looked at more than once."""
        return {}

    def carried(self, columns: Sequence[str]) -> Any:
        """Columns as they are, in an Arrow table."""
        asked = tuple(columns)
        if asked and self.rows is not None:
            return self.rows.select(asked)
        if asked not in self.read:
            self.read[asked] = self.select(", ".join(quoted(name) for name in asked) or "1 as nothing")
        return self.read[asked]


def _filled(column: Any, kind: str, absent: float) -> NDArray[Any]:
    """An Arrow column of numbers as an array, unsafely: a large whole number may lose its last digits."""
    numbers = column.combine_chunks().cast(kind, safe=False)
    return np.asarray((numbers.fill_null(absent) if numbers.null_count else numbers).to_numpy())


def open_table(path: Path) -> TableFile:
    """A table file, opened. Raises Problem when it is not there, of another kind, unreadable or without rows."""
    if not path.is_file():
        raise Problem(
            code="statistics.no-file",
            found=f"There is no file {path}.",
            expected="a table in CSV or Parquet.",
            remedy="Check the name and the folder.",
            where=Where(path.name),
        )
    suffix = path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix
    if path.suffix == ".parquet":
        source = f"read_parquet({literal(path)})"
    elif suffix in SEPARATORS:
        source = (
            f"read_csv({literal(path)}, delim={literal(_separator(path))}, quote='\"', escape='\"', header=true, "
            f"all_varchar=true, strict_mode=true, nullstr='')"
        )
    else:
        raise Problem(
            code="statistics.file-kind",
            found=f"'{path.name}' is neither CSV nor Parquet.",
            expected="a file that ends in .csv, .csv.gz, .tsv or .parquet.",
            remedy="Save the table as CSV, with one line of headings.",
            where=Where(path.name),
        )
    return _described(path, source)


def _separator(path: Path) -> str:
    return SEPARATORS[path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix]


def _described(path: Path, source: str) -> TableFile:
    try:
        connection = duckdb.connect()
        types = {row[0]: row[1] for row in connection.execute(f"describe from {source}").fetchall()}
        size = None
        if path.suffix == ".parquet":  # it says so at its end; a file of text has to be read
            size = int(connection.execute(f"select count(*) from {source}").fetchall()[0][0])
        empty = size == 0 or connection.execute(f"select 1 from {source} limit 1").fetchone() is None
    except duckdb.Error as error:
        raise _unreadable(path, error) from error
    if path.suffix != ".parquet" and _width(path) not in (0, len(types)):
        # DuckDB leaves out whatever stands above a row that is longer than the others.
        raise _unreadable(path, "its rows have different numbers of cells.")
    if empty:
        raise Problem(
            code="statistics.no-rows",
            found="The file has no rows.",
            expected="a line of headings and at least one row.",
            remedy="Check that the right file was saved.",
            where=Where(path.name),
        )
    return TableFile(path, source, types, connection, size)


def _width(path: Path) -> int:
    """How many cells the heading of a file of text has; 0 where nothing stands in it."""
    with _text_of(path) as stream:
        return next((len(line) for line in csv.reader(stream, delimiter=_separator(path)) if line), 0)


def _unreadable(path: Path, error: duckdb.Error | str) -> Problem:
    said = str(error).strip().splitlines()[0]
    row = None
    if path.suffix != ".parquet":
        uneven = _uneven_row(path)
        if uneven is not None:
            row, said = uneven
    return Problem(
        code="statistics.unreadable-file",
        found=f"The file cannot be read: {said}",
        expected="a table in UTF-8, every row with as many cells as the heading, or a Parquet file.",
        remedy="Correct the row, or save the table again as CSV (UTF-8) or Parquet.",
        where=Where(path.name, row=row),
    )


def _uneven_row(path: Path) -> tuple[int, str] | None:
    """The first line that is not UTF-8, or has another number of cells than the heading; None where all is well."""
    wide = 0
    begins = 1
    with _text_of(path) as stream:
        lines = csv.reader(stream, delimiter=_separator(path))
        try:
            for line in lines:
                wide = wide or len(line)
                if line and len(line) != wide:
                    return begins, f"the row has {len(line)} cells where the heading has {wide}."
                begins = lines.line_num + 1
        except UnicodeDecodeError:
            return begins, "this row, or one soon after it, is not in UTF-8."
        except (csv.Error, OSError, EOFError):
            return None
    return None


def _text_of(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")
