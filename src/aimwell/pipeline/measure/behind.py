"""Which rows of which files a value rests on, from the tables that engine.py prepares."""

from dataclasses import dataclass

import duckdb
from sqlglot import exp

from aimwell.pipeline.measure.compile import text_of
from aimwell.pipeline.measure.engine import JOIN_ROLLUP, ONLY_ITSELF

MOST_ROWS_NAMED = 100


@dataclass(frozen=True, slots=True)
class SourceRows:
    """Rows of one sheet of one file that a value rests on, as a spreadsheet counts them.

    first, last: None and numbers empty where a fact rests on many rows; numbers: the first MOST_ROWS_NAMED.
    """

    period: str
    digest: str
    sheet: str
    first: int | None
    last: int | None
    rows: int
    numbers: tuple[int, ...]


def rows_behind(
    connection: duckdb.DuckDBPyConnection,
    native: exp.Expr,
    level: str,
    place: str,
    group: str,
    *,
    itself_only: bool,
) -> list[SourceRows]:
    """The rows that count for a place and group, by file and sheet. native: rows of facts with where they stand.

    itself_only: leaves out what counts for the place without being about it, as published values do.
    """
    found = connection.execute(
        f"""
        with native as ({text_of(native)})
        select native.period, native.digest, coalesce(native.source_sheet, ''), min(native.source_row), max(native.source_row),
               sum(native.source_rows)::bigint,
               list_slice(list_sort(list_distinct(list(native.source_row))), 1, {MOST_ROWS_NAMED})
        from native {JOIN_ROLLUP}
        where rollup.level = ? and rollup.place = ? and native.breakdown = ? and {ONLY_ITSELF if itself_only else "true"}
        group by 1, 2, 3 order by 1, 2, 3
        """,
        [level, place, group],
    ).fetchall()
    return [
        SourceRows(period, digest, sheet, first, last, rows, tuple(numbers))
        for period, digest, sheet, first, last, rows, numbers in found
    ]
