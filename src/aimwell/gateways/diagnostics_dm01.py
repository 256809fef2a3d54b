"""NHS England's monthly extract of diagnostic waits and activity (DM01): provider by commissioner by test.

Rows of the test TOTAL add up the fifteen others; they are checked, and worked out again for every place.
"""

from pathlib import Path

import duckdb

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import PlaceMet, Reconciliation, Vintage
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.headings import Headings, find_headings, plain, require_headings
from aimwell.gateways.numbered_lines import no_headings, one_period
from aimwell.gateways.published_columns import path_of
from aimwell.gateways.reading import Reading, Recognition, duckdb_projection

FEED = "diagnostics_dm01"

KEYS = (
    "Period",
    "Provider Parent Org Code",
    "Provider Org Code",
    "Provider Org Name",
    "Commissioner Org Code",
    "Diagnostic Tests",
)
OPEN_BAND = 13
BANDS = (
    "00 < 01 Week",
    *(f"{week:02d} < {week + 1:02d} Weeks" for week in range(1, OPEN_BAND)),
    f"{OPEN_BAND}+ Weeks",
)
STANDARD_WEEKS = 6
AMOUNTS = {
    "waiting": "Total WL",
    "waiting_list_tests": "Waiting List Activity",
    "planned_tests": "Planned Activity",
    "unscheduled_tests": "Unscheduled Activity",
    "tests": "Total Activity",
}
HEADINGS = (*KEYS, *BANDS, *AMOUNTS.values())
ALL_TESTS = "TOTAL"
MOST_PROBLEMS = 20


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    headings = find_headings(document.head, HEADINGS, least=0.5)
    if headings is None:
        return None
    return Recognition(FEED, sum(headings.has(name) for name in HEADINGS) / len(HEADINGS))


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """People waiting and tests done, by commissioner and by provider, for each test and all of them."""
    headings = find_headings(document.head, HEADINGS, least=0.5)
    if headings is None or document.kind is not Kind.CSV:
        raise no_headings(document, HEADINGS)
    require_headings(headings, HEADINGS, document)
    with duckdb.connect() as connection:
        _load(connection, document, headings)
        return _read_loaded(connection, document, feed, scratch)


def _load(connection: duckdb.DuckDBPyConnection, document: Document, headings: Headings) -> None:
    known = {plain(name): name for name in HEADINGS}
    names = [known.get(plain(text), text) for text in headings.texts]
    numbers = {*BANDS, *AMOUNTS.values()}
    columns = ", ".join(
        f"'{name.replace(chr(39), chr(39) * 2)}': '{'DOUBLE' if name in numbers else 'VARCHAR'}'"
        for name in names
    )
    encoding = "utf-8" if document.encoding.startswith("utf-8") else "latin-1"
    try:
        connection.execute(
            f"""
            create temp table published as
            select * from read_csv({path_of(document.path)}, auto_detect = false, header = true, skip = {headings.row},
                                   delim = ',', quote = '"', escape = '"', encoding = '{encoding}',
                                   columns = {{{columns}}})
            """
        )
    except duckdb.Error as error:
        raise Problems(_faults(document, names, numbers, headings.row + 1, error)) from error


def _read_loaded(
    connection: duckdb.DuckDBPyConnection, document: Document, feed: Feed, scratch: Path
) -> Reading:
    periods = {
        str(row[0]) for row in connection.execute('select distinct "Period" from published').fetchall()
    }
    period = read_period(_month_in(one_period(periods, Where(document.name, column="Period")))).text
    facts = scratch / "facts.parquet"
    connection.execute(f"copy ({_facts_sql(feed, period)}) to '{facts}' (format parquet, compression zstd)")
    rows, totals, stated, summed = _one(connection)
    return Reading(
        facts=facts,
        vintage=Vintage(revised="revised" in document.path.name.casefold()),
        rows_read=int(rows),
        rows_kept=int(rows - totals),
        rows_set_aside=int(totals),
        reconciliations=(
            (Reconciliation("people waiting: all tests against their sum", stated, summed),) if totals else ()
        ),
        places_met=tuple(_places_met(connection)),
    )


