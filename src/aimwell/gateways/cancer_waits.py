"""NHS England's monthly workbook of cancer waiting times by provider: 28, 31 and 62 days, and first visits.

Each standard has a sheet of all patients and sheets by cancer, route or treatment; some hold several parts
under one another, each with its own headings and totals ("ALL ENGLISH PROVIDERS"). Someone treated by two
providers counts half for each, so 62-day figures have halves.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.receipts import PlaceMet, Reconciliation, Vintage
from aimwell.gateways.cells import text
from aimwell.gateways.document import Cell, Document, Kind
from aimwell.gateways.headings import SEARCHED_LINES, plain
from aimwell.gateways.numbered_lines import (
    NumberedLine,
    missing_sheet,
    one_period,
    read_lines,
    share_of_headings,
)
from aimwell.gateways.reading import FactsWriter, Reading, Recognition
from aimwell.gateways.title_block import month_of

FEED = "cancer_waits"

CODE, NAME, TOTAL = "ODS CODE", "ACCOUNTABLE PROVIDER", "TOTAL"
NOTE = re.compile(r"\s*\((?:\d+|[a-z])\)\s*$")  # "CANCER TYPE (3)", "Haematological - Other (a)"
ORGANISATION = re.compile(r"[A-Z0-9]{3,6}|[A-Z]\d{8}")  # ODS or ONS
ENGLAND = "all english providers"


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard: the sheets that report it, and the headings of those in and out of time."""

    name: str
    sheets: re.Pattern[str]
    within: str
    after: str = ""  # none for first visits: the rest of the total

    @property
    def headings(self) -> tuple[str, ...]:
        """What each of its sheets must have."""
        return (CODE, NAME, TOTAL, self.within, *([self.after] if self.after else []))


STANDARDS = (
    Standard("28 days", re.compile(r"^28.?day", re.IGNORECASE), "WITHIN 28 DAYS", "AFTER 28 DAYS"),
    Standard("31 days", re.compile(r"^31.?day", re.IGNORECASE), "WITHIN 31 DAYS", "AFTER 31 DAYS"),
    Standard("62 days", re.compile(r"^62.?day", re.IGNORECASE), "WITHIN 62 DAYS", "AFTER 62 DAYS"),
    Standard("first visit, suspected cancer", re.compile(r"^USC\b", re.IGNORECASE), "WITHIN 14 DAYS"),
    Standard("first visit, breast symptoms", re.compile(r"^UBS\b", re.IGNORECASE), "WITHIN 14 DAYS"),
)
EARLIER_STANDARD = re.compile(r"two.?week|^2ww|31.?day (first|sub)", re.IGNORECASE)
FIRST_THREE = STANDARDS[:3]  # without which it is no such workbook

DIMENSIONS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "route": (("REFERRAL ROUTE",), "All routes"),
    "stage": (("TREATMENT STAGE",), "All stages"),
    "cancer_type": (
        (
            "CANCER TYPE",
            "SUSPECTED CANCER OR BREAST SYMPTOMATIC",
            "SUSPECTED TYPE OF CANCER",
            "REFERRAL REASON",
        ),
        "All cancers",
    ),
    "modality": (("TREATMENT MODALITY",), "All treatments"),
}
"""Headings of each dimension, and its value in sheets that do not split by it."""

AFTER_104_DAYS = "AFTER 104 DAYS"
BANDS = (
    "TOLD WITHIN 28 DAYS",
    "TREATED WITHIN 31 DAYS",
    "TREATED WITHIN 62 DAYS",
    "WITHIN 14 DAYS",
    "WITHIN 31 DAYS",
    "AFTER 62 DAYS",
    AFTER_104_DAYS,
)


def recognise(document: Document) -> Recognition | None:
    """By the names of its sheets, then by the headings of the first of them."""
    for standard in FIRST_THREE if document.kind is Kind.WORKBOOK else ():
        for sheet in _sheets_of(standard, document):
            share = share_of_headings(_without_notes(document.sheet(sheet)), standard.headings)
            if share:
                return Recognition(FEED, share)
    return None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """People told or treated in and out of time, by provider, for each standard."""
    _refuse_earlier_standards(document)
    for standard in FIRST_THREE:
        if not _sheets_of(standard, document):
            raise missing_sheet(document, f"for the standard of {standard.name}")
    period = one_period(
        {_month(document, sheet) for _, sheet in _sheets(document)}, Where(document.name, row=2)
    )
    facts, refused, met = FactsWriter(feed), list[Problem](), dict[str, PlaceMet]()
    checks: list[Reconciliation] = []
    rows_read = 0
    for standard, sheet in _sheets(document):
        lines = list(_lines(document, sheet, standard))
        rows_read += len(lines)
        checks.append(_take(lines, standard, period, facts, refused, met))
    return Reading(
        facts=facts.write(scratch / "facts.parquet"),
        vintage=_vintage(document),
        rows_read=rows_read,
        rows_kept=len(facts),
        rows_set_aside=rows_read - len(facts) - len(refused),
        refused=tuple(refused),
        reconciliations=tuple(checks),
        places_met=tuple(met.values()),
    )


