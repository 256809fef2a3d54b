"""Process behaviour (XmR) charts of many series at once: limits, special causes, variation, assurance."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from aimwell.domain.problems import Problem
from aimwell.domain.statistics.estimates import Numbers, first_status
from aimwell.domain.statistics.process_codes import Assurance, Better, PointType, Reason
from aimwell.domain.statistics.process_limits import ProcessLimits, process_limits
from aimwell.domain.statistics.process_rules import RULES
from aimwell.domain.statistics.process_segments import (
    Segments,
    baseline_of,
    checked_points,
    segments_of,
)
from aimwell.domain.statistics.runs import Flags, Signs
from aimwell.domain.statistics.spc_profile import AtLimit, Conflict, Profile, Rule
from aimwell.domain.statistics.status import Codes, Status

Line = TypeVar("Line", bound=np.generic)

SERIES_AT_ONCE = 1_024  # keeps the temporaries of one block of three years in a core's cache

REASON_OF_HIGH = {  # the reason for low is the next code
    Rule.OUTSIDE: Reason.ABOVE_LIMIT,
    Rule.TREND: Reason.TREND_INCREASING,
    Rule.TWO_IN_THREE: Reason.TWO_IN_THREE_ABOVE,
    Rule.SHIFT: Reason.SHIFT_ABOVE,
    Rule.LARGE_STEP: Reason.LARGE_STEP_UP,
    Rule.FEW_CROSSINGS: Reason.FEW_CROSSINGS_ABOVE,
}

# Row: which way is better (lower, neither, higher); column: the point is low, common cause or high.
TYPE_OF_POINT = np.array(
    [
        [PointType.IMPROVEMENT_LOW, PointType.COMMON_CAUSE, PointType.CONCERN_HIGH],
        [PointType.NEUTRAL_LOW, PointType.COMMON_CAUSE, PointType.NEUTRAL_HIGH],
        [PointType.CONCERN_LOW, PointType.COMMON_CAUSE, PointType.IMPROVEMENT_HIGH],
    ],
    dtype=np.int8,
)


@dataclass(frozen=True, slots=True, eq=False)
class ProcessBehaviour:
    """What the charts of a batch say; arrays are (series, points) unless a line says otherwise.

    mean, lower_limit, upper_limit: in the unit of the values, NaN where undefined. Read-only views
    that store one number per series where nothing was rebased: copy before changing them.
    segment: how many times the series has been rebased by then; 1 throughout if only at its first point.
    reason, point_type: int8 codes of Reason and PointType.
    variation, assurance, status: shape (series,), int8 codes of PointType, Assurance and Status;
    variation is that of the last value, assurance that of the limits in force then.
    points: shape (series,), how many values the limits in force then may rest on.
    """

    mean: Numbers
    lower_limit: Numbers
    upper_limit: Numbers
    segment: NDArray[np.int16]
    reason: Codes
    point_type: Codes
    variation: Codes
    assurance: Codes
    points: NDArray[np.int32]
    status: Codes
    profile: str


def _checked_baseline(points: int | None, profile: Profile) -> int | None:
    if points is None:
        return None
    least, most = profile.baseline_minimum, profile.baseline_maximum
    if (least is not None and points < least) or (most is not None and points > most) or points < 1:
        raise Problem(
            code="statistics.baseline-length",
            found=f"A baseline of {points} points was asked for.",
            expected=f"{least or 1} to {most or 'any number of'} points under profile '{profile.id}'.",
            remedy="Choose a baseline within that range, or leave it out.",
        )
    return points


def _judged(values: Numbers, limits: ProcessLimits, profile: Profile, better: Signs) -> tuple[Codes, Signs]:
    """One reason per point and its direction; time-major."""
    reason = np.full(values.shape, Reason.COMMON_CAUSE, dtype=np.int8)
    direction = np.zeros(values.shape, dtype=np.int8)
    with np.errstate(invalid="ignore"):
        found = [(rule, RULES[rule](values, limits, profile)) for rule in profile.rules]
    rounds: list[Flags | None] = [None]
    if profile.conflict is Conflict.IMPROVEMENT_WINS:
        rounds = [better != 0, None]
    for only_better in rounds:
        for rule, signs in found:
            new = (direction == 0) & (signs != 0)
            if only_better is not None:
                new &= only_better & (signs == better)
            if new.any():
                np.copyto(direction, signs, where=new)
                code = REASON_OF_HIGH[rule]
                np.copyto(reason, np.where(signs > 0, code, code + 1).astype(np.int8), where=new)
    return reason, direction


def _assured(
    target: Numbers,
    mean: Numbers,
    lower: Numbers,
    upper: Numbers,
    better: Signs,
    profile: Profile,
    *,
    unset_is_inconsistent: bool,
) -> Codes:
    """Whether limits that stay as they are will meet a target; every array is (series,)."""
    touching = profile.at_limit is AtLimit.MET_OR_MISSED
    with np.errstate(invalid="ignore"):
        beyond_upper = (target >= upper) if touching else (target > upper)
        beyond_lower = (target <= lower) if touching else (target < lower)
        constant = lower == upper  # nothing varies, so equality is not a matter of chance
        met = np.where(better > 0, mean >= target, mean <= target)
    passes = np.where(constant, met, np.where(better > 0, beyond_lower, beyond_upper))
    fails = np.where(constant, ~met, np.where(better > 0, beyond_upper, beyond_lower))
    answer = np.where(passes, Assurance.PASS, np.where(fails, Assurance.FAIL, Assurance.INCONSISTENT))
    unset = np.isnan(target)
    answer = np.where(unset, Assurance.INCONSISTENT, answer)
    judged = (better != 0) & (~unset | unset_is_inconsistent)
    return np.where(judged, answer, Assurance.NOT_JUDGED).astype(np.int8)


def _judge_block(
    values: Numbers,
    segments: Segments,
    profile: Profile,
    better: Signs,
    target: Numbers,
    baseline_points: int | None,
    *,
    unset_is_inconsistent: bool,
) -> ProcessBehaviour:
    columns = segments.spread(values)  # (points, segments)
    baseline = baseline_of(columns, baseline_points)
    known = (~np.isnan(columns)).sum(axis=0, dtype=np.int32)
    limits = process_limits(columns, baseline, profile)
    for bound in (limits.lower, limits.upper, limits.lower_near, limits.upper_near):
        bound[known < profile.minimum_points_for_limits] = np.nan
    side = better[segments.series]
    reason, direction = _judged(columns, limits, profile, side)
    unjudged = np.isnan(columns) | (known < profile.minimum_points_for_verdict)
    point_type = TYPE_OF_POINT[side + 1, direction + 1]
    reason[unjudged], point_type[unjudged] = Reason.NOT_JUDGED, PointType.NOT_JUDGED
    point_types = segments.gathered(point_type)
    rows, last, now = segments.latest(values)
    enough = known[now] >= profile.minimum_points_for_verdict
    assurance = _assured(
        target,
        limits.mean[now],
        limits.lower[now],
        limits.upper[now],
        better,
        profile,
        unset_is_inconsistent=unset_is_inconsistent,
    )
    status = first_status(
        enough.shape,
        (Status.NO_VALUES, np.asarray(np.isnan(values).all(axis=1))),
        (Status.INSUFFICIENT_POINTS, ~enough),
    )
    assurance[status != Status.OK] = Assurance.NOT_JUDGED
    return ProcessBehaviour(
        mean=segments.repeated(limits.mean),
        lower_limit=segments.repeated(limits.lower),
        upper_limit=segments.repeated(limits.upper),
        segment=segments.numbers,
        reason=segments.gathered(reason),
        point_type=point_types,
        variation=point_types[rows, last],
        assurance=assurance,
        points=known[now],
        status=status,
        profile=profile.id,
    )


def _current_target(target: ArrayLike | None, values: Numbers) -> Numbers:
    """The target in force at each series' last value; NaN where there is none."""
    series, points = values.shape
    if target is None:
        return np.full(series, np.nan)
    targets = np.asarray(target, dtype=np.float64)
    if targets.ndim < 2:
        return np.broadcast_to(targets, (series,))
    last = points - 1 - np.argmax(~np.isnan(values[:, ::-1]), axis=1)
    current: Numbers = np.broadcast_to(targets, values.shape)[np.arange(series), last]
    return current


