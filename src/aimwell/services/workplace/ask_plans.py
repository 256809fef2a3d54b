"""Questions about plans: which there are, which are owed, what each has to contain, and all of its parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from aimwell.catalogue.plans import read_plan_rules
from aimwell.domain.plan_checklists import (
    Answer,
    CheckedPlan,
    Owner,
    PlanRules,
    check_contents,
    rules_in_force,
)
from aimwell.domain.workplace.owed_plans import Holder, KeptPlan, OwedPlan, owed_plans
from aimwell.domain.workplace.states import State
from aimwell.services.workplace.duty_days import declared_duties
from aimwell.store.workplace.models import Action, Body, Commitment, Plan, PlanSection


@lru_cache(maxsize=4)
def plan_rules(definitions: Path) -> tuple[PlanRules, ...]:
    """The rules of every kind of plan, read once."""
    return read_plan_rules(definitions)


@lru_cache(maxsize=4)
def kinds_of_plan(definitions: Path) -> dict[str, str]:
    """What each kind of plan is called, by the newest rules; in the order of their words."""
    titles = {rules.kind: rules.title for rules in plan_rules(definitions)}
    return dict(sorted(titles.items(), key=lambda pair: pair[1]))


def rules_of_plan(plan: Plan, definitions: Path, today: date | None = None) -> PlanRules | None:
    """The rules that a plan is held to: those in force when it starts, else today, else the newest of its kind."""
    rules = plan_rules(definitions)
    day = plan.starts or today
    found = rules_in_force(rules, plan.kind, day) if day else None
    return found or max(
        (each for each in rules if each.kind == plan.kind), key=lambda each: each.starts, default=None
    )


def plans_of(system: Body, *, retired: bool = False) -> QuerySet[Plan]:
    """The plans of a system with how much is in each, the newest first."""
    rows = Plan.objects.filter(system=system)
    rows = rows.filter(state=State.RETIRED.value) if retired else rows.exclude(state=State.RETIRED.value)
    counted = rows.annotate(
        commitments_made=Count("commitments", filter=Q(commitments__withdrawn=False), distinct=True),
        actions_planned=Count(
            "commitments__actions",
            filter=Q(commitments__withdrawn=False, commitments__actions__withdrawn=False),
            distinct=True,
        ),
    )
    return counted.select_related("owner").prefetch_related("answers").order_by("-starts", "title", "pk")


def owed(system: Body, plans: Sequence[Plan], definitions: Path, today: date) -> tuple[OwedPlan, ...]:
    """The plans that the rules of today ask for and the system does not have."""
    shorts = {body.id: body.short for body in declared_duties(definitions).standard.bodies}
    bodies = (
        Body.objects.filter(system=system).filter(Q(valid_to=None) | Q(valid_to__gte=today)).order_by("name")
    )
    return owed_plans(
        rules=plan_rules(definitions),
        kept=[KeptPlan(plan.kind, str(plan.owner_id), plan.starts, plan.ends) for plan in plans],
        holders=[Holder(str(body.pk), str(body), body.kind) for body in bodies],
        kinds={owner: shorts.get(owner.value, owner.value) for owner in Owner},
        today=today,
    )


def checked(plan: Plan, definitions: Path, today: date) -> CheckedPlan | None:
    """A plan held against its checklist; None where nothing declares its kind. Prefetch `answers`."""
    rules = rules_of_plan(plan, definitions, today)
    if rules is None:
        return None
    answers = {row.item: Answer(row.where, row.does_not_apply_because) for row in plan.answers.all()}
    return check_contents(rules, answers)


@dataclass(frozen=True, slots=True)
class WholePlan:
    """A plan with its parts that stand, each in order; commitments hold their targets and actions."""

    plan: Plan
    sections: tuple[PlanSection, ...]
    commitments: tuple[Commitment, ...]

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions of all commitments."""
        return tuple(action for each in self.commitments for action in actions_of(each))


def actions_of(commitment: Commitment) -> tuple[Action, ...]:
    """The actions of a commitment of a WholePlan."""
    return tuple(commitment.actions.all())


def whole_plan(plan: Any, *, partners: bool = True) -> WholePlan:
    """A plan with all its parts, in few questions whatever their number. partners: with those of each action."""
    found = Plan.objects.select_related("owner", "system").prefetch_related("answers").get(pk=plan.pk)
    sections = PlanSection.objects.filter(plan=plan.pk, withdrawn=False).order_by("position", "made_at", "pk")
    return WholePlan(
        found,
        tuple(sections),
        tuple(commitments_of(Commitment.objects.filter(plan=plan.pk), partners=partners)),
    )


def commitments_of(rows: QuerySet[Commitment], *, partners: bool = True) -> QuerySet[Commitment]:
    """Commitments that stand, with priorities, targets and actions that stand."""
    actions = Action.objects.filter(withdrawn=False).select_related("owner__body", "budget")
    actions = actions.prefetch_related("partners") if partners else actions
    return (
        rows.filter(withdrawn=False)
        .select_related("priority", "plan")
        .prefetch_related(
            "targets",
            Prefetch("actions", actions.order_by("position", "made_at", "pk")),
        )
        .order_by("plan_id", "position", "made_at", "pk")
    )
