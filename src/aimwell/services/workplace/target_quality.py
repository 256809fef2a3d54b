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
class TargetLine:
    """As much of a target as lists sort, count and search by: a tenth of the work of reading all of it."""

    pk: UUID
    version: int
    title: str
    measure: str
    place: str
    review_on: date | None
    priority_id: UUID
    priority_title: str


@dataclass(frozen=True, slots=True)
class GradedTarget:
    """A target and what the checks say of it."""

    target: Target
    lint: Lint


@dataclass(frozen=True, slots=True)
class GradedLine:
    """A line and what the checks say of its target."""

    line: TargetLine
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


def lines_of(system: Body) -> list[TargetLine]:
    """The targets of a system that are not retired."""
    rows = Target.objects.filter(system=system).exclude(state=State.RETIRED.value).order_by("title", "pk")
    names = ("pk", "version", "title", "measure", "place", "review_on", "priority_id", "priority__title")
    return [TargetLine(*row) for row in rows.values_list(*names)]


def graded_lines(
    lines: Sequence[TargetLine], *, measures: Mapping[str, Measure], rules: LintRules, today: date
) -> list[GradedLine]:
    """Lines with their grades, the worst first."""
    lints = _lints([(line.pk, line.version) for line in lines], measures, rules, today)
    found = [GradedLine(line, lints[line.pk, line.version]) for line in lines]
    return sorted(found, key=lambda each: (each.lint.score, each.line.title))


def graded(
    targets: Iterable[Target], *, measures: Mapping[str, Measure], rules: LintRules, today: date
) -> list[GradedTarget]:
    """Targets with their grades, the worst first."""
    given = list(targets)
    lints = _lints([(target.pk, target.version) for target in given], measures, rules, today)
    found = [GradedTarget(target, lints[target.pk, target.version]) for target in given]
    return sorted(found, key=lambda each: (each.lint.score, each.target.title))


Version = tuple[UUID, int]


def _lints(
    wanted: Sequence[Version], measures: Mapping[str, Measure], rules: LintRules, today: date
) -> Mapping[Version, Lint]:
    """What the checks say of targets in a version. Only those not known yet are read."""
    with KNOWN.lock:
        if KNOWN.of != (rules, today) or len(KNOWN.lints) > MOST_KEPT:
            KNOWN.of, KNOWN.lints = (rules, today), {}
        unknown = {pk: version for pk, version in wanted if (pk, version) not in KNOWN.lints}
        if unknown:
            targets = list(Target.objects.filter(pk__in=unknown))
            made = _linted(targets, measures, rules, today)
            KNOWN.lints.update({(pk, unknown[pk]): lint for pk, lint in made.items()})
        return {each: KNOWN.lints[each] for each in wanted}


def _linted(
    targets: Sequence[Target], measures: Mapping[str, Measure], rules: LintRules, today: date
) -> dict[UUID, Lint]:
    ways = ways_of(targets)
    asked = set(
        Asked.objects.filter(target__in=[target.pk for target in targets]).values_list("target", flat=True)
    )
    return {
        target.pk: lint(
            facts_of(target, ways.get(target.pk, {}), measures, asked=target.pk in asked), rules, today
        )
        for target in targets
    }


def counted(found: Sequence[GradedTarget] | Sequence[GradedLine], rules: LintRules) -> list[tuple[str, int]]:
    """How many targets there are of each grade, best first, none left out."""
    numbers = Counter(each.lint.grade.word for each in found)
    return [(grade.word, numbers[grade.word]) for grade in rules.grades]
