"""How a promise stands: kept, on course, uncertain, slipping, missed, too early to tell, or nobody can tell, and why.

Never on two points, and never on what its owner typed: the target is held against released figures and against the
limits that chance alone keeps to now. The figure on the day decides whether a promise was kept; before the day, the
limits decide whether it is on course.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from aimwell.domain.measures import Better
from aimwell.domain.periods import Period
from aimwell.domain.problems import Problem


class StandingKind(StrEnum):
    """The answers, the best first; with the last two, nobody can say yet, or nobody can say."""

    KEPT = "kept"
    ON_COURSE = "on_course"
    UNCERTAIN = "uncertain"  # may or may not: within chance
    SLIPPING = "slipping"
    MISSED = "missed"
    TOO_EARLY = "too_early"
    CANNOT_TELL = "cannot_tell"


class Reason(StrEnum):
    """Why a promise stands as it does; presentation.promise_words says each in a sentence."""

    HELD = "held"  # kept: all that chance allows lies beyond the target
    REACHED = "reached"  # kept: on the day, though chance could take it back
    ON_THE_DAY = "on_the_day"  # kept: on the day; there are too few figures to say more
    AHEAD = "ahead"  # on course: all that chance allows lies beyond where it meant to be by now
    IMPROVING = "improving"  # on course: better by more than chance, and where it meant to be by now
    WITHIN_CHANCE = "within_chance"
    NOT_HELD = "not_held"  # slipping: reached on the day, and lost since
    BEHIND = "behind"  # slipping: all that chance allows falls short of where it meant to be by now
    WORSENING = "worsening"  # slipping: getting worse by more than chance
    FELL_SHORT = "fell_short"
    LATE = "late"  # missed on the day, and reached since
    SO_FEW_SINCE = "so_few_since"  # too early: too few figures since the baseline
    TOO_SHORT = "too_short"
    NO_MEASURE = "no_measure"
    NO_RECORD = "no_record"  # nothing has been released at all
    NO_VALUES = "no_values"
    NOT_AVAILABLE = "not_available"  # the measure is not worked out for this place or these borders
    NO_NUMBER = "no_number"
    NO_COURSE = "no_course"  # without baseline, date or trajectory nobody can say where it meant to be by now
    NO_DIRECTION = "no_direction"
    AGAINST = "against"  # it asks for what the measure calls worse


@dataclass(frozen=True, slots=True)
class StandingRule:
    """How many figures a verdict on a promise takes. Read from definitions/standards/standing.toml."""

    least_since_baseline: int
    least_on_the_day: int  # where there are too few for limits, and the day has come
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Promised:
    """A target in numbers. better: as its measure declares; trajectory: by period, as releases write periods."""

    better: Better
    direction: str = ""  # higher, lower, keep, or '' for what the measure calls better
    baseline: float | None = None
    baseline_period: str = ""
    value: float | None = None
    by: date | None = None
    trajectory: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """The released figures of one measure, place and group: known ones only, in time order, with the limits of now.

    points: how many the limits rest on, since charts may have begun anew; enough: how many a verdict takes;
    touching: whether a limit that lies on the target is beyond it; signal: 1 where the newest figure is high by
    more than chance, -1 where it is low.
    """

    periods: Sequence[str]
    ends: Sequence[date]
    values: Sequence[float]
    value_ids: Sequence[str]
    lower: Sequence[float | None]
    upper: Sequence[float | None]
    lower_limit: float | None
    upper_limit: float | None
    signal: int
    points: int
    enough: int
    touching: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How a promise stands, with the figure it rests on."""

    kind: StandingKind
    reason: Reason
    value_id: str = ""
    period: str = ""
    value: float | None = None
    expected: float | None = None  # where it meant to be in that period
    straight_line: bool = False  # nobody set a trajectory: expected lies on the line from baseline to target
    travelled: float | None = None  # share of the way from baseline to target; 1 is all of it
    points: int = 0
    needed: int = 0  # figures that are asked for, where there are too few
    awaited: bool = False  # the day has passed, and its figure is not out yet


def cannot_tell(reason: Reason) -> Standing:
    """That nobody can tell, before any figure is looked at."""
    return Standing(StandingKind.CANNOT_TELL, reason)


@dataclass(frozen=True, slots=True)
class _Course:
    """A target that can be judged. sign: 1 where higher keeps it, -1 where lower does."""

    promised: Promised
    target: float
    sign: int
    keep: bool


