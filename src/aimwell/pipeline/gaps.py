"""Who is left behind: for each place, the group that fares worst against the one that fares best.

Who may import it: pipeline.judge.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from aimwell.domain.measures import Better, Measure
from aimwell.domain.values import EVERYONE
from aimwell.domain.verdicts import Gap

LEAST_GROUPS = 2
Row = tuple[str, str, str, float, float | None, float | None]  # place, breakdown, period, value, lower, upper


def gaps_of(measure: Measure, values: pa.Table) -> Mapping[str, Gap]:
    """One gap a place, at its newest period with groups of people: by deprivation where there is that, else the widest."""
    of_people = {
        breakdown.by for breakdown in measure.breakdowns if breakdown.people or breakdown.deprivation
    }
    rows = [row for row in _group_rows(values) if row[1].partition(":")[0] in of_people]
    found: dict[str, Gap] = {}
    for place, of_place in groupby(rows, key=lambda row: row[0]):
        kept = list(of_place)
        dimensions = sorted({row[1].partition(":")[0] for row in kept})
        gaps = [gap for name in dimensions if (gap := _gap(measure, name, kept)) is not None]
        if gaps:
            found[place] = max(gaps, key=lambda gap: _weight(measure, gap))
    return found


def _group_rows(values: pa.Table) -> list[Row]:
    kept = values.filter(pc.and_(pc.not_equal(values["breakdown"], EVERYONE), pc.is_valid(values["value"])))
    kept = kept.sort_by([("place_id", "ascending")])
    names = ("place_id", "breakdown", "period", "value", "lower", "upper")
    return list(zip(*(kept[name].to_pylist() for name in names), strict=True))


def _gap(measure: Measure, dimension: str, rows: Iterable[Row]) -> Gap | None:
    own = [row for row in rows if row[1].startswith(f"{dimension}:")]
    newest = max(row[2] for row in own)
    groups = sorted((row for row in own if row[2] == newest), key=lambda row: row[3])
    if len(groups) < LEAST_GROUPS or groups[0][3] == groups[-1][3]:
        return None
    low, high = groups[0], groups[-1]
    worst, best = (low, high) if measure.better is Better.HIGHER else (high, low)
    return Gap(
        breakdown=dimension,
        worst=worst[1].partition(":")[2],
        best=best[1].partition(":")[2],
        worst_value=worst[3],
        best_value=best[3],
        beyond_chance=_apart(low, high),
    )


def _apart(low: Row, high: Row) -> bool:
    """Whether the intervals of two groups do not overlap; without intervals nobody can say."""
    upper, lower = low[5], high[4]
    return upper is not None and lower is not None and upper < lower


def _weight(measure: Measure, gap: Gap) -> tuple[bool, bool, float]:
    by_deprivation = any(b.deprivation and b.by == gap.breakdown for b in measure.breakdowns)
    middle = (abs(gap.best_value) + abs(gap.worst_value)) / 2 or 1.0
    return by_deprivation, gap.beyond_chance, float(np.abs(gap.best_value - gap.worst_value) / middle)
