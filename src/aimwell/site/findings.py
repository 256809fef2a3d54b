"""What the release says of one measure in one place, gathered for every page that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import cast

from aimwell.domain.measures import Breakdown, Measure
from aimwell.domain.places import Place
from aimwell.domain.verdicts import Change, Comparison, Gap, Prospect, Verdict
from aimwell.presentation.figures import Unit, unit_named
from aimwell.presentation.sentences import Topic
from aimwell.site.contents import ENGLAND, SiteContents, period_words, place_level
from aimwell.site.reader import ReleasedVerdict, Series

SPARK_PERIODS = 24  # two years of months: as much as a line the size of a word can show


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """One measure in one place: its verdict with the words around it, and its recent values."""

    measure: Measure
    place: Place
    verdict: Verdict
    topic: Topic
    recent: Sequence[float | None]

    @property
    def unit(self) -> Unit:
        """How its numbers are written."""
        return self.topic.unit


def finding(contents: SiteContents, measure: Measure, place: Place) -> Finding | None:
    """What is known; None where the release has no verdict for the place."""
    key = (measure.id, place.id)
    if key not in contents.findings:
        contents.findings[key] = _gathered(contents, measure, place)
    return cast(Finding | None, contents.findings[key])


def _gathered(contents: SiteContents, measure: Measure, place: Place) -> Finding | None:
    level = place_level(place)
    released = contents.release.verdicts(measure.id, level).get(place.id)
    values = contents.release.values(measure.id)
    series = values.series(level, place.id) if values else None
    if released is None or series is None:
        return None
    topic = topic_of(contents, measure, place.name, released)
    recent = series.newest(SPARK_PERIODS).column("value")
    return Finding(measure, place, verdict_of(released, _gap(contents, released)), topic, recent)


def findings(contents: SiteContents, place: Place) -> list[Finding]:
    """All that is known of a place, in the order of the measures."""
    found = (finding(contents, measure, place) for measure in contents.system_measures)
    return [each for each in found if each is not None]


def topic_of(contents: SiteContents, measure: Measure, place: str, released: ReleasedVerdict) -> Topic:
    """The words around a verdict."""
    profile = contents.catalogue.profiles.get(released.profile)
    return Topic(
        measure=measure.short,
        place=place,
        period=period_words(released.period),
        unit=unit_named(measure.unit),
        better=measure.better,
        enough_points=profile.minimum_points_for_verdict if profile else 0,
    )


@dataclass(frozen=True, slots=True)
class GroupValue:
    """One group of people with its value in one period."""

    breakdown: str
    name: str
    value: float | None
    lower: float | None
    upper: float | None
    status: str
    value_id: str


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of one dimension in their newest period, in the order in which people count or name them."""

    period: str
    values: tuple[GroupValue, ...]


def groups_at(contents: SiteContents, measure: Measure, level: str, place: str, dimension: str) -> Groups:
    """The newest values of a measure by one dimension; groups that have none in that period are left out."""
    rows = newest_of_groups(contents, measure, level, place, dimension)
    return Groups(
        period=rows[0].last("period") if rows else "",
        values=tuple(
            GroupValue(
                series.breakdown,
                contents.group_name(series.breakdown),
                *(series.last(name) for name in ("value", "lower", "upper", "status", "value_id")),
            )
            for series in rows
        ),
    )


def newest_of_groups(
    contents: SiteContents, measure: Measure, level: str, place: str, dimension: str
) -> tuple[Series, ...]:
    """The series of each group of a dimension that reaches to the newest period of any of them."""
    values = contents.release.values(measure.id)
    if values is None:
        return ()
    codes = [
        code
        for known, _, code in (each.partition(":") for each in values.groups(level, place))
        if known == dimension
    ]
    ordered = (f"{dimension}:{code}" for code in contents.labels.in_order(dimension, codes))
    found = [series for name in ordered if (series := values.series(level, place, name))]
    newest = max((series.last("period_start") for series in found), default=None)
    return tuple(series for series in found if series.last("period_start") == newest)


def group_series(contents: SiteContents, measure: Measure, level: str, place: str) -> tuple[Series, ...]:
    """The newest figure of each group of each dimension, as pages show them; deprivation first."""
    return tuple(
        series.newest(1)
        for each in by_deprivation_first(measure.breakdowns)
        for series in newest_of_groups(contents, measure, level, place, each.by)
    )


def by_deprivation_first(breakdowns: Sequence[Breakdown]) -> list[Breakdown]:
    """Breakdowns as pages show them: deprivation before all else, since it is what systems are asked to narrow."""
    return sorted(breakdowns, key=lambda each: not each.deprivation)


def _gap(contents: SiteContents, released: ReleasedVerdict) -> Gap | None:
    """The gap of a verdict with its groups by name."""
    dimension, worst, best = released.gap_breakdown, released.gap_worst, released.gap_best
    if dimension is None or worst is None or best is None:
        return None
    return Gap(
        breakdown=dimension,
        worst=contents.group_name(f"{dimension}:{worst}"),
        best=contents.group_name(f"{dimension}:{best}"),
        worst_value=nan if released.gap_worst_value is None else released.gap_worst_value,
        best_value=nan if released.gap_best_value is None else released.gap_best_value,
        beyond_chance=bool(released.gap_beyond_chance),
    )


def verdict_of(released: ReleasedVerdict, gap: Gap | None) -> Verdict:
    """A released verdict as the domain has it."""
    return Verdict(
        measure=released.measure,
        place=released.place_id,
        period=released.period,
        value=released.value,
        lower=released.lower,
        upper=released.upper,
        unit=released.unit,
        status=released.status,
        value_id=released.value_id,
        points=released.points,
        change=Change(released.change),
        prospect=Prospect(released.prospect),
        target=released.target,
        target_from=released.target_from,
        comparison=Comparison(released.comparison),
        england=None
        if released.place_id == ENGLAND
        else released.england,  # nobody is compared with themselves
        gap=gap,
        profile=released.profile,
    )
