"""Years of life lost: how many years before an agreed age people died.

Source: Gardner and Sanborn (1990), Epidemiology 1:322.
"""

import numpy as np
from numpy.typing import ArrayLike

from aimwell.domain.statistics.directly_standardised import StandardisedRates, directly_standardised_rate
from aimwell.domain.statistics.estimates import Numbers


def years_left(mean_age_at_death: ArrayLike, *, upper_age: float) -> Numbers:
    """Years from each band's mean age at death to `upper_age`; zero in older bands; shape (bands,)."""
    ages = np.asarray(mean_age_at_death, dtype=np.float64)
    return np.maximum(upper_age - ages, 0.0)


def years_of_life_lost(deaths: ArrayLike, years_lost_each: ArrayLike) -> Numbers:
    """Years lost in each area: (areas, bands) deaths and (bands,) years, to (areas,); NaN if any is missing.

    years_lost_each: from years_left, or life expectancy at each band. Source: Gardner and Sanborn (1990).
    """
    counts = np.atleast_2d(np.asarray(deaths, dtype=np.float64))
    return np.asarray(counts @ np.asarray(years_lost_each, dtype=np.float64))


def standardised_years_of_life_lost(
    deaths: ArrayLike,
    years_lost_each: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    *,
    multiplier: float = 10_000.0,
    confidence: float = 0.95,
) -> StandardisedRates:
    """Directly standardised rate of years of life lost before an agreed age.

    deaths, population: (areas, bands); years_lost_each: (bands,); standard: as for a directly standardised
    rate. Deaths, not years, are what chance varies: each band's years weigh its deaths, so the standard
    is multiplied by them and the result scaled back. Bands without years to lose count for nothing in
    the rate, yet their standard population stays in its denominator.
    `events` of the result are deaths before the age. Source: NHS Digital compendium, years of life lost.
    """
    each = np.asarray(years_lost_each, dtype=np.float64)
    weights = np.broadcast_to(np.asarray(standard, dtype=np.float64), np.atleast_2d(np.asarray(deaths)).shape)
    weighted = weights * each
    scale = weighted.sum(axis=-1) / weights.sum(axis=-1)
    before = np.where(weighted > 0, np.asarray(deaths, dtype=np.float64), np.nan)
    rates = directly_standardised_rate(
        before, population, weighted, multiplier=multiplier, confidence=confidence
    )
    return StandardisedRates(
        rates.value * scale,
        rates.lower * scale,
        rates.upper * scale,
        rates.status,
        rates.method,
        rates.confidence,
        multiplier,
        rates.events,
        rates.population,
    )
