"""Process behaviour charts: properties, decisions, and agreement with a slow, plain oracle."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aimwell.catalogue.spc_profiles import read_profiles
from aimwell.domain.problems import Problem
from aimwell.domain.statistics.process_codes import Assurance, Better, PointType, Reason
from aimwell.domain.statistics.process_limits import mean_where
from aimwell.domain.statistics.status import Status
from aimwell.domain.statistics.xmr import ProcessBehaviour, process_behaviour
from tests.domain.statistics.slow_charts import chart_of

PROFILES = read_profiles(Path(__file__).parents[3] / "definitions" / "standards" / "spc_profiles")
MDC = PROFILES["mdc-excel"]
PEER = PROFILES["plotthedots-0.2.2"]
SQL = PROFILES["nhse-sql-2019"]


def chart(values, profile=MDC, better=Better.HIGHER, **options) -> ProcessBehaviour:
    return process_behaviour(np.array([values], dtype=float), profile=profile, better=better, **options)


def around(centre: float, points: int) -> list[float]:
    """A stable series: alternates about its centre, so nothing but chance can be seen in it."""
    return [centre + (2 if i % 2 else -2) for i in range(points)]


series = st.lists(
    st.one_of(st.integers(0, 12).map(float), st.integers(0, 12).map(float), st.just(float("nan"))),
    min_size=1,
    max_size=40,
)


@given(
    values=series,
    profile=st.sampled_from(sorted(PROFILES)),
    better=st.sampled_from(list(Better)),
    target=st.one_of(st.none(), st.integers(-3, 16).map(float)),
    rebase=st.sets(st.integers(0, 39), max_size=3),
    baseline=st.one_of(st.none(), st.integers(12, 20)),
)
@settings(max_examples=400, deadline=None)
def test_a_chart_agrees_with_the_slow_oracle(values, profile, better, target, rebase, baseline):
    rules = PROFILES[profile]
    flags = np.array([[i in rebase for i in range(len(values))]])
    expected = chart_of(
        values, rules, int(better), target, sorted(i for i in rebase if i < len(values)), baseline
    )
    result = chart(values, rules, better, target=target, rebase_at=flags, baseline_points=baseline)
    np.testing.assert_allclose(result.mean[0], [line.mean for line in expected.lines], rtol=1e-12)
    np.testing.assert_allclose(
        result.lower_limit[0], [line.lower for line in expected.lines], rtol=1e-9, atol=1e-9
    )
    np.testing.assert_allclose(
        result.upper_limit[0], [line.upper for line in expected.lines], rtol=1e-9, atol=1e-9
    )
    assert [Reason(code) for code in result.reason[0]] == expected.reasons
    assert result.variation[0] == expected.variation
    assert result.assurance[0] == expected.assurance
    assert result.points[0] == expected.points


tables = st.integers(1, 30).flatmap(
    lambda points: st.lists(
        st.lists(st.floats(-1000, 1000).map(lambda x: round(x, 2)), min_size=points, max_size=points),
        min_size=2,
        max_size=6,
    )
)


@given(table=tables, constant=st.integers(-500, 500))
@settings(max_examples=60, deadline=None)
def test_adding_a_constant_moves_the_limits_by_as_much(table, constant):
    values = np.array(table)
    for profile in (MDC, replace(PEER, screening_factor=None)):
        before = process_behaviour(values, profile=profile, better=Better.HIGHER)
        after = process_behaviour(values + constant, profile=profile, better=Better.HIGHER)
        for line in ("mean", "lower_limit", "upper_limit"):
            moved = getattr(before, line) + constant
            np.testing.assert_allclose(getattr(after, line), moved, rtol=1e-9, atol=1e-7)


@given(table=tables)
@settings(max_examples=60, deadline=None)
def test_turning_values_and_direction_round_changes_no_verdict(table):
    values = np.array(table)
    up = process_behaviour(values, profile=MDC, better=Better.HIGHER, target=5.0)
    down = process_behaviour(-values, profile=MDC, better=Better.LOWER, target=-5.0)
    mirrored = {
        PointType.IMPROVEMENT_HIGH: PointType.IMPROVEMENT_LOW,
        PointType.CONCERN_LOW: PointType.CONCERN_HIGH,
    }
    assert [mirrored.get(PointType(code), code) for code in up.variation] == list(down.variation)
    assert list(up.assurance) == list(down.assurance)


@given(table=tables, seed=st.integers(0, 100))
@settings(max_examples=40, deadline=None)
def test_permuting_and_splitting_a_batch_changes_nothing(table, seed):
    values = np.array(table)
    order = np.random.default_rng(seed).permutation(len(values))
    whole = process_behaviour(values, profile=MDC, better=Better.LOWER, target=1.0)
    permuted = process_behaviour(values[order], profile=MDC, better=Better.LOWER, target=1.0)
    np.testing.assert_array_equal(permuted.reason, whole.reason[order])
    np.testing.assert_array_equal(permuted.mean, whole.mean[order])
    first = process_behaviour(values[:1], profile=MDC, better=Better.LOWER, target=1.0)
    np.testing.assert_array_equal(first.upper_limit, whole.upper_limit[:1])
    np.testing.assert_array_equal(first.reason, whole.reason[:1])


def test_a_long_batch_is_judged_as_its_parts_are():
    values = np.random.default_rng(1).normal(100, 10, (2_500, 20))
    rebase = np.zeros(values.shape, dtype=bool)
    rebase[1_500, 4] = True
    whole = process_behaviour(values, profile=MDC, better=Better.HIGHER, rebase_at=rebase)
    part = process_behaviour(
        values[1_490:1_510], profile=MDC, better=Better.HIGHER, rebase_at=rebase[1_490:1_510]
    )
    np.testing.assert_array_equal(whole.reason[1_490:1_510], part.reason)
    np.testing.assert_array_equal(whole.segment[1_490:1_510], part.segment)


def test_a_series_of_twelve_points_has_no_verdict_when_thirteen_are_needed():
    result = chart(around(50, 12), target=40)
    assert result.status[0] == Status.INSUFFICIENT_POINTS
    assert result.variation[0] == PointType.NOT_JUDGED
    assert result.assurance[0] == Assurance.NOT_JUDGED
    assert np.isnan(result.upper_limit).all()


def test_a_series_of_thirteen_points_has_a_verdict():
    result = chart(around(50, 13), target=30)
    assert result.status[0] == Status.OK
    assert result.variation[0] == PointType.COMMON_CAUSE
    assert result.assurance[0] == Assurance.PASS


def test_a_series_without_values_has_a_status_and_does_not_stop_the_others():
    values = np.array([around(50, 14), [np.nan] * 14, [np.inf] * 14])
    result = process_behaviour(values, profile=MDC, better=Better.HIGHER)
    assert list(result.status) == [Status.OK, Status.NO_VALUES, Status.NOT_FINITE]


def test_padding_a_series_at_either_end_changes_no_verdict():
    values = around(50, 16)
    padded = [np.nan] * 3 + values + [np.nan] * 4
    plain, longer = chart(values, target=60), chart(padded, target=60)
    np.testing.assert_array_equal(plain.upper_limit[0], longer.upper_limit[0, 3:-4])
    assert plain.variation[0] == longer.variation[0]
    assert plain.assurance[0] == longer.assurance[0]
    assert longer.points[0] == 16


def test_a_recently_rebased_series_has_no_verdict_until_it_has_enough_points():
    values = around(50, 14) + around(90, 5)
    rebase = np.zeros((1, 19), dtype=bool)
    rebase[0, 14] = True
    result = chart(values, rebase_at=rebase)
    assert result.status[0] == Status.INSUFFICIENT_POINTS
    assert result.points[0] == 5
    assert result.reason[0, 0] == Reason.COMMON_CAUSE
    assert result.reason[0, -1] == Reason.NOT_JUDGED


def test_a_frozen_baseline_and_a_rebase_work_together():
    values = around(50, 20) + around(90, 20)
    rebase = np.zeros((1, 40), dtype=bool)
    rebase[0, 20] = True
    result = chart(values, rebase_at=rebase, baseline_points=12)
    assert result.mean[0, 0] == 50
    assert result.mean[0, -1] == 90


@pytest.mark.parametrize("points", [11, 21])
def test_a_baseline_outside_what_the_profile_allows_is_refused(points):
    with pytest.raises(Problem) as problem:
        chart(around(50, 30), baseline_points=points)
    assert problem.value.code == "statistics.baseline-length"


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_a_constant_series_has_limits_of_no_width_and_no_special_cause(profile):
    result = chart([0.95] * 20, PROFILES[profile], target=0.95)
    assert (result.lower_limit == 0.95).all()
    assert (result.upper_limit == 0.95).all()
    assert (result.reason == Reason.COMMON_CAUSE).all()


@pytest.mark.parametrize(
    ("better", "target", "assurance"),
    [
        (Better.HIGHER, 95, Assurance.PASS),
        (Better.HIGHER, 100, Assurance.PASS),
        (Better.HIGHER, 101, Assurance.FAIL),
        (Better.LOWER, 99, Assurance.FAIL),
        (Better.LOWER, 100, Assurance.PASS),
        (Better.NEITHER, 95, Assurance.NOT_JUDGED),
    ],
)
def test_a_constant_series_meets_its_target_or_does_not(better, target, assurance):
    assert chart([100.0] * 20, better=better, target=target).assurance[0] == assurance


def test_a_rare_event_leaves_no_other_point_beyond_a_limit():
    values = [0.0] * 3 + [1.0] + [0.0] * 3
    result = chart(values * 4, PEER, Better.LOWER)
    assert (result.lower_limit < 0).all()
    assert Reason.BELOW_LIMIT not in result.reason


@pytest.mark.parametrize(
    ("profile", "expected"),
    [(MDC, Assurance.FAIL), (PEER, Assurance.INCONSISTENT), (SQL, Assurance.INCONSISTENT)],
)
def test_a_target_on_the_upper_limit_is_judged_as_the_profile_says(profile, expected):
    values = around(50, 20)
    limit = chart(values, profile).upper_limit[0, 0]
    assert chart(values, profile, target=limit).assurance[0] == expected


def test_the_target_in_force_at_the_last_value_is_the_one_that_counts():
    values = [*around(50, 20), np.nan]
    targets = np.array([[90.0] * 10 + [20.0] * 10 + [90.0]])
    assert chart(values, target=targets).assurance[0] == Assurance.PASS


def test_a_series_whose_target_is_missing_has_no_assurance():
    values = np.array([around(50, 20), around(50, 20)])
    result = process_behaviour(values, profile=MDC, better=Better.HIGHER, target=np.array([20.0, np.nan]))
    assert list(result.assurance) == [Assurance.PASS, Assurance.NOT_JUDGED]


def test_each_series_of_a_batch_may_have_its_own_direction():
    values = np.array([[*around(50, 20), 90.0]] * 3)
    better = np.array([Better.HIGHER, Better.LOWER, Better.NEITHER], dtype=np.int8)
    result = process_behaviour(values, profile=MDC, better=better)
    assert list(result.variation) == [
        PointType.IMPROVEMENT_HIGH,
        PointType.CONCERN_HIGH,
        PointType.NEUTRAL_HIGH,
    ]


def test_an_improving_trend_outranks_a_point_beyond_the_limit_in_the_excel_tool():
    values = [*around(100, 24), 40.0, 45.0, 50.0, 55.0, 60.0, 65.0, 70.0]
    assert chart(values, MDC).reason[0, 24] == Reason.TREND_INCREASING
    assert chart(values, PEER).reason[0, 24] == Reason.BELOW_LIMIT


def test_a_repeated_value_neither_breaks_nor_counts_in_a_trend_in_the_excel_tool():
    rising = [41.0, 42.0, 43.0, 43.0, 44.0, 45.0, 46.0, 47.0]
    values = around(44, 20) + rising
    assert (chart(values, MDC).reason[0, -7:] == Reason.TREND_INCREASING).all()
    assert Reason.TREND_INCREASING not in chart(values, PEER).reason[0]


def test_the_first_point_of_a_trend_is_not_marked_in_the_sql_script():
    values = [*around(50, 20), 46.0, 47.0, 48.0, 49.0, 50.0, 51.0, 46.0]
    reasons = chart(values, SQL).reason[0]
    assert reasons[20] != Reason.TREND_INCREASING
    assert (reasons[21:26] == Reason.TREND_INCREASING).all()


def test_unusually_few_crossings_are_a_signal_under_anhoejs_rules():
    values = [1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 9.0, 8.0, 9.0, 8.0, 9.0, 8.0]
    result = chart(values, PROFILES["anhoej"], Better.HIGHER)
    assert result.variation[0] == PointType.IMPROVEMENT_HIGH
    assert result.reason[0, -1] == Reason.FEW_CROSSINGS_ABOVE


def test_the_mean_is_right_to_its_last_digit_however_its_values_are_written():
    random = np.random.default_rng(3)
    values = np.round(random.normal(3, 3, (23, 500))) * 1e-9
    exact = [float(sum(map(Fraction, column)) / 23) for column in values.T]
    np.testing.assert_array_equal(mean_where(values, np.ones(values.shape, dtype=np.bool_)), exact)


def test_segments_count_how_often_a_series_was_rebased_also_at_its_first_point():
    begins = np.zeros((2, 30), dtype=np.bool_)
    begins[0, 0] = True
    two = np.array([around(100, 30), around(50, 30)])
    alone = process_behaviour(two[:1], profile=PEER, better=Better.HIGHER, rebase_at=begins[:1])
    assert set(alone.segment[0]) == {1}
    begins[1, 10] = True
    both = process_behaviour(two, profile=PEER, better=Better.HIGHER, rebase_at=begins)
    assert [list(np.unique(row)) for row in both.segment] == [[1], [0, 1]]
