"""NHS England's full extract of referral to treatment waiting times: one CSV a month in a zip.

121 columns: who provides, who commissions, which part, which specialty, and 105 weekly bands. Until March
2021 there were 69, and the bands ended with one open from 52 weeks. Blank is none. `Total` is blank for
people still waiting, so `Total All` is the count.

`read` reads every cell, and adds up what most measures ask for. Adding up each week by itself takes as long again,
for the few measures that ask for medians: that is left to `complete`.
"""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import duckdb

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import PlaceMet, Reconciliation, Vintage
from aimwell.gateways.document import Document, Kind, Row
from aimwell.gateways.headings import Headings, find_headings, plain, require_headings
from aimwell.gateways.published_columns import path_of
from aimwell.gateways.reading import Reading, Recognition, columns_of, duckdb_projection
from aimwell.gateways.unreadable_cells import why_unreadable
from aimwell.sqltext import literal

FEED = "rtt_full_extract"
LATER = ("weekly_bands",)

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
STANDARD = 18  # weeks
THRESHOLDS = {"over_52_weeks": 52, "over_65_weeks": 65, "over_78_weeks": 78, "over_104_weeks": 104}
BUFFER = 8 * 1024**2  # bytes of CSV for a thread at a time: DuckDB's own 32 MB leave one core idle at the end
GROUPS = ("by_commissioner", "part", "treatment_function", "commissioner", "provider")
FACTS_OPTIONS = "format parquet, compression snappy"  # packs three times as fast as zstd


