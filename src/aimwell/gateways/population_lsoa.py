"""Population of small areas (LSOA) by year of age, in the Parquet copies that analysts' packages carry.

A copy does not say its year: the feed knows the editions by how many people they hold, and a name may say it.
"""

import re
from pathlib import Path

import duckdb

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import Reconciliation, Vintage
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.headings import Headings, plain, require_headings
from aimwell.gateways.reading import Reading, Recognition, duckdb_projection, share_found
from aimwell.sqltext import literal

FEED = "population_lsoa"

OLDEST = 90
AGES = (*(str(age) for age in range(OLDEST)), f"{OLDEST}+")
AREA = "lsoa11_code"
HEADINGS = (AREA, "total_population", *AGES)
OF_ANY_CENSUS = re.compile(r"lsoa(11|21)(_code|cd)")
KNOWN_EDITION = re.compile(r"The table of ([\d,]+) people is of mid-(\d{4})\.")  # in the feed's notes
YEAR_IN_NAME = re.compile(r"(?:population|mid[-_ ]?)(?:20)?(\d\d)(?!\d)", re.IGNORECASE)
BROAD_AGES = {
    "people_under_18": range(18),
    "people_18_to_64": range(18, 65),
    "people_65_and_over": range(65, OLDEST + 1),
    "people_75_and_over": range(75, OLDEST + 1),
    "people_85_and_over": range(85, OLDEST + 1),
}


def recognise(document: Document) -> Recognition | None:
    """By its columns."""
    if document.kind is not Kind.PARQUET:
        return None
    found = share_found(HEADINGS, _columns(document))
    return Recognition(FEED, found) if found > 0.8 else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """People of each small area in England, in all and by broad age."""
    names = _columns(document)
    headings = Headings("", 0, {name: index for index, name in enumerate(names)}, names)
    require_headings(headings, HEADINGS, document)
    facts = scratch / "facts.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"""create temp view published as
            select {_renamed(document)}, file_row_number + 2 as source_row
            from read_parquet({literal(document.path)}, file_row_number = true)"""
        )
        every_age = " + ".join(f'coalesce("{age}", 0)' for age in AGES)
        row = connection.execute(
            f"""select count(*), count(*) filter ({_IN_ENGLAND}), sum(total_population), sum({every_age})
            from published"""
        ).fetchone()
        rows, kept, stated, summed = row or (0, 0, 0.0, 0.0)
        year = _year(document, feed, stated or 0.0)
        connection.execute(
            f"copy ({_facts_sql(feed, year)}) to {literal(facts)} (format parquet, compression zstd)"
        )
    return Reading(
        facts=facts,
        vintage=Vintage(),
        rows_read=rows,
        rows_kept=kept,
        rows_set_aside=rows - kept,
        reconciliations=(Reconciliation("people: total_population against all ages", stated, summed),),
    )


def _columns(document: Document) -> tuple[str, ...]:
    """The columns in lower case, the areas' codes under the name of 2011."""
    return tuple(
        AREA if OF_ANY_CENSUS.fullmatch(plain(name)) else plain(name) for name in document.parquet_columns
    )


def _renamed(document: Document) -> str:
    published = zip(document.parquet_columns, _columns(document), strict=True)
    return ", ".join(f'"{theirs}" as "{ours}"' for theirs, ours in published)


def _year(document: Document, feed: Feed, people: float) -> str:
    """The year of the estimates. Raises Problem when neither the people nor the name tell it."""
    for note in feed.notes:
        known = KNOWN_EDITION.search(note)
        if known and int(known[1].replace(",", "")) == people:
            return read_period(known[2]).text
    if found := YEAR_IN_NAME.search(document.name):
        return read_period(f"20{found[1]}").text
    raise Problem(
        code="period.not-stated",
        found=f"Nothing in the table says its year; it holds {people:,.0f} people.",
        expected="An edition that the feed's notes know by its people, or the year in the name, such as mid-2020.",
        remedy="Put the year back into the name that the file was published under.",
        where=Where(document.name),
    )


def _facts_sql(feed: Feed, year: str) -> str:
    amounts = {name: " + ".join(f'"{AGES[age]}"' for age in ages) for name, ages in BROAD_AGES.items()}
    return (
        "select "
        + duckdb_projection(
            feed,
            {
                "period": literal(year),
                "grain": "'lsoa'",
                "source_row": "source_row",
                "lsoa": "lsoa11_code",
                "people": "total_population",
                "status": "case when total_population is null then 'missing' else 'ok' end",
                **amounts,
            },
        )
        + f" from published where {_IN_ENGLAND} order by source_row"
    )


_IN_ENGLAND = "lsoa11_code like 'E%'"
