"""A target is graded by what it has; completing it never lowers its grade."""

from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.catalogue.everything import Catalogue
from aimwell.catalogue.target_lint import read_target_lint
from aimwell.domain.measures import Method
from aimwell.domain.problems import Problems
from aimwell.domain.workplace.target_lint import Check, TargetFacts, lint
from aimwell.domain.workplace.trajectories import Point

DEFINITIONS = Path(__file__).resolve().parents[3] / "definitions"
RULES = read_target_lint(DEFINITIONS)
MEASURES = Catalogue(DEFINITIONS).measures
SHARE = MEASURES["rtt_within_18_weeks"]
COUNT = next(measure for measure in MEASURES.values() if measure.method is Method.COUNT)
TODAY = date(2026, 6, 1)
WHOLE = TargetFacts(
    measure=SHARE, baseline=60.0, baseline_period="2026-02", value=70.0, by=date(2027, 3, 31), direction="higher",
    gap_by="fifth", gap_value=2.0, gap_due=date(2027, 3, 31), trajectory=(Point("2027-03", 70.0),), owner=True,
    asked=True, evidence="A trial in three hospitals", review_on=date(2026, 12, 1),
)  # fmt: skip


def holes(target: TargetFacts) -> set[Check]:
    return {rule.check for rule in lint(target, RULES, TODAY).holes}


def test_a_target_with_everything_has_no_hole_and_the_best_grade():
    found = lint(WHOLE, RULES, TODAY)
    assert (found.score, found.holes, found.grade) == (100, (), RULES.grades[0])


def test_an_empty_target_is_asked_everything_and_gets_the_last_grade():
    found = lint(TargetFacts(), RULES, TODAY)
    assert {rule.check for rule in found.holes} == set(Check)
    assert found.grade == RULES.grades[-1]


@pytest.mark.parametrize(
    ("changes", "hole"),
    [
        ({"measure": None}, Check.MEASURE),
        ({"baseline": None}, Check.BASELINE),
        ({"baseline_period": "2019-03"}, Check.FRESH_BASELINE),
        ({"baseline_period": "last spring"}, Check.FRESH_BASELINE),
        ({"value": None}, Check.NUMBER),
        ({"by": None}, Check.DATE),
        ({"direction": "lower"}, Check.DIRECTION),
        ({"measure": COUNT}, Check.DENOMINATOR),
        ({"gap_value": None}, Check.INEQUALITY),
        ({"trajectory": (Point("2027-03", 68.0),)}, Check.TRAJECTORY),
        ({"trajectory": ()}, Check.TRAJECTORY),
        ({"owner": False}, Check.OWNER),
        ({"asked": False}, Check.ASKED),
        ({"evidence": "  "}, Check.EVIDENCE),
        ({"review_on": None}, Check.REVIEW),
    ],
)
def test_each_thing_that_is_missing_or_wrong_is_a_hole(changes, hole):
    assert hole in holes(replace(WHOLE, **changes))


def test_keeping_what_is_good_agrees_with_any_measure():
    assert Check.DIRECTION not in holes(replace(WHOLE, direction="keep"))


def test_every_check_is_asked_and_says_what_to_do():
    assert {rule.check for rule in RULES.rules} == set(Check)
    assert all(rule.hole and rule.remedy.endswith(".") for rule in RULES.rules)


def test_the_worst_hole_comes_first():
    weights = [rule.weight for rule in lint(TargetFacts(), RULES, TODAY).holes]
    assert weights == sorted(weights, reverse=True)


EMPTY = TargetFacts()
ANYTHING = {
    "measure": st.sampled_from([SHARE, COUNT]),
    "baseline": st.floats(0, 100),
    "baseline_period": st.sampled_from(["2026-02", "2019-03", "whenever"]),
    "value": st.sampled_from([60.0, 70.0]),
    "by": st.dates(date(2026, 1, 1), date(2029, 1, 1)),
    "direction": st.sampled_from(["higher", "lower", "keep"]),
    "gap_by": st.just("fifth"),
    "gap_value": st.floats(0, 10),
    "gap_due": st.just(date(2027, 3, 31)),
    "trajectory": st.lists(st.sampled_from([Point("2027-03", 70.0), Point("2026-09", 65.0)]), min_size=1).map(
        tuple
    ),
    "owner": st.just(True),
    "asked": st.just(True),
    "evidence": st.just("A trial"),
    "review_on": st.just(date(2026, 12, 1)),
}


@given(st.fixed_dictionaries({}, optional=ANYTHING), st.data())
def test_adding_what_is_missing_never_lowers_the_score(given_so_far, data):
    target = TargetFacts(**given_so_far)
    missing = [
        field.name for field in fields(target) if getattr(target, field.name) == getattr(EMPTY, field.name)
    ]
    if not missing:
        return
    name = data.draw(st.sampled_from(missing))
    fuller = replace(target, **{name: data.draw(ANYTHING[name])})
    assert lint(fuller, RULES, TODAY).score >= lint(target, RULES, TODAY).score


def test_faults_of_the_file_are_told_together(tmp_path):
    text = (DEFINITIONS / "standards" / "target_lint.toml").read_text("utf-8")
    (tmp_path / "standards").mkdir()
    wrong = text.replace("at_least = 95", "at_least = 10").replace('check  = "owner"', 'check  = "date"')
    (tmp_path / "standards" / "target_lint.toml").write_text(wrong, "utf-8")
    with pytest.raises(Problems) as caught:
        read_target_lint(tmp_path)
    assert len(caught.value.problems) == 2
