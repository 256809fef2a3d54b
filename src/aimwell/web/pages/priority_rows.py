"""Priorities as rows of a list: each with its targets, what is wrong with them, and what the figures say."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from aimwell.domain.verdicts import BAD, GOOD
from aimwell.services.workplace.declared import catalogue_of, lint_rules
from aimwell.services.workplace.figures import verdict_on
from aimwell.services.workplace.target_quality import GradedTarget, graded, targets_of
from aimwell.store.workplace.models import Priority
from aimwell.web.doors import Visit


@dataclass(frozen=True, slots=True)
class PriorityRow:
    """A priority with its targets counted: with holes, and how their measures change."""

    priority: Priority
    targets: int
    with_holes: int
    better: int
    worse: int


def rows_of(visit: Visit, priorities: Sequence[Priority]) -> list[PriorityRow]:
    """Rows for a list, from one reading of the system's targets."""
    definitions = visit.settings.definitions
    found = graded(
        targets_of(visit.system),
        measures=catalogue_of(definitions).measures,
        rules=lint_rules(definitions),
        today=visit.today,
    )
    by_priority: dict[object, list[GradedTarget]] = defaultdict(list)
    for each in found:
        by_priority[each.target.priority_id].append(each)
    return [_row(visit, priority, by_priority[priority.pk]) for priority in priorities]


def _row(visit: Visit, priority: Priority, targets: Sequence[GradedTarget]) -> PriorityRow:
    changes: Counter[str] = Counter()
    for each in targets:
        found = verdict_on(visit.settings.store, measure=each.target.measure, place=each.target.place)
        if found and found.verdict.change in GOOD:
            changes["better"] += 1
        elif found and found.verdict.change in BAD:
            changes["worse"] += 1
    holes = sum(bool(each.lint.holes) for each in targets)
    return PriorityRow(priority, len(targets), holes, changes["better"], changes["worse"])
