"""When duties fall due, by each kind of rule, and how it is said."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aimwell.domain.duties.due_dates import DueDate, after, occurrences
from aimwell.domain.duties.duty import (
    AfterDuty,
    AfterEvent,
    AfterPeriodEnd,
    Awaited,
    BeforeFinancialYear,
    DayOfFinancialYear,
    DueRule,
    Duty,
    Every,
    ExceptionalDate,
    Moves,
    Span,
    Unit,
)
from tests.domain.duties.some_duties import CALENDAR, duty, known, on

YEAR = date(2026, 4, 1), date(2027, 3, 31)


def due_in(each: Duty, first: date = YEAR[0], last: date = YEAR[1], *others: Duty) -> tuple[DueDate, ...]:
    return occurrences(each, first, last, known(each, *others))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (DayOfFinancialYear(6, 30), [("2026/27", date(2026, 6, 30))]),
        (DayOfFinancialYear(1, 31), [("2026/27", date(2027, 1, 31))]),
        (DayOfFinancialYear(6, 30, after_year_end=True), [("2025/26", date(2026, 6, 30))]),
        (DayOfFinancialYear(3, 31, after_year_end=True), [("2025/26", date(2027, 3, 31))]),
        (BeforeFinancialYear(), [("2027/28", date(2027, 3, 31))]),
        (AfterPeriodEnd(Every.FINANCIAL_YEAR, Span(3, Unit.MONTHS)), [("2025/26", date(2026, 6, 30))]),
        (on(date(2026, 5, 1), date(2028, 5, 1)), [("part 1", date(2026, 5, 1))]),
        (Awaited("nobody has read it"), []),
    ],
)  # fmt: skip
def test_a_rule_gives_its_days_in_a_year(rule: DueRule, expected: list[tuple[str, date]]) -> None:
    assert [(due.occurrence, due.on) for due in due_in(duty(rule=rule))] == expected


def test_a_quarterly_return_counts_working_days_over_bank_holidays() -> None:
    each = duty(rule=AfterPeriodEnd(Every.QUARTER, Span(4, Unit.WORKING_DAYS)))
    due = due_in(each)
    assert [found.occurrence for found in due] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert due[0].on == date(2026, 4, 8)  # 1 and 2 April, then Easter, then 7 and 8 April
    assert due[0].how == "4 working days after January to March 2026 has ended"
    assert due[3].on == date(2027, 1, 7)


def test_a_monthly_return_falls_due_twelve_times_a_year() -> None:
    assert len(due_in(duty(rule=AfterPeriodEnd(Every.MONTH, Span(2, Unit.WEEKS))))) == 12


def test_a_duty_follows_an_event_on_the_day_it_happened() -> None:
    each = duty(rule=AfterEvent("needs-changed", Span(6, Unit.MONTHS)))
    (due,) = occurrences(each, *YEAR, known(each, needs_changed=(date(2026, 3, 31), date(2029, 1, 1))))
    assert due.on == date(2026, 9, 30)
    assert due.occurrence == "2026-03-31"


def test_a_duty_follows_another_and_keeps_its_occurrence() -> None:
    first = duty("return", rule=on(date(2026, 12, 25)))
    second = duty("correction", rule=AfterDuty("return", Span(3, Unit.WEEKS)))
    (due,) = due_in(second, *YEAR, first)
    assert (due.occurrence, due.on, due.opens) == ("part 1", date(2027, 1, 15), date(2026, 12, 25))
    assert "3 weeks after 'Send the return'" in due.how


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        (Moves.STAYS, date(2026, 12, 25)),
        (Moves.NEXT_WORKING_DAY, date(2026, 12, 29)),
        (Moves.PREVIOUS_WORKING_DAY, date(2026, 12, 24)),
    ],
)
def test_a_closed_day_moves_only_where_the_rule_says_so(moves: Moves, expected: date) -> None:
    (due,) = due_in(duty(rule=on(date(2026, 12, 25)), moves=moves))
    assert due.on == expected
    assert ("moved" in due.how) is (moves is not Moves.STAYS)


def test_an_exception_is_for_its_own_occurrence_and_says_why() -> None:
    exception = ExceptionalDate("2023/24", date(2023, 6, 30), "the first plans were late")
    each = duty(rule=BeforeFinancialYear(), exceptions=(exception,))
    (due,) = due_in(each, date(2023, 4, 1), date(2024, 3, 30))
    assert due.on == date(2023, 6, 30)
    assert "the first plans were late" in due.how


def test_a_duty_that_has_ended_is_not_due_any_more() -> None:
    each = duty(rule=DayOfFinancialYear(6, 30), starts=date(2024, 1, 1), ends=date(2025, 12, 31))
    found = due_in(each, date(2020, 4, 1), date(2028, 3, 31))
    assert [due.on.year for due in found] == [2024, 2025]


def test_a_month_after_the_last_day_of_august_is_the_last_of_september() -> None:
    assert after(date(2026, 8, 31), Span(1, Unit.MONTHS), CALENDAR) == date(2026, 9, 30)


RULES = st.one_of(
    st.builds(DayOfFinancialYear, st.integers(1, 12), st.integers(1, 28), st.booleans()),
    st.just(BeforeFinancialYear()),
    st.builds(
        AfterPeriodEnd,
        st.sampled_from(Every),
        st.builds(Span, st.integers(0, 40), st.sampled_from(Unit)),
    ),
)


@example(AfterPeriodEnd(Every.MONTH, Span(25, Unit.MONTHS)), date(2024, 9, 16), 212)
@given(RULES, st.dates(date(2024, 1, 1), date(2025, 12, 31)), st.integers(1, 700))
def test_what_is_due_in_two_stretches_is_what_is_due_in_both_together(
    rule: DueRule, first: date, days: int
) -> None:
    middle = date.fromordinal(first.toordinal() + days // 2)
    last = date.fromordinal(first.toordinal() + days)
    each = duty(rule=rule)
    apart = due_in(each, first, middle) + due_in(each, date.fromordinal(middle.toordinal() + 1), last)
    assert apart == due_in(each, first, last)
    assert len({due.occurrence for due in apart}) == len(apart)
