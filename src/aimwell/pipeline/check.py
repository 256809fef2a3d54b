"""Checks that every reading must pass, whatever its feed: known places and something to keep.

Who may import it: pipeline.receive.
"""

from collections.abc import Callable

import duckdb

from aimwell.domain.feeds import ColumnRole, Feed
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.gateways.reading import Reading
from aimwell.sqltext import literal

MOST_TOLD = 20  # of one kind of fault; the rest is counted


def check_reading(reading: Reading, feed: Feed, name: str, knows_place: Callable[[str], bool]) -> None:
    """Raise Problems when a reading cannot be relied on."""
    with duckdb.cursor() as connection:  # opening a database takes longer than the check
        problems = [
            *_empty(connection, reading, name),
            *_unknown_places(connection, reading, feed, name, knows_place),
        ]
    if problems:
        raise Problems(problems)


def _empty(connection: duckdb.DuckDBPyConnection, reading: Reading, name: str) -> list[Problem]:
    row = connection.execute(f"select count(*) from {literal(reading.facts)}").fetchone()
    if row and row[0]:
        return []
    return [
        Problem(
            code="file.no-rows",
            found="The file has headings and no rows that can be kept.",
            expected="At least one row of figures.",
            remedy="Download the file again; it may have stopped half way.",
            where=Where(name),
        )
    ]


def _unknown_places(
    connection: duckdb.DuckDBPyConnection,
    reading: Reading,
    feed: Feed,
    name: str,
    knows_place: Callable[[str], bool],
) -> list[Problem]:
    outside = set(feed.outside_england)
    introduced = {place.code for place in reading.places_met if may_be_new(place.code)}
    problems: list[Problem] = []
    for column in feed.columns:
        if column.role is not ColumnRole.PLACE:
            continue
        rows = connection.execute(
            f"""select "{column.name}", min(source_row), min(source_sheet) from {literal(reading.facts)}
                where "{column.name}" is not null group by 1 order by 2, 1"""
        ).fetchall()
        unknown = [
            row for row in rows if not (row[0] in outside or row[0] in introduced or knows_place(row[0]))
        ]
        problems += [
            _unknown(code, Where(name, sheet or "", line, column.published_as))
            for code, line, sheet in unknown[:MOST_TOLD]
        ]
    return problems


NATIONAL_CODE = 3  # characters; a site or an independent provider has five and more
LONGEST_CODE = 8
REGISTERED = ("R", "Q", "Z")  # trusts and systems are all in the register; no body of three characters has Z


def may_be_new(code: str) -> bool:
    """Whether a code may belong to an organisation that a file can introduce by naming it.

    Trusts (R and two more), systems (Q and two more) and commissioners (two digits and a letter) are in the
    register: an unknown one is a mistake until the register has it. Independent providers and closed or
    special bodies need not be.
    """
    if not code.isalnum() or len(code) < NATIONAL_CODE or len(code) > LONGEST_CODE or len(set(code)) == 1:
        return False
    commissioner = len(code) == NATIONAL_CODE and code[:2].isdigit() and code[2].isalpha()
    return not commissioner and (len(code) > NATIONAL_CODE or not code.startswith(REGISTERED))


def _unknown(code: str, where: Where) -> Problem:
    return Problem(
        code="place.unknown",
        found=f"'{code}' is the code of no organisation or area in the register.",
        expected="An ODS or ONS code that was in use in the file's period.",
        remedy="Correct the code, or take the newer register first: aimwell take etr.csv (see `aimwell places`).",
        where=where,
    )
