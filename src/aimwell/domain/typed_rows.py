"""Reads the cells of a sheet that people filled in: typed rows, and every fault with its address."""

import difflib
import re
from collections.abc import Mapping, Sequence
from datetime import date

from aimwell.domain.periods import PeriodKind
from aimwell.domain.problems import Problem, Severity, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.sheet_layouts import (
    FIRST_DAY,
    ColumnKind,
    ReadSheet,
    SheetColumn,
    SheetLayout,
    SheetRow,
    Value,
)
from aimwell.domain.uploads import Cell, UploadedTable, column_letters

SEARCHED_ROWS = 20  # for the line of headings
NUMBER = re.compile(r"[+-]?£?\d[\d,]*(\.\d+)?([eE][+-]?\d+)?|[+-]?£?\.\d+", re.ASCII)


class _Fault(Exception):
    """What is wrong with a cell."""

    def __init__(self, code: str, expected: str, remedy: str) -> None:
        super().__init__(code)
        self.code, self.expected, self.remedy = code, expected, remedy


def type_rows(layout: SheetLayout, table: UploadedTable, *, file: str = "") -> ReadSheet:
    """The rows of a table under the headings of a layout, with all faults at once. Empty rows are passed over."""
    sheet = table.name or layout.name
    heading_at, columns = _find_headings(layout, table.rows)
    missing = [column.name for column in layout.columns if column.name not in columns]
    if missing:
        return ReadSheet(layout, (), tuple(_no_column(name, sheet, file) for name in missing))
    problems: list[Problem] = []
    rows: list[SheetRow] = []
    for number, cells in enumerate(table.rows[heading_at + 1 :], start=heading_at + 2):
        if any(not isinstance(cell, str) or cell.strip() for cell in cells):
            row = SheetRow(sheet, number, {}, columns)
            values, faults = _typed(layout, row, cells, file)
            problems += faults
            rows.append(SheetRow(sheet, number, values, columns))
    problems += _repeated(layout, rows, file)
    known = {name.casefold() for name in columns}
    unread = [str(cell) for cell in table.rows[heading_at] if str(cell).strip() and _plain(cell) not in known]
    return ReadSheet(layout, tuple(rows), tuple(problems), tuple(unread))


def _find_headings(layout: SheetLayout, rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int]]:
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(rows[:SEARCHED_ROWS]):
        at: dict[str, int] = {}
        for index, cell in enumerate(row):
            at.setdefault(_plain(cell), index)
        found = {c.name: at[c.name.casefold()] for c in layout.columns if c.name.casefold() in at}
        if len(found) > len(best[1]):
            best = (number, found)
    return best


def _plain(cell: Cell) -> str:
    return " ".join(str(cell).split()).rstrip("*").strip().casefold()


def _typed(
    layout: SheetLayout, row: SheetRow, cells: Sequence[Cell], file: str
) -> tuple[dict[str, Value], list[Problem]]:
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for column in layout.columns:
        index = row.columns[column.name]
        cell = cells[index] if index < len(cells) else ""
        try:
            values[column.name] = typed(column, cell)
        except _Fault as fault:
            values[column.name] = None
            problems.append(_at(row, column.name, _shown(cell), fault, file))
    return values, problems


