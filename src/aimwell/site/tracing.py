"""Where each value of a series comes from: the file, its sheet and the rows that were added up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat

from markupsafe import Markup, escape

from aimwell.domain.measures import Measure
from aimwell.presentation.figures import number
from aimwell.site.contents import SiteContents, period_words
from aimwell.site.findings import Finding
from aimwell.site.page import Dataset, Scalar
from aimwell.site.reader import Series
from aimwell.site.wording import range_words, value_words

TRACE = (
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "status",
    "value_id",
    "source_digest",
    "source_sheet",
    "source_first_row",
    "source_last_row",
    "source_rows",
)


@dataclass(frozen=True, slots=True)
class TracedValue:
    """One value in words, with the cell it comes from."""

    value_id: str
    period: str
    numerator: str
    denominator: str
    value: str
    likely: str
    note: str
    file: str
    digest: str
    sheet: str
    rows: str


def traced_values(contents: SiteContents, found: Finding, series: Series) -> tuple[TracedValue, ...]:
    """Each value of a series with its source, newest first."""
    unit, sources = found.unit, contents.release.sources
    whole = 0 if _counts(series) else 1
    columns = [series.column(name) for name in TRACE]
    made = [
        TracedValue(
            value_id=value_id,
            period=period_words(period),
            numerator="" if top is None else number(top, whole),
            denominator="" if bottom is None else number(bottom, whole),
            value=value_words(value, unit, status),
            likely=range_words(lower, upper, unit),
            note="estimated" if status == "estimated" else "",
            file=sources[digest].file if digest in sources else "several files" if digest is None else "",
            digest=digest or "",
            sheet=sheet or "",
            rows=rows_words(first, last, count),
        )
        for period, top, bottom, value, lower, upper, status, value_id, digest, sheet, first, last, count in zip(
            series.column("period"), *columns, strict=True
        )
    ]
    return tuple(reversed(made))


def trace_rows(traced: Sequence[TracedValue], *, divided: bool) -> Markup:
    """The rows of the table of sources. Written here, since most of the site's text is in such rows and a template is slow."""
    number_cell = '<td class="nhsuk-table__cell--numeric">'
    rows = [
        f'<tr id="{each.value_id}"><th scope="row" class="aw-nowrap">{each.period}</th>{number_cell}{escape(each.value)}'
        + (f'<span class="aw-small">{each.note}</span>' if each.note else "")
        + f'</td><td class="aw-nowrap">{each.likely}</td>{number_cell}{each.numerator}</td>'
        + (f"{number_cell}{each.denominator}</td>" if divided else "")
        + f'<td class="aw-file">{escape(source_words(each))}'
        + (f' <code title="SHA-256 {each.digest}">{each.digest[:12]}</code>' if each.digest else "")
        + f"</td><td><code>{each.value_id}</code></td></tr>"
        for each in traced
    ]
    return Markup("\n".join(rows))  # noqa: S704 - text from files is escaped above; the rest are our numbers and ids


def source_words(each: TracedValue) -> str:
    """File, sheet and rows of a value, as far as they are known."""
    return ", ".join(
        part for part in (each.file, f"sheet “{each.sheet}”" if each.sheet else "", each.rows) if part
    )


def _counts(series: Series) -> bool:
    tops = series.column("numerator")
    return all(top is None or top == int(top) for top in tops)


def rows_words(first: int | None, last: int | None, count: int | None) -> str:
    """Which rows of the file were added up."""
    if first is None or last is None:
        return f"{count:,} rows" if count and count > 1 else "1 row" if count else ""
    if first == last:
        return f"row {first}"
    return f"{count:,} of rows {first:,} to {last:,}" if count else f"rows {first:,} to {last:,}"


SOURCE_COLUMNS = (
    "source_file",
    "source_digest",
    "source_sheet",
    "source_first_row",
    "source_last_row",
    "source_rows",
)
VALUE_COLUMNS = (
    "period",
    "breakdown",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "unit",
    "status",
    "value_id",
)
DRAWN_COLUMNS = ("mean", "lower_limit", "upper_limit", "target")


def values_dataset(contents: SiteContents, found: Finding, series: Sequence[Series]) -> Dataset:
    """All values of some series of a finding, as the command line gives them, with sources and chart limits."""
    names = ("measure", "place", *VALUE_COLUMNS, *DRAWN_COLUMNS, *SOURCE_COLUMNS)
    rows: list[Sequence[Scalar]] = []
    for each in series:
        files = [file_name(contents, digest) for digest in each.column("source_digest")]
        columns = (
            repeat(found.measure.id),
            repeat(found.place.id),
            *(_column(each, name, found.measure) for name in (*VALUE_COLUMNS, *DRAWN_COLUMNS)),
            files,
            *(each.column(name) for name in SOURCE_COLUMNS[1:]),
        )
        rows += zip(*columns, strict=False)  # what repeats has no end of its own
    return Dataset(f"{found.measure.short}: {found.place.name}", names, rows)


def _column(series: Series, name: str, measure: Measure) -> Iterable[Scalar]:
    """A column as downloads have it: the breakdown is the series', the unit as the measure declares it."""
    match name:
        case "breakdown":
            return repeat(series.breakdown)
        case "unit":
            return repeat(measure.unit)
        case _:
            return series.column(name)


def last_cells(contents: SiteContents, series: Series, unit: str) -> tuple[Scalar, ...]:
    """The newest value of a series with its source, under VALUE_COLUMNS and SOURCE_COLUMNS."""
    known: dict[str, Scalar] = {"breakdown": series.breakdown, "unit": unit}
    values = (known[name] if name in known else series.last(name) for name in VALUE_COLUMNS)
    digest = series.last("source_digest")
    return (*values, file_name(contents, digest), *(series.last(name) for name in SOURCE_COLUMNS[1:]))


def file_name(contents: SiteContents, digest: str | None) -> str:
    """The name of a file that was taken; empty where a value rests on several."""
    source = contents.release.sources.get(digest) if digest else None
    return source.file if source else ""
