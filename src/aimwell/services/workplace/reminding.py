"""Reminders by e-mail: what is to go out, to whom it goes, and each of them once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction

from aimwell.domain.duties.reminders import (
    Reminder,
    To,
    Watched,
    reminders_ahead,
    reminders_to_send,
)
from aimwell.domain.workplace.access import Act, Actor, Grant
from aimwell.presentation.duty_reminders import Letter, reminder_letter
from aimwell.services.workplace.changing import Asking, change
from aimwell.services.workplace.duty_calendar import Line, SystemCalendar, open_lines
from aimwell.services.workplace.duty_people import Role, holder, holders, person_of
from aimwell.services.workplace.signed_in import systems
from aimwell.store.workplace.models import Body, DutyRecord, Post, ReminderSent, SignOffStep

SECONDS_FOR_THE_MAIL_SERVER = 10  # others wait to write while a letter is handed over
FAR_ENOUGH = timedelta(days=400)  # no sign-off begins earlier than this before the day it is due
REMINDER = Actor("", "aimwell, reminders", (Grant("reminders", frozenset({Act.EDIT_DUTIES}), None),))
"""Who sends them, as the log says it."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One reminder with who gets it; `nobody` says why it reaches nobody."""

    on: date
    reminder: Reminder
    record: DutyRecord
    step: SignOffStep | None
    post: Post | None
    nobody: str

    @property
    def to(self) -> str:
        """Name and role of who gets it; nothing where nobody does."""
        return f"{person_of(self.post)}, {self.post.title}, {self.post.body}" if self.post else ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one reminder: sent, failed with the reason, or one that reaches nobody."""

    planned: Planned
    went: bool
    because: str
    failed: bool = False  # the letter could not be handed over, and is tried again next time


def reminders_today(*, definitions: Path, system: Body, today: date) -> list[Planned]:
    """What is to go out in a system today: nothing that went out before."""
    calendar = _open(definitions, system, today)
    return _planned(_due_today(calendar, system, today), calendar, today)


def reminders_foreseen(
    *, definitions: Path, system: Body, today: date, days: int
) -> tuple[list[Planned], list[Planned]]:
    """What is to go out today, and in the days to come if nothing is signed or delivered until then."""
    calendar = _open(definitions, system, today)
    coming = reminders_ahead(
        _watched(calendar), calendar.declared.reminders, today=today, until=today + timedelta(days=days),
        calendar=calendar.known.calendar,
    )  # fmt: skip
    now = _due_today(calendar, system, today)
    planned = _planned([*now, *coming], calendar, today)
    return [each for each in planned if each.on <= today], [each for each in planned if each.on > today]


def send_reminders(
    *, definitions: Path, now: datetime, today: date, sender: str, address: str = "", dry_run: bool = False
) -> list[Sent]:
    """Send what is to go out in every system; with dry_run only tell what would. One that fails is tried again next time."""
    planned = [
        each
        for system in systems()
        for each in reminders_today(definitions=definitions, system=system, today=today)
    ]
    if dry_run:
        return [Sent(each, went=False, because=each.nobody or "a dry run sends nothing") for each in planned]
    asking = Asking(REMINDER, now, "Reminders go out each day.")
    connection = get_connection(timeout=SECONDS_FOR_THE_MAIL_SERVER)
    try:
        return [
            _send(each, asking, connection, sender=sender, address=address, today=today) for each in planned
        ]
    finally:
        connection.close()


def letter_of(planned: Planned, *, today: date, address: str = "") -> Letter:
    """What a reminder says; without who gets it, as it would be said to the role."""
    name = str(person_of(planned.post)) if planned.post else "colleague"
    role = f"{planned.post.title}, {planned.post.body}" if planned.post else "nobody yet"
    return reminder_letter(planned.reminder, name=name, role=role, today=today, address=address)


def _send(
    planned: Planned, asking: Asking, connection: BaseEmailBackend, *, sender: str, address: str, today: date
) -> Sent:
    """The row that says it went and the letter go together: if the letter fails, the row is taken back with it."""
    if planned.post is None:
        return Sent(planned, went=False, because=planned.nobody)
    record = planned.record
    page = f"{address.rstrip('/')}/workplace/{record.system.code}/duties/{record.pk}/" if address else ""
    letter = letter_of(planned, today=today, address=page)
    row = ReminderSent(
        system=record.system, duty=record, step=planned.step, key=planned.reminder.key,
        about=planned.reminder.rule.id, to=planned.to[:240], on=today,
    )  # fmt: skip
    to = person_of(planned.post).work_email
    try:
        with change(asking, Act.EDIT_DUTIES, record.system) as made, transaction.atomic():
            made.add(row)
            EmailMessage(letter.subject, letter.text, sender, [to], connection=connection).send()
    except IntegrityError:
        return Sent(planned, went=False, because="another run has just sent it")
    except OSError as error:  # of the network, of the mail server, or of the folder
        said = f"the letter could not be handed over: {error}"
        return Sent(planned, went=False, because=said, failed=True)
    return Sent(planned, went=True, because="")


def _open(definitions: Path, system: Body, today: date) -> SystemCalendar:
    return open_lines(definitions=definitions, system=system, today=today, until=today + FAR_ENOUGH)


def _due_today(calendar: SystemCalendar, system: Body, today: date) -> list[tuple[date, Reminder]]:
    sent = ReminderSent.objects.filter(duty__system=system).values_list("key", flat=True)
    found = reminders_to_send(
        _watched(calendar), calendar.declared.reminders, sent=set(sent), today=today,
        calendar=calendar.known.calendar,
    )  # fmt: skip
    return [(today, reminder) for reminder in found]


def _watched(calendar: SystemCalendar) -> list[Watched]:
    return [Watched(line.duty, line.due, line.chain, line.progress) for line in calendar.lines]


def _planned(found: Iterable[tuple[date, Reminder]], calendar: SystemCalendar, today: date) -> list[Planned]:
    pairs = list(found)
    lines = {(line.due.duty, line.due.occurrence): line for line in calendar.lines}
    posts = [post for line in calendar.lines for post in _posts(line)]
    held = holders(posts, today)
    found_each = [_one(on, reminder, lines[_name(reminder)], held) for on, reminder in pairs]
    return [each for each in found_each if not _told_as_lead(each, held)]


def _one(on: date, reminder: Reminder, line: Line, held: dict[Role, Post]) -> Planned:
    record, step = line.record, line.waiting
    if record is None:
        raise TypeError("only what was taken up is watched")
    asked = record.owner if reminder.to is To.LEAD else (step.post if step else None) or record.owner
    post = holder(asked, held)
    nobody = ""
    if asked is None:
        nobody = "nobody is named who answers for it"
    elif post is None:
        nobody = f"nobody holds the post '{asked}' today"
    elif not person_of(post).work_email:
        nobody, post = f"{person_of(post)} has no e-mail address here", None
    return Planned(on, reminder, record, step if reminder.to is To.SIGNATORY else None, post, nobody)


def _told_as_lead(planned: Planned, held: dict[Role, Post]) -> bool:
    """Whether a reminder to who signs next would say again what the same person is told as the lead."""
    reminder, lead = planned.reminder, holder(planned.record.owner, held)
    if reminder.to is not To.SIGNATORY or To.LEAD not in reminder.rule.to or lead is None:
        return False
    return planned.post is not None and planned.post.person_id == lead.person_id


def _posts(line: Line) -> list[Post]:
    owner = line.record.owner if line.record else None
    return [post for post in (owner, *(step.post for step in line.steps)) if post is not None]


def _name(reminder: Reminder) -> tuple[str, str]:
    return (reminder.watched.due.duty, reminder.watched.due.occurrence)
