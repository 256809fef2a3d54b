"""Who is left behind: one measure by deprivation fifth, or by any other breakdown, with intervals."""

from dataclasses import dataclass

from markupsafe import Markup

from aimwell.presentation.charts.axes import Axis, axis_over, known
from aimwell.presentation.charts.rows import Rows, absence, across, interval, name, reading, scale
from aimwell.presentation.charts.svg import framed, is_number
from aimwell.presentation.figures import NOT_AVAILABLE, Unit, difference, figure, short


@dataclass(frozen=True, slots=True)
class Group:
    """One group of people with its value; `reason` says why there is none."""

    name: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GapChart:
    """Groups in their own order (deprivation: most deprived first), and everyone together."""

    chart_id: str
    title: str
    unit: Unit
    groups: tuple[Group, ...]
    everyone: float | None = None
    everyone_name: str = "Everyone"
    verdict: str = ""


def gap_chart(chart: GapChart) -> Markup:
    """A dot with its interval per group; a bar from the lowest to the highest shows the gap."""
    rows = Rows(max(1, len(chart.groups)))
    floor_at, ceiling_at = chart.unit.bounds
    numbers = [number for group in chart.groups for number in (group.value, group.lower, group.upper)]
    axis = axis_over([*numbers, chart.everyone], floor_at=floor_at, ceiling_at=ceiling_at)
    parts = [gap_band(chart, axis), scale(axis, chart.unit), everyone_line(chart, axis)]
    for index, group in enumerate(chart.groups):
        parts.append(name(rows, index, group.name))
        if group.value is None or not is_number(group.value):
            parts.append(absence(rows, index, group.reason or NOT_AVAILABLE))
            continue
        parts.append(interval(rows, index, (group.lower, group.upper), axis))
        parts.append(
            f'<circle class="aw-fill-higher" cx="{across(axis, group.value)}" cy="{rows.middle(index)}" r="6"/>'
        )
        parts.append(reading(rows, index, short(group.value, chart.unit)))
    return framed(
        chart_id=chart.chart_id,
        kind="rows",
        height=rows.height,
        title=chart.title,
        description=describe(chart),
        body="".join(parts),
    )


def gap_band(chart: GapChart, axis: Axis) -> str:
    """The span from the lowest to the highest group, behind the rows."""
    numbers = known(group.value for group in chart.groups)
    if len(numbers) < 2:
        return ""
    low, high = axis.share(min(numbers)) * 100, axis.share(max(numbers)) * 100
    return f'<rect class="aw-peers" x="{low:.2f}%" width="{high - low:.2f}%" height="100%"/>'


def everyone_line(chart: GapChart, axis: Axis) -> str:
    """The value of everyone together, through all rows."""
    if chart.everyone is None or not is_number(chart.everyone):
        return ""
    x = across(axis, chart.everyone)
    return (
        f'<line class="aw-england" x1="{x}" x2="{x}" y2="100%"/>'
        f'<text class="aw-period aw-end-now" x="{x}" y="-6">{Markup.escape(chart.everyone_name)} {short(chart.everyone, chart.unit)}</text>'
    )


def describe(chart: GapChart) -> str:
    """Each group's value, and the distance between the lowest and the highest."""
    numbers = known(group.value for group in chart.groups)
    listed = "; ".join(f"{group.name}: {figure(group.value, chart.unit)}" for group in chart.groups)
    gap = (
        f"From lowest to highest: {difference(max(numbers) - min(numbers), chart.unit)}."
        if len(numbers) > 1
        else ""
    )
    return " ".join(
        part
        for part in (chart.verdict, f"{listed}." if listed else "There are no groups to show.", gap)
        if part
    )
