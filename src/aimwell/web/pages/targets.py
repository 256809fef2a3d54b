"""Targets: the list with what is wrong with each, and one target beside its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from aimwell.domain.measures import Measure
from aimwell.domain.periods import Period
from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.states import State
from aimwell.domain.workplace.target_lint import Lint, LintRules
from aimwell.presentation.charts.target_path import Dated, TargetPath, target_path
from aimwell.presentation.figures import Unit, said, unit_named
from aimwell.presentation.promise_words import KIND_WORDS, PromiseTopic, standing_sentence, travelled_words
from aimwell.presentation.sentences import Topic, evidence_sentence, verdict_sentence
from aimwell.services.ask_verdicts import PlacedVerdict
from aimwell.services.workplace.ask_log import as_lines
from aimwell.services.workplace.deciding import history_of
from aimwell.services.workplace.declared import catalogue_of, labels_of, lint_rules
from aimwell.services.workplace.figures import PlaceChoice, places_of, released_series, verdict_on
from aimwell.services.workplace.standings import Ask, standings_of_drafts
from aimwell.services.workplace.target_quality import (
    GradedLine,
    GradedTarget,
    counted,
    graded,
    graded_lines,
    lines_of,
)
from aimwell.services.workplace.targets import KIND, way_of
from aimwell.store.workplace.models import Asked, Priority, Signature, Target
from aimwell.web.doors import Door, Visit
from aimwell.web.paging import paged
from aimwell.web.rendering import page
from aimwell.web.taking import address

MOST_DRAWN = 60  # periods of the chart on a target's page


def measures_of(visit: Visit) -> Mapping[str, Measure]:
    """The catalogue of measures."""
    return catalogue_of(visit.settings.definitions).measures


def rules_of(visit: Visit) -> LintRules:
    """What targets are asked."""
    return lint_rules(visit.settings.definitions)


def choices_of_places(visit: Visit) -> tuple[PlaceChoice, ...]:
    """The places that a target of this system may be for."""
    return places_of(visit.settings.definitions, visit.system.figures_code, visit.system.name, visit.today)


def asking_of(visit: Visit) -> Ask:
    """Where figures are, and the day, for asking how promises stand."""
    return Ask(visit.settings.store, visit.settings.definitions, visit.today)


def in_unit(value: float | None, unit: str) -> str:
    """A figure with its unit, as sentences say it."""
    return said(value, unit_named(unit))


def listing(visit: Visit) -> HttpResponse:
    """The targets of a system, the worst made first."""
    rules = rules_of(visit)
    everything = graded_lines(
        lines_of(visit.system), measures=measures_of(visit), rules=rules, today=visit.today
    )
    asked = {name: visit.request.GET.get(name, "").strip() for name in ("q", "grade", "priority")}
    shown = paged(visit.request, [each for each in everything if _wanted(each, asked)])
    targets = _read(shown.rows)
    standings = standings_of_drafts(ask=asking_of(visit), targets=list(targets.values()))
    given = {
        "title": "Targets",
        "visit": visit,
        "shown": shown,
        "rows": [GradedTarget(targets[each.line.pk], each.lint) for each in shown.rows],
        "standings": standings,
        "kind_words": KIND_WORDS,
        "counts": counted(everything, rules),
        "total": len(everything),
        "asked": asked,
        "measures": measures_of(visit),
        "in_unit": in_unit,
        "priorities": Priority.objects.filter(system=visit.system)
        .exclude(state=State.RETIRED.value)
        .order_by("title"),
        "retired": Target.objects.filter(system=visit.system, state=State.RETIRED.value).order_by("title")[
            :100
        ],
    }
    return page(visit.request, "targets.html", given)


def _read(lines: Sequence[GradedLine]) -> dict[UUID, Target]:
    """The targets of the lines that a page shows, by id."""
    rows = Target.objects.filter(pk__in=[each.line.pk for each in lines])
    return {target.pk: target for target in rows.select_related("priority")}


def _wanted(each: GradedLine, asked: Mapping[str, str]) -> bool:
    line = each.line
    words = f"{line.title} {line.measure} {line.priority_title}".casefold()
    return (
        all(word in words for word in asked["q"].casefold().split())
        and asked["grade"] in ("", each.lint.grade.word)
        and asked["priority"] in ("", str(line.priority_id))
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a target's record, whether it is there, and where it is filled in."""

    words: str
    href: str
    done: bool


