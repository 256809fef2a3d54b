"""What people do with plans: begin and change them, answer their checklists, and say again what was reported since."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db.models import Q

from aimwell.domain.plan_checklists import Answer
from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.states import State
from aimwell.services.workplace.ask_plans import plan_rules, rules_of_plan
from aimwell.services.workplace.changing import Asking, Change, change
from aimwell.services.workplace.priorities import not_retired
from aimwell.store.workplace.models import Body, ChecklistAnswer, Plan

KIND = "plan"


def add_plan(*, asking: Asking, system: Body, definitions: Path, fields: Mapping[str, Any]) -> Plan:
    """Begin a plan as a draft."""
    with change(asking, Act.EDIT_PLANS, system) as made:
        plan = Plan(system=system, **fields)
        _hold_to_rules(plan, definitions)
        made.add(plan)
    return plan


def change_plan(
    *, asking: Asking, plan: Plan, definitions: Path, fields: Mapping[str, Any], seen: int | None
) -> bool:
    """Change what is said of a plan; returns whether anything changed. It becomes a draft again."""
    with change(asking, Act.EDIT_PLANS, plan.system) as made:
        require_open(plan)
        changed = made.alter(plan, fields, seen=seen)
        _hold_to_rules(plan, definitions)
    return changed


def reopen_plan(*, asking: Asking, plan: Plan) -> None:
    """Make a retired plan a draft again."""
    with change(asking, Act.EDIT_PLANS, plan.system) as made:
        if plan.state != State.RETIRED.value:
            raise not_retired(str(plan))
        made.move(plan, State.DRAFT)


def take_up_progress(*, asking: Asking, plan: Plan) -> None:
    """Make an approved plan a draft again as it is, so that reported progress can be approved; signatures still hold."""
    with change(asking, Act.EDIT_PLANS, plan.system) as made:
        if plan.state != State.APPROVED.value:
            raise Problem(
                code="plan.not-approved",
                found=f"'{plan}' is not approved as it is now, so its progress waits for nothing.",
                expected="An approved plan.",
                remedy="Propose the plan: its progress is published with it.",
            )
        made.move(plan, State.DRAFT)


def answer_checklist(
    *, asking: Asking, plan: Plan, definitions: Path, answers: Mapping[str, Answer], seen: int | None
) -> int:
    """Say where the plan deals with what is required of it, or why that does not apply; how many answers changed."""
    with change(asking, Act.EDIT_PLANS, plan.system) as made:
        require_open(plan)
        _require_items(plan, definitions, answers)
        held = {row.item: row for row in ChecklistAnswer.objects.filter(plan=plan)}
        told = dict(_answered(made, plan, held, answers))
        if told:
            made.alter(
                plan, {}, seen=seen, beside={f"checklist: {item}": pair for item, pair in told.items()}
            )
    return len(told)


def note_part(made: Change, plan: Plan, what: str, before: str, after: str) -> None:
    """Say in a plan's own history that a part of it changed; with that it is a draft again."""
    require_open(plan)
    made.alter(plan, {}, beside={what: (before, after)})


def require_open(plan: Plan) -> None:
    """A retired plan stays as it is."""
    if plan.state == State.RETIRED.value:
        raise Problem(
            code="plan.retired",
            found=f"'{plan}' is retired.",
            expected="A plan that stands.",
            remedy="Open it again first.",
        )


def same_system(system: Any, **found: Any) -> None:
    """Everything that a record points to is of its own system, or of none."""
    for name, record in found.items():
        if record is None:
            continue
        owner = getattr(record, "owning_system", None) or getattr(record, "system_id", None)
        if owner is not None and owner != system:
            raise Problem(
                code="plan.another-system",
                found=f"The {name.replace('_', ' ')} '{record}' belongs to another system.",
                expected="A record of the same system.",
                remedy="Choose one of this system.",
            )


def _hold_to_rules(plan: Plan, definitions: Path) -> None:
    if plan.kind not in {rules.kind for rules in plan_rules(definitions)}:
        raise Problem(
            code="plan.unknown-kind",
            found=f"There is no kind of plan '{plan.kind}'.",
            expected="One of the kinds that definitions/plans declares.",
            remedy="Choose it from the list.",
        )
    if plan.starts and plan.ends and plan.ends < plan.starts:
        raise Problem(
            code="plan.ends-before-it-starts",
            found=f"'{plan}' would end before it starts.",
            expected="A last day after the first.",
            remedy="Correct one of the two days.",
        )
    owner = Body.objects.filter(Q(system=plan.system_id) | Q(system=None), pk=plan.owner_id).first()
    if owner is None:
        same_system(plan.system_id, owner=plan.owner)


def _require_items(plan: Plan, definitions: Path, answers: Mapping[str, Answer]) -> None:
    rules = rules_of_plan(plan, definitions)
    known = {content.id for content in rules.contents} if rules else set()
    strangers = sorted(set(answers) - known)
    if strangers:
        raise Problem(
            code="plan.not-asked",
            found=f"The checklist does not ask for {', '.join(strangers)}.",
            expected="Answers to what the checklist asks.",
            remedy="Open the checklist again.",
        )


def _answered(
    made: Change, plan: Plan, held: Mapping[str, ChecklistAnswer], answers: Mapping[str, Answer]
) -> Any:
    """Each answer that differs from what is held: saved, and told as before and after."""
    for item, answer in answers.items():
        fields = {
            "where": answer.where.strip(),
            "does_not_apply_because": answer.does_not_apply_because.strip(),
        }
        row = held.get(item)
        before = said_answer(row.where, row.does_not_apply_because) if row else ""
        if row is None and any(fields.values()):
            made.add(ChecklistAnswer(system=plan.system, plan=plan, item=item, **fields))
        elif row is None or not made.alter(row, fields):
            continue
        yield item, (before, said_answer(*fields.values()))


def said_answer(where: str, does_not_apply_because: str) -> str:
    """An answer to the checklist in words."""
    return where or (f"does not apply: {does_not_apply_because}" if does_not_apply_because else "")
