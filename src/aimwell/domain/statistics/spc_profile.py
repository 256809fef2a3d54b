"""A named set of chart rules: what one tool or guide does, so that its results can be reproduced."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """A test that a point may fail or pass."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_IN_THREE = "two_in_three"
    SHIFT = "shift"
    LARGE_STEP = "large_step"
    FEW_CROSSINGS = "few_crossings"


class Ties(StrEnum):
    """What a repeated value does to a trend."""

    BREAK = "break"
    IGNORE = "ignore"  # it neither breaks the trend nor counts in it


class Conflict(StrEnum):
    """Which test names a point that meets several."""

    FIRST_RULE = "first_rule"
    IMPROVEMENT_WINS = "improvement_wins"


class AtLimit(StrEnum):
    """What assurance says when the target lies exactly on a limit."""

    INCONSISTENT = "inconsistent"
    MET_OR_MISSED = "met_or_missed"


class RunsAnalysis(StrEnum):
    """How long a run on one side of the centre must be to count."""

    FIXED = "fixed"  # shift_points in a row
    ANHOEJ = "anhoej"  # depends on the number of useful points; few crossings count too


@dataclass(frozen=True, slots=True)
class Profile:
    """One set of rules. Its numbers are data: they live in definitions/standards/spc_profiles.

    Factors multiply the mean moving range. Points are counts of consecutive values.
    """

    id: str
    title: str
    source: str
    valid_from: str  # ISO date from which these rules were in use
    limit_factor: float
    minimum_points_for_limits: int
    minimum_points_for_verdict: int
    rules: tuple[Rule, ...]  # in the order in which they name a point
    conflict: Conflict
    at_limit: AtLimit
    screening_factor: float | None = None  # ranges not below this many mean ranges are dropped, once
    trend_points: int = 7
    trend_ties: Ties = Ties.BREAK
    trend_marks_first_point: bool = True
    trend_takes_next_step: bool = False  # a trend point before another takes the direction of the next step
    shift_points: int = 7
    runs_analysis: RunsAnalysis = RunsAnalysis.FIXED
    near_includes_outside: bool = True
    near_needs_one_side: bool = True
    near_marks_all_three: bool = False
    large_step_factor: float | None = None
    unset_target_is_inconsistent: bool = False  # a series without a target in a batch where targets are given
    baseline_minimum: int | None = None
    baseline_maximum: int | None = None
