"""The golden thread: of a system, of a plan, and of any one record both ways; and its loose ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpResponse

from aimwell.domain.workplace import golden_thread as threads
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.golden_thread import Key, Knot, Thread
from aimwell.domain.workplace.loose_ends import KINDS, Loose, LooseEnd, counted_ends
from aimwell.presentation.charts.golden_thread import DrawnKnot, Stage, ThreadDrawing, golden_thread
from aimwell.presentation.thread_words import STAGE_WORDS, knot_note, knot_words, stage_word
from aimwell.services.workplace.threads import loose_ends_of, system_thread
from aimwell.store.workplace.models import Action, BudgetLine, Commitment, Need, Plan, Priority, Target
from aimwell.web.doors import Door, View, Visit
from aimwell.web.pages.targets import asking_of, measures_of
from aimwell.web.paging import paged
from aimwell.web.rendering import page
from aimwell.web.taking import address

MOST_DRAWN = 24  # boxes in a column; with more, the picture shows less than the list
MOST_TOLD = 30  # records of a stage; with more, priorities are told one by one

DOOR_OF = {
    Knot.NEED: "need",
    Knot.PRIORITY: "priority",
    Knot.COMMITMENT: "commitment",
    Knot.ACTION: "action",
    Knot.POUND: "budget-line",
    Knot.TARGET: "target",
}
"""The page of each kind of record. A measure has none of its own here: its page is in the catalogue."""


Tree = dict[Key, "Tree"]


@dataclass(frozen=True, slots=True)
class Item:
    """A record as a line of the list: its page, and its own thread."""

    kind: str
    words: str
    href: str
    thread: str
    note: str
    loose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of the list with what hangs on it."""

    item: Item
    needs: tuple[Item, ...]  # that a priority answers
    under: "tuple[Branch, ...]"


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A thread ready for its page."""

    picture: str  # '' where it is too large to draw
    branches: tuple[Branch, ...]
    counts: tuple[tuple[str, int], ...]
    money: str
    ends: tuple[LooseEnd, ...]


def whole(visit: Visit) -> HttpResponse:
    """The thread of a system; with many records, priority by priority. ?plan= and ?priority= show a part."""
    found = system_thread(system=visit.system, ask=asking_of(visit))
    thread, ends = found.thread, found.ends
    asked = {name: visit.request.GET.get(name, "") for name in ("plan", "priority")}
    part = _part(thread, asked)
    overview = not asked["priority"] and max(threads.count_at(part), default=0) > MOST_TOLD
    given = {
        "title": "Golden thread",
        "visit": visit,
        "view": None if overview else _view(visit, part, ends),
        "overview": _overview(visit, part, ends, asked["plan"]) if overview else (),
        "asked": asked,
        "plans": Plan.objects.filter(system=visit.system).exclude(state="retired").order_by("title"),
        "priorities": [(key.id, knot_words(thread.knots[key])) for key in thread.at(1)],
        "empty": not thread.knots,
        "ends": len(ends),
        "here": None,
    }
    return page(visit.request, "golden_thread.html", given)


def _part(thread: Thread, asked: Mapping[str, str]) -> Thread:
    if asked["plan"]:
        thread = threads.of_plan(thread, asked["plan"])
    if asked["priority"]:
        thread = threads.through(thread, Key(Knot.PRIORITY, asked["priority"]))
    return thread


def _overview(
    visit: Visit, thread: Thread, ends: tuple[LooseEnd, ...], plan: str
) -> list[tuple[Item, tuple[int, ...], str, int]]:
    """A row for each priority: how much hangs on it, and how much of that is loose."""
    loose = {end.key for end in ends}
    rows = []
    for key in thread.at(1):
        part = threads.through(thread, key)
        href = f"{address('golden-thread', system=visit.system.code)}?{urlencode({'plan': plan, 'priority': key.id})}"
        item = _item(visit, key, part, {})
        item = Item(item.kind, item.words, href, item.thread, "", ())
        numbers = threads.count_at(part)
        money = f"£{threads.money_in(part):,.0f}"
        rows.append((item, numbers, money, sum(key in loose for key in part.knots)))
    return rows


def of_record(kind: Knot) -> View:
    """A view of the thread that runs through one record."""

    def view(visit: Visit) -> HttpResponse:
        """What leads to this, and what it leads to."""
        found = system_thread(system=visit.system, ask=asking_of(visit))
        key = Key(kind, str(visit.record.pk))
        part = threads.through(found.thread, key)
        given = {
            "title": f"The thread of this {stage_word(kind)}",
            "visit": visit,
            "view": _view(visit, part, found.ends, here=key) if part.knots else None,
            "overview": (),
            "here": _here(visit, kind),
            "asked": {},
            "empty": not part.knots,
            "ends": 0,
        }
        return page(visit.request, "golden_thread.html", given)

    return view


def _here(visit: Visit, kind: Knot) -> Item:
    href = address(DOOR_OF[kind], system=visit.system.code, record=visit.record.pk)
    return Item(stage_word(kind), str(visit.record), href, "", "", ())


def _view(visit: Visit, thread: Thread, ends: tuple[LooseEnd, ...], here: Key | None = None) -> ThreadView:
    own = tuple(end for end in ends if end.key in thread.knots)
    loose: dict[Key, list[str]] = {}
    for end in own:
        loose.setdefault(end.key, []).append(KINDS[end.kind].one)
    numbers = threads.count_at(thread)
    picture = _picture(visit, thread, loose, here) if max(numbers, default=0) <= MOST_DRAWN else ""
    return ThreadView(
        picture,
        _branches(visit, thread, loose),
        tuple(zip(STAGE_WORDS, numbers, strict=True)),
        f"£{threads.money_in(thread):,.2f}",
        own,
    )


def _picture(visit: Visit, thread: Thread, loose: Mapping[Key, list[str]], here: Key | None) -> str:
    def drawn(key: Key) -> DrawnKnot:
        record = thread.knots[key]
        href = _thread_address(visit, key)
        return DrawnKnot(
            _mark(key), knot_words(record), href, knot_note(record), loose=key in loose, here=key == here
        )

    return golden_thread(
        ThreadDrawing(
            chart_id="thread",
            title="Golden thread",
            description="From need to priority, commitment, action, money and proof. The list says the same in words.",
            stages=tuple(
                Stage(words, tuple(drawn(key) for key in thread.at(at)))
                for at, words in enumerate(STAGE_WORDS)
            ),
            ties=tuple((_mark(left), _mark(right)) for left, right in thread.ties),
        )
    )


def _mark(key: Key) -> str:
    return f"{key.kind.value} {key.id}"


def _branches(visit: Visit, thread: Thread, loose: Mapping[Key, list[str]]) -> tuple[Branch, ...]:
    """The list: what hangs on what, from the priorities down, each with the needs it answers."""
    tree: Tree = {}
    needs: dict[Key, dict[Key, None]] = {}
    for strand in thread.strands:
        at = tree
        for key in strand.keys[1 if strand.need and strand.priority else 0 :]:
            at = at.setdefault(key, {})
        if strand.need and strand.priority:
            needs.setdefault(strand.priority, {})[strand.need] = None

    def grown(level: Tree) -> tuple[Branch, ...]:
        return tuple(
            Branch(
                _item(visit, key, thread, loose),
                tuple(_item(visit, need, thread, loose) for need in needs.get(key, ())),
                grown(under),
            )
            for key, under in level.items()
        )

    return grown(tree)


def _item(visit: Visit, key: Key, thread: Thread, loose: Mapping[Key, list[str]]) -> Item:
    record = thread.knots[key]
    return Item(
        stage_word(key.kind),
        knot_words(record),
        _page(visit, key),
        _thread_address(visit, key) if key.kind in DOOR_OF else "",
        knot_note(record),
        tuple(loose.get(key, ())),
    )


def _page(visit: Visit, key: Key) -> str:
    """The page of a record; a measure is looked up in the catalogue."""
    if key.kind in DOOR_OF:
        return address(DOOR_OF[key.kind], system=visit.system.code, record=key.id)
    measure = measures_of(visit).get(key.id)
    title = measure.title if measure else key.id
    return f"{address('target-measures', system=visit.system.code)}?{urlencode({'q': title})}"


def _thread_address(visit: Visit, key: Key) -> str:
    """Where the thread of a record is shown."""
    if key.kind not in DOOR_OF:
        return _page(visit, key)
    return address(f"thread-of-{DOOR_OF[key.kind]}", system=visit.system.code, record=key.id)


def loose(visit: Visit) -> HttpResponse:
    """Every loose end of a system, by kind, each with what ties it up."""
    ends = loose_ends_of(system=visit.system, today=visit.today)
    asked = visit.request.GET.get("kind", "")
    wanted = [end for end in ends if asked in ("", end.kind.value)]
    shown = paged(visit.request, wanted)
    given = {
        "title": "Loose ends",
        "visit": visit,
        "counts": counted_ends(ends),
        "total": len(ends),
        "shown": shown,
        "rows": [
            (end, KINDS[end.kind], _page(visit, end.key), stage_word(end.key.kind)) for end in shown.rows
        ],
        "asked": asked if asked in set(Loose) else "",
    }
    return page(visit.request, "loose_ends.html", given)


OF_MODEL: tuple[tuple[Knot, str, type[Model]], ...] = (
    (Knot.NEED, "needs", Need),
    (Knot.PRIORITY, "priorities", Priority),
    (Knot.COMMITMENT, "commitments", Commitment),
    (Knot.ACTION, "actions", Action),
    (Knot.POUND, "money", BudgetLine),
    (Knot.TARGET, "targets", Target),
)
DOORS = (
    Door("golden-thread", "<system>/golden-thread/", whole, Act.READ),
    Door("loose-ends", "<system>/golden-thread/loose-ends/", loose, Act.READ),
    *(
        Door(f"thread-of-{DOOR_OF[kind]}", f"<system>/{folder}/<uuid:record>/thread/", of_record(kind), Act.READ, about=about)
        for kind, folder, about in OF_MODEL
    ),
)  # fmt: skip
