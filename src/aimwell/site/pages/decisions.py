"""The public log of a system's promises: who decided what and when."""

from dataclasses import dataclass
from typing import ClassVar

from aimwell.domain.places import Place
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import SiteContents, day_words
from aimwell.site.page import Dataset, Frame
from aimwell.site.promise_views import priority_views
from aimwell.site.scorecard import FORMATS, day_of, marked, promise_frame


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One line of the public log."""

    day: str
    what: str
    title: str
    link: str
    by: str
    because: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionsPage:
    """Who decided what and when."""

    template: ClassVar[str] = "decisions.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    illustrative: str
    rows: tuple[DecisionRow, ...]
    left_out: int


MOST_DECISIONS = 300  # on the page; the downloads have all
DECISION_COLUMNS = ("at", "what", "kind", "title", "version", "by", "because", "log_number", "record")
KIND_NOUNS = {
    "priority": "priority",
    "target": "target",
    "plan": "plan",
    "ceiling": "priority above the ceiling",
}


def decisions_page(contents: SiteContents, place: Place) -> DecisionsPage | None:
    """The public log of a system; None where it has published nothing."""
    promises = contents.release.promises.get(place.id)
    if promises is None:
        return None
    mark, pages = (
        marked(promises),
        {each.priority.id: each.path for each in priority_views(contents, place.id)},
    )
    pages |= {each.id: pages.get(each.priority, "") for each in promises.targets}
    pages |= {each.id: addresses.plan(place.id, each.id) for each in promises.plans}
    log = sorted(promises.log, key=lambda each: (each.at, each.number), reverse=True)
    return DecisionsPage(
        frame=promise_frame(
            addresses.decisions(place.id), f"Decisions: {place.name}", "Who decided what and when", place,
            FORMATS, (Link(addresses.promises(place.id), "Promises"),),
        ),
        datasets=(
            Dataset(
                f"{'Illustrative: ' if mark else ''}Decisions of {place.name}",
                (*DECISION_COLUMNS, "illustrative"),
                [
                    (each.at, each.what, each.kind, each.title, each.version, each.by, each.because, each.number,
                     each.record, "illustrative" if mark else "")
                    for each in log
                ],
            ),
        ),
        illustrative=mark,
        rows=tuple(
            DecisionRow(
                day_words(day_of(each.at)), f"{each.what.capitalize()}: {KIND_NOUNS.get(each.kind, each.kind)}",
                each.title, pages.get(each.record, ""), each.by, each.because, str(each.number or ""),
            )
            for each in log[:MOST_DECISIONS]
        ),
        left_out=max(0, len(log) - MOST_DECISIONS),
    )  # fmt: skip
