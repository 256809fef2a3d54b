"""Decisions that take more than one step: approval above the ceiling, and putting back what is public."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from aimwell.domain.problems import Problem
from aimwell.domain.promises import RulePack
from aimwell.domain.workplace.access import AccessRules, Act
from aimwell.domain.workplace.trajectories import Point
from aimwell.services.workplace.approving import AfterApproval, approve, second_person
from aimwell.services.workplace.ceilings import full_in_public, override_ceiling
from aimwell.services.workplace.changing import Asking, require
from aimwell.services.workplace.deciding import public_version
from aimwell.services.workplace.priorities import change_priority
from aimwell.services.workplace.targets import change_target
from aimwell.store.workplace.models import Priority, Target

NOT_RESTORED = frozenset({"owner", "priority"})
"""Fields that a publication keeps in words only."""


def approve_above_ceiling(
    *,
    asking: Asking,
    priority: Priority,
    rules: AccessRules,
    packs: Sequence[RulePack],
    ends: date | None,
    after: AfterApproval | None = None,
    read: str = "",
) -> None:
    """Approve a priority that does not fit, and record in whose name it was let in; both or neither."""
    require(asking, Act.OVERRIDE_CEILING, priority.system)
    require(asking, Act.APPROVE, priority.system, decision=second_person(asking, priority, rules))
    with transaction.atomic():
        for full in full_in_public(priority=priority, packs=packs, day=asking.day):
            override_ceiling(
                asking=asking, system=priority.system, ceiling=full.ceiling, day=asking.day, ends=ends,
                priority=priority,
            )  # fmt: skip
        approve(asking=asking, record=priority, rules=rules, packs=packs, after=after, read=read)


def put_back(
    *, asking: Asking, record: Priority | Target, seen: int | None, packs: Sequence[RulePack]
) -> bool:
    """Give a record the words and numbers that are public; returns whether anything changed. It stays a draft."""
    public = public_version(record)
    if public is None:
        raise Problem(
            code="workplace.nothing-public",
            found=f"Nothing of '{record}' is public.",
            expected="A record that was approved before.",
            remedy="Look at its history, and change it by hand.",
        )
    fields = _fields(record, public.snapshot)
    if isinstance(record, Priority):
        return change_priority(asking=asking, priority=record, fields=fields, seen=seen, packs=packs)
    way = tuple(Point(period, value) for period, value in public.snapshot.get("trajectory", {}).items())
    return change_target(asking=asking, target=record, fields=fields, seen=seen, trajectory=way)


def _fields(record: Priority | Target, content: dict[str, Any]) -> dict[str, Any]:
    """What a publication says, as the fields hold it."""
    own = {field.name: field for field in record._meta.concrete_fields if not field.is_relation}
    wanted = [name for name in record.FIELDS if name in own and name in content and name not in NOT_RESTORED]
    return {name: own[name].to_python(content[name]) for name in wanted}
