"""What census tables by small area have in common: the two layouts of Nomis, and Wales set aside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import Reconciliation
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.table import Column, Holds, Line, Table, find_table, found, share_of

AREA = Column(
    "geography code", "lsoa", Holds.CODE, pattern="mnemonic|lsoa code|lower layer super output areas code"
)
YEAR = Column("date", needed=False)
IN_WALES = "W0"
EVERYONE = "people"
YEAR_OF_AREAS = re.compile(r"(\d{4}) .*area", re.IGNORECASE)  # "2021 super output area - lower layer"


@dataclass(frozen=True, slots=True)
class CensusTable:
    """One table: its feed, a column for each group of people, and the groups that make up everyone."""

    feed: str
    groups: Sequence[Column]
    parts_of_everyone: Sequence[str]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Everything that a file of the table has to have."""
        return (AREA, YEAR, *self.groups)


def group_column(table: str, group: str, name: str) -> Column:
    """A group's column in the bulk layout (`Age: Aged …; measures: Value`) and in the plain one."""
    pattern = rf"({table.casefold()}: )?{group.casefold()}(; measures: value)?"
    return Column(f"{table}: {group}", name, Holds.AMOUNT, pattern=pattern)


def recognise_census(document: Document, census: CensusTable) -> Recognition | None:
    """By its headings."""
    table = _find(document, census)
    return Recognition(census.feed, share_of(table, census.columns)) if table else None


def read_census(document: Document, census: CensusTable, feed: Feed, *, scratch: Path) -> Reading:
    """People of each small area in England, by group."""
    table = found(_find(document, census), document, census.columns)
    lines = list(table.require(census.columns).lines())
    period = census_year(table)
    collected = Collected(feed)
    collected.take(lines, lambda line: _facts(line, period, census))
    return collected.reading(scratch, reconciliations=[_reconciliation(lines, census)])


def census_year(table: Table) -> str:
    """The year of the census: in the preamble, in the heading of the areas or in the column `date`."""
    for row in table.document.head[: table.headings.row]:
        if len(row) > 1 and row[0].strip().casefold().startswith("date"):
            return read_period(row[1]).text
    if table.has(YEAR.heading):
        return read_period(next(table.lines()).words(YEAR.heading)).text
    heading = next(
        (found for text in table.headings.texts if (found := YEAR_OF_AREAS.match(text.strip()))), None
    )
    if heading is None:
        raise Problem(
            code="period.not-stated",
            found="Neither the lines above the headings nor the headings say the year of the census.",
            expected="A heading such as '2021 super output area - lower layer', or a column 'date'.",
            remedy="Take the table as published.",
            where=Where(table.document.name, row=table.headings.row + 1),
        )
    return read_period(heading[1]).text


def _find(document: Document, census: CensusTable) -> Table | None:
    return find_table(document, census.columns, least=0.7)


def _facts(line: Line, period: str, census: CensusTable) -> list[Fact]:
    code = line.code(AREA.heading)
    if not code or code.startswith(IN_WALES) or " " in code:  # notes under the table have words in its place
        return []
    return [{**line.filled((AREA, *census.groups)), "period": period, "grain": "lsoa"}]


def _reconciliation(lines: Sequence[Line], census: CensusTable) -> Reconciliation:
    parts = [column.heading for column in census.groups if column.name in census.parts_of_everyone]
    (everyone,) = (column.heading for column in census.groups if column.name == EVERYONE)
    stated = sum(line.known(everyone) for line in lines)
    summed = sum(line.known(heading) for line in lines for heading in parts)
    return Reconciliation("people: everyone against the groups that make them up", stated, summed)
