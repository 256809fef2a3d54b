"""The rules of evidence: what a claim's kind asks of the released figures.

A claim of change rests on the chart of the whole series, never on two points; a place among others rests on intervals,
never on a league table; a figure is held against the published one as exactly as it is said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from aimwell.domain.claims.claimed import Claim
from aimwell.domain.claims.evidence import Evidence, Point
from aimwell.domain.claims.findings import Because, Finding, Mark
from aimwell.domain.claims.judging_others import judge_comparison, judge_rank
from aimwell.domain.claims.judging_targets import judge_against_target, judge_prospect
from aimwell.domain.claims.language import ClaimKind
from aimwell.domain.claims.numbers import agrees
from aimwell.domain.claims.times import StatedTime, TimeRole
from aimwell.domain.measures import Better
from aimwell.domain.periods import Period
from aimwell.domain.statistics.process_codes import PointType

UP = frozenset({PointType.IMPROVEMENT_HIGH, PointType.CONCERN_HIGH, PointType.NEUTRAL_HIGH})
DOWN = frozenset({PointType.IMPROVEMENT_LOW, PointType.CONCERN_LOW, PointType.NEUTRAL_LOW})
GOOD = frozenset({PointType.IMPROVEMENT_HIGH, PointType.IMPROVEMENT_LOW})
BAD = frozenset({PointType.CONCERN_HIGH, PointType.CONCERN_LOW})
WANTED = {
    ClaimKind.IMPROVED: GOOD,
    ClaimKind.WORSENED: BAD,
    ClaimKind.ROSE: UP,
    ClaimKind.FELL: DOWN,
    ClaimKind.STEADY: frozenset({PointType.COMMON_CAUSE}),
}


@dataclass(frozen=True, slots=True)
class Standards:
    """What the definitions say that judging needs.

    best_share: the part of places that is "among the best"; newest_figures: so many newest periods may a figure
    without a date be of.
    """

    best_share: float
    newest_figures: int


def judge_claim(claim: Claim, evidence: Evidence, standards: Standards) -> Finding:
    """Whether the figures bear a claim out, and why."""
    if claim.place:
        return Finding(Mark.CANNOT_TELL, Because.OTHER_PLACE)
    if claim.group:
        return Finding(Mark.CANNOT_TELL, Because.GROUP)
    if not any(point.value is not None for point in evidence.series):
        return Finding(Mark.CANNOT_TELL, Because.NO_FIGURES)
    point = _point_at(claim, evidence)
    if isinstance(point, Finding):
        return point
    found = _RULES[claim.kind](claim, evidence, point, standards)
    found = replace(found, period=found.period or point.period)
    return _turned(found) if claim.denied else found


def _turned(found: Finding) -> Finding:
    """The finding of a claim that denies what was judged."""
    other = {Mark.SUPPORTED: Mark.NOT_SUPPORTED, Mark.NOT_SUPPORTED: Mark.SUPPORTED}
    return replace(found, mark=other.get(found.mark, found.mark))


def _point_at(claim: Claim, evidence: Evidence) -> Point | Finding:
    """The point that a claim is about: of the time it states, else the newest if that is new enough."""
    known = [point for point in evidence.series if point.value is not None]
    newest = known[-1]
    time = claim.time
    if claim.kind is ClaimKind.WILL_MEET or time is None:
        if not evidence.recent:
            return Finding(Mark.CANNOT_TELL, Because.TOO_OLD, newest.period, value_ids=(newest.value_id,))
        return newest
    if time.role is TimeRole.UNCLEAR:
        return Finding(Mark.CANNOT_TELL, Because.TIME_UNCLEAR, newest.period, value_ids=(newest.value_id,))
    return _stated_point(time, claim, known) or Finding(
        Mark.CANNOT_TELL, Because.NO_SUCH_PERIOD, newest.period, value_ids=(newest.value_id,)
    )


def _stated_point(time: StatedTime, claim: Claim, known: list[Point]) -> Point | None:
    """A month without its year counts only if the newest figure is of it; change within a year is its last point's."""
    if time.period is None:
        newest = known[-1]
        return newest if Period.parse(newest.period).start.month == time.month else None
    exact = next((point for point in known if point.period == time.period.text), None)
    if exact is not None or claim.kind is ClaimKind.VALUE:
        return exact
    inside = [point for point in known if time.period.contains(Period.parse(point.period))]
    return inside[-1] if inside else None


def _judge_change(claim: Claim, evidence: Evidence, point: Point, _: Standards) -> Finding:
    """By the chart's own signal at the point: what lies within chance is no change."""
    signal = PointType(point.signal)
    found = partial(Finding, period=point.period, value=point.value, value_ids=(point.value_id,))
    if signal is PointType.NOT_JUDGED or _too_short(evidence):
        return found(Mark.CANNOT_TELL, Because.TOO_SHORT)
    if claim.kind in (ClaimKind.IMPROVED, ClaimKind.WORSENED) and evidence.better is Better.NEITHER:
        return found(Mark.CANNOT_TELL, Because.DIRECTION_NOT_DECLARED)
    if signal not in WANTED[claim.kind]:
        chance = signal is PointType.COMMON_CAUSE
        return found(Mark.NOT_SUPPORTED, Because.NO_MORE_THAN_CHANCE if chance else Because.OTHER_CHANGE_SEEN)
    if claim.since is not None and claim.kind is not ClaimKind.STEADY and not claim.denied:
        held = _held_against_start(claim.since, claim, evidence, point)
        if held is not None:
            return held
    if claim.kind is ClaimKind.STEADY:
        return found(Mark.SUPPORTED, Because.NO_MORE_THAN_CHANCE)
    return found(Mark.SUPPORTED, Because.CHANGE_SEEN)


