"""KH03, NHS England's quarterly workbook of overnight beds: its sheet of trusts by sector.

The same five headings stand under "Available" and again under "Occupied" and "% Occupied". England's line comes
first and is checked. Specialties are in another sheet, which counts occupied beds only and is left alone.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import PlaceMet, Reconciliation
from aimwell.gateways.cells import located, text
from aimwell.gateways.document import Document, Kind, Row
from aimwell.gateways.headings import plain
from aimwell.gateways.numbered_lines import NumberedLine, missing_sheet, read_lines, share_of_headings
from aimwell.gateways.reading import FactsWriter, Reading, Recognition
from aimwell.gateways.title_block import labelled, stated_vintage

FEED = "overnight_beds"

SHEET = re.compile(r"^(nhs )?(trust|organisation|provider)s? by sector$", re.IGNORECASE)
CODE, NAME, TOTAL = "Org Code", "Org Name", "Total"
SECTORS: Mapping[str, str] = {
    "general_and_acute": "General & Acute",
    "learning_disabilities": "Learning Disabilities",
    "maternity": "Maternity",
    "mental_illness": "Mental Illness",
}
OCCUPIED, SHARE = " (2)", " (3)"  # the second and third groups of columns
AVAILABLE_HEADINGS = (TOTAL, *SECTORS.values())
GROUPS = ("", OCCUPIED, SHARE)
EARLIER = {name.replace("&", "and"): name for name in SECTORS.values()}
ORGANISATION = re.compile(r"[A-Z0-9]{3,6}|[A-Z]\d{8}")  # ODS or ONS
ALL_SPECIALTIES = "all"
ROUNDING = 3.0  # beds: older editions round every cell


def recognise(document: Document) -> Recognition | None:
    """By the name and the headings of its sheet of trusts."""
    sheet = _sheet(document)
    if not sheet:
        return None
    rows = document.sheet(sheet, rows=40)
    share = share_of_headings(rows, _headings(rows), earlier=EARLIER)
    return Recognition(FEED, share) if share else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Beds available and occupied, by trust and sector."""
    sheet = _sheet(document)
    if not sheet:
        raise missing_sheet(document, "'NHS Trust by Sector'")
    rows = document.sheet(sheet)
    period = _period(document, sheet)
    facts, refused, met = FactsWriter(feed), list[Problem](), list[PlaceMet]()
    sums = {
        "available": [0.0, 0.0],
        "occupied": [0.0, 0.0],
    }  # what England's line states, and what trusts add up to
    count = 0
    for line in read_lines(document, rows, _headings(rows), sheet=sheet, earlier=EARLIER):
        count += 1
        code = line.code(CODE)
        try:
            if ORGANISATION.fullmatch(code):
                _refuse_if_out_of_order(line)
                _add(facts, line, period)
                met.append(PlaceMet(code, line.text(NAME), "provider"))
            if ORGANISATION.fullmatch(code) or plain(line.cell(NAME)) == "england":
                of_trust = int(bool(ORGANISATION.fullmatch(code)))
                sums["available"][of_trust] += line.amount(TOTAL) or 0.0
                sums["occupied"][of_trust] += line.amount(f"{TOTAL}{OCCUPIED}") or 0.0
        except Problem as problem:
            refused.append(located(problem, line.where()))
    if not met:
        raise Problems(refused or [_no_trusts(document, sheet)])
    return Reading(
        facts=facts.write(scratch / "facts.parquet"),
        vintage=stated_vintage(rows),
        rows_read=count,
        rows_kept=len(met),
        rows_set_aside=count - len(met) - len(refused),
        refused=tuple(refused),
        reconciliations=tuple(
            Reconciliation(f"beds {which}: England against its trusts", round(stated), round(summed))
            for which, (stated, summed) in sums.items()
            if stated
        ),
        places_met=tuple(met),
    )


def _add(facts: FactsWriter, line: NumberedLine, period: str) -> None:
    beds = {
        sector: (line.measured(heading), line.measured(f"{heading}{OCCUPIED}"))
        for sector, heading in SECTORS.items()
    }
    for sector, (available, occupied) in beds.items():
        facts.add(
            period=period,
            grain="provider",
            sheet=line.headings.sheet,
            row=line.number,
            status=available.status if available.number is None else occupied.status,
            provider=line.code(CODE),
            sector=sector,
            specialty=ALL_SPECIALTIES,
            available=available.number,
            occupied=occupied.number,
        )


def _headings(rows: Sequence[Row]) -> tuple[str, ...]:
    """Two groups, or three where the shares stand under the same headings: a lost one would pass for another."""
    totals = max((sum(plain(cell) == plain(TOTAL) for cell in row) for row in rows[:40]), default=0)
    groups = GROUPS if totals >= len(GROUPS) else GROUPS[:2]
    return (CODE, NAME, *(f"{name}{group}" for group in groups for name in AVAILABLE_HEADINGS))


def _refuse_if_out_of_order(line: NumberedLine) -> None:
    """The sectors of each group add up to its total; where they do not, a column is of another group."""
    for group in GROUPS[:2]:
        total, parts = (
            line.amount(f"{TOTAL}{group}"),
            [line.amount(f"{name}{group}") for name in SECTORS.values()],
        )
        if total is not None and abs(total - sum(part or 0.0 for part in parts)) > ROUNDING:
            raise Problem(
                code="feed.columns-out-of-order",
                found=f"The sectors add up to {sum(part or 0.0 for part in parts):,.1f}, the total is {total:,.1f}.",
                expected="Sectors that add up to their total.",
                remedy="Take the workbook as published, with its columns in their order.",
                where=line.where(f"{TOTAL}{group}"),
            )


def _sheet(document: Document) -> str:
    if document.kind is not Kind.WORKBOOK:
        return ""
    return next((sheet for sheet in document.sheets if SHEET.search(sheet.strip())), "")


def _no_trusts(document: Document, sheet: str) -> Problem:
    return Problem(
        code="file.no-rows",
        found="Under its headings the sheet names no trusts.",
        expected="A row for each trust.",
        remedy="Download the workbook again.",
        where=Where(document.name, sheet),
    )


def _period(document: Document, sheet: str) -> str:
    """The quarter above the headings: "January to March 2024". Raises Problem when there is none."""
    said = text(labelled(document.sheet(sheet), "Period"))
    try:
        period = read_period(said)
    except Problem as problem:
        raise located(problem, Where(document.name, sheet, 1, "Period")) from problem
    if period.kind.value != "quarter":
        raise Problem(
            code="feed.no-period",
            found=f"The period above the headings is '{said}'.",
            expected="A quarter, such as 'January to March 2024'.",
            remedy="Take the workbook as published, with the lines above its table.",
            where=Where(document.name, sheet, column="Period"),
        )
    return period.text
