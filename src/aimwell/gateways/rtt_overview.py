"""NHS England's overview of referral to treatment waiting times: England by month since 2007, in one sheet.

Headings stand in two lines: what is counted, then which figure of it. "-" is none, and "52+" says that a
percentile lies beyond the last band. Months to come stand in the sheet without figures.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem
from aimwell.domain.receipts import Reconciliation
from aimwell.gateways.cells import located, text
from aimwell.gateways.document import Cell, Document, Kind
from aimwell.gateways.headings import SEARCHED_LINES, plain
from aimwell.gateways.numbered_lines import NumberedLine, no_headings, read_lines, share_of_headings
from aimwell.gateways.reading import FactsWriter, Reading, Recognition
from aimwell.gateways.title_block import month_of, stated_vintage

FEED = "rtt_overview"

WAITING = "Incomplete RTT pathways"
ADMITTED = "Completed admitted (unadjusted) RTT pathways"
NOT_ADMITTED = "Completed non-admitted RTT pathways"
MONTH = "Month"
COLUMNS = {
    "median_wait": f"{WAITING}: Median wait (weeks)",
    "percentile_92_wait": f"{WAITING}: 92nd percentile (weeks)",
    "within_18_weeks": f"{WAITING}: No. within 18 weeks",
    "over_18_weeks": f"{WAITING}: No. > 18 weeks",
    "over_52_weeks": f"{WAITING}: No. > 52 weeks",
    "waiting": f"{WAITING}: Total waiting (mil)",
    "waiting_with_estimates": f"{WAITING}: Total waiting (mil) with estimates for missing data",
    "unique_patients": "Unique Patients: Estimated number of unique patients (mil)",
    "admitted_median_wait": f"{ADMITTED}: Median wait (weeks)",
    "admitted": f"{ADMITTED}: No. of pathways (all)",
    "not_admitted_median_wait": f"{NOT_ADMITTED}: Median wait (weeks)",
    "not_admitted": f"{NOT_ADMITTED}: No. of pathways (all)",
    "new_periods": "New RTT periods: No. of new RTT periods",
}
HEADINGS = (MONTH, *COLUMNS.values())
BEYOND_THE_BANDS = "52+"
ENGLAND = "ENG"


def recognise(document: Document) -> Recognition | None:
    """By its two lines of headings."""
    found = _table(document)
    if found is None:
        return None
    share = share_of_headings(found[1], HEADINGS)
    return Recognition(FEED, share) if share else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """England's waiting list, treatments and published waits, month by month."""
    found = _table(document)
    if found is None:
        raise no_headings(document, HEADINGS)
    sheet, rows = found
    facts, refused = FactsWriter(feed), list[Problem]()
    count = 0
    stated = summed = 0.0
    for line in read_lines(document, rows, HEADINGS, sheet=sheet):
        count += 1
        if plain(line.cell(MONTH)) == "":
            continue  # notes
        try:
            period, figures = _month(line), _figures(line)
        except Problem as problem:
            refused.append(located(problem, line.where()))
            continue
        if all(figure is None for figure in figures.values()):
            continue  # a month to come
        if figures["waiting"] is not None:
            stated += figures["waiting"]
            summed += (figures["within_18_weeks"] or 0.0) + (figures["over_18_weeks"] or 0.0)
        declared: dict[str, Any] = {"england": ENGLAND, **figures}
        facts.add(period=period, grain="england", sheet=sheet, row=line.number, **declared)
    return Reading(
        facts=facts.write(scratch / "facts.parquet"),
        vintage=stated_vintage(rows),
        rows_read=count,
        rows_kept=len(facts),
        rows_set_aside=count - len(facts) - len(refused),
        refused=tuple(refused),
        reconciliations=(
            Reconciliation(
                "people waiting in all months: total against within and over 18 weeks", stated, summed
            ),
        ),
    )


def _month(line: NumberedLine) -> str:
    """The month; a star before it points to a note (February 2024)."""
    cell = line.cell(MONTH)
    return month_of(cell.lstrip("* ") if isinstance(cell, str) else cell)


def _figures(line: NumberedLine) -> dict[str, float | None]:
    return {
        name: None if line.text(heading) == BEYOND_THE_BANDS else line.amount(heading)
        for name, heading in COLUMNS.items()
    }


def _table(document: Document) -> tuple[str, Sequence[Sequence[Cell]]] | None:
    """The sheet with the two lines of headings, which are joined in the second."""
    for sheet in document.sheets[:3] if document.kind is Kind.WORKBOOK else ():
        rows = document.sheet(sheet)
        for number, row in enumerate(rows[: SEARCHED_LINES - 1]):
            if {"year", "month"} <= {plain(cell) for cell in row}:
                joined = _joined(row, rows[number + 1])
                return sheet, [*rows[: number + 1], joined, *rows[number + 2 :]]
    return None


def _joined(above: Sequence[Cell], below: Sequence[Cell]) -> list[Cell]:
    """ "Incomplete RTT pathways: Median wait (weeks)" and so on; a title holds until the next one."""
    joined: list[Cell] = []
    title = ""
    for over, under in zip(above, below, strict=True):
        title = text(over) or title
        joined.append(f"{title}: {text(under)}" if text(under) else title if text(over) else "")
    return joined
