"""The front page: England's systems on a map, what improves, what gets worse, what falls short."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from aimwell.domain.footprints import Footprint, systems_of
from aimwell.domain.measures import Measure
from aimwell.domain.periods import Period
from aimwell.domain.places import Place
from aimwell.domain.verdicts import BAD, GOOD, UNTOLD, Comparison, Prospect
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import AIM_ORDER, AIM_WORDS, ENGLAND, SiteContents, day_words, place_level
from aimwell.site.findings import Finding, finding, findings
from aimwell.site.maps import verdict_map
from aimwell.site.page import Dataset, Frame
from aimwell.site.talking_points import in_parts, tally
from aimwell.site.verdict_rows import VerdictRow, verdict_dataset, verdict_row
from aimwell.site.wording import name_with_end

COMPARED = frozenset({Comparison.BETTER, Comparison.WORSE, Comparison.SIMILAR})


@dataclass(frozen=True, slots=True, order=True)
class Weight:
    """How much a measure says of a set of systems, in the order of HEADLINE_RULE."""

    judged: bool  # figures enough for a trend in most of them
    with_target: bool  # a target in force in most of them
    compared: int
    newest: date


@dataclass(frozen=True, slots=True)
class SystemRow:
    """One system on the front page: its headline figure, and how many of its measures move."""

    name: str
    link: str
    row: VerdictRow | None
    improving: int
    worsening: int
    short: int
    judged: int


@dataclass(frozen=True, slots=True)
class Aim:
    """One aim with England's measures."""

    id: str
    title: str
    rows: tuple[VerdictRow, ...]


@dataclass(frozen=True, slots=True)
class Moving:
    """Measures of England that share a verdict."""

    id: str
    title: str
    rows: tuple[VerdictRow, ...]
    nothing: str


@dataclass(frozen=True, slots=True)
class MapGroup:
    """The measures of one aim whose page has a map of systems."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglandPage:
    """The overview of England on one footprint."""

    template: ClassVar[str] = "england.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    headline: Link | None
    headline_period: str
    headline_sentence: str
    headline_why: str
    other_maps: tuple[MapGroup, ...]
    map: Markup
    systems: tuple[SystemRow, ...]
    footprint: str
    others: tuple[Link, ...]
    moving: tuple[Moving, ...]
    aims: tuple[Aim, ...]
    measures: int
    files: int
    absent: int


def england_page(contents: SiteContents, footprint: Footprint) -> EnglandPage:
    """The overview with the systems of a footprint."""
    places = systems_of(contents.register, footprint)
    weighed = _weighed(contents, places)
    measure = next((each for weight, each in weighed if weight.judged), None)
    found = [each for place in places if measure and (each := finding(contents, measure, place))]
    england = findings(contents, contents.register.place(ENGLAND))
    first = next((each for each in england if each.measure is measure), None)
    aims = tuple(
        Aim(aim, AIM_WORDS[aim], _most_telling(contents, [e for e in england if e.measure.aim == aim]))
        for aim in AIM_ORDER
    )
    return EnglandPage(
        frame=_frame(contents, footprint),
        datasets=(_dataset(contents, footprint),),
        headline=Link(addresses.measure(measure.id), measure.short) if measure else None,
        headline_period=first.topic.period if first else "",
        headline_sentence=verdict_row(first).sentence if first else "",
        headline_why=HEADLINE_RULE,
        other_maps=_other_maps(contents, [each for _, each in weighed if each is not measure]),
        map=verdict_map(
            contents, footprint, found, root="", chart_id="map", title=measure.short if measure else ""
        ),
        systems=_systems(contents, footprint, found),
        footprint=f"{footprint.label}, from {day_words(footprint.starts)}",
        others=tuple(
            Link(_path(contents, other), f"The {other.label} from {day_words(other.starts)}")
            for other in reversed(contents.footprints)
            if other != footprint
        ),
        moving=_moving(
            [
                each
                for each in england
                if contents.talking_rule.is_current(each.verdict.period, contents.today)
            ]
        ),
        aims=tuple(aim for aim in aims if aim.rows),
        measures=len(contents.measures),
        files=len(contents.release.sources),
        absent=len(contents.catalogue.measures) - len(contents.measures),
    )


HEADLINE_RULE = (
    "A rule picks this measure, the same at every release: of those with figures enough to tell a trend in most of "
    "these systems, first those with a target in force, then the one by which most systems can be compared with "
    "England, then the newest."
)


def headlines(contents: SiteContents, places: Sequence[Place]) -> tuple[Measure, ...]:
    """Measures that most of these systems can be judged by, the headline of the front page first."""
    return tuple(measure for weight, measure in _weighed(contents, places) if weight.judged)


def _weighed(contents: SiteContents, places: Sequence[Place]) -> list[tuple[Weight, Measure]]:
    """Every measure by which some of these systems are compared, by HEADLINE_RULE."""
    weighed = [(_weight(contents, measure, places), measure) for measure in contents.system_measures]
    held = [(weight, measure) for weight, measure in weighed if weight.compared]
    return sorted(held, key=lambda pair: pair[0], reverse=True)


def _weight(contents: SiteContents, measure: Measure, places: Sequence[Place]) -> Weight:
    known = contents.release.verdicts(measure.id, place_level(places[0])) if places else {}
    found = [known[place.id] for place in places if place.id in known]
    told = sum(each.change not in UNTOLD for each in found)
    with_target = sum(each.target is not None for each in found)
    return Weight(
        judged=2 * told > len(places),
        with_target=2 * with_target > len(places),
        compared=sum(each.comparison in COMPARED for each in found),
        newest=max((Period.parse(each.period).end for each in found), default=date.min),
    )


def _other_maps(contents: SiteContents, measures: Sequence[Measure]) -> tuple[MapGroup, ...]:
    """Links to the maps of other measures, by aim; a measure's own page shows the systems of today."""
    drawn = contents.boundaries(contents.newest)
    today = {outline.place for outline in drawn.systems} if drawn else set()
    mapped = [m for m in measures if not today.isdisjoint(contents.release.verdicts(m.id, "ics"))]
    return tuple(
        MapGroup(AIM_WORDS[aim], tuple(Link(f"{addresses.measure(m.id)}#map", m.short) for m in held))
        for aim in AIM_ORDER
        if (held := [measure for measure in mapped if measure.aim == aim])
    )


