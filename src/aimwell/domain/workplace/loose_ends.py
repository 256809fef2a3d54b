"""Loose ends of the golden thread: what is tied to nothing, whose it is not, and what to do about each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aimwell.domain.workplace.golden_thread import Action, Key, Knot, ThreadRecords


class Loose(StrEnum):
    """The kinds of loose end, in the order of the thread."""

    NEED_UNANSWERED = "need_unanswered"
    NEED_UNSHOWN = "need_unshown"
    PRIORITY_WITHOUT_NEED = "priority_without_need"
    PRIORITY_WITHOUT_COMMITMENT = "priority_without_commitment"
    PRIORITY_WITHOUT_TARGET = "priority_without_target"
    COMMITMENT_WITHOUT_PRIORITY = "commitment_without_priority"
    COMMITMENT_WITHOUT_ACTION = "commitment_without_action"
    ACTION_WITHOUT_OWNER = "action_without_owner"
    ACTION_WITHOUT_DUE = "action_without_due"
    ACTION_OVERDUE = "action_overdue"
    ACTION_WITHOUT_BUDGET = "action_without_budget"
    ACTION_WITHOUT_PROOF = "action_without_proof"
    BUDGET_WITHOUT_ACTION = "budget_without_action"
    TARGET_WITHOUT_ACTION = "target_without_action"


@dataclass(frozen=True, slots=True)
class LooseKind:
    """What a kind of loose end is called, what is said at one of them, and what ties it up."""

    words: str
    one: str
    remedy: str


KINDS: dict[Loose, LooseKind] = {
    Loose.NEED_UNANSWERED: LooseKind(
        "Needs that no priority answers", "No priority answers it", "Tie the need to the priority that answers it, or say why none does."
    ),
    Loose.NEED_UNSHOWN: LooseKind(
        "Needs without a figure or source", "No figure or source shows it", "Add the released value or the document that shows the need."
    ),
    Loose.PRIORITY_WITHOUT_NEED: LooseKind(
        "Priorities without a need", "No need is named", "Say which need it answers, with the figure that shows it."
    ),
    Loose.PRIORITY_WITHOUT_COMMITMENT: LooseKind(
        "Priorities that no plan commits to", "No plan commits to it", "Add a commitment to a plan, or retire the priority."
    ),
    Loose.PRIORITY_WITHOUT_TARGET: LooseKind(
        "Priorities without a target", "No target", "Add a target, so that people can tell whether it is kept."
    ),
    Loose.COMMITMENT_WITHOUT_PRIORITY: LooseKind(
        "Commitments without a priority", "No priority", "Choose the priority that the commitment serves."
    ),
    Loose.COMMITMENT_WITHOUT_ACTION: LooseKind(
        "Commitments without an action", "No action", "Add what somebody will do, by when."
    ),
    Loose.ACTION_WITHOUT_OWNER: LooseKind("Actions without an owner", "No owner", "Choose the post that answers for it."),
    Loose.ACTION_WITHOUT_DUE: LooseKind("Actions without a due date", "No due date", "Set the day by which it is done."),
    Loose.ACTION_OVERDUE: LooseKind(
        "Actions past their due date", "Past its due date", "Say that it is done, or agree another day and say why."
    ),
    Loose.ACTION_WITHOUT_BUDGET: LooseKind(
        "Actions without money", "No money", "Tie it to a budget line; where it costs nothing extra, to the line that pays the people."
    ),
    Loose.ACTION_WITHOUT_PROOF: LooseKind(
        "Actions that nothing would prove", "Nothing would prove it", "Name a measure, or tie the commitment to a target."
    ),
    Loose.BUDGET_WITHOUT_ACTION: LooseKind(
        "Budget lines without an action", "No action spends it", "Tie an action to the money, or withdraw the line."
    ),
    Loose.TARGET_WITHOUT_ACTION: LooseKind(
        "Targets that nobody acts on", "Nobody acts on it", "Tie the target to a commitment that has actions."
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """One loose end: which kind, of which record, what it is called, and what more there is to say."""

    kind: Loose
    key: Key
    title: str
    note: str = ""


def loose_ends(records: ThreadRecords, today: date) -> tuple[LooseEnd, ...]:
    """Every loose end, in the order of the thread. Priorities and targets whose day has passed owe nothing more."""
    found = [*_of_needs(records), *_of_priorities(records), *_of_commitments(records)]
    targets = {target.id for target in records.targets}
    proven = frozenset(each.id for each in records.commitments if targets.intersection(each.targets))
    for action in records.actions:
        found += _of_action(action, proven, today)
    found += [*_of_pounds(records), *_of_targets(records)]
    order = {kind: at for at, kind in enumerate(Loose)}
    return tuple(sorted(found, key=lambda end: order[end.kind]))


def counted_ends(ends: Sequence[LooseEnd]) -> list[tuple[Loose, LooseKind, int]]:
    """How many there are of each kind, in the order of the thread; kinds with none are left out."""
    numbers = Counter(end.kind for end in ends)
    return [(kind, KINDS[kind], numbers[kind]) for kind in Loose if numbers[kind]]


def _of_needs(records: ThreadRecords) -> Iterator[LooseEnd]:
    known = {each.id for each in records.priorities}
    for need in records.needs:
        key = Key(Knot.NEED, need.id)
        if not known.intersection(need.priorities):
            yield LooseEnd(Loose.NEED_UNANSWERED, key, need.title)
        if not need.shown:
            yield LooseEnd(Loose.NEED_UNSHOWN, key, need.title)


def _of_priorities(records: ThreadRecords) -> Iterator[LooseEnd]:
    needed = {priority for need in records.needs for priority in need.priorities}
    committed = {commitment.priority for commitment in records.commitments}
    measured = {target.priority for target in records.targets}
    for priority in (each for each in records.priorities if not each.over):
        key = Key(Knot.PRIORITY, priority.id)
        if priority.id not in needed and not priority.need:
            yield LooseEnd(Loose.PRIORITY_WITHOUT_NEED, key, priority.title)
        if priority.id not in committed:
            yield LooseEnd(Loose.PRIORITY_WITHOUT_COMMITMENT, key, priority.title)
        if priority.id not in measured:
            yield LooseEnd(Loose.PRIORITY_WITHOUT_TARGET, key, priority.title)


def _of_commitments(records: ThreadRecords) -> Iterator[LooseEnd]:
    known = {each.id for each in records.priorities}
    acted = {action.commitment for action in records.actions}
    for commitment in records.commitments:
        key = Key(Knot.COMMITMENT, commitment.id)
        if commitment.priority not in known:
            yield LooseEnd(Loose.COMMITMENT_WITHOUT_PRIORITY, key, commitment.title)
        if commitment.id not in acted:
            yield LooseEnd(Loose.COMMITMENT_WITHOUT_ACTION, key, commitment.title)


def _of_action(action: Action, proven: frozenset[str], today: date) -> Iterator[LooseEnd]:
    """What an action lacks; one that is done or stopped owes no day any more. proven: commitments with targets."""
    key = Key(Knot.ACTION, action.id)
    late = (today - action.due).days if action.open and action.due else 0
    checks = (
        (Loose.ACTION_WITHOUT_OWNER, not action.owner, ""),
        (Loose.ACTION_WITHOUT_DUE, action.open and action.due is None, ""),
        (Loose.ACTION_OVERDUE, late > 0, f"{late} day{'' if late == 1 else 's'} late"),
        (Loose.ACTION_WITHOUT_BUDGET, not action.budget, ""),
        (Loose.ACTION_WITHOUT_PROOF, not action.measures and action.commitment not in proven, ""),
    )
    return (LooseEnd(kind, key, action.title, note) for kind, loose, note in checks if loose)


def _of_pounds(records: ThreadRecords) -> Iterator[LooseEnd]:
    spent = {action.budget for action in records.actions}
    for pound in records.pounds:
        if pound.id not in spent:
            yield LooseEnd(
                Loose.BUDGET_WITHOUT_ACTION, Key(Knot.POUND, pound.id), pound.title, f"£{pound.amount:,.2f}"
            )


def _of_targets(records: ThreadRecords) -> Iterator[LooseEnd]:
    acted = {action.commitment for action in records.actions}
    served = {target for each in records.commitments if each.id in acted for target in each.targets}
    for target in records.targets:
        if target.id not in served and not target.over:
            yield LooseEnd(Loose.TARGET_WITHOUT_ACTION, Key(Knot.TARGET, target.id), target.title)
