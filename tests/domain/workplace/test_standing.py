"""How a promise stands: by the figure of its day once that is out, and until then by what chance allows now."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.measures import Better
from aimwell.domain.periods import Period
from aimwell.domain.workplace.standing import (
    Observed,
    Promised,
    Reason,
    StandingKind,
    StandingRule,
    standing_of,
)

RULE = StandingRule(7, 3, "a run tells a change", "a guide")
TODAY = date(2026, 6, 1)
BEST_FIRST = list(StandingKind)[:5]


def months(count, start="2024-04"):
    period, found = Period.parse(start), []
    for _ in range(count):
        found.append(period)
        period = period.next()
    return found


def observed(
    values, low, high, signal=0, *, periods=None, enough=13, points=None, touching=True, ranges=None
):
    periods = periods or months(len(values))
    lower, upper = zip(*(ranges or [(None, None)] * len(values)), strict=True)
    return Observed(
        periods=[each.text for each in periods], ends=[each.end for each in periods], values=list(values),
        value_ids=[f"v{number}" for number in range(len(values))], lower=lower, upper=upper,
        lower_limit=low, upper_limit=high, signal=signal, points=len(values) if points is None else points,
        enough=enough, touching=touching,
    )  # fmt: skip


STEADY = observed([60.0, 61.0] * 12, 58.0, 63.0)  # to March 2026
TARGET = Promised(
    Better.HIGHER, "higher", baseline=60.0, baseline_period="2025-03", value=72.0, by=date(2027, 3, 31)
)


def standing(promised=TARGET, series=STEADY):
    return standing_of(promised, series, RULE, TODAY)


def told(promised=TARGET, series=STEADY):
    made = standing(promised, series)
    return made.kind, made.reason


def test_a_process_that_stays_short_of_the_way_is_slipping():
    made = standing()
    assert (made.kind, made.reason) == (StandingKind.SLIPPING, Reason.BEHIND)
    assert made.expected == pytest.approx(66.0)
    assert made.straight_line
    assert (made.value_id, made.period) == ("v23", "2026-03")


def test_a_process_that_chance_lets_reach_the_way_may_or_may_not():
    assert told(series=replace(STEADY, upper_limit=68.0)) == (
        StandingKind.UNCERTAIN,
        Reason.WITHIN_CHANCE,
    )


def test_a_change_for_the_better_that_is_where_it_meant_to_be_is_on_course():
    series = observed([60.0] * 23 + [67.0], 58.0, 68.0, signal=1)
    assert told(series=series) == (StandingKind.ON_COURSE, Reason.IMPROVING)


def test_a_change_for_the_better_that_is_not_there_yet_is_within_chance():
    series = observed([60.0] * 23 + [65.0], 58.0, 68.0, signal=1)
    assert told(series=series) == (StandingKind.UNCERTAIN, Reason.WITHIN_CHANCE)


def test_a_change_for_the_worse_is_slipping():
    series = observed([60.0] * 23 + [59.0], 58.0, 68.0, signal=-1)
    assert told(series=series) == (StandingKind.SLIPPING, Reason.WORSENING)


def test_all_that_chance_allows_beyond_the_trajectory_is_on_course():
    way = replace(TARGET, trajectory={"2026-03": 58.0})
    made = standing(way)
    assert (made.kind, made.reason, made.straight_line) == (StandingKind.ON_COURSE, Reason.AHEAD, False)


def test_a_trajectory_without_the_newest_period_is_read_between_its_points():
    way = replace(TARGET, trajectory={"2025-12": 60.0, "2026-06": 63.0})
    assert standing(way).expected == pytest.approx(60 + 3 * 90 / 181)


def test_a_target_that_is_held_beyond_chance_is_kept_before_its_day():
    assert told(replace(TARGET, value=58.0, baseline=50.0)) == (StandingKind.KEPT, Reason.HELD)


def test_to_keep_is_never_kept_before_its_day():
    keep = replace(TARGET, direction="keep", value=57.0)
    assert told(keep) == (StandingKind.ON_COURSE, Reason.AHEAD)


def test_few_figures_since_the_baseline_are_too_early_to_tell():
    made = standing(replace(TARGET, baseline_period="2025-10"))
    assert (made.kind, made.reason) == (StandingKind.TOO_EARLY, Reason.SO_FEW_SINCE)
    assert (made.points, made.needed) == (5, 7)


def test_too_few_figures_for_limits_tell_nothing():
    short = observed([60.0] * 12, 58.0, 63.0)
    made = standing(series=short)
    assert (made.kind, made.reason) == (StandingKind.CANNOT_TELL, Reason.TOO_SHORT)
    assert (made.points, made.needed) == (12, 13)


def test_a_chart_that_began_anew_counts_only_figures_since():
    assert standing(series=replace(STEADY, points=6)).reason is Reason.TOO_SHORT


DUE = replace(TARGET, by=date(2026, 2, 28))


@pytest.mark.parametrize(
    ("value", "low", "high", "answer"),
    [
        (73.0, 72.5, 75.0, (StandingKind.KEPT, Reason.HELD)),
        (73.0, 68.0, 75.0, (StandingKind.KEPT, Reason.REACHED)),
        (73.0, 58.0, 63.0, (StandingKind.SLIPPING, Reason.NOT_HELD)),
        (71.0, 68.0, 75.0, (StandingKind.MISSED, Reason.FELL_SHORT)),
        (71.0, 72.5, 75.0, (StandingKind.MISSED, Reason.LATE)),
    ],
)
def test_the_figure_of_the_day_decides(value, low, high, answer):
    series = observed([60.0] * 22 + [value, 74.0], low, high)
    assert told(DUE, series) == answer
    assert standing(DUE, series).value_id == "v22"


def test_a_day_that_has_passed_without_its_figure_is_awaited():
    made = standing(replace(TARGET, by=date(2026, 5, 31)))
    assert made.awaited
    assert made.kind is StandingKind.SLIPPING


def test_a_figure_withheld_on_the_day_gives_way_to_the_next():
    periods = [*months(22), Period.parse("2026-03")]  # none for February
    series = observed([60.0] * 22 + [73.0], 72.5, 75.0, periods=periods)
    assert standing(DUE, series).period == "2026-03"


@pytest.mark.parametrize(
    ("low", "high", "answer"),
    [
        (72.0, 74.0, StandingKind.KEPT),
        (71.0, 73.0, StandingKind.UNCERTAIN),
        (70.0, 71.9, StandingKind.MISSED),
    ],
)
def test_yearly_figures_are_judged_by_the_likely_range_of_the_day(low, high, answer):
    years = [Period.parse(text) for text in ("2021/22", "2022/23", "2023/24", "2024/25")]
    ranges = [(None, None)] * 3 + [(low, high)]
    series = observed([60.0, 61.0, 66.0, (low + high) / 2], None, None, periods=years, ranges=ranges)
    assert standing(replace(TARGET, baseline_period="2021/22", by=date(2025, 3, 31)), series).kind is answer


def test_a_count_without_a_likely_range_is_judged_by_the_figure_of_the_day():
    series = observed([60.0, 65.0, 71.0], None, None)
    made = standing(replace(TARGET, by=date(2024, 6, 30)), series)
    assert (made.kind, made.reason) == (StandingKind.MISSED, Reason.FELL_SHORT)


def test_two_figures_never_tell_anything():
    years = [Period.parse("2023/24"), Period.parse("2024/25")]
    series = observed([60.0, 80.0], None, None, periods=years, ranges=[(59.0, 61.0), (79.0, 81.0)])
    assert standing(replace(TARGET, by=date(2025, 3, 31)), series).reason is Reason.TOO_SHORT


@pytest.mark.parametrize(
    ("promised", "reason"),
    [
        (replace(TARGET, value=None), Reason.NO_NUMBER),
        (replace(TARGET, direction="lower"), Reason.AGAINST),
        (Promised(Better.NEITHER, "keep", value=3.0), Reason.NO_DIRECTION),
        (Promised(Better.HIGHER, value=80.0), Reason.NO_COURSE),
    ],
)
def test_a_target_with_a_hole_cannot_be_judged(promised, reason):
    assert told(promised) == (StandingKind.CANNOT_TELL, reason)


def test_without_figures_nobody_can_tell():
    assert told(series=None) == (StandingKind.CANNOT_TELL, Reason.NO_VALUES)


def test_the_way_travelled_is_the_share_from_baseline_to_target():
    assert standing().travelled == pytest.approx(1 / 12)


numbers = st.integers(0, 100).map(float)


@st.composite
def cases(draw):
    count = draw(st.integers(1, 30))
    values = draw(st.lists(numbers, min_size=count, max_size=count))
    low = draw(numbers)
    series = observed(
        values, low, low + draw(st.integers(0, 40)), draw(st.sampled_from([-1, 0, 1])),
        touching=draw(st.booleans()),
        ranges=[(value - 2.0, value + 3.0) for value in values] if draw(st.booleans()) else None,
    )  # fmt: skip
    promised = Promised(
        draw(st.sampled_from([Better.HIGHER, Better.NEITHER])),
        draw(st.sampled_from(["higher", "higher", "keep"])),
        draw(st.none() | numbers),
        draw(st.sampled_from(["", "2024-04", "2024-12", "2026-01"])),
        draw(st.none() | numbers),
        draw(st.none() | st.dates(date(2024, 4, 30), date(2027, 12, 31))),
        draw(st.dictionaries(st.sampled_from([each.text for each in months(36)]), numbers, max_size=4)),
    )
    return promised, series


def turned(promised, series):
    """The same promise and figures, with every number and direction turned over."""
    other = {Better.HIGHER: Better.LOWER, Better.NEITHER: Better.NEITHER}[promised.better]

    def minus(value):
        return None if value is None else -value

    return (
        replace(
            promised, better=other, baseline=minus(promised.baseline), value=minus(promised.value),
            direction="lower" if promised.direction == "higher" else promised.direction,
            trajectory={text: -value for text, value in promised.trajectory.items()},
        ),
        replace(
            series, values=[-value for value in series.values], signal=-series.signal,
            lower=[minus(each) for each in series.upper], upper=[minus(each) for each in series.lower],
            lower_limit=minus(series.upper_limit), upper_limit=minus(series.lower_limit),
        ),
    )  # fmt: skip


@given(cases())
def test_turning_direction_and_series_over_gives_the_same_standing(case):
    first, second = standing(*case), standing(*turned(*case))
    assert (first.kind, first.reason, first.value_id) == (second.kind, second.reason, second.value_id)


@given(cases(), st.integers(0, 30))
def test_a_tighter_target_never_stands_better(case, more):
    promised, series = case
    if promised.value is None:
        return
    loose = standing(promised, series)
    tight = standing(replace(promised, value=promised.value + more), series)
    if loose.kind in BEST_FIRST and tight.kind in BEST_FIRST:
        assert BEST_FIRST.index(tight.kind) >= BEST_FIRST.index(loose.kind)


@given(cases())
def test_what_was_kept_or_missed_is_out_or_held_beyond_chance(case):
    promised, series = case
    made = standing(promised, series)
    if made.kind is StandingKind.MISSED:
        assert promised.by is not None
    if made.reason in (Reason.REACHED, Reason.ON_THE_DAY):
        assert Period.parse(made.period).next().end > promised.by


@given(cases())
def test_no_standing_rests_on_two_figures(case):
    promised, series = case
    if len(series.values) <= 2:
        assert standing(promised, series).kind in (StandingKind.CANNOT_TELL, StandingKind.TOO_EARLY)


@given(cases())
def test_a_slow_reading_of_the_rules_agrees(case):
    assert standing(*case).kind is slowly(*case)


def slowly(promised, series):  # noqa: C901, PLR0912 - the rules one after the other, as a person reads them
    """The rules as the guide says them, with a day-by-day search in place of arithmetic."""
    keep = promised.direction == "keep"
    target = promised.value if promised.value is not None or not keep else promised.baseline
    if target is None:
        return StandingKind.CANNOT_TELL
    up = promised.direction == "higher" or (keep and promised.better is Better.HIGHER)
    if not up:
        return StandingKind.CANNOT_TELL
    limits = len(series.values) >= 13
    low, high = series.lower_limit, series.upper_limit

    def beyond(line):
        return low >= line if series.touching or low == high else low > line

    def short(line):
        return not beyond(line) and (high <= line if series.touching else high < line)

    periods = [Period.parse(text) for text in series.periods]
    out = None
    if promised.by is not None:
        ended = [number for number, period in enumerate(periods) if period.end <= promised.by]
        last = ended[-1] if ended else None
        if last is None:
            out = 0
        elif (last + 1 < len(periods)) or periods[last].next().end > promised.by:
            out = last
    if out is not None:
        met = series.values[out] >= target
        if limits:
            if met:
                return StandingKind.SLIPPING if short(target) else StandingKind.KEPT
            return StandingKind.MISSED
        if len(periods) < 3:
            return StandingKind.CANNOT_TELL
        if series.lower[out] is None:
            return StandingKind.KEPT if met else StandingKind.MISSED
        if series.lower[out] >= target:
            return StandingKind.KEPT
        return StandingKind.MISSED if series.upper[out] < target else StandingKind.UNCERTAIN
    if not limits:
        return StandingKind.CANNOT_TELL
    if promised.baseline_period:
        start = Period.parse(promised.baseline_period).end
        if sum(period.end > start for period in periods) < 7:
            return StandingKind.TOO_EARLY
    if beyond(target):
        return StandingKind.ON_COURSE if keep else StandingKind.KEPT
    line = way(promised, periods[-1], target, keep)
    if line is None:
        return StandingKind.CANNOT_TELL if short(target) else StandingKind.UNCERTAIN
    if beyond(line):
        return StandingKind.ON_COURSE
    if short(line) or series.signal < 0:
        return StandingKind.SLIPPING
    return (
        StandingKind.ON_COURSE if series.signal > 0 and series.values[-1] >= line else StandingKind.UNCERTAIN
    )


def way(promised, period, target, keep):  # noqa: C901 - as above
    """Where it meant to be by the end of a period, found by walking from day to day."""
    if keep:
        return target
    if period.text in promised.trajectory:
        return promised.trajectory[period.text]
    posts = [(Period.parse(text).end, value) for text, value in promised.trajectory.items()]
    if promised.baseline is not None and promised.baseline_period:
        posts.append((Period.parse(promised.baseline_period).end, promised.baseline))
    if posts and promised.by:
        posts.append((promised.by, target))
    if len(posts) < 2:
        return None
    posts.sort()
    if period.end < posts[0][0]:
        return posts[0][1]
    if period.end >= posts[-1][0]:
        return posts[-1][1]
    before = [post for post in posts if post[0] <= period.end][-1]
    after = next(post for post in posts if post[0] > period.end)
    days, walked, day = 0, 0, before[0]
    while day < after[0]:
        days, walked, day = days + 1, walked + (day < period.end), day + timedelta(days=1)
    return before[1] + (after[1] - before[1]) * (walked / days)
