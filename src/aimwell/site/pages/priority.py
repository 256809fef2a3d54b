"""The page of one priority: its targets with charts, who signed, who was asked, and how each stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup

from aimwell.domain.places import Place
from aimwell.presentation.charts.spc import spc_key
from aimwell.presentation.figures import said, unit_named
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import AIM_WORDS, SiteContents, day_words, period_words
from aimwell.site.page import Dataset, Frame
from aimwell.site.plan_views import plan_views
from aimwell.site.promise_views import MOST_IN_FULL, PriorityView, TargetView, priority_views, target_chart
from aimwell.site.promises import PromiseLine
from aimwell.site.scorecard import (
    FORMATS,
    LEVEL_WORDS,
    Count,
    day_of,
    decided_words,
    marked,
    promise_datasets,
    promise_frame,
    score_rows,
)
from aimwell.site.standings import period_text

MOST_COMMITMENTS = 20  # of plans that serve it
MOST_CHARTS = 10  # on one page, to keep it small; every measure's own page has its chart


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of a target; link '' where it leads nowhere."""

    key: str
    words: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who was asked or who signed, and what is known of it."""

    who: str
    how: str
    said: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True)
class TargetBlock:
    """A target in full."""

    anchor: str
    line: PromiseLine
    chart: Markup
    facts: tuple[Fact, ...]
    signed: tuple[Person, ...]
    asked: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityPage:
    """One priority with its targets."""

    template: ClassVar[str] = "priority.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    illustrative: str
    why: str
    need: str
    facts: tuple[Fact, ...]
    counts: tuple[Count, ...]
    targets: tuple[TargetBlock, ...]
    more: tuple[PromiseLine, ...]
    key: Markup
    decisions: str
    plans: tuple[Link, ...]
    thread: str


def priority_page(contents: SiteContents, place: Place, identity: str) -> PriorityPage | None:
    """The page of a priority; None where it is not public."""
    views = priority_views(contents, place.id)
    view = next((each for each in views if each.priority.id == identity), None)
    if view is None:
        return None
    priority = view.priority
    targets = tuple(
        _target(contents, each, place, number)
        for number, each in enumerate(view.targets[:MOST_IN_FULL], start=1)
    )
    above = Link(addresses.promises(place.id), "Promises")
    caption = f"{LEVEL_WORDS.get(priority.level, 'Priority')} of {place.name}"
    return PriorityPage(
        frame=promise_frame(view.path, priority.title, caption, place, FORMATS, (above,)),
        datasets=promise_datasets(place.name, (view,)),
        illustrative=marked(contents.release.promises.get(place.id)),
        why=priority.why,
        need=priority.need,
        facts=_priority_facts(view),
        counts=score_rows((view,))[-1].counts,
        targets=targets,
        more=tuple(each.line for each in view.targets[MOST_IN_FULL:]),
        key=spc_key() if any(each.chart for each in targets) else Markup(""),
        decisions=addresses.decisions(place.id),
        plans=tuple(
            Link(f"{plan.path}#{each.anchor}", f"{each.title} ({plan.plan.title})")
            for plan in plan_views(contents, place.id, views)
            for each in plan.commitments
            if each.priority_id == identity
        )[:MOST_COMMITMENTS],
        thread=addresses.thread_of(place.id, identity),
    )  # fmt: skip


def _priority_facts(view: PriorityView) -> tuple[Fact, ...]:
    priority = view.priority
    runs = " to ".join(day_words(day_of(each)) for each in (priority.starts, priority.ends) if each)
    found = (
        Fact("Aim", AIM_WORDS.get(priority.aim, priority.aim)),
        Fact("Owner", priority.owner),
        Fact("Runs", runs),
        Fact("Decided", _because(priority.decided)),
    )
    return tuple(fact for fact in found if fact.words)


def _because(decided: Mapping[str, Any]) -> str:
    return f"{decided_words(decided)}: {decided['because']}" if decided else ""


def _target(contents: SiteContents, view: TargetView, place: Place, number: int) -> TargetBlock:
    target = view.target
    chart = target_chart(contents, view, place.name, number) if number <= MOST_CHARTS else Markup("")
    return TargetBlock(
        anchor=f"t{number}",
        line=view.line,
        chart=chart,
        facts=_target_facts(contents, view),
        signed=tuple(
            Person(
                each["body"],
                f"{each['title']}, {day_words(day_of(each['on']))}"
                + ("" if each.get("of_this_version", True) else ", an earlier version"),
            )
            for each in target.signatures
        ),
        asked=tuple(
            Person(each["who"], each.get("how", ""), each.get("said", ""), each.get("changed", ""))
            for each in target.asked
        ),
    )


def _target_facts(contents: SiteContents, view: TargetView) -> tuple[Fact, ...]:
    target, line = view.target, view.line
    measure = contents.catalogue.measures.get(target.measure)
    unit = unit_named(measure.unit if measure else target.unit)
    group = contents.group_name(target.breakdown) if target.breakdown not in ("", "all") else ""
    period = period_text(target.baseline_period)
    began = f" in {period_words(period)}" if period else ""
    found = (
        Fact("Promised", line.standing.promised),
        Fact("Judged by", f"{line.standing.latest} in {line.standing.period}" if line.standing.latest else "", line.standing.proof),
        Fact("Way travelled", line.standing.travelled),
        Fact("Baseline", f"{said(target.baseline, unit)}{began}" if target.baseline is not None else "None was set"),
        Fact("Measure", measure.title if measure else "None is named", _measure_page(contents, target.measure)),
        Fact("For", group),
        Fact("Owner", target.owner),
        Fact("Evidence", target.evidence),
        Fact("Looked at again", day_words(day_of(target.review_on)) if target.review_on else ""),
        Fact("Decided", _because(target.decided)),
    )  # fmt: skip
    return tuple(fact for fact in found if fact.words)


def _measure_page(contents: SiteContents, measure: str) -> str:
    return addresses.measure(measure) if measure in contents.release.measures else ""