def typed(column: SheetColumn, cell: Cell) -> Value:
    """The value in a cell. Raises a fault for what the column does not hold."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        if column.required:
            raise _Fault("empty", "A value: the column must be filled in.", "Fill the cell in.")
        return None
    match column.kind:
        case ColumnKind.TEXT:
            return _text(cell)
        case ColumnKind.NUMBER:
            return _number(cell)
        case ColumnKind.DATE:
            return _day(cell)
        case ColumnKind.CHOICE | ColumnKind.CODE:
            return _chosen(column, _text(cell))


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _number(cell: Cell) -> float:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell) + 0.0
    text = str(cell).strip().replace(" ", "")
    if isinstance(cell, str) and NUMBER.fullmatch(text):
        return float(text.replace(",", "").replace("£", "")) + 0.0
    raise _Fault(
        "not-a-number",
        "A number, without words or a sign of percent.",
        "Write the number alone, in the unit that the column says: 5 for 5%.",
    )


def _day(cell: Cell) -> date:
    day = cell if isinstance(cell, date) else _day_in_words(cell)
    if day is None:
        raise _Fault(
            "not-a-date", "A day, such as 31/03/2028 or 2028-03-31.", "Write the day with month and year."
        )
    if day < FIRST_DAY:
        raise _Fault("too-early", "A day since 1 March 1900.", "Correct the year.")
    return day


def _day_in_words(cell: Cell) -> date | None:
    if not isinstance(cell, str):
        return None  # a bare number may be a day of Excel or a slip; nobody guesses
    try:
        period = read_period(cell.strip())
    except Problem:
        return None
    return period.start if period.kind is PeriodKind.DAY else None


def _chosen(column: SheetColumn, text: str) -> str:
    text = text if column.kind is ColumnKind.CODE and not column.choices else " ".join(text.split())
    if not column.choices or text in column.choices:
        return text
    by_sound = {choice.casefold(): choice for choice in column.choices}
    if text.casefold() in by_sound:
        return by_sound[text.casefold()]
    near = difflib.get_close_matches(text.casefold(), list(by_sound), n=3)
    some = ", ".join(by_sound[each] for each in near) or ", ".join(column.choices[:8])
    raise _Fault(
        "not-on-the-list",
        f"One of the list: {some}{'' if near or len(column.choices) <= 8 else ' and others'}.",
        f"Did you mean '{by_sound[near[0]]}'? Choose from the list." if near else "Choose from the list.",
    )


def _shown(cell: Cell) -> str:
    text = _text(cell)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _at(row: SheetRow, column: str, shown: str, fault: _Fault, file: str) -> Problem:
    found = f"is '{shown}'" if shown.strip() else "is empty"
    return Problem(
        code=f"sheet.{fault.code}",
        found=f"{row.address(column)} ({column}) {found}.",
        expected=fault.expected,
        remedy=fault.remedy,
        where=Where(file, row.sheet, row.number, column_letters(row.columns[column])),
    )


def _repeated(layout: SheetLayout, rows: Sequence[SheetRow], file: str) -> list[Problem]:
    key = layout.columns[0]
    if not key.key:
        return []
    first: dict[Value, SheetRow] = {}
    problems = []
    for row in rows:
        value = row.values[key.name]
        if value is None or first.setdefault(value, row) is row:
            continue
        fault = _Fault(
            "id-twice",
            "Each id once.",
            f"It stands in {first[value].address(key.name)} too. Leave the id of a new row empty.",
        )
        problems.append(_at(row, key.name, _text(value), fault, file))
    return problems


def _no_column(name: str, sheet: str, file: str) -> Problem:
    return Problem(
        code="sheet.missing-column",
        found=f"Sheet '{sheet}' has no column '{name}'.",
        expected="The columns of the export, in any order.",
        remedy="Add the column, or begin from a new export.",
        where=Where(file, sheet, column=name),
    )


def unread_columns(read: ReadSheet, *, file: str = "") -> tuple[Problem, ...]:
    """Warnings for columns that were passed over."""
    return tuple(
        Problem(
            code="sheet.unread-column",
            found=f"The column '{name}' of sheet '{read.layout.name}' was not read.",
            expected="The columns of the export.",
            remedy="Nothing, if it is a note of your own.",
            where=Where(file, read.layout.name, column=name),
            severity=Severity.WARNS,
        )
        for name in read.unread
    )


def differences(
    layout: SheetLayout, before: Mapping[str, Value], after: Mapping[str, Value]
) -> tuple[str, ...]:
    """Names of the columns in which two rows, both as held, differ."""
    return tuple(c.name for c in layout.columns if before.get(c.name) != after.get(c.name))
