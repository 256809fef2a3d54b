"""A statistical process control chart: a series, its mean and limits, its target, and the points that stand out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite

from markupsafe import Markup, escape

from aimwell.domain.statistics.process_codes import PointType
from aimwell.presentation.charts.axes import apart, axis_over, known
from aimwell.presentation.charts.plot import HEIGHT, Plot, period_axis, period_edges, steps, value_axis
from aimwell.presentation.charts.svg import (
    framed,
    line_through,
    middles,
    path,
    round_dots,
    square_dots,
    stretched,
)
from aimwell.presentation.figures import Unit, short

LABEL_GAP = 15.0  # pixels between two lines of small text
MOST_TITLES = 12  # points whose value shows on hover; the table behind the chart has all

MARKS = {
    PointType.NOT_JUDGED: "dot",
    PointType.COMMON_CAUSE: "dot",
    PointType.IMPROVEMENT_HIGH: "good",
    PointType.IMPROVEMENT_LOW: "good",
    PointType.CONCERN_HIGH: "bad",
    PointType.CONCERN_LOW: "bad",
    PointType.NEUTRAL_HIGH: "odd",
    PointType.NEUTRAL_LOW: "odd",
}
MARK_WORDS = {
    "good": "improving by more than chance",
    "bad": "getting worse by more than chance",
    "odd": "changed by more than chance",
}


@dataclass(frozen=True, slots=True)
class Rebase:
    """A decision to work out the limits afresh from one period on."""

    index: int
    reason: str


@dataclass(frozen=True, slots=True)
class SpcChart:
    """One series to draw. All sequences have one entry per period; None or NaN is a gap, never zero."""

    chart_id: str
    title: str
    unit: Unit
    periods: Sequence[str]
    values: Sequence[float | None]
    mean: Sequence[float | None]
    lower: Sequence[float | None]
    upper: Sequence[float | None]
    marks: Sequence[PointType]
    profile: str  # printed on the chart, so that a reader can tell which rules made it
    targets: Sequence[float | None] = ()
    rebases: tuple[Rebase, ...] = ()
    verdict: str = ""  # the sentence beside the chart; begins its description
    pixels: int = HEIGHT  # height of the plot


def spc_chart(chart: SpcChart) -> Markup:
    """The chart as inline SVG: about 5 KB for 60 points."""
    if not known(chart.values):
        return empty_chart(chart)
    chart = within_bounds(chart)
    floor_at, ceiling_at = chart.unit.bounds
    axis = axis_over(
        [*chart.values, *chart.lower, *chart.upper, *chart.targets], floor_at=floor_at, ceiling_at=ceiling_at
    )
    plot = Plot(axis, middles(len(chart.periods)), chart.pixels)
    heights = plot.heights(chart.values)
    line = path("line", line_through(plot.across, heights))
    body = "".join(
        (
            value_axis(plot, chart.unit),
            period_axis(chart.periods, chart.pixels),
            stretched(chart.pixels, limit_lines(chart, plot) + line + marks(chart, plot.across, heights)),
            rebase_lines(chart),
            end_labels(chart, plot),
            hover_titles(chart, plot),
            f'<text class="aw-note" x="0" y="{chart.pixels + 40}">Rules: {escape(chart.profile)}</text>',
        )
    )
    return framed(
        chart_id=chart.chart_id,
        kind="spc",
        height=str(chart.pixels),
        title=chart.title,
        description=describe(chart),
        body=body,
    )


def empty_chart(chart: SpcChart) -> Markup:
    """A chart that says that there is nothing to draw, instead of an empty frame."""
    return framed(
        chart_id=chart.chart_id,
        kind="spc",
        height="40",
        title=chart.title,
        description=describe(chart),
        body='<text class="aw-note" x="0" y="24">There are no values to draw.</text>',
    )


def within_bounds(chart: SpcChart) -> SpcChart:
    """The chart with limits cut where values cannot be, such as below 0%; for display only."""
    floor_at, ceiling_at = chart.unit.bounds
    lower, upper = chart.lower, chart.upper
    if floor_at is not None and min(known(lower), default=floor_at) < floor_at:
        lower = [limit if limit is None else max(limit, floor_at) for limit in lower]
    if ceiling_at is not None and max(known(upper), default=ceiling_at) > ceiling_at:
        upper = [limit if limit is None else min(limit, ceiling_at) for limit in upper]
    return (
        replace(chart, lower=lower, upper=upper)
        if lower is not chart.lower or upper is not chart.upper
        else chart
    )


def limit_lines(chart: SpcChart, plot: Plot) -> str:
    """Mean, limits and target as steps: level within a period, so that a change shows where it happens."""
    edges = period_edges(len(chart.periods))
    restarts = frozenset(rebase.index for rebase in chart.rebases)
    return "".join(
        (
            path(
                "limit",
                steps(edges, plot.heights(chart.upper), restarts)
                + steps(edges, plot.heights(chart.lower), restarts),
            ),
            path("mean", steps(edges, plot.heights(chart.mean), restarts)),
            path("target", steps(edges, plot.heights(chart.targets), frozenset())) if chart.targets else "",
        )
    )


def marks(chart: SpcChart, across: Sequence[int], heights: Sequence[int | None]) -> str:
    """Every point, its shape telling what it means: dot, ring, square or large dot."""
    places: dict[str, list[tuple[int, int]]] = {"dot": [], "good": [], "bad": [], "odd": []}
    for x, y, mark in zip(across, heights, chart.marks, strict=True):
        if y is not None:
            places[MARKS[mark]].append((x, y))
    return "".join(
        (
            path("dot", round_dots(places["dot"])),
            path("good", round_dots(places["good"])),
            path("hollow", round_dots(places["good"])),
            path("odd", round_dots(places["odd"])),
            path("bad", square_dots(places["bad"])),
        )
    )


def rebase_lines(chart: SpcChart) -> str:
    """A line where limits were worked out afresh; the reason shows on hover and stands in the description."""
    count = len(chart.periods)
    return "".join(
        f'<line class="aw-rebase" x1="{100 * rebase.index / count:.1f}%" x2="{100 * rebase.index / count:.1f}%" y2="{chart.pixels}">'
        f"<title>New limits from {escape(chart.periods[rebase.index])}: {escape(rebase.reason)}</title></line>"
        f'<text class="aw-note aw-roomy" x="{100 * rebase.index / count:.1f}%" dx="4" y="-4">New limits</text>'
        for rebase in chart.rebases
    )


def end_labels(chart: SpcChart, plot: Plot) -> str:
    """What each line is and where it ends, written beside it instead of in a legend."""
    ends = (
        ("limit", "Upper", last(chart.upper)),
        ("mean", "Average", last(chart.mean)),
        ("limit", "Lower", last(chart.lower)),
        ("target", "Target", last(chart.targets)),
        ("now", "Latest", next(reversed(known(chart.values)), None)),
    )
    drawn = [(kind, word, value) for kind, word, value in ends if value is not None]
    heights = apart([plot.height(value) for _, _, value in drawn], LABEL_GAP, chart.pixels)
    return "".join(
        f'<text class="aw-end aw-end-{kind}" x="100%" dx="8" y="{y + 4:.1f}"><tspan class="aw-roomy">{word} </tspan>{short(value, chart.unit)}</text>'
        for (kind, word, value), y in zip(drawn, heights, strict=True)
    )


def last(values: Sequence[float | None]) -> float | None:
    """The entry of the last period, if it is known."""
    return next(iter(known(values[-1:])), None)


def hover_titles(chart: SpcChart, plot: Plot) -> str:
    """Period and value of the latest points that stand out, shown on hover."""
    count = len(chart.periods)
    telling = [
        index
        for index, (value, mark) in enumerate(zip(chart.values, chart.marks, strict=True))
        if value is not None and isfinite(value) and (MARKS[mark] != "dot" or index == count - 1)
    ]
    parts: list[str] = []
    for index in telling[-MOST_TITLES:]:
        value = chart.values[index] or 0.0  # never missing here: `telling` left those out
        words = MARK_WORDS.get(MARKS[chart.marks[index]], "")
        parts.append(
            f'<circle class="aw-hit" cx="{(2 * index + 1) * 50 / count:.1f}%" cy="{plot.height(value)}" r="7">'
            f"<title>{escape(chart.periods[index])}: {short(value, chart.unit)}{', ' + words if words else ''}</title></circle>"
        )
    return "".join(parts)


def describe(chart: SpcChart) -> str:
    """What a person who cannot see the chart needs: extent, latest value, average, and how many points stand out."""
    numbers = known(chart.values)
    if not numbers:
        return f"{chart.verdict} There are no values to draw.".strip()
    newest = max(at for at, value in enumerate(chart.values) if value is not None and isfinite(value))
    counts = {kind: sum(MARKS[mark] == kind for mark in chart.marks) for kind in MARK_WORDS}
    said = [f"{counts[kind]} {words}" for kind, words in MARK_WORDS.items() if counts[kind]]
    parts = [
        chart.verdict,
        f"{len(numbers)} points from {chart.periods[0]} to {chart.periods[newest]}.",
        f"Latest {short(numbers[-1], chart.unit)}, lowest {short(min(numbers), chart.unit)}, highest {short(max(numbers), chart.unit)}.",
        f"Points that stand out: {'; '.join(said)}." if said else "No point stands out from chance.",
        *(f"New limits from {chart.periods[rebase.index]}: {rebase.reason}." for rebase in chart.rebases),
    ]
    return " ".join(part for part in parts if part)


def spc_key() -> Markup:
    """What the marks mean, to stand once on a page with such charts."""
    lines = (
        ("mean", "average"),
        ("limit", "highest and lowest to expect by chance"),
        ("target", "target"),
    )
    rows = (
        ("dot", "within what chance explains"),
        ("good", "improving by more than chance"),
        ("bad", "getting worse by more than chance"),
        ("odd", "changed by more than chance, neither good nor bad"),
    )
    strokes = "".join(
        f'<li><svg class="aw-mark aw-mark-line" aria-hidden="true">{path(kind, "M0 8H32")}</svg> {words}</li>'
        for kind, words in lines
    )
    items = "".join(
        f'<li><svg class="aw-mark" viewBox="0 0 16 16" aria-hidden="true">{path(kind, "M8 8h.1")}'
        f"{path('hollow', 'M8 8h.1') if kind == 'good' else ''}</svg> {words}</li>"
        for kind, words in rows
    )
    return Markup(f'<ul class="aw-key">{items}{strokes}</ul>')  # noqa: S704 - fixed text
