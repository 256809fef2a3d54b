"""NHS England's patients registered at a GP practice by where they live (LSOA): one row a practice and area.

Published as CSV of some 900,000 rows a quarter, with the day of the extract; analysts keep it as Parquet without
the day. That copy is of 2022, the only one known.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import PlaceMet, Vintage
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.headings import Headings, plain, require_headings
from aimwell.gateways.reading import Reading, Recognition, duckdb_projection, share_found

FEED = "registered_patients"

YEAR_OF_THE_COPY = "2022"
EVERYONE = "ALL"


@dataclass(frozen=True, slots=True)
class Layout:
    """The headings of one form of the table."""

    practice: str
    area: str
    patients: str
    name: str
    day: str = ""
    sex: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """Those the form has to have."""
        return tuple(filter(None, (self.practice, self.area, self.patients, self.day, self.name, self.sex)))


LAYOUTS = (
    Layout(
        "PRACTICE_CODE", "LSOA_CODE", "NUMBER_OF_PATIENTS", "PRACTICE_NAME", day="EXTRACT_DATE", sex="SEX"
    ),
    Layout("OrganisationCode", "LSOA11CD", "Patient", "OranisationName"),  # spelt so in the copy
)
ENOUGH = 0.74  # one heading of the four may be gone


def recognise(document: Document) -> Recognition | None:
    """By its columns, in either form."""
    share = _share(document, _layout(document))
    return Recognition(FEED, share) if share > ENOUGH else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Patients of each practice living in each small area."""
    layout = _layout(document)
    names = _names(document)
    at = {plain(name): index for index, name in enumerate(names)}
    require_headings(Headings("", 0, at, names), layout.headings, document)
    facts = scratch / "facts.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"create temp table published as {_published_sql(document, layout)}")
        period = _period(connection, document, layout)
        connection.execute(
            f"copy ({_facts_sql(feed, period)}) to '{facts}' (format parquet, compression zstd)"
        )
        rows, kept = connection.execute(
            f"select count(*), count(*) filter ({_EVERYONE}) from published"
        ).fetchone() or (0, 0)
        met = connection.execute(
            "select practice, any_value(name) from published group by 1 order by 1"
        ).fetchall()
    return Reading(
        facts=facts,
        vintage=Vintage(),
        rows_read=rows,
        rows_kept=kept,
        rows_set_aside=rows - kept,
        places_met=tuple(PlaceMet(code, name or code, "practice") for code, name in met),
    )


def _names(document: Document) -> tuple[str, ...]:
    if document.kind is Kind.PARQUET:
        return document.parquet_columns
    return tuple(document.head[0]) if document.head else ()


def _layout(document: Document) -> Layout:
    return max(LAYOUTS, key=lambda layout: _share(document, layout))


def _share(document: Document, layout: Layout) -> float:
    expected = [plain(name) for name in layout.headings]
    return share_found(expected, [plain(name) for name in _names(document)])


def _published_sql(document: Document, layout: Layout) -> str:
    source = (
        f"read_parquet('{document.path}', file_row_number = true)"
        if document.kind is Kind.PARQUET
        else f"(select *, row_number() over () - 1 as file_row_number from "
        f"read_csv('{document.path}', all_varchar = true, header = true, parallel = false))"
    )
    day = f'"{layout.day}"' if layout.day else "''"
    sex = f'upper("{layout.sex}")' if layout.sex else f"'{EVERYONE}'"
    return f"""
        select file_row_number + 2 as source_row, {day} as day, {sex} as sex, upper(trim("{layout.practice}")) as practice,
               "{layout.name}" as name,
               "{layout.area}" as area, "{layout.patients}" as said, try_cast("{layout.patients}" as double) as patients
        from {source}"""


_EVERYONE = f"sex = '{EVERYONE}'"


def _period(connection: duckdb.DuckDBPyConnection, document: Document, layout: Layout) -> str:
    bad = connection.execute(
        "select source_row, said from published where said is not null and patients is null order by 1 limit 1"
    ).fetchone()
    if bad:
        raise Problem(
            code="cell.not-a-number",
            found=f"'{bad[1]}' is not a number.",
            expected="A number of patients.",
            remedy="Correct the cell, or take the file as published.",
            where=Where(document.name, row=bad[0], column=layout.patients),
        )
    days = [row[0] for row in connection.execute("select distinct day from published limit 5").fetchall()]
    if len(days) != 1:
        raise Problem(
            code="feed.several-periods",
            found=f"{len(days)} days: {', '.join(map(str, days))}.",
            expected="One day's extract in a file.",
            remedy="Take one published file at a time.",
            where=Where(document.name, column=layout.day),
        )
    return read_period(days[0]).text if layout.day else YEAR_OF_THE_COPY


def _facts_sql(feed: Feed, period: str) -> str:
    return (
        "select "
        + duckdb_projection(
            feed,
            {
                "period": f"'{period}'",
                "grain": "'practice'",
                "source_row": "source_row",
                "practice": "practice",
                "lsoa": "area",
                "patients": "patients",
                "status": "case when patients is null then 'missing' else 'ok' end",
            },
        )
        + f" from published where {_EVERYONE} order by source_row"
    )
