"""The parts of a plan: sections of text, commitments, and actions with their progress. A change makes the plan a draft."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import models

from aimwell.domain.measures import Measure
from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.changing import Asking, Change, change
from aimwell.services.workplace.plans import note_part, require_open, same_system
from aimwell.store.workplace.models import (
    Action,
    BudgetLine,
    Commitment,
    Need,
    Plan,
    PlanSection,
)

Links = Mapping[str, Sequence[models.Model]]
Withdrawable = PlanSection | Commitment | Action | Need | BudgetLine
REPORTED = frozenset({"progress", "done_on"})
"""What says how an action goes, and not what the plan promises."""


def add_section(*, asking: Asking, plan: Plan, fields: Mapping[str, Any]) -> PlanSection:
    """Add a part of a plan's text, after those there are."""
    with change(asking, Act.EDIT_PLANS, plan.system) as made:
        section = PlanSection(system=plan.system, plan=plan, **{"position": _next(plan.sections), **fields})
        note_part(made, plan, "section", "", section.heading)
        made.add(section)
    return section


def change_section(
    *, asking: Asking, section: PlanSection, fields: Mapping[str, Any], seen: int | None
) -> bool:
    """Change a part of a plan's text; returns whether anything changed."""
    with change(asking, Act.EDIT_PLANS, section.system) as made:
        before = section.heading
        if not made.alter(section, fields, seen=seen):
            return False
        note_part(made, section.plan, "section", before, f"{section.heading} (changed)")
    return True


def add_commitment(
    *, asking: Asking, plan: Plan, fields: Mapping[str, Any], targets: Sequence[models.Model] = ()
) -> Commitment:
    """Add what a plan commits its partners to."""
    with change(asking, Act.EDIT_PLANS, plan.system) as made:
        given = {"position": _next(plan.commitments), **fields}
        commitment = Commitment(system=plan.system, plan=plan, **given)
        _hold_commitment(commitment, targets)
        note_part(made, plan, "commitment", "", commitment.title)
        made.add(commitment, {"targets": targets})
    return commitment


def change_commitment(
    *,
    asking: Asking,
    commitment: Commitment,
    fields: Mapping[str, Any],
    seen: int | None,
    targets: Sequence[models.Model] | None = None,
) -> bool:
    """Change a commitment; returns whether anything changed. targets None leaves them as they are."""
    with change(asking, Act.EDIT_PLANS, commitment.system) as made:
        before = commitment.title
        links = {} if targets is None else {"targets": targets}
        if not made.alter(commitment, fields, seen=seen, links=links):
            return False
        _hold_commitment(commitment, targets or ())
        note_part(made, commitment.plan, "commitment", before, f"{commitment.title} (changed)")
    return True


def add_action(
    *,
    asking: Asking,
    commitment: Commitment,
    fields: Mapping[str, Any],
    measures: Mapping[str, Measure],
    partners: Sequence[models.Model] = (),
) -> Action:
    """Add what somebody does by a day."""
    with change(asking, Act.EDIT_PLANS, commitment.system) as made:
        given = {"position": _next(commitment.actions), **fields}
        action = Action(system=commitment.system, commitment=commitment, **given)
        hold_action(action, partners, measures, asking.day)
        note_part(made, commitment.plan, "action", "", action.title)
        made.add(action, {"partners": partners})
    return action


def change_action(
    *,
    asking: Asking,
    action: Action,
    fields: Mapping[str, Any],
    measures: Mapping[str, Measure],
    seen: int | None,
    partners: Sequence[models.Model] | None = None,
) -> bool:
    """Change an action; returns whether anything changed. How it goes is no change to what its plan promises."""
    with change(asking, Act.EDIT_PLANS, action.system) as made:
        return alter_action(made, action, fields, measures, seen=seen, partners=partners)


