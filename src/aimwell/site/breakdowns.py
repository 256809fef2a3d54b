"""A measure by groups of people, as a chart and a table."""

from dataclasses import dataclass

from markupsafe import Markup

from aimwell.domain.measures import Breakdown as Declared
from aimwell.presentation.charts.gap import GapChart, Group, gap_chart
from aimwell.site.contents import SiteContents, period_words, place_level
from aimwell.site.findings import Finding, Groups, by_deprivation_first, groups_at
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
    heading: str  # what its groups are groups of
    people: bool  # whether its groups are of people, so that one of them can be left behind
    period: str
    chart: Markup
    rows: tuple[GroupRow, ...]


def breakdowns_of(contents: SiteContents, found: Finding) -> tuple[Breakdown, ...]:
    """The measure by each dimension that has groups here; deprivation first."""
    measure, place = found.measure, found.place
    made = [
        (each, groups_at(contents, measure, place_level(place), place.id, each.by))
        for each in by_deprivation_first(measure.breakdowns)
    ]
    return tuple(breakdown_view(contents, found, each, groups) for each, groups in made if groups.values)


def breakdown_view(contents: SiteContents, found: Finding, by: Declared, groups: Groups) -> Breakdown:
    """One breakdown as a chart and a table."""
    unit = found.unit
    chart = GapChart(
        chart_id=f"groups-{by.by}",
        title=f"{found.measure.short} by {by.title.lower()}, {found.place.name}, {period_words(groups.period)}",
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
    return Breakdown(
        title=by.title,
        heading=contents.labels.dimension_title(by.by),
        people=by.people or by.deprivation,
        period=period_words(groups.period),
        chart=gap_chart(chart),
        rows=rows,
    )
