"""The calendar of a system: each due date with its chain, how far it has come, and what conflicts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.db.models import Q

from aimwell.domain.duties.conflicts import Conflict, conflicts_among
from aimwell.domain.duties.due_dates import DueDate, Known, day_in_words
from aimwell.domain.duties.duty import Duty, DutyPack, DutyStandard, SingleDate, Step
from aimwell.domain.duties.progress import Completion, Progress, progress_of
from aimwell.domain.duties.sign_off import Chain, lay_out, slack
from aimwell.domain.working_days import WorkingCalendar
from aimwell.domain.workplace.duties import OVER, Standing, standing_of
from aimwell.services.workplace.duty_days import Declared, Reckoned, days_of_system
from aimwell.store.workplace.models import Body, DutyRecord, SignOffStep

MONTH = timedelta(days=31)
AROUND = timedelta(days=366)  # a body may have agreed on a day in another year than the rule gives


@dataclass(frozen=True)
class Line:
    """One due date in a calendar: as a body took it up, or as the rules give it while nobody has."""

    due: DueDate
    duty: Duty
    chain: Chain
    progress: Progress
    standing: Standing
    pack: DutyPack | None
    record: DutyRecord | None = None
    steps: tuple[SignOffStep, ...] = ()
    reckoned: DueDate | None = None  # what the rule gives now; None where it is declared no longer
    conflicts: tuple[Conflict, ...] = ()
    slack: int = 0

    @property
    def waiting(self) -> SignOffStep | None:
        """The step that is to be signed next, while anything is."""
        if self.standing in OVER or self.progress.step is None or not self.steps:
            return None
        return self.steps[self.progress.step - 1]

    @property
    def unsigned(self) -> int:
        """How many steps nobody has signed."""
        return sum(step.signed_on is None for step in self.steps)


@dataclass(frozen=True)
class SystemCalendar:
    """The lines of a stretch of time in order of days, duties without a day, and the limits they are judged by."""

    lines: tuple[Line, ...]
    awaited: tuple[Duty, ...]
    declared: Declared
    known: Known

    @property
    def standard(self) -> DutyStandard:
        """The limits, and what kinds of bodies are called."""
        return self.declared.standard


def system_calendar(
    *, definitions: Path, system: Body, first: date, last: date, today: date, body: Body | None = None
) -> SystemCalendar:
    """Everything due in a system from one day to another; as one of its bodies took it up or has not, if named."""
    asked = Q(due__range=(first, last)) | Q(reckoned__range=(first, last))
    rows = _records(asked & (Q(system=system, body=body) if body else Q(system=system)))
    days = _days_around(definitions, system, rows, first, last)
    lines = _lines(days, rows, today)
    found = _with_conflicts([line for line in lines if first <= line.due.on <= last], days)
    awaited = tuple(d for d in days.awaited if (d.starts or first) <= last and (d.ends or last) >= first)
    return SystemCalendar(found, awaited, days.declared, days.known)


def lines_of(
    *, definitions: Path, system: Body, duty: str, occurrence: str, today: date, near: date | None = None
) -> SystemCalendar:
    """One due date for every body that took it up, with conflicts among all that is due around it."""
    about = near or _day_of(definitions, system, duty, occurrence, today)
    first, last = about - MONTH, about + MONTH
    same = Q(duty=duty, occurrence=occurrence)
    rows = _records(
        Q(system=system) & (Q(due__range=(first, last)) | Q(reckoned__range=(first, last)) | same)
    )
    days = _days_around(definitions, system, rows, first, last)
    lines = [
        line
        for line in _lines(days, rows, today)
        if first <= line.due.on <= last or _named(line, duty, occurrence)
    ]
    own = [line for line in _with_conflicts(lines, days) if _named(line, duty, occurrence)]
    return SystemCalendar(tuple(own), days.awaited, days.declared, days.known)


def line_of_record(*, definitions: Path, record: DutyRecord, today: date) -> tuple[SystemCalendar, Line]:
    """One due date as one body took it up."""
    whole = lines_of(
        definitions=definitions, system=record.system, duty=record.duty, occurrence=record.occurrence,
        today=today, near=record.due,
    )  # fmt: skip
    return whole, next(line for line in whole.lines if line.record and line.record.pk == record.pk)


def open_lines(*, definitions: Path, system: Body, today: date, until: date) -> SystemCalendar:
    """What was taken up, is not over, and is due by a day, however long ago: for reminders."""
    rows = _records(_OPEN & Q(system=system, due__lte=until))
    days = _days_around(definitions, system, rows, today, today)
    return SystemCalendar(tuple(_taken_lines(days, rows, today)), days.awaited, days.declared, days.known)


def overdue_lines(*, definitions: Path, system: Body, today: date, most: int) -> tuple[tuple[Line, ...], int]:
    """What was taken up and is overdue, the oldest first and no more than asked for; and how many there are."""
    wanted = _OPEN & Q(system=system, due__lt=today)
    return _first_lines(definitions, system, wanted, today, most), DutyRecord.objects.filter(wanted).count()


def lines_to_sign(
    *, definitions: Path, system: Body, today: date, held: Iterable[tuple[str, UUID]], most: int
) -> tuple[Line, ...]:
    """What was taken up and has a step that is still to be signed in one of these roles, the soonest first."""
    mine = Q(pk__in=())
    for title, body in held:
        mine |= Q(post__title=title, post__body=body)
    steps = SignOffStep.objects.filter(mine, system=system, signed_on=None, left_out=False)
    wanted = _OPEN & Q(system=system, pk__in=steps.values("duty"))
    return _first_lines(definitions, system, wanted, today, most)


def _first_lines(definitions: Path, system: Body, wanted: Q, today: date, most: int) -> tuple[Line, ...]:
    rows = _records(wanted, most)
    return tuple(_taken_lines(_days_around(definitions, system, rows, today, today), rows, today))


_OPEN = Q(delivered_on=None, does_not_apply_because="")


def chain_of(due: date, steps: Iterable[SignOffStep], calendar: WorkingCalendar) -> Chain:
    """The steps of a record, laid out backwards from a day."""
    return lay_out(due, tuple(Step(step.role, step.kind, step.days) for step in steps), calendar)


def _records(wanted: Q, most: int | None = None) -> list[DutyRecord]:
    rows = DutyRecord.objects.filter(wanted).select_related("body", "plan", "owner__body", "owner__person")
    return list(rows.prefetch_related("steps__post__body", "steps__signed_by").order_by("due", "pk")[:most])


def _lines(days: Reckoned, rows: Iterable[DutyRecord], today: date) -> list[Line]:
    taken: dict[tuple[str, str], list[DutyRecord]] = {}
    for row in rows:
        taken.setdefault((row.duty, row.occurrence), []).append(row)
    lines = [_taken_up(row, days.due(*place), days, today) for place, group in taken.items() for row in group]
    lines += [_not_taken_up(due, days, today) for due in days.dues if (due.duty, due.occurrence) not in taken]
    return sorted(lines, key=lambda line: (line.due.on, line.duty.title, line.due.occurrence, line.due.duty))


def _taken_lines(days: Reckoned, rows: Iterable[DutyRecord], today: date) -> list[Line]:
    lines = [_taken_up(row, days.due(row.duty, row.occurrence), days, today) for row in rows]
    return sorted(lines, key=lambda line: (line.due.on, line.duty.title, line.due.occurrence, line.due.duty))


def _taken_up(record: DutyRecord, reckoned: DueDate | None, days: Reckoned, today: date) -> Line:
    steps = tuple(step for step in record.steps.all() if not step.left_out)
    chain = chain_of(record.due, steps, days.known.calendar)
    declared = days.known.duties.get(record.duty)
    name = f"{record.duty}|{record.body_id.hex}"  # its own among conflicts: another body has another chain
    duty = replace(declared or _forgotten(record), id=name, sign_off=tuple(laid.step for laid in chain.steps))
    due = replace(
        reckoned or DueDate(name, record.occurrence, record.reckoned, "as it was taken up"), duty=name
    )
    if record.due != due.on:
        how = f"agreed for {record.body}; the rule gives {day_in_words(due.on)} ({due.how})"
        due = replace(due, on=record.due, how=how)
    progress = progress_of(
        due, chain, _completions(record, name, steps),
        today=today, soon=days.declared.standard.due_soon_working_days, calendar=days.known.calendar,
    )  # fmt: skip
    standing = standing_of(progress, taken_up=True, applies=not record.does_not_apply_because)
    room = slack(chain, today, days.known.calendar)
    pack = days.declared.pack_of(record.duty)
    return Line(due, duty, chain, progress, standing, pack, record, steps, reckoned, slack=room)


def _not_taken_up(due: DueDate, days: Reckoned, today: date) -> Line:
    duty, calendar = days.known.duties[due.duty], days.known.calendar
    chain = lay_out(due.on, duty.sign_off, calendar)
    soon = days.declared.standard.due_soon_working_days
    progress = progress_of(due, chain, (), today=today, soon=soon, calendar=calendar)
    standing = standing_of(progress, taken_up=False, applies=True)
    room = slack(chain, today, calendar)
    pack = days.declared.pack_of(due.duty)
    return Line(due, duty, chain, progress, standing, pack, reckoned=due, slack=room)


def _completions(record: DutyRecord, name: str, steps: tuple[SignOffStep, ...]) -> list[Completion]:
    signed = [
        Completion(name, record.occurrence, step.signed_on, number)
        for number, step in enumerate(steps, start=1)
        if step.signed_on
    ]
    if record.delivered_on:
        signed.append(Completion(name, record.occurrence, record.delivered_on))
    return signed


def _forgotten(record: DutyRecord) -> Duty:
    """A duty that is declared no longer, as far as the record remembers it."""
    return Duty(
        id=record.duty, title=record.title, owed_by=(record.body.kind,), owed_to=("those it was owed to",),
        basis="declared no longer", source="", verified=False, rule=SingleDate(record.reckoned),
        delivers="", evidence="", note="No rule pack declares it any longer; what was recorded stays.",
    )  # fmt: skip


def _with_conflicts(lines: list[Line], days: Reckoned) -> tuple[Line, ...]:
    """The lines with what conflicts; what is over or does not apply asks nobody for a signature."""
    standing = [line for line in lines if line.standing not in OVER]
    known = replace(days.known, duties={**days.known.duties, **{line.due.duty: line.duty for line in lines}})
    found = conflicts_among([line.due for line in standing], known, days.declared.standard)
    of_duty: dict[str, list[Conflict]] = {}
    for conflict in found:
        for duty in conflict.duties:
            of_duty.setdefault(duty, []).append(conflict)
    return tuple(
        replace(line, conflicts=_own_conflicts(line, of_duty)) if line.standing not in OVER else line
        for line in lines
    )


def _own_conflicts(line: Line, of_duty: Mapping[str, list[Conflict]]) -> tuple[Conflict, ...]:
    signed_on = {laid.latest for laid in line.chain.steps}
    found = [
        each
        for each in of_duty.get(line.due.duty, ())
        if each.occurrence == line.due.occurrence or (not each.occurrence and each.on in signed_on)
    ]
    return (*_moved(line), *found)


def _moved(line: Line) -> tuple[Conflict, ...]:
    """That the rule gives another day than when the due date was taken up, and nobody has looked at it since."""
    if line.record is None or line.reckoned is None or line.reckoned.on == line.record.reckoned:
        return ()
    then, now = day_in_words(line.record.reckoned), day_in_words(line.reckoned.on)
    return (
        Conflict(
            code="duty.day-has-moved",
            on=line.due.on,
            duties=(line.due.duty,),
            occurrence=line.due.occurrence,
            found=f"The rule gave {then} when this was taken up; it now gives {now}.",
            remedy="Follow the new day, or agree another one and record it.",
        ),
    )


def _named(line: Line, duty: str, occurrence: str) -> bool:
    own = line.record.duty if line.record else line.due.duty
    return (own, line.due.occurrence) == (duty, occurrence)


def _days_around(
    definitions: Path, system: Body, rows: Iterable[DutyRecord], first: date, last: date
) -> Reckoned:
    """What the rules give around a stretch of time, and around what bodies took up in it."""
    known = [row.reckoned for row in rows]
    return days_of_system(
        definitions,
        system,
        first=_first_of_year(min([first, *known]) - AROUND),
        last=_last_of_year(max([last, *known]) + AROUND),
    )


def _first_of_year(day: date) -> date:
    """Whole years, so that one answer serves many questions."""
    return date(day.year, 1, 1)


def _last_of_year(day: date) -> date:
    return date(day.year, 12, 31)


def _day_of(definitions: Path, system: Body, duty: str, occurrence: str, today: date) -> date:
    first, last = date(today.year - 4, 1, 1), date(today.year + 4, 12, 31)
    due = days_of_system(definitions, system, first=first, last=last).due(duty, occurrence)
    return due.on if due else today
