"""Verdicts with the source of their newest figure, and figures by group under the same columns."""

from collections.abc import Sequence

from aimwell.site.contents import SiteContents, place_level
from aimwell.site.findings import Finding, group_series
from aimwell.site.page import Dataset, Scalar
from aimwell.site.process_charts import series_of
from aimwell.site.reader import Series
from aimwell.site.tracing import SOURCE_COLUMNS, file_name
from aimwell.site.verdict_rows import COLUMNS, verdict_cells

OF_SERIES = ("period", "value", "lower", "upper", "status", "value_id")


def sourced_verdicts(
    contents: SiteContents, title: str, found: Sequence[Finding], in_groups: Sequence[Finding]
) -> Dataset:
    """A row for each finding, then one for each group of those that the page shows by group."""
    rows = [
        (*verdict_cells(each), *_sourced(contents, series))
        for each in found
        if (series := series_of(contents, each))
    ]
    for each in in_groups:
        for group in group_series(contents, each.measure, place_level(each.place), each.place.id):
            rows.append((*_group_cells(each, group), *_sourced(contents, group)))
    columns = (*COLUMNS, "breakdown", "numerator", "denominator", *SOURCE_COLUMNS)
    return Dataset(title, columns, rows)


def _group_cells(found: Finding, group: Series) -> tuple[Scalar, ...]:
    """A group's figure under the columns of verdicts; nobody judges a group by itself, so those stay empty."""
    measure, place = found.measure, found.place
    known: dict[str, Scalar] = {name: group.last(name) for name in OF_SERIES}
    known |= {"measure": measure.id, "title": measure.title, "unit": measure.unit}
    known |= {"place": place.id, "place_name": place.name}
    return tuple(known.get(name) for name in COLUMNS)


def _sourced(contents: SiteContents, series: Series) -> tuple[Scalar, ...]:
    return (
        series.breakdown,
        series.last("numerator"),
        series.last("denominator"),
        file_name(contents, series.last("source_digest")),
        *(series.last(name) for name in SOURCE_COLUMNS[1:]),
    )
