"""Working days: quick counting agrees with walking from day to day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.problems import Problem
from aimwell.domain.working_days import (
    WorkingCalendar,
    add_working_days,
    closed_because,
    is_working_day,
    last_open_day,
    next_working_day,
    previous_working_day,
    working_days_between,
)

ONE = timedelta(days=1)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
CLOSED = st.dictionaries(DAYS, st.just("A holiday"), max_size=60)


def calendar_with(closed: dict[date, str]) -> WorkingCalendar:
    return WorkingCalendar(2020, 2035, closed)


def open_on(day: date, closed: dict[date, str]) -> bool:
    return day.weekday() not in (5, 6) and day not in closed


def walked(day: date, count: int, closed: dict[date, str]) -> date:
    """Day by day, as somebody with a paper calendar would."""
    if count == 0:
        while not open_on(day, closed):
            day += ONE
        return day
    step = ONE if count > 0 else -ONE
    left = abs(count)
    while left:
        day += step
        left -= open_on(day, closed)
    return day


@given(DAYS, st.integers(-300, 300), CLOSED)
def test_working_days_are_counted_as_if_walked(day: date, count: int, closed: dict[date, str]) -> None:
    assert add_working_days(day, count, calendar_with(closed)) == walked(day, count, closed)


@given(DAYS, DAYS, CLOSED)
def test_days_between_are_those_after_the_start_up_to_the_end(
    start: date, end: date, closed: dict[date, str]
) -> None:
    found = working_days_between(start, end, calendar_with(closed))
    if start <= end:
        span = [start + ONE * n for n in range(1, (end - start).days + 1)]
        assert found == sum(open_on(day, closed) for day in span)
    else:
        span = [end + ONE * n for n in range((start - end).days)]
        assert found == -sum(open_on(day, closed) for day in span)


@given(DAYS, DAYS, CLOSED)
def test_counting_and_adding_undo_each_other_on_working_days(
    start: date, end: date, closed: dict[date, str]
) -> None:
    calendar = calendar_with(closed)
    start, end = last_open_day(start, calendar), last_open_day(end, calendar)
    assert add_working_days(start, working_days_between(start, end, calendar), calendar) == end


@given(DAYS, CLOSED)
def test_the_neighbours_of_a_day_are_open_and_nothing_open_lies_between(
    day: date, closed: dict[date, str]
) -> None:
    calendar = calendar_with(closed)
    before, later = previous_working_day(day, calendar), next_working_day(day, calendar)
    assert before < day < later
    assert is_working_day(before, calendar)
    assert is_working_day(later, calendar)
    between = [before + ONE * n for n in range(1, (later - before).days)]
    assert [each for each in between if open_on(each, closed) and each != day] == []


def test_a_closed_day_says_why() -> None:
    calendar = calendar_with({date(2026, 12, 25): "Christmas Day"})
    assert closed_because(date(2026, 12, 25), calendar) == "Christmas Day"
    assert closed_because(date(2026, 12, 26), calendar) == "a Saturday"
    assert closed_because(date(2026, 12, 24), calendar) == ""


def test_a_year_whose_bank_holidays_are_not_known_is_not_answered_for() -> None:
    with pytest.raises(Problem) as told:
        add_working_days(date(2035, 12, 31), 5, calendar_with({}))
    assert told.value.code == "calendar.outside"
    assert "2036" in told.value.found
