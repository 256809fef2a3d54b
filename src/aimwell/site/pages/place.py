"""The page of a system, and of England: what a resident wants to know, then every measure by aim."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from aimwell.domain.measures import Better, Measure
from aimwell.domain.places import Place, PlaceKind
from aimwell.presentation.sentences import who_is_left_behind
from aimwell.presentation.talking_points import heading_words, rule_in_words
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import AIM_ORDER, AIM_WORDS, ENGLAND, SiteContents, day_words
from aimwell.site.findings import Finding, findings
from aimwell.site.page import Dataset, Frame
from aimwell.site.promise_views import priority_views
from aimwell.site.residents import ResidentAnswer, residents_answers
from aimwell.site.scorecard import Count, carried_words, marked, score_rows
from aimwell.site.sourced_verdicts import sourced_verdicts
from aimwell.site.specialties import specialty_link
from aimwell.site.talking_points import Tally, in_parts, talking_points, tally
from aimwell.site.verdict_rows import VerdictRow, verdict_row
from aimwell.site.wording import name_with_end


@dataclass(frozen=True, slots=True)
class AimSection:
    """The measures of one aim: what can be judged, what only differs from England, and the rest."""

    id: str
    title: str
    told: tuple[VerdictRow, ...]
    beside: tuple[VerdictRow, ...]
    short: tuple[VerdictRow, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to talk about."""

    row: VerdictRow
    reason: str


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """One measure whose groups fare differently by more than chance."""

    measure: str
    link: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Absent:
    """Measures without figures here for one and the same reason."""

    reason: str
    measures: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a system, or what it follows; links lead to the other systems."""

    sentence: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Promised:
    """How a system's promises stand, in brief; `counts` are empty where it has published none."""

    link: str
    counts: tuple[Count, ...]
    carried: str
    illustrative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePage:
    """A system's account."""

    template: ClassVar[str] = "place.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    name: str
    tally: Tally
    answers: tuple[ResidentAnswer, ...]
    residents_rule: str
    promised: Promised | None
    points_title: str
    points: tuple[Point, ...]
    rule: str
    aims: tuple[AimSection, ...]
    left_behind: tuple[LeftBehind, ...]
    absent: tuple[Absent, ...]
    absent_count: int
    changes: tuple[Change, ...]
    board: str
    councils: str
    choice: tuple[Link, ...]


MOST_LEFT_BEHIND = 6  # the widest gaps; each measure's own page has all


def place_page(contents: SiteContents, place: Place) -> PlacePage:
    """The account of a place."""
    found, rule = findings(contents, place), contents.talking_rule
    shown, left_behind = {each.measure.id for each in found}, _widest_gaps(found)
    return PlacePage(
        frame=place_frame(contents, place),
        datasets=(sourced_verdicts(contents, place.name, found, left_behind),),
        name=place.name,
        tally=tally(found, rule, contents.today),
        answers=residents_answers(contents, place),
        residents_rule=contents.residents_view.reason,
        promised=_promised(contents, place),
        points_title=heading_words(rule).capitalize(),
        points=tuple(
            Point(verdict_row(each.finding), each.reason)
            for each in talking_points(found, rule, contents.today)
        ),
        rule=rule_in_words(rule),
        aims=tuple(
            _aim(contents, aim, found) for aim in AIM_ORDER if any(each.measure.aim == aim for each in found)
        ),
        left_behind=tuple(
            LeftBehind(
                each.measure.short,
                addresses.evidence(each.place.id, each.measure.id),
                who_is_left_behind(each.topic, each.verdict.gap),
            )
            for each in left_behind
        ),
        absent=_absent(contents, place, [m for m in contents.system_measures if m.id not in shown]),
        absent_count=len(contents.system_measures) - len(found),
        changes=changes_of(contents, place),
        board=addresses.board(place.id),
        councils=_councils(contents, place),
        choice=_choice(contents, place),
    )


def _promised(contents: SiteContents, place: Place) -> Promised | None:
    if place.kind is not PlaceKind.ICS:
        return None
    views = priority_views(contents, place.id)
    return Promised(
        addresses.promises(place.id),
        score_rows(views)[-1].counts if views else (),
        carried_words(views),
        marked(contents.release.promises.get(place.id)),
    )


