"""Charts are well-formed, small, free of styles and scripts, and say in words what they show."""

import itertools
import math
import re
import time
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from aimwell.domain.statistics.process_codes import PointType
from aimwell.domain.verdicts import Change, Comparison, Prospect
from aimwell.presentation.charts.axes import apart, axis_over, labelled_periods
from aimwell.presentation.charts.bar_list import Bar, BarList, bar_list
from aimwell.presentation.charts.comparison import ComparedPlace, ComparisonChart, comparison_chart
from aimwell.presentation.charts.england_map import EnglandMap, MapArea, england_map
from aimwell.presentation.charts.gap import GapChart, Group, gap_chart
from aimwell.presentation.charts.icons import assurance_icon, icon_sprite, variation_icon
from aimwell.presentation.charts.spc import Rebase, SpcChart, spc_chart, spc_key
from aimwell.presentation.charts.trends import Sparkline, TrendLines, TrendPanel, sparkline, trend_lines
from aimwell.presentation.figures import PERCENT, unit_named

AWKWARD = 'Tom & Jerry\'s <b>"place"</b>'
MAYBE = st.none() | st.floats(-1e6, 1e6) | st.just(float("nan"))


def example(count: int = 60, mark: PointType = PointType.IMPROVEMENT_HIGH) -> SpcChart:
    return SpcChart(
        chart_id="c1",
        title="Waiting within 18 weeks, Suffolk and North East Essex",
        unit=PERCENT,
        periods=[f"Mar {1966 + index}" for index in range(count)],
        values=[60 + math.sin(index) for index in range(count)],
        mean=[60.0] * count,
        lower=[57.3] * count,
        upper=[62.7] * count,
        marks=[mark] * count,
        targets=[65.0] * count,
        profile="Making Data Count (Excel)",
        rebases=(Rebase(count // 2, "a new clinic opened"),),
        verdict="Waiting times are getting better.",
    )


def places() -> tuple[ComparedPlace, ...]:
    return (
        ComparedPlace("Worse place", 50.0, 48.0, 52.0, Comparison.WORSE),
        ComparedPlace(AWKWARD, 70.0, 68.0, 72.0, Comparison.BETTER, highlighted=True),
        ComparedPlace("Silent place", None, None, None, Comparison.NOT_COMPARED, reason="withheld"),
    )


def all_charts() -> list[Markup]:
    everything = EnglandMap(
        "m",
        "Map",
        100,
        100,
        tuple(MapArea(AWKWARD, "M0 0h9v9z", "a.html?x=1&y=2", group, "62.5%") for group in Comparison),
    )
    return [
        spc_chart(example()),
        comparison_chart(ComparisonChart("k", AWKWARD, PERCENT, places(), 60.0, (55.0, 65.0))),
        gap_chart(
            GapChart(
                "g", "Gap", PERCENT, (Group("Most deprived", 50.0, 49.0, 51.0), Group(AWKWARD, None)), 60.0
            )
        ),
        bar_list(
            BarList("b", "Bars", unit_named("£"), (Bar(AWKWARD, 3e6), Bar("Less", -1e6), Bar("None", None)))
        ),
        trend_lines(
            TrendLines(
                "t",
                "Trends",
                PERCENT,
                ["2024", "2025"],
                (TrendPanel(AWKWARD, [1.0, None]),),
                [2.0, 2.0],
                "England",
            )
        ),
        sparkline(Sparkline([1.0, None, 3.0], AWKWARD, 2.0)),
        england_map(everything),
        icon_sprite(),
        spc_key(),
        *(variation_icon(change) for change in Change),
        *(assurance_icon(prospect) for prospect in Prospect),
    ]


def test_every_chart_is_well_formed() -> None:
    for chart in all_charts():
        ElementTree.fromstring(chart)


def test_no_chart_has_a_style_a_script_or_an_address_elsewhere() -> None:
    for chart in all_charts():
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=|https?:|javascript:", chart)


def test_every_image_has_a_name_that_screen_readers_say() -> None:
    for chart in all_charts():
        for element in ElementTree.fromstring(chart).iter("svg"):
            if element.get("role") == "img":
                names = [
                    element.find(f"*[@id='{part}']")
                    for part in (element.get("aria-labelledby") or "").split()
                ]
                assert element.get("aria-label") or all(name is not None and name.text for name in names)


def test_a_map_is_a_group_of_links_because_an_image_may_not_hold_links() -> None:
    root = ElementTree.fromstring(all_charts()[6])
    image = root.find("svg")
    assert image is not None
    assert image.get("role") == "group"
    assert all("62.5%" in (link.get("aria-label") or "") for link in image.iter("a"))


def test_the_chart_of_sixty_points_is_at_most_six_kilobytes_even_when_every_point_stands_out() -> None:
    assert len(spc_chart(example()).encode()) <= 6 * 1024


def test_the_profile_is_printed_on_the_chart() -> None:
    assert "Rules: Making Data Count (Excel)" in spc_chart(example())


def test_a_missing_value_is_a_gap_in_the_line() -> None:
    chart = example(5)
    gapped = SpcChart(**{**fields_of(chart), "values": [60.0, 61.0, None, float("nan"), 62.0]})
    line = re.search(r'<path class="aw-line" d="([^"]*)"', spc_chart(gapped))
    assert line is not None
    assert line.group(1).count("M") == 2
    assert line.group(1).count("L") == 1


def test_limits_break_where_they_were_worked_out_afresh() -> None:
    mean = re.search(r'<path class="aw-mean" d="([^"]*)"', spc_chart(example(20)))
    assert mean is not None
    assert mean.group(1).count("M") == 2


def test_a_limit_beyond_what_is_possible_is_drawn_at_the_bound() -> None:
    high = SpcChart(**{**fields_of(example(20)), "upper": [104.0] * 20, "values": [97.0] * 20})
    assert "Upper </tspan>100.0%" in spc_chart(high)


def test_a_series_without_values_says_so() -> None:
    nothing = SpcChart(**{**fields_of(example(3)), "values": [None] * 3})
    assert "There are no values to draw." in spc_chart(nothing)
    no_periods = SpcChart("c", "Empty", PERCENT, [], [], [], [], [], [], "any")
    assert "There are no values to draw." in spc_chart(no_periods)


@pytest.mark.parametrize(
    ("mark", "kind"),
    [
        (PointType.IMPROVEMENT_LOW, "hollow"),
        (PointType.CONCERN_HIGH, "bad"),
        (PointType.NEUTRAL_LOW, "odd"),
        (PointType.COMMON_CAUSE, "dot"),
    ],
)
def test_each_meaning_of_a_point_has_a_shape_of_its_own(mark: PointType, kind: str) -> None:
    assert f'class="aw-{kind}"' in spc_chart(example(20, mark))


def test_groups_come_before_positions_and_the_better_group_first() -> None:
    chart = comparison_chart(ComparisonChart("k", "Comparison", PERCENT, places(), 60.0))
    assert (
        chart.index("Better than England: 1") < chart.index("Worse than England: 1") < chart.index("withheld")
    )


def test_a_group_without_a_value_says_why() -> None:
    chart = gap_chart(GapChart("g", "Gap", PERCENT, (Group("Most deprived", None, reason="withheld"),)))
    assert "withheld" in chart


def test_the_gap_is_said_in_the_description() -> None:
    chart = gap_chart(
        GapChart("g", "Gap", PERCENT, (Group("Most deprived", 50.0), Group("Least deprived", 58.4)))
    )
    assert "From lowest to highest: 8.4 percentage points." in chart


def test_bars_start_at_zero() -> None:
    chart = bar_list(BarList("b", "Bars", unit_named("people"), (Bar("All", 4.0), Bar("Half", 2.0))))
    assert re.findall(r'<rect [^>]*width="([\d.]+)%"', chart) == ["100.00", "50.00"]


def test_a_target_is_drawn_across_a_sparkline() -> None:
    assert 'class="aw-target"' in sparkline(Sparkline([1.0, 2.0], "Trend", 1.5))


@given(values=st.lists(MAYBE, min_size=1, max_size=80))
def test_any_series_can_be_drawn(values: list[float | None]) -> None:
    count = len(values)
    chart = SpcChart(
        **{**fields_of(example(count)), "values": values, "unit": unit_named("score"), "rebases": ()}
    )
    drawn = spc_chart(chart)
    ElementTree.fromstring(drawn)
    assert "nan" not in drawn.lower().replace("finance", "")


@given(values=st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=20))
def test_an_axis_holds_every_value_and_has_ticks(values: list[float]) -> None:
    axis = axis_over(values)
    assert axis.low <= min(values)
    assert max(values) <= axis.high
    assert 1 <= len(axis.ticks) <= 12
    assert all(
        axis.low - 1e-6 * abs(axis.low) <= tick <= axis.high + 1e-6 * abs(axis.high) for tick in axis.ticks
    )


@given(positions=st.lists(st.floats(0, 240), min_size=1, max_size=5))
def test_labels_never_overlap(positions: list[float]) -> None:
    placed = sorted(apart(positions, 15.0, 240.0))
    assert all(after - before >= 15.0 - 1e-9 for before, after in itertools.pairwise(placed))
    assert placed[-1] <= 240.0


@given(count=st.integers(1, 200))
def test_the_last_period_is_always_labelled(count: int) -> None:
    shown = labelled_periods(count)
    assert shown[-1] == count - 1
    assert len(shown) <= 7


def test_a_thousand_charts_take_less_than_a_second() -> None:
    chart = example()
    begin = time.process_time()
    for _ in range(200):
        spc_chart(chart)
    assert time.process_time() - begin < 0.2


def fields_of(chart: SpcChart) -> dict[str, object]:
    return {name: getattr(chart, name) for name in SpcChart.__slots__}
