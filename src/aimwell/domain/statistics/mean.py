"""An arithmetic mean with Student's t limits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from aimwell.domain.statistics.estimates import Estimates, Numbers, checked_confidence, first_status
from aimwell.domain.statistics.status import Method, Status


@dataclass(frozen=True, slots=True, eq=False)
class Means(Estimates):
    """Means, with what they were worked out from: count, total and standard deviation per row."""

    count: NDArray[np.int64]
    total: Numbers
    standard_deviation: Numbers


def mean(values: ArrayLike, *, sizes: ArrayLike | None = None, confidence: float = 0.95) -> Means:
    """Mean of each row with limits from Student's t distribution.

    values: shape (rows, n) or (n,). sizes: shape (rows,), how many values each row has, the first ones;
    what follows is padding. Without it: all. NaN among a row's values is one not known, and so is the
    mean (MISSING_INPUT). The result keeps the unit. One value gives a mean without limits (status OK,
    limits NaN); none gives NO_VALUES.
    Source: Altman et al., Statistics with Confidence (2000), p. 28.
    """
    from scipy.special import stdtrit  # here, because it doubles the start-up of every command

    level = checked_confidence(confidence)
    table = np.atleast_2d(np.asarray(values, dtype=np.float64))
    rows, width = table.shape
    count = np.broadcast_to(np.asarray(width if sizes is None else sizes, dtype=np.int64), (rows,))
    there = np.arange(width) < count[:, None]
    values_there = np.where(there, table, 0.0)
    total = values_there.sum(axis=1)
    status = first_status(
        count.shape,
        (Status.NO_VALUES, count == 0),
        (Status.MISSING_INPUT, np.asarray(np.isnan(values_there).any(axis=1))),
        (Status.NOT_FINITE, np.asarray(np.isinf(values_there).any(axis=1))),
    )
    with np.errstate(all="ignore"):
        value = np.where(status == Status.OK, total / count, np.nan)
        squares = np.where(there, (table - value[:, None]) ** 2, 0.0).sum(axis=1)
        deviation = np.where(count > 1, np.sqrt(squares / (count - 1)), np.nan)
        reach = stdtrit(np.maximum(count - 1.0, 1.0), (1 + level) / 2) * deviation / np.sqrt(count)
    method = np.where(np.isnan(reach), np.int8(Method.NONE), np.int8(Method.STUDENT_T))
    return Means(
        value=value,
        lower=value - reach,
        upper=value + reach,
        status=status,
        method=method,
        confidence=level,
        multiplier=1.0,
        count=count,
        total=total,
        standard_deviation=deviation,
    )
