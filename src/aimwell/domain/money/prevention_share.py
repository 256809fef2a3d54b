"""Prevention as a share of a named denominator, exactly, with its range; and the three readings of "one per cent".

Shares of a line are whole percents of whole pence, twice over (the rule's or person's, and the pack's). They are kept
as ten-thousandths of a penny, so that sums over any partition of the lines equal the whole, and rounded when said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from aimwell.domain.money.prevention import (
    Confidence,
    Decision,
    DefinitionPack,
    PreventionClass,
    Target,
    decision_for,
)

PARTS = 10_000  # of a penny: two percents
PENCE = 100  # of a pound


@dataclass(frozen=True, slots=True)
class Cell:
    """Lines that every pack treats alike: of one body and year, with one suggestion and the same decisions."""

    body: str
    year: str  # 2025/26; '' where the lines tell no day
    rule: str  # id of the rule that suggests; '' none
    transfer: bool  # paid to a partner of the system
    private: bool
    lines: int
    pence: int
    wording: str = ""  # only where somebody decided on it
    line: str = ""  # likewise


@dataclass(frozen=True, slots=True)
class Spread:
    """An amount by how sure it is, in ten-thousandths of a penny."""

    sure: int = 0
    likely: int = 0
    possible: int = 0

    def __add__(self, other: "Spread") -> "Spread":
        return Spread(self.sure + other.sure, self.likely + other.likely, self.possible + other.possible)

    @property
    def central(self) -> int:
        """What is sure or likely."""
        return self.sure + self.likely

    @property
    def low(self) -> int:
        """The least of the three readings; credits may turn their order round."""
        return min(self.sure, self.central, self.central + self.possible)

    @property
    def high(self) -> int:
        """The most of the three readings."""
        return max(self.sure, self.central, self.central + self.possible)


def pounds_of(parts: int) -> Decimal:
    """Ten-thousandths of a penny as pounds, exactly."""
    return Decimal(parts) / (PARTS * PENCE)


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell under a pack: what it counts, who says so."""

    cell: Cell
    said: PreventionClass | None  # None: unclassified
    counted: Spread
    decided: Decision | None

    @property
    def group(self) -> str:
        """The rule or decision that speaks, by which lines are grouped."""
        if self.decided is not None and self.decided.target is not Target.RULE:
            return f"decision {self.decided.number}"
        return self.cell.rule


@dataclass(frozen=True, slots=True)
class Judging:
    """What suggests and what was decided: the rules' classes by id, and the decisions that still hold."""

    suggestions: Mapping[str, PreventionClass]
    decisions: tuple[Decision, ...] = ()


def read_cell(cell: Cell, pack: DefinitionPack, judging: Judging) -> Reading:
    """A cell under a pack: a decision goes before a suggestion."""
    targets = tuple(
        (target, of)
        for target, of in ((Target.LINE, cell.line), (Target.WORDING, cell.wording), (Target.RULE, cell.rule))
        if of
    )
    decided = decision_for(pack.id, cell.body, targets, judging.decisions) if judging.decisions else None
    said = decided.said if decided else judging.suggestions.get(cell.rule)
    if said is None:
        return Reading(cell, None, Spread(), decided)
    parts = cell.pence * said.share * pack.percent_of(said)
    by = {
        Confidence.SURE: Spread(sure=parts),
        Confidence.LIKELY: Spread(likely=parts),
        Confidence.POSSIBLE: Spread(possible=parts),
    }
    return Reading(cell, said, by[said.confidence], decided)


@dataclass(frozen=True, slots=True)
class Denominator:
    """What a share is of; always named. `stated`: people give the figure and where it stands."""

    id: str
    title: str
    about: str
    transfers: bool = True  # whether payments between partners of the system are in it
    stated: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """Prevention of one scope and year under one pack, over one named denominator."""

    pack: str
    denominator: str
    denominator_title: str
    year: str
    bodies: tuple[str, ...]
    counted: Spread
    whole_pence: int
    lines: int
    unclassified_pence: int
    unclassified_lines: int
    confirmed: int  # of the central figure, in ten-thousandths of a penny: what a person decided
    source: str = ""  # of a stated denominator

    def of(self, parts: int) -> Fraction | None:
        """An amount as a share of the denominator; None where there is nothing to divide by."""
        return Fraction(parts, self.whole_pence * PARTS) if self.whole_pence > 0 else None

    @property
    def central(self) -> Fraction | None:
        """The share as it is said first."""
        return self.of(self.counted.central)


def in_scope(
    cells: Iterable[Cell], denominator: Denominator, *, year: str, bodies: Sequence[str] = ()
) -> list[Cell]:
    """The cells that numerator and denominator are both made of."""
    return [
        cell
        for cell in cells
        if cell.year == year
        and (not bodies or cell.body in bodies)
        and (denominator.transfers or not cell.transfer)
    ]


