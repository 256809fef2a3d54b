"""Needs, money and plans with their parts; and how their actions went."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from aimwell.domain.plan_checklists import Answer
from aimwell.services.workplace.changing import Asking
from aimwell.services.workplace.illustrative.promises import approval
from aimwell.services.workplace.illustrative.story import (
    ActionTold,
    CommitmentTold,
    MoneyTold,
    Needs,
    NeedTold,
    PlanTold,
    ProgressTold,
)
from aimwell.services.workplace.illustrative.telling import Step, Telling
from aimwell.services.workplace.needs_and_money import add_budget_line, add_need
from aimwell.services.workplace.plan_parts import add_action, add_commitment, add_section, change_action
from aimwell.services.workplace.plans import add_plan, answer_checklist, take_up_progress
from aimwell.store.workplace.models import Action, Commitment

AUTHOR = "strategy"
MONEY = "Money that partners set aside"


def steps(needs: Needs, plans: tuple[PlanTold, ...]) -> Iterator[Step]:
    """Everything that plans are made of, and how they went."""
    for need in needs.needs:
        yield Step(need.on, AUTHOR, "Found in the needs assessments", partial(_add_need, told=need))
    for line in needs.money:
        yield Step(line.on, AUTHOR, MONEY, partial(_add_money, told=line))
    for plan in plans:
        yield from _plan(plan)


def _plan(told: PlanTold) -> Iterator[Step]:
    yield Step(told.on, AUTHOR, told.because, partial(_add_plan, told=told))
    for number, commitment in enumerate(told.commitments):
        yield Step(
            told.on,
            AUTHOR,
            told.because,
            partial(_add_commitment, plan=told.id, told=commitment, number=number),
        )
    if told.approved_on:
        yield from approval("plans", told.id, told.approved_on, told.approved_because)
    for number, commitment in enumerate(told.commitments):
        for place, action in enumerate(commitment.actions):
            for went in action.went:
                key = f"{told.id}:{number}:{place}"
                yield Step(went.on, AUTHOR, went.because, partial(_report, key=key, told=went))
    if told.again_on:
        yield Step(
            told.again_on, AUTHOR, "What became of the actions so far", partial(_take_up, plan=told.id)
        )
        yield from approval("plans", told.id, told.again_on, "Progress taken in public")


def _add_need(telling: Telling, asking: Asking, told: NeedTold) -> None:
    figure = telling.figure(told.measure, told.place, "all", told.period) if told.measure else None
    fields = {
        "id": telling.identity("need", told.id), "title": told.title, "words": told.words, "source": told.source,
        "measure": told.measure, "place": told.place, "value_id": figure.value_id if figure else "",
    }  # fmt: skip
    priorities = [telling.priorities[name] for name in told.priorities]
    telling.needs[told.id] = add_need(
        asking=asking, system=telling.system, fields=fields, priorities=priorities
    )


def _add_money(telling: Telling, asking: Asking, told: MoneyTold) -> None:
    fields = {
        "id": telling.identity("money", told.id), "title": told.title, "amount": Decimal(told.amount),
        "year": told.year, "stream": told.stream, "payer": telling.bodies[told.payer], "source": "Invented",
    }  # fmt: skip
    telling.money[told.id] = add_budget_line(asking=asking, system=telling.system, fields=fields)


def _add_plan(telling: Telling, asking: Asking, told: PlanTold) -> None:
    fields: dict[str, Any] = {
        name: getattr(told, name) for name in ("kind", "title", "starts", "ends", "summary")
    }
    fields |= {"id": telling.identity("plan", told.id), "owner": telling.bodies[told.owner]}
    plan = add_plan(asking=asking, system=telling.system, definitions=telling.definitions, fields=fields)
    telling.plans[told.id] = plan
    for section in told.sections:
        add_section(asking=asking, plan=plan, fields={"heading": section.heading, "words": section.words})
    answers = {each.item: Answer(each.where, each.does_not_apply_because) for each in told.answers}
    if answers:
        answer_checklist(
            asking=asking, plan=plan, definitions=telling.definitions, answers=answers, seen=plan.version
        )


def _add_commitment(telling: Telling, asking: Asking, plan: str, told: CommitmentTold, number: int) -> None:
    fields = {
        "title": told.title, "words": told.words,
        "priority": telling.priorities[told.priority] if told.priority else None,
    }  # fmt: skip
    commitment = add_commitment(
        asking=asking, plan=telling.plans[plan], fields=fields,
        targets=[telling.targets[name] for name in told.targets],
    )  # fmt: skip
    for place, action in enumerate(told.actions):
        _add_action(telling, asking, commitment, action, f"{plan}:{number}:{place}")


def _add_action(telling: Telling, asking: Asking, commitment: Commitment, told: ActionTold, key: str) -> None:
    fields = {
        "id": telling.identity("action", key), "title": told.title, "words": told.words, "due": told.due,
        "owner": telling.post(told.owner), "budget": telling.money[told.budget] if told.budget else None,
        "measures": " ".join(told.measures),
    }  # fmt: skip
    add_action(
        asking=asking, commitment=commitment, fields=fields, measures=telling.measures,
        partners=[telling.bodies[name] for name in told.partners],
    )  # fmt: skip


def _report(telling: Telling, asking: Asking, key: str, told: ProgressTold) -> None:
    action = Action.objects.get(pk=telling.identity("action", key))
    done = told.on if told.progress == "done" else None
    change_action(
        asking=asking, action=action, fields={"progress": told.progress, "done_on": done},
        measures=telling.measures, seen=action.version,
    )  # fmt: skip


def _take_up(telling: Telling, asking: Asking, plan: str) -> None:
    record = telling.plans[plan]
    record.refresh_from_db()
    take_up_progress(asking=asking, plan=record)
