"""How well the targets of a system are made: each with its grade, and how many of each grade there are."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aimwell.domain.measures import Measure
from aimwell.domain.workplace.states import State
from aimwell.domain.workplace.target_lint import Lint, LintRules, TargetFacts, lint
from aimwell.services.workplace.targets import way_of
from aimwell.store.workplace.models import Body, Target


@dataclass(frozen=True, slots=True)
class GradedTarget:
    """A target and what the checks say of it."""

    target: Target
    lint: Lint


def facts_of(target: Target, measures: Mapping[str, Measure]) -> TargetFacts:
    """A target as the checks see it. Its trajectory and people asked are best fetched beforehand."""
    return TargetFacts(
        measure=measures.get(target.measure),
        baseline=target.baseline,
        baseline_period=target.baseline_period,
        value=target.value,
        by=target.by,
        direction=target.direction,
        gap_by=target.gap_by,
        gap_value=target.gap_value,
        gap_due=target.gap_due,
        trajectory=way_of(target),
        owner=target.owner_id is not None,
        asked=bool(target.asked.all()),
        evidence=target.evidence,
        review_on=target.review_on,
    )


def targets_of(system: Body) -> list[Target]:
    """The targets of a system that are not retired, with all that a list shows of them, in few questions."""
    rows = Target.objects.filter(system=system).exclude(state=State.RETIRED.value)
    rows = rows.select_related("priority", "owner__body").prefetch_related("trajectory", "asked")
    return list(rows.order_by("title", "pk"))


def graded(
    targets: Iterable[Target], *, measures: Mapping[str, Measure], rules: LintRules, today: date
) -> list[GradedTarget]:
    """Targets with their grades, the worst first."""
    found = [GradedTarget(target, lint(facts_of(target, measures), rules, today)) for target in targets]
    return sorted(found, key=lambda each: (each.lint.score, each.target.title))


def counted(found: Sequence[GradedTarget], rules: LintRules) -> list[tuple[str, int]]:
    """How many targets there are of each grade, best first, none left out."""
    numbers = Counter(each.lint.grade.word for each in found)
    return [(grade.word, numbers[grade.word]) for grade in rules.grades]
