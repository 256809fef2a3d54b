"""Councils' measures from the Office for Local Government's data explorer, adult social care among them."""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.published_periods import read_period
from aimwell.gateways.cells import Amount
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.table import Column, Holds, Line, find_table, require_table, share_of

FEED = "oflog_measures"

COLUMNS = (
    Column("Local authority code", "council", Holds.CODE),
    Column("Local authority name"),
    Column("Entity_Name", "council_class"),
    Column("Financial year"),
    Column("Measure", "title"),
    Column("Code", "measure"),
    Column("Value", "value", Holds.AMOUNT),
    Column("MEDIAN", "median", Holds.AMOUNT),
)
NEVER_NONE = frozenset({"ASC1", "ASC2", "ASC3", "ASC4"})
"""Measures of surveys for which the explorer writes 0 where a council has no figure."""


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    table = find_table(document, COLUMNS, least=0.8)
    return Recognition(FEED, share_of(table, COLUMNS)) if table else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """One row of facts for each council, year and measure."""
    table = require_table(document, COLUMNS, least=0.8)
    collected = Collected(feed)
    collected.take(table.lines(), _facts)
    return collected.reading(scratch)


def _facts(line: Line) -> list[Fact]:
    value = line.amount("Value")
    if value.number == 0 and line.code("Code") in NEVER_NONE:
        value = Amount(None, "missing")
    return [
        {
            **line.filled(COLUMNS),
            "value": value.number,
            "period": read_period(line.words("Financial year").replace("-", "/")).text,
            "grain": "council",
            "scope": line.code("Code"),
            "status": value.status,
        }
    ]
