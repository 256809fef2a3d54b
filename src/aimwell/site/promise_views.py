"""A system's promises with their standing, proof and chart, gathered for every page that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from markupsafe import Markup

from aimwell.domain.measures import Measure
from aimwell.domain.periods import Period
from aimwell.domain.statistics.process_codes import PointType
from aimwell.domain.values import EVERYONE
from aimwell.domain.workplace.standing import meant_to_be
from aimwell.presentation.charts.spc import SpcChart, spc_chart
from aimwell.presentation.figures import unit_named
from aimwell.site import addresses
from aimwell.site.contents import SiteContents, period_label
from aimwell.site.findings import newest_of_groups
from aimwell.site.promises import PromiseLine, Surroundings, likely_proof, promise_line
from aimwell.site.reader import Series
from aimwell.site.standings import Judged, in_figures
from aimwell.store.released.places import ReleasedPlace
from aimwell.store.released.promises import PublicPriority, PublicTarget, SystemPromises, as_fields

EVIDENCE_PERIODS = 60  # how many the page of a measure in one place shows: site.pages.evidence.MOST_PERIODS
PAST, AHEAD = 30, 36  # periods of a chart: figures so far, and the way that lies ahead
CHART_PIXELS = 180
MOST_IN_FULL = 30  # targets on the page of a priority, each with its anchor; the rest stand in a list


@dataclass(frozen=True, slots=True, eq=False)
class TargetView:
    """A published target with its standing."""

    target: PublicTarget
    judged: Judged
    line: PromiseLine


@dataclass(frozen=True, slots=True, eq=False)
class PriorityView:
    """A published priority with its targets."""

    priority: PublicPriority
    path: str
    targets: tuple[TargetView, ...]


def surroundings(contents: SiteContents) -> Surroundings:
    """What lines of promises are made with; their links lead only to pages and rows that there are."""
    return Surroundings(
        contents.catalogue.measures, contents.place_ids, contents.release.places, partial(_proof, contents)
    )


def priority_views(contents: SiteContents, place: str) -> tuple[PriorityView, ...]:
    """What a system has published, in its own order; nothing where it has published nothing."""
    promises = contents.release.promises.get(place)
    if promises is None:
        return ()
    around = surroundings(contents)
    return tuple(
        PriorityView(
            each,
            addresses.priority(place, each.id),
            tuple(_target_view(contents, target, around) for target in _of(promises, each)),
        )
        for each in sorted(promises.priorities, key=lambda each: (each.position, each.title))
    )


def _of(promises: SystemPromises, priority: PublicPriority) -> Sequence[PublicTarget]:
    own = (target for target in promises.targets if target.priority == priority.id)
    return sorted(own, key=lambda target: (target.by or "9999", target.title))


def _target_view(contents: SiteContents, target: PublicTarget, around: Surroundings) -> TargetView:
    judged = contents.standings[target.id]
    return TargetView(target, judged, promise_line(as_fields(target), judged, around))


def _proof(contents: SiteContents, measure: str, place: ReleasedPlace | None, value_id: str) -> str:
    """Where a value is shown: on the page of measure × place if there is one, at its row if that is on it."""
    if measure not in contents.release.measures:
        return ""
    level = place.kind if place else ""
    verdicts = contents.release.verdicts(measure, level)
    if place is None or place.id not in verdicts:
        return addresses.measure(measure)
    likely = likely_proof(measure, place, value_id)
    page, hash_sign, _ = likely.partition("#")
    if not hash_sign or _is_shown(contents, measure, place, value_id):
        return likely
    return page


def _is_shown(contents: SiteContents, measure: str, place: ReleasedPlace, value_id: str) -> bool:
    values = contents.release.values(measure)
    series = values.series(place.kind, place.id) if values else None
    if series is not None and value_id in series.newest(EVIDENCE_PERIODS).column("value_id"):
        return True
    declared = contents.catalogue.measures[measure]
    return any(
        value_id == group.last("value_id")
        for each in declared.breakdowns
        for group in newest_of_groups(contents, declared, place.kind, place.id, each.by)
    )


def target_chart(contents: SiteContents, view: TargetView, place_name: str, number: int) -> Markup:
    """The figures so far with the way that was promised; nothing where there are none to draw."""
    target = view.target
    measure = contents.catalogue.measures.get(target.measure)
    series = _series(contents, target) if measure else None
    if measure is None or series is None:
        return Markup("")
    drawn = series.newest(PAST)
    past = drawn.column("period")
    ahead = _ahead(past[-1], target)
    nothing: list[float | None] = [None] * len(ahead)
    marks = [PointType(code or 0) for code in drawn.column("signal")]
    chart = SpcChart(
        chart_id=f"target-{number}",
        title=_chart_title(contents, measure, target, place_name),
        unit=unit_named(measure.unit),
        periods=[period_label(each) for each in (*past, *ahead)],
        values=[*drawn.column("value"), *nothing],
        mean=[*drawn.column("mean"), *nothing],
        lower=[*drawn.column("lower_limit"), *nothing],
        upper=[*drawn.column("upper_limit"), *nothing],
        marks=[*marks, *([PointType.NOT_JUDGED] * len(ahead))],
        targets=_way(contents, target, [*past, *ahead]),
        profile=_profile_title(contents),
        verdict=f"{view.line.standing.words}. {view.line.standing.sentence}",
        pixels=CHART_PIXELS,
    )
    return spc_chart(chart)


def _chart_title(contents: SiteContents, measure: Measure, target: PublicTarget, system: str) -> str:
    place = contents.release.places.get(contents.place_ids.get(target.place.upper(), ""))
    whose = place.name if place else system
    way = "the way promised" if whose == system else f"the way that {system} promised"
    invented = " (illustrative)" if target.illustrative and "illustrative" not in way else ""
    return f"{measure.short} in {whose}, with {way}{invented}"


def _profile_title(contents: SiteContents) -> str:
    known = contents.catalogue.profiles.get(contents.release.profile)
    return known.title if known else contents.release.profile


def _series(contents: SiteContents, target: PublicTarget) -> Series | None:
    place = contents.release.places.get(contents.place_ids.get(target.place.upper(), ""))
    values = contents.release.values(target.measure)
    if place is None or values is None:
        return None
    return values.series(place.kind, place.id, target.breakdown or EVERYONE)


def _ahead(newest: str, target: PublicTarget) -> list[str]:
    """The periods from the newest figure to the day, no more than a chart has room for."""
    found: list[str] = []
    period = Period.parse(newest)
    while target.by and period.end.isoformat() < target.by and len(found) < AHEAD:
        period = period.next()
        found.append(period.text)
    return found


def _way(contents: SiteContents, target: PublicTarget, periods: Sequence[str]) -> list[float | None]:
    """Where the target means to be in each period since its baseline."""
    if target.value is None:
        return []
    promised = in_figures(as_fields(target), contents.catalogue.measures).promised
    if promised.direction == "keep":
        return [target.value] * len(periods)
    began = promised.baseline_period  # '' where it is no period
    since = Period.parse(began).end if began else date.min
    return [
        meant_to_be(promised, target.value, text, Period.parse(text).end)[0]
        if Period.parse(text).end >= since
        else None
        for text in periods
    ]
