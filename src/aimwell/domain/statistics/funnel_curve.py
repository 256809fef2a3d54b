"""The points along a funnel's horizontal axis, spaced so that the narrow end is smooth."""

import math

import numpy as np

from aimwell.domain.problems import Problem
from aimwell.domain.statistics.estimates import Numbers

POINTS = 100


def _rounded_down(number: float) -> float:
    """Down to one leading digit: 1,987 to 1,000."""
    unit = 10.0 ** math.floor(math.log10(number))
    return math.floor(number / unit) * unit


def _rounded_up(number: float) -> float:
    """Up to two leading digits: 1,987 to 2,000."""
    unit = 10.0 ** (math.floor(math.log10(number)) - 1)
    return math.ceil(number / unit) * unit


def axis_ends(sizes: Numbers) -> tuple[float, float]:
    """Where the axis begins and ends for areas of these sizes; a wide range begins at zero.

    Areas without a usable size are left out. Raises Problem when there is no other.
    """
    usable = sizes[(sizes > 0) & np.isfinite(sizes)]
    if not usable.size:
        raise Problem(
            code="statistics.no-sizes",
            found="No area has a size above zero.",
            expected="people, or expected events, of at least one area.",
            remedy="Check which column holds the denominators.",
        )
    smallest = 0.0 if (sizes == 0).any() else float(usable.min())
    largest = float(usable.max())
    begin = 0.0 if largest > 2 * smallest else _rounded_down(smallest * 0.95)
    return begin, _rounded_up(largest * 1.05)


def axis_points(begin: float, end: float, *, steps_left_at_second: int) -> Numbers:
    """A hundred whole numbers in roughly geometric steps from `begin` (at least 1) towards `end`.

    steps_left_at_second: how many equal steps the second point assumes are left; 99 ends exactly at
    `end`, 100 one step short of it, as the published tool does for ratios.
    Source: PHE, technical guide to funnel plots (June 2017).
    """
    points = [max(1.0, begin)]
    for index in range(1, POINTS):
        before = points[-1]
        growth = (end / before) ** (1.0 / (steps_left_at_second + 1 - index))
        points.append(max(float(round(before * growth)), before + 1.0))
    return np.array(points)
