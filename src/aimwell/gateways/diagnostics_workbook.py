"""NHS England's monthly workbook of diagnostic waits by provider: the sheet of all tests.

A title block, headings on line 14 (18 lines down in some editions), England's totals on the next line
marked by empty codes, then one line a provider.
"""

import re
from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem
from aimwell.domain.receipts import PlaceMet, Reconciliation
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.numbered_lines import NumberedLine, missing_sheet, read_lines, share_of_headings
from aimwell.gateways.reading import FactsWriter, Reading, Recognition
from aimwell.gateways.title_block import stated_month, stated_vintage

FEED = "diagnostics_workbook"

SHEET = re.compile(r"^provider$", re.IGNORECASE)
CODE, WAITING = "Provider Code", "Total Waiting List"
OVER_6_WEEKS, OVER_13_WEEKS = "Number waiting 6+ Weeks", "Number waiting 13+ Weeks"
HEADINGS = (CODE, "Provider Name", WAITING, OVER_6_WEEKS, OVER_13_WEEKS)
EARLIER = {"Provider": "Provider Name"}
ORGANISATION = re.compile(r"[A-Z0-9]{3,6}|[A-Z]\d{8}")  # ODS or ONS


def recognise(document: Document) -> Recognition | None:
    """By the headings of its sheet of providers."""
    sheet = _sheet(document)
    if not sheet:
        return None
    share = share_of_headings(document.sheet(sheet, rows=40), HEADINGS, earlier=EARLIER)
    return Recognition(FEED, share) if share else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """People waiting for any of fifteen tests, by provider."""
    sheet = _sheet(document)
    if not sheet:
        raise missing_sheet(document, "'Provider'")
    rows = document.sheet(sheet)
    period = stated_month(rows, document, sheet=sheet)
    facts, refused, met = FactsWriter(feed), list[Problem](), list[PlaceMet]()
    stated: float | None = None
    summed, count = 0.0, 0
    for line in read_lines(document, rows, HEADINGS, sheet=sheet, earlier=EARLIER):
        count += 1
        code = line.code(CODE)
        if not ORGANISATION.fullmatch(code):
            stated = _total(line) if stated is None else stated
            continue
        try:
            amounts = _amounts(line)
        except Problem as problem:
            refused.append(problem)
            continue
        summed += amounts["waiting"] or 0.0
        status = "missing" if amounts["waiting"] is None else "ok"
        declared: dict[str, Any] = {"provider": code, **amounts}
        facts.add(period=period, grain="provider", sheet=sheet, row=line.number, status=status, **declared)
        met.append(PlaceMet(code, line.text("Provider Name"), "provider"))
    return Reading(
        facts=facts.write(scratch / "facts.parquet"),
        vintage=stated_vintage(rows),
        rows_read=count,
        rows_kept=len(facts),
        rows_set_aside=count - len(facts) - len(refused),
        refused=tuple(refused),
        reconciliations=(
            ()
            if stated is None
            else (Reconciliation("people waiting: England against its providers", stated, summed),)
        ),
        places_met=tuple(met),
    )


def _sheet(document: Document) -> str:
    if document.kind is not Kind.WORKBOOK:
        return ""
    return next((sheet for sheet in document.sheets if SHEET.search(sheet.strip())), "")


def _total(line: NumberedLine) -> float | None:
    """England's total, if the line has one; notes under the table have none."""
    try:
        return line.amount(WAITING)
    except Problem:
        return None


def _amounts(line: NumberedLine) -> dict[str, float | None]:
    waiting, over_6_weeks = line.amount(WAITING), line.amount(OVER_6_WEEKS)
    return {
        "waiting": waiting,
        "within_6_weeks": None if waiting is None or over_6_weeks is None else waiting - over_6_weeks,
        "over_6_weeks": over_6_weeks,
        "over_13_weeks": line.amount(OVER_13_WEEKS),
    }
