"""Priorities as rows of a list: each with its targets, what is wrong with them, and what the figures say."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aimwell.domain.verdicts import BAD, GOOD
from aimwell.services.ask_verdicts import PlacedVerdict
from aimwell.services.workplace.declared import catalogue_of, lint_rules
from aimwell.services.workplace.figures import verdicts_at
from aimwell.services.workplace.target_quality import GradedLine, graded_lines, lines_of
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
    found = graded_lines(
        lines_of(visit.system),
        measures=catalogue_of(definitions).measures,
        rules=lint_rules(definitions),
        today=visit.today,
    )
    places = {each.line.place for each in found}
    verdicts = {place: verdicts_at(visit.settings.store, place=place) for place in places}
    by_priority: dict[object, list[GradedLine]] = defaultdict(list)
    for each in found:
        by_priority[each.line.priority_id].append(each)
    return [_row(priority, by_priority[priority.pk], verdicts) for priority in priorities]


def _row(
    priority: Priority, targets: Sequence[GradedLine], verdicts: Mapping[str, Mapping[str, PlacedVerdict]]
) -> PriorityRow:
    told = (verdicts[each.line.place].get(each.line.measure) for each in targets)
    changes = [placed.verdict.change for placed in told if placed]
    return PriorityRow(
        priority,
        len(targets),
        sum(bool(each.lint.holes) for each in targets),
        better=sum(change in GOOD for change in changes),
        worse=sum(change in BAD for change in changes),
    )
