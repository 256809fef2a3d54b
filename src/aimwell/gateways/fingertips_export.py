"""Fingertips, the public health profiles: the CSV of 26 columns that the site and its API give for any indicator.

An indicator's name may hold a line break; the last column may be left out of the rows; England comes in the
file of every kind of area.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import PlaceMet
from aimwell.domain.values import EVERYONE
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.table import Column, Holds, Line, find_table, require_table, share_of

FEED = "fingertips"

LONG_CODE = len("E92000001")  # of an ONS code; ODS codes are shorter
KINDS_OF_PLACE = ("E92", "E06", "E07", "E08", "E09", "E10", "E38", "E40", "E54")
"""How ONS codes of England, councils, districts, sub-ICB locations, regions and boards begin."""

NUMBERS = (
    Column("Value", "value", Holds.AMOUNT),
    Column(
        "Lower CI 95.0 limit", "lower", Holds.AMOUNT, pattern=r"lower ?ci ?(limit)? ?(95(\.0)?)? ?(limit)?"
    ),
    Column(
        "Upper CI 95.0 limit", "upper", Holds.AMOUNT, pattern=r"upper ?ci ?(limit)? ?(95(\.0)?)? ?(limit)?"
    ),
    Column("Count", "count", Holds.AMOUNT),
    Column("Denominator", "denominator", Holds.AMOUNT),
)
WORDS = (
    Column("Indicator ID", "indicator_id", pattern="indicatorid"),
    Column("Indicator Name", "indicator", pattern="indicatorname"),
    Column("Area Type", "area_type", pattern="areatype"),
    Column("Sex", "sex"),
    Column("Age", "age"),
    Column("Category Type", "category_type", pattern="categorytype"),
    Column("Category", "category"),
    Column("Value note", "note", pattern="valuenote", needed=False),
)
COLUMNS = (
    *WORDS,
    *NUMBERS,
    Column("Area Code", "area", Holds.CODE, pattern="areacode"),
    Column("Area Name", pattern="areaname"),
    Column("Time period", pattern="timeperiod"),
)


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    table = find_table(document, COLUMNS, least=0.7)
    return Recognition(FEED, share_of(table, COLUMNS)) if table else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """One row of facts for each published row: area, period, sex, age and category."""
    table = require_table(document, COLUMNS, least=0.7)
    collected = Collected(feed)
    lines = list(table.lines())
    collected.take(lines, _facts)
    return collected.reading(scratch, places_met=organisations_met(lines, code="Area Code", name="Area Name"))


def _facts(line: Line) -> list[Fact]:
    declared = line.filled(COLUMNS)
    for name in ("category_type", "category"):
        declared[name] = declared[name] or EVERYONE
    return [
        {
            **declared,
            **placed(line.code("Area Code")),
            "period": period_of(line.words("Time period")),
            "scope": scope(line.words("Indicator Name"), line.code("Area Code")),
            "status": line.amount("Value").status,
        }
    ]


def period_of(published: str) -> str:
    """A period as the profiles write it; beside the usual forms, 2021 Oct and 2021 Q3 of calendar years."""
    if found := re.fullmatch(r"(\d{4}) ([A-Z][a-z]{2})", published):
        return read_period(f"{found[2]} {found[1]}").text
    if found := re.fullmatch(r"(\d{4}) (Q[1-4])", published):
        return read_period(f"{found[1]}-{found[2]}").text
    return read_period(published).text


def placed(area: str) -> dict[str, str | None]:
    """An area of the account, or one of the other kinds the profiles have: wards, statistical regions, deciles."""
    if len(area) == LONG_CODE and not area.startswith(KINDS_OF_PLACE):
        return {"grain": "other_area", "area": None, "other_area": area}
    return {"grain": "area", "area": area}


def scope(indicator: str, area: str) -> str:
    """Which figures an edition replaces: one indicator's, for areas of one kind.

    ONS codes tell their kind by their first three characters. Files of several kinds all repeat England.
    By name, so that an export replaces what was tidied from an earlier one.
    """
    kind = area[:3] if len(area) == LONG_CODE else "organisations"
    return f"{indicator} ({kind})"


def organisations_met(lines: Iterable[Line], *, code: str, name: str) -> list[PlaceMet]:
    """Practices and trusts, which an export names and the register may not have yet."""
    met = {line.code(code): line.words(name) for line in lines if len(line.code(code)) != LONG_CODE}
    return [PlaceMet(found, called, "practice") for found, called in sorted(met.items()) if found]
