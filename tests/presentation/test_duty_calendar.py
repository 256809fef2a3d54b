"""The calendar that phones read, the text of reminders, and duties in words."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from icalendar.cal import Component

from aimwell.domain.duties.due_dates import DueDate
from aimwell.domain.duties.duty import Awaited, SingleDate, Span, Unit
from aimwell.domain.duties.progress import Progress, State
from aimwell.domain.duties.reminders import About, Reminder, ReminderRule, To, Watched
from aimwell.domain.duties.sign_off import lay_out
from aimwell.presentation.duty_calendar import CalendarEntry, calendar_text, entry_of, uid_of
from aimwell.presentation.duty_reminders import Letter, reminder_letter
from aimwell.presentation.duty_words import awaited_lines, due_lines, time_in_words
from tests.domain.duties.some_duties import BOARD, CALENDAR, LEAD, STANDARD, duty

STAMP = datetime(2026, 11, 29, 10, 30, tzinfo=UTC)
LONG = (
    "A sentence with commas, semicolons; backslashes \\ and £ signs, ‘quoted’, that goes on for a while. " * 4
)
ENTRY = CalendarEntry(
    uid=uid_of("joint-forward-plan", "2026/27"),
    title="Have the joint forward plan ready (2026/27)",
    on=date(2026, 3, 31),
    words=LONG + "\nA second line.",
    address="https://example.org/act",
    sequence=2,
    alarms=(date(2026, 3, 24), date(2026, 3, 30)),
)


def parsed(*entries: CalendarEntry, stamp: datetime = STAMP) -> Component:
    return Calendar.from_ical(calendar_text(entries, name="Duties", stamp=stamp))


def test_an_entry_comes_back_as_it_went_in() -> None:
    (event,) = parsed(ENTRY).walk("VEVENT")
    assert event["UID"] == "joint-forward-plan.2026%2F27@duties.aimwell"
    assert event.decoded("SEQUENCE") == 2
    assert event.decoded("DTSTART") == date(2026, 3, 31)
    assert event.decoded("DTEND") == date(2026, 4, 1)
    assert event.decoded("DTSTAMP") == STAMP
    assert str(event["DESCRIPTION"]) == ENTRY.words
    assert str(event["SUMMARY"]) == ENTRY.title
    assert event["TRANSP"] == "TRANSPARENT"


def test_alarms_ring_at_nine_on_their_days() -> None:
    (event,) = parsed(ENTRY).walk("VEVENT")
    start = datetime(2026, 3, 31, tzinfo=UTC)
    rings = [start + alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]
    assert rings == [datetime(2026, 3, 24, 9, tzinfo=UTC), datetime(2026, 3, 30, 9, tzinfo=UTC)]


def test_lines_are_folded_at_75_octets_and_end_as_the_standard_says() -> None:
    text = calendar_text([ENTRY], name="Duties", stamp=STAMP)
    assert text.replace("\r\n", "").count("\n") == 0
    lines = text.split("\r\n")
    assert lines[-1] == ""
    assert max(len(line.encode("utf-8")) for line in lines) <= 75
    assert any(line.startswith(" ") for line in lines)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 1, 23), 0), (date(2026, 7, 1), 1)])
def test_a_time_is_british_in_winter_and_in_summer(day: date, hours: int) -> None:
    calendar = parsed(CalendarEntry("one", "Accounts", day, "", at=time(9)))
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("DTSTART") == datetime.combine(day, time(9), ZoneInfo("Europe/London"))
    assert event.decoded("DTSTART").utcoffset() == timedelta(hours=hours)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/London"
    offset = zone.to_tz(lookup_tzid=False).utcoffset(datetime.combine(day, time(9)))
    assert offset == timedelta(hours=hours)


def test_a_calendar_of_whole_days_needs_no_time_zone() -> None:
    assert list(parsed(ENTRY).walk("VTIMEZONE")) == []


def test_the_stamp_is_in_universal_time() -> None:
    summer = datetime(2026, 7, 1, 10, tzinfo=ZoneInfo("Europe/London"))
    assert "DTSTAMP:20260701T090000Z" in calendar_text([ENTRY], name="Duties", stamp=summer)


def test_a_cancelled_entry_says_so_and_rings_no_more() -> None:
    gone = CalendarEntry(
        "one", "Accounts", date(2026, 1, 23), "", alarms=(date(2026, 1, 22),), cancelled=True
    )
    (event,) = parsed(gone).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"
    assert list(event.walk("VALARM")) == []


def test_the_name_of_an_occurrence_stays_when_its_day_moves_and_differs_from_all_others() -> None:
    first = DueDate("plan", "2026/27", date(2026, 3, 31), "set")
    moved = DueDate("plan", "2026/27", date(2026, 4, 30), "set later")
    chain = lay_out(first.on, (), CALENDAR)
    uids = [entry_of(due, duty(), chain, standard=STANDARD).uid for due in (first, moved)]
    assert uids[0] == uids[1]
    names = {
        uid_of("plan", "2026/27"),
        uid_of("plan", "2026-27"),
        uid_of("plan", "2026/27", "QMM"),
        uid_of("a.b", "c"),
    }
    assert len(names) == 4


def test_an_entry_tells_who_owes_it_how_it_was_worked_out_and_who_signs() -> None:
    due = DueDate("plan", "2026/27", date(2026, 12, 25), "as the table says")
    entry = entry_of(due, duty(verified=False), lay_out(due.on, (LEAD, BOARD), CALENDAR), standard=STANDARD)
    for part in (
        "Due Friday 25 December 2026: as the table says.",
        "Owed by Integrated care board, to NHS England.",
        "Board: from Tuesday 22 December 2026, signed by Thursday 24 December 2026",
        "Not verified",
    ):
        assert part in entry.words


RULE = ReminderRule("soon", About.DUE, 1, (To.LEAD,))


def letter(
    rule: ReminderRule, about: date, today: date, to: To = To.LEAD, title: str = "Send the plan"
) -> Letter:
    due = DueDate("plan", "2026/27", date(2026, 12, 25), "as the table says")
    progress = Progress(State.DUE_SOON, "due in 3 working days", 1)
    item = Watched(duty(title=title), due, lay_out(due.on, (LEAD, BOARD), CALENDAR), progress)
    reminder = Reminder("key", rule, to, about, item)
    return reminder_letter(reminder, name="Ada Example", role="Head of planning", today=today)


def test_a_reminder_says_what_when_why_and_what_to_do() -> None:
    found = letter(RULE, date(2026, 12, 24), date(2026, 12, 23))
    assert found.subject == "By Thursday 24 December 2026: Send the plan (2026/27)"
    assert found.text.startswith("Dear Ada Example,\n\nThis is due on Friday 25 December 2026.")
    assert "Offices are closed then: finish by Thursday 24 December 2026." in found.text
    assert "You get this as Head of planning." in found.text
    assert "1. Lead: from Friday 18 December 2026" in found.text
    assert "The receipt." in found.text


@pytest.mark.parametrize(
    ("about", "day", "today", "to", "subject", "sentence"),
    [
        (
            About.START,
            date(2026, 12, 18),
            date(2026, 12, 18),
            To.LEAD,
            "By Friday",
            "Sign-off has to begin by",
        ),
        (
            About.START,
            date(2026, 12, 18),
            date(2026, 12, 21),
            To.LEAD,
            "Late",
            "Sign-off should have begun by",
        ),
        (
            About.STEP,
            date(2026, 12, 21),
            date(2026, 12, 21),
            To.SIGNATORY,
            "By Monday",
            "Your signature is needed",
        ),
        (
            About.STEP,
            date(2026, 12, 21),
            date(2026, 12, 22),
            To.LEAD,
            "Late",
            "The next signature was needed",
        ),
        (About.DUE, date(2026, 12, 24), date(2026, 12, 29), To.LEAD, "Overdue", "This was due on Friday 25"),
    ],
)
def test_a_reminder_is_worded_for_its_day_and_its_reader(
    about: About, day: date, today: date, to: To, subject: str, sentence: str
) -> None:
    found = letter(ReminderRule("any", about, 0, (to,)), day, today, to)
    assert found.subject.startswith(subject)
    assert sentence in found.text


def test_a_title_with_a_line_end_cannot_add_a_header_to_the_e_mail() -> None:
    found = letter(RULE, date(2026, 12, 24), date(2026, 12, 23), title="Plan\r\nBcc: everybody@example.org")
    assert "\n" not in found.subject
    assert "\r" not in found.subject


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (time(9), "9am"),
        (time(12), "noon"),
        (time(17, 30), "5.30pm"),
        (time(0), "12am"),
        (time(12, 5), "12.05pm"),
    ],
)
def test_a_time_is_said_as_people_say_it(at: time, words: str) -> None:
    assert time_in_words(at) == words


def test_a_duty_whose_day_is_awaited_says_why() -> None:
    each = duty(rule=Awaited("nobody has read it"))
    assert awaited_lines([each]) == ["Days awaited", "  Send the plan: nobody has read it."]
    assert awaited_lines([duty(rule=SingleDate(date(2026, 1, 5)))]) == []


def test_a_duty_of_one_day_needs_no_name_for_its_occurrence() -> None:
    due = DueDate("plan", "once", date(2026, 6, 30), "set for this one day")
    lines = due_lines(due, duty(), lay_out(due.on, (), CALENDAR), (), STANDARD)
    assert lines[:2] == ["Tuesday 30 June 2026", "  Send the plan"]
    assert Span(1, Unit.WORKING_DAYS).words == "1 working day"
