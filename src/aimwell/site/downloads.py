"""Tables as CSV, JSON and Excel files, safe to open in a spreadsheet."""

import csv
import json
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO, StringIO

import xlsxwriter

from aimwell.site.page import Dataset, Page, Scalar

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST_SHEET_NAME = 31  # Excel's own limit
NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
FIXED_DAY = datetime(2020, 1, 1)  # noqa: DTZ001 - Excel knows no zones; fixed, so that the same table gives the same bytes


def as_csv(dataset: Dataset) -> bytes:
    """A table as UTF-8 CSV with a byte order mark, without which Excel misreads names."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(dataset.columns)
    writer.writerows(zip(*map(safe_column, zip(*dataset.rows, strict=True)), strict=True))
    return ("\N{ZERO WIDTH NO-BREAK SPACE}" + text.getvalue()).encode("utf-8")


def safe_column(cells: Sequence[Scalar]) -> Sequence[Scalar]:
    """A column without a cell that a spreadsheet takes for a formula; numbers stay numbers."""
    texts = {cell for cell in cells if isinstance(cell, str)}
    if not any(text.startswith(STARTS_A_FORMULA) for text in texts):
        return cells
    return [
        f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA) else cell for cell in cells
    ]


def as_json(page: Page) -> bytes:
    """All tables of a page with its title."""
    tables = [{"title": each.title, "columns": each.columns, "rows": each.rows} for each in page.datasets]
    content = {
        "page": page.frame.path,
        "title": page.frame.title,
        "question": page.frame.caption,
        "tables": tables,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def as_workbook(datasets: Sequence[Dataset]) -> bytes:
    """Tables as an Excel workbook, one sheet each."""
    room = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(room, options) as workbook:
        workbook.set_properties({"created": FIXED_DAY})
        bold = workbook.add_format({"bold": True})
        for number, dataset in enumerate(datasets, start=1):
            sheet = workbook.add_worksheet(sheet_name(dataset.title, number))
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(dataset.columns):
                sheet.write_string(0, column, heading, bold)
            for line, row in enumerate(dataset.rows, start=1):
                sheet.write_row(line, 0, list(row))
    return room.getvalue()


def sheet_name(title: str, number: int) -> str:
    """A name that Excel accepts, and that differs from the other sheets' names."""
    plain = " ".join(title.translate(NOT_IN_SHEET_NAMES).split())
    return f"{number} {plain}"[:LONGEST_SHEET_NAME].strip()
