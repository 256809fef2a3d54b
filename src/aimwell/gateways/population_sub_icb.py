"""ONS mid-year population of sub-ICB locations: a sheet a year, a column for each year of age and sex.

Earlier workbooks repeat the same people by the clinical commissioning groups of before; those sheets are read
only for a year that has no other. Sheets of Welsh health boards are left alone.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import Reconciliation, Vintage
from aimwell.gateways.cells import text
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.table import Column, Holds, Line, Table, find_table, share_of

FEED = "population_sub_icb"

SHEET = re.compile(r"mid-(?P<year>\d{4})\s+(?P<areas>sicbl|sub icb|icb|ccg)s?\b.*", re.IGNORECASE)
OLDEST = 90  # the last column is of people of 90 and over
SEXES = {"Female": "F", "Male": "M"}
BAND_YEARS = 5
SUB_ICB = Column("SICBL Code", "sub_icb", Holds.CODE, pattern=r"(sicbl|ccg|sub icb|loc) \d{4} code")
ICS = Column("ICB Code", "ics", Holds.CODE, pattern=r"(icb|stp) \d{4} code")
REGION = Column("NHSER Code", "region", Holds.CODE, pattern=r"nhser \d{4} code")
TOTAL = Column("Total", holds=Holds.AMOUNT)
AGES = tuple(
    Column(f"{letter}{age}", holds=Holds.AMOUNT) for letter in SEXES.values() for age in range(OLDEST + 1)
)
COLUMNS = (SUB_ICB, ICS, REGION, TOTAL, *AGES)


@dataclass(frozen=True, slots=True)
class YearSheet:
    """One sheet: the year it is of, and whether it is by the areas of before July 2022."""

    name: str
    year: str
    by_former_areas: bool


def recognise(document: Document) -> Recognition | None:
    """By the names of its sheets and the headings of the first."""
    sheets = year_sheets(document)
    if not sheets:
        return None
    table = find_table(document, COLUMNS, sheet=sheets[0].name, least=0.5)
    return Recognition(FEED, share_of(table, COLUMNS)) if table else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """People by sub-ICB location, sex and five years of age, for each year in the workbook."""
    collected = Collected(feed)
    reconciliations = []
    for sheet in year_sheets(document):
        table = find_table(document, COLUMNS, sheet=sheet.name, least=0.5)
        if table is None:
            raise _no_table(document, sheet)
        lines = list(table.require(COLUMNS).lines())
        collected.take(lines, _Reader(sheet).facts)
        reconciliations.append(_reconciliation(sheet, table, lines))
    published = _published(document)
    return collected.reading(scratch, vintage=Vintage(published), reconciliations=reconciliations)


def year_sheets(document: Document) -> list[YearSheet]:
    """The sheets to read: one for each year, by today's areas where there is a choice."""
    if document.kind is not Kind.WORKBOOK:
        return []
    found = [
        YearSheet(name, match["year"], match["areas"].casefold() == "ccg")
        for name in document.sheets
        if (match := SHEET.fullmatch(name.strip()))
    ]
    chosen: dict[str, YearSheet] = {}
    for sheet in sorted(found, key=lambda sheet: sheet.by_former_areas):
        chosen.setdefault(sheet.year, sheet)
    return [chosen[year] for year in sorted(chosen)]


@dataclass(frozen=True, slots=True)
class _Reader:
    sheet: YearSheet

    def facts(self, line: Line) -> list[Fact]:
        """Two sexes of nineteen bands of age; amounts by broad age are parts of the same band."""
        places = line.filled((SUB_ICB, ICS, REGION))
        period = read_period(self.sheet.year).text
        return [
            {**places, **amounts, "period": period, "grain": "sub_icb", "sex": sex, "age_band": band}
            for sex, letter in SEXES.items()
            for band, amounts in _bands(_by_age(line, letter))
        ]


def _by_age(line: Line, letter: str) -> list[float]:
    ages = []
    for age in range(OLDEST + 1):
        heading = f"{letter}{age}"
        found = line.amount(heading).number
        if found is None:
            raise Problem(
                code="cell.missing-number",
                found="The cell is empty.",
                expected="The number of people of that age.",
                remedy="Take the workbook as published.",
                where=line.where(heading),
            )
        ages.append(found)
    return ages


def _bands(people: list[float]) -> Iterator[tuple[str, Mapping[str, float]]]:
    for first in range(0, OLDEST + 1, BAND_YEARS):
        ages = range(first, min(first + BAND_YEARS, OLDEST + 1))
        band = f"{first}+" if first == OLDEST else f"{first}-{first + BAND_YEARS - 1}"
        yield band, broad_ages({age: people[age] for age in ages})


def broad_ages(people: Mapping[int, float]) -> dict[str, float]:
    """People in all and by broad age, from people by year of age."""
    return {
        "people": sum(people.values()),
        "people_under_18": sum(n for age, n in people.items() if age < 18),
        "people_18_to_64": sum(n for age, n in people.items() if 18 <= age < 65),
        "people_65_and_over": sum(n for age, n in people.items() if age >= 65),
        "people_75_and_over": sum(n for age, n in people.items() if age >= 75),
        "people_85_and_over": sum(n for age, n in people.items() if age >= 85),
    }


def _reconciliation(sheet: YearSheet, table: Table, lines: list[Line]) -> Reconciliation:
    ages = [table.headings.index(column.heading) for column in AGES]
    numbers = [
        [cell for cell in (line.cells[index] for index in ages) if isinstance(cell, float)] for line in lines
    ]
    stated = [line.cell(TOTAL.heading) for line in lines]
    return Reconciliation(
        f"people in mid-{sheet.year}: the column Total against all ages of both sexes",
        sum(cell for cell in stated if isinstance(cell, float)),
        sum(map(sum, numbers)),
    )


def _published(document: Document) -> date | None:
    """The day on the cover: 'Date published: 7 November 2025'."""
    for name in document.sheets[:1]:
        for row in document.sheet(name):
            found = re.fullmatch(
                r"Date published: (\d{1,2})(?:st|nd|rd|th)? ([A-Z][a-z]+) (\d{4})", text(row[0])
            )
            if found:
                return read_period(" ".join(found.groups())).start
    return None


def _no_table(document: Document, sheet: YearSheet) -> Problem:
    return Problem(
        code="feed.missing-column",
        found=f"The sheet '{sheet.name}' has no line of headings.",
        expected="Headings such as 'SICBL 2024 Code', 'Total', 'F0' to 'F90' and 'M0' to 'M90'.",
        remedy="Take the workbook as published.",
        where=Where(document.name, sheet.name),
    )
