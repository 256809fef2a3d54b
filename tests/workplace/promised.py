"""Invented promises, approved by the people who may, for tests that look at what is public."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aimwell.domain.workplace.access import AccessRules, Act
from aimwell.services.workplace.approving import approve, propose
from aimwell.services.workplace.changing import Asking, change
from aimwell.services.workplace.releasing import after_approval
from aimwell.store.workplace.models import Body, Priority, Target, TrajectoryPoint


def add_promise(
    *, asking: Asking, system: Body, priority: Mapping[str, Any], targets: list[Mapping[str, Any]]
) -> tuple[Priority, list[Target]]:
    """A draft priority with draft targets. A target's key `trajectory` holds its points by period."""
    with change(asking, Act.EDIT_PRIORITIES, system) as made:
        own = Priority(system=system, **priority)
        made.add(own)
    drafts = []
    for each in targets:
        fields = {name: value for name, value in each.items() if name != "trajectory"}
        with change(asking, Act.EDIT_TARGETS, system) as made:
            target = Target(system=system, priority=own, **fields)
            made.add(target)
            way = each.get("trajectory", {}).items()
            TrajectoryPoint.objects.bulk_create(
                TrajectoryPoint(target=target, period=period, value=value) for period, value in way
            )
        drafts.append(target)
    return own, drafts


def publish_promise(
    *,
    by: Asking,
    approver: Asking,
    store: Path,
    rules: AccessRules,
    priority: Priority,
    targets: list[Target],
) -> None:
    """Have somebody propose and somebody else approve a priority with its targets."""
    for record, act in ((priority, Act.EDIT_PRIORITIES), *((target, Act.EDIT_TARGETS) for target in targets)):
        propose(asking=by, record=record, act=act)
        approve(asking=approver, record=record, rules=rules, after=after_approval(store), packs=())
