"""How well the targets of a system are made: each with its grade, and how many of each grade there are."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from uuid import UUID

from aimwell.domain.measures import Measure
from aimwell.domain.workplace.states import State
from aimwell.domain.workplace.target_lint import Lint, LintRules, TargetFacts, lint
from aimwell.domain.workplace.trajectories import Point
from aimwell.services.workplace.standings import ways_of
from aimwell.store.workplace.models import Asked, Body, Target


@dataclass(frozen=True, slots=True)
class GradedTarget:
    """A target and what the checks say of it."""

    target: Target
    lint: Lint


class _Known:
    """Grades worked out before: a target that has not changed since keeps its grade for the day."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.of: tuple[LintRules, date] | None = None
        self.lints: dict[tuple[UUID, int], Lint] = {}


KNOWN = _Known()
MOST_KEPT = 50_000


def facts_of(
    target: Target, way: Mapping[str, float], measures: Mapping[str, Measure], *, asked: bool
) -> TargetFacts:
    """A target as the checks see it."""
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
        trajectory=tuple(Point(period, value) for period, value in way.items()),
        owner=target.owner_id is not None,
        asked=asked,
        evidence=target.evidence,
        review_on=target.review_on,
    )


def targets_of(system: Body) -> list[Target]:
    """The targets of a system that are not retired, with their priority."""
    rows = Target.objects.filter(system=system).exclude(state=State.RETIRED.value)
    return list(rows.select_related("priority").order_by("title", "pk"))


def graded(
    targets: Iterable[Target], *, measures: Mapping[str, Measure], rules: LintRules, today: date
) -> list[GradedTarget]:
    """Targets with their grades, the worst first. Ways and people asked are read only for those not known yet."""
    given = list(targets)
    with KNOWN.lock:
        if KNOWN.of != (rules, today) or len(KNOWN.lints) > MOST_KEPT:
            KNOWN.of, KNOWN.lints = (rules, today), {}
        unknown = [target for target in given if (target.pk, target.version) not in KNOWN.lints]
        if unknown:
            KNOWN.lints.update(_linted(unknown, measures, rules, today))
        found = [GradedTarget(target, KNOWN.lints[target.pk, target.version]) for target in given]
    return sorted(found, key=lambda each: (each.lint.score, each.target.title))


def _linted(
    targets: Sequence[Target], measures: Mapping[str, Measure], rules: LintRules, today: date
) -> dict[tuple[UUID, int], Lint]:
    ways = ways_of(targets)
    asked = set(
        Asked.objects.filter(target__in=[target.pk for target in targets]).values_list("target", flat=True)
    )
    return {
        (target.pk, target.version): lint(
            facts_of(target, ways.get(target.pk, {}), measures, asked=target.pk in asked), rules, today
        )
        for target in targets
    }


def counted(found: Sequence[GradedTarget], rules: LintRules) -> list[tuple[str, int]]:
    """How many targets there are of each grade, best first, none left out."""
    numbers = Counter(each.lint.grade.word for each in found)
    return [(grade.word, numbers[grade.word]) for grade in rules.grades]
