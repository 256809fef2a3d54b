"""The two ends of the golden thread that belong to no single plan: what people need, and what money is set aside."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from aimwell.domain.periods import Period
from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.changing import Asking, change
from aimwell.services.workplace.plan_parts import plans_with
from aimwell.services.workplace.plans import note_part, same_system
from aimwell.store.workplace.models import Body, BudgetLine, Need, Priority


def add_need(
    *, asking: Asking, system: Body, fields: Mapping[str, Any], priorities: Sequence[Priority] = ()
) -> Need:
    """Add what people here need, and the priorities that answer it."""
    with change(asking, Act.EDIT_PLANS, system) as made:
        need = Need(system=system, **fields)
        _hold_need(need, priorities)
        made.add(need, {"priorities": priorities})
    return need


def change_need(
    *, asking: Asking, need: Need, fields: Mapping[str, Any], priorities: Sequence[Priority], seen: int | None
) -> bool:
    """Change a need; returns whether anything changed."""
    with change(asking, Act.EDIT_PLANS, need.system) as made:
        changed = made.alter(need, fields, seen=seen, links={"priorities": priorities})
        _hold_need(need, priorities)
    return changed


def add_budget_line(*, asking: Asking, system: Body, fields: Mapping[str, Any]) -> BudgetLine:
    """Add money that is set aside."""
    with change(asking, Act.EDIT_PLANS, system) as made:
        line = BudgetLine(system=system, **fields)
        _hold_line(line)
        made.add(line)
    return line


def change_budget_line(
    *, asking: Asking, line: BudgetLine, fields: Mapping[str, Any], seen: int | None
) -> bool:
    """Change a budget line; plans whose actions it pays for become drafts again."""
    with change(asking, Act.EDIT_PLANS, line.system) as made:
        before = said_line(line)
        if not made.alter(line, fields, seen=seen):
            return False
        _hold_line(line)
        for plan in plans_with(line):
            note_part(made, plan, "budget line", before, said_line(line))
    return True


def said_line(line: BudgetLine) -> str:
    """A budget line in words."""
    return f"{line.title}: £{line.amount:,.2f} in {line.year}"


def _hold_need(need: Need, priorities: Sequence[Priority]) -> None:
    for priority in priorities:
        same_system(need.system_id, priority=priority)


def _hold_line(line: BudgetLine) -> None:
    same_system(line.system_id, payer=line.payer)
    if not Decimal(0) <= line.amount < Decimal(10) ** 12 or line.amount != round(line.amount, 2):
        raise Problem(
            code="plan.amount-cannot-be",
            found=f"'{line.title}' would be £{line.amount}.",
            expected="Pounds and whole pence, from 0 to 999,999,999,999.99.",
            remedy="Write the amount in pounds.",
        )
    Period.parse(line.year)