def process_behaviour(
    values: ArrayLike,
    *,
    profile: Profile,
    better: Better | NDArray[np.int8],
    target: ArrayLike | None = None,
    rebase_at: NDArray[np.bool_] | None = None,
    baseline_points: int | None = None,
) -> ProcessBehaviour:
    """Process behaviour charts of a batch of series.

    values: shape (series, points), in time order, NaN where missing; series of different lengths are
    padded with NaN at either end. better: one Better, or its code per series. target: one number, one
    per series, or one per point (then the one at the last value counts); NaN is no target.
    rebase_at: shape of values, True where a new segment begins. baseline_points: limits rest on the
    first so many points of each segment. Wholly missing and too short series get a status, not a verdict.
    Raises Problem when the baseline's length is outside what the profile allows, or without any points.
    Source: Wheeler, Understanding Variation (1993); NHS England, Making Data Count guides.
    """
    table = checked_points(np.atleast_2d(np.asarray(values, dtype=np.float64)))
    baseline = _checked_baseline(baseline_points, profile)
    infinite = np.asarray(np.isinf(table).any(axis=1))
    if infinite.any():
        table = np.where(infinite[:, None], np.nan, table)
    sides = np.broadcast_to(np.asarray(better, dtype=np.int8), (len(table),))
    targets = _current_target(target, table)
    parts = []
    for start in range(0, max(len(table), 1), SERIES_AT_ONCE):
        part = slice(start, start + SERIES_AT_ONCE)
        segments = segments_of(table[part], None if rebase_at is None else rebase_at[part])
        parts.append(
            _judge_block(
                table[part],
                segments,
                profile,
                sides[part],
                targets[part],
                baseline,
                unset_is_inconsistent=target is not None and profile.unset_target_is_inconsistent,
            )
        )
    result = _joined(parts)
    result.status[infinite] = Status.NOT_FINITE
    return result


def _joined_lines(lines: list[NDArray[Line]]) -> NDArray[Line]:
    """Lines of all blocks; where each series has one number throughout, it is stored once."""
    if all(line.strides[1] == 0 for line in lines):
        per_series = np.concatenate([line[:, :1] for line in lines])
        return np.broadcast_to(per_series, (len(per_series), lines[0].shape[1]))
    return np.concatenate(lines)


def _joined(parts: list[ProcessBehaviour]) -> ProcessBehaviour:
    if len(parts) == 1:
        return parts[0]
    return ProcessBehaviour(
        mean=_joined_lines([part.mean for part in parts]),
        lower_limit=_joined_lines([part.lower_limit for part in parts]),
        upper_limit=_joined_lines([part.upper_limit for part in parts]),
        segment=_joined_lines([part.segment for part in parts]),
        reason=np.concatenate([part.reason for part in parts]),
        point_type=np.concatenate([part.point_type for part in parts]),
        variation=np.concatenate([part.variation for part in parts]),
        assurance=np.concatenate([part.assurance for part in parts]),
        points=np.concatenate([part.points for part in parts]),
        status=np.concatenate([part.status for part in parts]),
        profile=parts[0].profile,
    )
