"""A target beside its figures: the released values, the baseline, the way it means to go, and where it means to arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from aimwell.presentation.charts.axes import apart, axis_over
from aimwell.presentation.charts.plot import HEIGHT, Plot, value_axis
from aimwell.presentation.charts.svg import (
    WIDE,
    framed,
    line_through,
    path,
    round_dots,
    square_dots,
    stretched,
)
from aimwell.presentation.figures import Unit, short

LABEL_GAP = 15.0  # pixels between two lines of small text
MOST_YEARS = 8  # labels under the chart


@dataclass(frozen=True, slots=True)
class Dated:
    """A value and the day it stands for: the last of its period."""

    day: date
    value: float


@dataclass(frozen=True, slots=True)
class TargetPath:
    """What is drawn. target: the value to reach and the day; day None where nobody has set one."""

    chart_id: str
    title: str
    unit: Unit
    values: Sequence[Dated]
    way: Sequence[Dated] = ()
    baseline: Dated | None = None
    target: float | None = None
    by: date | None = None
    verdict: str = ""


def target_path(chart: TargetPath) -> Markup:
    """The chart as inline SVG; days run evenly from left to right, whatever the length of periods."""
    days = sorted(_days(chart))
    numbers = [each.value for each in (*chart.values, *chart.way, *filter(None, [chart.baseline]))]
    if not days or not (numbers or chart.target is not None):
        return _empty(chart)
    lowest, highest = chart.unit.bounds
    axis = axis_over([*numbers, chart.target], floor_at=lowest, ceiling_at=highest)
    plot = Plot(axis, ())
    first, span = days[0], max(1, (days[-1] - days[0]).days)
    body = "".join(
        (
            value_axis(plot, chart.unit),
            _years(first, days[-1], span),
            stretched(HEIGHT, _lines(chart, plot, first, span)),
            _labels(chart, plot),
        )
    )
    return framed(
        chart_id=chart.chart_id,
        kind="spc",
        height=str(HEIGHT),
        title=chart.title,
        description=describe(chart),
        body=body,
    )


def _days(chart: TargetPath) -> set[date]:
    found = {each.day for each in (*chart.values, *chart.way)}
    return found | {day for day in (chart.baseline.day if chart.baseline else None, chart.by) if day}


def _across(day: date, first: date, span: int) -> int:
    return (day - first).days * WIDE // span


def _lines(chart: TargetPath, plot: Plot, first: date, span: int) -> str:
    across = [_across(each.day, first, span) for each in chart.values]
    heights = plot.heights([each.value for each in chart.values])
    dots = [(x, y) for x, y in zip(across, heights, strict=True) if y is not None]
    start = [chart.baseline] if chart.baseline else []
    way = [*start, *sorted(chart.way, key=lambda each: each.day)] if chart.way else []
    way_across = [_across(each.day, first, span) for each in way]
    way_heights = plot.heights([each.value for each in way])
    arrival = ""
    if chart.target is not None:
        (height,) = plot.heights([chart.target])
        end = _across(chart.by, first, span) if chart.by else WIDE
        begin = _across(chart.baseline.day, first, span) if chart.baseline else 0
        arrival = path("target", f"M{min(begin, end)} {height}H{end}")
        if chart.by:
            arrival += path("bad", square_dots([(end, height or 0)]))
    marks = [
        (x, y)
        for x, y in zip(way_across[len(start) :], way_heights[len(start) :], strict=True)
        if y is not None
    ]
    from_here = [
        (_across(each.day, first, span), height)
        for each, height in zip(start, plot.heights([each.value for each in start]), strict=True)
        if height is not None
    ]
    return (
        arrival
        + path("line", line_through(across, heights))
        + path("dot", round_dots(dots))
        + path("way", line_through(way_across, way_heights))
        + path("step", round_dots(marks))
        + path("good", round_dots(from_here))
        + path("hollow", round_dots(from_here))
    )


def _years(first: date, last: date, span: int) -> str:
    """The beginning of each year, or of some, along the bottom."""
    years = range(first.year + 1, last.year + 1)
    step = max(1, -(-len(years) // MOST_YEARS))
    parts = [f'<line class="aw-base" x2="100%" y1="{HEIGHT}" y2="{HEIGHT}"/>']
    for year in years[::step]:
        x = 100 * (date(year, 1, 1) - first).days / span
        parts.append(f'<line class="aw-grid" x1="{x:.1f}%" x2="{x:.1f}%" y1="0" y2="{HEIGHT}"/>')
        parts.append(f'<text class="aw-period" x="{x:.1f}%" y="{HEIGHT + 18}">{year}</text>')
    if not len(years):
        parts.append(f'<text class="aw-period aw-first" x="0" y="{HEIGHT + 18}">{first:%B %Y}</text>')
    return "".join(parts)


def _labels(chart: TargetPath, plot: Plot) -> str:
    """The latest value and the target, at the right, apart from one another."""
    said: list[tuple[str, float, str]] = []
    if chart.values:
        latest = max(chart.values, key=lambda each: each.day).value
        said.append(("now", plot.height(latest), f"now {short(latest, chart.unit)}"))
    if chart.target is not None:
        said.append(("target", plot.height(chart.target), f"target {short(chart.target, chart.unit)}"))
    heights = apart([height for _, height, _ in said], LABEL_GAP, HEIGHT)
    return "".join(
        f'<text class="aw-end aw-end-{kind}" x="100%" dx="8" y="{height + 4:.1f}">{escape(text)}</text>'
        for (kind, _, text), height in zip(said, heights, strict=True)
    )


def describe(chart: TargetPath) -> str:
    """What the picture shows, for those who do not see it."""
    parts = [chart.verdict] if chart.verdict else []
    if chart.values:
        first, last = chart.values[0], chart.values[-1]
        parts.append(
            f"Released values from {first.day:%B %Y} ({short(first.value, chart.unit)}) "
            f"to {last.day:%B %Y} ({short(last.value, chart.unit)})."
        )
    else:
        parts.append("There are no released values to draw.")
    if chart.baseline:
        parts.append(
            f"The baseline is {short(chart.baseline.value, chart.unit)} in {chart.baseline.day:%B %Y}."
        )
    if chart.target is not None:
        when = f" by {chart.by.day} {chart.by:%B %Y}" if chart.by else ""
        parts.append(f"The target is {short(chart.target, chart.unit)}{when}.")
    if chart.way:
        parts.append(f"The way there has {len(chart.way)} steps.")
    return " ".join(parts)


def _empty(chart: TargetPath) -> Markup:
    return framed(
        chart_id=chart.chart_id,
        kind="spc",
        height="40",
        title=chart.title,
        description=describe(chart),
        body='<text class="aw-note" x="0" y="24">There is nothing to draw yet.</text>',
    )
