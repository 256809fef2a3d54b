"""The tests that tell a special cause from common cause, many series at once.

Arrays are time-major: shape (points, series). Each test answers 1 (high or rising), -1 (low or
falling) or 0 (not met). A test that would need a missing value is not met.
"""

from collections.abc import Callable

import numpy as np

from aimwell.domain.statistics.estimates import Numbers
from aimwell.domain.statistics.process_limits import ProcessLimits
from aimwell.domain.statistics.runs import (
    Flags,
    Signs,
    anhoej_signal,
    carried_forward,
    run_totals,
    sides_of,
)
from aimwell.domain.statistics.spc_profile import Profile, Rule, RunsAnalysis, Ties


def outside(values: Numbers, limits: ProcessLimits) -> Signs:
    """Points beyond a limit; a point on it is not."""
    above: Signs = (values > limits.upper).view(np.int8)
    below: Signs = (values < limits.lower).view(np.int8)
    return above - below


def _steps(values: Numbers) -> Signs:
    """Sign of the step arriving at each point; zero for the first and beside a missing value."""
    steps = np.zeros(values.shape, dtype=np.int8)
    steps[1:] = sides_of(values[1:], values[:-1])
    return steps


def trend(values: Numbers, profile: Profile) -> Signs:
    """Points in a long enough unbroken rise or fall.

    Source: Provost and Murray, The Health Care Data Guide (2011), p. 155.
    """
    steps = _steps(values)
    directions = steps
    if profile.trend_ties is Ties.IGNORE:
        ties = np.zeros(values.shape, dtype=np.bool_)
        ties[1:] = values[1:] == values[:-1]
        directions = carried_forward(steps, across=ties)
    needed = profile.trend_points - 1
    moved = steps != 0
    rising = run_totals(directions == 1, moved) >= needed
    falling = run_totals(directions == -1, moved) >= needed
    arriving = rising.view(np.int8) - falling.view(np.int8)
    leaving = np.zeros_like(arriving)
    leaving[:-1] = arriving[1:]
    if not profile.trend_marks_first_point:
        return arriving
    if not profile.trend_takes_next_step:
        # A peak or trough shared by two trends belongs to the one that begins there.
        return np.where(leaving != 0, leaving, arriving)
    marked = (arriving != 0) | (leaving != 0)
    next_marked = np.zeros_like(marked)
    next_marked[:-1] = marked[1:]
    next_step = np.zeros_like(steps)
    next_step[:-1] = steps[1:]
    own = np.where(leaving != 0, leaving, arriving)
    chosen = np.where(next_marked & (next_step != 0), next_step, np.where(steps != 0, steps, own))
    return np.where(marked, chosen, np.int8(0))


def two_in_three(values: Numbers, limits: ProcessLimits, profile: Profile) -> Signs:
    """Points of a window of three of which at least two lie more than two sigma from the mean."""
    sides = sides_of(values, limits.mean)
    near = (values > limits.upper_near) | (values < limits.lower_near)
    if not profile.near_includes_outside:
        near &= outside(values, limits) == 0
    marked = np.zeros(values.shape, dtype=np.bool_)
    if len(values) < 3:
        return np.zeros(values.shape, dtype=np.int8)
    signal = (near[2:] & near[1:-1]) | (near[2:] & near[:-2]) | (near[1:-1] & near[:-2])
    if profile.near_needs_one_side:
        signal &= (sides[2:] == sides[1:-1]) & (sides[1:-1] == sides[:-2]) & (sides[1:-1] != 0)
    for offset in range(3):
        marked[offset : len(values) - 2 + offset] |= signal
    if not profile.near_marks_all_three:
        marked &= near
    return np.where(marked, sides, np.int8(0))


def shift(values: Numbers, limits: ProcessLimits, profile: Profile) -> Signs:
    """Points of a long enough run on one side of the mean."""
    sides = sides_of(values, limits.mean)
    if profile.runs_analysis is RunsAnalysis.ANHOEJ:
        useful = sides != 0
        carried = carried_forward(sides, across=np.ones_like(useful))
        needed = anhoej_signal(sides).longest_run_limit + 1
        totals = run_totals(carried == 1, useful) + run_totals(carried == -1, useful)
        return np.where((totals >= needed) & useful, sides, np.int8(0))
    everything = np.ones(values.shape, dtype=np.bool_)
    totals = run_totals(sides == 1, everything) + run_totals(sides == -1, everything)
    return np.where(totals >= profile.shift_points, sides, np.int8(0))


def large_step(values: Numbers, limits: ProcessLimits, profile: Profile) -> Signs:
    """Points whose moving range is beyond the upper range limit."""
    result = np.zeros(values.shape, dtype=np.int8)
    if profile.large_step_factor is None:
        return result
    step = np.diff(values, axis=0)
    large = np.abs(step) > profile.large_step_factor * limits.mean_range
    result[1:] = np.where(large, np.sign(np.nan_to_num(step)), 0)
    return result


def few_crossings(values: Numbers, limits: ProcessLimits) -> Signs:
    """The points of the latest run, in series that cross the centre line unusually seldom."""
    sides = sides_of(values, limits.mean)
    few: Flags = anhoej_signal(sides).few_crossings
    carried = carried_forward(sides, across=np.ones(sides.shape, dtype=np.bool_))
    latest = carried[-1] if len(carried) else np.zeros(few.shape, dtype=np.int8)
    in_latest = np.logical_and.accumulate(carried[::-1] == latest, axis=0)[::-1]
    return np.where(in_latest & few & (sides != 0), sides, np.int8(0))


RULES: dict[Rule, Callable[[Numbers, ProcessLimits, Profile], Signs]] = {
    Rule.OUTSIDE: lambda values, limits, _profile: outside(values, limits),
    Rule.TREND: lambda values, _limits, profile: trend(values, profile),
    Rule.TWO_IN_THREE: two_in_three,
    Rule.SHIFT: shift,
    Rule.LARGE_STEP: large_step,
    Rule.FEW_CROSSINGS: lambda values, limits, _profile: few_crossings(values, limits),
}
