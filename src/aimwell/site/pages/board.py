"""The page for a board: two sides of A4, three things to talk about and every measure at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from aimwell.domain.places import Place
from aimwell.presentation import sentences
from aimwell.presentation.charts.spc import spc_chart, spc_key
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import AIM_ORDER, AIM_WORDS, SiteContents, place_level
from aimwell.site.findings import Finding, findings
from aimwell.site.page import Dataset, Frame
from aimwell.site.pages.evidence import process_chart
from aimwell.site.talking_points import RULE, Tally, step, talking_points, tally
from aimwell.site.verdict_rows import VerdictRow, verdict_dataset, verdict_row

PERIODS = 36  # three years of months: what a chart a third of a side high can show
ROWS_ON_A_SIDE = 40  # of one column; more measures stand in two columns, then in smaller print
DENSE_ROWS = 2 * ROWS_ON_A_SIDE
MOST_ROWS = 120  # that a side holds in the smallest print anybody should be given


@dataclass(frozen=True, slots=True, eq=False)
class BoardPoint:
    """One thing to talk about, with its chart."""

    row: VerdictRow
    reason: str
    evidence: str
    changing: str
    chart: Markup


@dataclass(frozen=True, slots=True)
class BoardSection:
    """The measures of one aim."""

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
    rule: str
    sections: tuple[BoardSection, ...]
    density: str
    left_out: int
    place: Link


def board_page(contents: SiteContents, place: Place) -> BoardPage:
    """The board page of a place."""
    found = findings(contents, place)
    shown = most_telling(found)
    return BoardPage(
        frame=Frame(
            path=addresses.board(place.id),
            title=f"{place.name}: for the board",
            description=f"Three things to talk about in {place.name}, and every measure at a glance, on two sides of A4.",
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
        tally=tally(found, contents.today),
        points=tuple(
            _point(contents, each.finding, each.reason, number)
            for number, each in enumerate(talking_points(found, contents.today))
        ),
        key=spc_key(),
        rule=RULE,
        sections=_sections(shown),
        density=_density(len(shown)),
        left_out=len(found) - len(shown),
        place=Link(addresses.system(place.id), place.name),
    )


def most_telling(found: Sequence[Finding]) -> list[Finding]:
    """As many findings as a side holds, those first that the rule of the three things would pick; in their own order."""
    steps = [step(each) for each in found]
    ranked = sorted(range(len(found)), key=lambda at: (steps[at] is None, steps[at] or 0, at))
    return [found[at] for at in sorted(ranked[:MOST_ROWS])]


def _density(rows: int) -> str:
    if rows <= ROWS_ON_A_SIDE:
        return ""
    return "aw-two-columns" if rows <= DENSE_ROWS else "aw-two-columns aw-dense"


def _sections(found: Sequence[Finding]) -> tuple[BoardSection, ...]:
    by_aim = [(aim, [each for each in found if each.measure.aim == aim]) for aim in AIM_ORDER]
    return tuple(BoardSection(AIM_WORDS[aim], tuple(map(verdict_row, rows))) for aim, rows in by_aim if rows)


def _point(contents: SiteContents, found: Finding, reason: str, number: int) -> BoardPoint:
    values = contents.release.values(found.measure.id)
    series = values.series(place_level(found.place), found.place.id) if values else None
    chart = Markup("")
    if series is not None:
        chart = spc_chart(process_chart(contents, found, series.newest(PERIODS), f"chart-{number}"))
    return BoardPoint(
        row=verdict_row(found),
        reason=reason,
        evidence=sentences.evidence_sentence(found.topic, found.verdict),
        changing=sentences.is_it_changing(found.topic, found.verdict),
        chart=chart,
    )
