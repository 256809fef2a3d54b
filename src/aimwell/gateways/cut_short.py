"""A table that ends where a spreadsheet does was cut there: the rest of it is lost, and nothing else tells."""

from aimwell.domain.problems import Problem, Where
from aimwell.gateways.document import Document

LAST_ROWS_OF_SPREADSHEETS = frozenset({65_536, 1_048_576})  # of .xls and .xlsx


def refuse_last_row_of_spreadsheet(document: Document, rows: int, *, sheet: str = "") -> None:
    """Raise Problem where a sheet, or a CSV saved from one, has as many rows as a spreadsheet can hold."""
    if rows not in LAST_ROWS_OF_SPREADSHEETS:
        return
    raise Problem(
        code="file.cut-short",
        found=f"The table stops at row {rows:,}, the last that a spreadsheet can hold.",
        expected="Rows to the end of the published table.",
        remedy="Take the file as published: a spreadsheet has cut this copy.",
        where=Where(document.name, sheet, rows),
    )
