"""Due dates are taken up, signed in order, moved, delivered and set aside, each with its reason in the log."""

from datetime import date

import pytest
from django.conf import settings

from aimwell.domain.problems import Problem, Problems
from aimwell.domain.workplace.duties import Standing
from aimwell.gateways.bank_holidays import english_calendar
from aimwell.services.workplace.changing import Refused
from aimwell.services.workplace.duties import (
    StepPlanned,
    change_chain,
    deliver,
    does_not_apply,
    open_again,
    set_day,
    sign,
    withdraw_signature,
)
from aimwell.services.workplace.duty_calendar import line_of_record, open_lines, system_calendar
from aimwell.services.workplace.duty_days import days_of_system, keep_days, times_moved
from aimwell.services.workplace.own_duties import (
    add_own_duty,
    change_own_duty,
    record_event,
    withdraw_event,
)
from aimwell.store.workplace.models import Account, DutyRecord, LogEntry
from tests.workplace.conftest import TODAY
from tests.workplace.duty_examples import CHRISTMAS, DECLARED, PLAN, board_of, own_duty, taken_up

CALENDAR = english_calendar(2020, 2032)


@pytest.fixture
def record(system, asking):
    return taken_up(system, asking)


def signing(record, asking, number=1, on=TODAY, name="Signer"):
    step = record.steps.get(position=number)
    by = asking("approver", record.system, name=f"{name} {Account.objects.count()}")
    sign(asking=by, step=step, signed_as="Chair of the board", on=on, today=TODAY, note="", seen=step.version)
    return step


def line(record):
    record.refresh_from_db()
    return line_of_record(definitions=settings.AIMWELL.definitions, record=record, today=TODAY)[1]


def test_a_due_date_that_is_taken_up_gets_its_chain_backwards_from_the_day(record):
    steps = list(record.steps.order_by("position"))
    assert [step.days for step in steps] == [10, 20, 20, 10]
    assert steps[-1].latest == date(2027, 3, 31) == record.due
    assert [step.latest for step in steps] == sorted(step.latest for step in steps)


def test_a_body_takes_a_due_date_up_once(record, system, asking):
    with pytest.raises(Problem, match="has it already"):
        taken_up(system, asking, body=record.body, by=asking("strategy", system, name="Another"))


def test_two_bodies_take_the_same_due_date_up_each_with_its_own_chain(record, system, asking):
    other = taken_up(system, asking, body=board_of(system), by=asking("strategy", system, name="Another"))
    assert other.steps.count() == record.steps.count() == 4


def test_a_reader_cannot_take_up_a_due_date(system, asking):
    with pytest.raises(Refused):
        taken_up(system, asking, by=asking("reader", system))
    assert not DutyRecord.objects.exists()
    assert LogEntry.objects.filter(outcome="refused").count() == 1


def test_steps_are_signed_in_order(record, asking):
    with pytest.raises(Problem, match="comes before it"):
        signing(record, asking, 2)
    signing(record, asking, 1)
    signing(record, asking, 2)
    assert line(record).standing is Standing.IN_SIGN_OFF
    assert line(record).waiting.position == 3


def test_a_signature_is_not_older_than_the_one_before_it_nor_of_a_day_to_come(record, asking):
    signing(record, asking, 1)
    with pytest.raises(Problem, match="older than"):
        signing(record, asking, 2, on=date(2026, 5, 29))
    with pytest.raises(Problem, match="day to come"):
        signing(record, asking, 2, on=date(2026, 6, 2), name="Hasty")


def test_a_partner_signs_and_a_reader_does_not(record, asking):
    step = record.steps.get(position=1)
    with pytest.raises(Refused):
        sign(
            asking=asking("reader", record.system), step=step, signed_as="x", on=TODAY, today=TODAY, note="",
            seen=None,
        )  # fmt: skip
    sign(
        asking=asking("partner", record.system), step=step, signed_as="Chair", on=TODAY, today=TODAY, note="",
        seen=None,
    )  # fmt: skip
    assert step.signed_on == TODAY


def test_a_withdrawn_signature_stays_in_the_log(record, asking):
    signing(record, asking, 1)
    step = signing(record, asking, 2)
    first = record.steps.get(position=1)
    by = asking("approver", record.system, "Signed by mistake", name="Withdrawer")
    with pytest.raises(Problem, match="signed after it"):
        withdraw_signature(asking=by, step=first, seen=None)
    withdraw_signature(asking=by, step=step, seen=None)
    entry = LogEntry.objects.filter(record=str(step.pk)).order_by("-number").first()
    assert entry.changes["signed_as"] == ["Chair of the board", ""]
    assert entry.because == "Signed by mistake"


