"""From values to verdicts: what each series says about change, target and comparison, all places at once.

Who may import it: pipeline.flow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from aimwell.domain.measures import Better, Measure
from aimwell.domain.periods import Period
from aimwell.domain.promises import RulePack, Target, target_for
from aimwell.domain.rebases import Rebase, first_periods
from aimwell.domain.statistics.process_codes import Assurance, PointType
from aimwell.domain.statistics.process_codes import Better as Direction
from aimwell.domain.statistics.spc_profile import Profile
from aimwell.domain.statistics.status import Status
from aimwell.domain.statistics.xmr import ProcessBehaviour, process_behaviour
from aimwell.domain.values import EVERYONE
from aimwell.domain.verdicts import Change, Comparison, Prospect, compare
from aimwell.pipeline.gaps import gaps_of

ENGLAND = "ENG"

CHANGE_OF_POINT: Mapping[int, Change] = {
    PointType.IMPROVEMENT_HIGH: Change.IMPROVING_HIGH,
    PointType.IMPROVEMENT_LOW: Change.IMPROVING_LOW,
    PointType.CONCERN_HIGH: Change.CONCERNING_HIGH,
    PointType.CONCERN_LOW: Change.CONCERNING_LOW,
    PointType.NEUTRAL_HIGH: Change.RISING,
    PointType.NEUTRAL_LOW: Change.FALLING,
    PointType.COMMON_CAUSE: Change.STEADY,
}
PROSPECT_OF_ASSURANCE: Mapping[int, Prospect] = {
    Assurance.PASS: Prospect.WILL,
    Assurance.FAIL: Prospect.WILL_NOT,
    Assurance.INCONSISTENT: Prospect.MAY,
}
DIRECTION = {
    Better.HIGHER: Direction.HIGHER,
    Better.LOWER: Direction.LOWER,
    Better.NEITHER: Direction.NEITHER,
}


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """A measure's values for everyone, as a table of places × periods; NaN where there is none."""

    places: tuple[str, ...]
    periods: tuple[str, ...]
    values: NDArray[np.float64]
    row_at: NDArray[np.int64]  # index of the value's row in the table it came from; -1 for none


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Values with the chart's limits beside them, and a verdict for each place."""

    values: pa.Table
    verdicts: pa.Table | None  # None where a measure has figures for groups alone


@dataclass(frozen=True, slots=True)
class Rules:
    """What verdicts are held to: promises, decisions to begin charts anew, and the charts' own rules."""

    packs: tuple[RulePack, ...]
    rebases: tuple[Rebase, ...]
    profile: Profile


def judge(measure: Measure, values: pa.Table, rules: Rules) -> Judged:
    """Judge every place of a measure. values: as pipeline.measure makes them, any order."""
    series = series_of(values)
    if not series.places:
        return Judged(_without_limits(values), verdicts=None)
    targets = [target_for(measure.id, Period.parse(period), rules.packs) for period in series.periods]
    thresholds = np.array([target.threshold if target else np.nan for target in targets])
    behaviour = process_behaviour(
        series.values,
        profile=rules.profile,
        better=DIRECTION[measure.better],
        target=np.broadcast_to(thresholds, series.values.shape),
        rebase_at=_rebased(measure, series, rules.rebases),
    )
    return Judged(
        values=_with_limits(values, series, behaviour, thresholds),
        verdicts=_verdicts(measure, values, series, behaviour, targets, rules.profile),
    )


def _rebased(measure: Measure, series: Series, rebases: Sequence[Rebase]) -> NDArray[np.bool_] | None:
    """Where charts begin anew: at the first value a place has from each decision on; None where nowhere."""
    begins = np.array(first_periods(measure.id, series.periods, rebases))
    if not begins.any():
        return None
    segment = np.cumsum(begins)
    known = ~np.isnan(series.values)
    at = np.zeros(series.values.shape, dtype=bool)
    for number in range(1, segment[-1] + 1):
        within = known & (segment >= number)
        lines = np.flatnonzero(within.any(axis=1) & (known & (segment < number)).any(axis=1))
        at[lines, np.argmax(within[lines], axis=1)] = True
    return at


def series_of(values: pa.Table) -> Series:
    """The values for everyone, one line a place, periods in order."""
    rows = np.flatnonzero(pc.equal(values["breakdown"], EVERYONE).to_numpy())
    everyone = values.take(pa.array(rows))
    places, line = _numbered(everyone["place_id"])
    periods, column = _numbered(everyone["period"])
    order = sorted(range(len(periods)), key=lambda i: (Period.parse(periods[i]).start, periods[i]))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    table = np.full((len(places), len(periods)), np.nan)
    row_at = np.full(table.shape, -1, dtype=np.int64)
    table[line, rank[column]] = everyone["value"].to_numpy(zero_copy_only=False).astype(float)
    row_at[line, rank[column]] = rows
    return Series(tuple(places), tuple(periods[i] for i in order), table, row_at)


