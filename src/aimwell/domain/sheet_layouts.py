"""The shape of a sheet that people fill in: the same when it goes out and when it comes back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import isfinite

from aimwell.domain.problems import Problem
from aimwell.domain.uploads import cell_address

Value = str | float | date | None

LONGEST_NAME = 31  # signs that a sheet's name may have in Excel
LONGEST_TEXT = 32_767  # signs that a cell may have in Excel
LARGEST = 1e308  # Excel holds no larger number
FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets count a 29 February 1900 that never was
NOT_IN_NAMES = frozenset("[]:*?/\\'")


class ColumnKind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"  # one of a few words
    CODE = "code"  # text that may look like a number, such as 007; of a list, where there is one


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column, and what people are told about it."""

    name: str
    kind: ColumnKind
    about: str = ""
    required: bool = False
    key: bool = False  # the id by which a row is known again; empty on a new row
    choices: tuple[str, ...] = ()
    width: int = 18


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet: its name, what it is for, and its columns. The id, where there is one, comes first."""

    name: str
    about: str
    columns: tuple[SheetColumn, ...]

    def __post_init__(self) -> None:
        names = [column.name.casefold() for column in self.columns]
        if len(set(names)) < len(names) or len(names) < 2:
            raise ValueError(f"{self.name} needs two columns or more, each with a name of its own")
        if any(column.key for column in self.columns[1:]):
            raise ValueError(f"the id of {self.name} is not its first column")
        if any(column.kind is ColumnKind.CHOICE and not column.choices for column in self.columns):
            raise ValueError(f"{self.name} has a choice without anything to choose")
        if not 0 < len(self.name) <= LONGEST_NAME or set(self.name) & NOT_IN_NAMES:
            raise ValueError(f"{self.name} cannot be the name of a sheet")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that was read: values by the names of columns, and where it stands."""

    sheet: str
    number: int  # as a spreadsheet counts
    values: Mapping[str, Value]
    columns: Mapping[str, int]  # where each column stands, from 0

    def address(self, column: str) -> str:
        """The address of one of its cells, such as Targets!F12."""
        return cell_address(self.sheet, self.number - 1, self.columns.get(column, 0))


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """What a sheet says: its rows, every fault in it, and the columns that nobody asked for."""

    layout: SheetLayout
    rows: tuple[SheetRow, ...]
    problems: tuple[Problem, ...]
    unread: tuple[str, ...] = ()


def as_held(layout: SheetLayout, values: Mapping[str, Value]) -> dict[str, Value]:
    """A row as a spreadsheet holds it: numbers to 15 digits, text of nothing but spaces as nothing.

    What the store has and what comes back are compared in this form. Raises Problem for what no cell can hold.
    """
    return {column.name: _held(layout, column, values.get(column.name)) for column in layout.columns}


def _held(layout: SheetLayout, column: SheetColumn, value: Value) -> Value:
    if isinstance(value, bool):
        raise ValueError(f"{column.name} of {layout.name} is given a truth value, which no column holds")
    if isinstance(value, int | float):
        if not isfinite(value) or abs(value) >= LARGEST:
            raise _cannot_hold(layout, column, f"{value}")
        return float(f"{value:.15g}") + 0.0  # so that -0 is 0
    if isinstance(value, date):
        if value < FIRST_DAY:
            raise _cannot_hold(layout, column, f"{value.isoformat()}, a day before March 1900")
        return value
    return _held_text(layout, column, value) if value and value.strip() else None


def _held_text(layout: SheetLayout, column: SheetColumn, value: str) -> str:
    if len(value.encode("utf-16-le", "surrogatepass")) > 2 * LONGEST_TEXT:
        raise _cannot_hold(layout, column, f"a text of {len(value):,} signs")
    if odd := next((sign for sign in value if _is_no_text(sign)), ""):
        raise _cannot_hold(layout, column, f"the sign U+{ord(odd):04X}, which is no text")
    return value


def _is_no_text(sign: str) -> bool:
    number = ord(sign)
    return number == 0 or 0xD800 <= number <= 0xDFFF or number in (0xFFFE, 0xFFFF)


def _cannot_hold(layout: SheetLayout, column: SheetColumn, what: str) -> Problem:
    return Problem(
        code="sheet.cannot-hold",
        found=f"'{column.name}' of {layout.name} holds {what}.",
        expected=f"Text of at most {LONGEST_TEXT:,} signs, a number, or a day since March 1900.",
        remedy="Change it on its page, and export again.",
    )
