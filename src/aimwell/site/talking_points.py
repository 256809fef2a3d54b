"""Three things to talk about: a declared rule picks them, the same for every place, so that nobody can choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from aimwell.domain.periods import Period
from aimwell.domain.verdicts import Change, Comparison, Prospect
from aimwell.presentation.sentences import BAD, GOOD
from aimwell.site.findings import Finding

HOW_MANY = 3
OLDEST = timedelta(days=731)  # two years: what is older says nothing of how things are

RULE = (
    "The same rule picks them for every place. First comes what is getting worse and will keep missing its target; "
    "then what is getting worse; what will keep missing its target and is worse than England; what will keep missing "
    "its target; what is worse than England; and last what is getting better. All of this counts only where it is "
    "more than chance. Among equals, the newest figures come first, then the ones furthest from England's. "
    "Figures that end more than two years ago are left out. "
    "Two things come from the same published source only if no other source has anything to say."
)


@dataclass(frozen=True, slots=True, eq=False)
class TalkingPoint:
    """One thing to talk about, and which step of the rule picked it."""

    finding: Finding
    reason: str


def is_current(each: Finding, today: date) -> bool:
    """Whether a finding's newest figure is of the last two years."""
    return today - Period.parse(each.verdict.period).end <= OLDEST


def talking_points(found: Sequence[Finding], today: date) -> tuple[TalkingPoint, ...]:
    """The first three by the rule; fewer where the figures say less."""
    telling = (each for each in found if step(each) is not None and is_current(each, today))
    ranked = sorted(telling, key=_order)
    chosen: list[Finding] = []
    for fresh_source_only in (True, False):
        for each in ranked:
            used = {other.measure.feed for other in chosen}
            if (
                len(chosen) < HOW_MANY
                and each not in chosen
                and not (fresh_source_only and each.measure.feed in used)
            ):
                chosen.append(each)
    return tuple(TalkingPoint(each, REASONS[step(each) or 0]) for each in sorted(chosen, key=_order))


REASONS = (
    "getting worse, and will keep missing its target",
    "getting worse",
    "will keep missing its target, and worse than England",
    "will keep missing its target",
    "worse than England",
    "getting better",
)


def step(each: Finding) -> int | None:
    """Which step of the rule a finding meets first; None where it meets none."""
    verdict = each.verdict
    worse, misses = verdict.change in BAD, verdict.prospect is Prospect.WILL_NOT
    behind = verdict.comparison is Comparison.WORSE
    tests = (worse and misses, worse, misses and behind, misses, behind, verdict.change in GOOD)
    return next((number for number, met in enumerate(tests) if met), None)


def _order(each: Finding) -> tuple[int, str, float, str]:
    number = step(each)
    year_first = each.verdict.period[:4]
    newest_first = "".join(chr(0x10FF - ord(letter)) for letter in year_first)
    return (len(REASONS) if number is None else number, newest_first, -_distance(each), each.measure.id)


def _distance(each: Finding) -> float:
    """How far from England, as a share of England's value, so that units do not matter."""
    value, england = each.verdict.value, each.verdict.england
    return abs(value - england) / abs(england) if value is not None and england else 0.0


def tally(found: Sequence[Finding], today: date) -> "Tally":
    """How many measures improve, get worse and fall short; only current figures are judged."""
    current = [each for each in found if is_current(each, today)]
    return Tally(
        judged=sum(each.verdict.change not in (Change.TOO_SHORT, Change.NO_VALUES) for each in current),
        improving=sum(each.verdict.change in GOOD for each in current),
        worsening=sum(each.verdict.change in BAD for each in current),
        short=sum(each.verdict.prospect is Prospect.WILL_NOT for each in current),
        all=len(found),
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of measures of one place."""

    judged: int
    improving: int
    worsening: int
    short: int
    all: int