def _without_limits(values: pa.Table) -> pa.Table:
    for name in ("mean", "lower_limit", "upper_limit", "target"):
        values = values.append_column(name, pa.nulls(len(values), pa.float64()))
    return values.append_column("signal", pa.array(np.zeros(len(values), dtype=np.int8)))


def _numbered(column: pa.ChunkedArray) -> tuple[list[str], NDArray[np.int64]]:
    coded = column.combine_chunks().dictionary_encode()
    return coded.dictionary.to_pylist(), coded.indices.to_numpy().astype(np.int64)


def _with_limits(
    values: pa.Table, series: Series, behaviour: ProcessBehaviour, thresholds: NDArray[np.float64]
) -> pa.Table:
    """The values with centre line, limits, signal and target of their charts; empty for breakdowns."""
    filled = series.row_at >= 0
    rows = series.row_at[filled]
    for name, cells in (
        ("mean", behaviour.mean),
        ("lower_limit", behaviour.lower_limit),
        ("upper_limit", behaviour.upper_limit),
        ("target", np.broadcast_to(thresholds, series.values.shape)),
    ):
        column = np.full(len(values), np.nan)
        column[rows] = cells[filled]
        values = values.append_column(name, pa.array(column, mask=np.isnan(column)))
    signal = np.full(len(values), int(PointType.NOT_JUDGED), dtype=np.int8)
    signal[rows] = behaviour.point_type[filled]
    return values.append_column("signal", pa.array(signal))


def _verdicts(
    measure: Measure,
    values: pa.Table,
    series: Series,
    behaviour: ProcessBehaviour,
    targets: Sequence[Target | None],
    profile: Profile,
) -> pa.Table:
    known = ~np.isnan(series.values)
    some = np.flatnonzero(known.any(axis=1))
    last = known.shape[1] - 1 - np.argmax(known[some, ::-1], axis=1)
    rows = values.take(pa.array(series.row_at[some, last]))
    england = _england_at(series, last)
    lower, upper = (rows[name].to_numpy(zero_copy_only=False).astype(float) for name in ("lower", "upper"))
    too_short = behaviour.status[some] != Status.OK
    comparison = compare(lower, upper, england, measure.better.value)
    itself = rows["place_id"].to_numpy(zero_copy_only=False) == ENGLAND
    comparison[itself], england[itself] = (
        Comparison.NOT_COMPARED.value,
        np.nan,
    )  # nothing is compared with itself
    held = [targets[column] for column in last]
    columns = {
        "points": pa.array(behaviour.points[some], pa.int32()),
        "change": [
            _change(int(code), short=short)
            for code, short in zip(behaviour.variation[some], too_short, strict=True)
        ],
        "prospect": [
            _prospect(int(code), target, short=short)
            for code, target, short in zip(behaviour.assurance[some], held, too_short, strict=True)
        ],
        "target": pa.array([target.threshold if target else None for target in held], pa.float64()),
        "target_from": pa.array([target.pack if target else "" for target in held], pa.string()),
        "comparison": pa.array(comparison, pa.string()),
        "england": pa.array(england, mask=np.isnan(england)),
        "profile": pa.array([profile.id] * len(some), pa.string()),
        **_gap_columns(measure, values, rows["place_id"].to_pylist()),
    }
    kept = rows.select(
        [
            "measure",
            "level",
            "place_id",
            "period",
            "period_start",
            "value",
            "lower",
            "upper",
            "unit",
            "status",
            "value_id",
        ]
    )
    for name, cells in columns.items():
        kept = kept.append_column(
            name, cells if isinstance(cells, pa.Array) else pa.array(cells, pa.string())
        )
    return kept


def _gap_columns(measure: Measure, values: pa.Table, places: Sequence[str]) -> dict[str, pa.Array]:
    """Each place's widest gap between groups; nulls where there is none."""
    found = gaps_of(measure, values)
    gaps = [found.get(place) for place in places]
    kinds = {
        "breakdown": pa.string(),
        "worst": pa.string(),
        "best": pa.string(),
        "worst_value": pa.float64(),
        "best_value": pa.float64(),
        "beyond_chance": pa.bool_(),
    }
    return {
        f"gap_{name}": pa.array([getattr(gap, name) if gap else None for gap in gaps], kind)
        for name, kind in kinds.items()
    }


def _england_at(series: Series, last: NDArray[np.int64]) -> NDArray[np.float64]:
    """England's value in each place's latest period."""
    if ENGLAND not in series.places:
        return np.full(len(last), np.nan)
    found: NDArray[np.float64] = series.values[series.places.index(ENGLAND)][last]
    return found


def _change(code: int, *, short: bool) -> str:
    return (Change.TOO_SHORT if short else CHANGE_OF_POINT.get(code, Change.TOO_SHORT)).value


def _prospect(code: int, target: Target | None, *, short: bool) -> str:
    if target is None:
        return Prospect.NO_TARGET.value
    return (Prospect.TOO_SHORT if short else PROSPECT_OF_ASSURANCE.get(code, Prospect.TOO_SHORT)).value
