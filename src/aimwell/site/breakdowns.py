"""A measure by groups of people, as a chart and a table."""

from dataclasses import dataclass

from markupsafe import Markup

from aimwell.presentation.charts.gap import GapChart, Group, gap_chart
from aimwell.site.contents import SiteContents, period_words, place_level
from aimwell.site.findings import Finding, Groups, groups_at
from aimwell.site.wording import range_words, value_words


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of people in words."""

    name: str
    value: str
    likely: str
    value_id: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A measure by one dimension."""

    title: str
    period: str
    chart: Markup
    rows: tuple[GroupRow, ...]


def breakdowns_of(contents: SiteContents, found: Finding) -> tuple[Breakdown, ...]:
    """The measure by each dimension that has groups here; deprivation first."""
    measure, place = found.measure, found.place
    order = sorted(measure.breakdowns, key=lambda each: not each.deprivation)
    made = [
        (each.title, groups_at(contents, measure, place_level(place), place.id, each.by)) for each in order
    ]
    return tuple(
        breakdown_view(found, title, groups, f"groups-{index}")
        for index, (title, groups) in enumerate(made)
        if groups.values
    )


def breakdown_view(found: Finding, title: str, groups: Groups, chart_id: str) -> Breakdown:
    """One breakdown as a chart and a table."""
    unit = found.unit
    chart = GapChart(
        chart_id=chart_id,
        title=f"{found.measure.short} by {title.lower()}, {found.place.name}, {period_words(groups.period)}",
        unit=unit,
        groups=tuple(
            Group(each.name, each.value, each.lower, each.upper, value_words(each.value, unit, each.status))
            for each in groups.values
        ),
        everyone=found.verdict.value if groups.period == found.verdict.period else None,
    )
    rows = tuple(
        GroupRow(
            each.name,
            value_words(each.value, unit, each.status),
            range_words(each.lower, each.upper, unit),
            each.value_id,
        )
        for each in groups.values
    )
    return Breakdown(title, period_words(groups.period), gap_chart(chart), rows)
