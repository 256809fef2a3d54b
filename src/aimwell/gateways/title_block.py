"""The block above a published sheet's headings: "Period: March 2026", "Published: 16th April 2026"."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import Vintage
from aimwell.gateways.cells import ABSENT, text
from aimwell.gateways.document import Cell, Document
from aimwell.gateways.headings import SEARCHED_LINES, plain

MONTH_AND_YEAR = re.compile(
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-_ ]?(20\d\d|\d\d)(?!\d)", re.IGNORECASE
)


def labelled(rows: Sequence[Sequence[Cell]], label: str) -> Cell:
    """What stands after a label, in the same cell or in the next one with something in it; '' for nothing."""
    for row in rows[:SEARCHED_LINES]:
        for index, cell in enumerate(row):
            said = plain(cell)
            if not said.startswith(label.casefold()):
                continue
            rest = said[len(label) :].lstrip(" :")
            if rest:
                return rest
            return next((after for after in row[index + 1 :] if str(after).strip()), "")
    return ""


def stated_month(
    rows: Sequence[Sequence[Cell]], document: Document, *, sheet: str, label: str = "Period"
) -> str:
    """The canonical month that the block states. Raises Problem when it states none."""
    said = labelled(rows, label)
    if not str(said).strip():
        raise Problem(
            code="feed.no-period",
            found=f"No '{label}:' above the headings.",
            expected=f"'{label}: March 2026', say.",
            remedy="Take the file as published, with the lines above its table.",
            where=Where(document.name, sheet),
        )
    return month_of(said)


def month_of(said: Cell) -> str:
    """The canonical month of a date in it or of its name ("March 2026", "Sep-25", 2026-03-01)."""
    if isinstance(said, bool | int | float) or not isinstance(said, str | date):
        return month_of(str(said))
    period = read_period(_without_ordinal(said) if isinstance(said, str) else said)
    return period.text[:7] if period.kind.value == "day" else period.text


def stated_vintage(rows: Sequence[Sequence[Cell]]) -> Vintage:
    """The edition by its "Published" and "Revised" dates; a revision's own date counts."""
    revised = _date_of(labelled(rows, "Revised"))
    return Vintage(revised or _date_of(labelled(rows, "Published")), revised=revised is not None)


def _date_of(said: Cell) -> date | None:
    if isinstance(said, datetime):
        return said.date()
    if isinstance(said, date):
        return said
    words = _without_ordinal(str(said))
    if words.casefold() in ABSENT:
        return None
    try:
        return read_period(words).start
    except Problem:  # "See notes", say: not a date, and not worth refusing a file for
        return None


def _without_ordinal(words: str) -> str:
    return re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text(words), flags=re.IGNORECASE)


def month_in_name(document: Document) -> str:
    """The canonical month in a file's name, for a table that was cut out of the sheet that stated it.

    Raises Problem when the name has none either.
    """
    found = MONTH_AND_YEAR.search(document.name)
    if found:
        return read_period(f"{found[1]} {found[2]}").text
    raise Problem(
        code="feed.no-period",
        found="Neither the table nor the file's name says its month.",
        expected="The published workbook, or a name with the month in it, such as 'March-2026'.",
        remedy="Take the published file, or put the month into the name.",
        where=Where(document.name),
    )
