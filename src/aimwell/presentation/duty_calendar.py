"""Duties as a calendar that phones and mail programs subscribe to (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone

from aimwell.domain.duties.conflicts import Conflict
from aimwell.domain.duties.due_dates import DueDate
from aimwell.domain.duties.duty import Duty, DutyStandard
from aimwell.domain.duties.sign_off import Chain
from aimwell.presentation.duty_words import (
    NOT_VERIFIED,
    chain_in_words,
    due_in_words,
    owed_in_words,
    title_in_words,
)

BRITISH_TIME = ZoneInfo("Europe/London")
BRITISH_TIME_IN_CALENDARS = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""  # two lines a rule, where the library would list every year's days
ALARM_AT = time(9)
FILE_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One day in the calendar. `uid` stays when the day moves; `sequence` grows with every change."""

    uid: str
    title: str
    on: date
    words: str
    address: str = ""
    at: time | None = None  # British time; without it the whole day
    sequence: int = 0
    alarms: tuple[date, ...] = ()
    cancelled: bool = False


def uid_of(duty: str, occurrence: str, scope: str = "") -> str:
    """The name of an occurrence in every calendar, for good. The scope tells whose duty it is, if it is a body's own."""
    parts = (duty, occurrence, scope) if scope else (duty, occurrence)
    return ".".join(quote(part, safe="") for part in parts) + "@duties.aimwell"


def entry_of(
    due: DueDate,
    duty: Duty,
    chain: Chain,
    *,
    standard: DutyStandard,
    conflicts: Iterable[Conflict] = (),
    alarms: tuple[date, ...] = (),
    sequence: int = 0,
    scope: str = "",
) -> CalendarEntry:
    """A due date as an entry: what is owed, how the day was worked out, the sign-off and the conflicts."""
    lines = [
        f"Due {due_in_words(due)}: {due.how}.",
        f"Owed by {owed_in_words(duty, standard)}.",
        f"Ground: {duty.basis}.",
        *chain_in_words(chain),
        *(f"Conflict: {each.found} {each.remedy}" for each in conflicts),
        "" if duty.verified else NOT_VERIFIED,
        duty.note,
    ]
    return CalendarEntry(
        uid=uid_of(due.duty, due.occurrence, scope),
        title=title_in_words(duty, due),
        on=due.on,
        words="\n".join(line for line in lines if line),
        address=duty.source,
        at=due.at,
        sequence=sequence,
        alarms=alarms,
    )


def calendar_text(entries: Iterable[CalendarEntry], *, name: str, stamp: datetime) -> str:
    """The whole calendar. `stamp` is the moment it is made, with its time zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//aimwell//duties and deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", BRITISH_TIME.key)
    chosen = sorted(entries, key=lambda each: (each.on, each.at or time(), each.uid))
    if any(entry.at for entry in chosen):
        calendar.add_component(Timezone.from_ical(BRITISH_TIME_IN_CALENDARS))
    for entry in chosen:
        calendar.add_component(_event(entry, stamp))
    text: str = calendar.to_ical().decode("utf-8")
    return text


def _event(entry: CalendarEntry, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp.astimezone(UTC))  # which the standard asks for
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    if entry.words:
        event.add("description", entry.words)
    if entry.at is None:
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
    else:
        event.add("dtstart", datetime.combine(entry.on, entry.at, BRITISH_TIME))
    event.add("transp", "TRANSPARENT")  # a deadline does not make anybody busy
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.address:
        event.add("url", entry.address)
    for day in () if entry.cancelled else entry.alarms:
        event.add_component(_alarm(entry, day))
    return event


def _alarm(entry: CalendarEntry, day: date) -> Alarm:
    """A reminder at nine in the morning, counted from the start of the event."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    start = datetime.combine(entry.on, entry.at or time())
    alarm.add("trigger", datetime.combine(day, ALARM_AT) - start)
    return alarm
