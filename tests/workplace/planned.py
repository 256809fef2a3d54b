"""A whole golden thread, kept through the services; and a large one, straight into the tables."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from aimwell.services.workplace.changing import Asking
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.needs_and_money import add_budget_line, add_need
from aimwell.services.workplace.plan_parts import add_action, add_commitment, add_section
from aimwell.services.workplace.plans import add_plan
from aimwell.store.workplace.models import (
    Action,
    Body,
    BudgetLine,
    Commitment,
    Need,
    Plan,
    Priority,
    Target,
)
from tests.workplace.conftest import NOW, body
from tests.workplace.promised import add_promise

KEPT = {"made_at": NOW, "changed_at": NOW}


@dataclass(frozen=True)
class Planned:
    """Everything on one thread."""

    plan: Plan
    need: Need
    priority: Priority
    target: Target
    commitment: Commitment
    action: Action
    line: BudgetLine


def plan_whole(
    *, asking: Asking, system: Body, definitions: Path, priority: str = "Fewer people smoke"
) -> Planned:
    """A plan with one need, priority, target, commitment, action and budget line."""
    own, (target,) = add_promise(
        asking=asking, system=system,
        priority={"title": priority, "level": "local", "aim": "outcomes"},
        targets=[{"title": "5% by 2030", "measure": "adults_who_smoke", "place": system.code, "unit": "percent",
                  "direction": "lower", "baseline": 13.9, "baseline_period": "2022", "value": 5.0,
                  "by": date(2030, 12, 31), "trajectory": {"2026": 10.0, "2028": 7.5}}],
    )  # fmt: skip
    need = add_need(
        asking=asking, system=system, fields={"title": "Many people smoke", "source": "Needs assessment, page 4"},
        priorities=[own],
    )  # fmt: skip
    board = body("Example Valley ICB", "", "icb", system)
    plan = add_plan(
        asking=asking, system=system, definitions=definitions,
        fields={"kind": "joint_forward_plan", "title": "Example plan", "owner": board,
                "starts": date(2026, 4, 1), "ends": date(2031, 3, 31), "summary": "What we will do."},
    )  # fmt: skip
    add_section(
        asking=asking, plan=plan, fields={"heading": "Who we are", "words": "Five councils.\n\n- One\n- Two"}
    )
    line = add_budget_line(
        asking=asking,
        system=system,
        fields={"title": "Grant", "amount": Decimal("1200.50"), "year": "2026/27"},
    )
    commitment = add_commitment(
        asking=asking,
        plan=plan,
        fields={"title": "Help everyone who smokes", "priority": own},
        targets=[target],
    )
    action = add_action(
        asking=asking, commitment=commitment, measures=catalogue_of(definitions).measures,
        fields={"title": "Clinics in every town", "due": date(2026, 9, 1), "budget": line,
                "measures": "adults_who_smoke"},
    )  # fmt: skip
    return Planned(plan, need, own, target, commitment, action, line)


def plan_much(
    system: Body, *, priorities: int = 10, commitments: int = 50, actions: int = 500, targets: int = 200
) -> Plan:
    """A plan of the largest size that a page has to bear."""
    heads = [
        Priority(system=system, title=f"Priority {n}", level="local", aim="outcomes", **KEPT)
        for n in range(priorities)
    ]
    Priority.objects.bulk_create(heads)
    aims = [
        Target(system=system, priority=heads[n % priorities], title=f"Target {n}", place=system.code, **KEPT)
        for n in range(targets)
    ]
    Target.objects.bulk_create(aims)
    plan = Plan(
        system=system, owner=system, kind="joint_forward_plan", title="Large", starts=date(2026, 4, 1), **KEPT
    )
    plan.save(force_insert=True)
    made = [
        Commitment(
            system=system,
            plan=plan,
            priority=heads[n % priorities],
            title=f"Commitment {n}",
            position=n,
            **KEPT,
        )
        for n in range(commitments)
    ]
    Commitment.objects.bulk_create(made)
    tied = Commitment.targets.through
    tied.objects.bulk_create(
        tied(commitment_id=made[n % commitments].pk, target_id=aim.pk) for n, aim in enumerate(aims)
    )
    lines = [
        BudgetLine(system=system, title=f"Line {n}", amount=Decimal(n), year="2026/27", **KEPT)
        for n in range(40)
    ]
    BudgetLine.objects.bulk_create(lines)
    Action.objects.bulk_create(
        Action(system=system, commitment=made[n % commitments], title=f"Action {n}", due=date(2026, 1 + n % 12, 1),
               budget=lines[n % 40], position=n, **KEPT)
        for n in range(actions)
    )  # fmt: skip
    return plan
