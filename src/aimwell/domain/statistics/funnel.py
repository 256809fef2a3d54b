"""Funnel plots: how far an area's figure may lie from the average by chance alone, given its size.

Source: PHE, technical guides to funnel plots for proportions, ratios and rates (June 2017).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike

from aimwell.domain.statistics.counts import count_limits
from aimwell.domain.statistics.estimates import Numbers, blocks, first_status
from aimwell.domain.statistics.funnel_curve import axis_ends, axis_points
from aimwell.domain.statistics.runs import Flags
from aimwell.domain.statistics.status import Codes, Status

INNER_TAIL, OUTER_TAIL = 0.025, 0.001  # two and three sigma: 95 % and 99.8 %
FEWEST_STANDARDISED_EVENTS = 10


class Significance(IntEnum):
    """Where an area lies against the funnel around the average."""

    NOT_JUDGED = 0
    LOW_OUTER = 1  # below the 99.8 % limit
    LOW_INNER = 2  # below the 95 % limit
    NOT_SIGNIFICANT = 3
    HIGH_INNER = 4
    HIGH_OUTER = 5


@dataclass(frozen=True, slots=True, eq=False)
class FunnelLimits:
    """Limits at each size, in the unit of the average; arrays share one shape.

    size: people for a proportion, events for ratios and rates. inner: 95 %; outer: 99.8 %.
    expected_*: for ratios and rates, the expected events at which that limit is reached; else NaN.
    """

    size: Numbers
    average: float
    lower_inner: Numbers
    upper_inner: Numbers
    lower_outer: Numbers
    upper_outer: Numbers
    expected_lower_inner: Numbers
    expected_upper_inner: Numbers
    expected_lower_outer: Numbers
    expected_upper_outer: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class FunnelSignificance:
    """Significance code and status of each area."""

    significance: Codes
    status: Codes


def average_proportion(numerator: ArrayLike, denominator: ArrayLike) -> float:
    """All events over all people, leaving out areas that lack either; a fraction, NaN where none is left.

    An area with an infinite or negative number, or without people, is left out too.
    """
    events, people = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    return _average(events, people, _count_status(events, people))


def _average(events: Numbers, people: Numbers, status: Codes) -> float:
    """Of the areas that can be judged."""
    usable = status == Status.OK
    total = float(people[usable].sum())
    return float(events[usable].sum()) / total if total > 0 else float("nan")


def _proportion_bounds(average: float, size: Numbers, tail: float) -> tuple[Numbers, Numbers]:
    """The proportions whose Wilson interval just reaches the average, at each size."""
    from scipy.special import ndtri  # here, because it takes as long to import as all else

    square = float(ndtri(1 - tail)) ** 2
    a = 1 / square + 1 / size
    b = average * (size / square + 1)
    c = average * (size * (average * (size / square + 2) - 1) + square * (average - 1))
    root = np.sqrt(b * b - a * c)
    return np.clip((b - root) / a / size, 0, 1), np.clip((b + root) / a / size, 0, 1)


def proportion_funnel(average: float, size: ArrayLike, *, multiplier: float = 100.0) -> FunnelLimits:
    """Limits around an average proportion (a fraction) at each size, times `multiplier`.

    size: people, > 0. Limits stay between nothing and all. Source: PHE funnel plot guide (2017).
    """
    people = np.asarray(size, dtype=np.float64)
    with np.errstate(all="ignore"):
        lower_inner, upper_inner = _proportion_bounds(average, people, INNER_TAIL)
        lower_outer, upper_outer = _proportion_bounds(average, people, OUTER_TAIL)
    none = np.full(people.shape, np.nan)
    return FunnelLimits(
        people,
        average * multiplier,
        lower_inner * multiplier,
        upper_inner * multiplier,
        lower_outer * multiplier,
        upper_outer * multiplier,
        *(none,) * 4,
    )


BISECTIONS = 23  # halvings from a half to a ten-millionth, as in the published spreadsheet


def _expected_at_tail(events: Numbers, tail: float, *, lower: bool) -> Numbers:
    """Expected events at which so few (lower) or so many are seen with the probability `tail`.

    The tool's own bisection, kept because its published limits carry its error of about 2 in ten
    million; the exact answer is the gamma quantile.
    """
    from scipy.special import gammainc, gammaincc  # here, because it takes as long to import as all else

    odds, step = np.full(events.shape, 0.5), 0.5
    for _ in range(BISECTIONS):
        step /= 2
        expected = (1 + events) * odds / (1 - odds)
        chance = gammaincc(events + 1, expected) if lower else 1 - gammainc(events, expected)
        too_large = (chance < tail) if lower else (chance < 1 - tail)
        odds = np.where(too_large, odds - step, odds + step)
    result: Numbers = (1 + events) * odds / (1 - odds)
    return result


def count_funnel(average: float, events: ArrayLike) -> FunnelLimits:
    """Limits around an average at each number of events, from the Poisson distribution.

    average: 1 or 100 for ratios, or a rate in its unit; the limits have that unit too. events: > 0.
    Source: PHE, technical guides to funnel plots for ratios and rates (June 2017).
    """
    seen = np.asarray(events, dtype=np.float64)
    lower_inner, lower_outer = (
        _expected_at_tail(seen, tail, lower=True) for tail in (INNER_TAIL, OUTER_TAIL)
    )
    upper_inner, upper_outer = (
        _expected_at_tail(seen, tail, lower=False) for tail in (INNER_TAIL, OUTER_TAIL)
    )
    with np.errstate(all="ignore"):
        return FunnelLimits(
            seen,
            average,
            seen / lower_inner * average,
            seen / upper_inner * average,
            seen / lower_outer * average,
            seen / upper_outer * average,
            lower_inner,
            upper_inner,
            lower_outer,
            upper_outer,
        )


def proportion_funnel_curve(
    numerator: ArrayLike, denominator: ArrayLike, *, multiplier: float = 100.0
) -> FunnelLimits:
    """The funnel to draw behind a set of proportions: a hundred sizes with their limits."""
    begin, end = axis_ends(np.asarray(denominator, dtype=np.float64))
    sizes = axis_points(begin, end, steps_left_at_second=99)
    return proportion_funnel(average_proportion(numerator, denominator), sizes, multiplier=multiplier)


def ratio_funnel_curve(expected: ArrayLike, *, multiplier: float = 100.0) -> FunnelLimits:
    """The funnel to draw behind a set of standardised ratios, around `multiplier`."""
    begin, end = axis_ends(np.asarray(expected, dtype=np.float64))
    return count_funnel(multiplier, axis_points(begin, end, steps_left_at_second=100))


def rate_funnel_curve(
    person_years: ArrayLike, average: float, *, multiplier: float, years: float
) -> FunnelLimits:
    """The funnel to draw behind a set of rates over several years.

    person_years: of each area, over all years. average: the rate per `multiplier` person-years.
    """
    begin, end = axis_ends(np.asarray(person_years, dtype=np.float64) / years)
    per_year = average / multiplier * years
    points = axis_points(
        float(np.floor(begin * per_year)), float(np.ceil(end * per_year)), steps_left_at_second=99
    )
    return count_funnel(average, points)


def person_years_behind(events: ArrayLike, rate: ArrayLike, *, multiplier: float) -> Numbers:
    """Person-years that a rate implies; NaN where there were no events."""
    seen, rates = np.asarray(events, dtype=np.float64), np.asarray(rate, dtype=np.float64)
    with np.errstate(all="ignore"):
        return np.where(seen > 0, multiplier * seen / rates, np.nan)


def _coded(low_outer: Flags, low: Flags, high: Flags, high_outer: Flags, status: Codes) -> FunnelSignificance:
    """Codes from tests that hold or not (bool arrays), the outer before the inner."""
    code = np.full(status.shape, Significance.NOT_SIGNIFICANT, dtype=np.int8)
    for holds, value in (
        (high, Significance.HIGH_INNER),
        (low, Significance.LOW_INNER),
        (high_outer, Significance.HIGH_OUTER),
        (low_outer, Significance.LOW_OUTER),
    ):
        code[holds] = value
    code[status != Status.OK] = Significance.NOT_JUDGED
    return FunnelSignificance(code, status)


def proportion_significance(numerator: ArrayLike, denominator: ArrayLike) -> FunnelSignificance:
    """Where each area's proportion lies against the funnel around the average of all areas."""
    events, people = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    status = _count_status(events, people)
    status[(status == Status.OK) & (events > people)] = Status.NUMERATOR_OVER_DENOMINATOR
    average = _average(events, people, status)

    def judge(seen: Numbers, among: Numbers, state: Codes) -> FunnelSignificance:
        limits = proportion_funnel(average, among, multiplier=1.0)
        with np.errstate(all="ignore"):
            value = seen / among
        return _coded(
            value < limits.lower_outer,
            value < limits.lower_inner,
            value > limits.upper_inner,
            value > limits.upper_outer,
            state,
        )

    return _in_blocks(judge, events, people, status)


