"""A verdict: what one measure says of one place, as codes that sentences and icons are made from."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Change(StrEnum):
    """Is it changing? Whether the latest value is more than chance, and in which direction."""

    IMPROVING_HIGH = "improving_high"
    IMPROVING_LOW = "improving_low"
    CONCERNING_HIGH = "concerning_high"
    CONCERNING_LOW = "concerning_low"
    RISING = "rising"  # neither direction is good
    FALLING = "falling"
    STEADY = "steady"
    TOO_SHORT = "too_short"
    NO_VALUES = "no_values"


GOOD = frozenset({Change.IMPROVING_HIGH, Change.IMPROVING_LOW})
BAD = frozenset({Change.CONCERNING_HIGH, Change.CONCERNING_LOW})
UNTOLD = frozenset({Change.TOO_SHORT, Change.NO_VALUES})  # nobody can say whether it changes


class Prospect(StrEnum):
    """Will it get there? Whether the process as it is will meet the target."""

    WILL = "will"
    WILL_NOT = "will_not"
    MAY = "may"
    NO_TARGET = "no_target"
    TOO_SHORT = "too_short"


class Comparison(StrEnum):
    """How does it compare with England, beyond chance?"""

    BETTER = "better"
    SIMILAR = "similar"
    WORSE = "worse"
    HIGHER = "higher"  # neither direction is good
    LOWER = "lower"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True, slots=True)
class Gap:
    """Who is left behind: the group that fares worst against the one that fares best."""

    breakdown: str  # the dimension
    worst: str
    best: str
    worst_value: float
    best_value: float
    beyond_chance: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """One measure × place, at its latest period."""

    measure: str
    place: str  # id of the place
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    unit: str
    status: str  # of the latest value
    value_id: str
    points: int
    change: Change
    prospect: Prospect
    target: float | None
    target_from: str
    comparison: Comparison
    england: float | None
    gap: Gap | None
    profile: str


def compare(
    lower: NDArray[np.float64], upper: NDArray[np.float64], england: NDArray[np.float64], better: str
) -> NDArray[np.object_]:
    """Comparison of intervals with England's value; every array (rows,). NaN anywhere is not compared.

    better: higher, lower or neither. A place is better or worse only when its whole interval lies on one
    side of England's value (OHID, Fingertips technical guidance).
    """
    above, below = _words_for(better)
    with np.errstate(invalid="ignore"):
        known = ~(np.isnan(lower) | np.isnan(upper) | np.isnan(england))
        answer = np.where(lower > england, above, np.where(upper < england, below, Comparison.SIMILAR.value))
    return np.where(known, answer, Comparison.NOT_COMPARED.value).astype(object)


def _words_for(better: str) -> tuple[str, str]:
    if better == "higher":
        return Comparison.BETTER.value, Comparison.WORSE.value
    if better == "lower":
        return Comparison.WORSE.value, Comparison.BETTER.value
    return Comparison.HIGHER.value, Comparison.LOWER.value
