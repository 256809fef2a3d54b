"""A published table with one line of headings: finding it, and reading its lines cell by cell."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.gateways.cells import Amount, amount, code, text
from aimwell.gateways.cut_short import refuse_last_row_of_spreadsheet
from aimwell.gateways.document import Cell, Document, Kind, Row
from aimwell.gateways.headings import SEARCHED_LINES, Headings, fits, plain, require_headings

ELLIPSIS = "…"  # the ministries' mark for a return that did not come


class Holds(StrEnum):
    """What is in the cells of a published column."""

    CODE = "code"  # of an organisation or area
    WORDS = "words"
    AMOUNT = "amount"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a published table, and the column of facts that it fills (none where `name` is empty)."""

    heading: str  # as last published
    name: str = ""
    holds: Holds = Holds.WORDS
    pattern: str = ""  # headings of other editions: a regular expression over lower-case text
    needed: bool = True

    def index_in(self, headings: Sequence[str]) -> int | None:
        """Where the column is among headings in lower case; the heading as last published goes first."""
        wanted = plain(self.heading)
        if wanted in headings:
            return headings.index(wanted)
        if not self.pattern:
            return None
        return next(
            (i for i, heading in enumerate(headings) if heading.islower() and fits(self.pattern, heading)),
            None,
        )  # figures have no letters, and most cells of the first lines are figures


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table; cells are asked for by the heading as last published."""

    file: str
    headings: Headings
    number: int  # as a spreadsheet counts
    cells: Row

    def cell(self, heading: str) -> Cell:
        """The cell under a heading; '' where the edition has no such column."""
        index = self.headings.at.get(_key(heading))
        return "" if index is None or index >= len(self.cells) else self.cells[index]

    def where(self, heading: str) -> Where:
        """The place of that cell, for a problem."""
        return Where(self.file, self.headings.sheet, self.number, heading)

    def words(self, heading: str) -> str:
        """The cell's words on one line."""
        return text(self.cell(heading))

    def code(self, heading: str) -> str:
        """The cell's code in capitals."""
        return code(self.cell(heading))

    def amount(self, heading: str) -> Amount:
        """The cell's number. Raises Problem `cell.not-a-number`."""
        cell = self.cell(heading)
        if (
            isinstance(cell, str) and cell.isdecimal()
        ):  # nine cells of ten; the rest have time for their place
            return Amount(float(cell))
        if cell == ELLIPSIS:
            return Amount(None, "missing")
        return amount(cell, self.where(heading))

    def known(self, heading: str) -> float:
        """The cell's number, or 0 where it has none or a bad one; for checking totals, never for a fact."""
        try:
            return self.amount(heading).number or 0.0
        except Problem:
            return 0.0

    def day(self, heading: str) -> str:
        """The cell's date as 2024-04-01, from 20240401 or any other published form; '' for an empty cell."""
        cell = self.cell(heading)
        bare = text(cell) if isinstance(cell, str) else cell
        if bare == "":
            return ""
        if compact := re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:\.0)?", str(bare)):
            bare = "-".join(compact.groups())
        try:
            return read_period(bare).text  # type: ignore[arg-type]  # a time of day is no period, and says so
        except (Problem, TypeError) as error:
            raise Problem(
                code="cell.not-a-date",
                found=f"'{cell}' is not a date.",
                expected="A day such as 20240401 or 2024-04-01, or nothing.",
                remedy="Correct the cell, or take the file as published.",
                where=self.where(heading),
            ) from error

    def filled(self, columns: Iterable[Column]) -> dict[str, str | float | None]:
        """The facts of the columns that have a name: codes, words, days and numbers; None where there is none."""
        return {column.name: self._value(column) for column in columns if column.name}

    def _value(self, column: Column) -> str | float | None:
        match column.holds:
            case Holds.CODE:
                return self.code(column.heading) or None
            case Holds.WORDS:
                return self.words(column.heading) or None
            case Holds.DAY:
                return self.day(column.heading) or None
            case Holds.AMOUNT:
                return self.amount(column.heading).number


