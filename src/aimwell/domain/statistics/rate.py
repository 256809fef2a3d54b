"""A crude rate with exact limits below ten events and Byar's from ten."""

import numpy as np
from numpy.typing import ArrayLike

from aimwell.domain.statistics.counts import count_limits
from aimwell.domain.statistics.estimates import Estimates, Numbers, blocks, checked_confidence, first_status
from aimwell.domain.statistics.status import Codes, Status


def _status_of(events: Numbers, population: Numbers) -> Codes:
    return first_status(
        events.shape,
        (Status.MISSING_INPUT, np.isnan(events) | np.isnan(population)),
        (Status.NOT_FINITE, np.isinf(events) | np.isinf(population)),
        (Status.NO_POPULATION, population <= 0),
        (Status.NEGATIVE_COUNT, events < 0),
    )


def rate(
    numerator: ArrayLike, denominator: ArrayLike, *, multiplier: float = 100_000.0, confidence: float = 0.95
) -> Estimates:
    """Events per `multiplier` person-years (or people), with limits.

    numerator, denominator: counts of any shapes that broadcast; NaN is missing; events may outnumber
    people. A row that cannot be worked out has NaN and a status.
    Source: Breslow and Day (1987); PHE Technical Guide, Confidence Intervals (2018).
    """
    level = checked_confidence(confidence)
    numerators, denominators = np.broadcast_arrays(np.asarray(numerator), np.asarray(denominator))
    shape = numerators.shape
    flat_numerators, flat_denominators = numerators.reshape(-1), denominators.reshape(-1)
    size = flat_numerators.size
    value, lower, upper = np.empty(size), np.empty(size), np.empty(size)
    status, method = np.empty(size, dtype=np.int8), np.empty(size, dtype=np.int8)
    with np.errstate(all="ignore"):
        for part in blocks(size):
            events = np.asarray(flat_numerators[part], dtype=np.float64)
            people = np.asarray(flat_denominators[part], dtype=np.float64)
            status[part] = _status_of(events, people)
            events = np.where(status[part] == Status.OK, events, np.nan)
            low, high, method[part] = count_limits(events, level)
            value[part] = events / people * multiplier
            lower[part] = low / people * multiplier
            upper[part] = high / people * multiplier
    return Estimates(
        value.reshape(shape),
        lower.reshape(shape),
        upper.reshape(shape),
        status.reshape(shape),
        method.reshape(shape),
        level,
        multiplier,
    )
