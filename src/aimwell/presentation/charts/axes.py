"""Axes: sensible ticks, and where a value or a period falls."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, isfinite, log10

from aimwell.presentation.figures import Unit, short

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)  # people count in these


@dataclass(frozen=True, slots=True)
class Axis:
    """A value axis from `low` to `high`, with ticks inside it."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Where a value falls: 0 at the low end, 1 at the high end; values beyond stay at the end."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


def known(values: Iterable[float | None]) -> list[float]:
    """The numbers among values; None, NaN and infinity are gaps."""
    return [value for value in values if value is not None and isfinite(value)]


def tick_step(span: float, wanted: int) -> float:
    """A round step that cuts a span into about as many parts as wanted."""
    rough = span / wanted
    magnitude = 10.0 ** floor(log10(rough))
    return next(step * magnitude for step in STEPS if step * magnitude >= rough * 0.999)


def axis_over(
    values: Iterable[float | None],
    *,
    floor_at: float | None = None,
    ceiling_at: float | None = None,
    wanted: int = 4,
) -> Axis:
    """An axis that holds all values with a little air, and does not go past what is possible."""
    numbers = known(values)
    low, high = (min(numbers), max(numbers)) if numbers else (0.0, 1.0)
    if high - low < 1e-9 * max(1.0, abs(high)):
        margin = abs(high) * 0.1 or 1.0
        low, high = low - margin, high + margin
    air = (high - low) * 0.06
    lowest, highest = low - air, high + air
    if floor_at is not None and low >= floor_at:
        lowest = max(lowest, floor_at)
    if ceiling_at is not None and high <= ceiling_at:
        highest = min(highest, ceiling_at)
    return Axis(lowest, highest, ticks_within(lowest, highest, wanted))


def axis_from_zero(values: Iterable[float | None], *, wanted: int = 4) -> Axis:
    """An axis for bars, whose length is only true when it starts at zero."""
    numbers = [*known(values), 0.0]
    low, high = min(numbers), max(numbers)
    if high == low:
        high = low + 1.0
    return Axis(low, high, ticks_within(low, high, wanted))


def ticks_within(low: float, high: float, wanted: int) -> tuple[float, ...]:
    """Round values inside an axis."""
    step = tick_step(high - low, wanted)
    first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
    return tuple(index * step for index in range(first, last + 1))


def tick_label(tick: float, unit: Unit, axis: Axis) -> str:
    """A tick's value with no more digits than the ticks need."""
    step = axis.ticks[1] - axis.ticks[0] if len(axis.ticks) > 1 else abs(tick) or 1.0
    decimals = 0
    while decimals < 4 and abs(round(step, decimals) - step) > step * 1e-6:
        decimals += 1
    return short(tick, Unit(unit.kind, unit.words, decimals))


def labelled_periods(count: int, wanted: int = 6) -> Sequence[int]:
    """Which of `count` periods get a label: the last one always, the others at even steps before it."""
    step = max(1, ceil(count / wanted))
    return range((count - 1) % step, count, step)


def apart(positions: Sequence[float], gap: float, highest: float) -> list[float]:
    """Positions moved as little as needed so that labels stand at least `gap` apart, at most at `highest`."""
    order = sorted(range(len(positions)), key=positions.__getitem__)
    placed = list(positions)
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + gap)
    limit = highest
    for index in reversed(order):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - gap
    return placed
