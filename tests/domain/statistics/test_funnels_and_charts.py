"""Funnels and control charts: decisions, properties, and bad rows."""

import numpy as np
import pytest

from aimwell.domain.problems import Problem
from aimwell.domain.statistics.control_charts import ChartKind, control_charts
from aimwell.domain.statistics.funnel import (
    Significance,
    crude_rate_significance,
    proportion_funnel,
    proportion_significance,
    ratio_funnel_curve,
    ratio_significance,
)
from aimwell.domain.statistics.overdispersed_funnel import FunnelMethod, overdispersed_funnel
from aimwell.domain.statistics.status import Status


def test_the_upper_limit_of_a_proportion_may_exceed_one_hundred_per_thousand():
    limits = proportion_funnel(0.15, [1000.0], multiplier=1000)
    assert limits.upper_inner[0] > 150


def test_funnel_limits_narrow_as_areas_grow():
    limits = proportion_funnel(0.4, [10.0, 100, 1000, 10_000])
    assert (np.diff(limits.upper_outer) < 0).all()
    assert (limits.upper_inner < limits.upper_outer).all()
    assert (limits.lower_inner > limits.lower_outer).all()


def test_an_area_without_people_is_not_judged_and_does_not_stop_the_others():
    result = proportion_significance([50.0, np.nan, 5, 90, 12], [100.0, 100, 0, 100, 10])
    assert list(result.status) == [
        Status.OK,
        Status.MISSING_INPUT,
        Status.NO_POPULATION,
        Status.OK,
        Status.NUMERATOR_OVER_DENOMINATOR,
    ]
    assert (result.significance[[1, 2, 4]] == Significance.NOT_JUDGED).all()
    assert ratio_significance([30.0, np.nan], [10.0, 10.0]).significance[0] == Significance.HIGH_OUTER


@pytest.mark.parametrize("bad", [np.nan, np.inf, -1.0])
@pytest.mark.parametrize("judge", [proportion_significance, crude_rate_significance])
def test_an_impossible_area_changes_no_other_areas_funnel(judge, bad):
    events, people = np.array([40.0, 70.0, 55.0, 20.0]), np.array([100.0, 110.0, 120.0, 90.0])
    for spoilt in ([*events, bad], [*people, 100.0]), ([*events, 5.0], [*people, bad]):
        result = judge(*spoilt)
        np.testing.assert_array_equal(result.significance[:4], judge(events, people).significance)
        assert result.significance[4] == Significance.NOT_JUDGED


def test_a_funnel_is_drawn_around_the_areas_that_have_a_size():
    whole = ratio_funnel_curve([10.0, 40.0])
    np.testing.assert_array_equal(ratio_funnel_curve([10.0, 40.0, np.inf, np.nan]).size, whole.size)
    with pytest.raises(Problem, match="size above zero"):
        ratio_funnel_curve([np.nan, 0.0])


def test_cqc_limits_without_overdispersion_are_close_to_the_exact_ones():
    # statistics on the square-root scale have to be squared back: 0.814 to 1.216 at 100 expected
    expected = np.full(20, 100.0)
    observed = 100.0 + np.tile([-1.0, 1.0], 10)
    funnel = overdispersed_funnel(observed, expected, method=FunnelMethod.RATIO_CQC)
    assert funnel.tau_squared == 0
    assert funnel.wide.lower_inner[0] == pytest.approx(0.814, abs=0.01)
    assert funnel.wide.upper_inner[0] == pytest.approx(1.216, abs=0.02)


def test_limits_of_counts_rest_on_both_counts():
    observed, expected = np.array([100.0, 120, 90, 110]), np.array([100.0, 110, 95, 108])
    own = overdispersed_funnel(observed, expected, method=FunnelMethod.COUNTS)
    reference = overdispersed_funnel(observed, expected, method=FunnelMethod.COUNTS_BY_SIZE)
    assert own.error[0] == pytest.approx(np.sqrt(2 / 100), rel=0.01)
    assert reference.error[0] == pytest.approx(0.05)


def test_a_group_without_a_number_is_left_out_of_the_dispersion():
    observed = np.array([90.0, 110, 100, 120, 80, 100, 95, 105, 130, 70])
    expected = np.full(10, 100.0)
    whole = overdispersed_funnel(observed, expected, method=FunnelMethod.RATIO_CQC)
    more = overdispersed_funnel([*observed, np.nan], [*expected, 50.0], method=FunnelMethod.RATIO_CQC)
    assert more.phi == whole.phi
    assert more.status[-1] == Status.MISSING_INPUT


