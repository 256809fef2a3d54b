"""How well a target is made: what it has, what it lacks, and what to do about each hole.

Each check asks for something that is there or is not, and filling what was empty never takes away another, so that a
target that somebody completes is never graded lower for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from aimwell.domain.measures import Better, Measure, Method
from aimwell.domain.periods import Period
from aimwell.domain.problems import Problem
from aimwell.domain.workplace.trajectories import Point, reaches


class Check(StrEnum):
    """What a target is asked."""

    MEASURE = "measure"
    BASELINE = "baseline"
    FRESH_BASELINE = "fresh_baseline"
    NUMBER = "number"
    DATE = "date"
    DIRECTION = "direction"
    DENOMINATOR = "denominator"
    INEQUALITY = "inequality"
    TRAJECTORY = "trajectory"
    OWNER = "owner"
    ASKED = "asked"
    EVIDENCE = "evidence"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class LintRule:
    """One check: how much it counts for, what is said where it fails, and what to do then."""

    check: Check
    weight: int
    hole: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Grade:
    """A word for targets that meet at least so much of the checks' weight, from 0 to 100."""

    at_least: int
    word: str
    about: str


@dataclass(frozen=True, slots=True)
class LintRules:
    """The checks and grades in force."""

    rules: tuple[LintRule, ...]
    grades: tuple[Grade, ...]  # best first
    oldest_baseline_days: int  # from the end of its period to today
    source: str


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """A target as the checks see it. measure: None where it names none that is declared."""

    measure: Measure | None = None
    baseline: float | None = None
    baseline_period: str = ""
    value: float | None = None
    by: date | None = None
    direction: str = ""
    gap_by: str = ""
    gap_value: float | None = None
    gap_due: date | None = None
    trajectory: tuple[Point, ...] = ()
    owner: bool = False
    asked: bool = False
    evidence: str = ""
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Lint:
    """The grade of a target. score: the share of the checks' weight it meets, from 0 to 100."""

    grade: Grade
    score: int
    holes: tuple[LintRule, ...]  # those that count most first


def lint(target: TargetFacts, rules: LintRules, today: date) -> Lint:
    """Grade a target."""
    holes = [rule for rule in rules.rules if not _met(rule.check, target, rules, today)]
    total = sum(rule.weight for rule in rules.rules)
    score = 100 * (total - sum(rule.weight for rule in holes)) // total
    grade = next(grade for grade in rules.grades if score >= grade.at_least)
    return Lint(grade, score, tuple(sorted(holes, key=lambda rule: -rule.weight)))


def _met(check: Check, target: TargetFacts, rules: LintRules, today: date) -> bool:
    if check is Check.FRESH_BASELINE:
        return _fresh(target, today - timedelta(days=rules.oldest_baseline_days))
    return CHECKS[check](target)


def _fresh(target: TargetFacts, oldest: date) -> bool:
    """Whether the baseline is there and its period is known and not too long ago."""
    if target.baseline is None:
        return False
    try:
        return Period.parse(target.baseline_period).end >= oldest
    except Problem:
        return False


def _direction_agrees(target: TargetFacts) -> bool:
    """Whether the target goes the way that its measure calls better; keeping what is good agrees with any."""
    if target.measure is None or not target.direction:
        return False
    better = target.measure.better
    return better is Better.NEITHER or target.direction in (better.value, "keep")


def _has_denominator(target: TargetFacts) -> bool:
    """Whether the measure is of something out of something; a bare count grows with the population."""
    return target.measure is not None and target.measure.method is not Method.COUNT


def _trajectory_arrives(target: TargetFacts) -> bool:
    if target.value is None or target.by is None or not target.direction:
        return False
    return reaches(target.trajectory, target.value, target.by, target.direction)


CHECKS: Mapping[Check, Callable[[TargetFacts], bool]] = {
    Check.MEASURE: lambda target: target.measure is not None,
    Check.BASELINE: lambda target: target.baseline is not None,
    Check.NUMBER: lambda target: target.value is not None,
    Check.DATE: lambda target: target.by is not None,
    Check.DIRECTION: _direction_agrees,
    Check.DENOMINATOR: _has_denominator,
    Check.INEQUALITY: lambda target: bool(target.gap_by) and target.gap_value is not None and target.gap_due is not None,
    Check.TRAJECTORY: _trajectory_arrives,
    Check.OWNER: lambda target: target.owner,
    Check.ASKED: lambda target: target.asked,
    Check.EVIDENCE: lambda target: bool(target.evidence.strip()),
    Check.REVIEW: lambda target: target.review_on is not None,
}  # fmt: skip
