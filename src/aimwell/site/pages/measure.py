"""The page of a measure: England's chart, all systems side by side, a map, and the definition with its checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from aimwell.domain.footprints import Footprint, systems_of
from aimwell.domain.measures import Better, Level, Measure
from aimwell.domain.places import Place
from aimwell.domain.verdicts import Comparison
from aimwell.presentation import sentences
from aimwell.presentation.charts.comparison import ComparedPlace, ComparisonChart, comparison_chart
from aimwell.presentation.charts.spc import spc_key
from aimwell.presentation.figures import unit_named
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.breakdowns import Breakdown, breakdowns_of
from aimwell.site.contents import AIM_WORDS, ENGLAND, LEVEL_WORDS, SiteContents, day_words
from aimwell.site.findings import Finding, finding
from aimwell.site.formulas import Formula, formula_of
from aimwell.site.maps import verdict_map
from aimwell.site.page import Dataset, Frame
from aimwell.site.pages.evidence import COUNTED_BY, MOST_PERIODS
from aimwell.site.process_charts import NOTHING, process_view
from aimwell.site.sourced_verdicts import sourced_verdicts
from aimwell.site.verdict_rows import VerdictRow, verdict_row
from aimwell.site.wording import name_with_end

BETTER_WORDS = {
    Better.HIGHER: "Higher is better",
    Better.LOWER: "Lower is better",
    Better.NEITHER: "Neither higher nor lower is better by itself",
}


@dataclass(frozen=True, slots=True)
class ComparedGroup:
    """Systems that compare with England in the same way, by name: positions within a group are chance."""

    title: str
    rows: tuple[VerdictRow, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Governance:
    """Who made the definition, who checked it, and when it must be looked at again."""

    author: str
    checker: str
    reviewed: str
    review_by: str
    overdue: bool
    source: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurePage:
    """A measure's page."""

    template: ClassVar[str] = "measure.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    why: str
    aim: str
    better: str
    unit: str
    sentence: str
    evidence: str
    icons: tuple[Markup, ...]
    england: Link | None
    chart: Markup
    chart_notes: tuple[str, ...]
    key: Markup
    comparison: Markup
    map: Markup
    map_note: str
    groups: tuple[ComparedGroup, ...]
    period: str
    footprint: str
    ended: tuple[Link, ...]
    absent: tuple[str, ...]
    breakdowns: tuple[Breakdown, ...]
    other_levels: tuple[Link, ...]
    formula: Formula
    counted_by: str
    feed: str
    publisher: str
    licence: str
    may_be_summed: str
    governance: Governance
    caveats: tuple[str, ...]


def measure_page(contents: SiteContents, measure: Measure) -> MeasurePage:
    """The page of a measure."""
    england = finding(contents, measure, contents.register.place(ENGLAND))
    present = systems_of(contents.register, contents.newest)
    here = _known(contents, measure, present)
    ended = _known(contents, measure, [each for each in contents.systems if each not in present])
    feed = contents.catalogue.feeds[measure.feed]
    view = process_view(contents, england, MOST_PERIODS) if england else NOTHING
    everyone = [each for each in (england, *here, *ended) if each]
    return MeasurePage(
        frame=measure_frame(measure),
        datasets=(sourced_verdicts(contents, measure.short, everyone, [england] if england else []),),
        why=measure.why,
        aim=AIM_WORDS[measure.aim],
        better=BETTER_WORDS[measure.better],
        unit=measure.unit,
        sentence=sentences.verdict_sentence(england.topic, england.verdict) if england else "",
        evidence=sentences.evidence_sentence(england.topic, england.verdict) if england else "",
        icons=(verdict_row(england).variation, verdict_row(england).assurance) if england else (),
        england=Link(addresses.evidence(ENGLAND, measure.id), "Every England figure and where it comes from")
        if england
        else None,
        chart=view.chart,
        chart_notes=view.notes,
        key=spc_key(),
        comparison=_comparison(measure, england, here),
        map=verdict_map(contents, contents.newest, here, root="../", chart_id="map", title=measure.short),
        map_note=_map_note(here),
        groups=groups_of(here),
        period=here[0].topic.period if here else "",
        footprint=_since(contents.newest),
        ended=tuple(
            Link(addresses.evidence(each.place.id, measure.id), name_with_end(each.place)) for each in ended
        ),
        absent=_absent(contents, measure, present, here),
        breakdowns=breakdowns_of(contents, england) if england else (),
        other_levels=_other_levels(contents, measure),
        formula=formula_of(contents, measure),
        counted_by=COUNTED_BY[feed.counted_by],
        feed=feed.title,
        publisher=feed.publisher,
        licence=feed.licence,
        may_be_summed="Places may be added up"
        if measure.may_be_summed
        else "Places may not be added up: each is worked out on its own",
        governance=governance_of(contents, measure),
        caveats=measure.caveats,
    )


