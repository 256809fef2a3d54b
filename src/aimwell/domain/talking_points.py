"""The declared rule that picks what a board talks about first."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aimwell.domain.periods import Period
from aimwell.domain.recency import is_recent
from aimwell.domain.verdicts import BAD, GOOD, Comparison, Prospect, Verdict


class Sign(StrEnum):
    """Something that a verdict says by more than chance."""

    GETTING_WORSE = "getting_worse"
    GETTING_BETTER = "getting_better"
    WILL_MISS_TARGET = "will_miss_target"
    WORSE_THAN_ENGLAND = "worse_than_england"


class Tie(StrEnum):
    """What comes first among verdicts that meet the same step."""

    NEWEST_YEAR = "newest_year"
    FURTHEST_FROM_ENGLAND = "furthest_from_england"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the rule: met by a verdict that has all of these signs."""

    when: tuple[Sign, ...]
    says: str  # why a thing was picked, as part of a sentence


@dataclass(frozen=True, slots=True)
class TalkingPointsRule:
    """Which verdicts to talk about: the first `things` by step, then by tie."""

    title: str
    by: str
    decided: date
    reason: str
    things: int
    newest_within_years: int  # figures that end earlier say nothing of how things are
    one_of_each_source_first: bool
    among_equals: tuple[Tie, ...]
    steps: tuple[Step, ...]

    def step_of(self, verdict: Verdict) -> int | None:
        """Number of the first step that a verdict meets; None where it meets none."""
        signs = signs_of(verdict)
        return next((number for number, step in enumerate(self.steps) if set(step.when) <= signs), None)

    def is_current(self, period: str, today: date) -> bool:
        """Whether a period ends recently enough to say how things are."""
        return is_recent(period, years=self.newest_within_years, today=today)

    def order(self, verdict: Verdict) -> tuple[float, ...]:
        """A key that puts what to talk about first at the front."""
        number = self.step_of(verdict)
        return (
            len(self.steps) if number is None else number,
            *(_rank(tie, verdict) for tie in self.among_equals),
        )


def signs_of(verdict: Verdict) -> Set[Sign]:
    """What a verdict says by more than chance."""
    found = {
        Sign.GETTING_WORSE: verdict.change in BAD,
        Sign.GETTING_BETTER: verdict.change in GOOD,
        Sign.WILL_MISS_TARGET: verdict.prospect is Prospect.WILL_NOT,
        Sign.WORSE_THAN_ENGLAND: verdict.comparison is Comparison.WORSE,
    }
    return frozenset(sign for sign, there in found.items() if there)


def _rank(tie: Tie, verdict: Verdict) -> float:
    match tie:
        case Tie.NEWEST_YEAR:
            return -Period.parse(verdict.period).end.year
        case Tie.FURTHEST_FROM_ENGLAND:
            # as a share of England's value, so that units do not matter
            value, england = verdict.value, verdict.england
            return -abs(value - england) / abs(england) if value is not None and england else 0.0
