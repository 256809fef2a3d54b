"""A series as a process behaviour chart, with what must stand under it."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from aimwell.domain.rebases import Rebase, first_periods
from aimwell.domain.statistics.process_codes import PointType
from aimwell.presentation import sentences
from aimwell.presentation.charts.plot import HEIGHT
from aimwell.presentation.charts.spc import Rebase as NewLimits
from aimwell.presentation.charts.spc import SpcChart, spc_chart
from aimwell.site.contents import SiteContents, day_words, period_label, period_words, place_level
from aimwell.site.findings import Finding
from aimwell.site.reader import Series


@dataclass(frozen=True, slots=True)
class ProcessView:
    """A drawn chart. notes: why limits begin anew, one sentence for each decision that shows in it."""

    chart: Markup
    notes: tuple[str, ...]


NOTHING = ProcessView(Markup(""), ())


def series_of(contents: SiteContents, found: Finding) -> Series | None:
    """The series of a finding for everyone."""
    values = contents.release.values(found.measure.id)
    return values.series(place_level(found.place), found.place.id) if values else None


def process_view(
    contents: SiteContents, found: Finding, periods: int, chart_id: str = "chart", pixels: int = HEIGHT
) -> ProcessView:
    """The newest periods of a finding's series, drawn `pixels` high; nothing where the release has no series."""
    whole = series_of(contents, found)
    if whole is None:
        return NOTHING
    series = whole.newest(periods)
    decisions = _decisions(contents, found, whole, hidden=len(whole) - len(series))
    targets = series.column("target")
    chart = SpcChart(
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
        profile=profile_title(contents, found),
        verdict=sentences.verdict_sentence(found.topic, found.verdict),
        pixels=pixels,
        rebases=tuple(NewLimits(index, rebase.reason.removesuffix(".")) for index, rebase in decisions),
    )
    notes = (_note(series.column("period")[index], rebase) for index, rebase in decisions)
    return ProcessView(spc_chart(chart), tuple(notes))


def profile_title(contents: SiteContents, found: Finding) -> str:
    """The name of the chart rules that a verdict rests on."""
    profile = found.verdict.profile
    known = contents.catalogue.profiles.get(profile)
    return known.title if known else profile


def _decisions(
    contents: SiteContents, found: Finding, whole: Series, hidden: int
) -> Sequence[tuple[int, Rebase]]:
    """Each rebase with the place in the drawn periods where limits begin anew; none that lie before them.

    Limits begin at the first value from a decision on, as pipeline.judge has it, where there are values before.
    """
    values = whole.column("value")
    known = [number for number, value in enumerate(values) if value is not None]
    periods = [whole.column("period")[number] for number in known]
    made: list[tuple[int, Rebase]] = []
    for rebase in (each for each in contents.catalogue.rebases if found.measure.id in each.measures):
        begins = first_periods(found.measure.id, periods, (rebase,))
        made += [
            (number - hidden, rebase)
            for number, begin in zip(known, begins, strict=True)
            if begin and number >= hidden
        ]
    return made


def _note(period: str, rebase: Rebase) -> str:
    return (
        f"Limits begin anew in {period_words(period)}: {rebase.reason.rstrip('.')}. "
        f"Decided by {rebase.by} on {day_words(rebase.decided)}."
    )
