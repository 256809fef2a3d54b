"""NHS England's map of GP practices: practice, network, sub-ICB location, board and region, each month.

Until June 2022 the commissioners were clinical commissioning groups and partnerships (CCG, STP); the columns
kept their order and changed their names.
"""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import PlaceMet
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.table import Column, Holds, Line, find_table, require_table, share_of

FEED = "gp_practice_map"

COLUMNS = (
    Column("EXTRACT_DATE"),
    Column("PRACTICE_CODE", "practice", Holds.CODE),
    Column("PRACTICE_NAME", "name"),
    Column("PCN_CODE", "pcn", Holds.CODE),
    Column("PCN_NAME", "pcn_name"),
    Column("SUB_ICB_LOCATION_CODE", "sub_icb", Holds.CODE, "ccg_code"),
    Column("ONS_SUB_ICB_LOCATION_CODE", "sub_icb_ons", Holds.CODE, "ons_ccg_code"),
    Column("ICB_CODE", "ics", Holds.CODE, "stp_code"),
    Column("ONS_ICB_CODE", "ics_ons", Holds.CODE, "ons_stp_code"),
    Column("COMM_REGION_CODE", "region", Holds.CODE),
    Column("SUPPLIER_NAME", "supplier", needed=False),
)


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    table = find_table(document, COLUMNS, least=0.8)
    return Recognition(FEED, share_of(table, COLUMNS)) if table else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """One row of facts for each practice."""
    table = require_table(document, COLUMNS, least=0.8)
    lines = list(table.lines())
    collected = Collected(feed)
    collected.take(lines, _facts)
    met = [
        PlaceMet(
            line.code("PRACTICE_CODE"),
            line.words("PRACTICE_NAME"),
            "practice",
            line.code("SUB_ICB_LOCATION_CODE"),
        )
        for line in lines
    ]
    return collected.reading(scratch, places_met=met)


def _facts(line: Line) -> list[Fact]:
    period = read_period(line.words("EXTRACT_DATE")).text
    return [{**line.filled(COLUMNS), "period": period, "grain": "practice"}]