def standing_of(promised: Promised, observed: Observed | None, rule: StandingRule, today: date) -> Standing:
    """How a promise stands by its figures. observed None: there are none.

    A promise is judged by the figure of its day once that is out; until then by where its trajectory (without
    one, the straight line from baseline to target) meant it to be in the newest period.
    """
    target = promised.baseline if _keeps(promised) and promised.value is None else promised.value
    if target is None:
        return cannot_tell(Reason.NO_NUMBER)
    sign, fault = _sign(promised, target)
    if fault:
        return cannot_tell(fault)
    if observed is None or not observed.values:
        return cannot_tell(Reason.NO_VALUES)
    course = _Course(promised, target, sign, _keeps(promised))
    due = _due(promised.by, observed)
    if due is not None:
        return _on_the_day(course, observed, due, rule)
    return _on_the_way(course, observed, rule, awaited=promised.by is not None and promised.by < today)


def _keeps(promised: Promised) -> bool:
    return promised.direction == "keep"


def _sign(promised: Promised, target: float) -> tuple[int, Reason | None]:
    """Which way keeps the promise, as its measure and its words have it; a fault where they differ."""
    asked = {"higher": 1, "lower": -1}.get(promised.direction, 0)
    good = {Better.HIGHER: 1, Better.LOWER: -1}.get(promised.better, 0)
    if asked and good and asked != good:
        return 0, Reason.AGAINST
    sign = asked or good
    if not sign and not _keeps(promised) and promised.baseline is not None:
        sign = (target > promised.baseline) - (target < promised.baseline)
    return sign, None if sign else Reason.NO_DIRECTION


def _due(by: date | None, observed: Observed) -> int | None:
    """Which figure is that of the day; None while it is not out. Where it was withheld, the first one after it."""
    if by is None:
        return None
    last = len(observed.ends) - 1
    at = min(bisect_right(observed.ends, by) - 1, last)
    if at < 0:
        return 0
    if _next_ends(observed.periods[at]) > by:
        return at
    return at + 1 if at < last else None


@lru_cache(maxsize=10_000)
def _ends(period: str) -> date | None:
    """The last day of a period; None for text that is none, against which nothing can be held."""
    try:
        return Period.parse(period).end
    except Problem:
        return None


@lru_cache(maxsize=10_000)
def _next_ends(period: str) -> date:
    return Period.parse(period).next().end


def _on_the_day(course: _Course, observed: Observed, due: int, rule: StandingRule) -> Standing:
    met = course.sign * (observed.values[due] - course.target) >= 0
    if not _has_limits(observed):
        return _by_likely_range(course, observed, due, rule)
    now = _against(course, observed, course.target)
    if met and now >= 0:
        return _told(course, observed, due, StandingKind.KEPT, Reason.HELD if now else Reason.REACHED)
    if met:
        return _told(course, observed, due, StandingKind.SLIPPING, Reason.NOT_HELD)
    late = now > 0 and due < len(observed.values) - 1
    return _told(course, observed, due, StandingKind.MISSED, Reason.LATE if late else Reason.FELL_SHORT)


def _by_likely_range(course: _Course, observed: Observed, due: int, rule: StandingRule) -> Standing:
    """Too few figures for limits: the figure of the day decides, with its likely range where it has one."""
    if len(observed.values) < rule.least_on_the_day:
        return _too_short(course, observed)
    low, high = observed.lower[due], observed.upper[due]
    if low is None or high is None:
        low = high = observed.values[due]
    worst, best = sorted((course.sign * (low - course.target), course.sign * (high - course.target)))
    if worst >= 0:
        return _told(course, observed, due, StandingKind.KEPT, Reason.ON_THE_DAY)
    if best < 0:
        return _told(course, observed, due, StandingKind.MISSED, Reason.FELL_SHORT)
    return _told(course, observed, due, StandingKind.UNCERTAIN, Reason.WITHIN_CHANCE)


def _on_the_way(course: _Course, observed: Observed, rule: StandingRule, *, awaited: bool) -> Standing:
    if not _has_limits(observed):
        return _too_short(course, observed)
    since = _figures_since(course.promised.baseline_period, observed)
    newest = len(observed.values) - 1
    if since is not None and since < rule.least_since_baseline:
        return _told(
            course, observed, newest, StandingKind.TOO_EARLY, Reason.SO_FEW_SINCE,
            points=since, needed=rule.least_since_baseline,
        )  # fmt: skip
    kind, reason = _by_limits(course, observed, newest)
    return _told(course, observed, newest, kind, reason, awaited=awaited)


