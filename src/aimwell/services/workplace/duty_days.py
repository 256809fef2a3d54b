"""Which duties a system has and on which days they fall: from packs, from its own duties, and from what happened."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction

from aimwell.catalogue.duties import local_duty, read_duty_packs, read_duty_standard, read_reminders
from aimwell.domain.duties.due_dates import YEARS_BACK, DueDate, Known, known_from, occurrences
from aimwell.domain.duties.duty import AfterDuty, Awaited, Duty, DutyPack, DutyStandard
from aimwell.domain.duties.reminders import ReminderStandard
from aimwell.domain.problems import Problems
from aimwell.gateways.bank_holidays import english_calendar
from aimwell.store.workplace.models import Body, DayKept, Happened, LocalDuty

YEARS_KEPT = 3  # how far ahead moved days are noticed


@dataclass(frozen=True)
class Declared:
    """The packs, the limits and the reminders, as definitions have them."""

    packs: tuple[DutyPack, ...]
    standard: DutyStandard
    reminders: ReminderStandard

    def pack_of(self, duty: str) -> DutyPack | None:
        """The pack that declares a duty; None for a system's own."""
        return next((pack for pack in self.packs if any(each.id == duty for each in pack.duties)), None)


@dataclass(frozen=True)
class Reckoned:
    """Every due date of a stretch of time, the duties whose day is awaited, and what it was worked out from."""

    declared: Declared
    known: Known
    dues: tuple[DueDate, ...]
    awaited: tuple[Duty, ...]

    def due(self, duty: str, occurrence: str) -> DueDate | None:
        """One occurrence; None where the stretch has no such one."""
        return self._by_name.get((duty, occurrence))

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], DueDate]:
        return {(due.duty, due.occurrence): due for due in self.dues}


@lru_cache(maxsize=4)
def declared_duties(definitions: Path) -> Declared:
    """What definitions say of duties, read once in a process."""
    return Declared(
        read_duty_packs(definitions), read_duty_standard(definitions), read_reminders(definitions)
    )


def days_of_system(definitions: Path, system: Body, *, first: date, last: date) -> Reckoned:
    """What falls due in a system from one day to another: duties of packs and its own."""
    return reckon(definitions, first, last, own_duties(definitions, system), _what_happened(system))


@lru_cache(maxsize=128)
def reckon(
    definitions: Path,
    first: date,
    last: date,
    local: tuple[Duty, ...] = (),
    happened: tuple[tuple[str, tuple[date, ...]], ...] = (),
) -> Reckoned:
    """The same for duties given as they are; of packs alone where none are given."""
    declared = declared_duties(definitions)
    calendar = english_calendar(first.year - YEARS_BACK - 2, last.year + YEARS_BACK + 1)
    packed = known_from(declared.packs, calendar, dict(happened))
    duties = {**packed.duties, **{duty.id: duty for duty in local}}
    known = replace(packed, duties={name: _followable(duty, duties) for name, duty in duties.items()})
    dues = [due for duty in known.duties.values() for due in occurrences(duty, first, last, known)]
    return Reckoned(
        declared,
        known,
        tuple(sorted(dues, key=lambda due: (due.on, due.duty, due.occurrence))),
        tuple(duty for duty in known.duties.values() if _is_awaited(duty, first, last)),
    )


def own_duties(definitions: Path, system: Body) -> tuple[Duty, ...]:
    """The duties that a system set itself, ended ones too: what was due before they ended stays."""
    bodies = tuple(body.id for body in declared_duties(definitions).standard.bodies)
    rows = LocalDuty.objects.filter(system=system).select_related("body").order_by("title", "pk")
    return tuple(_or_awaited(row, bodies) for row in rows)


def as_duty(row: LocalDuty, bodies: tuple[str, ...]) -> Duty:
    """A system's own duty as the rules know it. Raises Problems where it does not hold together."""
    return duty_of({**row.declared, "id": row.duty_id, "title": row.title}, bodies, row.starts, row.ends)


