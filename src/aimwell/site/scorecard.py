"""The scorecard of a system's promises by aim, and the words and tables that every page about promises shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aimwell.domain.places import Place
from aimwell.domain.workplace.standing import StandingKind
from aimwell.presentation.promise_words import ILLUSTRATIVE, KIND_MEANS, KIND_WORDS, figures_words
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import AIM_WORDS, day_words
from aimwell.site.page import Dataset, Frame
from aimwell.site.promise_views import PriorityView
from aimwell.site.promises import COLUMNS, KINDS, TRAJECTORY_COLUMNS, promise_cells, tallies, trajectory_rows
from aimwell.store.released.promises import SystemPromises, as_fields

LEVEL_WORDS = {"national": "National priority", "local": "Local priority"}
FORMATS = ("csv", "json", "xlsx")


@dataclass(frozen=True, slots=True)
class Count:
    """How many promises stand one way."""

    kind: StandingKind
    words: str
    means: str
    count: int


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One aim of the scorecard; `anchor` '' for the row of all together."""

    title: str
    anchor: str
    counts: tuple[Count, ...]
    all: int


def marked(promises: SystemPromises | None) -> str:
    """What must stand on every page that shows invented promises; '' where none is invented."""
    if promises is None or not promises.illustrative:
        return ""
    return f"{ILLUSTRATIVE} {figures_words(promises.figures_from)}".strip()


def score_rows(views: Sequence[PriorityView]) -> tuple[ScoreRow, ...]:
    """The four aims' scorecard: a row for each aim, with or without promises, then all together."""
    lines = ((view.priority.aim, target.line) for view in views for target in view.targets)
    return tuple(
        ScoreRow(
            AIM_WORDS.get(each.aim, each.aim) if each.aim else "All four aims",
            each.aim,
            tuple(
                Count(kind, KIND_WORDS[kind], KIND_MEANS[kind], each.counts.get(kind, 0)) for kind in KINDS
            ),
            each.all,
        )
        for each in sorted(tallies(lines), key=lambda each: not each.aim)
    )


def carried_words(views: Sequence[PriorityView]) -> str:
    """How many priorities and targets a system carries."""
    national = sum(view.priority.level == "national" for view in views)
    targets = sum(len(view.targets) for view in views)
    return (
        f"{_many(len(views) - national, 'local priority', 'local priorities')}, "
        f"{_many(national, 'national priority', 'national priorities')} and {_many(targets, 'target', 'targets')}"
    )


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def decided_words(decided: Mapping[str, Any]) -> str:
    """Who approved something, and when."""
    if not decided:
        return ""
    return f"Approved by {decided['by']} on {day_words(day_of(decided['at']))}"


def day_of(moment: str) -> date:
    """The day of a moment or day in ISO 8601."""
    return date.fromisoformat(moment[:10])


def promise_datasets(name: str, views: Sequence[PriorityView]) -> tuple[Dataset, ...]:
    """Targets with their standing, and their trajectories: what the pages show, as tables."""
    if not views:
        return ()
    rows = [
        promise_cells(name, as_fields(view.priority), as_fields(each.target), each.line, each.judged)
        for view in views
        for each in view.targets
    ]
    way = trajectory_rows([as_fields(each.target) for view in views for each in view.targets])
    invented = any(each.line.illustrative for view in views for each in view.targets)
    mark = "Illustrative: " if invented else ""
    return (
        Dataset(f"{mark}Promises of {name}", COLUMNS, rows),
        Dataset(f"{mark}Trajectories of {name}", TRAJECTORY_COLUMNS, way),
    )


def promise_frame(
    path: str, title: str, caption: str, place: Place, formats: tuple[str, ...], below: tuple[Link, ...] = ()
) -> Frame:
    """Address and title of a page about promises. below: the pages between it and the system's."""
    return Frame(
        path=path,
        title=title,
        caption=caption,
        description=f"{title}. {caption}.",
        section=addresses.SYSTEMS,
        crumbs=(
            Link(addresses.INDEX, "England"),
            Link(addresses.SYSTEMS, "Systems"),
            Link(addresses.system(place.id), place.name),
            *below,
        ),
        formats=formats,
    )
