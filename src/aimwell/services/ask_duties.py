"""Which duties fall due from one day to another, how their days were worked out, and where they conflict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from aimwell.catalogue.duties import read_duty_packs, read_duty_standard, read_reminders
from aimwell.domain.duties.conflicts import Conflict, conflicts_among
from aimwell.domain.duties.due_dates import YEARS_BACK, DueDate, Known, known_from, occurrences
from aimwell.domain.duties.duty import Awaited, Duty, DutyStandard
from aimwell.domain.duties.reminders import ReminderStandard, reminder_days
from aimwell.domain.duties.sign_off import Chain, lay_out
from aimwell.domain.periods import Period, PeriodKind
from aimwell.domain.problems import Problem, Where
from aimwell.gateways.bank_holidays import english_calendar
from aimwell.presentation.duty_calendar import calendar_text, entry_of

DUTY_COLUMNS = (
    "due", "time", "duty", "occurrence", "title", "owed_by", "owed_to", "delivers", "start_by", "how", "verified",
    "basis", "source", "conflicts",
)  # fmt: skip


@dataclass(frozen=True)
class DutyAnswer:
    """Due dates in order of days, their conflicts, duties whose day is awaited, and what they were worked out from."""

    dues: tuple[DueDate, ...]
    conflicts: tuple[Conflict, ...]
    awaited: tuple[Duty, ...]
    known: Known
    standard: DutyStandard
    reminders: ReminderStandard

    def duty(self, due: DueDate) -> Duty:
        """The duty of a due date."""
        return self.known.duties[due.duty]

    def chain(self, due: DueDate) -> Chain:
        """The sign-off of a due date, laid out."""
        return lay_out(due.on, self.duty(due).sign_off, self.known.calendar)

    def conflicts_of(self, due: DueDate) -> tuple[Conflict, ...]:
        """Conflicts of one due date; those of a day with too many signatures belong to each duty on it."""
        return tuple(
            each
            for each in self.conflicts
            if due.duty in each.duties and each.occurrence in ("", due.occurrence) and self._near(each, due)
        )

    def _near(self, conflict: Conflict, due: DueDate) -> bool:
        signed_on = {laid.latest for laid in self.chain(due).steps}
        return bool(conflict.occurrence) or conflict.on in signed_on


def financial_year_named(text: str) -> Period:
    """The financial year that somebody wrote. Raises Problem for anything else."""
    period = Period.parse(text)
    if period.kind is not PeriodKind.FINANCIAL_YEAR:
        raise Problem(
            code="duties.not-a-financial-year",
            found=f"'{text}' is not a financial year.",
            expected="A financial year such as 2026/27.",
            remedy="Write the year with its second half: 2026/27 is April 2026 to March 2027.",
            where=Where(column="--year"),
        )
    return period


def duties_due(
    definitions: Path,
    *,
    first: date,
    last: date,
    body: str = "",
    local: Iterable[Duty] = (),
    happened: Mapping[str, tuple[date, ...]] | None = None,
) -> DutyAnswer:
    """What falls due from one day to another, both included; of one kind of body, if named.

    `local` are duties that a system set itself; one of the same id stands in place of a pack's. `happened` are days of
    events, by their id. Conflicts are looked for among everybody's duties. Raises Problem for an unknown kind of body.
    """
    standard = read_duty_standard(definitions)
    kind = _body_named(body, standard)
    calendar = english_calendar(first.year - YEARS_BACK - 1, last.year + YEARS_BACK)
    packed = known_from(read_duty_packs(definitions), calendar, happened)
    known = replace(packed, duties={**packed.duties, **{duty.id: duty for duty in local}})
    everything = [due for duty in known.duties.values() for due in occurrences(duty, first, last, known)]
    found = conflicts_among(everything, known, standard)
    owed = {duty.id for duty in known.duties.values() if kind is None or kind in duty.owed_by}
    return DutyAnswer(
        dues=tuple(
            sorted((due for due in everything if due.duty in owed), key=lambda due: (due.on, due.duty))
        ),
        conflicts=tuple(each for each in found if owed & set(each.duties)),
        awaited=tuple(
            duty for duty in known.duties.values() if duty.id in owed and _awaited(duty, first, last)
        ),
        known=known,
        standard=standard,
        reminders=read_reminders(definitions),
    )


def duty_rows(answer: DutyAnswer) -> list[tuple[Any, ...]]:
    """Rows of DUTY_COLUMNS."""
    return [_row(answer, due, answer.duty(due)) for due in answer.dues]


def duties_as_calendar(
    answer: DutyAnswer, *, name: str, stamp: datetime, sequences: Mapping[str, int] | None = None
) -> str:
    """The due dates as iCalendar. `sequences` are the numbers of changes so far, by `duty|occurrence`."""
    changed = sequences or {}
    entries = [
        entry_of(
            due,
            answer.duty(due),
            answer.chain(due),
            standard=answer.standard,
            conflicts=answer.conflicts_of(due),
            alarms=reminder_days(answer.chain(due), due, answer.reminders, answer.known.calendar),
            sequence=changed.get(f"{due.duty}|{due.occurrence}", 0),
        )
        for due in answer.dues
    ]
    return calendar_text(entries, name=name, stamp=stamp)


def _row(answer: DutyAnswer, due: DueDate, duty: Duty) -> tuple[Any, ...]:
    return (
        due.on.isoformat(),
        f"{due.at:%H:%M}" if due.at else "",
        due.duty,
        due.occurrence,
        duty.title,
        "; ".join(duty.owed_by),
        "; ".join(duty.owed_to),
        duty.delivers,
        answer.chain(due).start_by.isoformat(),
        due.how,
        duty.verified,
        duty.basis,
        duty.source,
        " ".join(f"{each.found} {each.remedy}" for each in answer.conflicts_of(due)),
    )


def _awaited(duty: Duty, first: date, last: date) -> bool:
    in_force = (duty.starts or first) <= last and (duty.ends or last) >= first
    return isinstance(duty.rule, Awaited) and in_force


def _body_named(body: str, standard: DutyStandard) -> str | None:
    if not body:
        return None
    kind = standard.body_named(body)
    if kind is None:
        raise Problem(
            code="duties.unknown-body",
            found=f"There is no kind of body '{body}'.",
            expected=f"One of {', '.join(each.short for each in standard.bodies)}.",
            remedy="Use one of these, or leave --body out.",
            where=Where(column="--body"),
        )
    return kind
