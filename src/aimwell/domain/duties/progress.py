"""How far one occurrence of a duty has come, from what people recorded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aimwell.domain.duties.due_dates import DueDate, day_in_words
from aimwell.domain.duties.sign_off import Chain
from aimwell.domain.working_days import WorkingCalendar, working_days_between


class State(StrEnum):
    """Where an occurrence stands."""

    NOT_STARTED = "not_started"
    DUE_SOON = "due_soon"
    IN_SIGN_OFF = "in_sign_off"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"


@dataclass(frozen=True, slots=True)
class Completion:
    """Somebody recorded that a step was signed or, without a step, that the whole duty was done."""

    duty: str
    occurrence: str
    on: date
    step: int | None = None  # 1 is the first


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of an occurrence, with the reason in words."""

    state: State
    because: str
    step: int | None = None  # the step that is to be signed next, while there is one
    late: bool = False  # a day of the chain has passed without its signature


def progress_of(
    due: DueDate,
    chain: Chain,
    recorded: Iterable[Completion],
    *,
    today: date,
    soon: int,
    calendar: WorkingCalendar,
) -> Progress:
    """Where an occurrence stands today. `soon` is the number of working days that count as soon."""
    own = [each for each in recorded if (each.duty, each.occurrence) == (due.duty, due.occurrence)]
    finished = min((each.on for each in own if each.step is None and each.on <= today), default=None)
    if finished is not None:
        return _done(due, finished)
    signed = {each.step for each in own if each.on <= today}
    waiting = next((n for n in range(1, len(chain.steps) + 1) if n not in signed), None)
    late = waiting is not None and today > chain.steps[waiting - 1].latest
    if today > due.on:
        days = working_days_between(due.on, today, calendar)
        because = f"it was due on {day_in_words(due.on)}, {_working_days(days)} ago"
        return Progress(State.OVERDUE, because, waiting, late=late)
    if signed:
        return Progress(State.IN_SIGN_OFF, _signing(chain, waiting), waiting, late=late)
    days = working_days_between(today, due.on, calendar)
    if days <= soon or today >= chain.start_by:
        return Progress(State.DUE_SOON, _soon(chain, days, today), waiting, late=late)
    because = f"sign-off has to begin by {day_in_words(chain.start_by)}"
    return Progress(State.NOT_STARTED, because, waiting, late=late)


def _done(due: DueDate, on: date) -> Progress:
    if on > due.on:
        because = f"done on {day_in_words(on)}; it was due on {day_in_words(due.on)}"
        return Progress(State.DONE_LATE, because, late=True)
    return Progress(State.DONE, f"done on {day_in_words(on)}, in time")


def _signing(chain: Chain, waiting: int | None) -> str:
    if waiting is None:
        return "every step is signed; it has to be sent and recorded as done"
    laid = chain.steps[waiting - 1]
    return (
        f"step {waiting} of {len(chain.steps)}, {laid.step.role}, is to sign by {day_in_words(laid.latest)}"
    )


def _soon(chain: Chain, days: int, today: date) -> str:
    begin = "sign-off should have begun on" if today > chain.start_by else "sign-off has to begin by"
    return f"due in {_working_days(days)}; {begin} {day_in_words(chain.start_by)}"


def _working_days(days: int) -> str:
    return f"{days} working day{'' if days == 1 else 's'}"
