"""When a duty falls due, and how that was worked out."""

import calendar as months_of_the_year
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from aimwell.domain.duties.duty import (
    AfterDuty,
    AfterEvent,
    AfterPeriodEnd,
    Awaited,
    BeforeFinancialYear,
    DayOfFinancialYear,
    Duty,
    DutyPack,
    Every,
    Moves,
    SingleDate,
    Span,
    StatedDates,
    Unit,
)
from aimwell.domain.periods import MONTHS, Period
from aimwell.domain.working_days import (
    WorkingCalendar,
    add_working_days,
    is_working_day,
    next_working_day,
    previous_working_day,
)

YEARS_BACK = 2  # what is due in a year may be about the year before, or follow what was due then


@dataclass(frozen=True, slots=True)
class DueDate:
    """One occurrence of a duty. `occurrence` stays when the day changes: a period, a label or "once"."""

    duty: str
    occurrence: str
    on: date
    how: str
    at: time | None = None
    opens: date | None = None  # the day before which the work cannot begin
    begins: date | None = None  # first day of the year or period that the occurrence is about


@dataclass(frozen=True, slots=True)
class Known:
    """What due dates are worked out from: working days, all duties by id, and days on which things happened."""

    calendar: WorkingCalendar
    duties: Mapping[str, Duty]
    events: Mapping[str, tuple[date, ...]]


def known_from(
    packs: Iterable[DutyPack],
    calendar: WorkingCalendar,
    happened: Mapping[str, tuple[date, ...]] | None = None,
) -> Known:
    """Duties and events of all packs, with what has happened since. A duty ends with its pack at the latest."""
    chosen = tuple(packs)
    duties = {
        duty.id: replace(duty, starts=duty.starts or pack.starts, ends=duty.ends or pack.ends)
        for pack in chosen
        for duty in pack.duties
    }
    events: dict[str, tuple[date, ...]] = dict(happened or {})
    for event in (each for pack in chosen for each in pack.events):
        events[event.id] = (*events.get(event.id, ()), event.on)
    return Known(calendar, duties, events)


def day_in_words(day: date) -> str:
    """A day as people write it: "Friday 25 December 2026"."""
    return f"{day:%A} {day.day} {MONTHS[day.month - 1]} {day.year}"


def after(day: date, span: Span, calendar: WorkingCalendar) -> date:
    """The day so long after another. A month on from the 31st is the last day of a shorter month."""
    match span.unit:
        case Unit.WORKING_DAYS:
            return add_working_days(day, span.count, calendar)
        case Unit.DAYS:
            return day + timedelta(days=span.count)
        case Unit.WEEKS:
            return day + timedelta(weeks=span.count)
        case Unit.MONTHS:
            month = day.year * 12 + day.month - 1 + span.count
            year, number = month // 12, month % 12 + 1
            return date(year, number, min(day.day, months_of_the_year.monthrange(year, number)[1]))


def occurrences(duty: Duty, first: date, last: date, known: Known) -> tuple[DueDate, ...]:
    """What of a duty falls due from one day to another, both included, in order of days."""
    found = (_with_exception(due, duty) for due in _by_rule(duty, first, last, known))
    moved = (_moved(replace(due, at=due.at or duty.at), duty.moves, known.calendar) for due in found)
    return tuple(
        sorted(
            (
                due
                for due in moved
                if first <= due.on <= last and (duty.starts or first) <= due.on <= (duty.ends or last)
            ),
            key=lambda due: (due.on, due.occurrence),
        )
    )


def day_in_year(rule: DayOfFinancialYear, year: int) -> date:
    """The day of such a rule for the financial year that starts in a calendar year."""
    in_spring = (rule.month, rule.day) >= (4, 1)
    return date(year + (0 if in_spring else 1) + (1 if rule.after_year_end else 0), rule.month, rule.day)


def _by_rule(duty: Duty, first: date, last: date, known: Known) -> Iterator[DueDate]:
    match duty.rule:
        case DayOfFinancialYear() as rule:
            yield from _on_a_day_of_each_year(duty, rule, first, last)
        case BeforeFinancialYear():
            yield from _before_each_year(duty, first, last)
        case AfterPeriodEnd() as rule:
            yield from _after_each_period(duty, rule, first, last, known)
        case AfterEvent() as rule:
            yield from _after_what_happened(duty, rule, known)
        case AfterDuty() as rule:
            yield from _after_another(duty, rule, first, last, known)
        case SingleDate() | StatedDates() | Awaited() as rule:
            yield from _as_stated(duty, rule)


