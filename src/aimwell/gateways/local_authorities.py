"""Local authorities past and present with their codes, dates and successors, as mySociety keeps them.

One row an authority; former codes stand several in a cell. Those of the other nations are set aside.
"""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.table import Column, Holds, Line, find_table, require_table, share_of

FEED = "local_authorities"

COLUMNS = (
    Column("gss-code", "council", Holds.CODE),
    Column("official-name", "name"),
    Column("local-authority-code", "local_code", Holds.CODE),
    Column("local-authority-type", "council_class"),
    Column("county-la", "county", Holds.CODE),
    Column("combined-authority", "combined_authority", Holds.CODE),
    Column("region", "region_name"),
    Column("start-date", "opened", Holds.DAY),
    Column("end-date", "closed", Holds.DAY),
    Column("replaced-by", "replaced_by"),
    Column("former-gss-codes", "former_codes"),
    Column("ecode", "e_code", Holds.CODE),
    Column("nation"),
)
NATION = "England"


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    table = find_table(document, COLUMNS, least=0.8)
    return Recognition(FEED, share_of(table, COLUMNS)) if table else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """One row of facts for each authority in England."""
    table = require_table(document, COLUMNS, least=0.8)
    lines = list(table.lines())
    period = _latest_day(document, lines)
    collected = Collected(feed)
    collected.take(lines, lambda line: _facts(line, period))
    return collected.reading(scratch)


def _facts(line: Line, period: str) -> list[Fact]:
    if line.words("nation") != NATION:
        return []
    return [{**line.filled(COLUMNS), "period": period, "grain": "council"}]


def _latest_day(document: Document, lines: list[Line]) -> str:
    """The file does not say its day; the last authority to begin in it tells as much as it can."""
    latest = max((line.day("start-date") for line in lines), default="")
    if not latest:
        raise Problem(
            code="period.not-stated",
            found="No authority has a day on which it began.",
            expected="Days such as 2023-04-01.",
            remedy="Take the file as published.",
            where=Where(document.name, column="start-date"),
        )
    return latest
