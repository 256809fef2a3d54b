"""How promises stand by released figures: gathers the series that targets need in one read, and judges them.

The workplace asks here too, so that a draft and its public page are never told apart by their arithmetic.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from aimwell.domain.measures import Better, Measure
from aimwell.domain.periods import Period
from aimwell.domain.problems import Problem
from aimwell.domain.statistics.gap import absolute_gap
from aimwell.domain.statistics.process_codes import Better as Direction
from aimwell.domain.statistics.process_codes import PointType
from aimwell.domain.statistics.spc_profile import AtLimit, Profile
from aimwell.domain.statistics.xmr import process_behaviour
from aimwell.domain.values import EVERYONE
from aimwell.domain.workplace.standing import (
    Observed,
    Promised,
    Reason,
    Standing,
    StandingRule,
    cannot_tell,
    standing_of,
)
from aimwell.site.reader import Release
from aimwell.store.folder import StoreFolder
from aimwell.store.released.places import ReleasedPlace
from aimwell.store.released.series import ReleasedSeries, SeriesKey, read_series

LEAST_GROUPS = 2
GAP = "gap:"  # a series of our own: the widest gap between the groups of a dimension, period by period
HIGH = frozenset({PointType.IMPROVEMENT_HIGH, PointType.CONCERN_HIGH, PointType.NEUTRAL_HIGH})
LOW = frozenset({PointType.IMPROVEMENT_LOW, PointType.CONCERN_LOW, PointType.NEUTRAL_LOW})


@dataclass(frozen=True, slots=True)
class TargetInFigures:
    """What judging needs of a target. place: the code people know it by; gap None: it has no gap target."""

    id: str
    measure: str
    place: str
    breakdown: str
    promised: Promised
    gap_by: str = ""
    gap: Promised | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A target's standing, and that of its gap target where it has one."""

    standing: Standing
    gap: Standing | None


def in_figures(target: Mapping[str, Any], measures: Mapping[str, Measure]) -> TargetInFigures:
    """A target as judging needs it; from a draft's fields or from what was published. Days: dates or ISO text."""
    measure = measures.get(target["measure"])
    better = measure.better if measure else Better.NEITHER
    baseline_period = period_text(target["baseline_period"])
    promised = Promised(
        better=better,
        direction=target["direction"],
        baseline=target["baseline"],
        baseline_period=baseline_period,
        value=target["value"],
        by=_day(target["by"]),
        trajectory=target["trajectory"],
    )
    gap = None
    if target["gap_by"] and target["gap_value"] is not None:
        gap = Promised(
            better=Better.LOWER,
            baseline=target["gap_baseline"],
            baseline_period=baseline_period,
            value=target["gap_value"],
            by=_day(target["gap_due"] or target["by"]),
        )
    return TargetInFigures(
        id=str(target["id"]),
        measure=target["measure"],
        place=target["place"],
        breakdown=target["breakdown"] or EVERYONE,
        promised=promised,
        gap_by=target["gap_by"],
        gap=gap,
    )


def place_ids(places: Iterable[ReleasedPlace], today: date) -> Mapping[str, str]:
    """The id of the place that a code means today; of the newest, where none with that code still is."""
    found: dict[str, str] = {}
    for place in sorted(places, key=lambda each: _stands(each, today)):
        for code in (place.ons, place.code, place.id):
            if code:
                found[code.upper()] = place.id
    return found | {place.id.upper(): place.id for place in places}


def _stands(place: ReleasedPlace, today: date) -> tuple[bool, date]:
    here = (place.valid_from or date.min) <= today <= (place.valid_to or date.max)
    return here, place.valid_from or date.min


@dataclass(frozen=True, slots=True)
class JudgedBy:
    """What promises are held to: the chart rules of the release, the rule of promises, and the day."""

    profile: Profile
    rule: StandingRule
    today: date


def chart_rules(release: Release, profiles: Mapping[str, Profile]) -> Profile:
    """The chart rules that a release was judged by; the first declared, where it has judged nothing."""
    return profiles.get(release.profile) or next(iter(profiles.values()))


def judge_targets(
    targets: Sequence[TargetInFigures], folder: StoreFolder, places: Mapping[str, str], by: JudgedBy
) -> Mapping[str, Judged]:
    """How each target stands, by its id. places: ids of places by code."""
    ids = {target.id: places.get(target.place.upper(), "") for target in targets}
    wanted = {target.measure for target in targets if target.measure}
    groups = {target.gap_by for target in targets if target.gap}
    groups |= {target.breakdown.partition(":")[0] for target in targets}
    released = read_series(folder, wanted, set(ids.values()) - {""}, groups)
    held = frozenset(measure for measure, _, _ in released)
    keys = {key for target in targets for key in _keys(target, ids[target.id])}
    figures = _observed(released, keys, by.profile)
    return {target.id: _judged(target, ids[target.id], figures, held, by) for target in targets}


def _keys(target: TargetInFigures, place: str) -> Iterable[SeriesKey]:
    yield target.measure, place, target.breakdown
    if target.gap is not None:
        yield target.measure, place, GAP + target.gap_by


