"""What to talk about in a place, and how much of it moves: by the declared rule, the same for every place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aimwell.domain.talking_points import TalkingPointsRule
from aimwell.domain.verdicts import BAD, GOOD, UNTOLD, Comparison, Prospect
from aimwell.site.findings import Finding


@dataclass(frozen=True, slots=True, eq=False)
class TalkingPoint:
    """One thing to talk about, and which step of the rule picked it."""

    finding: Finding
    reason: str


def talking_points(
    found: Sequence[Finding], rule: TalkingPointsRule, today: date
) -> tuple[TalkingPoint, ...]:
    """The first things by the rule; fewer where the figures say less."""
    telling = [
        each
        for each in by_rule(found, rule)
        if rule.step_of(each.verdict) is not None and rule.is_current(each.verdict.period, today)
    ]
    first_of_source = list({each.measure.feed: each for each in reversed(telling)}.values())
    preferred = [each for each in telling if each in first_of_source] if rule.one_of_each_source_first else []
    chosen = [*preferred, *(each for each in telling if each not in preferred)][: rule.things]
    return tuple(TalkingPoint(each, _reason(each, rule)) for each in by_rule(chosen, rule))


def by_rule(found: Sequence[Finding], rule: TalkingPointsRule) -> list[Finding]:
    """Findings in the order in which the rule would talk about them."""
    return sorted(found, key=lambda each: (*rule.order(each.verdict), each.measure.id))


@dataclass(frozen=True, slots=True)
class Parts:
    """Findings by how much can be said of them; each in the order of the rule."""

    told: tuple[Finding, ...]  # whether it changes, or whether it will reach its target
    beside: tuple[Finding, ...]  # too few figures for that, but better or worse than England
    short: tuple[Finding, ...]


def in_parts(found: Sequence[Finding], rule: TalkingPointsRule, today: date) -> Parts:
    """Findings that say most first; those of long ago last."""
    ordered = sorted(by_rule(found, rule), key=lambda each: not rule.is_current(each.verdict.period, today))
    told = tuple(each for each in ordered if _is_told(each))
    beside = tuple(each for each in ordered if each not in told and each.verdict.comparison in DIFFERENT)
    return Parts(told, beside, tuple(each for each in ordered if each not in told and each not in beside))


def _is_told(each: Finding) -> bool:
    return each.verdict.change not in UNTOLD or each.verdict.prospect not in UNKNOWN


DIFFERENT = frozenset({Comparison.BETTER, Comparison.WORSE})
UNKNOWN = frozenset({Prospect.NO_TARGET, Prospect.TOO_SHORT})


def _reason(each: Finding, rule: TalkingPointsRule) -> str:
    number = rule.step_of(each.verdict)
    return "" if number is None else rule.steps[number].says


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of measures of one place."""

    judged: int
    improving: int
    worsening: int
    short: int
    all: int


def tally(found: Sequence[Finding], rule: TalkingPointsRule, today: date) -> Tally:
    """How many measures improve, get worse and fall short; only current figures are judged."""
    current = [each for each in found if rule.is_current(each.verdict.period, today)]
    return Tally(
        judged=sum(each.verdict.change not in UNTOLD for each in current),
        improving=sum(each.verdict.change in GOOD for each in current),
        worsening=sum(each.verdict.change in BAD for each in current),
        short=sum(each.verdict.prospect is Prospect.WILL_NOT for each in current),
        all=len(found),
    )
