"""Methods agree with slow, plain readings of their formulae over thousands of made-up rows."""

import math
from itertools import accumulate, pairwise
from statistics import NormalDist

import numpy as np
import pytest
from scipy.stats import chi2

from aimwell.domain.statistics.indirectly_standardised import (
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
)
from aimwell.domain.statistics.life_expectancy import life_expectancy
from aimwell.domain.statistics.quantiles import FirstQuantile, quantiles
from aimwell.domain.statistics.rate import rate

AGES = [0, 1, *range(5, 91, 5)]
RELATIVE = 1e-9


def _limits_of_count(count, confidence):
    tail = (1 - confidence) / 2
    if count < 10:
        lower = chi2.ppf(tail, 2 * count) / 2 if count else 0.0
        return lower, chi2.isf(tail, 2 * count + 2) / 2
    deviate = NormalDist().inv_cdf(1 - tail)

    def byar(x, sign):
        return x * (1 - 1 / (9 * x) + sign * deviate / (3 * math.sqrt(x))) ** 3

    return byar(count, -1), byar(count + 1, 1)


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.998, 0.999999])
def test_a_rate_has_the_limits_of_its_count(confidence):
    random = np.random.default_rng(1)
    events = np.concatenate([[0, 9.999999, 10], random.integers(0, 25, 500), random.random(500) * 1e5])
    people = random.random(events.size) * 1e6 + 0.01
    result = rate(events, people, confidence=confidence)
    limits = np.array([_limits_of_count(count, confidence) for count in events])
    np.testing.assert_allclose(result.lower, limits[:, 0] / people * 1e5, rtol=RELATIVE)
    np.testing.assert_allclose(result.upper, limits[:, 1] / people * 1e5, rtol=RELATIVE)


def test_indirect_standardisation_compares_with_what_the_reference_would_have_had():
    random = np.random.default_rng(2)
    people = random.integers(0, 5000, (300, 12)) + np.eye(1, 12)[0]
    events, population = random.integers(1, 500, 12), random.integers(1_000, 100_000, 12)
    observed = random.integers(0, 40, 300).astype(float)
    ratio = indirectly_standardised_ratio(observed, people, events, population)
    crude = indirectly_standardised_rate(observed, people, events, population)
    for index, count in enumerate(observed):
        expected = math.fsum(people[index] * events / population)
        lower, upper = _limits_of_count(count, 0.95)
        told = ratio.value[index], ratio.lower[index], ratio.upper[index], crude.upper[index]
        wanted = [100 * part / expected for part in (count, lower, upper)]
        wanted.append(upper / expected * 1e5 * events.sum() / population.sum())
        assert told == pytest.approx(wanted, rel=RELATIVE)


@pytest.mark.parametrize("first", FirstQuantile)
@pytest.mark.parametrize("size", [1, 4, 5, 17, 42, 106])
def test_a_quantile_follows_from_the_lowest_rank_of_ties(first, size):
    random = np.random.default_rng(size)
    for count in (2, 3, 5, 7, 10, 100):
        values = random.integers(0, 30, size).astype(float)
        values[random.random(size) < 0.1] = np.nan
        known = values[~np.isnan(values)]
        expected = []
        for value in values:
            before = (known > value if first is FirstQuantile.HIGHEST else known < value).sum()
            place = math.floor((count + 1) - math.ceil((len(known) - before) / (len(known) / count or 1)))
            expected.append(0 if np.isnan(value) or len(known) < count else max(place, 1))
        assert list(quantiles(values, count=count, first=first).quantile) == expected


def _life_table(deaths, people):
    """Life expectancy and its standard error at each age."""
    last = len(deaths) - 1
    rates = [dead / alive for dead, alive in zip(deaths, people, strict=True)]
    widths = [later - age for age, later in pairwise(AGES)]
    lived = [0.1] + [0.5] * last
    dying = [
        n * m / (1 + n * m * (1 - a)) if d <= p / n / a else 1.0
        for n, m, a, d, p in zip(widths, rates, lived, deaths, people, strict=False)
    ]
    alive = [100_000.0, *accumulate(dying, lambda left, chance: left * (1 - chance), initial=100_000.0)][1:]
    years = [n * (alive[i + 1] + lived[i] * (alive[i] - alive[i + 1])) for i, n in enumerate(widths)]
    years.append(alive[last] / rates[last])
    expected = [sum(years[i:]) / alive[i] if alive[i] else 0.0 for i in range(last + 1)]
    variance = []
    for i, (chance, width) in enumerate(zip(dying, widths, strict=True)):
        spread = chance**2 * (1 - chance) / deaths[i] if alive[i] > alive[i + 1] else 0.0
        variance.append(spread * (alive[i] * ((1 - lived[i]) * width + expected[i + 1])) ** 2)
    variance.append((alive[last] / 2) ** 2 * 4 / (deaths[last] * rates[last] ** 2))
    errors = [math.sqrt(sum(variance[i:])) / alive[i] if alive[i] else math.nan for i in range(last + 1)]
    return expected, errors


def test_a_life_table_agrees_with_one_worked_out_line_by_line():
    random = np.random.default_rng(3)
    people = random.integers(300, 9_000, (300, 20)).astype(float)
    chances = np.minimum(0.9, 0.0004 * np.exp(0.075 * np.array(AGES)) * random.random((300, 1)) * 5)
    deaths = np.minimum(random.poisson(people * chances), people)
    deaths[::10, 7] = people[::10, 7]  # nobody grows older there
    deaths[:, -1] = np.maximum(deaths[:, -1], 1)
    result = life_expectancy(deaths, people, AGES)
    reach = NormalDist().inv_cdf(0.975)
    for index in range(300):
        expected, errors = (np.array(part) for part in _life_table(deaths[index], people[index]))
        shown = np.where(reach * errors > 10, np.nan, expected)
        np.testing.assert_allclose(result.value[index], shown, rtol=RELATIVE)
        np.testing.assert_allclose(result.lower[index], expected - reach * errors, rtol=RELATIVE, atol=1e-9)
        np.testing.assert_allclose(result.upper[index], expected + reach * errors, rtol=RELATIVE)
