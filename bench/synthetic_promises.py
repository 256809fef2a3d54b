"""Invented promises on real measures, for benchmarks and tests: priorities and targets of systems, with trajectories.

Everything is marked illustrative. The numbers are made of released figures by fixed arithmetic, without chance.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from aimwell.domain.measures import Better, Measure
from aimwell.domain.periods import Period, PeriodKind
from aimwell.domain.problems import Problem
from aimwell.domain.values import EVERYONE
from aimwell.domain.workplace.trajectories import periods_between, straight_line
from aimwell.store.folder import StoreFolder
from aimwell.store.released.promises import Decided, PublicPriority, PublicTarget, SystemPromises, known
from aimwell.store.released.reading import released_measures
from aimwell.store.released.series import ReleasedSeries, read_series

PRIORITIES = (
    ("People wait no longer than they should", "national", "outcomes", "Waiting harms people, and those who can least wait most."),
    ("Care in an emergency comes in time", "national", "outcomes", "Long waits in emergency departments cost lives."),
    ("Everybody can reach their practice", "national", "productivity", "Most care begins there."),
    ("Children grow up healthy", "local", "inequality", "What happens before five shapes a life."),
    ("Fewer people fall ill from what can be prevented", "local", "inequality", "Years in good health differ by street."),
    ("People leave hospital when they are ready", "local", "productivity", "A day too long in bed costs ten years of muscle."),
    ("Good work in care", "local", "development", "Services are as good as the people who give them."),
)  # fmt: skip
SHARES = (0.04, 0.10, -0.02, 0.25)  # of the baseline, towards better; one asks for what is there already
OLDEST = date(2025, 1, 1)  # series that ended before are nobody's promise
AHEAD = (18, -3, 12, 30)  # periods from the newest figure to the day; one day has passed


@dataclass(frozen=True)
class SyntheticTarget:
    """A target's fields and its trajectory. priority: its number among PRIORITIES."""

    priority: int
    fields: Mapping[str, Any]
    trajectory: Mapping[str, float]


def series_of_places(
    folder: StoreFolder, measures: Mapping[str, Measure], places: Sequence[str]
) -> Mapping[str, Mapping[str, ReleasedSeries]]:
    """What is released for everyone in some places: by place, then by measure."""
    wanted = [name for name in released_measures(folder) if name in measures]
    found: dict[str, dict[str, ReleasedSeries]] = {place: {} for place in places}
    for (measure, place, group), series in read_series(folder, wanted, places).items():
        if group == EVERYONE and _usable(measures[measure], series):
            found[place][measure] = series
    return found


def targets_of(
    series: Mapping[str, ReleasedSeries], measures: Mapping[str, Measure], code: str, count: int
) -> Iterator[SyntheticTarget]:
    """Targets of one system on the measures that have figures there: a share better than they were, by some day.

    series: its figures by measure; code: what people know it by. Measures come again with other numbers until
    there are enough.
    """
    usable = [measures[name] for name in sorted(series)]
    for number in range(count if usable else 0):
        measure = usable[number % len(usable)]
        yield _target(measure, series[measure.id], code, number)


def _usable(measure: Measure, series: ReleasedSeries) -> bool:
    kinds = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.FINANCIAL_YEAR)
    newest = Period.parse(series.period[-1])
    enough = len(series.value) > 2 and newest.end >= OLDEST
    return measure.better is not Better.NEITHER and newest.kind in kinds and enough


def _target(measure: Measure, series: ReleasedSeries, code: str, number: int) -> SyntheticTarget:
    back = min(len(series.value), 10 + 8 * (number % 2))
    baseline, period = round(series.value[-back], 1), series.period[-back]
    sign = 1 if measure.better is Better.HIGHER else -1
    value = round(baseline * (1 + sign * SHARES[number % 4]), 1)
    if measure.unit == "percent":
        value = min(value, 99.0)
    by = _day(Period.parse(series.period[-1]), AHEAD[number % 4])
    title = f"{measure.short}: {'at least' if sign > 0 else 'no more than'} {value:g} by {by:%B %Y}"
    gap = (
        next((each.by for each in measure.breakdowns if each.deprivation or each.people), "sex")
        if number % 3 == 0
        else ""
    )
    fields = {
        "title": title, "measure": measure.id, "place": code, "breakdown": EVERYONE,
        "direction": "higher" if sign > 0 else "lower", "unit": measure.unit,
        "baseline": None if number % 11 == 10 else baseline,
        "baseline_period": period, "baseline_value_id": series.value_id[-back],
        "value": None if number % 13 == 12 else value, "by": None if number % 17 == 16 else by,
        "gap_by": gap, "gap_words": "most and least deprived" if gap else "",
        "gap_baseline": 4.0 if gap else None, "gap_value": 2.0 if gap else None, "gap_due": by if gap else None,
        "evidence": "Invented to show how a target looks.", "illustrative": True,
    }  # fmt: skip
    return SyntheticTarget(number % len(PRIORITIES), fields, _way(baseline, value, period, by))


def _day(newest: Period, ahead: int) -> date:
    for _ in range(abs(ahead)):
        if newest.kind is PeriodKind.FINANCIAL_YEAR and abs(ahead) > 6:
            return newest.end + timedelta(days=730)
        newest = newest.next() if ahead > 0 else newest.previous()
    return newest.end


def _way(baseline: float, value: float, period: str, by: date) -> dict[str, float]:
    try:
        return {
            each.period: each.value for each in straight_line(baseline, value, periods_between(period, by))
        }
    except Problem:
        return {}


def public_record(code: str, place: str, name: str, targets: Sequence[SyntheticTarget]) -> SystemPromises:
    """Targets as a system's public record, without a workplace behind it."""
    decided: dict[str, Any] = {
        "number": 1, "at": "2026-04-01T09:00:00+00:00", "by": "A. Chair (approver)",
        "because": "Agreed by the board in public", "version": 1,
    }  # fmt: skip

    def identity(kind: str, number: int) -> str:
        return str(uuid5(NAMESPACE_URL, f"{code} {kind} {number}"))

    priorities = tuple(
        PublicPriority(
            id=identity("priority", number), title=title, level=level, aim=aim, why=why, position=number,
            owner="Chief Strategy Officer, Example ICB", starts="2025-04-01", ends="2030-03-31",
            illustrative=True, decided=decided,
        )
        for number, (title, level, aim, why) in enumerate(PRIORITIES)
    )  # fmt: skip
    made = tuple(
        known(
            PublicTarget,
            {
                **_as_text(each.fields), "id": identity("target", number), "decided": decided,
                "priority": identity("priority", each.priority), "trajectory": each.trajectory,
                "owner": "Director of Operations, Example ICB", "review_on": "2026-12-01",
                "asked": [{"who": "People who waited", "how": "a survey in libraries", "said": "Tell us how long it will be.", "changed": "Letters now say so."}] if number % 2 else [],
                "signatures": [{"body": "Example Council", "title": "Leader", "on": "2026-03-28", "version": 1}],
            },
        )
        for number, each in enumerate(targets)
    )  # fmt: skip
    log = tuple(
        Decided(record=each.id, title=each.title, kind=kind, what="published", **decided)
        for kind, own in (("priority", priorities), ("target", made))
        for each in own
    )
    return SystemPromises(code, place, name, priorities, made, (), log)


def _as_text(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}
