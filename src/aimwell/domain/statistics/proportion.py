"""A proportion with its Wilson score interval."""

import numpy as np
from numpy.typing import ArrayLike

from aimwell.domain.statistics.estimates import (
    Estimates,
    Numbers,
    blocks,
    checked_confidence,
    first_status,
    normal_deviate,
    same_method,
)
from aimwell.domain.statistics.status import Codes, Method, Status


def wilson_limits(numerator: Numbers, denominator: Numbers, deviate: float) -> tuple[Numbers, Numbers]:
    """Lower and upper limit of a proportion, as fractions.

    numerator, denominator: one shape, 0 <= numerator <= denominator, denominator > 0; fractions of
    an event are allowed. deviate: normal deviate; infinity gives 0 and 1.
    Source: Wilson (1927), J. Am. Stat. Assoc. 22:209; Newcombe and Altman (2000).
    """
    if np.isinf(deviate):
        return np.zeros_like(numerator), np.ones_like(numerator)
    square = deviate * deviate
    reach = numerator / denominator
    np.subtract(1.0, reach, out=reach)
    reach *= numerator
    reach *= 4.0
    reach += square
    np.sqrt(reach, out=reach)
    reach *= deviate
    scale = 0.5 / (denominator + square)
    centre = 2.0 * numerator
    centre += square
    upper = centre + reach
    upper *= scale
    centre -= reach
    centre *= scale
    return centre, upper


def _status_of(numerator: Numbers, denominator: Numbers) -> Codes:
    usable = (numerator >= 0) & (numerator <= denominator) & (denominator > 0) & (denominator < np.inf)
    if usable.all():  # the usual case: one pass instead of five
        return np.zeros(numerator.shape, dtype=np.int8)
    return first_status(
        numerator.shape,
        (Status.MISSING_INPUT, np.isnan(numerator) | np.isnan(denominator)),
        (Status.NOT_FINITE, np.isinf(numerator) | np.isinf(denominator)),
        (Status.NO_POPULATION, denominator <= 0),
        (Status.NEGATIVE_COUNT, numerator < 0),
        (Status.NUMERATOR_OVER_DENOMINATOR, numerator > denominator),
    )


def proportion(
    numerator: ArrayLike, denominator: ArrayLike, *, multiplier: float = 100.0, confidence: float = 0.95
) -> Estimates:
    """Proportions with Wilson limits.

    numerator, denominator: counts of any shapes that broadcast; NaN is missing. Result in that shape,
    in units of 1/multiplier (100 gives per cent). A row that cannot be worked out has NaN and a status.
    Source: Wilson (1927); PHE Technical Guide, Confidence Intervals (2018).
    """
    deviate = normal_deviate(checked_confidence(confidence))
    numerators, denominators = np.broadcast_arrays(np.asarray(numerator), np.asarray(denominator))
    shape = numerators.shape
    flat_numerators, flat_denominators = numerators.reshape(-1), denominators.reshape(-1)
    size = flat_numerators.size
    value, lower, upper = np.empty(size), np.empty(size), np.empty(size)
    status = np.empty(size, dtype=np.int8)
    with np.errstate(all="ignore"):
        for part in blocks(size):
            above = np.asarray(flat_numerators[part], dtype=np.float64)
            below = np.asarray(flat_denominators[part], dtype=np.float64)
            status[part] = _status_of(above, below)
            if status[part].any():
                above = np.where(status[part] == Status.OK, above, np.nan)
            np.multiply(above / below, multiplier, out=value[part])
            low, high = wilson_limits(above, below, deviate)
            if status[part].any():
                low[status[part] != Status.OK] = high[status[part] != Status.OK] = np.nan
            np.multiply(low, multiplier, out=lower[part])
            np.multiply(high, multiplier, out=upper[part])
    return Estimates(
        value.reshape(shape),
        lower.reshape(shape),
        upper.reshape(shape),
        status.reshape(shape),
        same_method(Method.WILSON, shape),
        confidence,
        multiplier,
    )
