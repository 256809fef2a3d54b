"""Sign-off chains are laid out backwards; what was recorded decides how an occurrence stands."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.duties.due_dates import DueDate
from aimwell.domain.duties.duty import Step
from aimwell.domain.duties.progress import Completion, Progress, State, progress_of
from aimwell.domain.duties.sign_off import lay_out, slack
from aimwell.domain.working_days import is_working_day, next_working_day, working_days_between
from tests.domain.duties.some_duties import BOARD, CALENDAR, LEAD

DUE = DueDate("plan", "2026/27", date(2026, 12, 25), "as the table says")
CHAIN = lay_out(DUE.on, (LEAD, BOARD), CALENDAR)


def test_a_chain_for_christmas_day_ends_on_christmas_eve() -> None:
    assert CHAIN.last_day == date(2026, 12, 24)
    assert [(step.start_by, step.latest) for step in CHAIN.steps] == [
        (date(2026, 12, 18), date(2026, 12, 21)),
        (date(2026, 12, 22), date(2026, 12, 24)),
    ]
    assert CHAIN.start_by == date(2026, 12, 18)


def test_slack_is_counted_in_working_days_and_runs_out() -> None:
    assert slack(CHAIN, date(2026, 12, 11), CALENDAR) == 5
    assert slack(CHAIN, date(2026, 12, 18), CALENDAR) == 0
    assert slack(CHAIN, date(2026, 12, 22), CALENDAR) == -2


@given(
    st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    st.lists(st.builds(Step, st.just("Somebody"), st.just("council"), st.integers(1, 15)), max_size=5),
)
def test_steps_follow_one_another_without_a_gap_and_have_the_days_they_need(
    due_on: date, steps: list[Step]
) -> None:
    chain = lay_out(due_on, tuple(steps), CALENDAR)
    assert chain.last_day <= due_on
    assert [laid.step for laid in chain.steps] == steps
    for laid in chain.steps:
        assert is_working_day(laid.start_by, CALENDAR)
        assert working_days_between(laid.start_by, laid.latest, CALENDAR) + 1 == laid.step.days
    for before, later in pairwise(chain.steps):
        assert next_working_day(before.latest, CALENDAR) == later.start_by
    assert not chain.steps or chain.steps[-1].latest == chain.last_day


def stands(today: date, *recorded: Completion) -> Progress:
    return progress_of(DUE, CHAIN, recorded, today=today, soon=10, calendar=CALENDAR)


def signed(step: int | None, day: date) -> Completion:
    return Completion("plan", "2026/27", day, step)


@pytest.mark.parametrize(
    ("today", "recorded", "state", "step", "late"),
    [
        (date(2026, 11, 2), (), State.NOT_STARTED, 1, False),
        (date(2026, 12, 15), (), State.DUE_SOON, 1, False),
        (date(2026, 12, 22), (), State.DUE_SOON, 1, True),
        (date(2026, 12, 22), (signed(1, date(2026, 12, 21)),), State.IN_SIGN_OFF, 2, False),
        (date(2026, 12, 25), (signed(1, date(2026, 12, 21)),), State.IN_SIGN_OFF, 2, True),
        (date(2026, 12, 26), (signed(1, date(2026, 12, 21)),), State.OVERDUE, 2, True),
        (date(2026, 12, 29), (signed(None, date(2026, 12, 24)),), State.DONE, None, False),
        (date(2027, 1, 29), (signed(None, date(2026, 12, 29)),), State.DONE_LATE, None, True),
    ],
)
def test_an_occurrence_stands_where_its_records_say(
    today: date, recorded: tuple[Completion, ...], state: State, step: int | None, late: bool
) -> None:
    found = stands(today, *recorded)
    assert (found.state, found.step, found.late) == (state, step, late)
    assert found.because


def test_a_chain_signed_to_the_end_still_has_to_be_sent() -> None:
    found = stands(date(2026, 12, 24), signed(1, date(2026, 12, 21)), signed(2, date(2026, 12, 23)))
    assert found.state is State.IN_SIGN_OFF
    assert found.step is None
    assert found.because == "every step is signed; it has to be sent and recorded as done"


def test_records_of_other_occurrences_and_of_later_days_do_not_count() -> None:
    other = replace(signed(None, date(2026, 12, 1)), occurrence="2025/26")
    later = signed(None, date(2026, 12, 30))
    assert stands(date(2026, 12, 29), other, later).state is State.OVERDUE
    assert stands(date(2026, 12, 29)).because == "it was due on Friday 25 December 2026, 1 working day ago"
