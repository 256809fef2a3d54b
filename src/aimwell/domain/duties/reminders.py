"""Who is to be reminded of what, and when: decided from declared offsets and from what was sent already."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aimwell.domain.duties.due_dates import DueDate
from aimwell.domain.duties.duty import Duty
from aimwell.domain.duties.progress import Progress, State
from aimwell.domain.duties.sign_off import Chain
from aimwell.domain.working_days import WorkingCalendar, add_working_days


class About(StrEnum):
    """The day that a reminder counts from."""

    START = "start"  # sign-off has to begin
    STEP = "step"  # the next signature has to be there
    DUE = "due"


class To(StrEnum):
    """Who is reminded."""

    LEAD = "lead"  # who answers for the duty
    SIGNATORY = "signatory"  # who signs next


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """One declared reminder: so many working days before a day, or after it when negative."""

    id: str
    about: About
    working_days_before: int
    to: tuple[To, ...]


@dataclass(frozen=True, slots=True)
class ReminderStandard:
    """All declared reminders, decided by somebody, with a reason."""

    title: str
    by: str
    decided: date
    reason: str
    rules: tuple[ReminderRule, ...]


@dataclass(frozen=True, slots=True)
class Watched:
    """One occurrence that reminders are to be decided for."""

    duty: Duty
    due: DueDate
    chain: Chain
    progress: Progress


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder that is to go out. `key` never comes twice: it names the day that the reminder counts from."""

    key: str
    rule: ReminderRule
    to: To
    about: date
    watched: Watched


def reminders_to_send(
    watched: Iterable[Watched],
    standard: ReminderStandard,
    *,
    sent: Collection[str],
    today: date,
    calendar: WorkingCalendar,
) -> tuple[Reminder, ...]:
    """What is to go out today. Of several about one occurrence only the newest goes out: each tells the whole state.

    When a deadline moves, people are reminded of the new day even if they were of the old one.
    """
    newest: dict[tuple[str, str, To], tuple[date, Reminder]] = {}
    for each in watched:
        for on, reminder in _fallen_due(each, standard, today, calendar):
            place = (each.due.duty, each.due.occurrence, reminder.to)
            if place not in newest or newest[place][0] < on:
                newest[place] = (on, reminder)
    return tuple(reminder for _, reminder in newest.values() if reminder.key not in sent)


def reminders_ahead(
    watched: Iterable[Watched],
    standard: ReminderStandard,
    *,
    today: date,
    until: date,
    calendar: WorkingCalendar,
) -> tuple[tuple[date, Reminder], ...]:
    """What will go out after today, up to and with a day, if nothing is recorded until then; in order of days."""
    found = [
        (on, reminder)
        for each in watched
        for on, reminder in _fallen_due(each, standard, until, calendar)
        if on > today
    ]
    return tuple(sorted(found, key=lambda pair: (pair[0], pair[1].key)))


def reminder_days(
    chain: Chain, due: DueDate, standard: ReminderStandard, calendar: WorkingCalendar
) -> tuple[date, ...]:
    """The days before or on which the lead is reminded that a duty is due, for an alarm in a calendar."""
    days = {
        add_working_days(chain.last_day, -rule.working_days_before, calendar)
        for rule in standard.rules
        if rule.about is About.DUE and rule.working_days_before >= 0 and To.LEAD in rule.to
    }
    return tuple(sorted(day for day in days if day <= due.on))


def _fallen_due(
    watched: Watched, standard: ReminderStandard, today: date, calendar: WorkingCalendar
) -> Iterator[tuple[date, Reminder]]:
    if watched.progress.state in (State.DONE, State.DONE_LATE):
        return
    for rule in standard.rules:
        about = _day_of(rule.about, watched)
        if about is None:
            continue
        on = add_working_days(about, -rule.working_days_before, calendar)
        if on <= today:
            for to in rule.to:
                yield on, Reminder(_key(watched, rule, to, about), rule, to, about, watched)


def _day_of(about: About, watched: Watched) -> date | None:
    """The day that a reminder counts from; None once it has nothing to remind of."""
    match about:
        case About.START:
            begun = watched.progress.state is State.IN_SIGN_OFF
            return None if begun else watched.chain.start_by
        case About.STEP:
            step = watched.progress.step
            return None if step is None else watched.chain.steps[step - 1].latest
        case About.DUE:
            return watched.chain.last_day


def _key(watched: Watched, rule: ReminderRule, to: To, about: date) -> str:
    step = f"{watched.progress.step}" if rule.about is About.STEP else ""
    return "|".join((watched.due.duty, watched.due.occurrence, rule.id, to.value, step, about.isoformat()))
