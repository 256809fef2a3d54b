"""Fingertips figures as councils' data labs publish them: one indicator in seven or ten tidy columns.

The column `unit` holds who is counted, and `inequality` holds the sex or the deprivation fifth. There are no counts
and no limits.
"""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.values import EVERYONE
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document
from aimwell.gateways.fingertips_export import organisations_met, period_of, placed, scope
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.table import Column, Holds, Line, find_table, require_table, share_of

FEED = "fingertips"

COLUMNS = (
    Column("area_code", "area", Holds.CODE),
    Column("area_name"),
    Column("area_type", "area_type", needed=False),
    Column("period"),
    Column("indicator", "indicator"),
    Column("measure"),
    Column("unit"),
    Column("value", "value", Holds.AMOUNT),
    Column("inequality", needed=False),
)
SEX_OF = {"male": "Male", "males": "Male", "female": "Female", "females": "Female"}
BOTH_SEXES = "Persons"


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    table = find_table(document, COLUMNS, least=0.8)
    return Recognition(FEED, share_of(table, COLUMNS)) if table else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """One row of facts for each published row."""
    table = require_table(document, COLUMNS, least=0.8)
    collected = Collected(feed)
    lines = list(table.lines())
    collected.take(lines, _facts)
    return collected.reading(scratch, places_met=organisations_met(lines, code="area_code", name="area_name"))


def _facts(line: Line) -> list[Fact]:
    group, who = line.words("inequality"), line.words("unit")
    sex = SEX_OF.get(group.casefold()) or SEX_OF.get(who.casefold()) or BOTH_SEXES
    grouped = group.casefold() not in {"", "na", *SEX_OF}
    return [
        {
            **line.filled(COLUMNS),
            **placed(line.code("area_code")),
            "period": period_of(line.words("period")),
            "scope": scope(line.words("indicator"), line.code("area_code")),
            "status": line.amount("value").status,
            "sex": sex,
            "age": EVERYONE,
            "category_type": "Deprivation quintile" if "quintile" in group else EVERYONE,
            "category": group if grouped else EVERYONE,
        }
    ]
