"""Which plans the rules of the day ask for and a system does not have."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aimwell.domain.periods import Period
from aimwell.domain.plan_checklists import Owner, PlanRules, lower_first


@dataclass(frozen=True, slots=True)
class Holder:
    """A body of a system that may own plans."""

    id: str
    name: str
    kind: str  # as the list of bodies says it


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan that a system has, and the days it speaks of."""

    kind: str
    owner: str
    starts: date | None = None
    ends: date | None = None

    def covers(self, day: date) -> bool:
        """Whether it holds on a day; without days it does."""
        return (self.starts or date.min) <= day <= (self.ends or date.max)


@dataclass(frozen=True, slots=True)
class OwedPlan:
    """A plan that is asked for and not there. holder: '' where nobody of its kind is recorded."""

    rules: PlanRules
    holder: str
    holder_name: str
    words: str


def owed_plans(
    *,
    rules: Iterable[PlanRules],
    kept: Sequence[KeptPlan],
    holders: Sequence[Holder],
    kinds: Mapping[Owner, str],
    today: date,
) -> tuple[OwedPlan, ...]:
    """What is owed and missing: once a system, or once for each body where the first owner is one of several.

    kinds: what the list of bodies calls each kind of owner.
    """
    found: list[OwedPlan] = []
    for each in rules:
        if not each.starts <= today <= (each.ends or date.max):
            continue
        there = [plan for plan in kept if plan.kind == each.kind and plan.covers(today)]
        owners = [holder for holder in holders if holder.kind == kinds.get(each.owners[0])]
        if len(owners) < 2:
            found += [] if there else [_owed(each, owners[0] if owners else None, today, alone=True)]
            continue
        having = {plan.owner for plan in there}
        found += [_owed(each, holder, today, alone=False) for holder in owners if holder.id not in having]
    return tuple(found)


def _owed(rules: PlanRules, holder: Holder | None, today: date, *, alone: bool) -> OwedPlan:
    title = lower_first(rules.title)
    year = financial_year_of(today).text
    whose = f" of {holder.name}" if holder and not alone else ""
    return OwedPlan(
        rules, holder.id if holder else "", holder.name if holder else "", f"No {title}{whose} for {year} yet"
    )


def financial_year_of(day: date) -> Period:
    """The financial year that a day lies in."""
    starting = Period.financial_year(day.year)
    return starting if starting.contains(day) else Period.financial_year(day.year - 1)
