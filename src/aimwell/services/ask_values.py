"""Which values there are for a measure: by place, period and footprint. Made to start in a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from aimwell.domain.periods import Period
from aimwell.domain.problems import Problem, Where
from aimwell.domain.values import EVERYONE, VALUE_COLUMNS, Value, ValueStatus
from aimwell.sqltext import literal
from aimwell.store.folder import StoreFolder
from aimwell.store.released.reading import (
    footprint_in_force,
    places_path,
    released_measures,
    values_path,
)


@dataclass(frozen=True, slots=True)
class ValueQuestion:
    """What is asked. footprint: a date; None is the set of systems that held in each period."""

    measure: str
    place: str = ""
    period: str = ""
    footprint: date | None = None


def query_of(folder: StoreFolder, question: ValueQuestion) -> tuple[str, dict[str, str]]:
    """SQL and its parameters, with VALUE_COLUMNS in order.

    Never empty for a place or a footprint: a place without a figure has a row whose status says so.
    A unitary council is a district too; its number is one number, and comes once.
    """
    columns = ", ".join(
        f"value.{name}" if name != "place" else "coalesce(place.code, value.place_id) as place"
        for name in VALUE_COLUMNS
    )
    return (
        f"""
        with place as (select * from {literal(places_path(folder))}),
        every_value as (select * from {literal(values_path(folder, question.measure))}),
        found as (
            select {columns}, value.place_id, value.level, value.period_start
            from every_value as value left join place on place.id = value.place_id
            where ($place = '' or upper($place) in (upper(place.code), upper(place.ons), upper(place.id), upper(value.place_id)))
              and ($period = '' or value.period = $period)
              and {_on_footprint(question.footprint)}
            qualify row_number() over (partition by value.value_id order by value.level) = 1
        ),
        without as (
            select distinct (select any_value(measure) from every_value) as measure, place.code as place,
                   $period as period, {literal(EVERYONE)} as breakdown, null as numerator, null as denominator,
                   null as value, null as lower, null as upper, (select any_value(unit) from every_value) as unit,
                   {literal(ValueStatus.NOT_AVAILABLE.value)} as status, '' as value_id,
                   null as place_id, place.kind as level, null as period_start
            from place where {_expected(question)}
        )
        select {", ".join(VALUE_COLUMNS)} from (from found union all by name from without)
        order by level, place, breakdown, period_start
        """,
        {"place": question.place, "period": question.period},
    )


def _expected(question: ValueQuestion) -> str:
    """The places that must have a row: the one asked for, or all systems of the footprint asked for."""
    if question.place:
        return "not exists (from found) and upper($place) in (upper(place.code), upper(place.ons), upper(place.id))"
    if question.footprint is None:
        return "false"
    in_force = footprint_in_force("place", _day(question.footprint))
    return f"""list_contains(string_split(place.footprints, ' '), {in_force})
        and place.id not in (select place_id from found)
        and exists (from every_value where level = 'ics')"""


def _on_footprint(asked: date | None) -> str:
    """Systems of one footprint; without one, of the footprint that held when each period began.

    Before the first footprint, systems of another extent than any later one count as they were.
    """
    as_they_were = (
        "false"
        if asked
        else """(place.footprints = '' and value.period_start
                 between coalesce(place.valid_from, value.period_start) and coalesce(place.valid_to, value.period_start))"""
    )
    in_force = footprint_in_force("place", _day(asked) if asked else "value.period_start")
    return f"""(value.level <> 'ics' or {as_they_were}
        or list_contains(string_split(place.footprints, ' '), {in_force}))"""


def _day(day: date) -> str:
    return f"{literal(day.isoformat())}::date"


def values_for(folder: StoreFolder, question: ValueQuestion) -> list[Value]:
    """The values asked for. Raises Problem for a measure, place or period that there is none of."""
    with duckdb.connect() as connection:
        _check(connection, folder, question)
        return [Value(*row) for row in connection.execute(*query_of(folder, question)).fetchall()]


def parquet_of(folder: StoreFolder, question: ValueQuestion) -> bytes:
    """The same answer as the bytes of a Parquet file."""
    with TemporaryDirectory(prefix="aimwell-") as room:  # elsewhere, since a store may be there to read alone
        target = Path(room) / "values.parquet"
        write_parquet(folder, question, target)
        return target.read_bytes()


def write_parquet(folder: StoreFolder, question: ValueQuestion, target: Path) -> None:
    """The same answer as a Parquet file."""
    with duckdb.connect() as connection:
        _check(connection, folder, question)
        sql, parameters = query_of(folder, question)
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


def _check(connection: duckdb.DuckDBPyConnection, folder: StoreFolder, question: ValueQuestion) -> None:
    """Raise Problem for a measure without values, a text that is no period, and a code that is no place's."""
    path = values_path(folder, question.measure)
    if question.measure not in released_measures(folder):
        raise _no_values(folder, question.measure)
    if question.period:
        Period.parse(question.period)
    if question.place:
        known = connection.execute(
            f"""select 1 from {literal(places_path(folder))} where upper($1) in (upper(code), upper(ons), upper(id))
                union all select 1 from {literal(path)} where upper(place_id) = upper($1) limit 1""",
            [question.place],
        ).fetchone()
        if known is None:
            raise unknown_place(connection, folder, question.place)


def unknown_place(connection: duckdb.DuckDBPyConnection, folder: StoreFolder, place: str) -> Problem:
    """What is said of a code that is no place's, with the nearest codes there are."""
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
