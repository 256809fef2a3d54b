"""Population of small areas (LSOA 2011) by year of age, in the Parquet copy that analysts' packages carry.

The copy does not say its year. It is mid-2020: the last year for which ONS estimated the areas of 2011.
"""

from pathlib import Path

import duckdb

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Reconciliation, Vintage
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.headings import Headings, plain, require_headings
from aimwell.gateways.reading import Reading, Recognition, duckdb_projection, share_found

FEED = "population_lsoa"

OLDEST = 90
AGES = (*(str(age) for age in range(OLDEST)), f"{OLDEST}+")
HEADINGS = ("lsoa11_code", "total_population", *AGES)
LAST_ESTIMATE_OF_2011_AREAS = "2020"
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
    found = share_found(HEADINGS, [plain(name) for name in document.parquet_columns])
    return Recognition(FEED, found) if found > 0.8 else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """People of each small area in England, in all and by broad age."""
    names = document.parquet_columns
    headings = Headings("", 0, {plain(name): index for index, name in enumerate(names)}, names)
    require_headings(headings, HEADINGS, document)
    facts = scratch / "facts.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"""create temp view published as
            select *, file_row_number + 2 as source_row from read_parquet('{document.path}', file_row_number = true)"""
        )
        connection.execute(f"copy ({_facts_sql(feed)}) to '{facts}' (format parquet, compression zstd)")
        every_age = " + ".join(f'coalesce("{age}", 0)' for age in AGES)
        row = connection.execute(
            f"""select count(*), count(*) filter ({_IN_ENGLAND}), sum(total_population), sum({every_age})
            from published"""
        ).fetchone()
    rows, kept, stated, summed = row or (0, 0, 0.0, 0.0)
    return Reading(
        facts=facts,
        vintage=Vintage(),
        rows_read=rows,
        rows_kept=kept,
        rows_set_aside=rows - kept,
        reconciliations=(Reconciliation("people: total_population against all ages", stated, summed),),
    )


def _facts_sql(feed: Feed) -> str:
    amounts = {name: " + ".join(f'"{AGES[age]}"' for age in ages) for name, ages in BROAD_AGES.items()}
    return (
        "select "
        + duckdb_projection(
            feed,
            {
                "period": f"'{LAST_ESTIMATE_OF_2011_AREAS}'",
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
