"""Draw every chart and component on one page, to be looked at: python scripts/gallery.py FOLDER.

The numbers are invented; the page says so. Outlines come from definitions/geographies when they are there.
"""

import json
import math
import random
import sys
from dataclasses import replace
from pathlib import Path

from aimwell.domain.statistics.process_codes import PointType
from aimwell.domain.verdicts import Change, Comparison, Prospect
from aimwell.presentation.charts.bar_list import Bar, BarList, bar_list
from aimwell.presentation.charts.comparison import ComparedPlace, ComparisonChart, comparison_chart
from aimwell.presentation.charts.england_map import EnglandMap, MapArea, england_map
from aimwell.presentation.charts.gap import GapChart, Group, gap_chart
from aimwell.presentation.charts.icons import assurance_icon, icon_sprite, variation_icon
from aimwell.presentation.charts.spc import Rebase, SpcChart, spc_chart, spc_key
from aimwell.presentation.charts.trends import Sparkline, TrendLines, TrendPanel, sparkline, trend_lines
from aimwell.presentation.figures import unit_named

ROOT = Path(__file__).resolve().parent.parent
CSS = ROOT / "src" / "aimwell" / "site" / "assets" / "aimwell.css"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NAMES = (
    "Bath and North East Somerset, Swindon and Wiltshire",
    "Bedfordshire, Luton and Milton Keynes",
    "Black Country",
    "Suffolk and North East Essex",
    "Cornwall and the Isles of Scilly",
    "Devon",
    "Dorset",
    "Humber and North Yorkshire",
    "North East London",
    "Lincolnshire",
    "Sussex",
    "West Yorkshire",
)


def months(count: int) -> list[str]:
    """Labels of months ending in March 2026."""
    return [f"{MONTHS[(2 - back) % 12]} {2026 + (2 - back) // 12}" for back in range(count - 1, -1, -1)]


