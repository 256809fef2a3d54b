"""Run charts and Shewhart's control charts of many series at once."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from aimwell.domain.problems import Problem
from aimwell.domain.statistics.estimates import Numbers, first_status
from aimwell.domain.statistics.process_limits import mean_where, moving_ranges, screened_mean_range
from aimwell.domain.statistics.process_segments import baseline_of, checked_points, segments_of
from aimwell.domain.statistics.runs import Flags, RunsSignal, anhoej_signal, sides_of
from aimwell.domain.statistics.status import Codes, Status

SIGMA_PER_MEAN_RANGE = 1 / 1.128  # 1.128 is d2 for ranges of two points
UPPER_RANGE_FACTOR = 3.267  # D4 for ranges of two points
TIME_BETWEEN_POWER = 3.6  # Nelson (1994): makes exponential times nearly normal
FEWEST_POINTS = 10  # Anhøj and Olesen (2014): the runs tests are calibrated from ten points


class ChartKind(StrEnum):
    """Which chart: what is counted decides which spread chance alone would give."""

    RUN = "run"  # anything, around its median
    INDIVIDUALS = "individuals"  # anything; outlying ranges are screened once
    MOVING_RANGE = "moving_range"
    PROPORTION = "p"
    PROPORTION_LANEY = "p_prime"  # very large denominators
    RATE = "u"
    RATE_LANEY = "u_prime"
    COUNT = "c"
    CASES_BETWEEN = "g"  # counts of cases between rare events
    TIME_BETWEEN = "t"  # times between rare events


COUNTED = {
    ChartKind.PROPORTION,
    ChartKind.PROPORTION_LANEY,
    ChartKind.RATE,
    ChartKind.RATE_LANEY,
    ChartKind.COUNT,
    ChartKind.CASES_BETWEEN,
    ChartKind.TIME_BETWEEN,
}  # what these plot cannot be less than zero
PROPORTIONS = {ChartKind.PROPORTION, ChartKind.PROPORTION_LANEY}
SIZED = {ChartKind.PROPORTION, ChartKind.PROPORTION_LANEY, ChartKind.RATE, ChartKind.RATE_LANEY}


@dataclass(frozen=True, slots=True, eq=False)
class ControlCharts:
    """Charts of a batch; arrays are (series, points), status is (series,).

    value: what is plotted. lower, upper: three-sigma limits, NaN where the chart has none.
    lower_near, upper_near: two-sigma lines. runs: the runs tests of the segment each point is in.
    """

    value: Numbers
    centre: Numbers
    lower: Numbers
    upper: Numbers
    lower_near: Numbers
    upper_near: Numbers
    outside: Flags
    runs: RunsSignal
    status: Codes


@dataclass(frozen=True, slots=True, eq=False)
class _Lines:
    """What is plotted, its centre, and where chance ends; time-major (points, segments) or (segments,)."""

    value: Numbers
    centre: Numbers
    lower: Numbers
    upper: Numbers
    lower_near: Numbers
    upper_near: Numbers


def _around(
    value: Numbers, centre: Numbers, sigma: Numbers, *, least: float = -np.inf, most: float = np.inf
) -> _Lines:
    lines = [np.clip(centre + times * sigma, least, most) for times in (-3, 3, -2, 2)]
    return _Lines(value, centre, *lines)


def _mean_range(values: Numbers, baseline: Flags) -> Numbers:
    ranges = moving_ranges(values)
    return mean_where(ranges, baseline[1:] & baseline[:-1] & ~np.isnan(ranges))


def _screened_mean_range(values: Numbers, baseline: Flags) -> Numbers:
    """Mean moving range without the ranges a single outlier makes. Source: Nelson (1982)."""
    ranges = moving_ranges(values)
    known = baseline[1:] & baseline[:-1] & ~np.isnan(ranges)
    return screened_mean_range(ranges, known, UPPER_RANGE_FACTOR)


def _mean(values: Numbers, baseline: Flags) -> Numbers:
    return mean_where(values, baseline & ~np.isnan(values))


def _median(values: Numbers, baseline: Flags) -> Numbers:
    known = baseline & ~np.isnan(values)
    ordered = np.sort(np.where(known, values, np.inf), axis=0)
    count = known.sum(axis=0)
    column = np.arange(values.shape[1])
    low, high = np.maximum((count - 1) // 2, 0), np.minimum(count // 2, len(values) - 1)
    middle: Numbers = (ordered[low, column] + ordered[high, column]) / 2
    return np.where(count > 0, middle, np.nan)


def _pooled(events: Numbers, size: Numbers, baseline: Flags) -> Numbers:
    known = baseline & ~np.isnan(events + size)
    result: Numbers = np.where(known, events, 0.0).sum(axis=0) / np.where(known, size, 0.0).sum(axis=0)
    return result


def _run(values: Numbers, _size: Numbers, baseline: Flags) -> _Lines:
    none = np.full(values.shape[1], np.nan)
    return _Lines(values, _median(values, baseline), none, none, none, none)


def _individuals(values: Numbers, _size: Numbers, baseline: Flags) -> _Lines:
    sigma = SIGMA_PER_MEAN_RANGE * _screened_mean_range(values, baseline)
    return _around(values, _mean(values, baseline), sigma)


def _moving_range(values: Numbers, _size: Numbers, baseline: Flags) -> _Lines:
    ranges = np.full(values.shape, np.nan)
    ranges[1:] = moving_ranges(values)
    centre = _mean_range(values, baseline)
    nothing = np.where(np.isnan(centre), np.nan, 0.0)
    upper = UPPER_RANGE_FACTOR * centre
    return _Lines(ranges, centre, nothing, upper, nothing, upper * 2 / 3)


def _proportion(events: Numbers, size: Numbers, baseline: Flags) -> _Lines:
    centre = _pooled(events, size, baseline)
    return _around(events / size, centre, np.sqrt(centre * (1 - centre) / size), least=0, most=1)


def _rate(events: Numbers, size: Numbers, baseline: Flags) -> _Lines:
    centre = _pooled(events, size, baseline)
    return _around(events / size, centre, np.sqrt(centre / size), least=0)


def _laney(value: Numbers, centre: Numbers, sigma: Numbers, baseline: Flags, *, most: float) -> _Lines:
    """Limits widened by the spread of standardised values. Source: Laney (2002), Qual. Eng. 14:531."""
    spread = SIGMA_PER_MEAN_RANGE * _screened_mean_range((value - centre) / sigma, baseline)
    return _around(value, centre, sigma * spread, least=0, most=most)


def _proportion_laney(events: Numbers, size: Numbers, baseline: Flags) -> _Lines:
    centre = _pooled(events, size, baseline)
    return _laney(events / size, centre, np.sqrt(centre * (1 - centre) / size), baseline, most=1)


def _rate_laney(events: Numbers, size: Numbers, baseline: Flags) -> _Lines:
    centre = _pooled(events, size, baseline)
    return _laney(events / size, centre, np.sqrt(centre / size), baseline, most=np.inf)


def _count(values: Numbers, _size: Numbers, baseline: Flags) -> _Lines:
    centre = _mean(values, baseline)
    return _around(values, centre, np.sqrt(centre), least=0)


def _cases_between(values: Numbers, _size: Numbers, baseline: Flags) -> _Lines:
    mean = _mean(values, baseline)
    lines = _around(values, mean, np.sqrt(mean * (mean + 1)), least=0)
    # The distribution is skewed, so the median is what half the points lie beyond.
    centre = _median(values, baseline)
    return _Lines(values, centre, lines.lower, lines.upper, lines.lower_near, lines.upper_near)


def _time_between(values: Numbers, size: Numbers, baseline: Flags) -> _Lines:
    lines = _individuals(values ** (1 / TIME_BETWEEN_POWER), size, baseline)
    centre, *limits = (
        np.maximum(line, 0.0) ** TIME_BETWEEN_POWER
        for line in (lines.centre, lines.lower, lines.upper, lines.lower_near, lines.upper_near)
    )
    return _Lines(values, centre, *limits)


CHARTS: dict[ChartKind, Callable[[Numbers, Numbers, Flags], _Lines]] = {
    ChartKind.RUN: _run,
    ChartKind.INDIVIDUALS: _individuals,
    ChartKind.MOVING_RANGE: _moving_range,
    ChartKind.PROPORTION: _proportion,
    ChartKind.PROPORTION_LANEY: _proportion_laney,
    ChartKind.RATE: _rate,
    ChartKind.RATE_LANEY: _rate_laney,
    ChartKind.COUNT: _count,
    ChartKind.CASES_BETWEEN: _cases_between,
    ChartKind.TIME_BETWEEN: _time_between,
}


def _checked_size(kind: ChartKind, size: ArrayLike | None, shape: tuple[int, ...]) -> Numbers:
    if (size is None) == (kind in SIZED):
        raise Problem(
            code="statistics.chart-size",
            found=f"A {kind} chart was asked for {'without' if size is None else 'with'} denominators.",
            expected=f"denominators for {', '.join(sorted(SIZED))} charts, none for the others.",
            remedy="Give or leave out `size`.",
        )
    return np.broadcast_to(np.asarray(np.nan if size is None else size, dtype=np.float64), shape)


def _status_of(kind: ChartKind, values: Numbers, sizes: Numbers) -> Codes:
    """Status of each series of a batch (series, points) from what it holds."""
    count = (~np.isnan(values)).sum(axis=1)

    def somewhere(holds: Flags) -> Flags:
        return np.asarray(holds.any(axis=1))

    return first_status(
        count.shape,
        (Status.NOT_FINITE, somewhere(np.isinf(values) | np.isinf(sizes))),
        (Status.NEGATIVE_COUNT, somewhere((values < 0) & (kind in COUNTED))),
        (Status.NO_POPULATION, somewhere((sizes < 0) | ((sizes == 0) & (values > 0)))),
        (Status.NUMERATOR_OVER_DENOMINATOR, somewhere((values > sizes) & (kind in PROPORTIONS))),
        (Status.NO_VALUES, count == 0),
        (Status.INSUFFICIENT_POINTS, count < FEWEST_POINTS),
    )


def control_charts(
    values: ArrayLike,
    *,
    kind: ChartKind,
    size: ArrayLike | None = None,
    rebase_at: NDArray[np.bool_] | None = None,
    baseline_points: int | None = None,
) -> ControlCharts:
    """Control charts of one kind for a batch of series.

    values: shape (series, points) in time order, NaN missing: measurements, or counts where the kind has
    denominators (size, same shape). rebase_at, baseline_points: as for process_behaviour.
    A series with fewer than ten values has INSUFFICIENT_POINTS; its lines are shown all the same. One with
    an impossible value has a status and no lines. Raises Problem when `size` does not fit the kind, or
    when there are no points.
    Source: Shewhart (1931); Provost and Murray (2011); Benneyan (2001) for g; Nelson (1994) for t;
    Laney (2002) for p' and u'; Anhøj and Olesen (2014) for runs.
    """
    table = checked_points(np.atleast_2d(np.asarray(values, dtype=np.float64)))
    sizes = _checked_size(kind, size, table.shape)
    status = _status_of(kind, table, sizes)
    impossible = ~np.isin(status, (Status.OK, Status.NO_VALUES, Status.INSUFFICIENT_POINTS))
    if impossible.any():
        table = np.where(impossible[:, None], np.nan, table)
    segments = segments_of(table, rebase_at)
    columns, size_columns = segments.spread(table), segments.spread(sizes)
    baseline = baseline_of(columns, baseline_points)
    with np.errstate(all="ignore"):
        lines = CHARTS[kind](columns, size_columns, baseline)
        outside = (lines.value > lines.upper) | (lines.value < lines.lower)
        sides = sides_of(lines.value, np.broadcast_to(lines.centre, lines.value.shape))
    if kind is ChartKind.MOVING_RANGE:
        sides[:] = 0  # neighbouring ranges share a value, so their runs are not chance alone
    runs = anhoej_signal(sides)

    def shown(line: Numbers) -> Numbers:
        return segments.gathered(np.broadcast_to(line, columns.shape))

    return ControlCharts(
        value=shown(lines.value),
        centre=shown(lines.centre),
        lower=shown(lines.lower),
        upper=shown(lines.upper),
        lower_near=shown(lines.lower_near),
        upper_near=shown(lines.upper_near),
        outside=segments.gathered(outside),
        runs=runs.of_cells(segments.gathered, columns.shape),
        status=status,
    )