def _month_in(published: str) -> str:
    """The month after the collection's name: DM01-MARCH-2026."""
    return published.upper().removeprefix("DM01-")


def _facts_sql(feed: Feed, period: str) -> str:
    bands = ", ".join(f'coalesce(sum("{band}"), 0)::integer' for band in BANDS)
    amounts = ", ".join(f'sum("{heading}") as {name}' for name, heading in AMOUNTS.items())
    keys = ('"Commissioner Org Code"', '"Provider Org Code"')
    sets = ", ".join(f"({key}, test), ({key})" for key in keys)
    projected = duckdb_projection(
        feed,
        {
            "period": f"'{period}'",
            "grain": "case when by_commissioner then 'commissioner' else 'provider' end",
            "commissioner": '"Commissioner Org Code"',
            "provider": '"Provider Org Code"',
            "test": f"coalesce(test, '{ALL_TESTS}')",
            "within_6_weeks": f"list_sum(bands[1:{STANDARD_WEEKS}])",
            "over_6_weeks": f"list_sum(bands[{STANDARD_WEEKS + 1}:])",
            "over_13_weeks": f"bands[{OPEN_BAND + 1}]",
            "weekly_bands": "bands",
            **{name: name for name in AMOUNTS},
        },
    )
    return f"""
        select {projected} from (
            select "Commissioner Org Code", "Provider Org Code", test, [{bands}] as bands, {amounts},
                   grouping("Provider Org Code") = 1 as by_commissioner
            from (select *, upper(trim("Diagnostic Tests")) as test from published)
            where test <> '{ALL_TESTS}'
            group by grouping sets ({sets}))
        """


def _one(connection: duckdb.DuckDBPyConnection) -> tuple[float, float, float, float]:
    total = f"upper(trim(\"Diagnostic Tests\")) = '{ALL_TESTS}'"
    row = connection.execute(
        f"""
        select count(*), count(*) filter ({total}), coalesce(sum("Total WL") filter ({total}), 0),
               coalesce(sum("Total WL") filter (not {total}), 0)
        from published
        """
    ).fetchone()
    rows, totals, stated, summed = row or (0, 0, 0, 0)
    return float(rows), float(totals), float(stated), float(summed)


def _places_met(connection: duckdb.DuckDBPyConnection) -> list[PlaceMet]:
    rows = connection.execute(
        """
        select "Provider Org Code", any_value("Provider Org Name"),
               coalesce(any_value("Provider Parent Org Code"), '')
        from published group by 1 order by 1
        """
    ).fetchall()
    return [PlaceMet(code, name or code, "provider", parent) for code, name, parent in rows]


def _faults(
    document: Document, names: list[str], numbers: set[str], under: int, error: duckdb.Error
) -> list[Problem]:
    """The first lines at fault; a plain second reading, only when the fast one failed."""
    problems: list[Problem] = []
    for number, row in enumerate(document.lines(), start=1):
        if number <= under or len(problems) >= MOST_PROBLEMS:
            continue
        if len(row) != len(names):
            problems.append(
                Problem(
                    code="file.cut-short",
                    found=f"The row has {len(row)} cells.",
                    expected=f"{len(names)} cells, as in the line of headings.",
                    remedy="Download the file again: it may have stopped half way.",
                    where=Where(document.name, row=number),
                )
            )
            continue
        problems += [
            Problem(
                code="cell.not-a-number",
                found=f"'{cell}' is not a number.",
                expected="A whole number, or nothing.",
                remedy="Correct the cell, or take the file as published.",
                where=Where(document.name, row=number, column=name),
            )
            for name, cell in zip(names, row, strict=True)
            if name in numbers and cell.strip() and not cell.strip().replace(".", "", 1).isdigit()
        ]
    return problems or [
        Problem(
            code="file.unreadable-csv",
            found=f"The file cannot be read as CSV: {str(error).splitlines()[0]}",
            expected="The CSV as published.",
            remedy="Download the file again.",
            where=Where(document.name),
        )
    ]
