"""Mean and natural process limits of many series from their moving ranges."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aimwell.domain.statistics.estimates import Numbers
from aimwell.domain.statistics.runs import Flags
from aimwell.domain.statistics.spc_profile import Profile


@dataclass(frozen=True, slots=True, eq=False)
class ProcessLimits:
    """Centre and limits of each series, in the unit of its values; shape (series,)."""

    mean: Numbers
    mean_range: Numbers
    lower: Numbers
    upper: Numbers
    lower_near: Numbers  # two thirds of the way to the limit
    upper_near: Numbers


Extended = NDArray[np.longdouble]


def _added_in_order(rows: Numbers | Extended) -> Extended:
    """Sum over time, always first to last: numpy's own order depends on how many series there are."""
    total = np.zeros(rows.shape[1:], dtype=np.longdouble)
    for row in rows:
        total += row
    return total


def mean_where(values: Numbers, use: Flags) -> Numbers:
    """Mean over time of the values to use; NaN where there are none.

    In extended precision, with a second pass that adds back what rounding took, as R does it: whether a
    point lies on the centre line or beside it can hang on the last digit of the mean.
    """
    count = use.sum(axis=0)
    used = np.where(use, values, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        first = _added_in_order(used) / count
        rest = np.where(use, values - first, np.longdouble(0))
        result: Numbers = (first + _added_in_order(rest) / count).astype(np.float64)
    return result


def moving_ranges(values: Numbers) -> Numbers:
    """Absolute steps between neighbours; shape (points - 1, series); NaN beside a missing value."""
    result: Numbers = np.abs(np.diff(values, axis=0))
    return result


def screened_mean_range(ranges: Numbers, use: Flags, screening_factor: float | None) -> Numbers:
    """Mean moving range, after dropping outlying ranges once where there is a screening factor.

    A series whose ranges would all be dropped, or of which only ties would be left, keeps them all:
    limits of no width would make every point of a rare event a special cause.
    Source: Nelson (1982), J. Quality Technology 14(3):172.
    """
    unscreened = mean_where(ranges, use)
    if screening_factor is None:
        return unscreened
    kept = use & (ranges < screening_factor * unscreened)
    screened = mean_where(ranges, kept)
    return np.where(screened > 0, screened, unscreened)


def process_limits(values: Numbers, baseline: Flags, profile: Profile) -> ProcessLimits:
    """Limits of each series from the points of its baseline.

    values: shape (points, series), NaN missing; baseline: same shape. Limits are NaN where fewer than
    two neighbouring values exist. Source: Wheeler, Understanding Variation (1993), p. 60.
    """
    known = baseline & ~np.isnan(values)
    mean = mean_where(values, known)
    ranges = moving_ranges(values)
    average = screened_mean_range(ranges, known[1:] & known[:-1], profile.screening_factor)
    reach, near = profile.limit_factor * average, 2 * (profile.limit_factor / 3) * average
    return ProcessLimits(mean, average, mean - reach, mean + reach, mean - near, mean + near)
