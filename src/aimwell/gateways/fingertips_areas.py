"""The areas of the public health profiles and what each contains: practices to regions, districts to England.

Several areas stand in one cell, parted by bars or commas.
"""

import re
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.system_years import year_of_systems
from aimwell.gateways.table import Column, Holds, Line, find_table, require_table, share_of

FEED = "fingertips_areas"

COLUMNS = (
    Column("Children"),
    Column("AreaCode", "area", Holds.CODE),
    Column("AreaName", "name"),
    Column("Level", "area_level"),
    Column("HierarchyType", "hierarchy"),
    Column("AreaType", "area_type"),
    Column("AreaTypeCode"),
)


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    table = find_table(document, COLUMNS, least=0.8)
    return Recognition(FEED, share_of(table, COLUMNS)) if table else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """One row of facts for each area and each area inside it; one for an area that holds no other."""
    table = require_table(document, COLUMNS, least=0.8)
    lines = list(table.lines())
    period = year_of_systems(
        line.code("AreaCode") for line in lines if line.code("AreaCode").startswith("E54")
    )
    collected = Collected(feed)
    collected.take(lines, lambda line: _facts(line, period))
    return collected.reading(scratch)


def _facts(line: Line, period: str) -> list[Fact]:
    common = {**line.filled(COLUMNS), "period": period, "grain": "area"}
    inside = [part for part in re.split(r"[|,\s]+", line.words("Children")) if part]
    return [{**common, "contains": part} for part in inside] or [common]
