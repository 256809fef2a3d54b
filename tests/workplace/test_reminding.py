"""Reminders go to who holds the post today, each once, and what fails is tried again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail

from aimwell.services.workplace.duties import deliver
from aimwell.services.workplace.reminding import (
    letter_of,
    reminders_foreseen,
    reminders_today,
    send_reminders,
)
from aimwell.store.workplace.models import LogEntry, Person, Post, ReminderSent
from tests.workplace.conftest import NOW
from tests.workplace.duty_examples import board_of, own_duty, post_at, taken_up

DUE = date(2026, 7, 15)


@pytest.fixture
def record(system, asking):
    """An own duty, due on 15 July 2026, with somebody who answers for it."""
    row = own_duty(system, asking)
    board = board_of(system)
    owner = post_at(board, "Director of places", "Amina Example")
    return taken_up(system, asking, (row.duty_id, "once"), body=board, owner=owner)


def send(on, **options):
    now = datetime(on.year, on.month, on.day, 7, tzinfo=UTC)
    return send_reminders(
        definitions=settings.AIMWELL.definitions, now=now, today=on, sender="aimwell@example.org", **options
    )


def test_who_answers_for_it_is_reminded_before_sign_off_has_to_begin(record):
    (sent,) = send(date(2026, 6, 17))
    assert sent.went
    (letter,) = mail.outbox
    assert letter.to == ["amina@example.org"]
    assert "Report to the place board" in letter.subject
    assert str(record.pk) not in letter.body


def test_a_letter_names_the_page_where_an_address_is_given(record):
    send(date(2026, 6, 17), address="https://example.org/")
    assert f"https://example.org/workplace/QXX/duties/{record.pk}/" in mail.outbox[0].body


@pytest.mark.usefixtures("record")
def test_nobody_is_reminded_twice_of_the_same():
    assert [sent.went for sent in send(date(2026, 6, 17))] == [True]
    assert send(date(2026, 6, 17)) == send(date(2026, 6, 18)) == []
    assert len(mail.outbox) == ReminderSent.objects.count() == 1


@pytest.mark.usefixtures("record")
def test_each_reminder_stands_in_the_log_without_an_address():
    send(date(2026, 6, 17))
    entry = LogEntry.objects.get(kind="remindersent")
    assert entry.actor_name == "aimwell, reminders"
    assert "Amina Example, Director of places" in entry.changes["to"][1]
    assert "@" not in str(entry.changes)


@pytest.mark.usefixtures("record")
def test_a_dry_run_sends_nothing_and_keeps_nothing():
    (told,) = send(date(2026, 6, 17), dry_run=True)
    assert "dry run" in told.because
    assert not mail.outbox
    assert not ReminderSent.objects.exists()


def test_who_left_the_post_gets_nothing_and_who_came_after_does(record):
    Post.objects.filter(pk=record.owner_id).update(valid_to=date(2026, 6, 10))
    post_at(record.body, record.owner.title, "Bola Example", valid_from=date(2026, 6, 11))
    send(date(2026, 6, 17))
    assert [letter.to for letter in mail.outbox] == [["bola@example.org"]]


def test_while_nobody_holds_the_post_nothing_goes_out_and_it_is_tried_again(record):
    Post.objects.filter(pk=record.owner_id).update(valid_to=date(2026, 6, 10))
    (told,) = send(date(2026, 6, 17))
    assert "nobody holds the post" in told.because
    post_at(record.body, record.owner.title, "Bola Example", valid_from=date(2026, 6, 18))
    (sent,) = send(date(2026, 6, 18))
    assert sent.went


def test_who_has_no_address_is_told_of_by_name(record):
    Person.objects.filter(pk=record.owner.person_id).update(work_email="")
    (told,) = send(date(2026, 6, 17))
    assert told.because == "Amina Example has no e-mail address here"


@pytest.mark.usefixtures("record")
def test_a_letter_that_could_not_be_handed_over_is_not_counted_as_sent(monkeypatch):
    def broken(*_, **__):
        raise ConnectionRefusedError("no mail server")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", broken)
        (failed,) = send(date(2026, 6, 17))
    assert "could not be handed over" in failed.because
    assert not ReminderSent.objects.exists()
    assert not LogEntry.objects.filter(kind="remindersent").exists()
    assert [sent.went for sent in send(date(2026, 6, 17))] == [True]


def test_what_is_delivered_reminds_nobody(record, asking):
    by = asking("strategy", record.system, name="Deliverer")
    deliver(asking=by, record=record, on=NOW.date(), today=NOW.date(), where="Minutes", plan=None, seen=None)
    assert send(date(2026, 7, 20)) == []


def test_whoever_signs_next_is_reminded_where_their_post_is_named(record):
    step = record.steps.get()
    step.post = post_at(record.body, "Chair of the place", "Chidi Example")
    step.save()
    to = {letter for sent in send(DUE) if sent.went for letter in [sent.planned.to.split(",")[0]]}
    assert to == {"Amina Example", "Chidi Example"}


def test_what_is_foreseen_is_what_then_goes_out(record):
    system, definitions = record.system, settings.AIMWELL.definitions
    today = date(2026, 6, 10)
    _, foreseen = reminders_foreseen(definitions=definitions, system=system, today=today, days=60)
    gone = []
    for number in range(1, 61):
        gone += [
            (sent.planned.on, sent.planned.reminder.key) for sent in send(today + timedelta(days=number))
        ]
    keys = {key for _, key in gone}
    assert keys
    assert keys <= {each.reminder.key for each in foreseen}
    assert {each.on for each in foreseen} >= {on for on, _ in gone}


def test_a_letter_can_be_read_before_it_goes_out(record):
    (planned,) = reminders_today(
        definitions=settings.AIMWELL.definitions, system=record.system, today=date(2026, 6, 17)
    )
    letter = letter_of(planned, today=date(2026, 6, 17))
    assert letter.text.startswith("Dear Amina Example,")
    assert not mail.outbox


@pytest.mark.usefixtures("record")
def test_who_answers_and_also_signs_is_told_once():
    week_overdue = date(2026, 7, 22)
    sent = send(week_overdue)
    assert [each.planned.reminder.rule.id for each in sent if each.went].count("a-week-overdue") == 1
    assert send(date(2026, 7, 23)) == []