def duty_of(
    given: Mapping[str, Any], bodies: tuple[str, ...], starts: date | None = None, ends: date | None = None
) -> Duty:
    """A duty from what was typed, held to the same rules as those of packs. Raises Problems."""
    return replace(_held(json.dumps(given, sort_keys=True), bodies), starts=starts, ends=ends)


def keep_days(definitions: Path, today: date, *, own: Iterable[Duty] = ()) -> int:
    """Remember each coming day, and count those that moved since it was last remembered; returns how many did.

    Nobody decides anything here, so the log says nothing: a pack's new day comes with a new version of aimwell,
    and a system's own with a change that is logged itself.
    """
    first, last = date(today.year - 1, 1, 1), date(today.year + YEARS_KEPT, 12, 31)
    chosen = tuple(own)
    only = {duty.id for duty in chosen}
    dues = [due for due in reckon(definitions, first, last, chosen).dues if not only or due.duty in only]
    with transaction.atomic():
        rows = DayKept.objects.select_for_update().filter(duty__in={due.duty for due in dues})
        kept = {(row.duty, row.occurrence): row for row in rows}
        pairs = [(due, kept.get((due.duty, due.occurrence))) for due in dues]
        moved = [(row, due.on) for due, row in pairs if row is not None and row.on != due.on]
        for row, on in moved:
            row.on, row.moved = on, row.moved + 1
        DayKept.objects.bulk_update([row for row, _ in moved], ["on", "moved"])
        DayKept.objects.bulk_create(
            [
                DayKept(duty=due.duty, occurrence=due.occurrence, on=due.on)
                for due, row in pairs
                if row is None
            ],
            ignore_conflicts=True,
        )
    return len(moved)


def times_moved(duties: Iterable[str]) -> dict[tuple[str, str], int]:
    """How often the rules gave each occurrence another day."""
    rows = DayKept.objects.filter(duty__in=set(duties), moved__gt=0)
    return {(row.duty, row.occurrence): row.moved for row in rows}


def _or_awaited(row: LocalDuty, bodies: tuple[str, ...]) -> Duty:
    """A duty that the rules no longer take has no day and says why; it does not take the calendar with it."""
    try:
        return as_duty(row, bodies)
    except Problems as problems:
        because = f"what is declared does not hold together: {problems.problems[0].found}"
        return Duty(
            id=row.duty_id, title=row.title, owed_by=(row.body.kind,), owed_to=("those it was owed to",),
            basis="", source="", verified=False, rule=Awaited(because), delivers="", evidence="",
            starts=row.starts, ends=row.ends,
        )  # fmt: skip


@lru_cache(maxsize=512)
def _held(text: str, bodies: tuple[str, ...]) -> Duty:
    return local_duty(_with_days(json.loads(text)), bodies)


def _with_days(value: Any, name: str = "") -> Any:
    """JSON has no days and times; these fields hold them."""
    if isinstance(value, dict):
        return {key: _with_days(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_days(each, name) for each in value]
    if isinstance(value, str) and name in ("on", "published", "governs_from"):
        return date.fromisoformat(value)
    return time.fromisoformat(value) if isinstance(value, str) and name == "at" else value


def _what_happened(system: Body) -> tuple[tuple[str, tuple[date, ...]], ...]:
    days: dict[str, list[date]] = {}
    for row in Happened.objects.filter(system=system, withdrawn=False).order_by("event", "on"):
        days.setdefault(row.event, []).append(row.on)
    return tuple((event, tuple(dict.fromkeys(each))) for event, each in days.items())


def _followable(duty: Duty, duties: Mapping[str, Duty]) -> Duty:
    """A duty counted from another that is declared no longer has no day, and says why."""
    if isinstance(duty.rule, AfterDuty) and duty.rule.duty not in duties:
        return replace(duty, rule=Awaited("the duty that its day is counted from is declared no longer"))
    return duty


def _is_awaited(duty: Duty, first: date, last: date) -> bool:
    in_force = (duty.starts or first) <= last and (duty.ends or last) >= first
    return isinstance(duty.rule, Awaited) and in_force
