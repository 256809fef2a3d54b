"""Relabelling: what is called prevention changed, what is paid to whom did not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class RelabellingRule:
    """When a rise is more likely a new name than new activity."""

    id: str
    least_points: int  # rise of the counted part of what one payee gets, in percentage points
    most_change: int  # percent by which the payments themselves may have moved
    least_pounds: int  # rise in counted money worth telling
    source: str


@dataclass(frozen=True, slots=True)
class Paid:
    """What one body paid one supplier in a year, and how much of it a pack counts, in ten-thousandths of a penny."""

    body: str
    supplier: str
    pence: int
    counted: int


@dataclass(frozen=True, slots=True)
class Relabelled:
    """A payee whose money is now called prevention, though the payments are much the same."""

    before: Paid
    after: Paid
    because: str

    @property
    def rise(self) -> int:
        """How much more is counted, in ten-thousandths of a penny."""
        return self.after.counted - self.before.counted


PARTS = 10_000


def relabelled(
    before: Iterable[Paid], after: Iterable[Paid], rule: RelabellingRule
) -> tuple[Relabelled, ...]:
    """The payees to ask about, the largest rise first. A finding is a question, not an accusation."""
    once: Mapping[tuple[str, str], Paid] = {(each.body, each.supplier): each for each in before}
    found = []
    for now in after:
        was = once.get((now.body, now.supplier))
        if was and (because := _because(was, now, rule)):
            found.append(Relabelled(was, now, because))
    return tuple(sorted(found, key=lambda each: (-each.rise, each.after.body, each.after.supplier)))


def _because(was: Paid, now: Paid, rule: RelabellingRule) -> str:
    if was.pence <= 0 or now.pence <= 0:
        return ""
    moved = Fraction(abs(now.pence - was.pence), was.pence) * 100
    points = (Fraction(now.counted, now.pence) - Fraction(was.counted, was.pence)) * 100 / PARTS
    worth = now.counted - was.counted >= rule.least_pounds * 100 * PARTS
    if moved > rule.most_change or points < rule.least_points or not worth:
        return ""
    return (
        f"payments moved by {float(moved):.1f}%, the part that counts as prevention by "
        f"{float(points):.1f} percentage points"
    )
