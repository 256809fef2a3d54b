"""What a system has promised and how it stands: the four aims' scorecard, then every priority with its targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from aimwell.domain.places import Place
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import AIM_ORDER, AIM_WORDS, SiteContents
from aimwell.site.page import Dataset, Frame
from aimwell.site.pages.plan import kind_words, many
from aimwell.site.plan_views import PlanView, plan_views
from aimwell.site.promise_views import PriorityView, priority_views
from aimwell.site.promises import PromiseLine
from aimwell.site.public_threads import ThreadRow, drawn_thread, public_thread, rows_by_priority
from aimwell.site.scorecard import (
    FORMATS,
    LEVEL_WORDS,
    Count,
    ScoreRow,
    carried_words,
    decided_words,
    marked,
    promise_datasets,
    promise_frame,
    score_rows,
)

PICTURE_ROOM = 24_000  # bytes for the golden thread on this page; its own page has room for more


@dataclass(frozen=True, slots=True)
class PriorityBlock:
    """One priority with its promises in brief; national and local ones look alike."""

    link: Link
    level: str
    why: str
    owner: str
    decided: str
    illustrative: bool
    lines: tuple[PromiseLine, ...]


@dataclass(frozen=True, slots=True)
class PlanBlock:
    """One published plan in brief."""

    link: Link
    kind: str
    holds: str
    decided: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class AimBlock:
    """The priorities of one aim."""

    id: str
    title: str
    priorities: tuple[PriorityBlock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisesPage:
    """A system's promises by aim."""

    template: ClassVar[str] = "promises.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    name: str
    published: bool
    illustrative: str
    counts: tuple[Count, ...]
    score: tuple[ScoreRow, ...]
    carried: str
    aims: tuple[AimBlock, ...]
    plans: tuple[PlanBlock, ...]
    picture: Markup
    thread: str
    thread_rows: tuple[ThreadRow, ...]
    rule: str
    decisions: str
    place: Link


def promises_page(contents: SiteContents, place: Place) -> PromisesPage:
    """What a system has promised; where it has promised nothing here, how it would."""
    promises, views = contents.release.promises.get(place.id), priority_views(contents, place.id)
    score, found = score_rows(views), public_thread(contents, place.id)
    frame = promise_frame(
        addresses.promises(place.id), f"Promises: {place.name}", "What was promised, and how it stands", place,
        FORMATS if views else (),
    )  # fmt: skip
    return PromisesPage(
        frame=frame,
        datasets=promise_datasets(place.name, views),
        name=place.name,
        published=promises is not None and bool(views or promises.plans),
        illustrative=marked(promises),
        counts=score[-1].counts,
        score=score,
        carried=carried_words(views),
        aims=tuple(_aim(aim, views) for aim in AIM_ORDER),
        plans=tuple(_plan(contents, each) for each in plan_views(contents, place.id, views)),
        picture=drawn_thread(found, found.thread, frame, room=PICTURE_ROOM) if found else Markup(""),
        thread=addresses.thread(place.id),
        thread_rows=rows_by_priority(found, place.id) if found else (),
        rule=contents.standing_rule.reason,
        decisions=addresses.decisions(place.id) if promises else "",
        place=Link(addresses.system(place.id), place.name),
    )  # fmt: skip


def _aim(aim: str, views: Sequence[PriorityView]) -> AimBlock:
    own = (view for view in views if view.priority.aim == aim)
    return AimBlock(aim, AIM_WORDS[aim], tuple(_block(view) for view in own))


def _block(view: PriorityView) -> PriorityBlock:
    priority = view.priority
    return PriorityBlock(
        link=Link(view.path, priority.title),
        level=LEVEL_WORDS.get(priority.level, "Priority"),
        why=priority.why,
        owner=priority.owner,
        decided=decided_words(priority.decided),
        illustrative=priority.illustrative,
        lines=tuple(target.line for target in view.targets),
    )


def _plan(contents: SiteContents, view: PlanView) -> PlanBlock:
    plan = view.plan
    return PlanBlock(
        link=Link(view.path, plan.title),
        kind=kind_words(contents, plan.kind),
        holds=f"{many(len(view.commitments), 'commitment')}, {many(len(view.actions), 'action')}",
        decided=decided_words(plan.decided),
        illustrative=plan.illustrative,
    )