def example_spc(chart_id: str, count: int, *, title: str) -> SpcChart:
    """A series with every kind of mark, a gap, a changed target and new limits."""
    chance = random.Random(count)
    values: list[float | None] = [
        60 + chance.gauss(0, 1) + max(0, index - count * 0.7) * 0.35 for index in range(count)
    ]
    values[count // 3] = None
    kinds = [PointType.COMMON_CAUSE] * count
    for index in range(count):
        if index >= count * 0.8:
            kinds[index] = PointType.IMPROVEMENT_HIGH
        elif count * 0.2 <= index < count * 0.28:
            kinds[index] = PointType.CONCERN_LOW
        elif index == count // 2:
            kinds[index] = PointType.NEUTRAL_HIGH
    half = count // 2
    mean = [60.0] * half + [61.5] * (count - half)
    return SpcChart(
        chart_id=chart_id,
        title=title,
        unit=unit_named("percent"),
        periods=months(count),
        values=values,
        mean=mean,
        lower=[middle - 3 for middle in mean],
        upper=[middle + 3 for middle in mean],
        marks=kinds,
        targets=[60.0] * (count - 12) + [65.0] * 12,
        profile="Making Data Count (Excel)",
        rebases=(Rebase(half, "a new clinic opened"),),
        verdict="Waiting times are getting better.",
    )


def example_comparison(chart_id: str) -> ComparisonChart:
    """Places in three groups, one of them without a value."""
    chance = random.Random(5)
    places = []
    for index, name in enumerate(NAMES):
        value = 70 - index * 1.2 + chance.random()
        comparison = (
            Comparison.BETTER if value > 65 else Comparison.SIMILAR if value > 60 else Comparison.WORSE
        )
        places.append(
            ComparedPlace(name, value, value - 1.4, value + 1.4, comparison, highlighted=index == 3)
        )
    places.append(
        ComparedPlace("Northamptonshire", None, None, None, Comparison.NOT_COMPARED, reason="withheld")
    )
    return ComparisonChart(
        chart_id,
        "Waiting within 18 weeks, by system",
        unit_named("percent"),
        tuple(places),
        62.5,
        (60.0, 66.0),
    )


def example_map(chart_id: str) -> EnglandMap:
    """The shipped outlines, or squares where there are none yet."""
    groups = (Comparison.BETTER, Comparison.SIMILAR, Comparison.WORSE, Comparison.NOT_COMPARED)
    found = sorted((ROOT / "definitions" / "geographies").glob("boundaries_*.json"))
    if not found:
        areas = tuple(
            MapArea(
                name,
                f"M{index % 4 * 100} {index // 4 * 100}h96v96h-96z",
                "#",
                groups[index % 4],
                "62.5%",
                index == 5,
            )
            for index, name in enumerate(NAMES)
        )
        return EnglandMap(chart_id, "Waiting within 18 weeks", 400, 300, areas)
    shipped = json.loads(found[0].read_text("utf-8"))
    listed = shipped.get("areas", shipped)
    areas = tuple(
        MapArea(
            str(key), str(area.get("path", area.get("d", ""))), "#", groups[index % 4], "62.5%", index == 5
        )
        for index, (key, area) in enumerate(listed.items())
        if isinstance(area, dict)
    )
    return EnglandMap(
        chart_id,
        "Waiting within 18 weeks",
        int(shipped.get("width", 860)),
        int(shipped.get("height", 1000)),
        areas,
    )


def charts() -> str:
    """Every chart, in the boxes that pages use."""
    unit = unit_named("percent")
    fifths = (
        "Most deprived fifth",
        "Second most deprived",
        "Middle fifth",
        "Second least deprived",
        "Least deprived fifth",
    )
    groups = tuple(
        Group(name, 55 + index * 2.1, 54 + index * 2.1, 56.2 + index * 2.1)
        for index, name in enumerate(fifths)
    )
    waves = tuple(
        TrendPanel(name, [62 + 4 * math.sin(month / 5 + index) for month in range(36)])
        for index, name in enumerate(NAMES[:6])
    )
    bars = tuple(
        Bar(name, 4_200_000 - index * 300_000, highlighted=index == 1) for index, name in enumerate(NAMES[:6])
    )
    negative = tuple(Bar(name, value) for name, value in (("Up", 3.2), ("Down", -4.1), ("Not known", None)))
    drawn = (
        (
            "Statistical process control",
            str(spc_chart(example_spc("spc-60", 60, title="Sixty months"))) + str(spc_key()),
        ),
        ("A short series", spc_chart(example_spc("spc-14", 14, title="Fourteen months"))),
        ("Comparison", comparison_chart(example_comparison("compare"))),
        (
            "Gap",
            gap_chart(
                GapChart(
                    "gap",
                    "By deprivation",
                    unit,
                    (*groups, Group("Not stated", None, reason="withheld")),
                    60.1,
                )
            ),
        ),
        ("Bars", bar_list(BarList("bars", "Spending", unit_named("£"), bars))),
        ("Bars both ways", bar_list(BarList("bars-2", "Change", unit_named("percentage points"), negative))),
        ("Map", england_map(example_map("map"))),
    )
    boxes = "".join(
        f'<figure class="aw-chart"><figcaption>{title}</figcaption>{chart}</figure>' for title, chart in drawn
    )
    multiples = trend_lines(
        TrendLines("multiples", "Systems side by side", unit, months(36), waves, [62.0] * 36, "England")
    )
    return boxes + str(multiples)


def icons() -> str:
    """Every icon with its words, and sparklines in a table."""
    rows = "".join(
        f'<tr><th scope="row">{variation_icon(kind)} {kind.name}</th><td>'
        f"{sparkline(Sparkline([60, 61, None, 63, 62 + len(kind) % 5, 64], f'Trend {kind.name}', 62))}</td>"
        f'<td class="nhsuk-table__cell--numeric">62.5%</td></tr>'
        for kind in Change
    )
    assured = " ".join(str(assurance_icon(kind)) for kind in Prospect)
    return (
        f'<div class="aw-scroll" tabindex="0" role="region" aria-label="Icons"><table class="nhsuk-table aw-table aw-sticky"><caption>'
        f"Icons</caption><tbody>{rows}</tbody></table></div><p>{assured}</p>"
    )


COMPONENTS = """
<div class="aw-verdict"><span class="aw-icons">{good}{may}</span><p class="aw-lead">More people are seen on time, and it is
more than chance.</p><p class="aw-evidence">62.5% in March 2026; the average since April 2023 is 61.5%.</p></div>
<form class="nhsuk-form-group" action="find.html"><label class="nhsuk-label" for="q">Your council or area</label>
<div class="nhsuk-hint" id="q-hint">For example, Ipswich</div>
<div class="aw-find"><input class="nhsuk-input" id="q" name="q" type="search" aria-describedby="q-hint"><button class="nhsuk-button">Find</button></div></form>
<ul class="nhsuk-grid-row nhsuk-card-group">
<li class="nhsuk-grid-column-one-half nhsuk-card-group__item"><div class="nhsuk-card nhsuk-card--clickable"><div class="nhsuk-card__content">
<h2 class="nhsuk-card__heading nhsuk-heading-m"><a class="nhsuk-card__link" href="#a">Waiting for treatment</a></h2><p>62.5% within 18 weeks</p></div></div></li>
<li class="nhsuk-grid-column-one-half nhsuk-card-group__item"><div class="nhsuk-card"><div class="nhsuk-card__content">
<h2 class="nhsuk-card__heading nhsuk-heading-m">Emergency care</h2><span class="aw-big">73.4%</span> within four hours</div></div></li></ul>
<p><strong class="nhsuk-tag">Plain</strong> <strong class="nhsuk-tag nhsuk-tag--green">Green</strong> <strong class="nhsuk-tag nhsuk-tag--orange">Orange</strong>
<strong class="nhsuk-tag nhsuk-tag--grey">Grey</strong> <span class="aw-illustrative">Illustrative</span></p>
<dl class="nhsuk-summary-list"><div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">Source</dt><dd class="nhsuk-summary-list__value">NHS England</dd></div>
<div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">Checked</dt><dd class="nhsuk-summary-list__value">1 November 2026</dd></div></dl>
<details class="nhsuk-details"><summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">How this is worked out</span></summary><div class="nhsuk-details__text"><p>Text.</p></div></details>
<details class="nhsuk-details nhsuk-expander" open><summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">The table behind the chart</span></summary><div class="nhsuk-details__text"><p>Text.</p></div></details>
<div class="nhsuk-inset-text"><p>The figures for May were revised in August.</p></div>
<div class="nhsuk-warning-callout"><h3 class="nhsuk-warning-callout__label">Important</h3><p>Invented for demonstration.</p></div>
<div class="nhsuk-error-summary" tabindex="-1"><h2 class="nhsuk-error-summary__title">There is a problem</h2><div class="nhsuk-error-summary__body"><ul class="nhsuk-list nhsuk-error-summary__list"><li><a href="#q">Enter a place</a></li></ul></div></div>
<p><a class="nhsuk-action-link" href="#x"><svg class="nhsuk-icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm1 5 5 5-5 5-1.4-1.4 2.6-2.6H6v-2h8.2l-2.6-2.6Z"/></svg><span class="nhsuk-action-link__text">Find my place</span></a></p>
<nav class="nhsuk-pagination" aria-label="Pages"><ul class="nhsuk-list nhsuk-pagination__list"><li class="nhsuk-pagination-item--previous"><a class="nhsuk-pagination__link" href="#p"><span class="nhsuk-pagination__title">Previous</span><span class="nhsuk-pagination__page">Devon</span></a></li>
<li class="nhsuk-pagination-item--next"><a class="nhsuk-pagination__link" href="#n"><span class="nhsuk-pagination__title">Next</span><span class="nhsuk-pagination__page">Dorset</span></a></li></ul></nav>
"""


def board() -> str:
    """A board page: two sides of paper, three things to talk about, then every measure in a row."""
    things = "".join(
        f'<section><h2>{index}. Waiting for treatment</h2><div class="aw-verdict"><span class="aw-icons">'
        f"{variation_icon(Change.CONCERNING_LOW)}{assurance_icon(Prospect.WILL_NOT)}</span><p>Fewer people are seen on time.</p>"
        f'<p class="aw-evidence">Based on 36 figures.</p></div><figure class="aw-chart">{spc_chart(replace(example_spc(f"board-{index}", 36, title="Waiting"), pixels=140))}</figure></section>'
        for index in (1, 2, 3)
    )
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td>{variation_icon(Change.STEADY)}</td>'
        f'<td class="nhsuk-table__cell--numeric">62.5%</td></tr>'
        for name in NAMES * 2
    )
    table = (
        f'<table class="nhsuk-table aw-table"><caption>All measures</caption><tbody>{rows}</tbody></table>'
    )
    sides = f'<section class="aw-side"><h1>Three things to talk about</h1>{things}</section><section class="aw-side">{table}</section>'
    return f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Board page</title><link rel="stylesheet" href="aimwell.css">
