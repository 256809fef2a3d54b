"""Why a measure has no figure for a place: in words, with what there is instead."""

from collections.abc import Iterable, Mapping
from datetime import date

import duckdb

from aimwell.domain.footprints import Footprint
from aimwell.domain.measures import Measure
from aimwell.domain.places import Place, PlaceKind, Register
from aimwell.domain.values import Value, ValueStatus
from aimwell.pipeline.account import Account
from aimwell.pipeline.measure.membership import LEVEL_OF_KIND
from aimwell.services.ask_values import ValueQuestion
from aimwell.sqltext import literal, literals
from aimwell.store.released.reading import values_path


def reasons_for(account: Account, question: ValueQuestion, found: Iterable[Value]) -> Mapping[str, str]:
    """For each place of an answer that has no figure, the reason; for an empty answer the reason under ''."""
    values = list(found)
    if not values:
        return {"": _of_periods(account, question, [])}
    without = dict.fromkeys(value.place for value in values if value.status == ValueStatus.NOT_AVAILABLE)
    return {code: why_not_available(account, question, code) for code in without}


def why_not_available(account: Account, question: ValueQuestion, code: str) -> str:
    """The reason that a measure has no figure for the place with a code, under a question."""
    measure = account.catalogue.measures.get(question.measure)
    places = _with_code(account.geography.register, code)
    if measure is None or not places:
        return "No file that was taken has a figure for it."
    level = LEVEL_OF_KIND.get(places[0].kind)
    if level not in measure.levels:
        there_are = ", ".join(level.value.replace("_", "-") for level in measure.levels)
        return f"This measure is not worked out for places of this kind, only for: {there_are}."
    footprint = _in_force(account.geography.footprints, question.footprint) if question.footprint else None
    if footprint and places[0].kind is PlaceKind.ICS:
        return _of_system(account, measure, question, places, footprint)
    return _of_periods(account, question, places)


def _with_code(register: Register, code: str) -> list[Place]:
    wanted = code.upper()
    return [p for p in register.places if wanted in (p.ods.upper(), p.ons.upper(), p.id.upper())]


def _in_force(footprints: tuple[Footprint, ...], day: date) -> Footprint:
    return max((f for f in footprints if f.starts <= day), key=lambda f: f.starts, default=footprints[0])


def _of_system(
    account: Account, measure: Measure, question: ValueQuestion, places: list[Place], footprint: Footprint
) -> str:
    there = [place for place in places if place.existed(footprint.starts)]
    if not there:
        return _not_of_footprint(account.geography.register, places[0], footprint)
    refusals = [
        refused.reason
        for bridge in account.geography.bridges
        for refused in bridge.not_available
        if refused.target_id == there[0].id
    ]
    if refusals and not measure.may_be_summed:
        since = there[0].valid_from or footprint.starts
        return (
            f"This measure may not be summed, and nobody has published it for {there[0].name}"
            f" as it is since {_said(since)}."
        )
    if refusals and not _periods(account, question.measure, there):
        return refusals[0]
    return _of_periods(account, question, there)


def _not_of_footprint(register: Register, place: Place, footprint: Footprint) -> str:
    found = f"{place.name} is not one of the {footprint.label} of {_said(footprint.starts)}"
    if place.valid_to and place.valid_to < footprint.starts:
        now = " and ".join(f"{each.name} ({each.ods or each.ons})" for each in register.successors(place))
        follows = f" What it covered belongs to {now}." if now else ""
        return f"{found}: it ended on {_said(place.valid_to)}.{follows}"
    begins = f": it began on {_said(place.valid_from)}" if place.valid_from else ""
    return f"{found}{begins}."


def _of_periods(account: Account, question: ValueQuestion, places: list[Place]) -> str:
    """There are no figures, or none for the period; places: none for the measure as a whole."""
    periods = _periods(account, question.measure, places)
    of = f" of this measure for {places[0].name}" if places else " of this measure"
    if not periods:
        return f"No file that was taken has a figure{of}."
    asked = f" for {question.period}" if question.period else ""
    span = periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
    return f"No file that was taken has a figure{of}{asked}; there are figures for {span}."


def _periods(account: Account, measure: str, places: list[Place]) -> list[str]:
    """The periods with figures, oldest first."""
    of_places = f"where place_id in ({literals(place.id for place in places)})" if places else ""
    rows = duckdb.execute(
        f"""select period from {literal(values_path(account.folder, measure))} {of_places}
            group by period order by min(period_start)"""
    ).fetchall()
    return [period for (period,) in rows]


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
