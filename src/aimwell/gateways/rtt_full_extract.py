"""NHS England's full extract of referral to treatment waiting times: one CSV a month in a zip.

121 columns: who provides, who commissions, which part, which specialty, and 105 weekly bands. Until March
2021 there were 69, and the bands ended with one open from 52 weeks. Blank is none. `Total` is blank for
people still waiting, so `Total All` is the count.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import PlaceMet, Reconciliation, Vintage
from aimwell.gateways.document import Document, Kind, Row
from aimwell.gateways.headings import Headings, find_headings, plain, require_headings
from aimwell.gateways.published_columns import path_of
from aimwell.gateways.reading import Reading, Recognition, duckdb_projection
from aimwell.sqltext import literal

FEED = "rtt_full_extract"

KEYS = (
    "Period",
    "Provider Parent Org Code",
    "Provider Org Code",
    "Provider Org Name",
    "Commissioner Parent Org Code",
    "Commissioner Org Code",
    "Commissioner Org Name",
    "RTT Part Type",
    "Treatment Function Code",
)
OPEN_BAND = 104
BANDS = (
    *(f"Gt {week:02d} To {week + 1:02d} Weeks SUM 1" for week in range(OPEN_BAND)),
    f"Gt {OPEN_BAND} Weeks SUM 1",
)
EARLIER_OPEN_BAND = 52  # until March 2021
EARLIER_BANDS = (*BANDS[:EARLIER_OPEN_BAND], f"Gt {EARLIER_OPEN_BAND} Weeks SUM 1")
UNKNOWN_START = "Patients with unknown clock start date"
TOTALS = ("Total", UNKNOWN_START, "Total All")
HEADINGS = KEYS + BANDS + TOTALS
ALL_SPECIALTIES = "C_999"
OTHER_COUNTRIES = "NONC"  # patients of other countries; a provider's published figures leave them out
MOST_PROBLEMS = 20  # more help nobody
THRESHOLDS = {"over_52_weeks": 52, "over_65_weeks": 65, "over_78_weeks": 78, "over_104_weeks": 104}


def recognise(document: Document) -> Recognition | None:
    """By its headings; a workbook saved from it is recognised too, and refused in words when read."""
    headings = find_headings(_first_lines(document), HEADINGS, least=0.4)
    if headings is None:
        return None
    expected = KEYS + _bands_of(headings) + TOTALS
    found = sum(headings.has(name) for name in expected)
    return Recognition(FEED, found / len(expected), headings=found)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Pathways by commissioner and by provider, with their weekly bands."""
    _refuse_if_cut_short(document)
    headings = find_headings(document.head, HEADINGS, least=0.4)
    if headings is None:
        raise Problem(
            code="feed.missing-column",
            found="The first lines hold no headings of the extract.",
            expected="A line of 121 headings.",
            remedy="Take the CSV as published.",
            where=Where(document.name, row=1),
        )
    bands = _bands_of(headings)
    require_headings(headings, KEYS + bands + TOTALS, document)
    with duckdb.connect() as connection:
        _load(connection, document, headings, bands)
        reading = _read_loaded(connection, document, feed, scratch, bands)
    _refuse_if_stopped(document, reading)
    return reading


def _bands_of(headings: Headings) -> tuple[str, ...]:
    """The bands of the edition."""
    return EARLIER_BANDS if headings.has(EARLIER_BANDS[-1]) and not headings.has(BANDS[-1]) else BANDS


def _read_loaded(
    connection: duckdb.DuckDBPyConnection,
    document: Document,
    feed: Feed,
    scratch: Path,
    bands: tuple[str, ...],
) -> Reading:
    period = _period(connection, document)
    facts = scratch / "facts.parquet"
    connection.execute(
        f"copy ({_facts_sql(feed, period, bands)}) to {literal(facts)} (format parquet, compression snappy)"
    )
    rows, stated, summed = _one(connection, _reconciliation_sql())
    return Reading(
        facts=facts,
        vintage=Vintage(revised="revised" in document.path.name.casefold()),
        rows_read=int(rows),
        rows_kept=int(rows),
        reconciliations=(
            Reconciliation("people still waiting: all specialties against their sum", stated, summed),
        ),
        places_met=tuple(_places_met(connection)),
    )


