"""A map of England's areas in verdict groups; every area is a link, and a legend says the groups in words."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from aimwell.domain.verdicts import Comparison

LEGEND = {
    Comparison.BETTER: "Better than England",
    Comparison.HIGHER: "Higher than England",
    Comparison.SIMILAR: "Similar to England",
    Comparison.LOWER: "Lower than England",
    Comparison.WORSE: "Worse than England",
    Comparison.NOT_COMPARED: "Not available",
}


@dataclass(frozen=True, slots=True)
class MapArea:
    """One area: its outline as path data, where its page is, and what to say of it."""

    name: str
    outline: str
    link: str
    comparison: Comparison
    reading: str = ""  # the value as text, such as "62.5%"
    highlighted: bool = False


@dataclass(frozen=True, slots=True)
class EnglandMap:
    """Areas on one flat grid of `width` by `height` units; north is up."""

    chart_id: str
    title: str
    width: int
    height: int
    areas: tuple[MapArea, ...]
    legend: tuple[tuple[Comparison, str], ...] = tuple(LEGEND.items())
    attribution: str = ""


def england_map(chart: EnglandMap) -> Markup:
    """The map and its legend. It is a group of links, not one image: each area can be reached by keyboard.

    Fills come from the patterns of `icon_sprite`, so the groups differ by pattern as well as by colour.
    """
    # Areas drawn later lie on top: the highlighted one comes last, so that its outline is whole.
    ordered = sorted(chart.areas, key=lambda area: area.highlighted)
    areas = "".join(area_link(area) for area in ordered)
    used = {area.comparison for area in chart.areas}
    legend = "".join(
        f'<li><svg class="aw-swatch" aria-hidden="true"><rect class="aw-area" width="100%" height="100%" fill="url(#aw-p-{comparison})"/></svg> {escape(words)}: '
        f"{sum(area.comparison is comparison for area in chart.areas)}</li>"
        for comparison, words in chart.legend
        if comparison in used
    )
    attribution = f'<p class="aw-source">{escape(chart.attribution)}</p>' if chart.attribution else ""
    return Markup(  # noqa: S704 - escaped here
        f'<figure class="aw-map"><svg id="{escape(chart.chart_id)}" role="group" aria-labelledby="{escape(chart.chart_id)}-t"'
        f' viewBox="0 0 {chart.width} {chart.height}"><title id="{escape(chart.chart_id)}-t">{escape(chart.title)}</title>{areas}</svg>'
        f'<figcaption><ul class="aw-key">{legend}</ul>{attribution}</figcaption></figure>'
    )


def area_link(area: MapArea) -> str:
    """One area as a link whose name says the area, its value and its group."""
    words = LEGEND[area.comparison].lower().replace("england", "England")
    said = ", ".join(part for part in (area.reading, words) if part)
    here = " aw-here" if area.highlighted else ""
    return (
        f'<a href="{escape(area.link)}" aria-label="{escape(area.name)}: {escape(said)}"><path class="aw-area{here}"'
        f' fill="url(#aw-p-{area.comparison})" d="{escape(area.outline)}"><title>{escape(area.name)}: {escape(said)}</title></path></a>'
    )
