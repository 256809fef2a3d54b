"""Who is left behind: the group that fares worst beside the group that fares best."""

from collections.abc import Sequence
from dataclasses import dataclass

from aimwell.domain.measures import Better
from aimwell.domain.verdicts import Gap


@dataclass(frozen=True, slots=True)
class GroupValue:
    """One group of people with its value in one period."""

    breakdown: str
    name: str
    value: float | None
    lower: float | None
    upper: float | None
    status: str
    value_id: str


def gap_between(dimension: str, groups: Sequence[GroupValue], better: Better) -> Gap | None:
    """The widest gap among groups; None with fewer than two known values.

    It is beyond chance when the two intervals do not touch, which asks for more than a test of the difference
    would; without intervals nothing is said to be beyond chance.
    """
    known = [group for group in groups if group.value is not None]
    if len(known) < 2:
        return None
    ordered = sorted(known, key=lambda group: group.value or 0.0, reverse=better is Better.HIGHER)
    best, worst = ordered[0], ordered[-1]
    return Gap(
        breakdown=dimension,
        worst=worst.name,
        best=best.name,
        worst_value=worst.value or 0.0,
        best_value=best.value or 0.0,
        beyond_chance=_apart(best, worst),
    )


def _apart(one: GroupValue, other: GroupValue) -> bool:
    if one.lower is None or one.upper is None or other.lower is None or other.upper is None:
        return False
    return one.upper < other.lower or other.upper < one.lower
