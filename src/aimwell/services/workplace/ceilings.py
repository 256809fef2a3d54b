"""The ceiling on priorities, held against what a system carries; and overrides of it, by name."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.dateparse import parse_date

from aimwell.domain.problems import Problem
from aimwell.domain.promises import RulePack
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.ceiling import (
    Ceiling,
    Fullness,
    ceilings_on,
    in_force,
    may_take_more,
    not_over,
)
from aimwell.domain.workplace.states import State
from aimwell.services.workplace.changing import Asking, change
from aimwell.store.workplace.models import Account, Body, CeilingOverride, Priority, Publication


def carried_priorities(system: Body, day: date) -> list[Priority]:
    """The priorities that a system carries on a day: not retired and not over, drafts too."""
    rows = Priority.objects.filter(system=system).exclude(state=State.RETIRED.value)
    return [row for row in rows.order_by("level", "position", "title") if not_over(row.ends, day)]


def overrides_in_force(system: Body, day: date) -> list[CeilingOverride]:
    """The overrides that let more in on a day; one whose priority was retired or is over lets nothing in."""
    rows = CeilingOverride.objects.filter(system=system).select_related("priority").order_by("on", "pk")
    return [row for row in rows if in_force(row.on, row.ends, day) and _still_needed(row.priority, day)]


def _still_needed(priority: Priority | None, day: date) -> bool:
    return priority is None or (priority.state != State.RETIRED.value and not_over(priority.ends, day))


def fullness(
    *, system: Body, packs: Iterable[RulePack], day: date, carried: Sequence[Priority] | None = None
) -> tuple[Fullness, ...]:
    """How full a system's list is under each ceiling in force, the strictest first."""
    ceilings = ceilings_on(packs, day)
    if not ceilings:
        return ()
    rows = carried_priorities(system, day) if carried is None else carried
    overrides = [row.pack for row in overrides_in_force(system, day)]
    return tuple(
        Fullness(
            ceiling, sum(row.level in ceiling.levels for row in rows), overrides=overrides.count(ceiling.pack)
        )
        for ceiling in ceilings
    )


def require_room(
    *,
    system: Body,
    packs: Iterable[RulePack],
    day: date,
    coming: Sequence[Priority],
    leaving: Sequence[Priority] = (),
) -> None:
    """Raise Problem where priorities do not fit under a ceiling. coming: as they will be, not carried yet.

    Inside a change only: the system's row is held, so that two people cannot both take the last place.
    """
    Body.objects.select_for_update().get(pk=system.pk)
    carried = carried_priorities(system, day)
    ids = {row.pk for row in coming}
    others = [row for row in carried if row.pk not in ids]
    arriving = [row for row in coming if row.state != State.RETIRED.value and not_over(row.ends, day)]
    gone = {row.pk for row in leaving}
    for full in fullness(system=system, packs=packs, day=day, carried=others):
        levels = full.ceiling.levels
        decision = may_take_more(
            full,
            coming=sum(row.level in levels for row in arriving),
            leaving=sum(row.level in levels and row.pk in gone for row in others),
        )
        if not decision.allowed:
            raise ceiling_reached(decision.because)


def require_room_in_public(*, priority: Priority, packs: Iterable[RulePack], day: date) -> None:
    """Raise Problem where approving a priority would publish more than a ceiling and its overrides allow."""
    for full in full_in_public(priority=priority, packs=packs, day=day):
        raise ceiling_reached(may_take_more(full).because)


def full_in_public(*, priority: Priority, packs: Iterable[RulePack], day: date) -> list[Fullness]:
    """The ceilings under which a priority does not fit beside what is public. Inside a transaction only."""
    Body.objects.select_for_update().get(pk=priority.system_id)
    public = [row for row in _public_priorities(priority.system, day) if row.pk != priority.pk]
    return [
        full
        for full in fullness(system=priority.system, packs=packs, day=day, carried=public)
        if priority.level in full.ceiling.levels
        and not_over(priority.ends, day)
        and not may_take_more(full).allowed
    ]


def _public_priorities(system: Body, day: date) -> list[Priority]:
    """Priorities as the public reads them: a draft that says another level or end takes nothing off that list."""
    rows = Publication.objects.filter(system=system.pk, kind="priority").order_by("log_number")
    newest = {row.record: row for row in rows}
    found = [
        Priority(pk=row.record, level=row.snapshot["level"], ends=parse_date(row.snapshot["ends"] or ""))
        for row in newest.values()
        if not row.withdrawn
    ]
    return [priority for priority in found if not_over(priority.ends, day)]


def ceiling_reached(because: str) -> Problem:
    """That a list is full."""
    return Problem(
        code="priorities.ceiling",
        found=f"There is no room for another priority: {because}.",
        expected="No more priorities than the ceiling allows.",
        remedy="Retire one in the same step, or ask an approver to let one more in by name.",
    )


def take_up_override(*, priority: Priority, packs: Iterable[RulePack], day: date) -> CeilingOverride | None:
    """The waiting override that a new priority uses, where its ceiling was full without it; None otherwise."""
    for full in fullness(system=priority.system, packs=packs, day=day):
        if priority.level in full.ceiling.levels and full.carried > full.ceiling.most:
            rows = overrides_in_force(priority.system, day)
            return next((row for row in rows if row.priority is None and row.pack == full.ceiling.pack), None)
    return None


def override_ceiling(
    *,
    asking: Asking,
    system: Body,
    ceiling: Ceiling,
    day: date,
    ends: date | None,
    priority: Priority | None = None,
) -> CeilingOverride:
    """Let one priority more in, in one's own name and until a day; `priority` None waits for one to be added."""
    if ends is not None and ends < day:
        raise Problem(
            code="priorities.override-over",
            found="The override would end before it starts.",
            expected=f"A day from {day.isoformat()} on, or none.",
            remedy="Choose a later day.",
        )
    with change(asking, Act.OVERRIDE_CEILING, system) as made:
        Body.objects.select_for_update().get(pk=system.pk)
        override = CeilingOverride(
            system=system, pack=ceiling.pack, ceiling=ceiling.most, carried=_count(system, ceiling, day) + (priority is None),
            priority=priority, by_account=Account.objects.get(pk=asking.by.id), by_name=asking.by.name,
            because=asking.because, on=day, ends=ends,
        )  # fmt: skip
        made.add(override)
    return override


def end_override(*, asking: Asking, override: CeilingOverride, day: date) -> None:
    """End an override from today; whoever may let more in may stop doing so."""
    with change(asking, Act.OVERRIDE_CEILING, override.system) as made:
        made.alter(override, {"ends": day})


def _count(system: Body, ceiling: Ceiling, day: date) -> int:
    return sum(row.level in ceiling.levels for row in carried_priorities(system, day))
