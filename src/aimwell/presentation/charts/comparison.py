"""How places compare: one row each with its interval, in groups better, similar and worse than England."""

from dataclasses import dataclass

from markupsafe import Markup

from aimwell.domain.verdicts import Comparison
from aimwell.presentation.charts.axes import Axis, axis_over
from aimwell.presentation.charts.rows import Rows, absence, across, interval, name, reading, scale
from aimwell.presentation.charts.svg import framed, is_number
from aimwell.presentation.figures import NOT_AVAILABLE, Unit, figure, short

GROUP_TITLES = {
    Comparison.BETTER: "Better than England",
    Comparison.HIGHER: "Higher than England",
    Comparison.SIMILAR: "Similar to England",
    Comparison.LOWER: "Lower than England",
    Comparison.WORSE: "Worse than England",
    Comparison.NOT_COMPARED: "Not compared",
}
MARKS = {
    Comparison.BETTER: "better",
    Comparison.HIGHER: "higher",
    Comparison.SIMILAR: "similar",
    Comparison.LOWER: "lower",
    Comparison.WORSE: "worse",
    Comparison.NOT_COMPARED: "similar",
}


@dataclass(frozen=True, slots=True)
class ComparedPlace:
    """One place with its value; order within a group is the caller's."""

    name: str
    value: float | None
    lower: float | None
    upper: float | None
    comparison: Comparison
    highlighted: bool = False
    reason: str = ""  # why there is no value


@dataclass(frozen=True, slots=True)
class ComparisonChart:
    """Places beside England. `peer_band` is the range of similar places, if any."""

    chart_id: str
    title: str
    unit: Unit
    places: tuple[ComparedPlace, ...]
    england: float | None
    peer_band: tuple[float, float] | None = None
    verdict: str = ""


def comparison_chart(chart: ComparisonChart) -> Markup:
    """The chart as inline SVG; groups come before positions because most positions are chance."""
    groups = [
        (comparison, [place for place in chart.places if place.comparison is comparison])
        for comparison in GROUP_TITLES
    ]
    filled = [(comparison, places) for comparison, places in groups if places]
    rows = Rows(sum(len(places) + 1 for _, places in filled) or 1)
    axis = value_axis(chart)
    parts = [peer_band(chart, axis), scale(axis, chart.unit), england_line(chart, axis)]
    index = 0
    for comparison, places in filled:
        parts.append(name(rows, index, f"{GROUP_TITLES[comparison]}: {len(places)}", " aw-group"))
        index += 1
        for place in places:
            parts.append(place_row(rows, index, place, chart.unit, axis))
            index += 1
    return framed(
        chart_id=chart.chart_id,
        kind="rows",
        height=rows.height,
        title=chart.title,
        description=describe(chart, filled),
        body="".join(parts),
    )


def value_axis(chart: ComparisonChart) -> Axis:
    """An axis over every value, interval and the band."""
    floor_at, ceiling_at = chart.unit.bounds
    numbers = [number for place in chart.places for number in (place.value, place.lower, place.upper)]
    return axis_over(
        [*numbers, chart.england, *(chart.peer_band or ())], floor_at=floor_at, ceiling_at=ceiling_at
    )


def place_row(rows: Rows, index: int, place: ComparedPlace, unit: Unit, axis: Axis) -> str:
    """One place: highlight, name, interval, mark and value."""
    here = " aw-here" if place.highlighted else ""
    band = (
        f'<rect class="aw-highlight" y="{rows.edge(index)}" width="100%" height="{100 / rows.count:.2f}%"/>'
        if place.highlighted
        else ""
    )
    if place.value is None or not is_number(place.value):
        return (
            band + name(rows, index, place.name, here) + absence(rows, index, place.reason or NOT_AVAILABLE)
        )
    mark = f'<use href="#aw-{MARKS[place.comparison]}" class="aw-fill-{MARKS[place.comparison]}" x="{across(axis, place.value)}" y="{rows.middle(index)}"/>'
    return (
        band
        + name(rows, index, place.name, here)
        + interval(rows, index, (place.lower, place.upper), axis)
        + mark
        + reading(rows, index, short(place.value, unit))
    )


def england_line(chart: ComparisonChart, axis: Axis) -> str:
    """England's value through all rows."""
    if chart.england is None or not is_number(chart.england):
        return ""
    x = across(axis, chart.england)
    return (
        f'<line class="aw-england" x1="{x}" x2="{x}" y2="100%"/>'
        f'<text class="aw-period aw-end-now" x="{x}" y="-6">England {short(chart.england, chart.unit)}</text>'
    )


def peer_band(chart: ComparisonChart, axis: Axis) -> str:
    """The range of similar places, behind the rows."""
    if chart.peer_band is None:
        return ""
    low, high = (axis.share(end) * 100 for end in chart.peer_band)
    return (
        f'<rect class="aw-peers" x="{low:.2f}%" width="{high - low:.2f}%" height="100%">'
        f"<title>Range of similar places: {short(chart.peer_band[0], chart.unit)} to {short(chart.peer_band[1], chart.unit)}</title></rect>"
    )


def describe(chart: ComparisonChart, filled: list[tuple[Comparison, list[ComparedPlace]]]) -> str:
    """How many places are in each group, and where the highlighted one is."""
    counts = "; ".join(
        f"{GROUP_TITLES[comparison].lower().replace('england', 'England')}: {len(places)}"
        for comparison, places in filled
    )
    here = next((place for place in chart.places if place.highlighted), None)
    parts = [
        chart.verdict,
        f"{len(chart.places)} places: {counts}." if filled else "There are no places to compare.",
        f"England: {figure(chart.england, chart.unit)}.",
        f"{here.name}: {figure(here.value, chart.unit)}." if here else "",
    ]
    return " ".join(part for part in parts if part)