def _in_blocks(
    judge: Callable[[Numbers, Numbers, Codes], FunnelSignificance],
    events: Numbers,
    size: Numbers,
    status: Codes,
) -> FunnelSignificance:
    """Areas judged some at a time: limits of all at once would take many times the memory of the areas."""
    seen, sizes, states = (
        events.reshape(-1),
        np.broadcast_to(size, status.shape).reshape(-1),
        status.reshape(-1),
    )
    code = np.empty(states.shape, dtype=np.int8)
    for part in blocks(len(code)):
        code[part] = judge(seen[part], sizes[part], states[part]).significance
    return FunnelSignificance(code.reshape(status.shape), status)


def _count_significance(events: Numbers, size: Numbers, target: float, status: Codes) -> FunnelSignificance:
    """Against a target of events per size: an interval wholly above the target is high."""

    def judge(seen: Numbers, sizes: Numbers, state: Codes) -> FunnelSignificance:
        return _against_target(seen, sizes, target, state)

    return _in_blocks(judge, events, size, status)


def _against_target(events: Numbers, size: Numbers, target: float, status: Codes) -> FunnelSignificance:
    seen = np.where(status == Status.OK, events, np.nan)
    inner_lower, inner_upper, _ = count_limits(seen, 1 - 2 * INNER_TAIL)
    outer_lower, outer_upper, _ = count_limits(seen, 1 - 2 * OUTER_TAIL)
    with np.errstate(all="ignore"):
        return _coded(
            target > outer_upper / size,
            target > inner_upper / size,
            target < inner_lower / size,
            target < outer_lower / size,
            status,
        )


