"""A record as the public sees it: plain words and numbers, frozen at approval."""

from typing import Any

from aimwell.store.workplace.models import Plan, Priority, Target
from aimwell.store.workplace.models.record import PublishedRecord


def snapshot(record: PublishedRecord) -> dict[str, Any]:
    """The public content of a record, as JSON can hold it."""
    match record:
        case Priority():
            return _priority(record)
        case Target():
            return _target(record)
        case Plan():
            return _plan(record)
        case _:
            raise TypeError(f"nothing says how {type(record).__name__} is published")


def _own(record: PublishedRecord) -> dict[str, Any]:
    """The plain fields that people fill in, and the id."""
    found: dict[str, Any] = {"id": str(record.pk), "illustrative": record.illustrative}
    plain = {field.name for field in record._meta.concrete_fields if not field.is_relation}
    for name in record.FIELDS:
        if name in plain:
            value = getattr(record, name)
            found[name] = value.isoformat() if hasattr(value, "isoformat") else value
    return found


def _priority(priority: Priority) -> dict[str, Any]:
    return {**_own(priority), "owner": str(priority.owner) if priority.owner else ""}


def _target(target: Target) -> dict[str, Any]:
    return {
        **_own(target),
        "priority": str(target.priority_id),
        "owner": str(target.owner) if target.owner else "",
        "trajectory": {point.period: point.value for point in target.trajectory.order_by("period")},
        "asked": [
            {"who": asked.who, "how": asked.how, "said": asked.said, "changed": asked.changed}
            for asked in target.asked.order_by("on")
        ],
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {**_own(plan), "owner": str(plan.owner)}