def _judged(
    target: TargetInFigures,
    place: str,
    figures: Mapping[SeriesKey, Observed],
    held: frozenset[str],
    by: JudgedBy,
) -> Judged:
    def standing(promised: Promised, breakdown: str) -> Standing:
        if not target.measure:
            return cannot_tell(Reason.NO_MEASURE)
        found = figures.get((target.measure, place, breakdown))
        made = standing_of(promised, found, by.rule, by.today)
        if made.reason is Reason.NO_VALUES and target.measure in held:
            return cannot_tell(Reason.NOT_AVAILABLE)
        return made

    gap = standing(target.gap, GAP + target.gap_by) if target.gap else None
    return Judged(standing(target.promised, target.breakdown), gap)


def _observed(
    released: Mapping[SeriesKey, ReleasedSeries], keys: Iterable[SeriesKey], profile: Profile
) -> dict[SeriesKey, Observed]:
    """The series asked for, with limits: as released for everyone, worked out here for groups and gaps."""
    by_dimension: dict[SeriesKey, list[ReleasedSeries]] = {}
    for (measure, place, breakdown), series in released.items():
        by_dimension.setdefault((measure, place, breakdown.partition(":")[0]), []).append(series)
    found, without = {}, {}
    for key in keys:
        measure, place, breakdown = key
        if breakdown.startswith(GAP):
            groups = by_dimension.get((measure, place, breakdown.removeprefix(GAP)), [])
            without[key] = gap_series(groups)
        elif key in released:
            if breakdown == EVERYONE:
                found[key] = _as_released(released[key], profile)
            else:
                without[key] = released[key]
    return found | _with_limits({key: each for key, each in without.items() if each.value}, profile)


def _as_released(series: ReleasedSeries, profile: Profile) -> Observed:
    return _made(
        series, profile,
        lower_limit=series.lower_limit[-1], upper_limit=series.upper_limit[-1],
        signal=series.signal[-1] or 0, points=_current_stretch(series.mean),
    )  # fmt: skip


def _current_stretch(mean: Sequence[float | None]) -> int:
    """How many of the newest figures share the average of now: those since the chart last began anew."""
    newest = mean[-1]
    return next((count for count, each in enumerate(reversed(mean)) if each != newest), len(mean))


def _with_limits(series: Mapping[SeriesKey, ReleasedSeries], profile: Profile) -> dict[SeriesKey, Observed]:
    if not series:
        return {}
    longest = max(len(each.value) for each in series.values())
    table = np.full((len(series), longest), np.nan)
    for row, each in enumerate(series.values()):
        table[row, : len(each.value)] = each.value
    made = process_behaviour(table, profile=profile, better=Direction.NEITHER)
    return {
        key: _made(
            each, profile,
            lower_limit=_number(made.lower_limit[row, 0]), upper_limit=_number(made.upper_limit[row, 0]),
            signal=int(made.variation[row]), points=int(made.points[row]),
        )
        for row, (key, each) in enumerate(series.items())
    }  # fmt: skip


def _made(
    series: ReleasedSeries,
    profile: Profile,
    *,
    lower_limit: float | None,
    upper_limit: float | None,
    signal: int,
    points: int,
) -> Observed:
    return Observed(
        periods=series.period,
        ends=[_ends(text) for text in series.period],
        values=series.value,
        value_ids=series.value_id,
        lower=series.lower,
        upper=series.upper,
        lower_limit=lower_limit,
        upper_limit=upper_limit,
        signal=1 if signal in HIGH else -1 if signal in LOW else 0,
        points=points,
        enough=profile.minimum_points_for_verdict,
        touching=profile.at_limit is AtLimit.MET_OR_MISSED,
    )


class _Group(NamedTuple):
    value: float
    lower: float | None
    upper: float | None
    value_id: str


def gap_series(groups: Sequence[ReleasedSeries]) -> ReleasedSeries:
    """The gap between the group that fares worst and the one that fares best, in each period that has two groups.

    It rests on the value of the group that is higher, and its likely range combines those of both.
    """
    rows: dict[str, list[_Group]] = {}
    for each in groups:
        rows_of = zip(each.value, each.lower, each.upper, each.value_id, strict=True)
        for period, cells in zip(each.period, rows_of, strict=True):
            rows.setdefault(period, []).append(_Group(*cells))
    wide = {
        period: (max(own, key=lambda group: group.value), min(own, key=lambda group: group.value))
        for period, own in rows.items()
        if len(own) >= LEAST_GROUPS
    }
    periods = sorted(wide, key=lambda text: (Period.parse(text).start, text))
    known = [[cell for end in wide[text] for cell in (end.value, end.lower, end.upper)] for text in periods]
    made = absolute_gap(*np.array(known, dtype=float).reshape(-1, 6).T)  # None becomes NaN
    nothing: list[Any] = [None] * len(periods)
    return ReleasedSeries(
        period=periods,
        value=[wide[text][0].value - wide[text][1].value for text in periods],
        lower=[_number(each) for each in made.lower],
        upper=[_number(each) for each in made.upper],
        value_id=[wide[text][0].value_id for text in periods],
        mean=nothing, lower_limit=nothing, upper_limit=nothing, signal=nothing,
    )  # fmt: skip


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


@lru_cache(maxsize=10_000)
def _ends(period: str) -> date:
    return Period.parse(period).end


@lru_cache(maxsize=10_000)
def period_text(text: str) -> str:
    """A period as releases write it; '' for text that is none, which nothing can be held against."""
    try:
        return Period.parse(text).text if text else ""
    except Problem:
        return ""


def _day(given: date | str | None) -> date | None:
    if isinstance(given, str):
        return date.fromisoformat(given) if given else None
    return given