def alter_action(
    made: Change,
    action: Action,
    fields: Mapping[str, Any],
    measures: Mapping[str, Measure],
    *,
    seen: int | None = None,
    partners: Sequence[models.Model] | None = None,
) -> bool:
    """The same within a change that has begun."""
    require_open(action.commitment.plan)
    before, version = action.title, action.version
    promised = {name: getattr(action, name) for name in fields if name not in REPORTED}
    own = {str(each) for each in action.partners.all()} if partners is not None else set()
    links = {} if partners is None else {"partners": partners}
    made.alter(action, fields, seen=seen, links=links)
    if action.version == version:
        return False
    hold_action(action, partners or (), measures, made.asking.day)
    joined = partners is not None and own != {str(each) for each in partners}
    if joined or any(getattr(action, name) != value for name, value in promised.items()):
        note_part(made, action.commitment.plan, "action", before, f"{action.title} (changed)")
    return True


def withdraw(*, asking: Asking, record: Withdrawable) -> None:
    """Say something no more; its history stays, and it can be put back."""
    _set_withdrawn(asking, record, gone=True)


def put_in_again(*, asking: Asking, record: Withdrawable) -> None:
    """Say again what was withdrawn."""
    _set_withdrawn(asking, record, gone=False)


def hold_action(
    action: Action, partners: Sequence[models.Model], measures: Mapping[str, Measure], today: date
) -> None:
    """Refuse what an action cannot say. Raises Problem."""
    own = action.system_id
    same_system(own, owner=action.owner, budget_line=action.budget)
    for partner in partners:
        same_system(own, partner=partner)
    unknown = [each for each in action.measures.split() if each not in measures]
    done = action.progress == "done"
    for wrong, found, remedy in (
        (unknown, f"There is no measure '{', '.join(unknown)}'.", "Choose measures of the catalogue."),
        (
            done and action.done_on is None,
            "It is done, and no day says when.",
            "Say on which day it was done.",
        ),
        (
            not done and action.done_on is not None,
            "It has a day on which it was done, and is not done.",
            "Say that it is done, or take the day away.",
        ),
        (
            action.done_on is not None and action.done_on > today,
            "The day on which it was done lies ahead.",
            "Say when it was done, not when it will be: that is its due date.",
        ),
    ):
        if wrong:
            raise Problem(
                code="plan.action-cannot-say",
                found=f"'{action}': {found}",
                expected="An action as it is.",
                remedy=remedy,
            )


def _hold_commitment(commitment: Commitment, targets: Sequence[models.Model]) -> None:
    same_system(commitment.system_id, priority=commitment.priority)
    for target in targets:
        same_system(commitment.system_id, target=target)


def _set_withdrawn(asking: Asking, record: Withdrawable, *, gone: bool) -> None:
    with change(asking, Act.EDIT_PLANS, record.system) as made:
        if record.withdrawn == gone:
            raise Problem(
                code="plan.withdrawn-already",
                found=f"'{record}' is {'withdrawn already' if gone else 'not withdrawn'}.",
                expected="Something that stands." if gone else "Something that was withdrawn.",
                remedy="Open it again to see where it stands.",
            )
        pair = ("", "yes") if gone else ("yes", "")
        made.alter(record, {"withdrawn": gone}, beside={"withdrawn": pair})
        words = (str(record), f"{record} (withdrawn)") if gone else ("", str(record))
        for plan in plans_with(record):
            note_part(made, plan, str(type(record)._meta.verbose_name), *words)


def plans_with(record: Withdrawable) -> Sequence[Plan]:
    """The plans of which something is part."""
    match record:
        case PlanSection() | Commitment():
            return [record.plan]
        case Action():
            return [record.commitment.plan]
        case BudgetLine():
            rows = Plan.objects.filter(
                commitments__actions__budget=record, commitments__withdrawn=False, commitments__actions__withdrawn=False
            )  # fmt: skip
            return list(rows.exclude(state="retired").distinct().order_by("pk"))
        case Need():
            return []


def _next(rows: Any) -> int:
    highest = rows.aggregate(models.Max("position"))["position__max"]
    return 0 if highest is None else min(int(highest) + 1, 32_000)