def test_a_delivered_duty_says_where_it_can_be_seen(record, asking):
    by = asking("strategy", record.system, name="Deliverer")
    with pytest.raises(Problem, match="where it can be seen"):
        deliver(asking=by, record=record, on=TODAY, today=TODAY, where="", plan=None, seen=None)
    deliver(
        asking=by,
        record=record,
        on=TODAY,
        today=TODAY,
        where="https://example.org/plan",
        plan=None,
        seen=None,
    )
    assert line(record).standing is Standing.DONE
    assert line(record).unsigned == 4


def test_nothing_is_signed_once_it_is_delivered_and_it_can_be_opened_again(record, asking):
    by = asking("strategy", record.system, name="Deliverer")
    deliver(
        asking=by, record=record, on=TODAY, today=TODAY, where="https://example.org", plan=None, seen=None
    )
    with pytest.raises(Problem, match="it was delivered"):
        signing(record, asking, 1)
    duty = line(record).duty
    open_again(asking=by, record=record, duty=duty, seen=None, calendar=CALENDAR)
    signing(record, asking, 1, name="Later")
    assert line(record).standing is Standing.IN_SIGN_OFF


def test_what_does_not_apply_asks_for_nothing_and_says_why(record, asking):
    by = asking("strategy", record.system, "The partnership owes it, not the board", name="Decider")
    does_not_apply(asking=by, record=record, seen=None)
    assert record.does_not_apply_because == "The partnership owes it, not the board"
    assert line(record).standing is Standing.DOES_NOT_APPLY
    definitions, until = settings.AIMWELL.definitions, date(2030, 1, 1)
    assert not open_lines(definitions=definitions, system=record.system, today=TODAY, until=until).lines


def test_an_agreed_day_moves_the_steps_not_signed_yet(record, asking):
    signing(record, asking, 1)
    before = {step.position: step.latest for step in record.steps.all()}
    by = asking("strategy", record.system, "NHS England agreed in writing", name="Mover")
    set_day(
        asking=by, record=record, on=date(2027, 4, 30), reckoned=record.reckoned, seen=record.version,
        calendar=CALENDAR,
    )  # fmt: skip
    after = {step.position: step.latest for step in record.steps.all()}
    assert after[1] == before[1]
    assert all(after[number] > before[number] for number in (2, 3, 4))
    assert record.moved == 1
    assert "the rule gives Wednesday 31 March 2027" in line(record).due.how


def test_a_closed_day_is_no_conflict_once_another_is_agreed(system, asking):
    record = taken_up(system, asking, CHRISTMAS)
    assert "duty.due-on-a-closed-day" in {each.code for each in line(record).conflicts}
    by = asking("strategy", system, "Agreed in writing", name="Mover")
    set_day(
        asking=by, record=record, on=date(2027, 1, 5), reckoned=record.reckoned, seen=None, calendar=CALENDAR
    )
    assert not line(record).conflicts


def test_a_chain_is_laid_out_anew_around_what_is_signed(record, asking):
    signing(record, asking, 1)
    by = asking("strategy", record.system, "One board signs for both", name="Planner")
    change_chain(
        asking=by, record=record, steps=[StepPlanned("Chair", "integrated_care_board", 5)], seen=None,
        calendar=CALENDAR,
    )  # fmt: skip
    kept = list(record.steps.filter(left_out=False).order_by("position"))
    assert [(step.role, bool(step.signed_on)) for step in kept] == [
        ("Executive lead for strategy", True),
        ("Chair", False),
    ]
    assert kept[-1].latest == record.due


def test_a_longer_chain_gets_its_steps_in_order(record, asking):
    steps = [StepPlanned(f"Step {number}", "trust", 5) for number in range(1, 7)]
    by = asking("strategy", record.system, name="Planner")
    change_chain(asking=by, record=record, steps=steps, seen=None, calendar=CALENDAR)
    kept = list(record.steps.filter(left_out=False).order_by("position"))
    assert [step.role for step in kept] == [step.role for step in steps]
    assert [step.position for step in kept] == [1, 2, 3, 4, 5, 6]
    assert kept[-1].latest == record.due


def test_a_chain_that_changed_meanwhile_is_not_overwritten(record, asking):
    with pytest.raises(Problem, match="changed by somebody else"):
        change_chain(
            asking=asking("strategy", record.system, name="Slow"), record=record, steps=[], seen=1,
            calendar=CALENDAR,
        )  # fmt: skip


def test_a_system_s_own_duty_stands_in_its_calendar_and_in_no_other(system, other_system, asking):
    own_duty(system, asking)
    titles = {
        code: {line.duty.title for line in calendar(where).lines}
        for code, where in (("own", system), ("other", other_system))
    }
    assert "Report to the place board" in titles["own"]
    assert "Report to the place board" not in titles["other"]


