"""What a target may say: places of its system, measures that are declared, periods and days in their order."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite

from aimwell.domain.measures import Measure
from aimwell.domain.periods import CANONICAL_FORMS, Period
from aimwell.domain.problems import Problem
from aimwell.domain.values import EVERYONE
from aimwell.domain.workplace.trajectories import Point

DIRECTIONS = ("higher", "lower", "keep")
SHARES = frozenset({"percent", "%"})
"""Units of shares, which lie between 0 and 100."""


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field, for the form or the cell that it came from."""

    field: str
    found: str
    expected: str
    remedy: str

    @property
    def words(self) -> str:
        """All of it in two sentences."""
        return f"{self.found} Expected: {self.expected}"


@dataclass(frozen=True, slots=True)
class TargetSaid:
    """A target as somebody wants it to be."""

    measure: str = ""
    place: str = ""
    breakdown: str = EVERYONE
    direction: str = ""
    baseline: float | None = None
    baseline_period: str = ""
    value: float | None = None
    by: date | None = None
    gap_by: str = ""
    gap_baseline: float | None = None
    gap_value: float | None = None
    trajectory: tuple[Point, ...] = ()


def faults_of(
    said: TargetSaid, *, measures: Mapping[str, Measure], places: Collection[str]
) -> tuple[FieldFault, ...]:
    """Everything that is wrong, not only the first. places: codes that targets of the system may be for."""
    return (
        *_of_measure(said, measures),
        *_of_place(said, places),
        *_of_numbers(said, measures.get(said.measure)),
        *_of_days(said),
        *_of_trajectory(said),
    )


def _of_measure(said: TargetSaid, measures: Mapping[str, Measure]) -> Iterator[FieldFault]:
    measure = measures.get(said.measure)
    if said.measure and measure is None:
        yield FieldFault(
            "measure",
            f"There is no measure '{said.measure}'.",
            "the id of a measure in the catalogue, or nothing.",
            "Look it up in the catalogue of measures.",
        )
    cuts = {breakdown.by for breakdown in measure.breakdowns} if measure else set()
    dimension, colon, code = said.breakdown.partition(":")
    if said.breakdown != EVERYONE and measure and not (colon and code and dimension in cuts):
        yield FieldFault(
            "breakdown",
            f"The measure is not broken down by '{said.breakdown}'.",
            f"'{EVERYONE}', or a group of {', '.join(sorted(cuts)) or 'none: it has no breakdown'}.",
            f"Write {EVERYONE} for everyone.",
        )
    if said.direction and said.direction not in DIRECTIONS:
        yield FieldFault(
            "direction",
            f"'{said.direction}' is no direction.",
            f"{', '.join(DIRECTIONS)} or nothing.",
            "Choose one of these.",
        )


def _of_place(said: TargetSaid, places: Collection[str]) -> Iterator[FieldFault]:
    if said.place and said.place not in places:
        yield FieldFault(
            "place",
            f"'{said.place}' is no place of this system.",
            "the code of the system or of a place in it.",
            "Choose a place from the list.",
        )


def _of_numbers(said: TargetSaid, measure: Measure | None) -> Iterator[FieldFault]:
    share = measure is not None and measure.unit in SHARES
    for name in ("baseline", "value", "gap_baseline", "gap_value"):
        number = getattr(said, name)
        if number is None:
            continue
        if not isfinite(number):
            yield FieldFault(
                name, "This is not a number that can be reached.", "a number.", "Write a number."
            )
        elif share and not 0 <= number <= 100:
            yield FieldFault(
                name,
                f"{number:g} is no percentage.",
                "a number from 0 to 100: the measure is a share.",
                "Write 70 for 70%.",
            )


def _of_days(said: TargetSaid) -> Iterator[FieldFault]:
    if not said.baseline_period:
        return
    period = _period(said.baseline_period)
    if period is None:
        yield FieldFault(
            "baseline_period",
            f"'{said.baseline_period}' is not a period.",
            CANONICAL_FORMS + ".",
            "Write the period in one of these forms.",
        )
    elif said.by is not None and said.by <= period.end:
        yield FieldFault(
            "by",
            f"{said.by.isoformat()} lies within or before the baseline's period ({period.words}).",
            "a day after the baseline's period.",
            "Choose a later day, or an earlier baseline.",
        )


def _of_trajectory(said: TargetSaid) -> Iterator[FieldFault]:
    names = [point.period for point in said.trajectory]
    wrong = [name for name in names if _period(name) is None]
    twice = sorted({name for name in names if names.count(name) > 1})
    endless = [point.period for point in said.trajectory if not isfinite(point.value)]
    for found, expected in (
        (f"'{', '.join(wrong)}' in the trajectory is no period." if wrong else "", CANONICAL_FORMS + "."),
        (f"The trajectory has {', '.join(twice)} twice." if twice else "", "each period once."),
        (f"The trajectory has no number for {', '.join(endless)}." if endless else "", "a number a period."),
    ):
        if found:
            yield FieldFault("trajectory", found, expected, "Correct the trajectory.")


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except Problem:
        return None
