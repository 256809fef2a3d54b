"""Gaps between two groups: absolute difference and ratio, with limits.

Source: Newcombe and Altman, in Statistics with Confidence (2000).
"""

import numpy as np
from numpy.typing import ArrayLike

from aimwell.domain.statistics.estimates import (
    Estimates,
    Numbers,
    checked_confidence,
    first_status,
    same_method,
)
from aimwell.domain.statistics.runs import Flags
from aimwell.domain.statistics.status import Codes, Method, Status


def _given(*columns: ArrayLike) -> tuple[list[Numbers], Codes]:
    values = [np.asarray(column, dtype=np.float64) for column in np.broadcast_arrays(*columns)]
    total = np.sum(values, axis=0)
    status = first_status(
        total.shape,
        (Status.MISSING_INPUT, np.isnan(total)),
        (Status.NOT_FINITE, np.isinf(total)),
    )
    return values, status


def absolute_gap(
    value: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    reference: ArrayLike,
    reference_lower: ArrayLike,
    reference_upper: ArrayLike,
    *,
    confidence: float = 0.95,
) -> Estimates:
    """How much higher a group's value is than a reference group's, in the values' unit.

    All limits are at `confidence`; any shapes that broadcast. Limits may be lopsided; each end of the gap
    combines the two ends that make it. Source: Newcombe and Altman (2000), method 10 (MOVER).
    """
    level = checked_confidence(confidence)
    (one, low, high, two, two_low, two_high), status = _given(
        value, lower, upper, reference, reference_lower, reference_upper
    )
    gap = one - two
    down = np.sqrt((one - low) ** 2 + (two_high - two) ** 2)
    up = np.sqrt((high - one) ** 2 + (two - two_low) ** 2)
    return Estimates(gap, gap - down, gap + up, status, same_method(Method.LINEAR, gap.shape), level, 1.0)


def relative_gap(
    value: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    reference: ArrayLike,
    reference_lower: ArrayLike,
    reference_upper: ArrayLike,
    *,
    confidence: float = 0.95,
) -> Estimates:
    """How many times a reference group's value a group's value is.

    Arguments as for absolute_gap, all above zero; a row with a zero or negative number is UNDEFINED.
    Limits are combined on the log scale. Source: Newcombe and Altman (2000); Donner and Zou (2012).
    """
    level = checked_confidence(confidence)
    columns, status = _given(value, lower, upper, reference, reference_lower, reference_upper)
    above_zero = np.logical_and.reduce([column > 0 for column in columns])
    status = np.where((status == Status.OK) & ~above_zero, np.int8(Status.UNDEFINED), status)
    with np.errstate(all="ignore"):
        logs = [np.where(above_zero, np.log(column), np.nan) for column in columns]
        result = absolute_gap(*logs, confidence=level)
        value_, lower_, upper_ = np.exp(result.value), np.exp(result.lower), np.exp(result.upper)
    return Estimates(value_, lower_, upper_, status, result.method, level, 1.0)


def population_attributable_fraction(prevalence: ArrayLike, relative_risk: ArrayLike) -> Estimates:
    """The share of events that would not have happened without the exposure, as a fraction.

    prevalence: fraction exposed, 0 to 1; relative_risk: > 0; any shapes that broadcast. Below one, the
    exposure protects and the fraction is negative. Limits are not known (NaN). Source: Levin (1953).
    """
    (exposed, risk), status = _given(prevalence, relative_risk)
    impossible = (status == Status.OK) & ((exposed < 0) | (exposed > 1) | (risk <= 0))
    status = np.where(impossible, np.int8(Status.UNDEFINED), status)
    with np.errstate(all="ignore"):
        excess = exposed * (risk - 1)
        value = np.where(status == Status.OK, excess / (1 + excess), np.nan)
    nothing = np.full(value.shape, np.nan)
    return Estimates(value, nothing, nothing, status, same_method(Method.NONE, value.shape), 0.95, 1.0)


def is_beyond_chance(gap: Estimates, *, nothing: float = 0.0) -> Flags:
    """Whether the limits of a gap leave out `nothing`: 0 for a difference, 1 for a ratio."""
    with np.errstate(invalid="ignore"):
        return (gap.lower > nothing) | (gap.upper < nothing)