def _count_status(events: Numbers, size: Numbers) -> Codes:
    return first_status(
        events.shape,
        (Status.MISSING_INPUT, np.isnan(events) | np.isnan(size)),
        (Status.NOT_FINITE, np.isinf(events) | np.isinf(size)),
        (Status.NO_POPULATION, size <= 0),
        (Status.NEGATIVE_COUNT, events < 0),
    )


def ratio_significance(observed: ArrayLike, expected: ArrayLike) -> FunnelSignificance:
    """Where each area's standardised ratio lies against the funnel around equality."""
    seen, size = np.asarray(observed, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    return _count_significance(seen, size, 1.0, _count_status(seen, size))


def crude_rate_significance(events: ArrayLike, person_years: ArrayLike) -> FunnelSignificance:
    """Where each area's crude rate lies against the funnel around the rate of all areas."""
    seen, size = np.asarray(events, dtype=np.float64), np.asarray(person_years, dtype=np.float64)
    return _count_significance(seen, size, average_proportion(seen, size), _count_status(seen, size))


def standardised_rate_significance(events: ArrayLike, person_years: ArrayLike) -> FunnelSignificance:
    """As crude_rate_significance, for directly standardised rates: fewer than ten events are not judged.

    person_years: those the rate implies, see person_years_behind.
    """
    seen, size = np.asarray(events, dtype=np.float64), np.asarray(person_years, dtype=np.float64)
    status = _count_status(seen, size)
    status[seen < FEWEST_STANDARDISED_EVENTS] = Status.SUPPRESSED_SMALL
    return _count_significance(seen, size, average_proportion(seen, size), status)
