"""How many priorities a system may carry: the ceiling is a rule of the pack in force, not advice.

One more than the ceiling needs one retired in the same step, or an override that names who let it in and why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from aimwell.domain.promises import RulePack
from aimwell.domain.workplace.access import Decision


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most priorities of some levels that a system may carry, and the pack that says so."""

    pack: str
    title: str
    most: int
    levels: tuple[str, ...]
    ends: date


@dataclass(frozen=True, slots=True)
class Fullness:
    """How full a list is: what is carried, and how many overrides in force let more in."""

    ceiling: Ceiling
    carried: int
    overrides: int = 0

    @property
    def allowed(self) -> int:
        """The ceiling with what overrides let in."""
        return self.ceiling.most + self.overrides

    @property
    def left(self) -> int:
        """How many more fit; never below zero."""
        return max(0, self.allowed - self.carried)

    @property
    def over(self) -> int:
        """How many stand above the ceiling itself."""
        return max(0, self.carried - self.ceiling.most)


def in_force(starts: date | None, ends: date | None, day: date) -> bool:
    """Whether something with dates holds on a day; its last day counts, an open end never comes."""
    return (starts is None or starts <= day) and (ends is None or day <= ends)


def not_over(ends: date | None, day: date) -> bool:
    """Whether a priority is carried on a day: one that is to start later is on the list already."""
    return ends is None or day <= ends


def ceilings_on(packs: Iterable[RulePack], day: date) -> tuple[Ceiling, ...]:
    """Every ceiling in force on a day, the strictest first."""
    found = [
        Ceiling(pack.id, pack.title, pack.ceiling, pack.ceiling_on, pack.ends)
        for pack in packs
        if pack.ceiling is not None and pack.ceiling_on and pack.starts <= day <= pack.ends
    ]
    return tuple(sorted(found, key=lambda ceiling: (ceiling.most, ceiling.pack)))


def may_take_more(full: Fullness, *, coming: int = 1, leaving: int = 0) -> Decision:
    """Whether so many priorities fit on a list when so many leave it in the same step."""
    after = full.carried + coming - leaving
    if coming <= leaving or after <= full.allowed:
        return Decision(allowed=True, because=f"{after} of {full.allowed}")
    levels = " and ".join(full.ceiling.levels)
    many = f"{full.carried} {levels} {'priority' if full.carried == 1 else 'priorities'}"
    overrides = f", {full.overrides} of them by an override" if full.overrides else ""
    return Decision(
        allowed=False,
        because=f"the system carries {many}{overrides}, and '{full.ceiling.title}' allows {full.ceiling.most}",
    )
