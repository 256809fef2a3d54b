"""The drawing of the alignment calendar: every settlement on it, in its place, and no mark outside."""

import re
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.plan_documents import Chart, Table
from aimwell.presentation.charts.alignment_timeline import (
    BLUE,
    RED,
    WIDTH,
    AlignmentTimeline,
    TimelineGroup,
    TimelineRow,
    alignment_timeline,
)

FIRST, LAST = date(2022, 4, 1), date(2024, 3, 31)
ROW = TimelineRow(
    label="Discharge <fund> & more",
    announced=date(2022, 9, 22),
    confirmed=date(2022, 11, 18),
    paid=(date(2022, 12, 16), date(2023, 1, 16)),
    spend_from=date(2022, 12, 1),
    spend_by=date(2023, 3, 31),
)


ARROW, END = f'Z" fill="{BLUE}"', f'stroke="{RED}" stroke-width="3"'


def drawn(*rows: TimelineRow) -> str:
    return alignment_timeline(
        AlignmentTimeline("Money", "in words", FIRST, LAST, (TimelineGroup("Council", rows),))
    )


def test_names_years_and_receivers_stand_on_the_drawing_as_text() -> None:
    texts = [
        each.text for each in ElementTree.fromstring(drawn(ROW)).iter("{http://www.w3.org/2000/svg}text")
    ]
    assert {"Discharge <fund> & more", "2022/23", "2023/24", "Council", "not verified"} <= set(texts)


def test_the_drawing_is_one_that_a_plan_may_carry() -> None:
    table = Table("t", ("a", "b"), (("1", "2"),))
    assert Chart("Money", drawn(ROW), "in words", table, prints=True).svg


def test_money_that_goes_on_after_the_drawing_has_an_arrow_in_place_of_an_end() -> None:
    ends, goes_on = drawn(ROW), drawn(replace(ROW, spend_by=date(2026, 3, 31)))
    assert goes_on.count(ARROW) == ends.count(ARROW) + 1 == 2  # the other one is the legend's
    assert ends.count(END) == goes_on.count(END) + 1 == 2


@given(st.integers(-900, 1500), st.integers(0, 1500), st.integers(-900, 1500))
def test_no_bar_leaves_the_drawing(starts: int, lasts: int, told: int) -> None:
    begin = FIRST + timedelta(days=starts)
    row = replace(
        ROW, spend_from=begin, spend_by=begin + timedelta(days=lasts), announced=FIRST + timedelta(days=told)
    )
    for x, width in re.findall(r'<rect x="([\d.-]+)" y="[\d.]+" width="([\d.]+)"', drawn(row)):
        assert float(x) >= 0
        assert float(x) + float(width) <= WIDTH


def test_a_drawing_without_time_is_refused() -> None:
    with pytest.raises(ValueError, match="later last day"):
        alignment_timeline(AlignmentTimeline("Money", "", FIRST, FIRST, ()))
