"""Direct and indirect standardisation, years of life lost: a slow oracle, properties, and bad rows."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aimwell.domain.statistics.directly_standardised import (
    comparative_mortality_figure,
    directly_standardised_rate,
    directly_standardised_rate_of_repeated_events,
)
from aimwell.domain.statistics.indirectly_standardised import (
    excess_events,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    total_events,
)
from aimwell.domain.statistics.status import Status
from aimwell.domain.statistics.years_of_life_lost import (
    standardised_years_of_life_lost,
    years_left,
    years_of_life_lost,
)

STANDARD = np.array([5000.0, 5500, 7000, 4000, 1000])
Z = 1.959963984540054


def slow_rate(events, population, standard, multiplier=100_000.0):
    """One group, one band at a time, by the published formulae."""
    observed = sum(events)
    total = sum(standard)
    value = sum(w * x / n for x, n, w in zip(events, population, standard, strict=True)) / total
    variance = sum(x * (w / n) ** 2 for x, n, w in zip(events, population, standard, strict=True)) / total**2
    low = observed * (1 - 1 / (9 * observed) - Z / (3 * math.sqrt(observed))) ** 3
    above = observed + 1
    high = above * (1 - 1 / (9 * above) + Z / (3 * math.sqrt(above))) ** 3
    scale = math.sqrt(variance / observed)
    return [
        multiplier * v for v in (value, value + scale * (low - observed), value + scale * (high - observed))
    ]


groups = st.lists(
    st.lists(st.tuples(st.integers(0, 400), st.integers(400, 90_000)), min_size=5, max_size=5),
    min_size=1,
    max_size=8,
)


def columns(table):
    pairs = np.array(table, dtype=float)
    return pairs[:, :, 0], pairs[:, :, 1]


@given(table=groups)
@settings(max_examples=80, deadline=None)
def test_a_standardised_rate_agrees_with_the_slow_oracle(table):
    events, population = columns(table)
    result = directly_standardised_rate(events, population, STANDARD)
    for index in range(len(events)):
        if events[index].sum() < 10:
            assert result.status[index] == Status.SUPPRESSED_SMALL
            assert np.isnan(result.value[index])
            continue
        expected = slow_rate(events[index], population[index], STANDARD)
        ours = [result.value[index], result.lower[index], result.upper[index]]
        np.testing.assert_allclose(ours, expected, rtol=1e-10)


@given(table=groups, factor=st.floats(0.001, 1000), seed=st.integers(0, 50))
@settings(max_examples=60, deadline=None)
def test_scaling_the_standard_and_permuting_groups_change_no_rate(table, factor, seed):
    events, population = columns(table)
    before = directly_standardised_rate(events, population, STANDARD)
    after = directly_standardised_rate(events, population, STANDARD * factor)
    np.testing.assert_allclose(after.upper, before.upper, rtol=1e-9)
    order = np.random.default_rng(seed).permutation(len(events))
    permuted = directly_standardised_rate(events[order], population[order], STANDARD)
    np.testing.assert_array_equal(permuted.value, before.value[order])


def test_a_large_batch_is_worked_out_as_its_parts_are():
    rng = np.random.default_rng(3)
    population = rng.integers(1_000, 9_000, (20_000, 5)).astype(float)
    events = np.floor(population * 0.01)
    population[7_000, 2] = np.nan
    whole = directly_standardised_rate(events, population, STANDARD)
    part = directly_standardised_rate(events[6_990:7_010], population[6_990:7_010], STANDARD)
    np.testing.assert_array_equal(whole.value[6_990:7_010], part.value)
    np.testing.assert_array_equal(whole.status[6_990:7_010], part.status)
    assert (whole.status == Status.MISSING_BAND).sum() == 1


def test_the_rate_of_a_population_shaped_like_the_standard_is_its_crude_rate():
    events = np.array([[10.0, 20, 30, 40, 50]])
    result = directly_standardised_rate(events, STANDARD[None, :] * 3, STANDARD)
    assert result.value[0] == pytest.approx(150 / (STANDARD.sum() * 3) * 100_000)


def test_each_group_that_cannot_be_standardised_has_its_own_status():
    events = np.full((7, 5), 20.0)
    population = np.full((7, 5), 1000.0)
    population[1, 0] = np.nan
    population[2, 0] = 0
    events[3, 0] = np.nan
    events[4, 0] = -1
    events[5] = 1
    population[6, 0] = np.inf
    result = directly_standardised_rate(events, population, STANDARD)
    assert list(result.status_labels) == [
        "ok",
        "missing_band",
        "no_population",
        "missing_input",
        "negative_count",
        "suppressed_small",
        "not_finite",
    ]
    assert result.events[5] == 5
    assert result.population[5] == 5000


def test_a_band_without_weight_may_be_absent_from_a_group():
    events = np.array([[20.0, 30.0, np.nan]])
    population = np.array([[1000.0, 1000.0, np.nan]])
    result = directly_standardised_rate(events, population, [[5.0, 5.0, 0.0]])
    assert result.status[0] == Status.OK
    assert result.value[0] == pytest.approx(2_500)


def test_events_of_a_band_without_weight_count_towards_the_ten():
    few, more = [[4.0, 5.0, 0.0]], [[4.0, 5.0, 1.0]]
    population, standard = [[1000.0, 1000.0, 1000.0]], [[5.0, 5.0, 0.0]]
    assert directly_standardised_rate(few, population, standard).status[0] == Status.SUPPRESSED_SMALL
    shown = directly_standardised_rate(more, population, standard)
    assert (shown.events[0], shown.population[0]) == (10, 3000)
    assert shown.value[0] == pytest.approx(450)


@pytest.mark.parametrize(("weight", "status"), [(-1.0, Status.NEGATIVE_COUNT), (np.inf, Status.NOT_FINITE)])
def test_an_impossible_weight_gives_its_group_a_status(weight, status):
    events, population = np.full((2, 2), 20.0), np.full((2, 2), 1000.0)
    result = directly_standardised_rate(events, population, [[5.0, weight], [5.0, 5.0]])
    assert list(result.status) == [status, Status.OK]


def test_repeated_events_widen_the_limits_but_do_not_change_the_rate():
    people = np.array([[[10.0, 5.0], [20.0, 10.0]]])
    population = np.array([[1000.0, 2000.0]])
    repeated = directly_standardised_rate_of_repeated_events(people, [1, 3], population, [1.0, 1.0])
    independent = directly_standardised_rate([[25.0, 50.0]], population, [1.0, 1.0])
    assert repeated.value[0] == pytest.approx(independent.value[0])
    assert repeated.upper[0] > independent.upper[0]


def test_a_comparative_mortality_figure_of_the_reference_itself_is_one_hundred():
    events, population = np.array([[50.0, 60, 70, 80, 90]]), np.full((1, 5), 10_000.0)
    own = directly_standardised_rate(events, population, STANDARD, multiplier=100_000)
    reference = directly_standardised_rate(events, population, STANDARD, multiplier=1_000)
    figure = comparative_mortality_figure(own, reference)
    assert figure.value[0] == pytest.approx(100)
    assert figure.lower[0] < 100 < figure.upper[0]


def test_a_place_like_its_reference_has_a_ratio_of_one_hundred_and_no_excess():
    reference_events, reference = np.array([100.0, 300.0]), np.array([10_000.0, 10_000.0])
    result = indirectly_standardised_ratio([40.0], [[1000.0, 1000.0]], reference_events, reference)
    assert result.value[0] == pytest.approx(100)
    assert excess_events(result).value[0] == pytest.approx(0, abs=1e-9)
    rates = indirectly_standardised_rate([40.0], [[1000.0, 1000.0]], reference_events, reference)
    assert rates.value[0] == pytest.approx(400 / 20_000 * 100_000)
    assert excess_events(rates).value[0] == pytest.approx(0, abs=1e-9)


def test_the_excess_has_the_limits_of_the_observed_count():
    result = indirectly_standardised_ratio([60.0], [[1000.0]], [400.0], [10_000.0])
    excess = excess_events(result)
    assert excess.value[0] == pytest.approx(20)
    assert excess.lower[0] == pytest.approx(45.78 - 40, abs=0.01)  # Byar's lower limit of 60 is 45.78


def test_each_group_without_expected_events_has_its_own_status():
    population = np.array([[1000.0], [np.nan], [0.0], [1000.0], [1000.0]])
    result = indirectly_standardised_ratio([5.0, 5, 5, np.nan, -1], population, [40.0], [10_000.0])
    assert list(result.status_labels) == [
        "ok",
        "missing_band",
        "no_population",
        "missing_input",
        "negative_count",
    ]


def test_a_missing_band_of_events_makes_the_total_missing():
    assert np.isnan(total_events([[1.0, np.nan]])[0])
    assert total_events([[1.0, 2.0]])[0] == 3


def test_years_of_life_lost_count_only_deaths_before_the_age():
    each = years_left([35.0, 70.0, 80.0], upper_age=75)
    assert list(each) == [40, 5, 0]
    assert years_of_life_lost([[1.0, 2.0, 100.0]], each)[0] == 50


def test_a_standardised_rate_of_years_lost_is_the_weighted_sum_of_band_rates():
    deaths, population = np.array([[10.0, 20.0, 30.0]]), np.array([[1000.0, 1000.0, 1000.0]])
    each, standard = np.array([40.0, 5.0, 0.0]), np.array([2.0, 1.0, 1.0])
    result = standardised_years_of_life_lost(deaths, each, population, standard, multiplier=1_000)
    expected = (2 * 10 / 1000 * 40 + 1 * 20 / 1000 * 5) / 4 * 1_000
    assert result.value[0] == pytest.approx(expected)
    assert result.events[0] == 30  # those at ages with years to lose
    assert result.lower[0] < expected < result.upper[0]
