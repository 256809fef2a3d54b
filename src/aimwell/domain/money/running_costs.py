"""What boards spend on running themselves, for each head, against the cap; alone and if they merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from aimwell.domain.money.lines import said


@dataclass(frozen=True, slots=True)
class RunningCostCap:
    """The cap that holds from a year on."""

    title: str
    pence_per_head: int
    from_year: str
    verified: bool
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RunningCost:
    """What a board, or several taken together, spends on running itself, and how many people it is for."""

    parts: tuple[str, ...]
    pence: int
    people: int
    value_ids: tuple[str, ...] = ()  # of the counts of people
    counted: str = ""  # the period of the counts

    def __post_init__(self) -> None:
        if self.people <= 0:
            raise ValueError(f"{self.name} has nobody to spend on")

    @property
    def name(self) -> str:
        """Its parts, joined."""
        return " + ".join(self.parts)

    @property
    def pence_per_head(self) -> Fraction:
        """Exact; rounded only where it is said."""
        return Fraction(self.pence, self.people)

    def over(self, cap: RunningCostCap) -> int:
        """Pence above the cap; less than nothing below it."""
        return self.pence - cap.pence_per_head * self.people


def merged(costs: Sequence[RunningCost]) -> RunningCost:
    """Several boards as one: their costs and people added, nothing saved by the merging itself."""
    return RunningCost(
        tuple(part for cost in costs for part in cost.parts),
        sum(cost.pence for cost in costs),
        sum(cost.people for cost in costs),
        tuple(value for cost in costs for value in cost.value_ids),
        "; ".join(dict.fromkeys(cost.counted for cost in costs if cost.counted)),
    )


def said_against_cap(cost: RunningCost, cap: RunningCostCap) -> str:
    """One sentence: '£21.00 a head for 1,000,000 people; £2,240,000.00 above the cap of £18.76.'"""
    over = cost.over(cap)
    each = said(int(cost.pence_per_head + Fraction(1, 2)))
    against = "exactly" if not over else f"{said(abs(over))} {'above' if over > 0 else 'below'}"
    return f"{each} a head for {cost.people:,} people; {against} the cap of {said(cap.pence_per_head)}."
