"""The golden thread of what a system has published: drawn, told as a list, and as a table to take away."""

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from aimwell.domain.places import Place
from aimwell.domain.workplace.golden_thread import Thread, count_at, money_in
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import SiteContents
from aimwell.site.page import Dataset, Frame
from aimwell.site.public_threads import (
    Branch,
    PublicThread,
    ThreadRow,
    branches,
    drawn_thread,
    part_of_priority,
    pounds,
    public_thread,
    rows_by_priority,
    thread_dataset,
)
from aimwell.site.scorecard import FORMATS, marked, promise_frame

PICTURE_ROOM, ROOM_BESIDE_LIST = 70_000, 36_000  # bytes of a page of at most 150 KB
FEW_BOXES = 60  # with so few, the list fits beside the picture; with more, it is told priority by priority
MOST_LINES = 120  # of the list; the downloads have all
STAGES = ("need", "priority", "commitment", "action", "", "proof")
PLURALS = {"priority": "priorities"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPage:
    """A thread, whole or of one priority."""

    template: ClassVar[str] = "thread.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    illustrative: str
    counts: str
    picture: Markup
    rows: tuple[ThreadRow, ...]
    branches: tuple[Branch, ...]
    left_out: int
    whole: Link | None
    promises: str


def thread_page(contents: SiteContents, place: Place) -> ThreadPage | None:
    """The thread of a system; None where it has published nothing."""
    found = public_thread(contents, place.id)
    if found is None:
        return None
    frame = promise_frame(
        addresses.thread(place.id), f"Golden thread: {place.name}", "From need to proof", place, FORMATS,
        (Link(addresses.promises(place.id), "Promises"),),
    )  # fmt: skip
    few = len(found.thread.knots) <= FEW_BOXES
    rows = () if few else rows_by_priority(found, place.id)
    return _page(contents, place, found, found.thread, frame, rows=rows, listed=few)


def thread_of_priority(contents: SiteContents, place: Place, identity: str) -> ThreadPage | None:
    """The thread that runs through one priority; None where it is not public."""
    found = public_thread(contents, place.id)
    part = part_of_priority(found, identity) if found else None
    if found is None or part is None or not part.knots:
        return None
    title = next(part.knots[key].title for key in part.at(1) if key.id == identity)
    whole = Link(addresses.thread(place.id), "The whole thread")
    frame = promise_frame(
        addresses.thread_of(place.id, identity), f"Golden thread: {title}", place.name, place, FORMATS,
        (Link(addresses.promises(place.id), "Promises"), Link(addresses.priority(place.id, identity), title)),
    )  # fmt: skip
    return _page(contents, place, found, part, frame, whole=whole, listed=True)


def _page(
    contents: SiteContents,
    place: Place,
    found: PublicThread,
    part: Thread,
    frame: Frame,
    *,
    rows: tuple[ThreadRow, ...] = (),
    whole: Link | None = None,
    listed: bool,
) -> ThreadPage:
    shown, left_out = branches(found, part, most=MOST_LINES) if listed else ((), 0)
    return ThreadPage(
        frame=frame,
        datasets=(thread_dataset(found, part, place.name),),
        illustrative=marked(contents.release.promises.get(place.id)),
        counts=_counts(part),
        picture=drawn_thread(found, part, frame, room=ROOM_BESIDE_LIST if listed else PICTURE_ROOM),
        rows=rows,
        branches=shown,
        left_out=left_out,
        whole=whole,
        promises=addresses.promises(place.id),
    )


def _counts(part: Thread) -> str:
    told = [
        f"{count} {word if count == 1 else PLURALS.get(word, word + 's')}"
        for word, count in zip(STAGES, count_at(part), strict=True)
        if word
    ]
    money = money_in(part)
    if money:
        told.insert(4, pounds(money))
    return f"{', '.join(told[:-1])} and {told[-1]}"
