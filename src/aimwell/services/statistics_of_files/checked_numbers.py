"""Numbers of a file as somebody wrote them, checked: whatever is wrong is refused with its row."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aimwell.domain.statistics.estimates import Numbers
from aimwell.services.statistics_of_files.table_file import TableFile, quoted
from aimwell.sqltext import literals

MISSING_WORDS = ("", "NA", "N/A", "NaN", "NULL")  # R, Excel, Python and databases write these for nothing
NUMBER_TYPES = ("INT", "DECIMAL", "DOUBLE", "FLOAT")


def numbers_of(table: TableFile, columns: Sequence[str]) -> dict[str, Numbers]:
    """Columns as numbers, NaN where a cell is empty. Raises Problem for text and for infinity, with its row."""
    wanted = list(dict.fromkeys(columns))
    written = [name for name in wanted if not _is_number(table.types[name])]
    plain = [name for name in wanted if name not in written]
    found = dict(zip(plain, table.doubles(plain), strict=True))
    expressions = []
    for position, name in enumerate(written):
        cell = f"trim({quoted(name)}::varchar)"
        known = f"{cell} not in ({literals(MISSING_WORDS)})"
        expressions += [
            f"coalesce(case when {known} then try_cast({cell} as double) end, 'nan'::double) as n{position}",
            f"coalesce({known} and try_cast({cell} as double) is null, false) as b{position}",
        ]
    arrays = table.arrays(expressions) if written else []
    found |= dict(zip(written, arrays[::2], strict=True))
    wrong = dict(zip(written, arrays[1::2], strict=True))
    result = {}
    for name in wanted:
        values = found[name]
        if name in wrong:
            _refuse_first(table, wrong[name], name, "not-a-number", "'{text}' is not a number.")
        if not np.isfinite(values.sum()):  # one pass tells whether a closer look is needed
            _refuse_first(table, np.isinf(values), name, "infinite", "'{text}' is not a finite number.")
        result[name] = values
    return result


def _is_number(kind: str) -> bool:
    return any(name in kind for name in NUMBER_TYPES)


def _refuse_first(table: TableFile, wrong: NDArray[np.bool_], column: str, code: str, found: str) -> None:
    if wrong.any():
        table.refuse(
            int(np.argmax(wrong)),
            column,
            code=code,
            found=found,
            expected="a number such as 1234.5, or an empty cell where it is not known.",
            remedy="Correct the cell: no thousands separators, signs or words.",
        )


def counts_of(table: TableFile, columns: Sequence[str]) -> dict[str, Numbers]:
    """As numbers_of, for counts: Raises Problem for a negative one, with its row."""
    result = numbers_of(table, columns)
    for name, values in result.items():
        negative = values < 0
        if negative.any():
            table.refuse(
                int(np.argmax(negative)),
                name,
                code="negative-count",
                found="{text} is less than zero.",
                expected="zero or more.",
                remedy="Correct the cell, or leave it empty where the number is not known.",
            )
    return result


def refuse_more_than(table: TableFile, part: Numbers, whole: Numbers, column: str, whole_column: str) -> None:
    """Raise Problem for the first row whose numerator is over its denominator."""
    over = part > whole
    if over.any():
        index = int(np.argmax(over))
        table.refuse(
            index,
            column,
            code="numerator-over-denominator",
            found=f"{{text}} is more than its denominator, {whole[index]:g}.",
            expected=f"a number no larger than '{whole_column}' of the same row.",
            remedy="Correct either cell.",
        )
