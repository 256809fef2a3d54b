"""England's bank holidays are those that gov.uk publishes, one-off and substitute days too."""

from datetime import date

import pytest

from aimwell.domain.working_days import is_working_day
from aimwell.gateways.bank_holidays import english_calendar

# https://www.gov.uk/bank-holidays, as published for each year (Open Government Licence): bank holidays on weekdays.
PUBLISHED = {
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_offices_are_closed_on_the_published_bank_holidays_and_no_other_weekday(year: int) -> None:
    closed = [day for day in english_calendar(year, year).bank_holidays if day.weekday() < 5]
    assert [f"{day:%m-%d}" for day in closed] == PUBLISHED[year].split()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2022, 6, 3), "Platinum Jubilee"),
        (date(2022, 9, 19), "State Funeral"),
        (date(2023, 5, 8), "Coronation"),
        (date(2026, 12, 28), "Boxing Day, substitute day"),
    ],
)
def test_one_off_and_substitute_days_are_named(day: date, name: str) -> None:
    assert name in english_calendar(day.year, day.year).bank_holidays[day]


def test_the_early_may_holiday_of_2020_was_moved_to_friday() -> None:
    calendar = english_calendar(2020, 2020)
    assert is_working_day(date(2020, 5, 4), calendar)
    assert not is_working_day(date(2020, 5, 8), calendar)


def test_holidays_of_scotland_are_working_days_here() -> None:
    assert is_working_day(date(2026, 1, 2), english_calendar(2026, 2026))
