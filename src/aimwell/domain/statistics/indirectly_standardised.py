"""Indirectly standardised ratios and rates: events observed against events expected.

Source: Breslow and Day (1987), volume II; APHO Technical Briefing 3 (2008).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from aimwell.domain.statistics.counts import count_limits
from aimwell.domain.statistics.estimates import Estimates, Numbers, checked_confidence, first_status
from aimwell.domain.statistics.status import Codes, Status


@dataclass(frozen=True, slots=True, eq=False)
class IndirectlyStandardised(Estimates):
    """Ratios or rates, with the events observed and expected; reference_rate is 1 for a ratio."""

    observed: Numbers
    expected: Numbers
    reference_rate: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class _Expected:
    events: Numbers
    crude_rate: Numbers
    status: Codes


def _expected(
    population: ArrayLike, reference_events: ArrayLike, reference_population: ArrayLike
) -> _Expected:
    people = np.ascontiguousarray(np.atleast_2d(np.asarray(population, dtype=np.float64)))
    events = np.broadcast_to(np.asarray(reference_events, dtype=np.float64), people.shape)
    reference = np.broadcast_to(np.asarray(reference_population, dtype=np.float64), people.shape)
    everything = people + events + reference
    with np.errstate(all="ignore"):
        total = np.einsum("gb,gb->g", people, np.ascontiguousarray(events / reference))
        crude = events.sum(axis=1) / reference.sum(axis=1)
    status = first_status(
        people.shape[:1],
        (Status.MISSING_BAND, np.asarray(np.isnan(everything).any(axis=1))),
        (Status.NOT_FINITE, np.asarray(np.isinf(everything).any(axis=1))),
        (Status.NEGATIVE_COUNT, np.asarray((events < 0).any(axis=1))),
        (Status.NO_POPULATION, np.asarray(((people < 0) | (reference <= 0)).any(axis=1)) | (total <= 0)),
    )
    return _Expected(total, crude, status)


def _standardised(
    observed: ArrayLike, expected: _Expected, factor: Numbers, multiplier: float, level: float
) -> IndirectlyStandardised:
    counts = np.broadcast_to(np.asarray(observed, dtype=np.float64), expected.events.shape)
    status = first_status(
        counts.shape,
        (Status.MISSING_INPUT, np.isnan(counts)),
        (Status.NOT_FINITE, np.isinf(counts)),
        (Status.NEGATIVE_COUNT, counts < 0),
    )
    status = np.where(expected.status != Status.OK, expected.status, status)
    used = np.where(status == Status.OK, counts, np.nan)
    low, high, method = count_limits(used, level)
    with np.errstate(all="ignore"):
        per_event = factor / expected.events
        value, lower, upper = used * per_event, low * per_event, high * per_event
    reference = np.broadcast_to(factor, counts.shape)
    return IndirectlyStandardised(
        value, lower, upper, status, method, level, multiplier, counts, expected.events, reference
    )


def total_events(events: ArrayLike) -> Numbers:
    """Events of each group over its bands, (groups, bands) to (groups,); missing if any is missing."""
    result: Numbers = np.atleast_2d(np.asarray(events, dtype=np.float64)).sum(axis=1)
    return result


def indirectly_standardised_ratio(
    observed: ArrayLike,
    population: ArrayLike,
    reference_events: ArrayLike,
    reference_population: ArrayLike,
    *,
    multiplier: float = 100.0,
    confidence: float = 0.95,
) -> IndirectlyStandardised:
    """Observed over expected events, such as a standardised mortality ratio; `multiplier` is equality.

    observed: shape (groups,), see total_events. population: shape (groups, bands). The reference:
    shape (bands,) or (groups, bands). NaN is missing, never zero.
    Source: Breslow and Day (1987), volume II, p. 65; APHO Technical Briefing 3 (2008).
    """
    expected = _expected(population, reference_events, reference_population)
    factor = np.full(expected.events.shape, multiplier)
    return _standardised(observed, expected, factor, multiplier, checked_confidence(confidence))


def indirectly_standardised_rate(
    observed: ArrayLike,
    population: ArrayLike,
    reference_events: ArrayLike,
    reference_population: ArrayLike,
    *,
    multiplier: float = 100_000.0,
    confidence: float = 0.95,
) -> IndirectlyStandardised:
    """Observed over expected events, times the reference's crude rate per `multiplier` people.

    Arguments as for indirectly_standardised_ratio. Source: APHO Technical Briefing 3 (2008).
    """
    expected = _expected(population, reference_events, reference_population)
    factor = multiplier * expected.crude_rate
    return _standardised(observed, expected, factor, multiplier, checked_confidence(confidence))


def excess_events(result: IndirectlyStandardised) -> Estimates:
    """Events beyond those expected, with the limits of the observed count; same shape as the result."""
    with np.errstate(all="ignore"):
        per_event = result.expected / result.reference_rate
        value = result.value * per_event - result.expected
        lower = result.lower * per_event - result.expected
        upper = result.upper * per_event - result.expected
    return Estimates(value, lower, upper, result.status, result.method, result.confidence, 1.0)
