"""Bodies: what kinds there are, what may belong to what, and what became of whom."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aimwell.domain.workplace.access import Decision


@dataclass(frozen=True, slots=True)
class BodyKind:
    """A kind of body, and the kinds it may belong to."""

    id: str
    title: str
    about: str
    law: str
    belongs_to: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    seeded: bool = False  # brought in from the register of places; people do not add these by hand


@dataclass(frozen=True, slots=True)
class LinkNature:
    """How one body has to do with another, said from both ends."""

    id: str
    words: str
    back: str


@dataclass(frozen=True, slots=True)
class KnownBody:
    """A body that every workplace knows from the start."""

    kind: str
    name: str
    short_name: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class BodyKinds:
    """Everything declared of bodies."""

    kinds: tuple[BodyKind, ...]
    natures: tuple[LinkNature, ...]
    bodies: tuple[KnownBody, ...]
    source: str

    def kind(self, name: str) -> BodyKind | None:
        """A kind by its id."""
        return next((kind for kind in self.kinds if kind.id == name), None)

    def nature(self, name: str) -> LinkNature | None:
        """A nature of links by its id."""
        return next((nature for nature in self.natures if nature.id == name), None)

    def title(self, name: str) -> str:
        """What a kind is called; its id where it is no longer declared."""
        found = self.kind(name)
        return found.title if found else name


class Became(StrEnum):
    """How a body became another."""

    MERGED = "merged"
    SPLIT = "split"
    RENAMED = "renamed"


BELONGING = frozenset({"part_of", "committee_of", "member_of"})
"""Links by which a smaller body belongs to a larger one; only these follow `belongs_to` and may not go in a ring."""


def may_link(
    child: str, nature: str, parent: str, kinds: BodyKinds, *, child_kind: str, parent_kind: str,
    above_parent: Iterable[str] = (),
) -> Decision:  # fmt: skip
    """Whether a body may be linked to another. above_parent: everything that the parent itself belongs to."""
    if child == parent:
        return Decision(allowed=False, because="a body cannot be linked to itself")
    if kinds.nature(nature) is None:
        return Decision(
            allowed=False, because=f"'{nature}' is no way in which bodies have to do with one another"
        )
    if nature not in BELONGING:
        return Decision(allowed=True, because="")
    if child in set(above_parent):
        return Decision(allowed=False, because="the larger body already belongs to the smaller one")
    known = kinds.kind(child_kind)
    if known is not None and parent_kind not in known.belongs_to:
        fitting = ", ".join(kinds.title(kind).lower() for kind in known.belongs_to) or "nothing else"
        return Decision(allowed=False, because=f"a body of this kind belongs to: {fitting}")
    return Decision(allowed=True, because="")


@dataclass(frozen=True, slots=True)
class Step:
    """That one body became another on a day."""

    before: Hashable
    after: Hashable
    kind: str
    on: date


def family(body: Hashable, steps: Sequence[Step]) -> tuple[Step, ...]:
    """Everything that led to a body and everything it led to, oldest first. A ring, which is a mistake, ends."""
    found: set[Step] = set()
    for forwards in (True, False):
        reached, edge = {body}, {body}
        while edge:
            near = [step for step in steps if (step.before if forwards else step.after) in edge]
            found |= set(near)
            edge = {step.after if forwards else step.before for step in near} - reached
            reached |= edge
    return tuple(sorted(found, key=lambda step: (step.on, str(step.before), str(step.after))))


def how_became(befores: int, afters: int) -> Became:
    """What to call it when so many bodies became so many."""
    if befores > 1:
        return Became.MERGED
    return Became.SPLIT if afters > 1 else Became.RENAMED
