"""Works out the values of one measure from its amounts: value, interval and status, one row each."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from aimwell.domain.measures import Measure, Method
from aimwell.domain.periods import Period
from aimwell.domain.statistics.proportion import proportion
from aimwell.domain.statistics.rate import rate
from aimwell.domain.values import ValueStatus
from aimwell.domain.waiting_times import waiting_time_percentile
from aimwell.pipeline.measure.engine import Amounts

Numbers = NDArray[np.float64]

TYPE_OF_SOURCE = {
    "source_digest": pa.string(),
    "source_sheet": pa.string(),
    "source_first_row": pa.int32(),
    "source_last_row": pa.int32(),
    "source_rows": pa.int64(),
}


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """Values and limits of a batch, shape (rows,); NaN where there is none."""

    value: Numbers
    lower: Numbers
    upper: Numbers


def worked_out(measure: Measure, amounts: Amounts) -> Results:
    """Values from numerators and denominators, by the measure's method."""
    nothing = np.full(len(amounts), np.nan)
    match measure.method:
        case Method.COUNT:
            return Results(amounts.numerator * measure.multiplier, nothing, nothing)
        case Method.PROPORTION:
            found = proportion(amounts.numerator, amounts.denominator, multiplier=measure.multiplier)
            return Results(found.value, found.lower, found.upper)
        case Method.RATE:
            found = rate(amounts.numerator, amounts.denominator, multiplier=measure.multiplier)
            return Results(found.value, found.lower, found.upper)
        case Method.RATIO:
            with np.errstate(divide="ignore", invalid="ignore"):
                ratio = np.where(amounts.denominator > 0, amounts.numerator / amounts.denominator, np.nan)
            return Results(ratio * measure.multiplier, nothing, nothing)
        case Method.PUBLISHED:
            return Results(amounts.numerator * measure.multiplier, nothing, nothing)
        case Method.WAITING_TIME:
            raise ValueError("waiting times are worked out from bands")


def waiting_times(measure: Measure, bands: Numbers) -> Results:
    """The measure's percentile of waiting time, in weeks; bands: shape (rows, weeks)."""
    weeks = waiting_time_percentile(bands, measure.percentile or 0.5)
    nothing = np.full(len(weeks), np.nan)
    return Results(weeks, nothing, nothing)


def statuses(amounts: Amounts, results: Results) -> NDArray[np.object_]:
    """Why each value is there or not, as words of ValueStatus."""
    unknown = np.isnan(results.value)
    return np.select(
        [
            unknown & amounts.suppressed,
            unknown & (amounts.denominator <= 0),
            unknown,
            amounts.estimated,
        ],
        [ValueStatus.SUPPRESSED, ValueStatus.NO_DENOMINATOR, ValueStatus.MISSING, ValueStatus.ESTIMATED],
        ValueStatus.OK,
    ).astype(object)


def as_table(measure: Measure, amounts: Amounts, results: Results) -> pa.Table:
    """The rows of a measure's values, before their ids are given."""
    starts = {text: Period.parse(text).start for text in set(amounts.period)}
    count = len(amounts)
    published = measure.method is Method.PUBLISHED  # its amounts are the value itself
    return pa.table(
        {
            "measure": pa.array([measure.id] * count, pa.string()),
            "level": pa.array(amounts.level, pa.string()),
            "place_id": pa.array(amounts.place, pa.string()),
            "period": pa.array(amounts.period, pa.string()),
            "period_start": pa.array([starts[text] for text in amounts.period], pa.date32()),
            "breakdown": pa.array(amounts.breakdown, pa.string()),
            "numerator": _nullable(np.full(count, np.nan) if published else amounts.numerator),
            "denominator": _nullable(amounts.denominator),
            "value": _nullable(results.value),
            "lower": _nullable(results.lower),
            "upper": _nullable(results.upper),
            "unit": pa.array([measure.unit] * count, pa.string()),
            "status": pa.array(statuses(amounts, results), pa.string()),
            **{
                name: pa.array(cells, TYPE_OF_SOURCE[name], from_pandas=True)
                for name, cells in amounts.sources.items()
            },
        }
    )


def newest(periods: NDArray[np.object_]) -> str:
    """The period that starts last."""
    texts: set[str] = set(periods)
    return max(texts, key=_start)


def _start(text: str) -> date:
    return Period.parse(text).start


def _nullable(numbers: Numbers) -> pa.Array:
    return pa.array(numbers, pa.float64(), mask=np.isnan(numbers))
