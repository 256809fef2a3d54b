"""The system that each provider of urgent care is counted in: the mapping from NHS England's A&E workbooks, as CSV."""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import PlaceMet
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.system_years import year_of_systems
from aimwell.gateways.table import Column, Holds, Line, find_table, require_table, share_of

FEED = "provider_systems"

COLUMNS = (
    Column("Code", "provider", Holds.CODE, "(org|provider) code"),
    Column("Name", "name", pattern="(org|provider) name"),
    Column("ICB Code", "ics", Holds.CODE, "(icb|stp|system) code"),
    Column("ICB Name", "ics_name", pattern="(icb|stp|system) name"),
    Column("Region Name", "region_name", pattern="region( name)?"),
)


def recognise(document: Document) -> Recognition | None:
    """By its headings, and by having hardly any others: tables of figures have these and more."""
    table = find_table(document, COLUMNS, least=0.8)
    if table is None or len(table.headings.texts) > len(COLUMNS) + 1:
        return None
    return Recognition(FEED, share_of(table, COLUMNS))


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """One row of facts for each provider."""
    table = require_table(document, COLUMNS, least=0.8)
    lines = list(table.lines())
    period = year_of_systems(line.code("ICB Code") for line in lines)
    collected = Collected(feed)
    collected.take(lines, lambda line: _facts(line, period))
    met = [
        PlaceMet(line.code("Code"), line.words("Name"), "provider", line.code("ICB Code")) for line in lines
    ]
    return collected.reading(scratch, places_met=met)


def _facts(line: Line, period: str) -> list[Fact]:
    return [{**line.filled(COLUMNS), "period": period, "grain": "provider"}]
