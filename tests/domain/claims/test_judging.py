"""The rules of evidence: a chart for change, limits for targets, intervals for places, exactness for figures."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.claims.claimed import Scope
from aimwell.domain.claims.evidence import DatedTarget
from aimwell.domain.claims.findings import Because, Mark
from aimwell.domain.claims.language import ClaimKind
from aimwell.domain.measures import Better
from aimwell.domain.statistics.process_codes import PointType
from aimwell.domain.verdicts import Gap
from tests.domain.claims.evidence import figure, judged, made_claim, made_evidence, time

FLAT = [50.0] * 20
RISING = [*[50.0] * 19, 58.0]


def marks(claim, evidence):
    found = judged(claim, evidence)
    return found.mark, found.because


def test_improvement_by_more_than_chance_is_supported():
    evidence = made_evidence(RISING, PointType.IMPROVEMENT_HIGH)
    assert marks(made_claim(ClaimKind.IMPROVED), evidence) == (Mark.SUPPORTED, Because.CHANGE_SEEN)


def test_a_higher_figure_within_chance_is_no_improvement():
    evidence = made_evidence([*FLAT[:-1], 57.0], PointType.COMMON_CAUSE)
    assert marks(made_claim(ClaimKind.IMPROVED), evidence) == (
        Mark.NOT_SUPPORTED,
        Because.NO_MORE_THAN_CHANCE,
    )


def test_improvement_while_it_gets_worse_is_not_supported():
    evidence = made_evidence(FLAT, PointType.CONCERN_LOW)
    assert marks(made_claim(ClaimKind.IMPROVED), evidence) == (Mark.NOT_SUPPORTED, Because.OTHER_CHANGE_SEEN)


def test_falling_is_true_of_waits_that_fall_and_improve():
    evidence = made_evidence(FLAT, PointType.IMPROVEMENT_LOW, better=Better.LOWER)
    assert judged(made_claim(ClaimKind.FELL), evidence).mark is Mark.SUPPORTED
    assert judged(made_claim(ClaimKind.IMPROVED), evidence).mark is Mark.SUPPORTED
    assert judged(made_claim(ClaimKind.ROSE), evidence).mark is Mark.NOT_SUPPORTED


def test_that_it_has_not_improved_is_supported_where_it_has_not():
    claim = made_claim(ClaimKind.IMPROVED, denied=True)
    assert judged(claim, made_evidence(FLAT)).mark is Mark.SUPPORTED
    assert judged(claim, made_evidence(RISING, PointType.IMPROVEMENT_HIGH)).mark is Mark.NOT_SUPPORTED


def test_too_few_figures_tell_no_change():
    evidence = made_evidence([50.0, 60.0], PointType.NOT_JUDGED)
    assert marks(made_claim(ClaimKind.IMPROVED), evidence) == (Mark.CANNOT_TELL, Because.TOO_SHORT)
    assert judged(made_claim(ClaimKind.IMPROVED, denied=True), evidence).mark is Mark.CANNOT_TELL


def test_nothing_improves_where_neither_direction_is_better():
    evidence = made_evidence(RISING, PointType.NEUTRAL_HIGH, better=Better.NEITHER)
    assert marks(made_claim(ClaimKind.IMPROVED), evidence) == (
        Mark.CANNOT_TELL,
        Because.DIRECTION_NOT_DECLARED,
    )
    assert judged(made_claim(ClaimKind.ROSE), evidence).mark is Mark.SUPPORTED


def test_a_steady_series_is_steady():
    assert judged(made_claim(ClaimKind.STEADY), made_evidence(FLAT)).mark is Mark.SUPPORTED


def test_old_figures_do_not_say_how_things_are_now():
    evidence = made_evidence(RISING, PointType.IMPROVEMENT_HIGH, recent=False)
    assert marks(made_claim(ClaimKind.IMPROVED), evidence) == (Mark.CANNOT_TELL, Because.TOO_OLD)


def test_the_month_that_is_named_is_the_month_that_is_judged():
    signals = [PointType.COMMON_CAUSE] * 18 + [PointType.CONCERN_LOW, PointType.IMPROVEMENT_HIGH]
    evidence = made_evidence(FLAT, signals=signals)
    found = judged(made_claim(ClaimKind.IMPROVED, at=time("in March 2026")), evidence)
    assert (found.mark, found.period) == (Mark.NOT_SUPPORTED, "2026-03")


@pytest.mark.parametrize("words", ["in June 2026", "in 2019/20", "in Q3 2019/20"])
def test_a_period_without_a_figure_cannot_be_told(words):
    claim = made_claim(ClaimKind.IMPROVED, at=time(words))
    assert marks(claim, made_evidence(FLAT)) == (Mark.CANNOT_TELL, Because.NO_SUCH_PERIOD)


def test_a_month_without_its_year_counts_only_if_the_newest_figure_is_of_it():
    evidence = made_evidence(RISING, PointType.IMPROVEMENT_HIGH)
    assert judged(made_claim(ClaimKind.IMPROVED, at=time("in April")), evidence).mark is Mark.SUPPORTED
    assert judged(made_claim(ClaimKind.IMPROVED, at=time("in March")), evidence).mark is Mark.CANNOT_TELL


def test_an_improvement_since_a_month_must_have_come_after_it():
    signals = [PointType.COMMON_CAUSE] * 10 + [PointType.IMPROVEMENT_HIGH] * 10
    evidence = made_evidence([*[50.0] * 10, *[58.0] * 8, 56.0, 59.0], signals=signals)
    since = lambda words: marks(made_claim(ClaimKind.IMPROVED, since=time(words)), evidence)  # noqa: E731
    assert since("since March 2025") == (Mark.SUPPORTED, Because.CHANGE_SEEN)
    assert since("since March 2026") == (Mark.CANNOT_TELL, Because.CHANGED_BEFORE)
    assert since("since April 2019") == (Mark.CANNOT_TELL, Because.NO_SUCH_PERIOD)


def test_what_was_better_at_the_start_has_not_improved_since():
    evidence = made_evidence([*[50.0] * 10, 65.0, *[58.0] * 9], PointType.IMPROVEMENT_HIGH)
    claim = made_claim(ClaimKind.IMPROVED, since=time("since July 2025"))
    assert evidence.at("2025-07").value == 65.0
    assert marks(claim, evidence) == (Mark.NOT_SUPPORTED, Because.NO_BETTER_SINCE)


def test_another_place_cannot_be_told():
    claim = made_claim(ClaimKind.IMPROVED, place="Elsewhere")
    assert marks(claim, made_evidence(RISING, PointType.IMPROVEMENT_HIGH)) == (
        Mark.CANNOT_TELL,
        Because.OTHER_PLACE,
    )


@pytest.mark.parametrize(
    ("limits", "mark", "because"),
    [
        ((66.0, 80.0), Mark.SUPPORTED, Because.WILL),
        ((50.0, 64.0), Mark.NOT_SUPPORTED, Because.WILL_NOT),
        ((60.0, 70.0), Mark.CANNOT_TELL, Because.MAY),
    ],
)
def test_on_track_is_held_against_the_limits_in_force(limits, mark, because):
    evidence = made_evidence(FLAT, limits=limits, target=65.0)
    assert marks(made_claim(ClaimKind.WILL_MEET), evidence) == (mark, because)


def test_on_track_turns_round_where_less_is_better():
    evidence = made_evidence(FLAT, limits=(3.0, 4.0), target=5.0, better=Better.LOWER)
    assert judged(made_claim(ClaimKind.WILL_MEET), evidence).mark is Mark.SUPPORTED


def test_the_target_that_the_paper_names_is_the_one_that_is_held_against():
    evidence = made_evidence(FLAT, limits=(66.0, 80.0), target=65.0)
    found = judged(made_claim(ClaimKind.WILL_MEET, target=figure("92%")), evidence)
    assert (found.mark, found.beside) == (Mark.NOT_SUPPORTED, 92.0)


def test_without_a_target_nobody_is_on_track():
    assert marks(made_claim(ClaimKind.WILL_MEET), made_evidence(FLAT)) == (
        Mark.CANNOT_TELL,
        Because.NO_TARGET,
    )


def test_a_target_is_met_by_the_figure_of_the_period():
    claim = made_claim(ClaimKind.MET)
    assert judged(claim, made_evidence(FLAT, target=50.0)).mark is Mark.SUPPORTED
    assert judged(claim, made_evidence(FLAT, target=50.1)).mark is Mark.NOT_SUPPORTED
    assert judged(claim, made_evidence(FLAT, target=50.1, better=Better.LOWER)).mark is Mark.SUPPORTED
    assert (
        judged(made_claim(ClaimKind.MET, denied=True), made_evidence(FLAT, target=50.1)).mark
        is Mark.SUPPORTED
    )


def test_above_and_below_a_target_are_directions_and_no_praise():
    evidence = made_evidence(FLAT, target=45.0, better=Better.LOWER)
    assert judged(made_claim(ClaimKind.ABOVE_TARGET), evidence).mark is Mark.SUPPORTED
    assert judged(made_claim(ClaimKind.BELOW_TARGET), evidence).mark is Mark.NOT_SUPPORTED


def test_better_than_england_needs_the_whole_interval():
    claim = made_claim(ClaimKind.BETTER_THAN_OTHERS)
    assert judged(claim, made_evidence(FLAT, england=48.9)).mark is Mark.SUPPORTED
    assert judged(claim, made_evidence(FLAT, england=49.5)).mark is Mark.NOT_SUPPORTED
    assert marks(claim, made_evidence(FLAT, england=49.5, half=None)) == (
        Mark.CANNOT_TELL,
        Because.NOT_COMPARED,
    )
    assert judged(claim, made_evidence(FLAT)).mark is Mark.CANNOT_TELL


def test_the_region_is_compared_with_where_the_sentence_names_it():
    claim = made_claim(ClaimKind.BELOW_OTHERS, scope=Scope.REGION)
    assert judged(claim, made_evidence(FLAT, england=40.0, region=60.0)).mark is Mark.SUPPORTED


def test_in_line_with_england_is_what_chance_allows():
    claim = made_claim(ClaimKind.LIKE_OTHERS)
    assert judged(claim, made_evidence(FLAT, england=50.5)).mark is Mark.SUPPORTED
    assert judged(claim, made_evidence(FLAT, england=70.0)).mark is Mark.NOT_SUPPORTED


def test_among_the_best_is_told_by_intervals_and_not_by_position():
    claim = made_claim(ClaimKind.AMONG_THE_BEST)
    worse, better, alike = (10.0, 11.0), (80.0, 81.0), (49.0, 52.0)
    assert judged(claim, made_evidence(FLAT, others=[worse] * 7)).mark is Mark.SUPPORTED
    assert judged(claim, made_evidence(FLAT, others=[better] * 7)).mark is Mark.NOT_SUPPORTED
    found = judged(claim, made_evidence(FLAT, others=[alike] * 7))
    assert (found.mark, found.rank.first, found.rank.last, found.rank.of) == (Mark.CANNOT_TELL, 1, 8, 8)


def test_the_best_stands_alone():
    claim = made_claim(ClaimKind.BEST)
    assert judged(claim, made_evidence(FLAT, others=[(10.0, 11.0)] * 7)).mark is Mark.SUPPORTED
    assert (
        judged(claim, made_evidence(FLAT, others=[(10.0, 11.0)] * 6 + [(49.5, 50.5)])).mark
        is Mark.CANNOT_TELL
    )


def test_the_lowest_is_the_best_where_less_is_better():
    evidence = made_evidence(FLAT, others=[(70.0, 71.0)] * 5, better=Better.LOWER)
    assert judged(made_claim(ClaimKind.LOWEST), evidence).mark is Mark.SUPPORTED
    assert judged(made_claim(ClaimKind.BEST), evidence).mark is Mark.SUPPORTED
    assert judged(made_claim(ClaimKind.AMONG_THE_WORST), evidence).mark is Mark.NOT_SUPPORTED


def test_without_intervals_nobody_is_put_in_order():
    evidence = made_evidence(FLAT, half=None, others=[(10.0, 11.0)])
    assert marks(made_claim(ClaimKind.BEST), evidence) == (Mark.CANNOT_TELL, Because.NO_ORDER)


def test_one_gap_does_not_tell_whether_it_narrowed():
    gap = Gap("age", "a", "b", 40.0, 60.0, beyond_chance=True)
    evidence = made_evidence(FLAT, gap=gap)
    assert marks(made_claim(ClaimKind.GAP_NARROWED), evidence) == (Mark.CANNOT_TELL, Because.GAP_OVER_TIME)
    assert marks(made_claim(ClaimKind.NO_GAP), evidence) == (Mark.NOT_SUPPORTED, Because.GAP_BEYOND_CHANCE)
    assert marks(made_claim(ClaimKind.NO_GAP), made_evidence(FLAT)) == (Mark.CANNOT_TELL, Because.NO_GROUPS)


@pytest.mark.parametrize(
    ("words", "value", "mark"),
    [
        ("77.3%", 77.349, Mark.SUPPORTED),
        ("77.3%", 77.36, Mark.NOT_SUPPORTED),
        ("77%", 77.49, Mark.SUPPORTED),
        ("78%", 77.3, Mark.NOT_SUPPORTED),
    ],
)
def test_a_figure_is_held_to_as_exactly_as_it_is_said(words, value, mark):
    assert judged(made_claim(ClaimKind.VALUE, said=figure(words)), made_evidence([value])).mark is mark


def test_a_figure_of_another_recent_month_is_not_called_wrong_where_no_month_is_named():
    evidence = made_evidence([*FLAT, 55.0, 57.0])
    claim = made_claim(ClaimKind.VALUE, said=figure("55.0%"))
    assert marks(claim, evidence) == (Mark.CANNOT_TELL, Because.FIGURE_OF_ANOTHER_PERIOD)
    dated = made_claim(ClaimKind.VALUE, said=figure("55.0%"), at=time("in April 2026"))
    assert marks(dated, evidence) == (Mark.NOT_SUPPORTED, Because.FIGURE_DIFFERS)


def test_every_finding_on_figures_names_its_values():
    found = judged(made_claim(ClaimKind.VALUE, said=figure("50.0%")), made_evidence(FLAT))
    assert found.value_ids == (made_evidence(FLAT).series[-1].value_id,)


@given(st.sampled_from(ClaimKind), st.sampled_from(PointType), st.sampled_from(Better), st.floats(1, 99))
def test_denying_a_claim_turns_its_mark_and_never_makes_up_one(kind, signal, better, england):
    evidence = made_evidence(
        FLAT, signal, better=better, england=england, target=england, others=[(10.0, 11.0)]
    )
    said = figure("50%")
    plain = judged(made_claim(kind, said=said), evidence).mark
    denied = judged(made_claim(kind, said=said, denied=True), evidence).mark
    turned = {
        Mark.SUPPORTED: Mark.NOT_SUPPORTED,
        Mark.NOT_SUPPORTED: Mark.SUPPORTED,
        Mark.CANNOT_TELL: Mark.CANNOT_TELL,
    }
    assert denied is turned[plain]


@given(st.lists(st.floats(0, 100), min_size=2, max_size=12))
def test_no_number_of_figures_below_what_the_chart_asks_for_supports_a_change(values):
    for signal in PointType:
        evidence = made_evidence(values, signal)
        for kind in (ClaimKind.IMPROVED, ClaimKind.WORSENED, ClaimKind.ROSE, ClaimKind.FELL):
            assert judged(made_claim(kind), evidence).mark is Mark.CANNOT_TELL


def test_a_group_or_a_plan_of_ones_own_cannot_be_told():
    evidence = made_evidence(RISING, PointType.IMPROVEMENT_HIGH, target=45.0)
    assert marks(replace(made_claim(ClaimKind.IMPROVED), group="children"), evidence) == (
        Mark.CANNOT_TELL,
        Because.GROUP,
    )
    plan = replace(made_claim(ClaimKind.MET), own_plan=True)
    assert marks(plan, evidence) == (Mark.CANNOT_TELL, Because.OWN_PLAN)
    assert judged(replace(plan, target=figure("57%")), evidence).mark is Mark.SUPPORTED


def test_a_forecast_is_held_against_the_target_due_when_it_says():
    targets = (
        DatedTarget(92.0, None, "Standard", standing=True),
        DatedTarget(65.0, date(2027, 3, 31), "This year"),
        DatedTarget(80.0, date(2029, 3, 31), "Later"),
    )
    evidence = replace(made_evidence(FLAT, limits=(66.0, 70.0), target=65.0), targets=targets)
    by = lambda words: judged(made_claim(ClaimKind.WILL_MEET, at=time(words)), evidence)  # noqa: E731
    assert (by("by March 2027").mark, by("by March 2027").beside) == (Mark.SUPPORTED, 65.0)
    assert (by("by March 2029").mark, by("by March 2029").beside) == (Mark.NOT_SUPPORTED, 80.0)
    assert by("by June 2028").because is Because.NO_TARGET


def test_the_constitutional_standard_is_the_one_behind_the_targets_of_the_years():
    targets = (DatedTarget(92.0, None, "Standard", standing=True),)
    evidence = replace(made_evidence(FLAT, target=45.0), targets=targets)
    assert judged(made_claim(ClaimKind.MET), evidence).mark is Mark.SUPPORTED
    assert judged(replace(made_claim(ClaimKind.MET), standing=True), evidence).mark is Mark.NOT_SUPPORTED
