"""What people do with priorities; every way onto the list asks whether there is room."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aimwell.domain.measures import Aim, Measure
from aimwell.domain.problems import Problem
from aimwell.domain.promises import Priority as PackPriority
from aimwell.domain.promises import RulePack
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.states import State, may_become
from aimwell.services.workplace.approving import AfterApproval, retire
from aimwell.services.workplace.ceilings import require_room, take_up_override
from aimwell.services.workplace.changing import Asking, Change, change, require
from aimwell.store.workplace.models import Body, Priority, Target

COUNTED = ("level", "ends")
"""The fields on which it depends whether a ceiling counts a priority."""


def add_priority(
    *,
    asking: Asking,
    system: Body,
    fields: Mapping[str, Any],
    packs: Sequence[RulePack],
    instead_of: Priority | None = None,
    after: AfterApproval | None = None,
) -> Priority:
    """Add a priority as a draft, under the ceilings of the packs in force.

    instead_of: the one that is retired in the same step, so that there is room.
    """
    with change(asking, Act.EDIT_PRIORITIES, system) as made:
        priority = Priority(system=system, **fields)
        _hold_to_own_owner(priority)
        leaving = (instead_of,) if instead_of else ()
        day = asking.day
        require_room(system=system, packs=packs, day=day, coming=(priority,), leaving=leaving)
        if instead_of:
            retire(asking=asking, record=instead_of, act=Act.EDIT_PRIORITIES, after=after)
        made.add(priority)
        _take_up(made, priority, packs)
    return priority


def change_priority(
    *,
    asking: Asking,
    priority: Priority,
    fields: Mapping[str, Any],
    seen: int | None,
    packs: Sequence[RulePack],
) -> bool:
    """Change what is said of a priority; returns whether anything changed. It becomes a draft again."""
    with change(asking, Act.EDIT_PRIORITIES, priority.system) as made:
        if any(name in fields and fields[name] != getattr(priority, name) for name in COUNTED):
            then = Priority(
                pk=priority.pk,
                state=priority.state,
                level=fields.get("level", priority.level),
                ends=fields.get("ends", priority.ends),
            )
            _require_room_for_change(asking, priority, then, packs)
        changed = made.alter(priority, fields, seen=seen)
        _hold_to_own_owner(priority)
    return changed


def reopen_priority(*, asking: Asking, priority: Priority, packs: Sequence[RulePack]) -> None:
    """Make a retired priority a draft again, if there is room for it."""
    with change(asking, Act.EDIT_PRIORITIES, priority.system) as made:
        decision = may_become(State(priority.state), State.DRAFT)
        if priority.state != State.RETIRED.value or not decision.allowed:
            raise not_retired(str(priority))
        then = Priority(pk=priority.pk, level=priority.level, ends=priority.ends)
        require_room(system=priority.system, packs=packs, day=asking.day, coming=(then,))
        made.move(priority, State.DRAFT)


def adopt(
    *,
    asking: Asking,
    system: Body,
    pack: RulePack,
    chosen: Iterable[str],
    measures: Mapping[str, Measure],
    packs: Sequence[RulePack],
    with_targets: bool,
) -> list[Priority]:
    """Take national priorities over from a rule pack as drafts; one that the system has already is passed over.

    with_targets: also a draft target for each that names a measure and a figure somebody has verified.
    """
    wanted = frozenset(chosen)
    if with_targets:
        require(asking, Act.EDIT_TARGETS, system)
    with change(asking, Act.EDIT_PRIORITIES, system) as made:
        new = [
            _adopted(system, pack, given, measures)
            for given in pack.priorities
            if given.id in wanted - adopted_ids(system, pack)
        ]
        require_room(system=system, packs=packs, day=asking.day, coming=new)
        for priority in new:
            made.add(priority)
            _take_up(made, priority, packs)
        if with_targets:
            _adopt_targets(asking, system, pack, new, measures)
    return new


def adopted_ids(system: Body, pack: RulePack) -> set[str]:
    """The pack's priorities that a system has taken over and not retired."""
    rows = Priority.objects.filter(system=system, pack=pack.id).exclude(state=State.RETIRED.value)
    return set(rows.values_list("pack_priority", flat=True))


def _hold_to_own_owner(priority: Priority) -> None:
    """Who answers for a priority holds a post of its own system, or of a body that is of none."""
    if priority.owner is not None and priority.owner.body.system_id not in (None, priority.system_id):
        raise Problem(
            code="priorities.another-system",
            found=f"'{priority.owner}' belongs to another system.",
            expected="A post of the same system.",
            remedy="Choose one of this system.",
        )


def _require_room_for_change(
    asking: Asking, priority: Priority, then: Priority, packs: Sequence[RulePack]
) -> None:
    """A priority that stays under the ceilings it was under takes no room; one that comes under another does."""
    day = asking.day
    counted = [
        row for row in (priority,) if row.level == then.level and (row.ends is None or day <= row.ends)
    ]
    if not counted:
        require_room(system=priority.system, packs=packs, day=day, coming=(then,))


def _take_up(made: Change, priority: Priority, packs: Sequence[RulePack]) -> None:
    override = take_up_override(priority=priority, packs=packs, day=made.asking.day)
    if override is not None:
        made.alter(override, {"priority": priority})


def _adopted(system: Body, pack: RulePack, given: PackPriority, measures: Mapping[str, Measure]) -> Priority:
    measure = measures.get(given.measure)
    return Priority(
        system=system,
        title=given.title[:200],
        level="national",
        aim=(measure.aim if measure else Aim.OUTCOMES).value,
        why=given.note,
        pack=pack.id,
        pack_priority=given.id,
        starts=pack.starts,
        ends=min(pack.ends, given.by) if given.by else pack.ends,
    )


def _adopt_targets(
    asking: Asking,
    system: Body,
    pack: RulePack,
    priorities: Sequence[Priority],
    measures: Mapping[str, Measure],
) -> None:
    given = {each.id: each for each in pack.priorities}
    with change(asking, Act.EDIT_TARGETS, system) as made:
        for priority in priorities:
            asked = given[priority.pack_priority]
            measure = measures.get(asked.measure)
            if measure is None or asked.threshold is None or not asked.verified:
                continue
            better = measure.better.value
            made.add(
                Target(
                    system=system, priority=priority, title=asked.title, measure=measure.id, place=system.figures_code,
                    unit=measure.unit, value=asked.threshold, by=asked.by or pack.ends, evidence=asked.source,
                    direction=better if better in ("higher", "lower") else "",
                )
            )  # fmt: skip


def not_retired(what: str) -> Problem:
    """That something to be opened again was never retired."""
    return Problem(
        code="workplace.not-retired",
        found=f"'{what}' is not retired.",
        expected="A retired record.",
        remedy="Change it as it is.",
    )