def show(visit: Visit) -> HttpResponse:
    """One target: what is promised, the figures, how it stands, what is missing, who agreed, its history."""
    target = fetched(visit.record)
    (found,) = graded([target], measures=measures_of(visit), rules=rules_of(visit), today=visit.today)
    asked = list(target.asked.all())
    signatures = list(
        Signature.objects.filter(kind=KIND, record=target.pk).select_related("body").order_by("on", "pk")
    )
    measure = measures_of(visit).get(target.measure)
    placed = verdict_on(visit.settings.store, measure=target.measure, place=target.place)
    given = {
        "title": target.title,
        "visit": visit,
        "target": target,
        "measure": measure,
        "in_unit": in_unit,
        "place": next((each for each in choices_of_places(visit) if each.code == target.place), None),
        "for_whom": labels_of(visit.settings.definitions).of_breakdown(target.breakdown),
        "lint": found.lint,
        "way": way_of(target),
        "chart": chart_of(visit, target, placed, measure),
        "standing": standing_words(visit, target),
        "verdict": _verdict_words(placed, measure),
        "asked": asked,
        "signatures": signatures,
        "steps": _steps(visit, target, found.lint),
        "history": as_lines(_history(target, signatures, asked)),
    }
    return page(visit.request, "target.html", given)


def fetched(record: Any) -> Target:
    """A target with all that its page shows of it."""
    rows = Target.objects.select_related("priority", "owner__body", "owner__person", "system")
    return rows.prefetch_related("trajectory", "asked").get(pk=record.pk)


def _history(target: Target, signatures: list[Signature], asked: list[Asked]) -> Any:
    return history_of([target.pk, *(each.pk for each in signatures), *(each.pk for each in asked)])


def _steps(visit: Visit, target: Target, lint: Lint) -> list[Step]:
    holes = {rule.check.value for rule in lint.holes}

    def step(words: str, door: str, *checks: str) -> Step:
        href = address(door, system=visit.system.code, record=target.pk)
        return Step(words, href, not holes.intersection(checks))

    return [
        step(
            "What is promised", "target-edit",
            "measure", "number", "date", "direction", "denominator", "owner", "evidence", "review",
        ),
        step("Baseline", "target-baseline", "baseline", "fresh_baseline"),
        step("Trajectory", "target-trajectory", "trajectory"),
        step("Gap between groups", "target-gap", "inequality"),
        step("People asked", "target-asked", "asked"),
    ]  # fmt: skip


def standing_words(visit: Visit, target: Target) -> list[tuple[str, str, str]]:
    """How a target and its gap target stand: heading, sentence, how much of the way lies behind."""
    judged = standings_of_drafts(ask=asking_of(visit), targets=[target])[str(target.pk)]
    unit = unit_named(target.unit)
    own = PromiseTopic(unit, target.direction, target.value, target.by)
    said = [
        (
            KIND_WORDS[judged.standing.kind],
            standing_sentence(own, judged.standing),
            travelled_words(judged.standing),
        )
    ]
    if judged.gap is not None:
        gap = PromiseTopic(unit, "lower", target.gap_value, target.gap_due, gap=True)
        words = standing_sentence(gap, judged.gap)
        said.append((f"The gap: {KIND_WORDS[judged.gap.kind]}", words, travelled_words(judged.gap)))
    return said


def _verdict_words(placed: PlacedVerdict | None, measure: Measure | None) -> tuple[str, str] | None:
    """What the released figures say of the measure here, whatever was promised."""
    if placed is None or measure is None:
        return None
    topic = topic_of(placed, measure)
    return verdict_sentence(topic, placed.verdict), evidence_sentence(topic, placed.verdict)


def topic_of(placed: PlacedVerdict, measure: Measure) -> Topic:
    """What a verdict is about, in words."""
    return Topic(
        measure=measure.short,
        place=placed.place_name,
        period=Period.parse(placed.verdict.period).words,
        unit=unit_named(measure.unit),
        better=measure.better,
    )


def chart_of(visit: Visit, target: Target, placed: PlacedVerdict | None, measure: Measure | None) -> Any:
    """The target beside its released figures."""
    settings = visit.settings
    series = released_series(
        settings.store, settings.definitions,
        measure=target.measure, place=target.place, breakdown=target.breakdown,
    )  # fmt: skip
    values = list(zip(series.period, series.value, strict=True))[-MOST_DRAWN:] if series else []
    verdict = _verdict_words(placed, measure)
    return target_path(
        TargetPath(
            chart_id="target",
            title=target.title,
            unit=_unit(target, measure),
            values=_dated(values),
            way=_dated((point.period, point.value) for point in way_of(target)),
            baseline=next(iter(_dated([(target.baseline_period, target.baseline)])), None),
            target=target.value,
            by=target.by,
            verdict=verdict[0] if verdict else "",
        )
    )


def _unit(target: Target, measure: Measure | None) -> Unit:
    return unit_named(measure.unit if measure else target.unit)


def _dated(values: Any) -> list[Dated]:
    """Values with the last day of their period; those without either are left out."""
    found = ((end_of(period), value) for period, value in values)
    return [Dated(day, value) for day, value in found if day is not None and value is not None]


def period_words(period: str) -> str:
    """A period as people say it; what is none as it stands."""
    try:
        return Period.parse(period).words
    except Problem:
        return period


def end_of(period: str) -> date | None:
    """The last day of a period; None for what is none."""
    try:
        return Period.parse(period).end
    except Problem:
        return None


DOORS = (
    Door("targets", "<system>/targets/", listing, Act.READ),
    Door("target", "<system>/targets/<uuid:record>/", show, Act.READ, about=Target),
)
