"""What a system really carries: every target it answers to, wherever it comes from, and where two say the same or clash."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Origin(StrEnum):
    """Where a target that a system carries comes from."""

    NATIONAL = "national"  # a rule pack in force
    OWN = "own"  # set here, and in no plan
    PLAN = "plan"  # set here, and part of a plan


@dataclass(frozen=True, slots=True)
class Carried:
    """One target as the system has to answer for it. `pack_priority` ties an adopted one to its pack's."""

    id: str
    origin: Origin
    source: str  # the pack or plan by title, or 'set here'
    title: str
    measure: str
    place: str
    breakdown: str
    value: float | None
    starts: date | None
    by: date | None
    direction: str  # higher, lower, keep or '' where nobody says
    pack: str = ""
    pack_priority: str = ""


class OverlapKind(StrEnum):
    """How two targets on one measure and place stand to one another."""

    SAME = "same"  # one figure asked for twice
    STEPS = "steps"  # the later asks for more than the earlier
    CONFLICT = "conflict"  # they cannot both be what the system aims at


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two targets about the same thing at the same time."""

    kind: OverlapKind
    one: Carried
    other: Carried


@dataclass(frozen=True, slots=True)
class Load:
    """The count of targets by origin, and their overlaps, conflicts first."""

    targets: tuple[Carried, ...]
    overlaps: tuple[Overlap, ...]

    def count(self, origin: Origin) -> int:
        """How many come from one origin."""
        return sum(target.origin is origin for target in self.targets)


NEIGHBOURS = (
    25  # how many each is held against: a sheet of thousands on one measure would make millions of pairs
)
ORDER = (OverlapKind.CONFLICT, OverlapKind.SAME, OverlapKind.STEPS)


def load_of(targets: Iterable[Carried]) -> Load:
    """What a system carries. An adopted national target is counted once, as the system's own."""
    given = tuple(targets)
    adopted = {(each.pack, each.pack_priority) for each in given if each.origin is not Origin.NATIONAL}
    counted = tuple(
        each
        for each in given
        if each.origin is not Origin.NATIONAL or (each.pack, each.pack_priority) not in adopted
    )
    return Load(counted, tuple(sorted(_overlaps(counted), key=lambda found: ORDER.index(found.kind))))


def _overlaps(targets: Sequence[Carried]) -> Iterable[Overlap]:
    same_thing: dict[tuple[str, str, str], list[Carried]] = defaultdict(list)
    for target in targets:
        if target.measure:
            same_thing[target.measure, target.place, target.breakdown].append(target)
    for group in same_thing.values():
        for one, other in _near(sorted(group, key=lambda each: (each.by or date.max, each.id))):
            kind = overlap_of(one, other)
            if kind is not None and not _steps_of_one_pack(kind, one, other):
                yield Overlap(kind, one, other)


def _near(group: Sequence[Carried]) -> Iterable[tuple[Carried, Carried]]:
    """Each target with those that are due next after it: all of them, where a measure has as many as people set."""
    for at, one in enumerate(group):
        for other in group[at + 1 : at + 1 + NEIGHBOURS]:
            yield one, other


def overlap_of(one: Carried, other: Carried) -> OverlapKind | None:
    """How two targets on one measure and place stand to one another; None where their dates do not meet.

    Two figures for one day clash. Figures for two days are steps of one way where the later asks for more,
    and clash where it asks for less.
    """
    if not _dates_meet(one, other) or one.value is None or other.value is None:
        return None
    if one.direction and other.direction and one.direction != other.direction:
        return OverlapKind.CONFLICT
    if one.value == other.value:
        return OverlapKind.SAME
    earlier, later = sorted((one, other), key=lambda each: each.by or date.max)
    if earlier.by == later.by:
        return OverlapKind.CONFLICT
    return OverlapKind.STEPS if _asks_for_more(earlier, later) else OverlapKind.CONFLICT


def _asks_for_more(earlier: Carried, later: Carried) -> bool:
    rises = (later.value or 0.0) > (earlier.value or 0.0)
    match earlier.direction or later.direction:
        case "higher":
            return rises
        case "lower":
            return not rises
        case _:
            return False


def _dates_meet(one: Carried, other: Carried) -> bool:
    start = max(one.starts or date.min, other.starts or date.min)
    return start <= min(one.by or date.max, other.by or date.max)


def _steps_of_one_pack(kind: OverlapKind, one: Carried, other: Carried) -> bool:
    """Whether two are the steps that one pack planned: those need nobody's attention."""
    return kind is OverlapKind.STEPS and bool(one.pack) and one.pack == other.pack
