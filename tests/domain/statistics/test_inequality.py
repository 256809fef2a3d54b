"""Slope and relative index, gaps, quantiles: properties, and bad rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aimwell.domain.problems import Problem
from aimwell.domain.statistics.estimates import Estimates
from aimwell.domain.statistics.gap import (
    absolute_gap,
    is_beyond_chance,
    population_attributable_fraction,
    relative_gap,
)
from aimwell.domain.statistics.proportion import proportion
from aimwell.domain.statistics.quantiles import FirstQuantile, average_ranks, quantiles
from aimwell.domain.statistics.simulated_slope_index import simulated_slope_index
from aimwell.domain.statistics.slope_index import Scale, slope_index, slope_index_on_scale
from aimwell.domain.statistics.status import Status

VALUES = np.array([[70.0, 72, 73, 74, 76, 77, 78, 79, 80, 82], [75.0] * 10])
PEOPLE = np.array([[9.0, 8, 7, 9, 10, 11, 12, 10, 9, 8], [10.0] * 10]) * 1000
ERRORS = np.full((2, 10), 0.4)


def draws() -> np.random.Generator:
    return np.random.default_rng(7)


gradients = st.lists(
    st.lists(
        st.tuples(st.floats(50, 90), st.integers(100, 90_000), st.floats(0.01, 2)), min_size=10, max_size=10
    ),
    min_size=1,
    max_size=5,
)


@given(table=gradients)
@settings(max_examples=60, deadline=None)
def test_reversing_the_ranks_turns_the_sign_of_the_slope(table):
    value, people, error = np.array(table).transpose(2, 0, 1)
    forward = slope_index(value, people, error)
    backward = slope_index(value[:, ::-1], people[:, ::-1], error[:, ::-1])
    np.testing.assert_allclose(forward.sii, -backward.sii, rtol=1e-7, atol=1e-8)
    np.testing.assert_allclose(forward.sii_lower, -backward.sii_upper, rtol=1e-7, atol=1e-8)


@given(table=gradients, constant=st.floats(-20, 20), seed=st.integers(0, 20))
@settings(max_examples=40, deadline=None)
def test_a_constant_and_the_order_of_areas_change_no_slope(table, constant, seed):
    value, people, error = np.array(table).transpose(2, 0, 1)
    result = slope_index(value, people, error)
    np.testing.assert_allclose(slope_index(value + constant, people, error).sii, result.sii, atol=1e-7)
    order = np.random.default_rng(seed).permutation(len(value))
    np.testing.assert_array_equal(
        slope_index(value[order], people[order], error[order]).sii, result.sii[order]
    )


def test_a_level_gradient_has_no_slope_and_equal_ends():
    result = slope_index(VALUES, PEOPLE, ERRORS)
    assert result.sii[1] == pytest.approx(0, abs=1e-9)
    assert result.rii[1] == pytest.approx(1)
    assert result.sii_lower[1] < 0 < result.sii_upper[1]


def test_a_simulation_agrees_with_the_closed_form():
    exact = slope_index(VALUES, PEOPLE, ERRORS)
    simulated = simulated_slope_index(VALUES, PEOPLE, ERRORS, draws=draws(), scale=Scale.IDENTITY)
    width = exact.sii_upper - exact.sii_lower
    np.testing.assert_allclose(simulated.sii_lower, exact.sii_lower, atol=0.02 * width.max())
    np.testing.assert_allclose(simulated.sii_upper, exact.sii_upper, atol=0.02 * width.max())
    np.testing.assert_allclose(simulated.rii_lower, exact.rii_lower, rtol=0.001)
    np.testing.assert_allclose(simulated.rii_upper, exact.rii_upper, rtol=0.001)


def test_a_simulated_area_does_not_depend_on_the_others_in_the_batch():
    options = {"scale": Scale.LOG, "repetitions": 2_000}
    both = simulated_slope_index(VALUES, PEOPLE, ERRORS / 50, draws=draws(), **options)
    alone = simulated_slope_index(VALUES[1:], PEOPLE[1:], ERRORS[1:] / 50, draws=draws(), **options)
    np.testing.assert_allclose(alone.sii_lower, both.sii_lower[1:], rtol=1e-9)


def test_a_negative_multiplier_turns_the_indices_round():
    plain, turned = slope_index(VALUES, PEOPLE, ERRORS), slope_index(VALUES, PEOPLE, ERRORS, multiplier=-1)
    np.testing.assert_allclose(turned.sii, -plain.sii)
    np.testing.assert_allclose(turned.sii_lower, -plain.sii_upper)
    np.testing.assert_allclose(turned.rii, 1 / plain.rii)
    np.testing.assert_allclose(turned.rii_upper, 1 / plain.rii_lower)


def test_each_area_with_an_unusable_quantile_has_its_own_status():
    value, people, error = (np.repeat(column[:1], 6, axis=0) for column in (VALUES, PEOPLE, ERRORS))
    value[1, 3], people[2, 3], error[3, 3], value[4, 3] = np.nan, 0, -1, np.inf
    result = slope_index(value, people, error)
    assert list(result.status_labels) == [
        "ok",
        "missing_band",
        "no_population",
        "negative_count",
        "not_finite",
        "ok",
    ]
    on_log = slope_index_on_scale([[0.0, 1, 1, 1, 1]], [[1.0] * 5], [[0.1] * 5], scale=Scale.LOG)
    assert on_log.status[0] == Status.UNDEFINED


@pytest.mark.parametrize("quantile_count", [4, 101])
def test_a_gradient_of_too_few_or_many_quantiles_is_refused(quantile_count):
    ones = np.ones((1, quantile_count))
    with pytest.raises(Problem, match="quantiles"):
        slope_index(ones, ones, ones)


def test_too_few_repetitions_are_refused():
    with pytest.raises(Problem, match="repetitions"):
        simulated_slope_index(VALUES, PEOPLE, ERRORS, draws=draws(), scale=Scale.LOG, repetitions=500)


def gap_of(one: Estimates, two: Estimates) -> Estimates:
    return absolute_gap(one.value, one.lower, one.upper, two.value, two.lower, two.upper)


def test_the_gap_between_two_proportions_has_newcombes_limits():
    # Newcombe (1998), Statistics in Medicine 17:873, table II: 56/70 - 48/80 gives 0.0524 to 0.3339
    gap = gap_of(proportion(56, 70, multiplier=1), proportion(48, 80, multiplier=1))
    assert gap.value == pytest.approx(0.2)
    assert gap.lower == pytest.approx(0.0524, abs=0.0001)
    assert gap.upper == pytest.approx(0.3339, abs=0.0001)
    assert is_beyond_chance(gap)


def test_a_gap_of_equal_groups_is_not_beyond_chance():
    one = proportion(30, 100)
    assert not is_beyond_chance(gap_of(one, one))
    ratio = relative_gap(one.value, one.lower, one.upper, one.value, one.lower, one.upper)
    assert ratio.value == pytest.approx(1)
    assert not is_beyond_chance(ratio, nothing=1.0)


def test_a_ratio_to_nothing_is_undefined_and_a_missing_group_is_missing():
    result = relative_gap([1.0, np.nan, 2.0], 0.5, 3.0, [0.0, 1.0, 1.0], 0.1, 2.0)
    assert list(result.status) == [Status.UNDEFINED, Status.MISSING_INPUT, Status.OK]
    assert list(np.isnan(result.value)) == [True, True, False]


def test_half_the_events_are_due_to_an_exposure_all_have_that_doubles_them():
    result = population_attributable_fraction([1.0, 0.0, 0.5, 2.0], [2.0, 5.0, 3.0, 2.0])
    np.testing.assert_allclose(result.value, [0.5, 0.0, 0.5, np.nan])
    assert result.status[3] == Status.UNDEFINED


def test_quantiles_hold_equal_counts_and_turn_round_with_the_first():
    values = np.arange(100.0)
    lowest = quantiles(values, count=10, first=FirstQuantile.LOWEST)
    assert (np.bincount(lowest.quantile)[1:] == 10).all()
    assert lowest.quantile[0] == 1
    highest = quantiles(values, count=10, first=FirstQuantile.HIGHEST)
    assert highest.quantile[0] == 10


def test_tied_values_share_a_quantile_and_a_missing_value_has_none():
    result = quantiles([1.0, 5, 5, 5, np.nan, 9], count=5, first=FirstQuantile.LOWEST)
    assert len(set(result.quantile[1:4])) == 1
    assert result.quantile[4] == 0
    assert result.status[4] == Status.MISSING_INPUT


def test_a_set_with_fewer_values_than_quantiles_has_none():
    result = quantiles([[1.0, 2, np.nan], [1.0, 2, 3]], count=3)
    assert list(result.status[0]) == [
        Status.INSUFFICIENT_POINTS,
        Status.INSUFFICIENT_POINTS,
        Status.MISSING_INPUT,
    ]
    assert sorted(result.quantile[1]) == [1, 2, 3]


def test_one_quantile_is_refused():
    with pytest.raises(Problem, match="quantile"):
        quantiles([1.0, 2.0], count=1)


def test_tied_keys_share_their_average_rank():
    np.testing.assert_array_equal(average_ranks(np.array([3.0, 1.0, 3.0, np.nan])), [2.5, 1, 2.5, np.nan])
