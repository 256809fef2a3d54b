"""Rows that a file says twice, in the same words: they are counted once, and the receipt says so.

Copies of publications come with such rows where somebody joined a practice to two networks, or pasted a table twice.
Who may import it: pipeline.receive.
"""

from pathlib import Path

import duckdb

from aimwell.domain.feeds import ColumnRole, Feed
from aimwell.domain.problems import Problem, Severity, Where
from aimwell.sqltext import literal

AMOUNTS = (ColumnRole.AMOUNT, ColumnRole.BANDS, ColumnRole.STATISTIC)


def count_once(facts: Path, feed: Feed, name: str) -> Problem | None:
    """Leave out each row of facts that repeats another one in all but its number; None where none does.

    Where some rows of the same places, groups and period have other figures, rows are parts that add up (a
    register that was put together from several), and equal ones are equal by chance: all are kept. So are facts
    that rest on many rows and have no number of their own.
    """
    amounts = {column.name for column in feed.columns if column.role in AMOUNTS} | {"status", "source_rows"}
    with duckdb.cursor() as connection:  # opening a database takes longer than the check
        table = literal(facts)
        columns = [column[0] for column in connection.execute(f"from {table} limit 0").description or ()]
        said = [column for column in columns if column != "source_row"]
        about = [column for column in said if column not in amounts]
        earlier = f"row_number() over (partition by {_listed(said)} order by source_row)"
        numbered = f"(select *, {earlier} as time from {table} where source_row is not null)"
        repeats, first = connection.execute(
            f"select count(*), min(source_row) from {numbered} where time > 1"
        ).fetchone() or (0, None)
        if not repeats:
            return None
        parts = connection.execute(
            f"select 1 from {numbered} where time = 1 group by {_listed(about)} having count(*) > 1 limit 1"
        ).fetchone()
        if parts is not None:
            return None
        once = facts.with_name(f"once-{facts.name}")
        connection.execute(
            f"copy (from {table} qualify source_row is null or {earlier} = 1 order by source_sheet, source_row)"
            f" to {literal(once)} (format parquet, compression zstd)"
        )
    once.replace(facts)
    return _told(repeats, first, name)


def _listed(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _told(repeats: int, first: int, name: str) -> Problem:
    return Problem(
        code="rows.repeated",
        found=f"{repeats:,} figures stand in the file a second time, in the same words; the first is in row {first:,}.",
        expected="Each row once.",
        remedy="They are counted once. Look whether the file was put together from several.",
        where=Where(name, row=first),
        severity=Severity.WARNS,
    )