<link rel="icon" href="favicon.svg"></head><body>{icon_sprite()}<header class="nhsuk-header">aimwell</header>
<main class="aw-board nhsuk-width-container">{sides}</main></body></html>"""


def page() -> str:
    """The whole page."""
    components = COMPONENTS.format(
        good=variation_icon(Change.IMPROVING_HIGH), may=assurance_icon(Prospect.MAY)
    )
    policy = "default-src 'none'; style-src 'self' file:; img-src 'self'; form-action 'self'"
    return f"""<!doctype html><html lang="en-GB" class="nhsuk-template"><head><meta charset="utf-8"><title>Gallery</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="{policy}">
<link rel="stylesheet" href="aimwell.css"><link rel="icon" href="favicon.svg"></head><body class="nhsuk-template__body">{icon_sprite()}<a class="nhsuk-skip-link" href="#main">Skip to main content</a>
<header class="nhsuk-header"><div class="nhsuk-header__container nhsuk-width-container"><div class="nhsuk-header__service"><a class="nhsuk-header__service-name" href="#h">aimwell</a></div></div>
<nav class="nhsuk-header__navigation" aria-label="Menu"><div class="nhsuk-header__navigation-container nhsuk-width-container"><ul class="nhsuk-header__navigation-list">
<li class="nhsuk-header__navigation-item"><a class="nhsuk-header__navigation-link" href="#1" aria-current="page">England</a></li><li class="nhsuk-header__navigation-item"><a class="nhsuk-header__navigation-link" href="#2">Find my place</a></li><li class="nhsuk-header__navigation-item"><a class="nhsuk-header__navigation-link" href="#3">Measures</a></li></ul></div></nav></header>
<div class="nhsuk-width-container"><nav class="nhsuk-breadcrumb" aria-label="Breadcrumb"><ol class="nhsuk-breadcrumb__list"><li class="nhsuk-breadcrumb__list-item"><a class="nhsuk-breadcrumb__link" href="#b">England</a></li><li class="nhsuk-breadcrumb__list-item"><a class="nhsuk-breadcrumb__link" href="#c">Systems</a></li></ol></nav>
<main class="nhsuk-main-wrapper" id="main"><h1>Gallery <span class="nhsuk-caption-xl">All numbers are invented</span></h1>{components}<h2>Charts</h2>{charts()}<h2>Icons</h2>{icons()}</main></div>
<footer class="nhsuk-footer"><div class="nhsuk-width-container nhsuk-footer__container"><div class="nhsuk-footer__meta"><ul class="nhsuk-footer__list"><li class="nhsuk-footer__list-item"><a class="nhsuk-footer__list-item-link" href="#f">About</a></li><li class="nhsuk-footer__list-item"><a class="nhsuk-footer__list-item-link" href="#g">Accessibility</a></li></ul></div></div></footer></body></html>"""


def main() -> int:
    """Write the page and its style sheet into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "aimwell.css").write_text(CSS.read_text("utf-8"), "utf-8")
    (folder / "favicon.svg").write_text((CSS.parent / "favicon.svg").read_text("utf-8"), "utf-8")
    (folder / "index.html").write_text(page(), "utf-8")
    (folder / "board.html").write_text(board(), "utf-8")
    print(folder / "index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
