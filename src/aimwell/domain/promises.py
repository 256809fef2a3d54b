"""What was promised: dated rule packs of priorities, and the target that holds for a measure in a period."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from aimwell.domain.periods import Period


@dataclass(frozen=True, slots=True)
class Priority:
    """One priority of a rule pack; with a measure and a threshold it is a target."""

    id: str
    title: str
    theme: str
    source: str
    verified: bool  # whether somebody has read the threshold in the publisher's own words
    measure: str = ""
    threshold: float | None = None  # in the measure's unit
    by: date | None = None  # when it is to be reached
    note: str = ""


@dataclass(frozen=True, slots=True)
class RulePack:
    """Priorities that somebody set for a stretch of time, under the ceiling (if any) that they set themselves."""

    id: str
    title: str
    publisher: str
    starts: date
    ends: date
    source: str
    priorities: tuple[Priority, ...]
    ceiling: int | None = None
    standing: bool = (
        False  # a standard behind the targets of the years, which counts only where no year speaks
    )
    ceiling_on: tuple[str, ...] = ("national",)  # the levels of priorities it counts, together


@dataclass(frozen=True, slots=True)
class Target:
    """A threshold that holds for a measure, and where it comes from."""

    measure: str
    threshold: float
    by: date | None
    pack: str
    priority: str
    title: str


def target_for(measure: str, period: Period, packs: Iterable[RulePack]) -> Target | None:
    """The target that holds for a measure at a period's end; only verified thresholds; None where there is none.

    A pack of the year comes before a standing one, even where its threshold is not verified: then nobody can
    say what was promised. Of several in one pack the one due first after the period holds, else the last due.
    """
    in_force = [pack for pack in packs if pack.starts <= period.end <= pack.ends]
    naming = [pack for pack in in_force if any(priority.measure == measure for priority in pack.priorities)]
    of_the_year = [pack for pack in naming if not pack.standing]
    found = [
        Target(measure, priority.threshold, priority.by, pack.title, priority.id, priority.title)
        for pack in of_the_year or naming
        for priority in pack.priorities
        if priority.measure == measure and priority.threshold is not None and priority.verified
    ]
    ahead = [target for target in found if target.by is None or target.by >= period.end]
    if ahead:
        return min(ahead, key=lambda target: target.by or date.max)
    return max(found, key=lambda target: target.by or date.min, default=None)