def place_frame(contents: SiteContents, place: Place) -> Frame:
    """Address and title of a place's account."""
    ended = place.valid_to is not None and place.valid_to < contents.today
    kind = "All of England" if place.id == ENGLAND else "Integrated care system"
    return Frame(
        path=addresses.system(place.id),
        title=place.name,
        caption=f"{kind}, until {day_words(place.valid_to)}" if ended and place.valid_to else kind,
        description=f"How health and care are doing in {place.name}: every measure with its source.",
        section=addresses.SYSTEMS,
        crumbs=(Link(addresses.INDEX, "England"), Link(addresses.SYSTEMS, "Systems")),
        formats=("csv", "json", "xlsx"),
    )


def changes_of(contents: SiteContents, place: Place) -> tuple[Change, ...]:
    """What followed a system that ended, what a new one follows, and whose board meets with its own."""
    if place.kind is not PlaceKind.ICS:
        return ()
    register, made = contents.register, []
    after, before = register.successors(place), register.predecessors(place)
    systems = {each.id for each in contents.systems}
    if place.valid_to is not None:
        ended = "ended" if place.valid_to < contents.today else "ends"
        made.append(
            Change(
                f"{place.name} {ended} with these borders on {day_words(place.valid_to)}. What followed:",
                _links(after, systems),
            )
        )
    if place.valid_from is not None and any(each.id in systems for each in before):
        began = f"{place.name} has had these borders since {day_words(place.valid_from)}."
        made.append(
            Change(
                f"{began} Figures from before that day are worked out for today's borders where that is possible. What was here before:",
                _links(before, systems),
            )
        )
    shared = register.sharing_board(place, contents.today)
    if shared:
        made.append(Change("Its board meets as one with the boards of:", _links(shared, systems)))
    return tuple(made)


def _links(places: tuple[Place, ...], systems: set[str]) -> tuple[Link, ...]:
    return tuple(
        Link(addresses.system(each.id), name_with_end(each)) for each in places if each.id in systems
    )


def _aim(contents: SiteContents, aim: str, found: list[Finding]) -> AimSection:
    of_aim = [each for each in found if each.measure.aim == aim]
    parts = in_parts(of_aim, contents.talking_rule, contents.today)
    rows = (tuple(verdict_row(each) for each in part) for part in (parts.told, parts.beside, parts.short))
    return AimSection(aim, AIM_WORDS[aim], *rows)


def _widest_gaps(found: list[Finding]) -> list[Finding]:
    """Measures whose groups of people fare differently by more than chance, the widest gap first."""
    telling = [
        each
        for each in found
        if each.verdict.gap and each.verdict.gap.beyond_chance and each.measure.better is not Better.NEITHER
    ]
    # Deprivation before all else: it is what systems are asked to narrow.
    return sorted(telling, key=lambda each: (not _by_deprivation(each), -_width(each)))[:MOST_LEFT_BEHIND]


def _by_deprivation(each: Finding) -> bool:
    gap = each.verdict.gap
    return any(
        breakdown.deprivation and gap and breakdown.by == gap.breakdown
        for breakdown in each.measure.breakdowns
    )


def _width(each: Finding) -> float:
    """The gap as a share of the place's value, so that units do not matter."""
    gap = each.verdict.gap
    return (
        abs(gap.worst_value - gap.best_value) / abs(each.verdict.value) if gap and each.verdict.value else 0.0
    )


def _absent(contents: SiteContents, place: Place, measures: Sequence[Measure]) -> tuple[Absent, ...]:
    """Measures without figures by reason, the commonest reason first."""
    by_reason: dict[str, list[Link]] = {}
    for measure in measures:
        link = Link(addresses.measure(measure.id), measure.short)
        by_reason.setdefault(contents.why_not(measure, place), []).append(link)
    ordered = sorted(by_reason.items(), key=lambda pair: -len(pair[1]))
    return tuple(Absent(reason, tuple(links)) for reason, links in ordered)


def _choice(contents: SiteContents, place: Place) -> tuple[Link, ...]:
    """Waits for each specialty at the hospitals of a system of today."""
    if place.kind is not PlaceKind.ICS or not place.existed(contents.today):
        return ()
    held = [group for group, systems in contents.specialty_systems.items() if place.id in systems]
    links = (specialty_link(contents, group) for group in held)
    return tuple(Link(f"{link.path}#{place.id}", link.words) for link in links)


def _councils(contents: SiteContents, place: Place) -> str:
    """The councils whose people live here, as a list in words."""
    if place.kind is not PlaceKind.ICS:
        return ""
    on = place.valid_to or contents.today
    return ", ".join(sorted(each.name for each in contents.register.children(place, PlaceKind.COUNCIL, on)))
