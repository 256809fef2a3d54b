"""The page for a board: two sides of A4, three things to talk about and every measure at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from aimwell.domain.places import Place
from aimwell.domain.verdicts import Comparison
from aimwell.presentation import sentences
from aimwell.presentation.charts.spc import spc_key
from aimwell.presentation.charts.trends import Sparkline, sparkline
from aimwell.presentation.talking_points import heading_words, rule_in_words
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import AIM_ORDER, AIM_WORDS, SiteContents
from aimwell.site.findings import Finding, findings
from aimwell.site.page import Dataset, Frame
from aimwell.site.process_charts import NOTHING, process_view
from aimwell.site.talking_points import Parts, Tally, in_parts, talking_points, tally
from aimwell.site.verdict_rows import VerdictRow, verdict_dataset, verdict_row

PERIODS = 36  # three years of months: what a chart a third of a side high can show
CHART_PIXELS = 176  # high: three charts, what is said of them and the rule stand on one side
LEAST_TREND = 3  # figures; a line through fewer shows nothing
SIDE = 120  # rows of the smallest print anybody should be given that a side holds, in two columns
ROOMY_ROWS = 48  # with no more rows than this the print can be larger
BRIEF_IN_A_ROW = 2  # measures named in running text take half the room of a row


@dataclass(frozen=True, slots=True, eq=False)
class BoardPoint:
    """One thing to talk about, with its chart."""

    row: VerdictRow
    reason: str
    evidence: str
    changing: str
    chart: Markup
    chart_notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    """One measure with a line of its recent figures; empty where there are too few."""

    row: VerdictRow
    trend: Markup


@dataclass(frozen=True, slots=True)
class BoardSection:
    """The measures of one aim that can be judged."""

    title: str
    glances: tuple[Glance, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """Measures of which little can be said yet, named with their newest figure."""

    title: str
    rows: tuple[VerdictRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """Two sides of A4."""

    template: ClassVar[str] = "board.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    name: str
    tally: Tally
    points: tuple[BoardPoint, ...]
    key: Markup
    title: str
    rule: str
    sections: tuple[BoardSection, ...]
    briefs: tuple[Brief, ...]
    density: str
    left_out: int
    place: Link


def board_page(contents: SiteContents, place: Place) -> BoardPage:
    """The board page of a place."""
    found, rule = findings(contents, place), contents.talking_rule
    parts = in_parts(found, rule, contents.today)
    told = parts.told[:SIDE]
    briefs = _briefs(parts, room=brief_room(len(told)))
    shown = len(told) + sum(len(brief.rows) for brief in briefs)
    return BoardPage(
        frame=Frame(
            path=addresses.board(place.id),
            title=f"{place.name}: for the board",
            description=f"{heading_words(rule).capitalize()} in {place.name}, and every measure at a glance, on two sides of A4.",
            section=addresses.SYSTEMS,
            crumbs=(
                Link(addresses.INDEX, "England"),
                Link(addresses.SYSTEMS, "Systems"),
                Link(addresses.system(place.id), place.name),
            ),
            formats=("csv", "json", "xlsx"),
        ),
        datasets=(verdict_dataset(place.name, found),),
        name=place.name,
        tally=tally(found, rule, contents.today),
        points=tuple(
            _point(contents, each.finding, each.reason, number)
            for number, each in enumerate(talking_points(found, rule, contents.today))
        ),
        key=spc_key(),
        title=heading_words(rule),
        rule=rule_in_words(rule),
        sections=_sections(told),
        briefs=briefs,
        density=density(len(told)),
        left_out=len(found) - shown,
        place=Link(addresses.system(place.id), place.name),
    )


def brief_room(judged: int) -> int:
    """How many measures running text can name under so many rows."""
    return BRIEF_IN_A_ROW * max(SIDE - judged, 0)


def density(judged: int) -> str:
    """The print that so many rows need."""
    return "aw-two-columns" if judged <= ROOMY_ROWS else "aw-two-columns aw-dense"


def _sections(told: Sequence[Finding]) -> tuple[BoardSection, ...]:
    by_aim = [(aim, [each for each in told if each.measure.aim == aim]) for aim in AIM_ORDER]
    return tuple(
        BoardSection(AIM_WORDS[aim], tuple(Glance(verdict_row(each), trend(each)) for each in held))
        for aim, held in by_aim
        if held
    )


def _has_trend(each: Finding) -> bool:
    return sum(value is not None for value in each.recent) >= LEAST_TREND


def trend(each: Finding) -> Markup:
    """A line of the recent figures; nothing where there are too few for a line to show anything."""
    if not _has_trend(each):
        return Markup("")
    return sparkline(Sparkline(each.recent, f"Trend of {len(each.recent)} figures", each.verdict.target))


def _briefs(parts: Parts, room: int) -> tuple[Brief, ...]:
    """What has too few figures for a trend, by how it stands beside England, as far as there is room."""
    worse = [each for each in parts.beside if each.verdict.comparison is Comparison.WORSE]
    better = [each for each in parts.beside if each.verdict.comparison is not Comparison.WORSE]
    made = []
    for title, held in (
        ("worse than England", worse),
        ("better than England", better),
        ("like England, or not compared", parts.short),
    ):
        rows = tuple(verdict_row(each) for each in held[:room])
        room -= len(rows)
        if rows:
            made.append(Brief(title, rows))
    return tuple(made)


def _point(contents: SiteContents, found: Finding, reason: str, number: int) -> BoardPoint:
    view = (
        process_view(contents, found, PERIODS, f"chart-{number}", CHART_PIXELS)
        if _has_trend(found)
        else NOTHING
    )
    return BoardPoint(
        row=verdict_row(found),
        reason=reason,
        evidence=sentences.evidence_sentence(found.topic, found.verdict),
        changing=sentences.is_it_changing(found.topic, found.verdict),
        chart=view.chart,
        chart_notes=view.notes,
    )