def _first_lines(document: Document) -> Sequence[Row]:
    if document.kind is Kind.WORKBOOK and document.sheets:
        return document.sheet(document.sheets[0], rows=5)
    return document.head


def _refuse_if_cut_short(document: Document) -> None:
    """A copy saved from a spreadsheet stops at its last row and column."""
    if document.kind is Kind.CSV:
        return
    rows = document.sheet(document.sheets[0])
    raise Problem(
        code="file.cut-short" if len(rows) in (65_536, 1_048_576) else "feed.wrong-format",
        found=f"A workbook of {len(rows):,} rows and {len(rows[0])} columns.",
        expected=f"The CSV as published, with {len(HEADINGS) + 4} columns and about 180,000 rows.",
        remedy="Take the zip or CSV from NHS England: a spreadsheet cuts the extract at 65,536 rows.",
        where=Where(document.name, document.sheets[0], len(rows)),
    )


def _load(
    connection: duckdb.DuckDBPyConnection, document: Document, headings: Headings, bands: tuple[str, ...]
) -> None:
    """One pass over the text: sum the bands by commissioner and by provider as it goes by."""
    names = _as_expected(headings.texts, KEYS + bands + TOTALS)
    counts = {*bands, *TOTALS}
    columns = ", ".join(f"{literal(name)}: '{'INTEGER' if name in counts else 'VARCHAR'}'" for name in names)
    encoding = "utf-8" if document.encoding.startswith("utf-8") else "latin-1"
    try:
        connection.execute(
            f"""
            create temp table summed as
            select "Period", "RTT Part Type", "Treatment Function Code",
                   "Commissioner Org Code", english_provider as "Provider Org Code",
                   grouping(english_provider) = 1 as by_commissioner,
                   any_value("Provider Org Name") as "Provider Org Name",
                   any_value("Provider Parent Org Code") as "Provider Parent Org Code",
                   count(*) as rows, sum("Total All")::bigint as "Total All",
                   coalesce(sum("{UNKNOWN_START}"), 0)::bigint as unknown_start, {_sums(bands)}
            from (select *, case when "Commissioner Org Code" <> '{OTHER_COUNTRIES}'
                                 then "Provider Org Code" end as english_provider
                  from read_csv({path_of(document.path)}, auto_detect = false, header = true, skip = {headings.row},
                                delim = ',', quote = '"', escape = '"', encoding = '{encoding}',
                                columns = {{{columns}}}))
            group by grouping sets (
                ("Period", "RTT Part Type", "Treatment Function Code", "Commissioner Org Code"),
                ("Period", "RTT Part Type", "Treatment Function Code", english_provider))
            """
        )
    except duckdb.Error as error:
        raise _unreadable(document, names, counts, headings.row + 1, error) from error


def _sums(bands: tuple[str, ...]) -> str:
    """SQL for the sums of 105 bands, week_0 to week_104. Where an edition is open from 52 weeks, all from there stand in the last.

    They are added up as doubles, which hold these counts exactly and take two thirds of the time.
    """
    sums = [f'coalesce(sum("{band}"::double), 0)::integer' for band in bands]
    padded = [*sums[:-1], *["0"] * (len(BANDS) - len(bands)), sums[-1]]
    return ", ".join(f"{total} as week_{week}" for week, total in enumerate(padded))


def _weeks(first: int, last: int) -> list[str]:
    return [f"week_{week}" for week in range(first, last + 1)]


def _as_expected(texts: Sequence[str], expected: Sequence[str]) -> list[str]:
    """Headings in the capitals and spaces that are expected."""
    known = {plain(name): name for name in expected}
    return [known.get(plain(text), text) for text in texts]


def _period(connection: duckdb.DuckDBPyConnection, document: Document) -> str:
    periods = [row[0] for row in connection.execute('select distinct "Period" from summed').fetchall()]
    if len(periods) != 1:
        raise Problem(
            code="feed.several-periods",
            found=f"{len(periods)} periods: {', '.join(map(str, periods[:5]))}.",
            expected="One month in a file.",
            remedy="Take one published month at a time.",
            where=Where(document.name, column="Period"),
        )
    return read_period(periods[0]).text