def _most_telling(contents: SiteContents, found: Sequence[Finding]) -> tuple[VerdictRow, ...]:
    """Findings of which most can be said first."""
    parts = in_parts(found, contents.talking_rule, contents.today)
    return tuple(verdict_row(each) for each in (*parts.told, *parts.beside, *parts.short))


def _path(contents: SiteContents, footprint: Footprint) -> str:
    return (
        addresses.INDEX if footprint == contents.newest else addresses.footprint(footprint.starts.isoformat())
    )


def _frame(contents: SiteContents, footprint: Footprint) -> Frame:
    newest = footprint == contents.newest
    return Frame(
        path=_path(contents, footprint),
        title="How England's health and care systems are doing",
        caption="" if newest else f"With the {footprint.label} that began on {day_words(footprint.starts)}",
        description="One checkable public record of every integrated care system in England: what changes, what meets its target, who is left behind.",
        section=addresses.INDEX,
        crumbs=() if newest else (Link(addresses.INDEX, "England"),),
        formats=("csv", "json", "xlsx"),
    )


def _dataset(contents: SiteContents, footprint: Footprint) -> Dataset:
    places = (contents.register.place(ENGLAND), *systems_of(contents.register, footprint))
    return verdict_dataset(footprint.label, [each for place in places for each in findings(contents, place)])


def _systems(contents: SiteContents, footprint: Footprint, found: Sequence[Finding]) -> tuple[SystemRow, ...]:
    known = {each.place.id: each for each in found}
    made = []
    for place in systems_of(contents.register, footprint):
        counted = tally(findings(contents, place), contents.talking_rule, contents.today)
        row = verdict_row(known[place.id]) if place.id in known else None
        made.append(
            SystemRow(
                name_with_end(place),
                addresses.system(place.id),
                row,
                counted.improving,
                counted.worsening,
                counted.short,
                counted.judged,
            )
        )
    return tuple(made)


def _moving(england: Sequence[Finding]) -> tuple[Moving, ...]:
    better = [each for each in england if each.verdict.change in GOOD]
    worse = [each for each in england if each.verdict.change in BAD]
    misses = [each for each in england if each.verdict.prospect is Prospect.WILL_NOT]
    return (
        _movement("improving", "Getting better", better, "No measure is getting better by more than chance."),
        _movement("worsening", "Getting worse", worse, "No measure is getting worse by more than chance."),
        _movement(
            "short",
            "Will keep missing its target",
            misses,
            "No measure is sure to miss a target that we know of.",
        ),
    )


def _movement(identity: str, title: str, found: Sequence[Finding], nothing: str) -> Moving:
    return Moving(identity, title, tuple(verdict_row(each) for each in found), nothing)
