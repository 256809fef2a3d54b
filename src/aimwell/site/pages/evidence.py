"""The page of one measure in one place: the verdict, the chart, the groups, and where each number comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from aimwell.domain.feeds import CountedBy
from aimwell.domain.measures import Measure
from aimwell.domain.places import Place, PlaceKind
from aimwell.presentation import sentences
from aimwell.presentation.charts.spc import spc_key
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.breakdowns import Breakdown, breakdowns_of
from aimwell.site.contents import SiteContents, place_level
from aimwell.site.findings import Finding, finding, group_series
from aimwell.site.formulas import Formula, formula_of
from aimwell.site.page import Dataset, Frame
from aimwell.site.process_charts import process_view, profile_title, series_of
from aimwell.site.similar import SimilarSystems, similar_systems
from aimwell.site.tracing import TracedValue, trace_rows, traced_values, values_dataset
from aimwell.site.verdict_rows import ASSURANCES, VARIATIONS
from aimwell.site.wording import name_with_end

MOST_PERIODS = 60  # five years of months; the CSV has all
COUNTED_BY = {
    CountedBy.PROVIDER: "Counted where people are treated",
    CountedBy.COMMISSIONER: "Counted by the body that pays for care",
    CountedBy.PRACTICE: "Counted by general practice",
    CountedBy.RESIDENCE: "Counted where people live",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One of the four questions with its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePage:
    """One measure in one place."""

    template: ClassVar[str] = "evidence.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    sentence: str
    evidence: str
    icons: tuple[Markup, ...]
    questions: tuple[Question, ...]
    chart: Markup
    chart_notes: tuple[str, ...]
    key: Markup
    profile: str
    target_from: str
    traced: tuple[TracedValue, ...]
    trace_rows: Markup
    left_out: int
    formula: Formula
    feed: str
    licence: str
    counted_by: str
    caveats: tuple[str, ...]
    breakdowns: tuple[Breakdown, ...]
    similar: SimilarSystems | None
    other_borders: tuple[Link, ...]
    why_no_others: str
    measure: Link
    place: Link


def evidence_page(contents: SiteContents, measure: Measure, place: Place) -> EvidencePage | None:
    """The page, or None where the release has no series for the pair."""
    found = finding(contents, measure, place)
    series = series_of(contents, found) if found else None
    if found is None or series is None:
        return None
    newest, feed = series.newest(MOST_PERIODS), contents.catalogue.feeds[measure.feed]
    verdict, formula = found.verdict, formula_of(contents, measure)
    view = process_view(contents, found, MOST_PERIODS)
    traced, groups = traced_values(contents, found, newest), breakdowns_of(contents, found)
    others, why_no_others = _other_borders(contents, measure, place)
    return EvidencePage(
        frame=evidence_frame(measure, place),
        datasets=(
            values_dataset(
                contents, found, (series, *group_series(contents, measure, place_level(place), place.id))
            ),
        ),
        sentence=sentences.verdict_sentence(found.topic, verdict),
        evidence=sentences.evidence_sentence(found.topic, verdict),
        icons=(VARIATIONS[verdict.change], ASSURANCES[verdict.prospect]),
        questions=_questions(found, groups),
        chart=view.chart,
        chart_notes=view.notes,
        key=spc_key(),
        profile=profile_title(contents, found),
        target_from=verdict.target_from,
        traced=traced,
        trace_rows=trace_rows(traced, divided=bool(formula.bottom)),
        left_out=len(series) - len(newest),
        formula=formula,
        feed=feed.title,
        licence=feed.licence,
        counted_by=COUNTED_BY[feed.counted_by],
        caveats=measure.caveats,
        breakdowns=groups,
        similar=similar_systems(contents, measure, place, found),
        other_borders=others,
        why_no_others=why_no_others,
        measure=Link(addresses.measure(measure.id), measure.title),
        place=Link(addresses.system(place.id), place.name),
    )


def evidence_frame(measure: Measure, place: Place) -> Frame:
    """Address and title."""
    return Frame(
        path=addresses.evidence(place.id, measure.id),
        title=f"{measure.short}: {place.name}",
        caption=measure.question,
        description=f"{measure.title} in {place.name}, with the source of every number.",
        section=addresses.SYSTEMS,
        crumbs=(
            Link(addresses.INDEX, "England"),
            Link(addresses.SYSTEMS, "Systems"),
            Link(addresses.system(place.id), place.name),
        ),
        formats=("csv", "json"),
    )


def _questions(found: Finding, groups: Sequence[Breakdown]) -> tuple[Question, ...]:
    topic, verdict = found.topic, found.verdict
    left_behind = sentences.who_is_left_behind(topic, verdict.gap)
    if verdict.gap is None and any(each.people for each in groups):
        left_behind = "We cannot tell from the figures by group of people, which are below."
    return (
        Question("Is it changing?", sentences.is_it_changing(topic, verdict)),
        Question("Will it get there?", sentences.will_it_get_there(topic, verdict)),
        Question("How does it compare?", sentences.how_does_it_compare(topic, verdict)),
        Question("Who is left behind?", left_behind),
    )


def _other_borders(contents: SiteContents, measure: Measure, place: Place) -> tuple[tuple[Link, ...], str]:
    """The same measure for what was here before or followed; else the reason why there is none."""
    if place.kind is not PlaceKind.ICS:
        return (), ""
    near = (*contents.register.predecessors(place), *contents.register.successors(place))
    systems = {each.id for each in contents.systems}
    known = contents.release.verdicts(measure.id, "ics")
    links = tuple(
        Link(addresses.evidence(each.id, measure.id), name_with_end(each))
        for each in near
        if each.id in known and each.id in systems
    )
    missing = [each for each in near if each.id in systems and each.id not in known]
    reasons = " ".join(f"{name_with_end(each)}: {contents.why_not(measure, each)}" for each in missing)
    return links, reasons
