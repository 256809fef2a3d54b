"""The map of systems in verdict groups."""

from collections.abc import Sequence

from markupsafe import Markup

from aimwell.domain.footprints import Footprint
from aimwell.domain.verdicts import Comparison
from aimwell.presentation.charts.england_map import EnglandMap, MapArea, england_map
from aimwell.presentation.figures import figure
from aimwell.site import addresses
from aimwell.site.contents import SiteContents
from aimwell.site.findings import Finding


def verdict_map(
    contents: SiteContents,
    footprint: Footprint,
    found: Sequence[Finding],
    *,
    root: str,
    chart_id: str,
    title: str,
) -> Markup:
    """Every system of a footprint as a link to its account; empty where no outlines are drawn or nothing is known."""
    outlines = contents.boundaries(footprint)
    if outlines is None or not found:
        return Markup("")
    known = {each.place.id: each for each in found}
    areas = tuple(
        MapArea(
            name=contents.register.place(outline.place).name,
            outline=outline.path,
            link=root + addresses.system(outline.place),
            comparison=known[outline.place].verdict.comparison
            if outline.place in known
            else Comparison.NOT_COMPARED,
            reading=figure(known[outline.place].verdict.value, known[outline.place].unit)
            if outline.place in known
            else "no figure",
        )
        for outline in outlines.systems
    )
    return england_map(
        EnglandMap(
            chart_id=chart_id,
            title=f"{title}: {footprint.label} beside England",
            width=outlines.width,
            height=outlines.height,
            areas=areas,
            attribution=outlines.attribution,
        )
    )