def measure_frame(measure: Measure) -> Frame:
    """Address and title."""
    return Frame(
        path=addresses.measure(measure.id),
        title=measure.title,
        caption=measure.question,
        description=f"{measure.title}: every integrated care system, the definition and its source.",
        section=addresses.MEASURES,
        crumbs=(Link(addresses.INDEX, "England"), Link(addresses.MEASURES, "Measures")),
        formats=("csv", "json", "xlsx"),
    )


def governance_of(contents: SiteContents, measure: Measure) -> Governance:
    """Author, checker and dates of a definition."""
    return Governance(
        author=measure.author,
        checker=measure.checker,
        reviewed=day_words(measure.reviewed),
        review_by=day_words(measure.review_by),
        overdue=measure.review_by < contents.today,
        source=measure.source,
        hash=measure.definition_hash,
    )


def groups_of(found: Sequence[Finding]) -> tuple[ComparedGroup, ...]:
    """Findings by how they compare with England: groups before positions."""
    order = (
        Comparison.BETTER,
        Comparison.HIGHER,
        Comparison.SIMILAR,
        Comparison.LOWER,
        Comparison.WORSE,
        Comparison.NOT_COMPARED,
    )
    titles = (
        "Better than England",
        "Higher than England",
        "Similar to England",
        "Lower than England",
        "Worse than England",
        "Not compared with England",
    )
    grouped = [
        (title, [each for each in found if each.verdict.comparison is kind])
        for kind, title in zip(order, titles, strict=True)
    ]
    return tuple(
        ComparedGroup(
            title, tuple(verdict_row(each) for each in members), tuple(each.place.name for each in members)
        )
        for title, members in grouped
        if members
    )


def _since(footprint: Footprint) -> str:
    return f"systems since {day_words(footprint.starts)}"


def _known(contents: SiteContents, measure: Measure, places: Sequence[Place]) -> list[Finding]:
    found = (finding(contents, measure, place) for place in places)
    return [each for each in found if each is not None]


def _comparison(measure: Measure, england: Finding | None, found: Sequence[Finding]) -> Markup:
    """All systems with their intervals; without intervals there is nothing to compare beyond chance."""
    if not any(each.verdict.comparison is not Comparison.NOT_COMPARED for each in found):
        return Markup("")
    best_first = sorted(found, key=lambda each: _rank(each, measure.better))
    return comparison_chart(
        ComparisonChart(
            chart_id="compare",
            title=f"{measure.short}: every system beside England",
            unit=unit_named(measure.unit),
            places=tuple(
                ComparedPlace(
                    each.place.name,
                    each.verdict.value,
                    each.verdict.lower,
                    each.verdict.upper,
                    each.verdict.comparison,
                )
                for each in best_first
            ),
            england=england.verdict.value if england else found[0].verdict.england,
        )
    )


def _rank(each: Finding, better: Better) -> tuple[bool, float]:
    value = each.verdict.value
    return value is None, (value or 0.0) * (1 if better is Better.LOWER else -1)


def _map_note(found: Sequence[Finding]) -> str:
    """Why the map has no colours, where it has none."""
    if any(each.verdict.comparison is not Comparison.NOT_COMPARED for each in found):
        return ""
    return "These figures have no likely range, so nobody can say which differences are more than chance. The map shows no groups."


def _absent(
    contents: SiteContents, measure: Measure, present: Sequence[Place], here: Sequence[Finding]
) -> tuple[str, ...]:
    known = {each.place.id for each in here}
    if not known:
        return (contents.why_not(measure, present[0]),) if present else ()
    return tuple(
        f"{place.name}: {contents.why_not(measure, place)}" for place in present if place.id not in known
    )


def _other_levels(contents: SiteContents, measure: Measure) -> tuple[Link, ...]:
    values = contents.release.values(measure.id)
    held = values.levels if values else ()
    return tuple(
        Link(addresses.level(measure.id, level.value), f"By {LEVEL_WORDS[level]}")
        for level in Level
        if level.value in held and level not in (Level.ENGLAND, Level.ICS)
    )
