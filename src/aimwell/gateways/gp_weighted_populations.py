"""NHS England's allocations: each practice's patients weighted by need, one column for each kind of care.

The file does not say its year. Its name usually does; failing that, its headings do, for they changed with
the editions.
"""

import re
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import PlaceMet, Reconciliation
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.table import Column, Holds, Line, Table, find_table, require_table, share_of

FEED = "gp_weighted_populations"

PRACTICE = Column("Practice_Code", "practice", Holds.CODE)
NAME = Column("GP_Practice_Name")
ICS = Column("ICB", "ics", Holds.CODE, r"ic[sb]\d\d")
REGION = Column("Rcode", "region", Holds.CODE, r"r\d\d")
DISTRICT = Column("LAD", "district", Holds.CODE, r"lad\d\d")
POPULATION = Column("Population", "population", Holds.AMOUNT, r"pop(ulation)? \d{4}/\d\d")
WEIGHTED = (
    Column("G&A WP", "general_and_acute", Holds.AMOUNT),
    Column("CS WP", "community", Holds.AMOUNT),
    Column("MH WP", "mental_health", Holds.AMOUNT),
    Column("Mat WP", "maternity", Holds.AMOUNT),
    Column("Health Ineq WP", "health_inequalities", Holds.AMOUNT),
    Column("Prescr WP", "prescribing", Holds.AMOUNT),
    Column("Final WP", "all_core_services", Holds.AMOUNT),
    Column("Primary Medical Care WP", "primary_medical_care_need", Holds.AMOUNT),
    Column("Final PMC WP", "primary_medical_care", Holds.AMOUNT),
)
COLUMNS = (PRACTICE, NAME, ICS, REGION, DISTRICT, POPULATION, *WEIGHTED)
EDITION_OF_HEADINGS = {"pop 2022/23": "2023/24", "population": "2025/26"}
YEARS_IN_NAME = re.compile(r"(20\d\d)[-_/](?:20)?(\d\d)(?!\d)")


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    table = find_table(document, COLUMNS, least=0.7)
    return Recognition(FEED, share_of(table, COLUMNS)) if table else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Patients of each practice, as they are and as weighted for each kind of care."""
    table = require_table(document, COLUMNS, least=0.7)
    edition, lines = _edition(document, table), list(table.lines())
    collected = Collected(feed)
    collected.take(lines, lambda line: _facts(line, edition))
    return collected.reading(
        scratch,
        reconciliations=[_reconciliation(column, lines) for column in WEIGHTED],
        places_met=[
            PlaceMet(
                line.code(PRACTICE.heading), line.words(NAME.heading), "practice", line.code(ICS.heading)
            )
            for line in lines
        ],
    )


def _facts(line: Line, edition: str) -> list[Fact]:
    status = line.amount(POPULATION.heading).status
    return [{**line.filled(COLUMNS), "period": edition, "grain": "practice", "status": status}]


def _edition(document: Document, table: Table) -> str:
    found = YEARS_IN_NAME.search(document.name)
    if found and int(found[2]) == (int(found[1]) + 1) % 100:
        return read_period(f"{found[1]}/{found[2]}").text
    published = document.head[table.headings.row][table.headings.index(POPULATION.heading)]
    edition = EDITION_OF_HEADINGS.get(published.strip().casefold())
    if edition is None:
        raise Problem(
            code="period.not-stated",
            found=f"Nothing in the file says its year; the population is headed '{published}'.",
            expected="The year of the allocations in the file's name, such as weighted_populations_2025_2026.csv.",
            remedy="Put the year back into the name that the file was published under.",
            where=Where(document.name, row=table.headings.row + 1, column=published),
        )
    return edition


def _reconciliation(column: Column, lines: list[Line]) -> Reconciliation:
    """England's weighted population is made to equal its population: weights share out, they do not add."""
    return Reconciliation(
        f"England: population against {column.heading}",
        sum(line.known(POPULATION.heading) for line in lines),
        sum(line.known(column.heading) for line in lines),
    )