def _by_limits(course: _Course, observed: Observed, newest: int) -> tuple[StandingKind, Reason]:
    """Where all that chance allows lies: beyond the target, beyond where it meant to be by now, or short of it."""
    if _against(course, observed, course.target) > 0:
        return (StandingKind.ON_COURSE, Reason.AHEAD) if course.keep else (StandingKind.KEPT, Reason.HELD)
    expected, _ = _meant_to_be(course, observed, newest)
    if expected is None:
        if _against(course, observed, course.target) == 0:
            return StandingKind.UNCERTAIN, Reason.WITHIN_CHANCE
        return StandingKind.CANNOT_TELL, Reason.NO_COURSE
    now = _against(course, observed, expected)
    if now > 0:
        return StandingKind.ON_COURSE, Reason.AHEAD
    if now < 0:
        return StandingKind.SLIPPING, Reason.BEHIND
    return _by_signal(course, observed, newest, expected)


def _by_signal(
    course: _Course, observed: Observed, newest: int, expected: float
) -> tuple[StandingKind, Reason]:
    """Chance allows either: a change that is more than chance decides, if the newest figure bears it out."""
    moving = course.sign * observed.signal
    if moving < 0:
        return StandingKind.SLIPPING, Reason.WORSENING
    if moving > 0 and course.sign * (observed.values[newest] - expected) >= 0:
        return StandingKind.ON_COURSE, Reason.IMPROVING
    return StandingKind.UNCERTAIN, Reason.WITHIN_CHANCE


def _against(course: _Course, observed: Observed, line: float) -> int:
    """1 where the limits of now lie wholly beyond a line, -1 where they fall short of it, 0 where it may go either way."""
    lower, upper = observed.lower_limit, observed.upper_limit
    if lower is None or upper is None:
        raise ValueError("without limits there is nothing to hold a line against")
    low, high = sorted((course.sign * (lower - line), course.sign * (upper - line)))
    if low > 0 or (low == 0 and (observed.touching or high == 0)):
        return 1
    return -1 if high < 0 or (high == 0 and observed.touching) else 0


def _meant_to_be(course: _Course, observed: Observed, at: int) -> tuple[float | None, bool]:
    """Where a promise meant to be in the period of a figure, and whether that is only the straight line."""
    if course.keep:
        return course.target, False
    return meant_to_be(course.promised, course.target, observed.periods[at], observed.ends[at])


def meant_to_be(promised: Promised, target: float, period: str, day: date) -> tuple[float | None, bool]:
    """Where a promise means to be at the end of a period, and whether that is only the straight line.

    None where it has neither a trajectory nor both ends of a line.
    """
    if period in promised.trajectory:
        return promised.trajectory[period], False
    anchors = [(end, value) for each, value in promised.trajectory.items() if (end := _ends(each))]
    if promised.baseline is not None and promised.baseline_period:
        anchors.append((Period.parse(promised.baseline_period).end, promised.baseline))
    if promised.by is not None and anchors:
        anchors.append((promised.by, target))
    return (_on_line(sorted(anchors), day), not promised.trajectory) if len(anchors) > 1 else (None, False)


def _on_line(anchors: Sequence[tuple[date, float]], day: date) -> float:
    """The value on a day of the line through some days' values; level before the first and after the last."""
    at = bisect_right(anchors, day, key=lambda each: each[0])
    if at in (0, len(anchors)):
        return anchors[min(at, len(anchors) - 1)][1]
    (before, low), (after, high) = anchors[at - 1], anchors[at]
    return low + (high - low) * ((day - before).days / (after - before).days)


def _figures_since(baseline_period: str, observed: Observed) -> int | None:
    if not baseline_period:
        return None
    return len(observed.ends) - bisect_right(observed.ends, Period.parse(baseline_period).end)


def _has_limits(observed: Observed) -> bool:
    return (
        observed.points >= observed.enough
        and observed.lower_limit is not None
        and observed.upper_limit is not None
    )


def _too_short(course: _Course, observed: Observed) -> Standing:
    return _told(
        course, observed, len(observed.values) - 1, StandingKind.CANNOT_TELL, Reason.TOO_SHORT,
        points=observed.points, needed=observed.enough,
    )  # fmt: skip


def _told(
    course: _Course,
    observed: Observed,
    at: int,
    kind: StandingKind,
    reason: Reason,
    *,
    points: int | None = None,
    needed: int = 0,
    awaited: bool = False,
) -> Standing:
    expected, straight = _meant_to_be(course, observed, at)
    baseline, value = course.promised.baseline, observed.values[at]
    way = None if baseline is None or course.keep else course.target - baseline
    return Standing(
        kind,
        reason,
        observed.value_ids[at],
        observed.periods[at],
        value,
        expected,
        straight,
        (value - baseline) / way if way and baseline is not None else None,
        observed.points if points is None else points,
        needed,
        awaited,
    )
