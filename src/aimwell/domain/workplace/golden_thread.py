"""The golden thread: from need to priority, commitment, action, pound and proof, and back again.

A thread is drawn from what the records say of one another and from nothing else: no tie is guessed from words.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise


class Knot(StrEnum):
    """The kinds of record that a thread ties together, in its order. Targets and measures are proof."""

    NEED = "need"
    PRIORITY = "priority"
    COMMITMENT = "commitment"
    ACTION = "action"
    POUND = "pound"
    TARGET = "target"
    MEASURE = "measure"


STAGES: tuple[tuple[Knot, ...], ...] = (
    (Knot.NEED,), (Knot.PRIORITY,), (Knot.COMMITMENT,), (Knot.ACTION,), (Knot.POUND,), (Knot.TARGET, Knot.MEASURE),
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Names one knot."""

    kind: Knot
    id: str


@dataclass(frozen=True, slots=True)
class Need:
    """What people need. figure: whether a released figure or a source shows it."""

    id: str
    title: str
    priorities: tuple[str, ...] = ()
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Priority:
    """What comes first. need: that it says itself which need it answers; over: that its last day has passed."""

    id: str
    title: str
    need: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A target as proof: how it stands, in words. over: that its day has passed."""

    id: str
    title: str
    priority: str
    measure: str = ""
    standing: str = ""
    over: bool = False


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a plan commits its partners to."""

    id: str
    title: str
    priority: str = ""
    targets: tuple[str, ...] = ()
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody does by a day."""

    id: str
    title: str
    commitment: str
    owner: str = ""  # id of the post
    due: date | None = None
    progress: str = ""  # in words
    open: bool = True  # neither done nor stopped
    budget: str = ""
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pound:
    """A budget line."""

    id: str
    title: str
    amount: Decimal
    year: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as proof of an action that no target speaks for. verdict: in words."""

    id: str
    title: str
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class ThreadRecords:
    """Everything that a thread is drawn from. Only what stands: what was withdrawn or retired is left out before."""

    needs: Sequence[Need] = ()
    priorities: Sequence[Priority] = ()
    targets: Sequence[Target] = ()
    commitments: Sequence[Commitment] = ()
    actions: Sequence[Action] = ()
    pounds: Sequence[Pound] = ()
    measures: Sequence[Measure] = ()


@dataclass(frozen=True, slots=True)
class Strand:
    """One way through the thread; None where it stops or passes over a stage."""

    need: Key | None = None
    priority: Key | None = None
    commitment: Key | None = None
    action: Key | None = None
    pound: Key | None = None
    proof: Key | None = None

    @property
    def keys(self) -> tuple[Key, ...]:
        """Its knots in order."""
        ways = (self.need, self.priority, self.commitment, self.action, self.pound, self.proof)
        return tuple(key for key in ways if key is not None)


Record = Need | Priority | Target | Commitment | Action | Pound | Measure


@dataclass(frozen=True, slots=True)
class Thread:
    """Knots in the order in which strands meet them, the ties between neighbours, and the strands themselves."""

    knots: Mapping[Key, Record]
    ties: tuple[tuple[Key, Key], ...]
    strands: tuple[Strand, ...]

    def at(self, stage: int) -> tuple[Key, ...]:
        """The knots of a stage, from 0 (needs) to 5 (proof)."""
        return tuple(key for key in self.knots if key.kind in STAGES[stage])


@dataclass(frozen=True, slots=True)
class _Index:
    """Records by id, and what hangs on what."""

    records: ThreadRecords
    by_key: dict[Key, Record]
    needs_of: dict[str, list[Need]] = field(default_factory=lambda: defaultdict(list))
    commitments_of: dict[str, list[Commitment]] = field(default_factory=lambda: defaultdict(list))
    actions_of: dict[str, list[Action]] = field(default_factory=lambda: defaultdict(list))
    targets_of: dict[str, list[Target]] = field(default_factory=lambda: defaultdict(list))


def thread_of(records: ThreadRecords) -> Thread:
    """The thread of records: every one of them is in it, tied or not."""
    index = _index(records)
    return _from_strands(tuple(_strands(index)), index.by_key)


def through(thread: Thread, key: Key) -> Thread:
    """The part of a thread that leads to a knot and on from it: its thread, both ways."""
    return _from_strands(tuple(strand for strand in thread.strands if key in strand.keys), thread.knots)


def of_plan(thread: Thread, plan: str) -> Thread:
    """The part of a thread that runs through the commitments of a plan."""
    own = {key for key, each in thread.knots.items() if isinstance(each, Commitment) and each.plan == plan}
    return _from_strands(tuple(strand for strand in thread.strands if strand.commitment in own), thread.knots)


