"""Shares of each acute trust's work that belong to each system, from type 1 A&E attendances (Nuffield Trust).

A sheet of notes comes first. Attendances are rounded to 10, and small shares are left out.
"""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Reconciliation
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.system_years import year_of_systems
from aimwell.gateways.table import Column, Holds, Line, Table, find_table, found, share_of

FEED = "trust_system_shares"

COLUMNS = (
    Column("Trust_code", "provider", Holds.CODE),
    Column("Trust_name", "name"),
    Column("ICS_code1", "ics_ons", Holds.CODE),
    Column("ICS_code2", "ics", Holds.CODE),
    Column("Type1_ED_activity", "attendances", Holds.AMOUNT),
    Column("Weighting", "share", Holds.AMOUNT),
)


def recognise(document: Document) -> Recognition | None:
    """By the headings of a sheet named for weights."""
    table = _find(document)
    return Recognition(FEED, share_of(table, COLUMNS)) if table else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """One row of facts for each trust and system."""
    table = found(_find(document), document, COLUMNS)
    lines = list(table.require(COLUMNS).lines())
    period = year_of_systems(line.code("ICS_code2") for line in lines)
    collected = Collected(feed)
    collected.take(lines, lambda line: _facts(line, period))
    trusts = {line.code("Trust_code") for line in lines}
    shares = sum(line.known("Weighting") for line in lines)
    return collected.reading(
        scratch,
        reconciliations=[Reconciliation("trusts against the sum of their shares", len(trusts), shares)],
    )


def _find(document: Document) -> Table | None:
    if document.kind is not Kind.WORKBOOK:
        return None
    sheets = [name for name in document.sheets if "weight" in name.casefold()]
    tables = (find_table(document, COLUMNS, sheet=sheet, least=0.8) for sheet in sheets)
    return next((table for table in tables if table), None)


def _facts(line: Line, period: str) -> list[Fact]:
    return [{**line.filled(COLUMNS), "period": period, "grain": "provider"}]
