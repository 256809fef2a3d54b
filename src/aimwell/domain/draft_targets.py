"""Targets as they were found in somebody's table: each field with its cell, and the holes to fill before it is one."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from aimwell.domain.measure_names import MeasureName
from aimwell.domain.periods import Period
from aimwell.domain.target_numbers import Quantity, Sense, said_of

T = TypeVar("T")
FRACTION = re.compile(r"-?0?\.\d+")


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """A field: its value (None where the words could not be read), the words, their cell, how they were read."""

    value: T | None
    written: str
    address: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class TrajectoryStep:
    """What is to be reached in one period on the way."""

    period: Period
    quantity: Read[Quantity]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTarget:
    """A row of a target table, or a sentence, that may become a target."""

    address: str  # of the row's first cell
    priority: Read[str] | None = None
    target: Read[str] | None = None  # in words
    measure_words: Read[str] | None = None
    measure: str = ""  # only where the words name it exactly
    candidates: tuple[MeasureName, ...] = ()
    place: Read[str] | None = None
    baseline: Read[Quantity] | None = None
    baseline_period: Read[Period] | None = None
    value: Read[Quantity] | None = None
    unit: Read[str] | None = None
    due: Read[date] | None = None
    direction: Read[int] | None = None  # -1 lower, 1 higher
    trajectory: tuple[TrajectoryStep, ...] = ()
    owner: Read[str] | None = None
    partners: Read[str] | None = None
    inequality: Read[str] | None = None
    evidence: Read[str] | None = None

    @property
    def holes(self) -> tuple[str, ...]:
        """What is missing or cannot be read, in words; the order in which to fill it."""
        return tuple(hole for find in HOLES if (hole := find(self)))


def _measure(draft: DraftTarget) -> str:
    if draft.measure:
        return ""
    if draft.measure_words is None and draft.target is None:
        return "no measure"
    if not draft.candidates:
        return "measure not found"
    titles = [f"'{name.title}'" for name in draft.candidates]
    listed = ", ".join(titles[:-1]) + (" or " if titles[:-1] else "") + titles[-1]
    return f"measure not found: did you mean {listed}?"


def _target(draft: DraftTarget) -> str:
    return "" if draft.target or draft.measure_words else "nothing says in words what is to be reached"


def _baseline(draft: DraftTarget) -> str:
    return _no_number("baseline", draft.baseline)


def _baseline_period(draft: DraftTarget) -> str:
    if draft.baseline is None or draft.baseline.value is None:
        return ""
    if draft.baseline_period is None:
        return "no period for the baseline"
    if draft.baseline_period.value is None:
        return f"no period for the baseline: '{draft.baseline_period.written}' is not a period"
    return ""


def _value(draft: DraftTarget) -> str:
    return _no_number("number to reach", draft.value)


def _no_number(name: str, read: Read[Quantity] | None) -> str:
    if read is None:
        return f"no {name}"
    if read.value is None:
        return f"no {name}: '{read.written}' is not one number"
    return ""


def _unclear(draft: DraftTarget) -> str:
    quantity = draft.value.value if draft.value else None
    if quantity is None or quantity.sense is not Sense.UNCLEAR_CHANGE:
        return ""
    return (
        f"'{draft.value.written if draft.value else ''}' can mean percentage points, or a share of the baseline:"
        " say which"
    )


def _fraction(draft: DraftTarget) -> str:
    for read in (draft.baseline, draft.value):
        value = _figure(read)
        if read and value and FRACTION.fullmatch(read.written) and value.unit in ("", "percent"):
            shown = f"{100 * value.low:.10g}%"
            return f"{read.address} holds {read.written}, which a spreadsheet may show as {shown}: say which is meant"
    return ""


def _date(draft: DraftTarget) -> str:
    if draft.due is None:
        return "no date"
    if draft.due.value is None:
        return f"no date: '{draft.due.written}' is not a date"
    return ""


def _direction(draft: DraftTarget) -> str:
    if draft.direction and draft.direction.value is None:
        return f"no direction: '{draft.direction.written}' says neither higher nor lower"
    start, end = _figure(draft.baseline), _figure(draft.value)
    said = draft.direction.value if draft.direction else None
    if said is None or start is None or end is None or start.unit != end.unit:
        return ""
    if (end.low - start.low) * said < 0:
        word, reached = ("lower", "above") if said < 0 else ("higher", "below")
        return f"the words say {word}, and {said_of(end)} is {reached} the baseline of {said_of(start)}"
    return ""


def _units(draft: DraftTarget) -> str:
    start, end = _figure(draft.baseline), _figure(draft.value)
    if start and end and start.unit and end.unit and start.unit != end.unit:
        return f"the baseline is in {start.unit} and the target in {end.unit}"
    return ""


def _trajectory(draft: DraftTarget) -> str:
    unread = [step.quantity.address for step in draft.trajectory if step.quantity.value is None]
    return f"no number in {', '.join(unread)} of the trajectory" if unread else ""


def _owner(draft: DraftTarget) -> str:
    return "" if draft.owner else "no owner"


def _inequality(draft: DraftTarget) -> str:
    return "" if draft.inequality else "no gap between groups to narrow"


def _figure(read: Read[Quantity] | None) -> Quantity | None:
    value = read.value if read else None
    return value if value and value.sense in (Sense.FIGURE, Sense.RANGE) else None


HOLES: tuple[Callable[[DraftTarget], str], ...] = (
    _target,
    _measure,
    _baseline,
    _baseline_period,
    _value,
    _unclear,
    _fraction,
    _date,
    _direction,
    _units,
    _trajectory,
    _owner,
    _inequality,
)
