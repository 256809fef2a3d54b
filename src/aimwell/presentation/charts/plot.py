"""The plot of a series over time: where values fall, lines of steps, and the two axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from markupsafe import escape

from aimwell.presentation.charts.axes import Axis, labelled_periods, tick_label
from aimwell.presentation.charts.svg import FINE, WIDE
from aimwell.presentation.figures import Unit

HEIGHT = 240  # pixels of a plot on a page of its own; a board page has less room


@dataclass(frozen=True, slots=True)
class Plot:
    """Where values and periods fall inside the stretched part of a chart."""

    axis: Axis
    across: Sequence[int]
    pixels: int = HEIGHT

    def height(self, value: float) -> float:
        """Pixels from the top."""
        return round((1 - self.axis.share(value)) * self.pixels, 1)

    def heights(self, values: Sequence[float | None]) -> list[int | None]:
        """Tenths of a pixel from the top of each value; None where there is none. The axis holds them all."""
        scale = FINE * self.pixels / (self.axis.high - self.axis.low)
        top = self.axis.high * scale + 0.5
        return [
            None if value is None or not isfinite(value) else int(top - value * scale) for value in values
        ]


def period_edges(count: int) -> list[int]:
    """Where periods meet; one more than there are periods."""
    return [index * WIDE // count for index in range(count + 1)]


def steps(edges: Sequence[int], heights: Sequence[int | None], restarts: frozenset[int]) -> str:
    """A line of steps; it breaks at a gap and where limits were worked out afresh."""
    parts: list[str] = []
    before: int | None = None
    for index, height in enumerate(heights):
        if height is None:
            parts.append(f"H{edges[index]}" if before is not None else "")
        elif before is None:
            parts.append(f"M{edges[index]} {height}")
        elif index in restarts:
            parts.append(f"H{edges[index]}M{edges[index]} {height}")
        elif height != before:
            parts.append(f"H{edges[index]}V{height}")
        before = height
    if before is not None:
        parts.append(f"H{edges[-1]}")
    return "".join(parts)


def value_axis(plot: Plot, unit: Unit) -> str:
    """Grid lines with their values."""
    parts: list[str] = []
    for tick in plot.axis.ticks:
        y = plot.height(tick)
        label = tick_label(tick, unit, plot.axis)
        parts.append(
            f'<line class="aw-grid" x2="100%" y1="{y}" y2="{y}"/><text class="aw-tick" x="-8" y="{y + 4}">{label}</text>'
        )
    return "".join(parts)


def period_axis(periods: Sequence[str], pixels: int) -> str:
    """Labels of some periods, the last always; those in between only where there is room."""
    count = len(periods)
    shown = labelled_periods(count)
    parts = [f'<line class="aw-base" x2="100%" y1="{pixels}" y2="{pixels}"/>']
    for index in shown:
        roomy = "" if index in {shown[0], count - 1} else " aw-roomy"
        x = (2 * index + 1) * 50 / count
        parts.append(
            f'<text class="aw-period{roomy}" x="{x:.1f}%" y="{pixels + 18}">{escape(periods[index])}</text>'
        )
    return "".join(parts)
