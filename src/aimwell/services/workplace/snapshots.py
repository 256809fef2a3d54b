"""A record as the public sees it: plain words and numbers, frozen at approval."""

import hashlib
import json
from typing import Any

from aimwell.services.workplace.ask_plans import actions_of, whole_plan
from aimwell.store.workplace.models import Action, BudgetLine, Commitment, Plan, Priority, Target
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


def fingerprint(record: PublishedRecord) -> str:
    """Tells whether what would become public is still what somebody read."""
    written = json.dumps(snapshot(record), sort_keys=True, default=str)
    return hashlib.sha256(written.encode("utf-8")).hexdigest()


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
    """A plan with everything that stands in it: its text, what it commits to, who does what with which money."""
    whole = whole_plan(plan)
    return {
        **_own(plan),
        "owner": str(plan.owner),
        "sections": [{"heading": each.heading, "words": each.words} for each in whole.sections],
        "commitments": [_commitment(each) for each in whole.commitments],
        "checklist": [
            {"item": row.item, "where": row.where, "does_not_apply_because": row.does_not_apply_because}
            for row in sorted(whole.plan.answers.all(), key=lambda row: row.item)
            if row.where or row.does_not_apply_because
        ],
    }


def _commitment(commitment: Commitment) -> dict[str, Any]:
    targets = sorted(commitment.targets.all(), key=lambda target: (target.title, str(target.pk)))
    return {
        "id": str(commitment.pk),
        "title": commitment.title,
        "words": commitment.words,
        "priority": commitment.priority.title if commitment.priority else "",
        "priority_id": str(commitment.priority_id or ""),
        "targets": [target.title for target in targets],
        "target_ids": [str(target.pk) for target in targets],
        "actions": [_action(each) for each in actions_of(commitment)],
    }


def _action(action: Action) -> dict[str, Any]:
    line = action.budget
    return {
        "id": str(action.pk),
        "title": action.title,
        "words": action.words,
        "owner": str(action.owner) if action.owner else "",
        "partners": sorted(str(each) for each in action.partners.all()),
        "due": action.due.isoformat() if action.due else "",
        "progress": action.progress,
        "done_on": action.done_on.isoformat() if action.done_on else "",
        "money": _money(line) if line else {},
        "measures": action.measures.split(),
    }


def _money(line: BudgetLine) -> dict[str, Any]:
    return {
        "id": str(line.pk),
        "title": line.title,
        "amount": str(line.amount),
        "year": line.year,
        **({"illustrative": True} if line.illustrative else {}),
    }
