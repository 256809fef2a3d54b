"""A table of results: the rows of a method's answer, and the file they are written to."""

import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from aimwell.domain.problems import Problem, Where
from aimwell.domain.statistics.estimates import Estimates
from aimwell.domain.statistics.status import Method, Status
from aimwell.services.statistics_of_files.table_file import NO_KEY, TableFile, quoted
from aimwell.sqltext import literal

ONLY_PROFILE = "standard"  # of methods that have one set of rules
METHOD_NAMES = [item.label or "none" for item in Method]  # none: no limits could be found
RESULT_COLUMNS = ("status", "method", "version", "profile", "n")


@dataclass(frozen=True, slots=True, eq=False)
class ResultTable:
    """Rows of results as an Arrow table; the last columns are RESULT_COLUMNS in every method."""

    rows: Any


def column_of(values: NDArray[Any]) -> Any:
    """Numbers, flags or times as a column in which NaN is an empty cell."""
    if values.dtype.kind == "f":
        return pa.array(values, from_pandas=True)
    return pa.array(values)


def words_of(codes: NDArray[Any], labels: Sequence[str]) -> Any:
    """Words for codes, stored once each."""
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(list(labels)))


def repeated(value: str | float, size: int) -> Any:
    """The same value in every row."""
    if isinstance(value, str):
        return words_of(np.zeros(size, dtype=np.int8), [value])
    return pa.repeat(pa.scalar(value), size)


def table_of(
    own: Any,
    figures: Mapping[str, Any],
    *,
    status: NDArray[Any],
    method: NDArray[Any] | str,
    n: NDArray[Any],
    profile: str = ONLY_PROFILE,
) -> ResultTable:
    """Columns of the file (own), figures, and what every row of every result says.

    A column of the file that is called like a figure is kept as input_…: neither hides the other.
    """
    size = len(status)
    methods = repeated(method, size) if isinstance(method, str) else words_of(method, METHOD_NAMES)
    ends = {
        "status": words_of(status, [item.label for item in Status]),
        "method": methods,
        "version": repeated(version("aimwell"), size),
        "profile": repeated(profile, size),
        "n": column_of(np.asarray(n, dtype=np.int64)),
    }
    told = {name: column_of(v) if isinstance(v, np.ndarray) else v for name, v in figures.items()} | ends
    names = [f"input_{name}" if name in told else name for name in own.column_names]
    return ResultTable(pa.table([*own.columns, *told.values()], names=[*names, *told]))


def estimates_table(
    own: Any, before: Mapping[str, Any], estimates: Estimates, n: NDArray[Any], *, shown: str = "value"
) -> ResultTable:
    """Rows of estimates: what they were worked out from, value, limits, confidence and multiplier."""
    size = len(estimates.status)
    figures = {
        **before,
        shown: estimates.value,
        "lower": estimates.lower,
        "upper": estimates.upper,
        "confidence": repeated(estimates.confidence, size),
        "multiplier": repeated(estimates.multiplier, size),
    }
    return table_of(own, figures, status=estimates.status, method=np.asarray(estimates.method), n=n)


def at_each_confidence(levels: Sequence[float], work_out: Callable[[float], ResultTable]) -> ResultTable:
    """The rows of several confidence levels, those of one group beside one another."""
    tables = [work_out(level).rows for level in levels]
    if len(tables) == 1:
        return ResultTable(tables[0])
    size = len(tables[0])
    turn = np.arange(size * len(tables)).reshape(len(tables), size).T.reshape(-1)
    return ResultTable(pa.concat_tables(tables).unify_dictionaries().take(pa.array(turn)))


def own_columns(table: TableFile, columns: Sequence[str], rows: NDArray[np.intp] | None = None) -> Any:
    """Columns of the file as they are; with `rows`, only those rows, in that order."""
    if not columns:
        return pa.table({})
    if rows is None:
        return table.carried(columns)
    return pa.table({name: _rows_of(table, name, rows) for name in columns})


def _rows_of(table: TableFile, column: str, rows: NDArray[np.intp]) -> Any:
    whole = table.whole_numbers(column)
    if whole is None:
        return table.carried((column,))[column].take(pa.array(rows))
    kind = table.select(quoted(column), "limit 0").schema.field(0).type
    chosen = whole[rows]
    return pa.array(chosen, mask=chosen == NO_KEY).cast(kind)


def write_results(result: ResultTable, target: Path | None) -> None:
    """Write rows as CSV or Parquet, whole or not at all; as CSV to standard output without a target."""
    rows = result.rows
    if target is None:
        with tempfile.TemporaryDirectory() as folder:
            _copy(rows, Path(folder) / "results.csv", ".csv")
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
        _copy(rows, part, target.suffix)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _copy(rows: Any, target: Path, kind: str) -> None:
    if kind == ".parquet":
        from pyarrow.parquet import write_table

        # Without a stored schema words are plain text to every reader; without statistics a third is saved.
        write_table(rows, target, store_schema=False, write_statistics=False)
        return
    with duckdb.connect() as connection:
        connection.register("result_rows", rows)
        connection.execute(f"copy result_rows to {literal(target)} (format csv, header true, delimiter ',')")