def _refuse_earlier_standards(document: Document) -> None:
    """Until September 2023 first and later treatments were standards of their own, under the same names of sheets."""
    earlier = next((sheet for sheet in document.sheets if EARLIER_STANDARD.search(sheet)), None)
    if earlier is not None:
        raise Problem(
            code="feed.earlier-edition",
            found=f"The workbook has the sheet '{earlier}', of the standards before October 2023.",
            expected="A workbook of October 2023 or later, with one standard each of 28, 31 and 62 days.",
            remedy="Take the workbooks from October 2023: the earlier standards cannot be joined to today's.",
            where=Where(document.name, earlier),
        )


def _take(
    lines: Sequence[NumberedLine],
    standard: Standard,
    period: str,
    facts: FactsWriter,
    refused: list[Problem],
    met: dict[str, PlaceMet],
) -> Reconciliation:
    """The facts of one sheet, and all its totals against all its providers."""
    stated = summed = 0.0
    for line in lines:
        code = line.code(CODE)
        if plain(line.cell(NAME)) == ENGLAND:
            stated += line.amount(TOTAL) or 0.0
        if not ORGANISATION.fullmatch(code) or code == CODE:
            continue
        try:
            amounts = _amounts(line, standard)
        except Problem as problem:
            refused.append(problem)
            continue
        summed += amounts["people"] or 0.0
        facts.add(
            period=period,
            grain="provider",
            sheet=line.headings.sheet,
            row=line.number,
            status="missing" if amounts["people"] is None else "ok",
            provider=code,
            standard=standard.name,
            **_dimensions(line),
            **amounts,
        )
        met.setdefault(code, PlaceMet(code, line.text(NAME), "provider"))
    return Reconciliation(f"people, {lines[0].headings.sheet}: England against its providers", stated, summed)


def _amounts(line: NumberedLine, standard: Standard) -> dict[str, Any]:
    people, within = line.amount(TOTAL), line.amount(standard.within)
    if standard.after:
        after = line.amount(standard.after)
    else:
        after = None if people is None or within is None else people - within
    longest = line.amount(AFTER_104_DAYS) if line.headings.has(AFTER_104_DAYS) else None
    return {"people": people, "in_time": within, "late": after, "after_104_days": longest}


def _dimensions(line: NumberedLine) -> dict[str, Any]:
    """What the line is of, in the words of the sheet with its footnote marks off and one way of capitals."""
    said: dict[str, Any] = {}
    for name, (headings, otherwise) in DIMENSIONS.items():
        heading = next((each for each in headings if line.headings.has(each)), None)
        said[name] = NOTE.sub("", line.text(heading)).capitalize() if heading else otherwise
    return said


def _sheets_of(standard: Standard, document: Document) -> list[str]:
    return [sheet for sheet in document.sheets if standard.sheets.search(sheet.strip())]


def _sheets(document: Document) -> Iterator[tuple[Standard, str]]:
    for standard in STANDARDS:
        for sheet in _sheets_of(standard, document):
            yield standard, sheet


def _lines(document: Document, sheet: str, standard: Standard) -> Iterator[NumberedLine]:
    """Every line under the first headings; the headings of later parts stand in the same columns."""
    rows = _without_notes(document.sheet(sheet))
    yield from read_lines(document, rows, standard.headings, sheet=sheet, others=BANDS)


def _without_notes(rows: Sequence[Sequence[Cell]]) -> list[Sequence[Cell]]:
    """Rows whose headings have lost their footnote marks."""
    cleaned = [
        [NOTE.sub("", cell) if isinstance(cell, str) else cell for cell in row]
        for row in rows[:SEARCHED_LINES]
    ]
    return [*cleaned, *rows[SEARCHED_LINES:]]


def _month(document: Document, sheet: str) -> str:
    """The month under a sheet's title: "Sep-25"."""
    for row in document.sheet(sheet, rows=6):
        for cell in row[:3]:
            try:
                return month_of(cell)
            except Problem:
                continue
    raise Problem(
        code="feed.no-period",
        found="The lines above the headings hold no month.",
        expected="A month under the title, such as 'Sep-25'.",
        remedy="Take the workbook as published.",
        where=Where(document.name, sheet, 2),
    )


def _vintage(document: Document) -> Vintage:
    """Provisional figures come first; final ones, twice a year, replace them."""
    front = " ".join(text(cell) for row in document.sheet(document.sheets[0], rows=12) for cell in row[:1])
    status = re.search(r"status:?\s*(\w+)", front, re.IGNORECASE)
    return Vintage(revised=bool(status) and status[1].casefold() in ("final", "revised") if status else False)
