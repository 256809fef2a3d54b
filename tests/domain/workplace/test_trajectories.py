"""The way from a baseline to a target."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.trajectories import (
    Point,
    pasted_numbers,
    periods_between,
    reaches,
    straight_line,
    value_at,
)


def test_the_periods_of_a_way_are_of_the_baselines_kind_and_end_where_the_target_is_due():
    assert [period.text for period in periods_between("2026-01", date(2026, 4, 30))] == [
        "2026-02",
        "2026-03",
        "2026-04",
    ]
    assert [period.text for period in periods_between("2023/24", date(2026, 3, 31))] == ["2024/25", "2025/26"]


def test_a_way_without_end_is_refused():
    with pytest.raises(Problem, match="more than 240 periods"):
        periods_between("2026-01", date(2126, 1, 1))
    with pytest.raises(Problem, match="does not repeat"):
        periods_between("2026-01-31", date(2026, 4, 1))


@given(
    st.floats(-1e6, 1e6, allow_nan=False),
    st.floats(-1e6, 1e6, allow_nan=False),
    st.integers(1, 60),
)
def test_a_straight_line_never_turns_and_arrives_exactly(baseline, value, months):
    by = date(2026 + months // 12, months % 12 + 1, 28)
    points = straight_line(baseline, value, periods_between("2025-12", by))
    steps = [point.value for point in points]
    assert steps[-1] == value
    rising = value >= baseline
    tolerance = 1e-3
    pairs = zip([baseline, *steps], steps, strict=False)
    assert all(
        (after - before >= -tolerance) if rising else (after - before <= tolerance) for before, after in pairs
    )


def test_a_column_of_a_spreadsheet_is_read_as_it_is_pasted():
    assert pasted_numbers("62.1%\r\n63\r\n\r\n1,204\r\n") == (62.1, 63.0, None, 1204.0)
    assert pasted_numbers("1\t2\t3") == (1.0, 2.0, 3.0)
    assert pasted_numbers("  \n ") == ()


@pytest.mark.parametrize("text", ["61\nabout 62", "nan", "1\ninf"])
def test_what_is_no_number_is_refused_with_its_line(text):
    with pytest.raises(Problem, match=r"Line \d of what was pasted"):
        pasted_numbers(text)


def test_a_way_says_where_it_is_on_a_day():
    way = [Point("2026-03", 65.0), Point("2026-01", 60.0)]
    assert value_at(way, date(2026, 2, 10)) == 60.0
    assert value_at(way, date(2026, 3, 1)) == 65.0
    assert value_at(way, date(2025, 12, 31)) is None


@pytest.mark.parametrize(
    ("direction", "final", "arrives"),
    [("higher", 71.0, True), ("higher", 69.0, False), ("lower", 69.0, True), ("lower", 71.0, False),
     ("keep", 71.0, False), ("keep", 70.0, True)],
)  # fmt: skip
def test_a_way_arrives_at_the_value_or_beyond_it(direction, final, arrives):
    assert reaches([Point("2026-03", final)], 70.0, date(2026, 3, 31), direction) is arrives