@dataclass(frozen=True, slots=True)
class Table:
    """Where a table is in a document; its headings go by their last published names."""

    document: Document
    headings: Headings

    def lines(self) -> Iterator[Line]:
        """The lines under the headings, without blank lines and notes. Raises Problem where the file was cut."""
        width, number, after_blank = 0, 0, False
        for number, cells in enumerate(self._rows(), start=1):
            if number <= self.headings.row + 1:
                continue
            filled = sum(cell != "" for cell in cells)
            if not filled or (filled == 1 and after_blank):
                after_blank = True
                continue
            width = width or len(cells)
            if len(cells) < width:
                raise self._cut_short(number, len(cells), width)
            yield Line(self.document.name, self.headings, number, cells)
        refuse_last_row_of_spreadsheet(self.document, number, sheet=self.headings.sheet)

    def require(self, columns: Iterable[Column]) -> "Table":
        """The same table. Raises Problems naming each needed column that is absent or renamed."""
        known = [
            column.heading
            for column in columns
            if column.needed or self.has(column.heading) or self._has_renamed(column)
        ]
        require_headings(self.headings, known, self.document)
        return self

    def has(self, *headings: str) -> bool:
        """Whether the edition has these columns."""
        return self.headings.has(*headings)

    def _has_renamed(self, column: Column) -> bool:
        """Whether a column that need not be there is there, with something after its name."""
        wanted = plain(column.heading)
        return any(heading.startswith(wanted) and heading != wanted for heading in self.headings.at)

    def _rows(self) -> Iterable[Row]:
        if self.document.kind is Kind.CSV:
            return self.document.lines()
        rows = self.document.sheet(self.headings.sheet)
        refuse_last_row_of_spreadsheet(self.document, len(rows), sheet=self.headings.sheet)
        return rows

    def _cut_short(self, number: int, cells: int, width: int) -> Problem:
        return Problem(
            code="file.cut-short",
            found=f"The file stops at row {number:,}, with {cells} cells.",
            expected=f"Rows of {width} cells, to the end of the published table.",
            remedy="Download the file again: it may have stopped half way, or a spreadsheet may have cut it.",
            where=Where(self.document.name, self.headings.sheet, number),
        )


def find_table(
    document: Document, columns: Sequence[Column], *, sheet: str = "", least: float = 0.6
) -> Table | None:
    """The table of a CSV, or of one sheet, with at least that share of its needed columns; None if there is none.

    least: the share of the needed columns that a line of headings must have, 0 to 1.
    """
    rows: Sequence[Row] = document.sheet(sheet, rows=SEARCHED_LINES) if sheet else document.head
    best, best_found = 0, 0
    for number, row in enumerate(rows[:SEARCHED_LINES]):
        matched = _count_found([plain(cell) for cell in row], columns)
        if matched > best_found:
            best, best_found = number, matched
    needed = sum(column.needed for column in columns)
    if not best_found or best_found < least * needed:
        return None
    return Table(document, _canonical(rows[best], best, columns, sheet))


def require_table(
    document: Document, columns: Sequence[Column], *, sheet: str = "", least: float = 0.6
) -> Table:
    """As find_table, with all its needed columns. Raises Problem or Problems where there is no such table."""
    return found(find_table(document, columns, sheet=sheet, least=least), document, columns).require(columns)


def found(table: Table | None, document: Document, columns: Sequence[Column]) -> Table:
    """The table. Raises Problem where there is none."""
    if table is not None:
        return table
    raise Problem(
        code="feed.missing-column",
        found="There is no line of headings.",
        expected=f"The headings {', '.join(column.heading for column in columns if column.needed)}.",
        remedy="Take the file as published.",
        where=Where(document.name),
    )


def share_of(table: Table, columns: Sequence[Column]) -> float:
    """The share of the needed columns that a table has, 0 to 1."""
    needed = [column.heading for column in columns if column.needed]
    return sum(table.has(heading) for heading in needed) / len(needed)


@lru_cache(maxsize=1_000)
def _key(heading: str) -> str:
    return plain(heading)


def _count_found(headings: Sequence[str], columns: Sequence[Column]) -> int:
    return sum(column.needed and column.index_in(headings) is not None for column in columns)


def _canonical(row: Row, number: int, columns: Sequence[Column], sheet: str) -> Headings:
    """Headings of any edition under the names of the last one."""
    published = [plain(cell) for cell in row]
    texts = [str(cell) for cell in row]
    for column in columns:
        index = column.index_in(published)
        if index is not None:
            texts[index] = column.heading
    at: dict[str, int] = {}
    for index, heading in enumerate(texts):
        at.setdefault(plain(heading), index)  # of two equal headings the first is meant
    return Headings(sheet, number, at, tuple(texts))
