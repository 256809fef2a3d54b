"""The order of day and month is decided once for a file, from all its dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.money.days import DateOrder, decide_order, decide_periods, read_day, read_period

DAYS = st.dates(date(2010, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31-Aug-20", date(2020, 8, 31)),
        ("2 September 2021", date(2021, 9, 2)),
        ("2025-10-31 00:00:00", date(2025, 10, 31)),
        ("03/04/2025", date(2025, 4, 3)),
        ("3.4.25", date(2025, 4, 3)),
        ("20250403", date(2025, 4, 3)),
        ("44136", date(2020, 11, 1)),
    ],
)
def test_a_day_is_read_in_the_forms_that_ledgers_use(text: str, day: date):
    assert read_day(text, DateOrder.DAY_FIRST) == day


@pytest.mark.parametrize("text", ["31/02/2025", "25/06/2012700.78", "soon", "2025", "12 Foo 2025"])
def test_what_is_no_day_is_none(text: str):
    assert read_day(text, DateOrder.DAY_FIRST) is None


def test_one_date_above_twelve_decides_for_the_whole_file():
    assert decide_order(["03/04/2025", "25/04/2025"]).order is DateOrder.DAY_FIRST
    assert decide_order(["04/03/2025", "04/25/2025"]).order is DateOrder.MONTH_FIRST


def test_a_file_of_one_month_tells_its_order_by_the_number_that_stays():
    assert decide_order(["01/10/2020", "07/10/2020", "09/10/2020"]).order is DateOrder.DAY_FIRST
    assert decide_order(["10/01/2020", "10/07/2020", "10/09/2020"]).order is DateOrder.MONTH_FIRST


def test_dates_that_can_all_be_read_two_ways_are_never_guessed():
    decided = decide_order(["01/02/2020", "03/04/2020"])
    assert decided.order is None
    assert "two ways" in decided.because


def test_a_file_with_both_orders_is_read_only_while_no_date_could_be_either():
    assert decide_order(["31/10/2020", "9/30/2020"]).order is DateOrder.EACH
    assert read_day("9/30/2020", DateOrder.EACH) == date(2020, 9, 30)
    assert read_day("31/10/2020", DateOrder.EACH) == date(2020, 10, 31)
    assert decide_order(["31/10/2020", "9/30/2020", "04/05/2020"]).order is None


@given(st.lists(DAYS, min_size=1), st.sampled_from((DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)))
def test_no_decision_ever_reads_a_date_other_than_it_was_written(days: list[date], order: DateOrder):
    form = "%d/%m/%Y" if order is DateOrder.DAY_FIRST else "%m/%d/%Y"
    texts = [day.strftime(form) for day in days]
    decided = decide_order(texts)
    if any(day.day > 12 for day in days):
        assert [read_day(text, decided.order) for text in texts] == days


@given(DAYS)
def test_a_spreadsheets_number_is_its_day(day: date):
    assert read_day(str((day - date(1899, 12, 30)) // timedelta(days=1)), DateOrder.DAY_FIRST) == day


def test_a_period_code_counts_from_april_where_the_days_say_so():
    financial = decide_periods({("202204", date(2022, 7, 13)): 9})
    assert read_period("202204", financial, DateOrder.DAY_FIRST) == "2022-07"
    assert read_period("202210", financial, DateOrder.DAY_FIRST) == "2023-01"
    assert read_period("202213", financial, DateOrder.DAY_FIRST) == "2022/23"
    calendar = decide_periods({("202207", date(2022, 7, 13)): 9})
    assert read_period("202207", calendar, DateOrder.DAY_FIRST) == "2022-07"


def test_a_period_may_be_a_month_in_words_or_a_spreadsheets_number():
    decision = decide_periods({})
    assert read_period("Oct-20", decision, DateOrder.DAY_FIRST) == "2020-10"
    assert read_period("44136", decision, DateOrder.DAY_FIRST) == "2020-11"
    assert read_period("whenever", decision, DateOrder.DAY_FIRST) == ""
