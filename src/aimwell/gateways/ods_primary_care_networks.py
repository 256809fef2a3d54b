"""The Organisation Data Service's primary care networks and their practices (ePCN), a workbook of two sheets.

Headings hold line breaks and change with the commissioners: clinical commissioning groups, then sub-ICB
locations. A practice that moved has several rows.
"""

from collections.abc import Sequence
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.receipts import PlaceMet
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.ods_organisations import latest_day
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.table import Column, Holds, Line, Table, find_table, share_of

FEED = "ods_primary_care_networks"

COMMISSIONER = r"(clinical commissioning group|ccg|sub[ -]icb loc(ation)?)"
NETWORKS = (
    Column("PCN Code", "pcn", Holds.CODE),
    Column("PCN Name", "name"),
    Column(
        "Current Clinical Commissioning Group Code", "sub_icb", Holds.CODE, rf"current {COMMISSIONER} code"
    ),
    Column("Open Date", "since", Holds.DAY),
    Column("Close Date", "until", Holds.DAY),
)
PARTNERS = (
    Column("Partner Organisation Code", "practice", Holds.CODE),
    Column("Partner Name", "name"),
    Column("Practice Parent CCG Code", "sub_icb", Holds.CODE, rf"practice parent {COMMISSIONER} code"),
    Column("PCN Code", "pcn", Holds.CODE),
    Column("Practice to PCN Relationship Start Date", "since", Holds.DAY),
    Column("Practice to PCN Relationship End Date", "until", Holds.DAY),
)


def recognise(document: Document) -> Recognition | None:
    """By the names and headings of its two sheets."""
    found = [(table, columns) for columns in (NETWORKS, PARTNERS) if (table := _find(document, columns))]
    if not found:
        return None
    return Recognition(FEED, sum(share_of(table, columns) for table, columns in found) / 2)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """One row of facts for each network, and one for each stretch of a practice's membership."""
    networks, partners = (_lines(document, columns) for columns in (NETWORKS, PARTNERS))
    period = latest_day([*networks], "Open Date")
    collected = Collected(feed)
    collected.take(networks, lambda line: _facts(line, NETWORKS, "pcn", period))
    collected.take(partners, lambda line: _facts(line, PARTNERS, "practice", period))
    met = [
        PlaceMet(line.code("PCN Code"), line.words("PCN Name"), "pcn", line.code(NETWORKS[2].heading))
        for line in networks
    ]
    return collected.reading(scratch, places_met=met)


def _find(document: Document, columns: Sequence[Column]) -> Table | None:
    if document.kind is not Kind.WORKBOOK:
        return None
    sheets = [name for name in document.sheets if "pcn" in name.casefold()]
    tables = (find_table(document, columns, sheet=sheet, least=0.8) for sheet in sheets)
    return next((table for table in tables if table), None)


def _lines(document: Document, columns: Sequence[Column]) -> list[Line]:
    table = _find(document, columns)
    if table is None:
        raise Problem(
            code="file.missing-sheet",
            found=f"No sheet has the headings {', '.join(column.heading for column in columns)}.",
            expected="The sheets 'PCNDetails' and 'PCN Core Partner Details'.",
            remedy="Take the workbook as published.",
            where=Where(document.name),
        )
    return list(table.require(columns).lines())


def _facts(line: Line, columns: Sequence[Column], grain: str, period: str) -> list[Fact]:
    return [{**line.filled(columns), "period": period, "grain": grain}]
