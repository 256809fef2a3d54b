"""A list of bars: amounts that start at zero, one per row."""

from dataclasses import dataclass

from markupsafe import Markup

from aimwell.presentation.charts.axes import axis_from_zero
from aimwell.presentation.charts.rows import Rows, absence, name, reading
from aimwell.presentation.charts.svg import framed, is_number
from aimwell.presentation.figures import NOT_AVAILABLE, Unit, figure, short


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount; `reason` says why there is none."""

    name: str
    value: float | None
    highlighted: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BarList:
    """Amounts of one unit, in the caller's order."""

    chart_id: str
    title: str
    unit: Unit
    bars: tuple[Bar, ...]
    verdict: str = ""


def bar_list(chart: BarList) -> Markup:
    """The bars as inline SVG."""
    rows = Rows(max(1, len(chart.bars)))
    axis = axis_from_zero(bar.value for bar in chart.bars)
    zero = axis.share(0.0) * 100
    parts = [f'<line class="aw-base" x1="{zero:.2f}%" x2="{zero:.2f}%" y2="100%"/>']
    for index, bar in enumerate(chart.bars):
        here = " aw-here" if bar.highlighted else ""
        parts.append(name(rows, index, bar.name, here))
        if bar.value is None or not is_number(bar.value):
            parts.append(absence(rows, index, bar.reason or NOT_AVAILABLE))
            continue
        left, right = sorted((zero, axis.share(bar.value) * 100))
        thickness = 42 / rows.count
        top = (2 * index + 1) * 50 / rows.count - thickness / 2
        parts.append(
            f'<rect class="aw-bar{here}" x="{left:.2f}%" y="{top:.2f}%" width="{right - left:.2f}%" height="{thickness:.2f}%"/>'
        )
        parts.append(reading(rows, index, short(bar.value, chart.unit)))
    listed = "; ".join(f"{bar.name}: {figure(bar.value, chart.unit)}" for bar in chart.bars)
    description = " ".join(
        part for part in (chart.verdict, f"{listed}." if listed else "There is nothing to show.") if part
    )
    return framed(
        chart_id=chart.chart_id,
        kind="rows",
        height=rows.height,
        title=chart.title,
        description=description,
        body="".join(parts),
    )
