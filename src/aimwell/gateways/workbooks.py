"""Spreadsheets that go out and come back: what is written here is read here again, cell for cell."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

from aimwell.domain.problems import Problem, Where
from aimwell.domain.sheet_layouts import (
    ColumnKind,
    ReadSheet,
    SheetColumn,
    SheetLayout,
    Value,
    as_held,
)
from aimwell.domain.typed_rows import type_rows
from aimwell.domain.uploads import Upload, UploadedTable, UploadKind, column_letters
from aimwell.gateways.uploads.formula_text import as_meant, made_safe

README, LISTS = "Read me", "Lists"
ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
HARMLESS_SETTINGS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
KIND_WORDS = {
    ColumnKind.TEXT: "text",
    ColumnKind.NUMBER: "a number",
    ColumnKind.DATE: "a day, such as 31/03/2028",
    ColumnKind.CHOICE: "one of the list",
    ColumnKind.CODE: "a code",
}


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A layout with the rows to write under it."""

    layout: SheetLayout
    rows: Sequence[Mapping[str, Value]]


def write_workbook(*, sheets: Sequence[FilledSheet], title: str, about: Sequence[str], made: date) -> bytes:
    """The sheets as .xlsx, with instructions first. Raises Problem for a value that no cell can hold."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, HARMLESS_SETTINGS) as book:
        book.set_properties({"title": title, "created": datetime.combine(made, time())})
        looks = _Looks(book)
        _write_instructions(book, looks, sheets, title, about)
        lists = _Lists()
        for sheet in sheets:
            _write_sheet(book, looks, lists, sheet)
        lists.write(book, looks)
    return held.getvalue()


def write_csv(sheet: FilledSheet) -> bytes:
    """The rows as CSV with a mark for UTF-8; text that a spreadsheet would run has an apostrophe before it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([made_safe(column.name) for column in sheet.layout.columns])
    for row in sheet.rows:
        writer.writerow([_as_csv(value) for value in as_held(sheet.layout, row).values()])
    return text.getvalue().encode("utf-8-sig")


def read_sheets(upload: Upload, layouts: Sequence[SheetLayout]) -> tuple[ReadSheet, ...]:
    """What comes back, sheet by sheet; every fault of every sheet is in `problems`. CSV is read as the first layout."""
    if upload.kind is UploadKind.TEXT:
        table = upload.tables[0] if upload.tables else UploadedTable("", ())
        rows = tuple(
            tuple(as_meant(cell) if isinstance(cell, str) else cell for cell in row) for row in table.rows
        )
        return (type_rows(layouts[0], replace(table, rows=rows, name=""), file=upload.name),)
    by_name = {table.name.casefold(): table for table in upload.tables}
    return tuple(
        type_rows(layout, by_name[layout.name.casefold()], file=upload.name)
        if layout.name.casefold() in by_name
        else ReadSheet(layout, (), (_no_sheet(layout, upload),))
        for layout in layouts
    )


class _Looks:
    """The formats of a workbook."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 16, "font_color": "#212b32"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.plain = book.add_format({"valign": "top"})
        self.day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
        self.code = book.add_format({"num_format": "@", "valign": "top"})
        self.id = book.add_format(
            {"num_format": "@", "valign": "top", "font_color": "#4c6272", "bg_color": "#f0f4f5"}
        )
        self.heading = book.add_format(
            {"bold": True, "font_color": "#ffffff", "bg_color": "#005eb8", "text_wrap": True, "valign": "top", "border": 1}
        )  # fmt: skip

    def of(self, column: SheetColumn) -> Any:
        if column.key:
            return self.id
        match column.kind:
            case ColumnKind.DATE:
                return self.day
            case ColumnKind.CODE:
                return self.code
            case ColumnKind.TEXT:
                return self.text
            case ColumnKind.NUMBER | ColumnKind.CHOICE:
                return self.plain


class _Lists:
    """Choices for drop-downs, kept on a sheet of their own because Excel takes only short ones with the cell."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], str] = {}

    def reference(self, choices: tuple[str, ...]) -> str:
        letters = self._columns.setdefault(choices, column_letters(len(self._columns)))
        return f"={LISTS}!${letters}$1:${letters}${len(choices)}"

    def write(self, book: Any, looks: _Looks) -> None:
        if not self._columns:
            return
        sheet = book.add_worksheet(LISTS)
        for column, choices in enumerate(self._columns):
            sheet.set_column(column, column, 30)
            for row, choice in enumerate(choices):
                sheet.write_string(row, column, as_cell_text(choice), looks.code)
        sheet.hide()


