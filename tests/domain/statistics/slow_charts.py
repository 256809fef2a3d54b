"""A slow, plain reading of the chart rules, one series and one point at a time: the oracle for xmr.py."""

import math
from dataclasses import dataclass
from itertools import pairwise

from aimwell.domain.statistics.process_codes import Assurance, PointType, Reason
from aimwell.domain.statistics.spc_profile import AtLimit, Conflict, Rule, RunsAnalysis, Ties

NAN = float("nan")
PAIRS = {
    Rule.OUTSIDE: (Reason.ABOVE_LIMIT, Reason.BELOW_LIMIT),
    Rule.TREND: (Reason.TREND_INCREASING, Reason.TREND_DECREASING),
    Rule.TWO_IN_THREE: (Reason.TWO_IN_THREE_ABOVE, Reason.TWO_IN_THREE_BELOW),
    Rule.SHIFT: (Reason.SHIFT_ABOVE, Reason.SHIFT_BELOW),
    Rule.LARGE_STEP: (Reason.LARGE_STEP_UP, Reason.LARGE_STEP_DOWN),
    Rule.FEW_CROSSINGS: (Reason.FEW_CROSSINGS_ABOVE, Reason.FEW_CROSSINGS_BELOW),
}


@dataclass
class Lines:
    mean: float
    mean_range: float
    lower: float
    upper: float


@dataclass
class Chart:
    lines: list[Lines]  # one per point
    reasons: list[Reason]
    variation: PointType
    assurance: Assurance
    points: int


def average(numbers):
    return math.fsum(numbers) / len(numbers) if numbers else NAN


def sign(number):
    return 0 if math.isnan(number) or number == 0 else (1 if number > 0 else -1)


def lines_of(values, profile, baseline):
    start = next((i for i, y in enumerate(values) if not math.isnan(y)), 0)
    used = values[start : start + baseline] if baseline else values[start:]
    mean = average([y for y in used if not math.isnan(y)])
    steps = [abs(b - a) for a, b in pairwise(used)]
    ranges = [step for step in steps if not math.isnan(step)]
    mean_range = average(ranges)
    if profile.screening_factor is not None:
        screened = average([r for r in ranges if r < profile.screening_factor * mean_range])
        if screened > 0:
            mean_range = screened
    if sum(not math.isnan(y) for y in values) < profile.minimum_points_for_limits:
        return Lines(mean, mean_range, NAN, NAN)
    reach = profile.limit_factor * mean_range
    return Lines(mean, mean_range, mean - reach, mean + reach)


def outside(values, lines, _profile):
    return [1 if y > lines.upper else -1 if y < lines.lower else 0 for y in values]


def runs_of(signs, *, skip):
    """Lists of positions of unbroken runs; `skip(i)` says which zeros neither break nor count."""
    runs, current, direction = [], [], 0
    for i, s in enumerate(signs):
        if (s == 0 and direction and skip(i)) or (s != 0 and s == direction):
            current.append(i)
        else:
            if direction:
                runs.append((direction, current))
            current, direction = ([i], s) if s else ([], 0)
    if direction:
        runs.append((direction, current))
    return runs


def trend(values, _lines, profile):
    steps = [0] + [sign(b - a) for a, b in pairwise(values)]
    tie = [False] + [a == b for a, b in pairwise(values)]
    runs = runs_of(steps, skip=lambda i: profile.trend_ties is Ties.IGNORE and tie[i])
    result = [0] * len(values)
    for direction, run in runs:
        if sum(steps[i] != 0 for i in run) >= profile.trend_points - 1:
            for i in run:
                result[i] = direction
            if profile.trend_marks_first_point:
                result[run[0] - 1] = direction  # a shared peak or trough belongs to the later trend
    return directed_by_next_step(result, steps) if profile.trend_takes_next_step else result


def directed_by_next_step(plain, steps):
    result = list(plain)
    for i in (i for i, s in enumerate(plain) if s):
        if i + 1 < len(plain) and plain[i + 1] and steps[i + 1]:
            result[i] = steps[i + 1]
        elif steps[i]:
            result[i] = steps[i]
    return result


def two_in_three(values, lines, profile):
    near = 2 * (profile.limit_factor / 3) * lines.mean_range
    if math.isnan(lines.upper):
        return [0] * len(values)
    out = outside(values, lines, profile)
    close = [(y > lines.mean + near or y < lines.mean - near) for y in values]
    if not profile.near_includes_outside:
        close = [c and o == 0 for c, o in zip(close, out, strict=True)]
    sides = [sign(y - lines.mean) for y in values]
    result = [0] * len(values)
    for i in range(len(values) - 2):
        window = range(i, i + 3)
        one_side = abs(sum(sides[j] for j in window)) == 3
        if sum(close[j] for j in window) >= 2 and (one_side or not profile.near_needs_one_side):
            for j in window:
                if close[j] or profile.near_marks_all_three:
                    result[j] = sides[j]
    return result


