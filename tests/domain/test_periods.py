"""Periods say which days they cover, in one form, however they were published."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.periods import Period, PeriodKind, quarter_of_financial_year
from aimwell.domain.problems import Problem
from aimwell.domain.published_periods import read_period, read_period_month_first

DAYS = st.dates(date(1950, 1, 1), date(2080, 12, 31))
YEARS = st.integers(1950, 2080)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    year, span = draw(YEARS), draw(st.integers(1, 20))
    quarter = Period.quarter(year, draw(st.integers(1, 4)))
    return draw(
        st.sampled_from(
            [
                Period.day(draw(DAYS)),
                Period.month(year, draw(st.integers(1, 12))),
                quarter,
                Period.calendar_year(year),
                Period.financial_year(year),
                Period.calendar_years(year, year + span),
                Period.financial_years(year, year + span),
                Period.quarters(quarter, quarter.next().next()),
            ]
        )
    )


@pytest.mark.parametrize(
    ("text", "kind", "start", "end", "words"),
    [
        ("2026-02-28", PeriodKind.DAY, date(2026, 2, 28), date(2026, 2, 28), "28 February 2026"),
        ("2024-02", PeriodKind.MONTH, date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        ("2009-10", PeriodKind.MONTH, date(2009, 10, 1), date(2009, 10, 31), "October 2009"),
        ("2025-Q3", PeriodKind.QUARTER, date(2025, 7, 1), date(2025, 9, 30), "July to September 2025"),
        ("2021", PeriodKind.CALENDAR_YEAR, date(2021, 1, 1), date(2021, 12, 31), "2021"),
        (
            "2024/25",
            PeriodKind.FINANCIAL_YEAR,
            date(2024, 4, 1),
            date(2025, 3, 31),
            "April 2024 to March 2025",
        ),
        (
            "1999/00",
            PeriodKind.FINANCIAL_YEAR,
            date(1999, 4, 1),
            date(2000, 3, 31),
            "April 1999 to March 2000",
        ),
        ("2015-17", PeriodKind.CALENDAR_YEARS, date(2015, 1, 1), date(2017, 12, 31), "2015 to 2017"),
        ("2008-2010", PeriodKind.CALENDAR_YEARS, date(2008, 1, 1), date(2010, 12, 31), "2008 to 2010"),
        (
            "2020/21-24/25",
            PeriodKind.FINANCIAL_YEARS,
            date(2020, 4, 1),
            date(2025, 3, 31),
            "April 2020 to March 2025",
        ),
        (
            "2021-Q2-2025-Q4",
            PeriodKind.QUARTERS,
            date(2021, 4, 1),
            date(2025, 12, 31),
            "April 2021 to December 2025",
        ),
    ],
)
def test_a_canonical_text_covers_the_days_it_says(text, kind, start, end, words):
    period = Period.parse(text)
    assert (period.kind, period.start, period.end) == (kind, start, end)
    assert period.text == str(period) == text
    assert period.words == words


@pytest.mark.parametrize(
    "text",
    ["", "2026-13", "2026-02-30", "2026-q1", "2025-Q5", "2024/26", "2020-21", "Feb 2026", "20/21", "0000"],
)
def test_a_text_that_is_no_period_is_refused_with_the_forms_expected(text):
    with pytest.raises(Problem) as refusal:
        Period.parse(text)
    assert refusal.value.code == "period.unknown"
    assert "2024/25" in refusal.value.expected


def test_a_period_cannot_begin_or_end_in_the_middle_of_its_unit():
    with pytest.raises(Problem):
        Period(PeriodKind.MONTH, date(2026, 2, 1), date(2026, 2, 27))
    with pytest.raises(Problem):
        Period(PeriodKind.QUARTER, date(2026, 2, 1), date(2026, 4, 30))
    with pytest.raises(Problem):
        Period(PeriodKind.CALENDAR_YEARS, date(2021, 1, 1), date(2021, 12, 31))


@pytest.mark.parametrize(
    ("published", "canonical"),
    [
        ("RTT-February-2026", "2026-02"),
        ("MSitAE-MARCH-2025", "2025-03"),
        ("April 26", "2026-04"),
        ("November  2024", "2024-11"),
        ("SEPTEMBER 2023", "2023-09"),
        ("Apr-24", "2024-04"),
        ("MAR2019", "2019-03"),
        ("01Jan2026", "2026-01-01"),
        ("01FEB2023", "2023-02-01"),
        ("31-Aug-20", "2020-08-31"),
        ("28-Feb-19", "2019-02-28"),
        ("2026-02-28", "2026-02-28"),
        ("2026-02-28 00:00:00", "2026-02-28"),
        ("28/02/2021", "2021-02-28"),
        ("44136", "2020-11-01"),
        (44136.0, "2020-11-01"),
        (2021, "2021"),
        (datetime(2024, 3, 1), "2024-03-01"),  # noqa: DTZ001 - what a workbook's cell holds
        (date(2024, 3, 1), "2024-03-01"),
        ("2015 - 17", "2015-17"),
        ("2008 - 10", "2008-2010"),
        ("1999 - 01", "1999-2001"),
        ("2021", "2021"),
        ("2021/22", "2021/22"),
        ("2021-22", "2021/22"),
        ("2021/2022", "2021/22"),
        ("2021/22 Q1", "2021-Q2"),
        ("2021-22 Q4", "2022-Q1"),
        ("Q3 2024-25", "2024-Q4"),
        ("April to June 2024", "2024-Q2"),
        ("2021/22 Q1 - 2025/26 Q3", "2021-Q2-2025-Q4"),
        ("2020/21 - 24/25", "2020/21-24/25"),
        ("2026-02", "2026-02"),
        ("2025-Q3", "2025-Q3"),
    ],
)
def test_a_published_form_is_read_as_the_period_its_publisher_means(published, canonical):
    assert read_period(published) == Period.parse(canonical)


@pytest.mark.parametrize(
    "published", ["10/31/2020", "Total", "", "April to May 2024", "2021/23", 7_124_952, 12, "RTT"]
)
def test_a_published_form_that_is_not_known_is_refused_and_never_guessed(published):
    with pytest.raises(Problem) as refusal:
        read_period(published)
    assert refusal.value.code == "period.unknown"


def test_an_american_date_is_read_only_where_the_file_is_said_to_be_american():
    assert read_period_month_first("10/31/2020") == Period.parse("2020-10-31")
    with pytest.raises(Problem):
        read_period_month_first("31 October 2020")


def test_quarters_of_a_financial_year_begin_in_april():
    assert [quarter_of_financial_year(2021, number).text for number in (1, 2, 3, 4)] == [
        "2021-Q2",
        "2021-Q3",
        "2021-Q4",
        "2022-Q1",
    ]


def test_the_next_period_follows_its_publisher_s_habit():
    nexts = {
        "2026-02-28": "2026-03-01",
        "2025-12": "2026-01",
        "2025-Q4": "2026-Q1",
        "2024/25": "2025/26",
        "2015-17": "2016-18",
        "2020/21-24/25": "2021/22-25/26",
        "2021-Q2-2025-Q4": "2021-Q2-2026-Q1",
    }
    assert {text: Period.parse(text).next().text for text in nexts} == nexts


def test_periods_are_in_order_of_time_and_hold_what_lies_inside_them():
    texts = ["2025", "2025-01", "2024/25", "2025-Q1", "2025-01-31"]
    assert [period.text for period in sorted(map(Period.parse, texts))] == [
        "2024/25",
        "2025-01",
        "2025-Q1",
        "2025",
        "2025-01-31",
    ]
    year = Period.parse("2024/25")
    assert year.contains(Period.parse("2025-Q1"))
    assert year.contains(date(2025, 3, 31))
    assert not year.contains(Period.parse("2025-Q2"))
    assert year.days == 365


@given(periods())
def test_a_period_s_text_reads_back_as_the_same_period(period):
    assert Period.parse(period.text) == period
    assert period.contains(period)
    assert period.words


@given(periods())
def test_the_period_before_the_next_is_the_same_period(period):
    assert period.next().previous() == period
    assert period.next().end > period.end


@given(periods(), periods())
def test_of_two_different_periods_at_most_one_comes_first(one, other):
    assert not (one < other and other < one)
    assert (one == other) == (one.text == other.text)
