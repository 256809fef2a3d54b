"""A target's chart shows where it started, where it means to go, and what was really measured."""

import re
from datetime import date

import pytest

from aimwell.presentation.charts.target_path import Dated, TargetPath, target_path
from aimwell.presentation.figures import unit_named

VALUES = [Dated(date(2025, month, 28), 50.0 + month) for month in range(1, 13)]
WHOLE = TargetPath(
    chart_id="t",
    title="Shorter <waits>",
    unit=unit_named("percent"),
    values=VALUES,
    way=(Dated(date(2026, 6, 30), 66.0), Dated(date(2027, 3, 31), 70.0)),
    baseline=VALUES[-1],
    target=70.0,
    by=date(2027, 3, 31),
)


def marks(svg: str, kind: str) -> str:
    found = re.search(rf'class="aw-{kind}" d="([^"]*)"', svg)
    return found[1] if found else ""


def test_the_way_begins_at_the_baseline_and_ends_where_the_target_stands():
    svg = target_path(WHOLE)
    way, target = marks(svg, "way"), marks(svg, "target")
    assert way.startswith(marks(svg, "good").removesuffix("h0"))
    assert way.endswith(f"L1000 {target.split()[1].split('H')[0]}")


def test_days_run_evenly_whatever_the_length_of_periods():
    halves = TargetPath(
        "t",
        "x",
        unit_named(""),
        [Dated(date(2024, 1, 1), 1.0), Dated(date(2025, 1, 1), 2.0), Dated(date(2027, 1, 1), 3.0)],
    )
    across = [int(x) for x in re.findall(r"M(\d+) \d+h0", marks(target_path(halves), "dot"))]
    assert across == [0, 333, 1000]


def test_the_description_says_what_the_picture_shows():
    svg = target_path(WHOLE)
    assert "The target is 70.0% by 31 March 2027." in svg
    assert "The way there has 2 steps." in svg
    assert "Shorter &lt;waits&gt;" in svg


def test_no_mark_asks_for_a_style_that_the_content_policy_forbids():
    assert "style=" not in target_path(WHOLE)


@pytest.mark.parametrize(
    "chart",
    [
        TargetPath("t", "x", unit_named(""), []),
        TargetPath("t", "x", unit_named(""), [], target=5.0),
    ],
)
def test_without_figures_and_days_it_says_that_there_is_nothing_to_draw(chart):
    assert "There is nothing to draw yet." in target_path(chart)


def test_a_target_with_a_date_and_no_figures_is_drawn_alone():
    svg = target_path(TargetPath("t", "x", unit_named(""), [], target=5.0, by=date(2027, 3, 31)))
    assert "There are no released values to draw." in svg
    assert marks(svg, "target")