def recognise(document: Document) -> Recognition | None:
    """By its headings; a workbook saved from it is recognised too, and refused in words when read."""
    headings = find_headings(_first_lines(document), HEADINGS, least=0.4)
    if headings is None:
        return None
    expected = KEYS + _bands_of(headings) + TOTALS
    found = sum(headings.has(name) for name in expected)
    return Recognition(FEED, found / len(expected), headings=found)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Pathways by commissioner and by provider; their weekly bands are left for later."""
    _refuse_if_cut_short(document)
    headings, bands = _headings_of(document)
    with duckdb.cursor() as connection:
        _load(connection, document, headings, bands, _sums_of_waits(bands))
        reading = _read_loaded(connection, document, feed, scratch, bands)
    _refuse_if_stopped(document, reading)
    return reading


def complete(document: Document, facts: Path, *, scratch: Path) -> Path:
    """The same facts, row by row, with their weekly bands."""
    headings, bands = _headings_of(document)
    target = scratch / "facts-with-bands.parquet"
    with duckdb.cursor() as connection:
        _load(connection, document, headings, bands, _sums_of_weeks(bands))
        connection.execute(
            f"""
            copy (select facts.*, [{", ".join(f"week_{week}" for week in range(len(BANDS)))}] as weekly_bands
                  from {literal(facts)} as facts left join summed
                    on by_commissioner = (facts.grain = 'commissioner')
                   and summed.part is not distinct from facts.part
                   and summed.treatment_function is not distinct from facts.treatment_function
                   and summed.commissioner is not distinct from facts.commissioner
                   and summed.provider is not distinct from facts.provider
                  order by {_order("summed.")}) to {literal(target)} ({FACTS_OPTIONS})
            """
        )
    return target


def _headings_of(document: Document) -> tuple[Headings, tuple[str, ...]]:
    """The headings, and the bands of the edition. Raises Problem or Problems when there are not all of them."""
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
    return headings, bands


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
        f"copy ({_facts_sql(feed, period, bands)} order by {_order()}) to {literal(facts)} ({FACTS_OPTIONS})"
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
    connection: duckdb.DuckDBPyConnection,
    document: Document,
    headings: Headings,
    bands: tuple[str, ...],
    sums: str,
) -> None:
    """One pass over the text: add up by commissioner and by provider as it goes by. sums: SQL for what of the bands."""
    names = _as_expected(headings.texts, KEYS + bands + TOTALS)
    counts = {*bands, *TOTALS}
    columns = ", ".join(f"{literal(name)}: '{'INTEGER' if name in counts else 'VARCHAR'}'" for name in names)
    encoding = "utf-8" if document.encoding.startswith("utf-8") else "latin-1"
    try:
        connection.execute(
            f"""
            create temp table summed as
            select "Period" as period, "RTT Part Type" as part, "Treatment Function Code" as treatment_function,
                   "Commissioner Org Code" as commissioner, english_provider as provider,
                   grouping(english_provider) = 1 as by_commissioner,
                   any_value("Provider Org Name") as provider_name,
                   any_value("Provider Parent Org Code") as provider_parent,
                   count(*) as rows, sum("Total All")::bigint as pathways,
                   coalesce(sum("{UNKNOWN_START}"), 0)::bigint as unknown_start, {sums}
            from (select *, case when "Commissioner Org Code" <> '{OTHER_COUNTRIES}'
                                 then "Provider Org Code" end as english_provider
                  from read_csv({path_of(document.path)}, auto_detect = false, header = true, skip = {headings.row},
                                delim = ',', quote = '"', escape = '"', encoding = '{encoding}',
                                buffer_size = {BUFFER}, columns = {{{columns}}}))
            group by grouping sets (
                ("Period", "RTT Part Type", "Treatment Function Code", "Commissioner Org Code"),
                ("Period", "RTT Part Type", "Treatment Function Code", english_provider))
            """
        )
    except duckdb.Error as error:
        raise why_unreadable(document, names, counts, headings.row + 1, error) from error


def _cuts(bands: tuple[str, ...]) -> list[int]:
    """The weeks from which somebody counts, as far as the edition tells them apart."""
    return [0, STANDARD, *(week for week in THRESHOLDS.values() if week < len(bands))]


def _sums_of_waits(bands: tuple[str, ...]) -> str:
    """SQL for the people who waited from one cut to the next: from_0 to from_104. Every band is in one of them.

    Cells are added up as doubles, which hold these counts exactly and need no watch for overflow.
    """
    ranges = pairwise([*_cuts(bands), len(bands)])
    return ", ".join(
        f"sum({' + '.join(_cell(band) for band in bands[first:after])}) as from_{first}"
        for first, after in ranges
    )


def _cell(band: str) -> str:
    return f'coalesce("{band}", 0)::double'


def _sums_of_weeks(bands: tuple[str, ...]) -> str:
    """SQL for the sums of 105 bands, week_0 to week_104. Where an edition is open from 52 weeks, all from there stand in the last."""
    sums = [f'coalesce(sum("{band}"::double), 0)::integer' for band in bands]
    padded = [*sums[:-1], *["0"] * (len(BANDS) - len(bands)), sums[-1]]
    return ", ".join(f"{total} as week_{week}" for week, total in enumerate(padded))


def _order(table: str = "") -> str:
    """SQL for an order in which no two rows of facts are alike, so that the same file makes the same facts."""
    return ", ".join(table + name for name in GROUPS)


def _as_expected(texts: Sequence[str], expected: Sequence[str]) -> list[str]:
    """Headings in the capitals and spaces that are expected."""
    known = {plain(name): name for name in expected}
    return [known.get(plain(text), text) for text in texts]


def _period(connection: duckdb.DuckDBPyConnection, document: Document) -> str:
    periods = [row[0] for row in connection.execute("select distinct period from summed").fetchall()]
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
    cuts = _cuts(bands)
    over = {
        name: " + ".join(f"from_{cut}" for cut in cuts if cut >= week)
        for name, week in THRESHOLDS.items()
        if week in cuts
    }
    given = {
        "period": literal(period),
        "source_rows": "rows",
        "grain": "case when by_commissioner then 'commissioner' else 'provider' end",
        **{name: name for name in ("commissioner", "provider", "part", "treatment_function")},
        "pathways": "pathways",
        "within_18_weeks": "from_0",
        **over,
        "unknown_start": "unknown_start",
    }
    now = [name for name in columns_of(feed) if name not in LATER]
    return f"select {duckdb_projection(feed, given, now)} from summed where by_commissioner or provider is not null"


def _reconciliation_sql() -> str:
    total = f"treatment_function = '{ALL_SPECIALTIES}'"
    waiting = "part = 'Part_2'"
    return f"""
        select sum(rows), coalesce(sum(pathways) filter ({waiting} and {total}), 0),
               coalesce(sum(pathways) filter ({waiting} and not {total}), 0)
        from summed where by_commissioner
        """


def _places_met(connection: duckdb.DuckDBPyConnection) -> list[PlaceMet]:
    rows = connection.execute(
        """
        select provider, any_value(provider_name), coalesce(any_value(provider_parent), '')
        from summed where not by_commissioner and provider is not null group by 1 order by 1
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
