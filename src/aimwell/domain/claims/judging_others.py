"""Claims that set a place beside England, its region or all others: by intervals, never by raw positions."""

from collections.abc import Iterable
from functools import partial
from math import ceil

import numpy as np

from aimwell.domain.claims.claimed import Claim, Scope
from aimwell.domain.claims.evidence import Evidence, Interval, Point
from aimwell.domain.claims.findings import Because, Finding, Mark, Rank
from aimwell.domain.claims.language import ClaimKind
from aimwell.domain.measures import Better
from aimwell.domain.verdicts import Comparison, compare

TRUE_OF = {
    ClaimKind.BETTER_THAN_OTHERS: frozenset({Comparison.BETTER}),
    ClaimKind.WORSE_THAN_OTHERS: frozenset({Comparison.WORSE}),
    ClaimKind.ABOVE_OTHERS: frozenset({Comparison.HIGHER}),
    ClaimKind.BELOW_OTHERS: frozenset({Comparison.LOWER}),
    ClaimKind.LIKE_OTHERS: frozenset({Comparison.SIMILAR}),
}
BY_DIRECTION = frozenset({ClaimKind.ABOVE_OTHERS, ClaimKind.BELOW_OTHERS})
FROM_THE_TOP = frozenset({ClaimKind.AMONG_THE_BEST, ClaimKind.BEST, ClaimKind.HIGHEST})
FEW = frozenset({ClaimKind.AMONG_THE_BEST, ClaimKind.AMONG_THE_WORST})


def judge_comparison(claim: Claim, evidence: Evidence, point: Point) -> Finding:
    """Beside England or the region in the same period, beyond chance."""
    beside = point.region if claim.scope is Scope.REGION else point.england
    neither = evidence.better is Better.NEITHER
    found = partial(
        Finding, period=point.period, value=point.value, beside=beside, value_ids=(point.value_id,)
    )
    if neither and claim.kind not in BY_DIRECTION and claim.kind is not ClaimKind.LIKE_OTHERS:
        return found(Mark.CANNOT_TELL, Because.DIRECTION_NOT_DECLARED)
    better = Better.NEITHER if claim.kind in BY_DIRECTION else evidence.better
    comparison = Comparison(compare(_one(point.lower), _one(point.upper), _one(beside), better.value)[0])
    if comparison is Comparison.NOT_COMPARED:
        return found(Mark.CANNOT_TELL, Because.NOT_COMPARED)
    mark = Mark.SUPPORTED if comparison in TRUE_OF[claim.kind] else Mark.NOT_SUPPORTED
    return found(mark, Because.COMPARED, comparison=comparison.value)


def _one(number: float | None) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.array([np.nan if number is None else number])


def judge_rank(claim: Claim, evidence: Evidence, point: Point, best_share: float) -> Finding:
    """By the places whose whole interval lies on one side of this one's: chance decides the order of the others."""
    found = partial(Finding, period=point.period, value=point.value, value_ids=(point.value_id,))
    if claim.kind not in (ClaimKind.HIGHEST, ClaimKind.LOWEST) and evidence.better is Better.NEITHER:
        return found(Mark.CANNOT_TELL, Because.DIRECTION_NOT_DECLARED)
    known = [each for each in evidence.others if each.lower is not None and each.upper is not None]
    if point.period != evidence.verdict.period or point.lower is None or point.upper is None or not known:
        return found(Mark.CANNOT_TELL, Because.NO_ORDER)
    rank = _rank(claim, evidence, point, known, best_share)
    if rank.last <= rank.within:
        return found(Mark.SUPPORTED, Because.RANKED, rank=rank)
    if rank.first > rank.within:
        return found(Mark.NOT_SUPPORTED, Because.RANKED, rank=rank)
    return found(Mark.CANNOT_TELL, Because.RANKED, rank=rank)


def _rank(claim: Claim, evidence: Evidence, point: Point, known: list[Interval], best_share: float) -> Rank:
    """Between which ranks a place may lie, counted from the end that the claim speaks of."""
    higher_first = claim.kind is ClaimKind.HIGHEST or (
        claim.kind is not ClaimKind.LOWEST
        and (evidence.better is Better.HIGHER) is (claim.kind in FROM_THE_TOP)
    )
    above = _beyond(known, point.upper or 0.0, higher=True)
    below = _beyond(known, point.lower or 0.0, higher=False)
    ahead, behind = (above, below) if higher_first else (below, above)
    count = len(known) + 1
    within = ceil(count * best_share) if claim.kind in FEW else 1
    return Rank(ahead + 1, count - behind, count, within)


def _beyond(known: Iterable[Interval], edge: float, *, higher: bool) -> int:
    """How many places lie wholly above an edge, or wholly below it."""
    if higher:
        return sum(each.lower is not None and each.lower > edge for each in known)
    return sum(each.upper is not None and each.upper < edge for each in known)