def _facts_sql(feed: Feed, period: str, bands: tuple[str, ...]) -> str:
    """SQL for the facts, from the sums."""
    known = {name: week for name, week in THRESHOLDS.items() if week < len(bands)}
    over = {name: " + ".join(_weeks(week, OPEN_BAND)) for name, week in known.items()}
    return (
        "select "
        + duckdb_projection(
            feed,
            {
                "period": f"'{period}'",
                "source_rows": "rows",
                "grain": """case when by_commissioner then 'commissioner' else 'provider' end""",
                "commissioner": '"Commissioner Org Code"',
                "provider": '"Provider Org Code"',
                "part": '"RTT Part Type"',
                "treatment_function": '"Treatment Function Code"',
                "pathways": '"Total All"',
                "within_18_weeks": " + ".join(_weeks(0, 17)),
                **over,
                "unknown_start": "unknown_start",
                "weekly_bands": f"[{', '.join(_weeks(0, OPEN_BAND))}]",
            },
        )
        + ' from summed where by_commissioner or "Provider Org Code" is not null'
    )


def _reconciliation_sql() -> str:
    total = f"\"Treatment Function Code\" = '{ALL_SPECIALTIES}'"
    waiting = "\"RTT Part Type\" = 'Part_2'"
    return f"""
        select sum(rows), coalesce(sum("Total All") filter ({waiting} and {total}), 0),
               coalesce(sum("Total All") filter ({waiting} and not {total}), 0)
        from summed where by_commissioner
        """


def _places_met(connection: duckdb.DuckDBPyConnection) -> list[PlaceMet]:
    rows = connection.execute(
        """
        select "Provider Org Code", any_value("Provider Org Name"), coalesce(any_value("Provider Parent Org Code"), '')
        from summed where not by_commissioner and "Provider Org Code" is not null group by 1 order by 1
        """
    ).fetchall()
    return [PlaceMet(code, name or code, "provider", parent) for code, name, parent in rows]


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[float, float, float]:
    row = connection.execute(sql).fetchone()
    return (float(row[0] or 0), float(row[1]), float(row[2])) if row else (0.0, 0.0, 0.0)


def _refuse_if_stopped(document: Document, reading: Reading) -> None:
    """Every group of rows ends with its total; a file that stopped between two rows ends without one."""
    with document.path.open("rb") as stream:
        stream.seek(max(0, document.path.stat().st_size - 4096))
        last = stream.read().rstrip().rpartition(b"\n")[2]
    if ALL_SPECIALTIES.encode() in last or all(total.agrees for total in reading.reconciliations):
        return
    raise Problem(
        code="file.cut-short",
        found="The last row is no total, and the totals do not agree with the rows.",
        expected=f"A last row with treatment function {ALL_SPECIALTIES}, as in every published extract.",
        remedy="Download the file again: it may have stopped half way.",
        where=Where(document.name, row=reading.rows_read + 1),
    )


def _unreadable(
    document: Document, names: Sequence[str], counts: set[str], under: int, error: duckdb.Error
) -> Problems:
    """Name the first cells that are not whole numbers; a plain second reading, only when the fast one failed."""
    counted = [(index, name) for index, name in enumerate(names) if name in counts]
    problems: list[Problem] = []
    for number, row in enumerate(document.lines(), start=1):
        if number > under:
            problems += _faults_of(row, number, counted, len(names), document.name)
        if len(problems) >= MOST_PROBLEMS:
            break
    return Problems(problems or [_other_fault(document.name, error)])


def _faults_of(
    row: Sequence[str], number: int, counted: Sequence[tuple[int, str]], width: int, name: str
) -> list[Problem]:
    if len(row) != width:
        return [
            Problem(
                code="file.cut-short",
                found=f"The row has {len(row)} cells.",
                expected=f"{width} cells, as in the line of headings.",
                remedy="Download the file again: it may have stopped half way.",
                where=Where(name, row=number),
            )
        ]
    bad = [(column, row[index]) for index, column in counted if row[index] and not row[index].isdigit()]
    return [
        Problem(
            code="cell.not-a-number",
            found=f"'{cell}' is not a whole number.",
            expected="A whole number, or nothing.",
            remedy="Correct the cell, or take the file as published.",
            where=Where(name, row=number, column=column),
        )
        for column, cell in bad
    ]


def _other_fault(name: str, error: duckdb.Error) -> Problem:
    return Problem(
        code="file.unreadable-csv",
        found=f"The file cannot be read as CSV: {str(error).splitlines()[0]}",
        expected="The CSV as published.",
        remedy="Download the file again.",
        where=Where(name),
    )
