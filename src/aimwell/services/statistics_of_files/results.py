"""A table of results: the rows of a method's answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from aimwell.domain.statistics.estimates import Estimates
from aimwell.domain.statistics.status import Method, Status
from aimwell.services.statistics_of_files.table_file import NO_KEY, TableFile

VERSION = version("aimwell")
REPEATED_AT_ONCE = 65_536
ONLY_PROFILE = "standard"  # of methods that have one set of rules
METHOD_NAMES = [item.label or "none" for item in Method]  # none: no limits could be found
RESULT_COLUMNS = ("status", "method", "version", "profile", "n")


@dataclass(frozen=True, slots=True, eq=False)
class ResultTable:
    """Rows of results as an Arrow table; the last columns are RESULT_COLUMNS in every method."""

    rows: Any


@dataclass(frozen=True, slots=True, eq=False)
class PartedResults:
    """Rows of results that become known as the parts of a large file are read, each a ResultTable.

    whole: the same rows from the whole file at once, for when a part cannot stand by itself. A problem, too, is named
    by the whole file: it tells of the first wrong column, and where there are several of the first row.
    """

    parts: Iterator[ResultTable]
    whole: Callable[[], ResultTable]


Results = ResultTable | PartedResults


def column_of(values: NDArray[Any]) -> Any:
    """Numbers, flags or times as a column in which NaN is an empty cell."""
    if values.dtype.kind == "f":
        return pa.array(values, from_pandas=True)
    return pa.array(values)


def words_of(codes: NDArray[Any], labels: Sequence[str]) -> Any:
    """Words for codes, stored once each."""
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int8)), pa.array(list(labels)))


def repeated(value: str | float, size: int) -> Any:
    """The same value in every row; however many there are, it takes the memory of REPEATED_AT_ONCE."""
    few = min(size, REPEATED_AT_ONCE)
    if isinstance(value, str):
        piece = words_of(np.zeros(few, dtype=np.int8), [value])
    else:
        piece = pa.repeat(pa.scalar(value), few)
    whole, rest = divmod(size, REPEATED_AT_ONCE)
    return pa.chunked_array([*([piece] * whole), piece.slice(0, rest)], type=piece.type)


def table_of(
    own: Any,
    figures: Mapping[str, Any],
    *,
    status: NDArray[Any],
    method: NDArray[Any] | str,
    n: NDArray[Any] | int,
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
        "version": repeated(VERSION, size),
        "profile": repeated(profile, size),
        "n": repeated(n, size) if isinstance(n, int) else column_of(np.asarray(n, dtype=np.int64)),
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
    chosen = whole[rows]
    return pa.array(chosen, mask=chosen == NO_KEY).cast(table.kind_of(column))
