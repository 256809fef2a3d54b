"""Small charts of series over time: a sparkline in a row of a table, and small multiples side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from markupsafe import Markup, escape

from aimwell.presentation.charts.axes import Axis, axis_over, known, tick_label
from aimwell.presentation.charts.svg import FINE, WIDE, framed, line_through, middles, path, stretched
from aimwell.presentation.figures import Unit, short

SPARK_HEIGHT = 32
PANEL_HEIGHT = 96


@dataclass(frozen=True, slots=True)
class Sparkline:
    """One short series; None or NaN is a gap. `label` is said instead of the picture."""

    values: Sequence[float | None]
    label: str
    target: float | None = None


@dataclass(frozen=True, slots=True)
class TrendPanel:
    """One series of a set of small charts."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class TrendLines:
    """Series that share periods, unit and scale; `reference` is drawn faintly in each panel."""

    chart_id: str
    title: str
    unit: Unit
    periods: Sequence[str]
    panels: tuple[TrendPanel, ...]
    reference: Sequence[float | None] = ()
    reference_name: str = ""


def heights(values: Sequence[float | None], axis: Axis, height: int) -> list[int | None]:
    """Tenths of a pixel from the top, None where there is no value."""
    return [
        round((1 - axis.share(value)) * height * FINE) if value is not None and isfinite(value) else None
        for value in values
    ]


def sparkline(spark: Sparkline) -> Markup:
    """A line the size of a word, ending in a dot; no axis, so a number should stand beside it."""
    axis = axis_over([*spark.values, spark.target])
    across = middles(len(spark.values)) if spark.values else []
    ys = heights(spark.values, axis, SPARK_HEIGHT)
    end = next(((x, y) for x, y in zip(reversed(across), reversed(ys), strict=True) if y is not None), None)
    target = ""
    if spark.target is not None:
        target = path("target", f"M0 {heights([spark.target], axis, SPARK_HEIGHT)[0]}H{WIDE}")
    body = (
        target
        + path("line", line_through(across, ys))
        + (path("end", f"M{end[0]} {end[1]}h0") if end else "")
    )
    return Markup(  # noqa: S704 - escaped here
        f'<svg class="aw-spark" role="img" aria-label="{escape(spark.label)}">{stretched(SPARK_HEIGHT, body)}</svg>'
    )


def trend_lines(chart: TrendLines) -> Markup:
    """Small multiples: one panel per series on one scale, so that panels can be compared."""
    floor_at, ceiling_at = chart.unit.bounds
    everything = [value for panel in chart.panels for value in panel.values]
    axis = axis_over([*everything, *chart.reference], floor_at=floor_at, ceiling_at=ceiling_at, wanted=2)
    panels = "".join(panel_figure(chart, index, axis) for index in range(len(chart.panels)))
    return Markup(f'<ul class="aw-multiples" aria-label="{escape(chart.title)}">{panels}</ul>')  # noqa: S704


def panel_figure(chart: TrendLines, index: int, axis: Axis) -> str:
    """One panel: name and latest value as text, the line as a picture."""
    panel = chart.panels[index]
    numbers = known(panel.values)
    across = middles(len(chart.periods))
    reference = (
        path("reference", line_through(across, heights(chart.reference, axis, PANEL_HEIGHT)))
        if chart.reference
        else ""
    )
    ys = heights(panel.values, axis, PANEL_HEIGHT)
    ticks = "".join(
        f'<line class="aw-grid" x2="100%" y1="{y}" y2="{y}"/><text class="aw-tick" x="-6" y="{y + 4}">{tick_label(tick, chart.unit, axis)}</text>'
        for tick, y in ((tick, round((1 - axis.share(tick)) * PANEL_HEIGHT, 1)) for tick in axis.ticks)
    )
    ends = (
        f'<text class="aw-period aw-first" x="0" y="{PANEL_HEIGHT + 16}">{escape(chart.periods[0])}</text>'
        f'<text class="aw-period aw-last" x="100%" y="{PANEL_HEIGHT + 16}">{escape(chart.periods[-1])}</text>'
        if chart.periods
        else ""
    )
    image = framed(
        chart_id=f"{chart.chart_id}-{index}",
        kind="panel",
        height=str(PANEL_HEIGHT),
        title=f"{chart.title}: {panel.name}",
        description=describe(chart, numbers),
        body=ticks + stretched(PANEL_HEIGHT, reference + path("line", line_through(across, ys))) + ends,
    )
    latest = short(numbers[-1], chart.unit) if numbers else "not available"
    return f'<li><p class="aw-panel-name">{escape(panel.name)} <strong>{latest}</strong></p>{image}</li>'


def describe(chart: TrendLines, numbers: list[float]) -> str:
    """First and latest value, lowest and highest."""
    if not numbers:
        return "There are no values to draw."
    first, latest = short(numbers[0], chart.unit), short(numbers[-1], chart.unit)
    beside = f" The faint line is {chart.reference_name}." if chart.reference and chart.reference_name else ""
    return (
        f"From {first} to {latest} between {chart.periods[0]} and {chart.periods[-1]}; "
        f"lowest {short(min(numbers), chart.unit)}, highest {short(max(numbers), chart.unit)}.{beside}"
    )
