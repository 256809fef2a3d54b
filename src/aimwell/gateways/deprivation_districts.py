"""Summaries of the English Indices of Deprivation by district, county or clinical commissioning group.

A workbook with a sheet for each domain; every heading starts with the domain and many end in a space.
"""

import re
from collections.abc import Callable
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.gateways.cells import text
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.deprivation_small_areas import YEAR_OF_DISTRICTS
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.table import Column, Holds, Line, Table, find_table, share_of

FEED = "deprivation_districts"

AREA = Column(
    "Area code",
    "area",
    Holds.CODE,
    r"(local authority district|upper tier local authority|upper-tier local authority|clinical commissioning group"
    r"|sub icb location|integrated care board).* code \(\d{4}\)",
)
FIGURES = (
    Column("Average rank", "average_rank", Holds.AMOUNT, r".+ - average rank"),
    Column("Rank of average rank", "rank_of_average_rank", Holds.AMOUNT, r".+ - rank of average rank"),
    Column("Average score", "average_score", Holds.AMOUNT, r".+ - average score"),
    Column("Rank of average score", "rank_of_average_score", Holds.AMOUNT, r".+ - rank of average score"),
    Column(
        "Proportion of LSOAs in most deprived 10% nationally",
        "proportion_in_most_deprived_tenth",
        Holds.AMOUNT,
        r".+ - proportion of lsoas in most deprived 10% nationally",
    ),
    Column("Extent", "extent", Holds.AMOUNT, r".+ - extent", needed=False),
    Column(
        "Local concentration", "local_concentration", Holds.AMOUNT, r".+ - local concentration", needed=False
    ),
)
COLUMNS = (AREA, *FIGURES)
OVERALL = re.compile(r"imd ?(20)?(\d\d)?", re.IGNORECASE)  # the sheet of the index over all domains
YEAR_IN_BRACKETS = re.compile(r"\((\d{4})\)")


def recognise(document: Document) -> Recognition | None:
    """By the headings of its first sheet with a table."""
    overall = next((sheet for sheet in document.sheets if OVERALL.fullmatch(sheet.strip())), None)
    if document.kind is not Kind.WORKBOOK or overall is None:
        return None
    table = find_table(document, COLUMNS, sheet=overall, least=0.6)
    return Recognition(FEED, share_of(table, COLUMNS)) if table else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """The summary of each area, overall and by domain."""
    collected = Collected(feed)
    for sheet in document.sheets:
        table = find_table(document, COLUMNS, sheet=sheet, least=0.6)
        if table is not None:
            edition = _edition(document, table.require(COLUMNS))
            collected.take(table.lines(), _reader(sheet, edition, _areas(document, table)))
    return collected.reading(scratch)


def _areas(document: Document, table: Table) -> str:
    """The kind of area in the publisher's words: workbooks of districts and of counties stand beside each other."""
    published = document.sheet(table.headings.sheet)[table.headings.row]
    heading = text(published[table.headings.index(AREA.heading)])
    return YEAR_IN_BRACKETS.sub("", heading).removesuffix(" code ").strip()


def _reader(domain: str, edition: str, areas: str) -> Callable[[Line], list[Fact]]:
    def facts(line: Line) -> list[Fact]:
        return [
            {**line.filled(COLUMNS), "domain": domain, "period": edition, "grain": "area", "scope": areas}
        ]

    return facts


def _edition(document: Document, table: Table) -> str:
    published = document.sheet(table.headings.sheet)[table.headings.row]
    years = [found[1] for cell in published if (found := YEAR_IN_BRACKETS.search(str(cell)))]
    if not years:
        raise Problem(
            code="period.not-stated",
            found="No heading says which edition of the indices this is.",
            expected="A heading such as 'Local Authority District code (2019)'.",
            remedy="Take the file as published.",
            where=Where(document.name, table.headings.sheet, table.headings.row + 1),
        )
    return read_period(YEAR_OF_DISTRICTS.get(years[0], years[0])).text