def calendar(system):
    return system_calendar(
        definitions=settings.AIMWELL.definitions, system=system, first=date(2026, 4, 1),
        last=date(2027, 3, 31), today=TODAY,
    )  # fmt: skip


def test_an_own_duty_that_does_not_hold_together_is_refused_and_not_kept(system, asking):
    with pytest.raises(Problems, match="no kind of body"):
        add_own_duty(
            asking=asking("strategy", system), system=system, definitions=settings.AIMWELL.definitions,
            body=board_of(system), title="Report", declared={**DECLARED, "owed_by": ["nobody-known"]},
            starts=None, ends=None, today=TODAY,
        )  # fmt: skip
    assert not LogEntry.objects.filter(kind="localduty").exists()


def test_when_an_own_duty_moves_what_was_taken_up_says_so_and_its_sequence_rises(system, asking):
    row = own_duty(system, asking)
    record = taken_up(system, asking, (row.duty_id, "once"))
    rule = {"kind": "single_date", "on": "2026-07-22"}
    change_own_duty(
        asking=asking("strategy", system, name="Mover"), row=row, definitions=settings.AIMWELL.definitions,
        fields={"declared": {**DECLARED, "rule": rule}}, today=TODAY, seen=None,
    )  # fmt: skip
    moved = line(record)
    assert moved.due.on == date(2026, 7, 15)
    assert [each.code for each in moved.conflicts] == ["duty.day-has-moved"]
    assert times_moved([row.duty_id]) == {(row.duty_id, "once"): 1}


@pytest.mark.usefixtures("system")
def test_days_that_did_not_move_are_remembered_once():
    definitions = settings.AIMWELL.definitions
    assert keep_days(definitions, TODAY) == keep_days(definitions, TODAY) == 0
    assert times_moved([PLAN[0]]) == {}


def test_a_day_is_counted_from_what_happened_until_it_is_withdrawn(system, asking):
    by = asking("strategy", system)
    definitions = settings.AIMWELL.definitions
    event = "assessment-of-needs-changed"
    row = record_event(
        asking=by, system=system, definitions=definitions, event=event, on=date(2026, 5, 11), note="",
        today=TODAY,
    )  # fmt: skip
    assert "integrated-care-strategy" in {line.due.duty for line in calendar(system).lines}
    withdraw_event(asking=by, row=row, seen=None)
    assert "integrated-care-strategy" not in {line.due.duty for line in calendar(system).lines}


def test_an_event_that_no_duty_counts_from_is_refused(system, asking):
    with pytest.raises(Problem, match="cannot be recorded"):
        record_event(
            asking=asking("strategy", system), system=system, definitions=settings.AIMWELL.definitions,
            event="summer", on=TODAY, note="", today=TODAY,
        )  # fmt: skip


def test_a_duty_that_no_pack_declares_any_longer_keeps_what_was_recorded(record):
    DutyRecord.objects.filter(pk=record.pk).update(duty="gone-from-the-packs")
    gone = line(record)
    assert gone.reckoned is None
    assert gone.due.on == date(2027, 3, 31)


def test_what_is_due_outside_the_year_by_the_rule_stands_on_the_day_that_was_agreed(record, system, asking):
    by = asking("strategy", system, name="Mover")
    set_day(
        asking=by, record=record, on=date(2027, 4, 30), reckoned=record.reckoned, seen=None, calendar=CALENDAR
    )
    assert record.pk not in {line.record.pk for line in calendar(system).lines if line.record}


def test_taking_up_asks_for_a_reason(system, asking):
    with pytest.raises(Problem, match="No reason"):
        taken_up(system, asking, by=asking("strategy", system, because=" "))


def test_a_duty_counted_from_one_that_is_gone_is_awaited(system, asking):
    own_duty(
        system, asking, rule={"kind": "after_duty", "duty": "gone", "span": {"count": 3, "unit": "weeks"}}
    )
    days = days_of_system(
        settings.AIMWELL.definitions, system, first=date(2026, 4, 1), last=date(2027, 3, 31)
    )
    assert "Report to the place board" in {duty.title for duty in days.awaited}


def test_an_unknown_due_date_is_none(system):
    days = days_of_system(
        settings.AIMWELL.definitions, system, first=date(2026, 4, 1), last=date(2027, 3, 31)
    )
    assert days.due("joint-forward-plan", "1066/67") is None


def test_taking_up_keeps_the_pack_that_declared_it(record):
    assert record.pack == "standing-2022"
