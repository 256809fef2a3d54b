"""Why DuckDB could not read a large CSV of whole numbers: the first cells that are none, with row and column.

A plain second reading, only when the fast one failed.
"""

from collections.abc import Sequence

import duckdb

from aimwell.domain.problems import Problem, Problems, Where
from aimwell.gateways.document import Document

MOST_PROBLEMS = 20  # more help nobody


def why_unreadable(
    document: Document, names: Sequence[str], counts: set[str], under: int, error: duckdb.Error
) -> Problems:
    """Name the first cells that are not whole numbers. under: the line of headings; counts: the columns of numbers."""
    counted = [(index, name) for index, name in enumerate(names) if name in counts]
    problems: list[Problem] = []
    for number, row in enumerate(document.lines(), start=1):
        if number > under:
            problems += _faults_of(row, number, counted, len(names), document.name)
        if len(problems) >= MOST_PROBLEMS:
            break
    return Problems(problems or [_other_fault(document.name, error)])


def _faults_of(
    row: Sequence[str], number: int, counted: Sequence[tuple[int, str]], width: int, name: str
) -> list[Problem]:
    if len(row) != width:
        return [
            Problem(
                code="file.cut-short",
                found=f"The row has {len(row)} cells.",
                expected=f"{width} cells, as in the line of headings.",
                remedy="Download the file again: it may have stopped half way.",
                where=Where(name, row=number),
            )
        ]
    bad = [(column, row[index]) for index, column in counted if row[index] and not row[index].isdigit()]
    return [
        Problem(
            code="cell.not-a-number",
            found=f"'{cell}' is not a whole number.",
            expected="A whole number, or nothing.",
            remedy="Correct the cell, or take the file as published.",
            where=Where(name, row=number, column=column),
        )
        for column, cell in bad
    ]


def _other_fault(name: str, error: duckdb.Error) -> Problem:
    return Problem(
        code="file.unreadable-csv",
        found=f"The file cannot be read as CSV: {str(error).splitlines()[0]}",
        expected="The CSV as published.",
        remedy="Download the file again.",
        where=Where(name),
    )
