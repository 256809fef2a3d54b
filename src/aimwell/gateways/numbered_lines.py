"""Lines of a published table whose headings repeat themselves or changed their words between editions.

A&E has "Type 1 Departments" three times under three titles; headings get a number when they come again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from aimwell.domain.problems import Problem, Where
from aimwell.gateways.cells import Amount
from aimwell.gateways.cells import amount as amount_of
from aimwell.gateways.cells import code as code_of
from aimwell.gateways.cells import text as text_of
from aimwell.gateways.cut_short import refuse_last_row_of_spreadsheet
from aimwell.gateways.document import Cell, Document, Kind
from aimwell.gateways.headings import SEARCHED_LINES, Headings, find_headings, plain, require_headings


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """One line of a table; `number` counts as a spreadsheet does."""

    headings: Headings
    file: str
    number: int
    cells: Sequence[Cell]

    def cell(self, heading: str) -> Cell:
        """The cell under a heading; '' where the line is shorter than that."""
        index = self.headings.index(heading)
        return self.cells[index] if index < len(self.cells) else ""

    def text(self, heading: str) -> str:
        """The cell's words on one line."""
        return text_of(self.cell(heading))

    def code(self, heading: str) -> str:
        """The cell as an organisation or area code; '' for none."""
        return code_of(self.cell(heading))

    def amount(self, heading: str) -> float | None:
        """The cell's number, or None where there is none. Raises Problem for any other text."""
        return self.measured(heading).number

    def measured(self, heading: str) -> Amount:
        """The cell's number with its status. Raises Problem for text that is no number."""
        return amount_of(self.cell(heading), self.where(heading))

    def where(self, heading: str = "") -> Where:
        """The address of a cell, or of the whole line."""
        return Where(self.file, self.headings.sheet, self.number, heading)


@dataclass(frozen=True, slots=True)
class NumberedLines:
    """The lines under one line of headings."""

    document: Document
    headings: Headings
    rows: Sequence[
        Sequence[Cell]
    ]  # of the whole sheet, so that numbers of lines are those of the spreadsheet

    def __iter__(self) -> Iterator[NumberedLine]:
        """Every line under the headings that is not empty."""
        first = self.headings.row + 1
        for number, row in enumerate(self.rows[first:], start=first + 1):
            if any(str(cell).strip() for cell in row):
                yield NumberedLine(self.headings, self.document.name, number, row)


def read_lines(
    document: Document,
    rows: Sequence[Sequence[Cell]],
    expected: Sequence[str],
    *,
    sheet: str = "",
    earlier: Mapping[str, str] | None = None,
    others: Sequence[str] = (),
) -> NumberedLines:
    """The lines of the table whose headings are expected, somewhere in the first forty lines of `rows`.

    earlier: headings of earlier editions, each with today's. others: headings that are known and not needed,
    and so not taken for new names of those that are.
    Raises Problem or Problems when headings are missing or renamed, or when a CSV stops half way.
    """
    headings = find_headings(todays(rows, earlier or {}), expected, sheet=sheet, least=0.5)
    if headings is None:
        raise no_headings(document, expected, sheet=sheet)
    known = {plain(name) for name in others}
    unknown = tuple(text for text in headings.texts if plain(text) not in known)
    require_headings(replace(headings, texts=unknown), expected, document)
    refuse_last_row_of_spreadsheet(document, len(rows), sheet=sheet)
    if document.kind is Kind.CSV:
        _refuse_if_cut_short(document, headings, rows)
    return NumberedLines(document, headings, rows)


def share_of_headings(
    rows: Sequence[Sequence[Cell]],
    expected: Sequence[str],
    *,
    earlier: Mapping[str, str] | None = None,
    least: float = 0.5,
) -> float:
    """The share of the expected headings that one of the first lines has; 0 when it is less than `least`."""
    headings = find_headings(todays(rows, earlier or {}), expected, least=least)
    return sum(headings.has(name) for name in expected) / len(expected) if headings else 0.0


def todays(rows: Sequence[Sequence[Cell]], earlier: Mapping[str, str]) -> list[list[Cell]]:
    """The first lines with every heading as in today's editions, and each of them once."""
    now = {plain(old): new for old, new in earlier.items()}
    return [_distinct([now.get(plain(cell), cell) for cell in row]) for row in rows[:SEARCHED_LINES]]


def no_headings(document: Document, expected: Sequence[str], *, sheet: str = "") -> Problem:
    """The problem of a table whose headings are nowhere to be found."""
    return Problem(
        code="feed.missing-column",
        found="The first forty lines hold no line of the published headings.",
        expected=f"A line with '{expected[0]}', '{expected[1]}' and {len(expected) - 2} more headings.",
        remedy="Take the file as published, with its headings.",
        where=Where(document.name, sheet),
    )


def missing_sheet(document: Document, wanted: str) -> Problem:
    """The problem of a workbook without a sheet that every edition has."""
    return Problem(
        code="workbook.missing-sheet",
        found=f"There is no sheet {wanted}; there are: {', '.join(document.sheets)}.",
        expected=f"A sheet {wanted}, as in the published workbook.",
        remedy="Take the whole workbook as published.",
        where=Where(document.name),
    )


def one_period(periods: set[str], where: Where) -> str:
    """The one period of a file. Raises Problem when it has none or several."""
    if len(periods) == 1:
        return next(iter(periods))
    raise Problem(
        code="feed.several-periods" if periods else "feed.no-rows",
        found=f"{len(periods)} periods: {', '.join(sorted(periods)[:5])}."
        if periods
        else "No line of figures.",
        expected="One period in a file.",
        remedy="Take one published period at a time." if periods else "Download the file again.",
        where=where,
    )


def _distinct(row: Sequence[Cell]) -> list[Cell]:
    """Headings with a number after every one that is there again: "Total", "Total (2)", "Total (3)"."""
    met: dict[str, int] = {}
    named: list[Cell] = []
    for cell in row:
        key = plain(cell)
        met[key] = met.get(key, 0) + 1
        named.append(f"{cell} ({met[key]})" if key and met[key] > 1 else cell)
    return named


def _refuse_if_cut_short(document: Document, headings: Headings, rows: Sequence[Sequence[Cell]]) -> None:
    width = max((i for i, text in enumerate(headings.texts, start=1) if text.strip()), default=0)
    for number, row in enumerate(rows[headings.row + 1 :], start=headings.row + 2):
        if any(str(cell).strip() for cell in row) and len(row) < width:
            raise Problem(
                code="file.cut-short",
                found=f"The row has {len(row)} cells.",
                expected=f"{width} cells, as in the line of headings.",
                remedy="Download the file again: it may have stopped half way.",
                where=Where(document.name, headings.sheet, number),
            )
