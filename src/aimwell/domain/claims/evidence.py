"""What is known of one measure in one place, as claims are judged by it and charts drawn from it."""

from dataclasses import dataclass
from datetime import date

from aimwell.domain.measures import Better
from aimwell.domain.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series: the value with its chart's lines, its target, and England and the region beside it."""

    period: str
    value: float | None
    lower: float | None
    upper: float | None
    status: str
    value_id: str
    mean: float | None
    lower_limit: float | None
    upper_limit: float | None
    target: float | None
    signal: int  # of domain.statistics.process_codes.PointType
    england: float | None = None
    region: float | None = None
    begins_anew: str = ""  # why limits begin anew here, in a decision's words


@dataclass(frozen=True, slots=True)
class Interval:
    """The likely range of one place; None where nobody can say."""

    place: str
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class DatedTarget:
    """A released target with the day it is due."""

    threshold: float
    by: date | None
    title: str
    standing: bool = False  # behind the targets of the years


@dataclass(frozen=True, slots=True)
class Evidence:
    """One measure in one place. others: places of the same kind in the newest period, without this one."""

    measure: str
    title: str
    short: str
    better: Better
    unit: str
    place: str  # its name
    region: str  # name of the region it is in, '' where unknown
    verdict: Verdict
    enough_points: int  # how many the chart's rules ask for
    rules: str  # the chart's rules by name
    recent: bool  # whether the newest figure is new enough to say how things are
    series: tuple[Point, ...]
    others: tuple[Interval, ...] = ()
    targets: tuple[DatedTarget, ...] = ()  # every verified one, whenever it is or was due

    @property
    def latest(self) -> Point | None:
        """The point that the verdict is about."""
        return self.at(self.verdict.period)

    def at(self, period: str) -> Point | None:
        """The point of a period; None where there is none."""
        return next((point for point in self.series if point.period == period), None)