def _held_against_start(since: StatedTime, claim: Claim, evidence: Evidence, point: Point) -> Finding | None:
    """A change since a named time asks for more: it must have come after it. None where nothing speaks against it."""
    known = [each for each in evidence.series if each.value is not None]
    start = _stated_point(since, claim, known) if since.period is not None else None
    ids = (point.value_id,)
    if start is None or start.value is None or point.value is None:
        return Finding(
            Mark.CANNOT_TELL, Because.NO_SUCH_PERIOD, point.period, other_period=since.words, value_ids=ids
        )
    found = partial(
        Finding,
        period=point.period,
        value=point.value,
        beside=start.value,
        other_period=start.period,
        value_ids=(point.value_id, start.value_id),
    )
    rises = PointType(point.signal) in UP
    if (point.value - start.value) * (1 if rises else -1) <= 0:
        return found(Mark.NOT_SUPPORTED, Because.NO_BETTER_SINCE)
    if start.signal == point.signal:
        return found(Mark.CANNOT_TELL, Because.CHANGED_BEFORE)
    return None


def _too_short(evidence: Evidence) -> bool:
    return evidence.verdict.points < evidence.enough_points


def _judge_gap(claim: Claim, evidence: Evidence, _: Point, __: Standards) -> Finding:
    """One gap is known, not how it changed: so whether it narrowed cannot be told, only whether there is one."""
    gap = evidence.verdict.gap
    ids = (evidence.verdict.value_id,)
    if gap is None:
        return Finding(Mark.CANNOT_TELL, Because.NO_GROUPS, value_ids=ids)
    if claim.kind is not ClaimKind.NO_GAP:
        return Finding(Mark.CANNOT_TELL, Because.GAP_OVER_TIME, value_ids=ids)
    if gap.beyond_chance:
        return Finding(Mark.NOT_SUPPORTED, Because.GAP_BEYOND_CHANCE, value_ids=ids)
    return Finding(Mark.CANNOT_TELL, Because.GAP_WITHIN_CHANCE, value_ids=ids)


def _judge_value(claim: Claim, evidence: Evidence, point: Point, standards: Standards) -> Finding:
    """As exactly as the figure is said; one that fits another period is not called wrong where no period is named."""
    if claim.figure is None or point.value is None:
        return Finding(Mark.CANNOT_TELL, Because.NO_FIGURES)
    found = partial(Finding, period=point.period, value=point.value, value_ids=(point.value_id,))
    if agrees(claim.figure, point.value, evidence.unit):
        return found(Mark.SUPPORTED, Because.FIGURE_AGREES)
    if claim.time is None:
        for other in reversed(evidence.series[-standards.newest_figures :]):
            if other.value is not None and agrees(claim.figure, other.value, evidence.unit):
                return Finding(
                    Mark.CANNOT_TELL,
                    Because.FIGURE_OF_ANOTHER_PERIOD,
                    point.period,
                    point.value,
                    other.value,
                    other.period,
                    value_ids=(point.value_id, other.value_id),
                )
    return found(Mark.NOT_SUPPORTED, Because.FIGURE_DIFFERS)


Rule = Callable[[Claim, Evidence, Point, Standards], Finding]


def _rank_rule(claim: Claim, evidence: Evidence, point: Point, standards: Standards) -> Finding:
    return judge_rank(claim, evidence, point, standards.best_share)


def _without_standards(judge: Callable[[Claim, Evidence, Point], Finding]) -> Rule:
    return lambda claim, evidence, point, _: judge(claim, evidence, point)


_COMPARISON, _TARGET = _without_standards(judge_comparison), _without_standards(judge_against_target)
_PROSPECT = _without_standards(judge_prospect)
_RULES: Mapping[ClaimKind, Rule] = {
    ClaimKind.IMPROVED: _judge_change,
    ClaimKind.WORSENED: _judge_change,
    ClaimKind.ROSE: _judge_change,
    ClaimKind.FELL: _judge_change,
    ClaimKind.STEADY: _judge_change,
    ClaimKind.WILL_MEET: _PROSPECT,
    ClaimKind.KEEPS_MEETING: _PROSPECT,
    ClaimKind.MET: _TARGET,
    ClaimKind.ABOVE_TARGET: _TARGET,
    ClaimKind.BELOW_TARGET: _TARGET,
    ClaimKind.BETTER_THAN_OTHERS: _COMPARISON,
    ClaimKind.WORSE_THAN_OTHERS: _COMPARISON,
    ClaimKind.ABOVE_OTHERS: _COMPARISON,
    ClaimKind.BELOW_OTHERS: _COMPARISON,
    ClaimKind.LIKE_OTHERS: _COMPARISON,
    ClaimKind.AMONG_THE_BEST: _rank_rule,
    ClaimKind.AMONG_THE_WORST: _rank_rule,
    ClaimKind.BEST: _rank_rule,
    ClaimKind.WORST: _rank_rule,
    ClaimKind.HIGHEST: _rank_rule,
    ClaimKind.LOWEST: _rank_rule,
    ClaimKind.GAP_NARROWED: _judge_gap,
    ClaimKind.GAP_WIDENED: _judge_gap,
    ClaimKind.NO_GAP: _judge_gap,
    ClaimKind.VALUE: _judge_value,
}
