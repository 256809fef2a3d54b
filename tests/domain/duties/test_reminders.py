"""Reminders: the right person on the right day, and never the same one twice."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.duties.due_dates import DueDate
from aimwell.domain.duties.duty import SingleDate
from aimwell.domain.duties.progress import Completion, progress_of
from aimwell.domain.duties.reminders import (
    About,
    Reminder,
    ReminderRule,
    ReminderStandard,
    To,
    Watched,
    reminder_days,
    reminders_to_send,
)
from aimwell.domain.duties.sign_off import lay_out
from tests.domain.duties.some_duties import BOARD, CALENDAR, LEAD, duty

RULES = ReminderStandard(
    "Reminders",
    "Somebody",
    date(2026, 1, 5),
    "For the tests.",
    (
        ReminderRule("begin", About.START, 5, (To.LEAD,)),
        ReminderRule("sign", About.STEP, 1, (To.SIGNATORY,)),
        ReminderRule("soon", About.DUE, 1, (To.LEAD,)),
        ReminderRule("overdue", About.DUE, -1, (To.LEAD, To.SIGNATORY)),
    ),
)
DUE_ON = date(2026, 6, 30)  # sign-off begins on 24 June; the lead signs by the 25th, the board by the 30th


def watched(today: date, *recorded: Completion, due_on: date = DUE_ON) -> Watched:
    due = DueDate("plan", "once", due_on, "set")
    chain = lay_out(due_on, (LEAD, BOARD), CALENDAR)
    progress = progress_of(due, chain, recorded, today=today, soon=10, calendar=CALENDAR)
    return Watched(duty(rule=SingleDate(due_on)), due, chain, progress)


def sending(
    today: date, *recorded: Completion, sent: set[str] | None = None, due_on: date = DUE_ON
) -> tuple[Reminder, ...]:
    return reminders_to_send(
        [watched(today, *recorded, due_on=due_on)], RULES, sent=sent or set(), today=today, calendar=CALENDAR
    )


def told(found: tuple[Reminder, ...]) -> set[tuple[str, str]]:
    return {(each.rule.id, each.to.value) for each in found}


def test_nobody_is_reminded_before_the_first_day() -> None:
    assert sending(date(2026, 6, 16)) == ()
    assert told(sending(date(2026, 6, 17))) == {("begin", "lead")}


def test_the_next_signatory_is_reminded_the_day_before() -> None:
    assert ("sign", "signatory") in told(sending(date(2026, 6, 24)))
    first = Completion("plan", "once", date(2026, 6, 24), 1)
    assert told(sending(date(2026, 6, 24), first)) == set()
    assert ("sign", "signatory") in told(sending(date(2026, 6, 29), first))


def test_what_is_done_is_not_reminded_of() -> None:
    assert sending(date(2026, 7, 9), Completion("plan", "once", date(2026, 6, 30))) == ()


def test_what_was_sent_is_not_sent_again() -> None:
    first = sending(date(2026, 6, 17))
    assert sending(date(2026, 6, 18), sent={each.key for each in first}) == ()


def test_after_an_interruption_each_gets_one_e_mail_and_not_all_that_were_missed() -> None:
    assert told(sending(date(2026, 7, 1))) == {("overdue", "lead"), ("overdue", "signatory")}


def test_a_moved_deadline_is_reminded_of_again() -> None:
    first = sending(date(2026, 6, 17))
    moved = sending(date(2026, 6, 18), sent={each.key for each in first}, due_on=date(2026, 7, 1))
    assert told(moved) == {("begin", "lead")}


@given(st.lists(st.integers(0, 45), max_size=12))
def test_no_key_goes_out_twice_whichever_days_the_sender_runs(offsets: list[int]) -> None:
    sent: list[str] = []
    for offset in sorted(offsets):
        today = date(2026, 6, 1) + timedelta(days=offset)
        sent += [each.key for each in sending(today, sent=set(sent))]
    assert len(sent) == len(set(sent))


def test_alarms_are_the_lead_s_days_before_the_deadline() -> None:
    each = watched(date(2026, 6, 1))
    assert reminder_days(each.chain, each.due, RULES, CALENDAR) == (date(2026, 6, 29),)
