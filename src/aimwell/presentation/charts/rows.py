"""Charts made of rows: a name on the left, a mark on a shared scale, the value as text on the right."""

from dataclasses import dataclass
from math import isnan

from markupsafe import escape

from aimwell.presentation.charts.axes import Axis, tick_label
from aimwell.presentation.figures import Unit

ROW = 1.0  # height of a row in em; the style sheet gives charts of rows a taller em on a phone, where names stand above
LONG_NAME = 42  # letters that fit across a phone of 320 pixels


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows a chart has, and where each one's middle is."""

    count: int

    @property
    def height(self) -> str:
        """Height of the chart, in a unit that the style sheet may scale."""
        return f"{self.count * ROW:g}em"

    def middle(self, index: int) -> str:
        """Middle of a row, as a share of the height."""
        return f"{(2 * index + 1) * 50 / self.count:.2f}%"

    def edge(self, index: int) -> str:
        """Upper edge of a row, as a share of the height."""
        return f"{100 * index / self.count:.2f}%"


def across(axis: Axis, value: float) -> str:
    """Where a value falls, as a share of the width."""
    return f"{axis.share(value) * 100:.2f}%"


def name(rows: Rows, index: int, text: str, kind: str = "") -> str:
    """A row's name; a long one gets smaller letters on a phone instead of being cut."""
    long = " aw-long" if len(text) > LONG_NAME else ""
    return f'<text class="aw-name{kind}{long}" y="{rows.middle(index)}">{escape(text)}</text>'


def reading(rows: Rows, index: int, text: str) -> str:
    """A row's value, said at its end."""
    return f'<text class="aw-reading" x="100%" y="{rows.middle(index)}">{escape(text)}</text>'


def absence(rows: Rows, index: int, reason: str) -> str:
    """Why a row has no mark, said where the mark would be."""
    return f'<text class="aw-absence" x="0" y="{rows.middle(index)}">{escape(reason)}</text>'


def interval(rows: Rows, index: int, ends: tuple[float | None, float | None], axis: Axis) -> str:
    """The range in which the true value may lie; nothing when it is not known."""
    lower, upper = ends
    if lower is None or upper is None or isnan(lower) or isnan(upper):
        return ""
    y = rows.middle(index)
    return (
        f'<line class="aw-whisker" x1="{across(axis, lower)}" x2="{across(axis, upper)}" y1="{y}" y2="{y}"/>'
    )


def scale(axis: Axis, unit: Unit) -> str:
    """Upright grid lines with their values under the last row."""
    return "".join(
        f'<line class="aw-grid" x1="{across(axis, tick)}" x2="{across(axis, tick)}" y2="100%"/>'
        f'<text class="aw-period" x="{across(axis, tick)}" y="100%" dy="18">{tick_label(tick, unit, axis)}</text>'
        for tick in axis.ticks
    )