def _write_instructions(
    book: Any, looks: _Looks, sheets: Sequence[FilledSheet], title: str, about: Sequence[str]
) -> None:
    sheet = book.add_worksheet(README)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, as_cell_text(title), looks.title)
    row = 2
    for text in about:
        sheet.merge_range(row, 0, row, 1, "", looks.text)
        sheet.write_string(row, 0, as_cell_text(text), looks.text)
        sheet.set_row(row, 15 * (1 + len(text) // 110))
        row += 1
    for filled in sheets:
        row += 1
        sheet.write_string(row, 0, filled.layout.name, looks.heading)
        sheet.write_string(row, 1, as_cell_text(filled.layout.about), looks.heading)
        for column in filled.layout.columns:
            row += 1
            sheet.write_string(row, 0, as_cell_text(column.name), looks.text)
            sheet.write_string(row, 1, as_cell_text(told(column)), looks.text)
        row += 1


def told(column: SheetColumn) -> str:
    """What people are told about a column."""
    must = "Must be filled in. " if column.required else ""
    holds = "An id; leave it empty on a new row. " if column.key else f"Holds {KIND_WORDS[column.kind]}. "
    return f"{must}{holds}{column.about}".strip()


def _write_sheet(book: Any, looks: _Looks, lists: _Lists, filled: FilledSheet) -> None:
    layout = filled.layout
    sheet = book.add_worksheet(layout.name)
    sheet.freeze_panes(1, 1 if layout.columns[0].key else 0)
    last = len(layout.columns) - 1
    for index, column in enumerate(layout.columns):
        sheet.set_column(index, index, column.width, looks.of(column))
        sheet.write_string(0, index, as_cell_text(column.name), looks.heading)
        sheet.write_comment(0, index, told(column), {"x_scale": 1.6})
        if column.choices:
            sheet.data_validation(1, index, 1_048_575, index, _choice(column, lists))
    for number, row in enumerate(filled.rows, start=1):
        for index, (column, value) in enumerate(
            zip(layout.columns, as_held(layout, row).values(), strict=True)
        ):
            _write_cell(sheet, number, index, value, looks.of(column))
    sheet.autofilter(0, 0, max(len(filled.rows), 1), last)


def _choice(column: SheetColumn, lists: _Lists) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": lists.reference(column.choices),
        "error_title": "Not on the list",
        "error_message": "Choose one of the list.",
    }


def _write_cell(sheet: Any, row: int, column: int, value: Value, look: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(row, column, as_cell_text(value), look)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time()), look)
    else:
        sheet.write_number(row, column, value, look)


def as_cell_text(text: str) -> str:
    """A text such that XlsxWriter writes a cell which reads back as it.

    XlsxWriter takes text between <r> and </r> for markup of its own and misses escapes that share an underscore;
    such text is given to it as that markup, with everything escaped.
    """
    if not (text.startswith("<r>") or ESCAPE_LIKE.search(text)):
        return text
    safe = ESCAPE_LIKE.sub("_x005F_", text)
    safe = "".join(sign if sign >= " " or sign in "\n\t" else f"_x{ord(sign):04X}_" for sign in safe)
    return f'<r><t xml:space="preserve">{escape(safe).replace("_", "&#95;")}</t></r>'


def _as_csv(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return made_safe(value)
    return value.isoformat() if isinstance(value, date) else f"{value:.15g}"


def _no_sheet(layout: SheetLayout, upload: Upload) -> Problem:
    names = ", ".join(f"'{table.name}'" for table in upload.tables) or "none"
    return Problem(
        code="sheet.missing",
        found=f"There is no sheet '{layout.name}'; there are {names}.",
        expected="The sheets of the export, under their names.",
        remedy="Rename the sheet, or begin from a new export.",
        where=Where(upload.name, layout.name),
    )
