"""The page of one measure in one place: the verdict, the chart, the groups, and where each number comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import ClassVar

from markupsafe import Markup, escape

from aimwell.domain.feeds import CountedBy
from aimwell.domain.measures import Measure
from aimwell.domain.places import Place, PlaceKind
from aimwell.domain.statistics.process_codes import PointType
from aimwell.presentation import sentences
from aimwell.presentation.charts.gap import GapChart, Group, gap_chart
from aimwell.presentation.charts.spc import SpcChart, spc_chart, spc_key
from aimwell.presentation.figures import between, figure, number
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import SiteContents, period_label, period_words, place_level
from aimwell.site.findings import Finding, Groups, finding, groups_at
from aimwell.site.formulas import Formula, formula_of
from aimwell.site.page import Dataset, Frame, Scalar
from aimwell.site.pages.place import name_with_end
from aimwell.site.reader import Series
from aimwell.site.verdict_rows import ASSURANCES, VARIATIONS

MOST_PERIODS = 60  # five years of months; the CSV has all
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
COUNTED_BY = {
    CountedBy.PROVIDER: "Counted where people are treated",
    CountedBy.COMMISSIONER: "Counted by the body that pays for care",
    CountedBy.PRACTICE: "Counted by general practice",
    CountedBy.RESIDENCE: "Counted where people live",
}


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


@dataclass(frozen=True, slots=True)
class Question:
    """One of the four questions with its answer."""

    question: str
    answer: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePage:
    """One measure in one place."""

    template: ClassVar[str] = "evidence.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    sentence: str
    evidence: str
    icons: tuple[Markup, ...]
    questions: tuple[Question, ...]
    chart: Markup
    key: Markup
    profile: str
    target_from: str
    traced: tuple[TracedValue, ...]
    trace_rows: Markup
    left_out: int
    formula: Formula
    feed: str
    licence: str
    counted_by: str
    caveats: tuple[str, ...]
    breakdowns: tuple[Breakdown, ...]
    other_borders: tuple[Link, ...]
    why_no_others: str
    measure: Link
    place: Link


def evidence_page(contents: SiteContents, measure: Measure, place: Place) -> EvidencePage | None:
    """The page, or None where the release has no series for the pair."""
    found = finding(contents, measure, place)
    values = contents.release.values(measure.id)
    series = values.series(place_level(place), place.id) if values else None
    if found is None or series is None:
        return None
    newest, feed = series.newest(MOST_PERIODS), contents.catalogue.feeds[measure.feed]
    verdict, formula = found.verdict, formula_of(contents, measure)
    traced = traced_values(contents, found, newest)
    others, why_no_others = _other_borders(contents, measure, place)
    return EvidencePage(
        frame=evidence_frame(measure, place),
        datasets=(series_dataset(contents, measure, place, series),),
        sentence=sentences.verdict_sentence(found.topic, verdict),
        evidence=sentences.evidence_sentence(found.topic, verdict),
        icons=(VARIATIONS[verdict.change], ASSURANCES[verdict.prospect]),
        questions=_questions(found),
        chart=spc_chart(process_chart(contents, found, newest)),
        key=spc_key(),
        profile=_profile_words(contents, found),
        target_from=verdict.target_from,
        traced=traced,
        trace_rows=trace_rows(traced, divided=bool(formula.bottom)),
        left_out=len(series) - len(newest),
        formula=formula,
        feed=feed.title,
        licence=feed.licence,
        counted_by=COUNTED_BY[feed.counted_by],
        caveats=measure.caveats,
        breakdowns=breakdowns_of(contents, found),
        other_borders=others,
        why_no_others=why_no_others,
        measure=Link(addresses.measure(measure.id), measure.title),
        place=Link(addresses.system(place.id), place.name),
    )


def evidence_frame(measure: Measure, place: Place) -> Frame:
    """Address and title."""
    return Frame(
        path=addresses.evidence(place.id, measure.id),
        title=f"{measure.short}: {place.name}",
        caption=measure.question,
        description=f"{measure.title} in {place.name}, with the source of every number.",
        section=addresses.SYSTEMS,
        crumbs=(Link(addresses.INDEX, "England"), Link(addresses.SYSTEMS, "Systems"), Link(addresses.system(place.id), place.name)),
        formats=("csv", "json"),
    )


def process_chart(contents: SiteContents, found: Finding, series: Series, chart_id: str = "chart") -> SpcChart:
    """The series as a process behaviour chart."""
    targets = series.column("target")
    return SpcChart(
        chart_id=chart_id,
        title=f"{found.measure.short} in {found.place.name}",
        unit=found.unit,
        periods=[period_label(period) for period in series.column("period")],
        values=series.column("value"),
        mean=series.column("mean"),
        lower=series.column("lower_limit"),
        upper=series.column("upper_limit"),
        marks=[PointType(code or 0) for code in series.column("signal")],
        targets=targets if any(target is not None for target in targets) else (),
        profile=_profile_title(contents, found.verdict.profile),
        verdict=sentences.verdict_sentence(found.topic, found.verdict),
    )


def _profile_title(contents: SiteContents, profile: str) -> str:
    known = contents.catalogue.profiles.get(profile)
    return known.title if known else profile


def _profile_words(contents: SiteContents, found: Finding) -> str:
    return _profile_title(contents, found.verdict.profile)


def _questions(found: Finding) -> tuple[Question, ...]:
    topic, verdict = found.topic, found.verdict
    return (
        Question("Is it changing?", sentences.is_it_changing(topic, verdict)),
        Question("Will it get there?", sentences.will_it_get_there(topic, verdict)),
        Question("How does it compare?", sentences.how_does_it_compare(topic, verdict)),
        Question("Who is left behind?", sentences.who_is_left_behind(topic, verdict.gap)),
    )


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
            value=figure(value, unit) if value is not None else sentences.because(status).removeprefix("because "),
            likely=between(lower, upper, unit).removeprefix("between ").replace(" and ", " to "),
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
    return ", ".join(part for part in (each.file, f"sheet “{each.sheet}”" if each.sheet else "", each.rows) if part)


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


def series_dataset(contents: SiteContents, measure: Measure, place: Place, series: Series) -> Dataset:
    """All values of a series, as the command line gives them, with sources and chart limits."""
    sources = contents.release.sources
    drawn = ("mean", "lower_limit", "upper_limit", "target")
    columns = {name: series.column(name) for name in (*TRACE, *drawn)}
    files = [sources[digest].file if digest in sources else "" for digest in columns["source_digest"]]
    count = len(series)
    listed: dict[str, list[Scalar]] = {
        "measure": [measure.id] * count,
        "place": [place.id] * count,
        "period": series.column("period"),
        "breakdown": [series.breakdown] * count,
        **{name: columns[name] for name in ("numerator", "denominator", "value", "lower", "upper")},
        "unit": list(repeat(measure.unit, count)),
        **{name: columns[name] for name in ("status", "value_id", *drawn)},
        "source_file": list(files),
        **{name: columns[name] for name in TRACE if name.startswith("source_")},
    }
    return Dataset(f"{measure.short}: {place.name}", tuple(listed), list(zip(*listed.values(), strict=True)))


def breakdowns_of(contents: SiteContents, found: Finding) -> tuple[Breakdown, ...]:
    """The measure by each dimension that has groups here; deprivation first."""
    measure, place = found.measure, found.place
    order = sorted(measure.breakdowns, key=lambda each: not each.deprivation)
    made = [(each.title, groups_at(contents, measure, place_level(place), place.id, each.by)) for each in order]
    return tuple(
        breakdown_view(found, title, groups, f"groups-{index}") for index, (title, groups) in enumerate(made) if groups.values
    )


def breakdown_view(found: Finding, title: str, groups: Groups, chart_id: str) -> Breakdown:
    """One breakdown as a chart and a table."""
    unit = found.unit
    reasons = [sentences.because(each.status).removeprefix("because ") if each.value is None else "" for each in groups.values]
    chart = GapChart(
        chart_id=chart_id,
        title=f"{found.measure.short} by {title.lower()}, {found.place.name}, {period_words(groups.period)}",
        unit=unit,
        groups=tuple(Group(each.name, each.value, each.lower, each.upper, reason) for each, reason in zip(groups.values, reasons, strict=True)),
        everyone=found.verdict.value if groups.period == found.verdict.period else None,
    )
    rows = tuple(
        GroupRow(each.name, figure(each.value, unit) if not reason else reason, between(each.lower, each.upper, unit).removeprefix("between ").replace(" and ", " to "), each.value_id)
        for each, reason in zip(groups.values, reasons, strict=True)
    )
    return Breakdown(title, period_words(groups.period), gap_chart(chart), rows)


def _other_borders(contents: SiteContents, measure: Measure, place: Place) -> tuple[tuple[Link, ...], str]:
    """The same measure for what was here before or followed; else the reason why there is none."""
    if place.kind is not PlaceKind.ICS:
        return (), ""
    near = (*contents.register.predecessors(place), *contents.register.successors(place))
    systems = {each.id for each in contents.systems}
    known = contents.release.verdicts(measure.id, "ics")
    links = tuple(Link(addresses.evidence(each.id, measure.id), name_with_end(each)) for each in near if each.id in known and each.id in systems)
    missing = [each for each in near if each.id in systems and each.id not in known]
    reasons = " ".join(f"{name_with_end(each)}: {contents.why_not(measure, each)}" for each in missing)
    return links, reasons