def anhoej_limits(useful):
    """The longest run and the fewest crossings that chance allows, from the definition."""
    trials = max(useful - 1, 0)
    total, crossings = 0, -1
    while total * 20 < 2**trials:
        crossings += 1
        total += math.comb(trials, crossings)
    return (round(math.log2(useful)) + 3 if useful else 0), crossings


def shift(values, lines, profile):
    sides = [sign(y - lines.mean) for y in values]
    anhoej = profile.runs_analysis is RunsAnalysis.ANHOEJ
    needed = anhoej_limits(sum(s != 0 for s in sides))[0] + 1 if anhoej else profile.shift_points
    result = [0] * len(values)
    for direction, run in runs_of(sides, skip=lambda _i: anhoej):
        members = [i for i in run if sides[i] != 0]
        if len(members) >= needed:
            for i in members:
                result[i] = direction
    return result


def few_crossings(values, lines, _profile):
    sides = [sign(y - lines.mean) for y in values]
    useful = [s for s in sides if s]
    crossings = sum(a != b for a, b in pairwise(useful))
    result = [0] * len(values)
    if useful and crossings < anhoej_limits(len(useful))[1]:
        for i in range(len(sides) - 1, -1, -1):
            if sides[i] == -useful[-1]:
                break
            result[i] = sides[i]
    return result


def large_step(values, lines, profile):
    result = [0] * len(values)
    for i in range(1, len(values)):
        step = values[i] - values[i - 1]
        if abs(step) > profile.large_step_factor * lines.mean_range:
            result[i] = sign(step)
    return result


TESTS = {
    Rule.OUTSIDE: outside,
    Rule.TREND: trend,
    Rule.TWO_IN_THREE: two_in_three,
    Rule.SHIFT: shift,
    Rule.LARGE_STEP: large_step,
    Rule.FEW_CROSSINGS: few_crossings,
}


def reasons_of(values, lines, profile, better):
    found = [(rule, TESTS[rule](values, lines, profile)) for rule in profile.rules]
    reasons = []
    for i in range(len(values)):
        hits = [(rule, signs[i]) for rule, signs in found if signs[i]]
        if profile.conflict is Conflict.IMPROVEMENT_WINS and better:
            hits.sort(key=lambda hit: hit[1] != better)  # stable: improvements first, in their order
        reason = Reason.COMMON_CAUSE
        if hits:
            rule, direction = hits[0]
            reason = PAIRS[rule][0 if direction > 0 else 1]
        reasons.append(reason)
    return reasons


HIGH = {pair[0] for pair in PAIRS.values()}


def type_of(reason, better):
    if reason in (Reason.NOT_JUDGED, Reason.COMMON_CAUSE):
        return PointType[reason.name]
    level = "HIGH" if reason in HIGH else "LOW"
    meaning = "NEUTRAL" if not better else "IMPROVEMENT" if (level == "HIGH") == (better > 0) else "CONCERN"
    return PointType[f"{meaning}_{level}"]


def assurance_of(target, lines, better, profile):
    if target is None or math.isnan(target) or not better:
        return Assurance.NOT_JUDGED
    if lines.lower == lines.upper:
        return Assurance.PASS if (lines.mean - target) * better >= 0 else Assurance.FAIL
    touching = profile.at_limit is AtLimit.MET_OR_MISSED
    if target > lines.upper or (touching and target == lines.upper):
        return Assurance.FAIL if better > 0 else Assurance.PASS
    if target < lines.lower or (touching and target == lines.lower):
        return Assurance.PASS if better > 0 else Assurance.FAIL
    return Assurance.INCONSISTENT


def chart_of(values, profile, better, target=None, rebase=(), baseline=None):
    cuts = [*sorted({0, *(i for i in rebase if i > 0)}), len(values)]
    lines, reasons, owner = [], [], []
    for number, (start, end) in enumerate(pairwise(cuts)):
        piece = values[start:end]
        known = sum(not math.isnan(y) for y in piece)
        own = lines_of(piece, profile, baseline)
        found = reasons_of(piece, own, profile, better)
        for y, reason in zip(piece, found, strict=True):
            judged = not math.isnan(y) and known >= profile.minimum_points_for_verdict
            reasons.append(reason if judged else Reason.NOT_JUDGED)
            lines.append(own)
            owner.append((number, known))
    last = max((i for i, y in enumerate(values) if not math.isnan(y)), default=None)
    if last is None:
        return Chart(lines, reasons, PointType.NOT_JUDGED, Assurance.NOT_JUDGED, 0)
    enough = owner[last][1] >= profile.minimum_points_for_verdict
    assurance = assurance_of(target, lines[last], better, profile) if enough else Assurance.NOT_JUDGED
    return Chart(lines, reasons, type_of(reasons[last], better), assurance, owner[last][1])
