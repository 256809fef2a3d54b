"""Directly standardised rates: what a place's rate would be with the standard population's ages."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from aimwell.domain.statistics.counts import byar_lower, byar_upper
from aimwell.domain.statistics.estimates import (
    BLOCK,
    Estimates,
    Numbers,
    checked_confidence,
    first_status,
    same_method,
)
from aimwell.domain.statistics.status import Codes, Method, Status

FEWEST_EVENTS = 10  # PHE tool "Commonly used public health statistics" (2018): no rate from fewer


@dataclass(frozen=True, slots=True, eq=False)
class StandardisedRates(Estimates):
    """Directly standardised rates, with the counts they rest on, shown even where the rate is not."""

    events: Numbers
    population: Numbers


def _status_of(
    events: Numbers, squares: Numbers, population: Numbers, weights: Numbers, used: NDArray[np.bool_]
) -> Codes:
    """Status of each group; arrays are (groups, bands). Only bands that are used are looked at."""
    lacking = used & np.isnan(population)
    return first_status(
        events.shape[:1],
        (Status.NO_VALUES, ~np.asarray((weights > 0).any(axis=1))),
        (Status.NOT_FINITE, np.asarray(np.isinf(weights).any(axis=1))),
        (Status.MISSING_BAND, np.asarray(lacking.any(axis=1))),
        (Status.MISSING_INPUT, np.asarray((used & np.isnan(events + squares)).any(axis=1))),
        (Status.NOT_FINITE, np.asarray((used & np.isinf(squares + population)).any(axis=1))),
        (Status.NEGATIVE_COUNT, np.asarray(((used & (events < 0)) | (weights < 0)).any(axis=1))),
        (Status.NO_POPULATION, np.asarray((used & (population <= 0)).any(axis=1))),
    )


def _moments(
    events: Numbers, squares: Numbers, population: Numbers, weights: Numbers
) -> tuple[Numbers, Numbers, Numbers, Numbers, Codes]:
    """Rate, its variance, events, people and status of each group of one block.

    Adding up in one memory layout only keeps a group's last digit the same in every batch.
    """
    alike = squares is events
    events, population = np.ascontiguousarray(events), np.ascontiguousarray(population)
    squares = events if alike else np.ascontiguousarray(squares)
    usable = bool((weights > 0).all() and (population > 0).all() and (events >= 0).all()) and np.isfinite(
        squares.sum() + population.sum() + weights.sum()
    )
    if usable:
        status = np.zeros(len(events), dtype=np.int8)
    else:
        # A band of no weight adds nothing to the rate, yet its events are events; it may also be absent.
        used = (weights > 0) | ((population > 0) & ~np.isnan(events + squares))
        status = _status_of(events, squares, population, weights, used)
        events, squares = np.where(used, events, 0.0), np.where(used, squares, 0.0)
        weights, population = np.where(used, weights, 0.0), np.where(used, population, 1.0)
    share = weights / population
    total = weights.sum(axis=1)
    value = np.einsum("gb,gb->g", events, share) / total
    share *= share
    variance = np.einsum("gb,gb->g", squares, share) / (total * total)
    people = population if usable else np.where(used, population, 0.0)
    return value, variance, events.sum(axis=1), people.sum(axis=1), status


def _standardised(
    events: Numbers, squares: Numbers, population: Numbers, standard: Numbers, multiplier: float, level: float
) -> StandardisedRates:
    groups, bands = events.shape
    value, lower, upper = np.empty(groups), np.empty(groups), np.empty(groups)
    total, people = np.empty(groups), np.empty(groups)
    status = np.empty(groups, dtype=np.int8)
    step = max(BLOCK // max(bands, 1), 1)
    with np.errstate(all="ignore"):
        for start in range(0, groups, step):
            part = slice(start, start + step)
            seen = events[part]
            rate, variance, count, people[part], state = _moments(
                seen, seen if squares is events else squares[part], population[part], standard[part]
            )
            few = (state == Status.OK) & (count < FEWEST_EVENTS)
            state[few] = Status.SUPPRESSED_SMALL
            scale = np.sqrt(variance / count)
            low = rate + scale * (byar_lower(count, level) - count)
            high = rate + scale * (byar_upper(count, level) - count)
            shown = np.where(state == Status.OK, multiplier, np.nan)
            value[part], lower[part], upper[part] = rate * shown, low * shown, high * shown
            total[part], status[part] = count, state
    method = same_method(Method.DOBSON, (groups,))
    return StandardisedRates(value, lower, upper, status, method, level, multiplier, total, people)


def _table(values: ArrayLike, shape: tuple[int, ...]) -> Numbers:
    return np.broadcast_to(np.asarray(values, dtype=np.float64), shape)


def directly_standardised_rate(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    *,
    multiplier: float = 100_000.0,
    confidence: float = 0.95,
) -> StandardisedRates:
    """Directly standardised rates with Dobson's limits.

    events, population: shape (groups, bands). standard: weights, shape (bands,) or (groups, bands);
    a band of no weight may be absent from its group, and if not its events count towards the ten. NaN is missing, never zero: fill in the zeros your
    source leaves blank. Fewer than ten events give SUPPRESSED_SMALL with events and population shown.
    Source: Dobson et al. (1991), Statistics in Medicine 10:457; APHO Technical Briefing 3 (2008).
    """
    counts = np.atleast_2d(np.asarray(events, dtype=np.float64))
    shape = counts.shape
    return _standardised(
        counts,
        counts,
        _table(population, shape),
        _table(standard, shape),
        multiplier,
        checked_confidence(confidence),
    )


def directly_standardised_rate_of_repeated_events(
    people: ArrayLike,
    frequency: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    *,
    multiplier: float = 100_000.0,
    confidence: float = 0.95,
) -> StandardisedRates:
    """Directly standardised rates of events that one person may have several times.

    people: shape (groups, bands, frequencies), how many people had each number of events.
    frequency: shape (frequencies,), that number. population, standard: as for independent events.
    The variance counts people, not events, so that one person's repeats do not narrow the limits.
    Source: PHE Technical Guide, Confidence Intervals (2018), on non-independent events.
    """
    counts = np.asarray(people, dtype=np.float64)
    each: NDArray[np.float64] = np.asarray(frequency, dtype=np.float64)
    shape = counts.shape[:2]
    return _standardised(
        counts @ each,
        counts @ (each * each),
        _table(population, shape),
        _table(standard, shape),
        multiplier,
        checked_confidence(confidence),
    )


def comparative_mortality_figure(
    area: StandardisedRates, reference: StandardisedRates, *, multiplier: float = 100.0
) -> Estimates:
    """Directly standardised rates as a ratio to a reference rate, 100 being equal.

    reference: one group, or as many as area. Its own uncertainty is left out, as the reference is
    usually a whole country. Source: Breslow and Day (1987), volume II, p. 59.
    """
    with np.errstate(all="ignore"):
        factor = multiplier * (reference.multiplier / area.multiplier) / reference.value
        value, lower, upper = area.value * factor, area.lower * factor, area.upper * factor
    status = np.where(area.status != Status.OK, area.status, reference.status).astype(np.int8)
    return Estimates(value, lower, upper, status, area.method, area.confidence, multiplier)
