"""What people do with priorities."""

from typing import Any

from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.changing import Asking, change
from aimwell.store.workplace.models import Body, Priority


def add_priority(*, asking: Asking, system: Body, fields: dict[str, Any]) -> Priority:
    """Add a priority as a draft."""
    with change(asking, Act.EDIT_PRIORITIES, system) as made:
        priority = Priority(system=system, **fields)
        made.add(priority)
    return priority


def change_priority(*, asking: Asking, priority: Priority, fields: dict[str, Any], seen: int | None) -> bool:
    """Change what a priority says; returns whether anything changed."""
    with change(asking, Act.EDIT_PRIORITIES, priority.system) as made:
        return made.alter(priority, fields, seen=seen)
