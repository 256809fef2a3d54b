"""Claims about targets: met, or to be met."""

from functools import partial

from aimwell.domain.claims.claimed import Claim
from aimwell.domain.claims.evidence import Evidence, Point
from aimwell.domain.claims.findings import Because, Finding, Mark
from aimwell.domain.claims.language import ClaimKind
from aimwell.domain.claims.numbers import FigureKind, in_unit, kind_of_unit
from aimwell.domain.measures import Better
from aimwell.domain.statistics.process_codes import PointType
from aimwell.domain.verdicts import Prospect

SAME = 1e-9


def stated_target(claim: Claim, evidence: Evidence) -> float | None:
    """The target that the paper names, in the measure's unit; None where it names none of that kind."""
    figure = claim.target
    if figure is None or figure.kind is not kind_of_unit(evidence.unit) or figure.kind is FigureKind.PLAIN:
        return None
    return in_unit(figure, evidence.unit)[0]


def named_target(claim: Claim, evidence: Evidence) -> float | None:
    """The target that a sentence names by its figure, or as the constitutional standard; None where it names none."""
    stated = stated_target(claim, evidence)
    standing = [each.threshold for each in evidence.targets if each.standing]
    return standing[-1] if stated is None and claim.standing and standing else stated


def _target_due(claim: Claim, evidence: Evidence) -> float | None:
    """The target that a forecast is about: the one named, else the one due when the sentence says, else the one in force."""
    named = named_target(claim, evidence)
    period = claim.time.period if claim.time else None
    if named is not None or period is None or not evidence.targets:
        return named if named is not None else evidence.verdict.target
    due = [each.threshold for each in evidence.targets if each.by is not None and period.contains(each.by)]
    return due[-1] if due else None


def _released(evidence: Evidence, point: Point, target: float | None) -> Prospect | None:
    """The released verdict, where it is about the same target and period; None where the limits have to be asked."""
    same = (
        target is not None and target == evidence.verdict.target and point.period == evidence.verdict.period
    )
    told = evidence.verdict.prospect not in (Prospect.NO_TARGET, Prospect.TOO_SHORT)
    return evidence.verdict.prospect if same and told else None


PROSPECTS = {
    Prospect.WILL: (Mark.SUPPORTED, Because.WILL),
    Prospect.WILL_NOT: (Mark.NOT_SUPPORTED, Because.WILL_NOT),
    Prospect.MAY: (Mark.CANNOT_TELL, Because.MAY),
}


def judge_prospect(claim: Claim, evidence: Evidence, point: Point) -> Finding:
    """By the limits in force and the target that holds: will it be met whatever chance does, never, or now and then."""
    target = _target_due(claim, evidence)
    found = partial(
        Finding, period=point.period, value=point.value, beside=target, value_ids=(point.value_id,)
    )
    if target is None:
        return found(Mark.CANNOT_TELL, Because.NO_TARGET)
    if evidence.better is Better.NEITHER:
        return found(Mark.CANNOT_TELL, Because.DIRECTION_NOT_DECLARED)
    released = _released(evidence, point, target)
    if released is not None:
        return found(*PROSPECTS[released])
    low, high = point.lower_limit, point.upper_limit
    judged = PointType(point.signal) is not PointType.NOT_JUDGED
    if not judged or low is None or high is None or evidence.verdict.points < evidence.enough_points:
        return found(Mark.CANNOT_TELL, Because.TOO_SHORT)
    worst, best = (low - target, high - target)
    if evidence.better is Better.LOWER:
        worst, best = target - high, target - low
    if worst > SAME:
        return found(Mark.SUPPORTED, Because.WILL)
    if best < -SAME:
        return found(Mark.NOT_SUPPORTED, Because.WILL_NOT)
    return found(Mark.CANNOT_TELL, Because.MAY)


def judge_against_target(claim: Claim, evidence: Evidence, point: Point) -> Finding:
    """Whether the figure of one period reaches a target: the one that the paper names, else the one that holds."""
    named = named_target(claim, evidence)
    if claim.own_plan and named is None:
        return Finding(
            Mark.CANNOT_TELL, Because.OWN_PLAN, point.period, point.value, value_ids=(point.value_id,)
        )
    target = named if named is not None else point.target
    found = partial(
        Finding, period=point.period, value=point.value, beside=target, value_ids=(point.value_id,)
    )
    if target is None or point.value is None:
        return found(Mark.CANNOT_TELL, Because.NO_TARGET)
    over = point.value - target
    if claim.kind is ClaimKind.MET:
        if evidence.better is Better.NEITHER:
            return found(Mark.CANNOT_TELL, Because.DIRECTION_NOT_DECLARED)
        met = over >= -SAME if evidence.better is Better.HIGHER else over <= SAME
        because = Because.TARGET_MET if met else Because.TARGET_MISSED
        return found(Mark.SUPPORTED if met else Mark.NOT_SUPPORTED, because)
    true = over > SAME if claim.kind is ClaimKind.ABOVE_TARGET else over < -SAME
    return found(Mark.SUPPORTED if true else Mark.NOT_SUPPORTED, Because.OTHER_TARGET)
