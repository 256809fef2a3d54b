"""Released figures for the pages of the workplace: kept at hand until the next release replaces them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from aimwell.catalogue.places import read_register
from aimwell.domain.places import Place, PlaceKind, Register
from aimwell.domain.problems import Problem
from aimwell.domain.values import EVERYONE
from aimwell.services.ask_verdicts import PlacedVerdict, verdicts_for
from aimwell.store.folder import StoreFolder
from aimwell.store.released.reading import values_path, verdicts_path
from aimwell.store.released.series import ReleasedSeries, read_series

KINDS_OF_PLACES = (
    PlaceKind.SUB_ICB,
    PlaceKind.PLACE,
    PlaceKind.COUNCIL,
    PlaceKind.DISTRICT,
    PlaceKind.TRUST,
)
"""The kinds of place in a system that a target may be for."""


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place that a target may be for, by the code people know it by."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One released value of everyone or of a group, with the id that explains it."""

    value_id: str
    period: str
    value: float
    lower: float | None
    upper: float | None


@lru_cache(maxsize=2)
def register_of(definitions: Path) -> Register:
    """The register of places, read once."""
    return read_register(definitions)


@lru_cache(maxsize=512)
def places_of(definitions: Path, code: str, name: str, day: date) -> tuple[PlaceChoice, ...]:
    """The system itself and the places in it; the system alone where the register does not know it."""
    register = register_of(definitions)
    place = _place(register, code)
    if place is None:
        return (PlaceChoice(code, name, "system"),)
    found = {code: PlaceChoice(code, place.name, "system")}
    for kind in KINDS_OF_PLACES:
        for child in register.children(place, kind, day if place.existed(day) else None):
            known = child.ods or child.ons or child.id
            found.setdefault(known, PlaceChoice(known, child.name, kind.value))
    return tuple(found.values())


def _place(register: Register, code: str) -> Place | None:
    try:
        return register.named(code)
    except Problem:
        return None


def released_series(
    store: Path, definitions: Path, *, measure: str, place: str, breakdown: str
) -> ReleasedSeries | None:
    """The released series of a measure at a place, known by its code; None where there is none."""
    return _of_place(store, definitions, measure, place).get(breakdown)


def released_groups(store: Path, definitions: Path, *, measure: str, place: str) -> tuple[str, ...]:
    """The groups for which a measure is released at a place, as breakdowns; everyone is not one of them."""
    found = _of_place(store, definitions, measure, place)
    return tuple(sorted(breakdown for breakdown in found if breakdown != EVERYONE))


def _of_place(store: Path, definitions: Path, measure: str, place: str) -> Mapping[str, ReleasedSeries]:
    known = _place(register_of(definitions), place)
    path = values_path(StoreFolder(store), measure) if measure else None
    if known is None or path is None or not path.is_file():
        return {}
    return _series(store, measure, known.id, path.stat().st_mtime_ns)


@lru_cache(maxsize=4096)
def _series(store: Path, measure: str, place_id: str, changed: int) -> Mapping[str, ReleasedSeries]:
    del changed  # a new release is another question
    found = read_series(StoreFolder(store), [measure], [place_id])
    return {breakdown: series for (_, _, breakdown), series in found.items()}


def recent_figures(series: ReleasedSeries | None, most: int) -> tuple[PublishedFigure, ...]:
    """The newest values of a series, newest first."""
    if series is None:
        return ()
    rows = zip(series.value_id, series.period, series.value, series.lower, series.upper, strict=True)
    return tuple(PublishedFigure(*row) for row in reversed(list(rows)[-most:]))


def figure_of(series: ReleasedSeries | None, value_id: str) -> PublishedFigure | None:
    """The value with an id in a series; None where it has none such."""
    if series is None or value_id not in series.value_id:
        return None
    at = series.value_id.index(value_id)
    return PublishedFigure(value_id, series.period[at], series.value[at], series.lower[at], series.upper[at])


def verdicts_at(store: Path, *, place: str) -> Mapping[str, PlacedVerdict]:
    """The released verdicts on a place, known by its code, by measure."""
    path = verdicts_path(StoreFolder(store))
    if not place or not path.is_file():
        return {}
    return _verdicts(store, place, path.stat().st_mtime_ns)


def verdict_on(store: Path, *, measure: str, place: str) -> PlacedVerdict | None:
    """The released verdict on a measure at a place; None where there is none."""
    return verdicts_at(store, place=place).get(measure) if measure else None


@lru_cache(maxsize=1024)
def _verdicts(store: Path, place: str, changed: int) -> Mapping[str, PlacedVerdict]:
    del changed
    try:
        found = verdicts_for(StoreFolder(store), place=place)
    except Problem:  # a place that no release knows
        return {}
    return {each.verdict.measure: each for each in found}
