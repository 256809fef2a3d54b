"""The front page: England's systems on a map, what improves, what gets worse, what falls short."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from aimwell.domain.footprints import Footprint, systems_of
from aimwell.domain.measures import Measure
from aimwell.domain.verdicts import Comparison, Prospect
from aimwell.presentation.sentences import BAD, GOOD
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import AIM_ORDER, AIM_WORDS, ENGLAND, SiteContents, day_words
from aimwell.site.findings import Finding, finding, findings
from aimwell.site.maps import verdict_map
from aimwell.site.page import Dataset, Frame
from aimwell.site.talking_points import is_current, tally
from aimwell.site.verdict_rows import VerdictRow, verdict_dataset, verdict_row
from aimwell.site.wording import name_with_end


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


@dataclass(frozen=True, slots=True, kw_only=True)
class EnglandPage:
    """The overview of England on one footprint."""

    template: ClassVar[str] = "england.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    headline: Link | None
    headline_sentence: str
    headline_why: str
    map: Markup
    systems: tuple[SystemRow, ...]
    footprint: str
    others: tuple[Link, ...]
    moving: tuple[Moving, ...]
    aims: tuple[Aim, ...]
    measures: int
    values_until: str
    files: int
    absent: int


def england_page(contents: SiteContents, footprint: Footprint) -> EnglandPage:
    """The overview with the systems of a footprint."""
    places = systems_of(contents.register, footprint)
    measure = headline(contents)
    found = [each for place in places if measure and (each := finding(contents, measure, place))]
    england = findings(contents, contents.register.place(ENGLAND))
    first = next((each for each in england if each.measure is measure), None)
    aims = tuple(
        Aim(aim, AIM_WORDS[aim], tuple(verdict_row(e) for e in england if e.measure.aim == aim))
        for aim in AIM_ORDER
    )
    return EnglandPage(
        frame=_frame(contents, footprint),
        datasets=(_dataset(contents, footprint),),
        headline=Link(addresses.measure(measure.id), measure.short) if measure else None,
        headline_sentence=verdict_row(first).sentence if first else "",
        headline_why="A rule picks this measure: one with a target if there is any, then the one that most systems can be compared by. Every measure has its own map.",
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
        moving=_moving([each for each in england if is_current(each, contents.today)]),
        aims=tuple(aim for aim in aims if aim.rows),
        measures=len(contents.measures),
        values_until=_latest(england),
        files=len(contents.release.sources),
        absent=len(contents.catalogue.measures) - len(contents.measures),
    )


def headline(contents: SiteContents) -> Measure | None:
    """The measure by which most systems can be compared with England, one with a target before others."""

    def weight(measure: Measure) -> tuple[int, int]:
        verdicts = contents.release.verdicts(measure.id, "ics").values()
        compared = sum(
            each.comparison in (Comparison.BETTER, Comparison.WORSE, Comparison.SIMILAR) for each in verdicts
        )
        return sum(each.target is not None for each in verdicts if compared), compared

    candidates = [measure for measure in contents.system_measures if weight(measure)[1]]
    return max(candidates, key=weight, default=None)


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
        counted = tally(findings(contents, place), contents.today)
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


def _latest(england: Sequence[Finding]) -> str:
    newest = Counter(each.topic.period for each in england).most_common(1)
    return newest[0][0] if newest else ""