def share_of(
    cells: Sequence[Cell],
    pack: DefinitionPack,
    denominator: Denominator,
    judging: Judging,
    *,
    year: str,
    stated_pence: int | None = None,
) -> Share:
    """The share of cells already in scope. A stated denominator needs its figure."""
    if denominator.stated and stated_pence is None:
        raise ValueError(f"the denominator '{denominator.id}' is a figure that somebody has to state")
    readings = [read_cell(cell, pack, judging) for cell in cells]
    unclassified = [each.cell for each in readings if each.said is None]
    counted = sum((each.counted for each in readings), Spread())
    held = sum(cell.pence for cell in cells)
    return Share(
        pack=pack.id,
        denominator=denominator.id,
        denominator_title=denominator.title,
        year=year,
        bodies=tuple(sorted({cell.body for cell in cells})),
        counted=counted,
        whole_pence=held if stated_pence is None else stated_pence,
        lines=sum(cell.lines for cell in cells),
        unclassified_pence=sum(cell.pence for cell in unclassified),
        unclassified_lines=sum(cell.lines for cell in unclassified),
        confirmed=sum(each.counted.central for each in readings if each.decided),
        source=denominator.source,
    )


class ReadingOfOne(StrEnum):
    """What "up by one per cent" may mean. None is shown without its name."""

    POINTS = "percentage_points"
    RELATIVE = "relative"
    CASH = "annual_cash_growth"


@dataclass(frozen=True, slots=True)
class Goal:
    """The rise that is asked for, and over how long."""

    id: str
    title: str
    size: int
    years: int
    default: ReadingOfOne
    source: str
    verified: bool
    names: Mapping[ReadingOfOne, str]  # what each reading is called in full


@dataclass(frozen=True, slots=True)
class Rise:
    """One reading of a rise, named; `amount` is None where it cannot be told, with the reason."""

    reading: ReadingOfOne
    name: str
    amount: Decimal | None
    asked: int
    why_not: str = ""


_PLACES = Decimal("0.0001")


def _decimal(number: Fraction) -> Decimal:
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(_PLACES)


def rises(baseline: Share, now: Share, goal: Goal, *, years: int) -> tuple[Rise, ...]:
    """All three readings of the change between two shares, the goal's own first."""
    before, after = baseline.central, now.central
    amounts: dict[ReadingOfOne, tuple[Decimal | None, str]] = {}
    if before is None or after is None:
        nothing = (None, "one of the denominators is not above zero")
        amounts = {ReadingOfOne.POINTS: nothing, ReadingOfOne.RELATIVE: nothing}
    else:
        amounts[ReadingOfOne.POINTS] = (_decimal((after - before) * 100), "")
        amounts[ReadingOfOne.RELATIVE] = (
            (_decimal((after - before) / before * 100), "")
            if before
            else (None, "the share was nothing at the baseline")
        )
    amounts[ReadingOfOne.CASH] = _growth(baseline.counted.central, now.counted.central, years)
    first = (goal.default, *(each for each in ReadingOfOne if each is not goal.default))
    return tuple(
        Rise(each, goal.names[each], amounts[each][0], goal.size, amounts[each][1]) for each in first
    )


def _growth(before: int, after: int, years: int) -> tuple[Decimal | None, str]:
    if years < 1:
        return None, "there is no year between the two"
    if before <= 0 or after <= 0:
        return None, "one of the amounts is not above zero"
    yearly = (Decimal(after) / Decimal(before)) ** (Decimal(1) / years) - 1
    return (yearly * 100).quantize(_PLACES), ""


@dataclass(frozen=True, slots=True)
class Step:
    """Where one reading of the goal would stand after some years."""

    after_years: int
    share: Fraction | None  # of the denominator; None under the reading in cash, which says no share
    pence: Fraction | None  # in cash, were the denominator what it is at the baseline


def path(baseline: Share, goal: Goal, reading: ReadingOfOne) -> tuple[Step, ...]:
    """The even way from a baseline to the goal under one reading; empty where there is no baseline share."""
    start = baseline.central
    if start is None:
        return ()
    cash = Fraction(baseline.counted.central, PARTS)
    steps = []
    for year in range(goal.years + 1):
        done = Fraction(goal.size * year, 100 * goal.years)
        if reading is ReadingOfOne.CASH:
            steps.append(Step(year, None, cash * (1 + Fraction(goal.size, 100)) ** year))
            continue
        share = start + done if reading is ReadingOfOne.POINTS else start * (1 + done)
        steps.append(Step(year, share, share * baseline.whole_pence))
    return tuple(steps)


def rounded_together(parts: Sequence[int], *, unit: int = PARTS) -> tuple[int, ...]:
    """Amounts as whole units, pence unless told, that add up to the rounded whole: the largest remainders go up."""
    whole = (2 * sum(parts) + unit) // (2 * unit)
    down = [each // unit for each in parts]
    left = whole - sum(down)
    order = sorted(range(len(parts)), key=lambda place: (-(parts[place] % unit), place))
    for place in order[:left]:
        down[place] += 1
    return tuple(down)