@pytest.mark.parametrize("method", FunnelMethod)
def test_a_set_without_a_usable_group_has_statuses_and_no_dispersion(method):
    funnel = overdispersed_funnel([np.nan, 3.0, np.inf], [10.0, 0.0, 1.0], method=method)
    assert [Status(code).label for code in funnel.status] == ["missing_input", "no_population", "not_finite"]
    assert funnel.tau_squared == 0


def test_expected_deaths_as_near_to_two_numbers_take_the_even_one():
    funnel = overdispersed_funnel([1.0, 1.0], [0.375, 0.125], method=FunnelMethod.RATIO_SHMI)
    np.testing.assert_allclose(funnel.transformed, -np.log([0.38, 0.12]))


def test_trimming_half_the_groups_is_refused():
    with pytest.raises(Problem, match="trim"):
        overdispersed_funnel([1.0], [1.0], method=FunnelMethod.RATIO_CQC, trim=0.5)


@pytest.mark.parametrize(("kind", "size"), [(ChartKind.PROPORTION, None), (ChartKind.COUNT, [[1.0, 2.0]])])
def test_denominators_are_refused_or_asked_for_as_the_chart_needs(kind, size):
    with pytest.raises(Problem, match="denominators"):
        control_charts([[1.0, 2.0]], kind=kind, size=size)


@pytest.mark.parametrize("kind", list(ChartKind))
def test_a_short_or_empty_series_has_a_status_and_does_not_stop_the_others(kind):
    values = np.array([[3.0, 4, 5, 3, 4, 5, 3, 4, 5, 3, 4], [1.0] * 4 + [np.nan] * 7, [np.nan] * 11])
    size = np.full(values.shape, 20.0) if kind.value in {"p", "p_prime", "u", "u_prime"} else None
    result = control_charts(values, kind=kind, size=size)
    assert list(result.status) == [Status.OK, Status.INSUFFICIENT_POINTS, Status.NO_VALUES]
    assert np.isfinite(result.centre[0]).all()
    assert result.value.shape == values.shape


def test_a_batch_of_charts_is_drawn_as_each_alone():
    values = np.random.default_rng(5).normal(50, 5, (4, 24))
    whole = control_charts(values, kind=ChartKind.INDIVIDUALS)
    alone = control_charts(values[2:3], kind=ChartKind.INDIVIDUALS)
    np.testing.assert_array_equal(whole.upper[2:3], alone.upper)
    np.testing.assert_array_equal(whole.runs.crossings[2:3], alone.runs.crossings)


@pytest.mark.parametrize(
    ("kind", "values", "sizes", "status"),
    [
        (ChartKind.INDIVIDUALS, [1.0, np.inf, 2.0], None, Status.NOT_FINITE),
        (ChartKind.COUNT, [1.0, -1.0, 2.0], None, Status.NEGATIVE_COUNT),
        (ChartKind.RATE, [1.0, 3.0, 2.0], [9.0, 0.0, 9.0], Status.NO_POPULATION),
        (ChartKind.PROPORTION, [1.0, 10.0, 2.0], [9.0, 9.0, 9.0], Status.NUMERATOR_OVER_DENOMINATOR),
    ],
)
def test_an_impossible_value_gives_its_series_a_status_and_no_lines(kind, values, sizes, status):
    size = None if sizes is None else [sizes, [9.0, 9.0, 9.0]]
    charts = control_charts([values, [1.0, 2.0, 3.0]], kind=kind, size=size)
    assert list(charts.status) == [status, Status.INSUFFICIENT_POINTS]
    assert np.isnan(charts.centre[0]).all()
    alone = control_charts([1.0, 2.0, 3.0], kind=kind, size=None if sizes is None else [9.0, 9.0, 9.0])
    np.testing.assert_array_equal(charts.upper[1], alone.upper[0])


def test_a_period_without_people_or_events_is_a_gap_in_a_proportion_chart():
    chart = control_charts([[1.0, 0.0, 2.0]], kind=ChartKind.PROPORTION, size=[[9.0, 0.0, 9.0]])
    assert list(np.isnan(chart.value[0])) == [False, True, False]
    assert chart.centre[0, 0] == pytest.approx(3 / 18)


def test_series_without_any_points_are_refused():
    with pytest.raises(Problem, match="no points"):
        control_charts(np.empty((2, 0)), kind=ChartKind.RUN)
