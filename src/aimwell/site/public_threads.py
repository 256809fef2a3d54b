"""The golden thread of what a system has published: from need to priority, commitment, action, pound and proof.

It is drawn from approved versions only. A need is what a published priority says of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from aimwell.domain.workplace.golden_thread import (
    Action,
    Commitment,
    Key,
    Knot,
    Measure,
    Need,
    Pound,
    Priority,
    Target,
    Thread,
    ThreadRecords,
    count_at,
    money_in,
    of_plan,
    thread_of,
    through,
)
from aimwell.presentation.charts.golden_thread import DrawnKnot, Stage, ThreadDrawing, golden_thread
from aimwell.presentation.thread_words import STAGE_WORDS, knot_note, knot_words, stage_word
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import SiteContents
from aimwell.site.page import Dataset, Frame, Scalar
from aimwell.site.plan_views import CommitmentView, PlanView, Proof, plan_views
from aimwell.site.promise_views import PriorityView, priority_views

MOST_BOXES = 150  # nobody finds their way in a larger picture
THREAD_COLUMNS = (
    "need", "priority", "commitment", "action", "owner", "due", "progress", "budget_line", "pounds", "year", "proof",
    "standing", "illustrative",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PublicThread:
    """The thread of a system with the page of each of its records."""

    thread: Thread
    links: dict[Key, str]
    owners: dict[str, str]  # by action
    illustrative: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of the list with what hangs on it."""

    kind: str
    words: str
    path: str
    note: str
    under: "list[Branch]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """How much hangs on one priority."""

    link: Link
    commitments: int
    actions: int
    pounds: str
    proofs: int


def public_thread(contents: SiteContents, place: str) -> PublicThread | None:
    """The thread of a system; None where it has published nothing. Made once for all of its pages."""
    key = ("golden thread", place)
    if key not in contents.findings:
        contents.findings[key] = _public_thread(contents, place)
    found = contents.findings[key]
    return found if isinstance(found, PublicThread) else None


def _public_thread(contents: SiteContents, place: str) -> PublicThread | None:
    promises, priorities = contents.release.promises.get(place), priority_views(contents, place)
    if promises is None or not (priorities or promises.plans):
        return None
    plans = plan_views(contents, place, priorities)
    records = _records(priorities, plans)
    return PublicThread(
        thread_of(records),
        dict(_links(priorities, plans)),
        {each.id: each.owner for plan in plans for each in plan.actions},
        promises.illustrative,
    )


def _records(priorities: Sequence[PriorityView], plans: Sequence[PlanView]) -> ThreadRecords:
    commitments = [(plan.plan.id, each) for plan in plans for each in plan.commitments]
    actions = [(each.id, action) for _, each in commitments for action in each.actions]
    measures = {each.path: each for _, own in commitments for each in _without_target(own)}
    return ThreadRecords(
        needs=[
            Need(view.priority.id, view.priority.need, (view.priority.id,))
            for view in priorities
            if view.priority.need.strip()
        ],
        priorities=[Priority(view.priority.id, view.priority.title) for view in priorities],
        targets=[
            Target(
                each.target.id, each.target.title, view.priority.id,
                measure=addresses.measure(each.target.measure), standing=each.line.standing.words,
            )
            for view in priorities for each in view.targets
        ],
        commitments=[
            Commitment(each.id, each.title, each.priority_id, _public(each.proofs), plan) for plan, each in commitments
        ],
        actions=[
            Action(
                each.id, each.title, commitment, owner=each.owner, progress=each.progress, open=not each.closed,
                due=date.fromisoformat(each.due) if each.due else None, budget=each.money.id if each.money else "",
                measures=tuple(measure.path for measure in each.measures if measure.path),
            )
            for commitment, each in actions
        ],
        pounds=[
            Pound(each.id, each.title, each.amount, each.year)
            for each in {own.id: own for plan in plans for own in plan.money.values()}.values()
        ],
        measures=[Measure(each.path, each.words) for each in measures.values()],
    )  # fmt: skip


def _without_target(commitment: CommitmentView) -> Iterator[Link]:
    """The measures of its actions that none of its targets speaks for."""
    spoken = {addresses.measure(each.view.target.measure) for each in commitment.proofs if each.view}
    for action in commitment.actions:
        yield from (each for each in action.measures if each.path and each.path not in spoken)


def _public(proofs: Sequence[Proof]) -> tuple[str, ...]:
    return tuple(each.view.target.id for each in proofs if each.view)


def _links(priorities: Sequence[PriorityView], plans: Sequence[PlanView]) -> Iterator[tuple[Key, str]]:
    for view in priorities:
        yield Key(Knot.NEED, view.priority.id), view.path
        yield Key(Knot.PRIORITY, view.priority.id), view.path
        for each in view.targets:
            yield Key(Knot.TARGET, each.target.id), view.path
    for plan in plans:
        for line in plan.money:
            yield Key(Knot.POUND, line), f"{plan.path}#money"
        for commitment in plan.commitments:
            here = f"{plan.path}#{commitment.anchor}"
            yield Key(Knot.COMMITMENT, commitment.id), here
            for action in commitment.actions:
                yield Key(Knot.ACTION, action.id), here
                yield from ((Key(Knot.MEASURE, each.path), each.path) for each in action.measures)
            yield from (
                (Key(Knot.TARGET, each.view.target.id), each.link.path)
                for each in commitment.proofs
                if each.view
            )


def part_of_plan(found: PublicThread, plan: str) -> Thread:
    """The part of a thread that runs through a plan."""
    return of_plan(found.thread, plan)


def part_of_priority(found: PublicThread, priority: str) -> Thread:
    """The part of a thread that runs through a priority."""
    return through(found.thread, Key(Knot.PRIORITY, priority))


def drawn_thread(found: PublicThread, part: Thread, frame: Frame, *, room: int) -> Markup:
    """The picture of a part; nothing where its page has no room for so many bytes, or nothing is tied."""
    if len(part.knots) > MOST_BOXES or not part.ties:
        return Markup("")
    mark = "Illustrative: " if found.illustrative else ""
    drawn = golden_thread(
        ThreadDrawing(
            chart_id="thread",
            title=f"{mark}golden thread" if mark else "Golden thread",
            description="From need to priority, commitment, action, money and proof. The page says the same in words.",
            stages=tuple(
                Stage(words, tuple(_drawn(found, part, key, frame) for key in part.at(at)))
                for at, words in enumerate(STAGE_WORDS)
            ),
            ties=tuple((_mark(left), _mark(right)) for left, right in part.ties),
        )
    )
    return drawn if len(drawn.encode()) <= room else Markup("")


def _drawn(found: PublicThread, part: Thread, key: Key, frame: Frame) -> DrawnKnot:
    record, path = part.knots[key], found.links.get(key, "")
    return DrawnKnot(_mark(key), knot_words(record), frame.to(path) if path else "", knot_note(record))


def _mark(key: Key) -> str:
    return f"{key.kind.value} {key.id}"


def branches(found: PublicThread, part: Thread, *, most: int) -> tuple[tuple[Branch, ...], int]:
    """The list: what hangs on what; and how many lines it has beyond the most that a page shows."""
    tops: dict[Key, Branch] = {}
    below: dict[tuple[Key, ...], Branch] = {}
    left_out = 0
    for strand in part.strands:
        walked: tuple[Key, ...] = ()
        above: Branch | None = None
        for key in strand.keys:
            walked = (*walked, key)
            branch = below.get(walked)
            if branch is None:
                if len(below) >= most:
                    left_out += 1
                    break
                branch = _branch(found, part, key)
                below[walked] = branch
                if above is None:
                    tops[key] = branch
                else:
                    above.under.append(branch)
            above = branch
    return tuple(tops.values()), left_out


def _branch(found: PublicThread, part: Thread, key: Key) -> Branch:
    record = part.knots[key]
    return Branch(stage_word(key.kind), knot_words(record), found.links.get(key, ""), knot_note(record))


def rows_by_priority(found: PublicThread, place: str) -> tuple[ThreadRow, ...]:
    """A row for each priority with how much hangs on it."""
    rows = []
    for key in found.thread.at(1):
        part = part_of_priority(found, key.id)
        _, _, commitments, actions, _, proofs = count_at(part)
        link = Link(addresses.thread_of(place, key.id), knot_words(part.knots[key]))
        rows.append(ThreadRow(link, commitments, actions, pounds(money_in(part)), proofs))
    return tuple(rows)


def pounds(amount: Decimal) -> str:
    """Exact pounds; a dash for none."""
    return f"£{amount:,.2f}".removesuffix(".00") if amount else "–"


def thread_dataset(found: PublicThread, part: Thread, name: str) -> Dataset:
    """Every strand of a part as a row."""
    mark = "Illustrative: " if found.illustrative else ""
    rows = [_row(found, part, strand.need, strand.priority, strand.commitment, strand.action, strand.pound, strand.proof)
            for strand in part.strands]  # fmt: skip
    return Dataset(f"{mark}Golden thread of {name}", THREAD_COLUMNS, rows)


def _row(found: PublicThread, part: Thread, *keys: Key | None) -> tuple[Scalar, ...]:
    need, priority, commitment, action, pound, proof = (part.knots[key] if key else None for key in keys)
    titles = tuple(each.title if each else "" for each in (need, priority, commitment, action))
    done = action if isinstance(action, Action) else None
    line = pound if isinstance(pound, Pound) else None
    return (
        *titles, found.owners.get(done.id, "") if done else "",
        done.due.isoformat() if done and done.due else "", done.progress if done else "",
        line.title if line else "", f"{line.amount:.2f}" if line else "", line.year if line else "",
        proof.title if proof else "", knot_note(proof) if proof else "", "illustrative" if found.illustrative else "",
    )  # fmt: skip
