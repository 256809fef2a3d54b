"""Duties and deadlines in words: one due date with its sign-off, its conflicts, and what is awaited."""

from collections.abc import Iterable, Sequence
from datetime import date, time

from aimwell.domain.duties.conflicts import Conflict
from aimwell.domain.duties.due_dates import DueDate, day_in_words
from aimwell.domain.duties.duty import (
    AfterDuty,
    AfterEvent,
    AfterPeriodEnd,
    AlsoStated,
    Awaited,
    BeforeFinancialYear,
    DayOfFinancialYear,
    DueRule,
    Duty,
    DutyStandard,
    SingleDate,
    StatedDates,
)
from aimwell.domain.duties.sign_off import Chain
from aimwell.domain.periods import MONTHS, Period

NOT_VERIFIED = "Not verified: nobody has read the day on a page that states it."


def time_in_words(at: time) -> str:
    """A time of the day as people write it: "9am", "noon", "5.30pm"."""
    if (at.hour, at.minute) == (12, 0):
        return "noon"
    hour = (at.hour - 1) % 12 + 1
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{hour}{minutes}{'am' if at.hour < 12 else 'pm'}"


def due_in_words(due: DueDate) -> str:
    """The day, and the time where there is one: "Friday 23 January 2026, 9am"."""
    return day_in_words(due.on) + (f", {time_in_words(due.at)}" if due.at else "")


def owed_in_words(duty: Duty, standard: DutyStandard) -> str:
    """Who owes it to whom."""
    return f"{_listed(standard.body_name(kind) for kind in duty.owed_by)}, to {_listed(duty.owed_to)}"


def title_in_words(duty: Duty, due: DueDate) -> str:
    """The title, with the occurrence where there are several."""
    return duty.title if due.occurrence == "once" else f"{duty.title} ({due.occurrence})"


def chain_in_words(chain: Chain) -> list[str]:
    """Each step with its days, in order."""
    return [
        f"{laid.step.role}: from {day_in_words(laid.start_by)}, signed by {day_in_words(laid.latest)}"
        for laid in chain.steps
    ]


def due_lines(
    due: DueDate, duty: Duty, chain: Chain, conflicts: Sequence[Conflict], standard: DutyStandard
) -> list[str]:
    """One due date for reading in a terminal."""
    lines = [
        due_in_words(due),
        f"  {title_in_words(duty, due)}",
        f"  {owed_in_words(duty, standard)}",
        f"  {due.how[:1].upper()}{due.how[1:]}. {duty.basis}.",
    ]
    if chain.steps:
        lines.append(f"  Sign-off has to begin by {day_in_words(chain.start_by)}.")
        lines += [f"    {number}. {text}" for number, text in enumerate(chain_in_words(chain), start=1)]
    if not duty.verified:
        lines.append(f"  {NOT_VERIFIED}")
    for conflict in conflicts:
        lines += [f"  ! {conflict.found}", f"    {conflict.remedy} [{conflict.code}]"]
    return lines


def awaited_lines(duties: Iterable[Duty]) -> list[str]:
    """Duties without a day yet, with the reason."""
    lines = [f"  {duty.title}: {duty.rule.because}." for duty in duties if isinstance(duty.rule, Awaited)]
    return ["Days awaited", *lines] if lines else []


def rule_in_words(duty: Duty) -> str:
    """When a duty is due, without working out a year: its rule, its exceptions, and what is stated elsewhere."""
    parts = [_rule_words(duty.rule)]
    parts += [f"for {each.occurrence}: {_day(each.on)}, because {each.because}" for each in duty.exceptions]
    parts += [_stated_words(each) for each in duty.also_stated]
    return "; ".join(parts)


def _rule_words(rule: DueRule) -> str:
    match rule:
        case DayOfFinancialYear():
            return _day_of_year(rule)
        case BeforeFinancialYear():
            return "before each financial year begins"
        case AfterPeriodEnd(every, span):
            return f"{span.words} after each {every.replace('_', ' ')} has ended"
        case AfterEvent(event, span):
            return f"{span.words} after {event.replace('-', ' ')}"
        case AfterDuty(duty, span):
            return f"{span.words} after {duty.replace('-', ' ')}"
        case SingleDate() | StatedDates() | Awaited():
            return _stated_rule(rule)


def _stated_rule(rule: SingleDate | StatedDates | Awaited) -> str:
    match rule:
        case SingleDate(on):
            return _day(on)
        case StatedDates(dates):
            return "; ".join(
                f"{each.label}: {_day(each.on)}" + (f", {time_in_words(each.at)}" if each.at else "")
                for each in dates
            )
        case Awaited(because):
            return f"awaited: {because}"


def _stated_words(stated: AlsoStated) -> str:
    said = (
        _day(stated.on)
        if stated.on
        else stated.span.words
        if stated.span
        else _day_of_year(stated.day_of_financial_year)
        if stated.day_of_financial_year
        else ""
    )
    which = f" for {stated.occurrence}" if stated.occurrence else ""
    return f"otherwise{which} in {stated.where.rstrip(',')}: {said}"


def _day_of_year(rule: DayOfFinancialYear) -> str:
    day = f"{rule.day} {MONTHS[rule.month - 1]}"
    return f"{day}, in the year after the one it is about" if rule.after_year_end else f"each {day}"


def _day(on: date) -> str:
    return Period.day(on).words


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
