"""Which values there are for a measure: by place, period and footprint. Made to start in a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import duckdb

from aimwell.domain.problems import Problem, Where
from aimwell.domain.values import VALUE_COLUMNS, Value, ValueStatus
from aimwell.sqltext import literal
from aimwell.store.folder import StoreFolder
from aimwell.store.released.reading import places_path, released_measures, values_path


@dataclass(frozen=True, slots=True)
class ValueQuestion:
    """What is asked. footprint: a date; None is the set of systems that held in each period."""

    measure: str
    place: str = ""
    period: str = ""
    footprint: date | None = None


def query_of(folder: StoreFolder, question: ValueQuestion) -> tuple[str, list[object]]:
    """SQL and its parameters, with VALUE_COLUMNS in order. Raises Problem when the measure has no values."""
    path = values_path(folder, question.measure)
    if not path.exists():
        raise _no_values(folder, question.measure)
    conditions, parameters = ["true"], list[object]()
    if question.place:
        conditions.append(
            "upper(?) in (upper(place.code), upper(place.ons), upper(place.id), upper(value.place_id))"
        )
        parameters.append(question.place)
    if question.period:
        conditions.append("value.period = ?")
        parameters.append(question.period)
    columns = ", ".join(
        f"value.{name}" if name != "place" else "coalesce(place.code, value.place_id) as place"
        for name in VALUE_COLUMNS
    )
    return (
        f"""
        with place as (select * from {literal(places_path(folder))}),
        footprint as (
            select distinct unnest(string_split(footprints, ' '))::date as starts from place where footprints <> ''
        )
        select {columns}
        from {literal(path)} as value left join place on place.id = value.place_id
        where {" and ".join(conditions)} and {_on_footprint(question.footprint)}
        order by value.level, place, value.breakdown, value.period_start
        """,
        parameters,
    )


def _on_footprint(asked: date | None) -> str:
    """Systems of one footprint; without one, of the footprint that held when each period began.

    Before the first footprint, systems of another extent than any later one count as they were.
    """
    day = literal(asked.isoformat()) + "::date" if asked else "value.period_start"
    as_they_were = (
        "false"
        if asked
        else """(place.footprints = '' and value.period_start
                 between coalesce(place.valid_from, value.period_start) and coalesce(place.valid_to, value.period_start))"""
    )
    return f"""(
        value.level <> 'ics' or {as_they_were} or list_contains(
            string_split(place.footprints, ' '),
            cast(coalesce((select max(starts) from footprint where starts <= {day}),
                          (select min(starts) from footprint)) as varchar)))"""


def values_for(folder: StoreFolder, question: ValueQuestion) -> list[Value]:
    """The values asked for; one row that says why where a place has none on the footprint."""
    sql, parameters = query_of(folder, question)
    with duckdb.connect() as connection:
        rows = connection.execute(sql, parameters).fetchall()
        found = [Value(*row) for row in rows]
        if found or not question.place:
            return found
        return [_not_available(connection, folder, question)]


def parquet_of(folder: StoreFolder, question: ValueQuestion) -> bytes:
    """The same answer as the bytes of a Parquet file."""
    with folder.room() as room:
        write_parquet(folder, question, room / "values.parquet")
        return (room / "values.parquet").read_bytes()


def write_parquet(folder: StoreFolder, question: ValueQuestion, target: Path) -> None:
    """The same answer as a Parquet file."""
    sql, parameters = query_of(folder, question)
    with duckdb.connect() as connection:
        connection.execute(f"copy ({sql}) to {literal(target)} (format parquet)", parameters)


def latest_of_place(
    connection: duckdb.DuckDBPyConnection, folder: StoreFolder, place_id: str, most: int
) -> list[tuple[object, ...]]:
    """The newest value of each measure for a place: measure, period, value, lower, upper, unit, status."""
    return connection.execute(
        f"""select measure, period, value, lower, upper, unit, status
            from {literal(folder.released / "verdicts.parquet")} where place_id = ? limit ?""",
        [place_id, most],
    ).fetchall()


def _not_available(
    connection: duckdb.DuckDBPyConnection, folder: StoreFolder, question: ValueQuestion
) -> Value:
    """Never an empty answer: a row whose status says that there is no figure for this place."""
    known = connection.execute(
        f"select code from {literal(places_path(folder))} where upper(?) in (upper(code), upper(ons), upper(id))",
        [question.place],
    ).fetchone()
    if known is None:
        raise _unknown_place(connection, folder, question.place)
    unit = connection.execute(
        f"select unit from {literal(values_path(folder, question.measure))} limit 1"
    ).fetchone()
    return Value(
        question.measure,
        known[0],
        question.period,
        "all",
        None,
        None,
        None,
        None,
        None,
        unit[0] if unit else "",
        ValueStatus.NOT_AVAILABLE.value,
        "",
    )


def _unknown_place(connection: duckdb.DuckDBPyConnection, folder: StoreFolder, place: str) -> Problem:
    rows = connection.execute(
        f"""select code, name from {literal(places_path(folder))}
            order by greatest(jaro_winkler_similarity(upper(code), upper(?)), jaro_winkler_similarity(lower(name), lower(?))) desc
            limit 3""",
        [place, place],
    ).fetchall()
    near = ", ".join(f"{code} ({name})" for code, name in rows)
    return Problem(
        code="place.unknown",
        found=f"'{place}' is not the code of a place.",
        expected="An ODS code such as QYG, an ONS code such as E54000008, or ENG for England.",
        remedy=f"Nearest: {near}. `aimwell places` lists them all.",
        where=Where(column="--place"),
    )


def _no_values(folder: StoreFolder, measure: str) -> Problem:
    have = released_measures(folder)
    return Problem(
        code="measure.no-values",
        found=f"The store has no values of the measure '{measure}'.",
        expected="One of the measures in the store: "
        + (", ".join(_near(measure, have)) or "there are none yet")
        + ".",
        remedy="Take a file of its feed (`aimwell measures` says which), or ask for another measure.",
        where=Where(column="--measure"),
    )


def _near(measure: str, have: Sequence[str]) -> list[str]:
    return get_close_matches(measure, have, n=5, cutoff=0.3) or list(have[:8])
