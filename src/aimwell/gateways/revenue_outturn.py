"""Councils' revenue outturn, the summary (RS): net current expenditure by service, in thousands of pounds.

One sheet of a workbook with drop-down menus, a long preamble, subtotals by class under the authorities, and
notes. Workbooks of 2013-14 know authorities by the ministry's E-codes only; later ones give ONS codes too.
"""

import re
from datetime import date
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import PlaceMet, Reconciliation, Vintage
from aimwell.gateways.cells import text
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.table import ELLIPSIS, Column, Holds, Line, Table, find_table, found, share_of

FEED = "revenue_outturn"

SERVICES = {
    "education": "Education services",
    "highways_and_transport": "Highways and transport services",
    "children_social_care": "Children Social Care",
    "adult_social_care": "Adult Social Care",
    "public_health": "Public Health",
    "housing": "Housing services (GFRA only)",
    "culture": "Cultural and related services",
    "environment": "Environmental and regulatory services",
    "planning_and_development": "Planning and development services",
    "police": "Police services",
    "fire_and_rescue": "Fire and rescue services",
    "central_services": "Central services",
    "other_services": "Other services",
    "all_services": "TOTAL SERVICE EXPENDITURE",
}
PUBLIC_HEALTH_RESERVES = {
    "public_health_reserves_before": "Estimated public health financial reserves level at 1 April",
    "public_health_reserves_after": "Estimated public health financial reserves level at 31 March",
}
E_CODE = Column("E-code", "e_code", Holds.CODE)
ONS_CODE = Column("ONS Code", holds=Holds.CODE, needed=False)
NAME = Column("Local authority")
CLASS = Column("Class", "council_class")
AMOUNTS = (
    *(
        Column(heading, name, Holds.AMOUNT, rf"{re.escape(heading.casefold())}( \(.*\))?")
        for name, heading in SERVICES.items()
    ),
    *(Column(heading, name, Holds.AMOUNT, needed=False) for name, heading in PUBLIC_HEALTH_RESERVES.items()),
)
COLUMNS = (E_CODE, ONS_CODE, NAME, CLASS, *AMOUNTS)
OTHER_AUTHORITIES = "O"  # police, fire, parks, combined authorities
MISPRINTED = frozenset({"E10000022"})  # for North Yorkshire in 2017-18; no area has had this code
SPENDING = "net current expenditure"  # other sheets hold capital items and totals under the same headings


def recognise(document: Document) -> Recognition | None:
    """By the title and the headings of its sheet of figures."""
    table = _find(document)
    return Recognition(FEED, share_of(table, COLUMNS)) if table else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """What each authority spent on each service in the year."""
    table = found(_find(document), document, COLUMNS)
    table.require(COLUMNS)
    period, lines = _period(document, table), list(table.lines())
    collected = Collected(feed)
    collected.take(lines, lambda line: _facts(line, period))
    return collected.reading(
        scratch,
        vintage=_vintage(document),
        reconciliations=_reconciliations(lines),
        places_met=_places_met(lines),
    )


def _find(document: Document) -> Table | None:
    if document.kind is not Kind.WORKBOOK:
        return None
    for sheet in document.sheets:
        if "data" in sheet.casefold() and "drop" not in sheet.casefold():
            table = find_table(document, COLUMNS, sheet=sheet, least=0.7)
            if table and SPENDING in _preamble(document, table).casefold():
                return table
    return None


def _preamble(document: Document, table: Table) -> str:
    rows = document.sheet(table.headings.sheet, rows=table.headings.row)
    return " ".join(text(cell) for row in rows for cell in row if cell != "")


def _period(document: Document, table: Table) -> str:
    found = re.search(r"(20\d\d)[-/](\d\d)", _preamble(document, table) + " " + table.headings.sheet)
    if found is None:
        raise Problem(
            code="period.not-stated",
            found="The lines above the headings name no financial year.",
            expected="A title such as 'Revenue Outturn Summary (RS): 2013-14 data'.",
            remedy="Take the workbook as published.",
            where=Where(document.name, table.headings.sheet, 1),
        )
    return read_period(f"{found[1]}/{found[2]}").text


def _facts(line: Line, period: str) -> list[Fact]:
    if not line.code(E_CODE.heading) or not line.words(CLASS.heading):
        return []  # totals of England and of classes, and notes
    is_council = line.words(CLASS.heading) != OTHER_AUTHORITIES
    code = _code(line)
    return [
        {
            **line.filled(COLUMNS),
            "council" if is_council else "authority": code,
            "period": period,
            "grain": "council" if is_council else "authority",
            "scope": code,
        }
    ]


def _code(line: Line) -> str:
    """The ONS code; the ministry's E-code where there is none, or a misprint."""
    ons = line.code(ONS_CODE.heading)
    return line.code(E_CODE.heading) if ons in ("", *MISPRINTED) else ons


def _vintage(document: Document) -> Vintage:
    """The front page of a revised edition says so, and when it was published."""
    words = " ".join(text(cell) for row in document.sheet(document.sheets[0], rows=40) for cell in row)
    found = re.search(r"published on (\d{1,2} [A-Z][a-z]+ \d{4})", words)
    published: date | None = read_period(found[1]).start if found else None
    return Vintage(published, revised="revised" in words.casefold())


def _reconciliations(lines: list[Line]) -> list[Reconciliation]:
    """Totals of classes against their authorities; a class's total holds estimates for returns that did not come."""
    authorities = [line for line in lines if line.code(E_CODE.heading) and line.words(CLASS.heading)]
    totals = [line for line in lines if not line.code(E_CODE.heading) and line.words(CLASS.heading)]
    estimated = {
        line.words(CLASS.heading)
        for line in authorities
        if any(line.cell(heading) == ELLIPSIS for heading in SERVICES.values())
    }
    checked = {line.words(CLASS.heading) for line in totals} - estimated
    left_out = f", without class {', '.join(sorted(estimated))}" if estimated else ""
    return [
        Reconciliation(
            f"{heading}, £ thousand: classes against their authorities{left_out}",
            sum(line.known(heading) for line in totals if line.words(CLASS.heading) in checked),
            sum(line.known(heading) for line in authorities if line.words(CLASS.heading) in checked),
        )
        for heading in SERVICES.values()
        if totals
    ]


def _places_met(lines: list[Line]) -> list[PlaceMet]:
    """Councils that go by an E-code, which the register may not have."""
    return [
        PlaceMet(_code(line), line.words(NAME.heading), "council")
        for line in lines
        if line.words(CLASS.heading) not in ("", OTHER_AUTHORITIES)
        and _code(line) == line.code(E_CODE.heading)
    ]
