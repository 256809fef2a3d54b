"""Sign-off chains: laid out backwards from the day a duty is due, in working days."""

from dataclasses import dataclass
from datetime import date

from aimwell.domain.duties.duty import Step
from aimwell.domain.working_days import (
    WorkingCalendar,
    add_working_days,
    last_open_day,
    previous_working_day,
    working_days_between,
)


@dataclass(frozen=True, slots=True)
class LaidOutStep:
    """A step with its working days: the first on which it can start without haste, and the latest to sign."""

    step: Step
    start_by: date
    latest: date


@dataclass(frozen=True, slots=True)
class Chain:
    """Every step before a due date, in order of time; without steps it starts and ends on the last open day."""

    last_day: date  # the due date, or the last working day before it
    steps: tuple[LaidOutStep, ...]

    @property
    def start_by(self) -> date:
        """The day by which the first step has to begin."""
        return self.steps[0].start_by if self.steps else self.last_day


def lay_out(due_on: date, steps: tuple[Step, ...], calendar: WorkingCalendar) -> Chain:
    """Every step's days, so that the last ends on the due date or on the working day before it."""
    last_day = last_open_day(due_on, calendar)
    laid: list[LaidOutStep] = []
    latest = last_day
    for step in reversed(steps):
        start = add_working_days(latest, 1 - step.days, calendar)
        laid.append(LaidOutStep(step, start, latest))
        latest = previous_working_day(start, calendar)
    return Chain(last_day, tuple(reversed(laid)))


def slack(chain: Chain, today: date, calendar: WorkingCalendar) -> int:
    """Working days to spare before the first step has to begin; negative when that day has gone."""
    return working_days_between(today, chain.start_by, calendar)


def days_needed(steps: tuple[Step, ...]) -> int:
    """Working days that the whole chain takes."""
    return sum(step.days for step in steps)