def proofs_of(
    action: Action, commitment: Commitment | None, targets: Mapping[str, Target]
) -> tuple[Key, ...]:
    """What shows whether an action works: targets of its commitment on its measures, else the measures themselves.

    An action that names no measure rests on all targets of its commitment.
    """
    own = [targets[each] for each in (commitment.targets if commitment else ()) if each in targets]
    if not action.measures:
        return tuple(Key(Knot.TARGET, target.id) for target in own)
    found: list[Key] = []
    for measure in action.measures:
        spoken = [Key(Knot.TARGET, target.id) for target in own if target.measure == measure]
        found += spoken or [Key(Knot.MEASURE, measure)]
    return tuple(dict.fromkeys(found))


def _index(records: ThreadRecords) -> _Index:
    kinds: tuple[tuple[Knot, Sequence[Record]], ...] = (
        (Knot.NEED, records.needs),
        (Knot.PRIORITY, records.priorities),
        (Knot.COMMITMENT, records.commitments),
        (Knot.ACTION, records.actions),
        (Knot.POUND, records.pounds),
        (Knot.TARGET, records.targets),
        (Knot.MEASURE, records.measures),
    )
    index = _Index(records, {Key(kind, each.id): each for kind, rows in kinds for each in rows})
    for need in records.needs:
        for priority in need.priorities:
            index.needs_of[priority].append(need)
    for commitment in records.commitments:
        index.commitments_of[commitment.priority].append(commitment)
    for action in records.actions:
        index.actions_of[action.commitment].append(action)
    for target in records.targets:
        index.targets_of[target.priority].append(target)
    return index


def _strands(index: _Index) -> Iterator[Strand]:
    """Every strand, priority by priority; then whatever none of these met, each on its own."""
    met: set[Key] = set()
    for strand in _tied(index):
        met.update(strand.keys)
        yield strand
    for key in index.by_key:
        if key not in met:
            yield _alone(key)


def _tied(index: _Index) -> Iterator[Strand]:
    for priority in index.records.priorities:
        needs: list[Key | None] = [Key(Knot.NEED, need.id) for need in index.needs_of[priority.id]]
        for low in _below_priority(index, priority):
            for need in needs or [None]:
                yield Strand(need, Key(Knot.PRIORITY, priority.id), *low)
    known = {priority.id for priority in index.records.priorities}
    for commitment in index.records.commitments:
        if commitment.priority not in known:
            for low in _below_commitment(index, commitment):
                yield Strand(None, None, *low)


Low = tuple[Key | None, Key | None, Key | None, Key | None]


def _below_priority(index: _Index, priority: Priority) -> list[Low]:
    found = [low for each in index.commitments_of[priority.id] for low in _below_commitment(index, each)]
    proven = {low[3] for low in found}
    bare: list[Low] = [
        (None, None, None, Key(Knot.TARGET, target.id))
        for target in index.targets_of[priority.id]
        if Key(Knot.TARGET, target.id) not in proven
    ]
    return found + bare or [(None, None, None, None)]


def _below_commitment(index: _Index, commitment: Commitment) -> list[Low]:
    own = Key(Knot.COMMITMENT, commitment.id)
    targets = {each: index.by_key.get(Key(Knot.TARGET, each)) for each in commitment.targets}
    known = {name: target for name, target in targets.items() if isinstance(target, Target)}
    found: list[Low] = []
    for action in index.actions_of[commitment.id]:
        pound = Key(Knot.POUND, action.budget)
        money = pound if pound in index.by_key else None
        proofs: list[Key | None] = [
            key for key in proofs_of(action, commitment, known) if key in index.by_key
        ]
        found += [(own, Key(Knot.ACTION, action.id), money, proof) for proof in proofs or [None]]
    proven = {low[3] for low in found}
    rest = [Key(Knot.TARGET, each) for each in known if Key(Knot.TARGET, each) not in proven]
    return found + [(own, None, None, key) for key in rest] or [(own, None, None, None)]


def _alone(key: Key) -> Strand:
    stage = next(at for at, kinds in enumerate(STAGES) if key.kind in kinds)
    return Strand(*(key if at == stage else None for at in range(len(STAGES))))


def _from_strands(strands: tuple[Strand, ...], by_key: Mapping[Key, Record]) -> Thread:
    knots: dict[Key, Record] = {}
    ties: dict[tuple[Key, Key], None] = {}
    for strand in strands:
        keys = strand.keys
        knots.update((key, by_key[key]) for key in keys)
        ties.update(dict.fromkeys(pairwise(keys)))
    return Thread(knots, tuple(ties), strands)


def count_at(thread: Thread) -> tuple[int, ...]:
    """How many knots each stage has."""
    return tuple(sum(1 for key in thread.knots if key.kind in kinds) for kinds in STAGES)


def money_in(thread: Thread) -> Decimal:
    """All pounds of a thread, each budget line once."""
    return sum((record.amount for record in thread.knots.values() if isinstance(record, Pound)), Decimal(0))