def _as_stated(duty: Duty, rule: SingleDate | StatedDates | Awaited) -> Iterator[DueDate]:
    match rule:
        case SingleDate(on):
            yield DueDate(duty.id, "once", on, "set for this one day")
        case StatedDates(dates):
            for each in dates:
                yield DueDate(duty.id, each.label, each.on, "as the published table says", each.at)
        case Awaited():
            return


def _after_what_happened(duty: Duty, rule: AfterEvent, known: Known) -> Iterator[DueDate]:
    for on in known.events.get(rule.event, ()):
        how = f"{rule.span.words} after {rule.event.replace('-', ' ')} on {day_in_words(on)}"
        yield DueDate(duty.id, on.isoformat(), after(on, rule.span, known.calendar), how, opens=on)


def _on_a_day_of_each_year(
    duty: Duty, rule: DayOfFinancialYear, first: date, last: date
) -> Iterator[DueDate]:
    for year in _years(first, last):
        period = Period.financial_year(year)
        day = f"{rule.day} {MONTHS[rule.month - 1]}"
        how = f"{day} after the financial year {period} has ended" if rule.after_year_end else f"each {day}"
        opens = period.end if rule.after_year_end else None
        yield DueDate(duty.id, period.text, day_in_year(rule, year), how, opens=opens, begins=period.start)


def _before_each_year(duty: Duty, first: date, last: date) -> Iterator[DueDate]:
    for year in _years(first, last):
        period = Period.financial_year(year)
        how = f"the last day before the financial year {period} begins"
        yield DueDate(duty.id, period.text, period.start - timedelta(days=1), how, begins=period.start)


def _after_each_period(
    duty: Duty, rule: AfterPeriodEnd, first: date, last: date, known: Known
) -> Iterator[DueDate]:
    for period in _periods(rule.every, first.year - _years_back(rule.span), last):
        due = after(period.end, rule.span, known.calendar)
        how = f"{rule.span.words} after {period.words} has ended"
        yield DueDate(duty.id, period.text, due, how, opens=period.end, begins=period.start)


def _after_another(duty: Duty, rule: AfterDuty, first: date, last: date, known: Known) -> Iterator[DueDate]:
    other = known.duties[rule.duty]
    for due in occurrences(other, date(first.year - _years_back(rule.span), 1, 1), last, known):
        how = f"{rule.span.words} after '{other.title}' is due on {day_in_words(due.on)}"
        on = after(due.on, rule.span, known.calendar)
        yield DueDate(duty.id, due.occurrence, on, how, opens=due.on, begins=due.begins)


def _years_back(span: Span) -> int:
    """How many years before a stretch of time something may lie that falls due in it."""
    days = {Unit.WORKING_DAYS: 2, Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 31}[span.unit]
    return YEARS_BACK + span.count * days // 365


def _periods(every: Every, first_year: int, last: date) -> Iterator[Period]:
    match every:
        case Every.MONTH:
            period = Period.month(first_year, 1)
        case Every.QUARTER:
            period = Period.quarter(first_year, 1)
        case Every.FINANCIAL_YEAR:
            period = Period.financial_year(first_year)
    while period.end <= last:
        yield period
        period = period.next()


def _years(first: date, last: date) -> range:
    return range(first.year - YEARS_BACK, last.year + 2)


def _with_exception(due: DueDate, duty: Duty) -> DueDate:
    for each in duty.exceptions:
        if each.occurrence == due.occurrence:
            return replace(due, on=each.on, how=f"set for {due.occurrence} alone: {each.because}")
    return due


def _moved(due: DueDate, moves: Moves, calendar: WorkingCalendar) -> DueDate:
    if moves is Moves.STAYS or is_working_day(due.on, calendar):
        return due
    later = moves is Moves.NEXT_WORKING_DAY
    on = (next_working_day if later else previous_working_day)(due.on, calendar)
    moved = f"moved to the {'next' if later else 'last'} working day, because {day_in_words(due.on)} is none"
    return replace(due, on=on, how=f"{due.how}; {moved}")
