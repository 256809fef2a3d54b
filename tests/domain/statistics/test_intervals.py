"""Proportions, rates, counts and means: values known from elsewhere, properties, and bad rows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aimwell.domain.problems import Problem
from aimwell.domain.statistics.counts import count_limits
from aimwell.domain.statistics.mean import mean
from aimwell.domain.statistics.proportion import proportion
from aimwell.domain.statistics.rate import rate
from aimwell.domain.statistics.status import Method, Status


def test_a_proportion_has_wilsons_limits():
    # Newcombe and Altman (2000), Statistics with Confidence, p. 47: 81 of 263 gives 25.5 % to 36.6 %
    result = proportion(81, 263)
    assert result.value == pytest.approx(30.8, abs=0.05)
    assert result.lower == pytest.approx(25.5, abs=0.05)
    assert result.upper == pytest.approx(36.6, abs=0.05)


def test_limits_are_nothing_and_all_when_confidence_is_complete():
    result = proportion([3, 0], [10, 10], confidence=1.0)
    assert list(result.lower) == [0, 0]
    assert list(result.upper) == [100, 100]


def test_a_bad_row_of_a_proportion_has_a_status_and_does_not_stop_the_others():
    result = proportion(
        [5, np.nan, 5, 1, -1, 11, np.inf, 0], [10, 10, np.nan, 0, 10, 10, 10, 10], multiplier=1.0
    )
    assert list(result.status_labels) == [
        "ok",
        "missing_input",
        "missing_input",
        "no_population",
        "negative_count",
        "numerator_over_denominator",
        "not_finite",
        "ok",
    ]
    assert np.isnan(result.value[result.status != Status.OK]).all()
    assert np.isnan(result.upper[result.status != Status.OK]).all()
    assert np.isfinite(result.upper[result.status == Status.OK]).all()


def test_an_infinite_denominator_is_not_a_proportion_of_nothing():
    assert proportion([1.0], [np.inf]).status[0] == Status.NOT_FINITE


def test_a_result_has_the_shape_the_inputs_broadcast_to():
    assert proportion(np.ones((3, 1)), np.full(4, 2.0)).value.shape == (3, 4)
    assert rate(1, 2).lower.shape == ()
    assert proportion([], []).value.shape == (0,)


@pytest.mark.parametrize("confidence", [95, 0.5, 1.1, float("nan")])
def test_a_confidence_that_is_no_fraction_from_nine_tenths_is_refused(confidence):
    with pytest.raises(Problem) as problem:
        proportion(1, 2, confidence=confidence)
    assert problem.value.code == "statistics.confidence"


def test_a_rate_is_exact_below_ten_events_and_byars_from_ten():
    result = rate([0, 9, 9.5, 10], [100] * 4)
    assert list(result.method_labels) == ["Exact", "Exact", "Exact", "Byar"]
    assert result.lower[0] == 0
    assert result.upper[0] == pytest.approx(3_688.879, abs=0.001)  # 3.689 events, the textbook limit


def test_events_may_outnumber_people_in_a_rate():
    assert rate(30, 20, multiplier=1).value == 1.5


def test_byars_limits_are_within_a_fifth_of_a_per_cent_of_the_exact_ones_from_ten_events():
    count = np.arange(10.0, 500.0)
    lower, upper, _ = count_limits(count, 0.95)
    from scipy.stats import chi2

    np.testing.assert_allclose(lower, chi2.ppf(0.025, 2 * count) / 2, rtol=0.002)
    np.testing.assert_allclose(upper, chi2.ppf(0.975, 2 * count + 2) / 2, rtol=0.002)


def test_a_mean_of_one_value_has_no_limits():
    result = mean([[4.0, np.nan], [np.nan, np.nan], [1.0, 3.0]], sizes=[1, 0, 2])
    assert list(result.value[[0, 2]]) == [4.0, 2.0]
    assert np.isnan(result.lower[0])
    assert list(result.status) == [Status.OK, Status.NO_VALUES, Status.OK]
    assert result.method[0] == Method.NONE


def test_a_mean_of_a_value_not_known_is_not_known_and_stops_no_other():
    result = mean([[4.0, np.nan], [1.0, 3.0], [np.inf, 1.0]])
    assert list(result.status) == [Status.MISSING_INPUT, Status.OK, Status.NOT_FINITE]
    assert result.value[1] == 2
    assert np.isnan(result.value[[0, 2]]).all()
    assert list(result.count) == [2, 2, 2]


counts = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)).map(
        lambda pair: (min(pair), max(pair, default=0) + 1)
    ),
    min_size=1,
    max_size=50,
)


@given(pairs=counts, confidence=st.floats(0.9, 0.999))
@settings(max_examples=60, deadline=None)
def test_limits_lie_on_either_side_of_the_value(pairs, confidence):
    above, below = np.array(pairs, dtype=float).T
    for result in (
        proportion(above, below, confidence=confidence),
        rate(above, below, confidence=confidence),
    ):
        slack = 1e-9 * result.multiplier
        assert (result.lower <= result.value + slack).all()
        assert (result.value <= result.upper + slack).all()
    assert (proportion(above, below).lower >= 0).all()
    assert (proportion(above, below).upper <= 100 + 1e-9).all()


@given(pairs=counts, cut=st.integers(0, 50), seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_splitting_and_permuting_rows_changes_nothing(pairs, cut, seed):
    above, below = np.array(pairs, dtype=float).T
    order = np.random.default_rng(seed).permutation(len(above))
    for statistic in (proportion, rate):
        whole = statistic(above, below)
        np.testing.assert_array_equal(statistic(above[:cut], below[:cut]).lower, whole.lower[:cut])
        np.testing.assert_array_equal(statistic(above[order], below[order]).upper, whole.upper[order])


@given(pairs=counts)
@settings(max_examples=40, deadline=None)
def test_the_complement_of_a_proportion_has_the_mirrored_limits(pairs):
    above, below = np.array(pairs, dtype=float).T
    one, other = proportion(above, below), proportion(below - above, below)
    np.testing.assert_allclose(one.lower, 100 - other.upper, atol=1e-9)
