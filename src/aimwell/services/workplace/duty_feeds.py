"""Calendars that phones and mail programs subscribe to: one anybody may read, and private ones without a sign-in.

A private address holds a key that nobody can guess. Only its digest is kept, so that a copy of the database opens
no calendar; it ends when its owner renews it, loses the role, or the account ends. It tells dates and titles, no more.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils.crypto import constant_time_compare

from aimwell.domain.duties.reminders import reminder_days
from aimwell.domain.workplace.access import Act, may
from aimwell.domain.workplace.duties import Standing
from aimwell.presentation.duty_calendar import CalendarEntry, calendar_text, uid_of
from aimwell.presentation.duty_words import title_in_words
from aimwell.services.ask_duties import duties_as_calendar, duties_due
from aimwell.services.workplace.changing import Asking, change
from aimwell.services.workplace.duty_calendar import Line, SystemCalendar, system_calendar
from aimwell.services.workplace.duty_days import times_moved
from aimwell.services.workplace.duty_people import is_mine, titles_held
from aimwell.services.workplace.signed_in import actor_of
from aimwell.store.workplace.models import Account, Body, CalendarAddress

BEFORE, AHEAD = timedelta(days=92), timedelta(days=550)


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar as text, and whose it is."""

    text: str
    name: str


def address_of(account: Account, system: Body) -> CalendarAddress | None:
    """The private address that an account has in a system, without its key: nobody keeps that."""
    rows = CalendarAddress.objects.filter(account=account, system=system, ended_on=None)
    return rows.order_by("-made_at", "pk").first()


def renew_address(
    *, asking: Asking, account: Account, system: Body, key: str, only_mine: bool
) -> CalendarAddress:
    """Make a private address, and end the one before it. key: chance from the front door, shown once."""
    row = CalendarAddress(account=account, system=system, digest=digest_of(key), only_mine=only_mine)
    with change(asking, Act.READ, system) as made:
        for old in CalendarAddress.objects.filter(account=account, system=system, ended_on=None):
            made.alter(old, {"ended_on": asking.at.date()})
        made.add(row)
    return row


def end_address(*, asking: Asking, account: Account, system: Body) -> None:
    """End a private address: whoever has it gets nothing from then on."""
    with change(asking, Act.READ, system) as made:
        for old in CalendarAddress.objects.filter(account=account, system=system, ended_on=None):
            made.alter(old, {"ended_on": asking.at.date()})


def private_feed(*, key: str, definitions: Path, now: datetime, today: date) -> Feed | None:
    """The calendar behind a key; None for one that opens nothing, whatever the reason."""
    digest = digest_of(key)
    rows = CalendarAddress.objects.filter(digest=digest, ended_on=None)
    row = rows.select_related("account__person", "system").first()
    if row is None or not constant_time_compare(row.digest, digest) or not row.account.is_active:
        return None
    if not may(actor_of(row.account, definitions, today), Act.READ, str(row.system_id)).allowed:
        return None
    held = titles_held(row.account, today)
    chosen = _around(definitions, row.system, today)
    lines = [line for line in chosen.lines if not row.only_mine or is_mine(line, held)]
    name = f"Duties of {row.system}"
    return Feed(as_calendar(lines, chosen, name=name, now=now), name)


def public_feed(*, definitions: Path, body: str, now: datetime, today: date) -> Feed:
    """What packs ask of everybody, with ground and conflicts: nothing of any workplace is in it."""
    answer = duties_due(definitions, first=today - BEFORE, last=today + AHEAD, body=body)
    moved = times_moved(answer.known.duties)
    sequences = {f"{duty}|{occurrence}": number for (duty, occurrence), number in moved.items()}
    kind = answer.standard.body_named(body) if body else None
    name = f"Duties: {answer.standard.body_name(kind)}" if kind else "Duties of health and care bodies"
    return Feed(duties_as_calendar(answer, name=name, stamp=now, sequences=sequences), name)


def as_calendar(lines: Iterable[Line], whole: SystemCalendar, *, name: str, now: datetime) -> str:
    """Lines as iCalendar: dates and titles. What does not apply stands there as cancelled."""
    chosen = list(lines)
    moved = times_moved(_duty(line) for line in chosen)
    return calendar_text([_entry(line, whole, moved) for line in chosen], name=name, stamp=now)


def digest_of(key: str) -> str:
    """What is kept of a key. It is long and made by chance, so that one pass of SHA-256 cannot be undone by trying."""
    return hashlib.sha256(key.encode("utf-8")).hexdigest()


def _around(definitions: Path, system: Body, today: date) -> SystemCalendar:
    return system_calendar(
        definitions=definitions, system=system, first=today - BEFORE, last=today + AHEAD, today=today
    )


def _entry(line: Line, whole: SystemCalendar, moved: dict[tuple[str, str], int]) -> CalendarEntry:
    record = line.record
    by_rule = moved.get((_duty(line), line.due.occurrence), 0)
    days = reminder_days(line.chain, line.due, whole.declared.reminders, whole.known.calendar)
    title = title_in_words(line.duty, line.due)
    return CalendarEntry(
        uid=uid_of(_duty(line), line.due.occurrence, record.body_id.hex if record else ""),
        title=f"{title}, {record.body}" if record else title,
        on=line.due.on,
        words="",
        at=line.due.at,
        sequence=by_rule + (record.moved if record else 0),
        alarms=days if record and not record.delivered_on else (),
        cancelled=line.standing is Standing.DOES_NOT_APPLY,
    )


def _duty(line: Line) -> str:
    return line.record.duty if line.record else line.due.duty
