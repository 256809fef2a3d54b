"""Every verdict has a sentence that people can read."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.measures import Better
from aimwell.domain.values import ValueStatus
from aimwell.domain.verdicts import Change, Comparison, Gap, Prospect, Verdict
from aimwell.presentation.figures import unit_named
from aimwell.presentation.sentences import (
    Topic,
    evidence_sentence,
    how_does_it_compare,
    is_it_changing,
    verdict_sentence,
    who_is_left_behind,
    will_it_get_there,
)

TOPIC = Topic(
    measure="Waiting within 18 weeks",
    place="Suffolk and North East Essex",
    period="February 2026",
    unit=unit_named("percent"),
    better=Better.HIGHER,
    enough_points=13,
)
JARGON = re.compile(
    r"special cause|common cause|variation|sigma|assurance|statistic|confidence|p-value|null", re.IGNORECASE
)


def verdict_of(
    change: Change = Change.STEADY,
    prospect: Prospect = Prospect.NO_TARGET,
    comparison: Comparison = Comparison.NOT_COMPARED,
    *,
    value: float | None = 62.5,
    target: float | None = 65.0,
    england: float | None = 61.0,
    status: str = "ok",
    gap: Gap | None = None,
    points: int = 36,
) -> Verdict:
    return Verdict(
        measure="rtt_within_18_weeks",
        place="QJG",
        period="2026-02",
        value=value,
        lower=61.2,
        upper=63.8,
        unit="percent",
        status=status,
        value_id="v",
        points=points,
        change=change,
        prospect=prospect,
        target=target,
        target_from="",
        comparison=comparison,
        england=england,
        gap=gap,
        profile="mdc-excel",
    )


def all_sentences(topic: Topic, verdict: Verdict) -> list[str]:
    return [
        verdict_sentence(topic, verdict),
        evidence_sentence(topic, verdict),
        is_it_changing(topic, verdict),
        will_it_get_there(topic, verdict),
        how_does_it_compare(topic, verdict),
        who_is_left_behind(topic, verdict.gap),
    ]


def assert_readable(sentence: str) -> None:
    assert sentence
    assert sentence[0].isupper() or not sentence[0].isalpha()
    assert sentence.endswith(".")
    assert "  " not in sentence
    assert ".." not in sentence
    assert " ," not in sentence
    assert not re.search(r"\b(nan|None|inf)\b", sentence)
    assert "-0" not in sentence
    assert not JARGON.search(sentence)


def test_a_councillor_reads_what_happened_whether_it_is_chance_and_what_to_expect() -> None:
    sentence = verdict_sentence(TOPIC, verdict_of(Change.IMPROVING_HIGH, Prospect.WILL_NOT))
    assert sentence == (
        "Waiting within 18 weeks in Suffolk and North East Essex: 62.5% in February 2026, getting better by more "
        "than chance, but it will keep missing its target of at least 65% unless something changes."
    )


def test_the_evidence_names_figures_interval_england_and_target() -> None:
    assert evidence_sentence(TOPIC, verdict_of()) == (
        "Based on 36 figures up to February 2026: the latest is 62.5% (likely to be between 61.2% and 63.8%), "
        "England is 61.0% and the target is at least 65%."
    )


def test_a_withheld_figure_is_explained_with_the_next_step() -> None:
    verdict = verdict_of(Change.NO_VALUES, value=None, status="suppressed")
    assert "withheld it to protect people's privacy" in verdict_sentence(TOPIC, verdict)
    assert evidence_sentence(TOPIC, verdict).startswith("Look at a larger place")


def test_a_series_that_is_too_short_says_how_many_figures_it_needs() -> None:
    verdict = verdict_of(Change.TOO_SHORT, Prospect.TOO_SHORT, points=8)
    assert is_it_changing(TOPIC, verdict) == (
        "Too soon to tell. There are 8 figures so far; at least 13 are needed. Look again when more are published."
    )


def test_the_worst_placed_group_is_named_when_its_gap_is_more_than_chance() -> None:
    gap = Gap("deprivation", "Most deprived fifth", "Least deprived fifth", 55.0, 63.4, beyond_chance=True)
    assert who_is_left_behind(TOPIC, gap) == (
        "Most deprived fifth. The gap to Least deprived fifth is more than chance: 8.4 percentage points "
        "(Most deprived fifth: 55.0%; Least deprived fifth: 63.4%)."
    )


def test_nobody_is_named_when_the_gap_could_be_chance() -> None:
    gap = Gap("deprivation", "Most deprived fifth", "Least deprived fifth", 61.0, 62.0, beyond_chance=False)
    assert who_is_left_behind(TOPIC, gap).startswith("No group clearly.")


@pytest.mark.parametrize("better", list(Better))
def test_every_combination_of_verdicts_has_readable_sentences(better: Better) -> None:
    topic = Topic(TOPIC.measure, TOPIC.place, TOPIC.period, TOPIC.unit, better)
    for change, prospect, comparison in itertools.product(Change, Prospect, Comparison):
        for sentence in all_sentences(topic, verdict_of(change, prospect, comparison)):
            assert_readable(sentence)


NUMBERS = st.none() | st.floats(allow_nan=True, allow_infinity=True) | st.floats(-1e9, 1e9)


@given(
    value=NUMBERS,
    target=NUMBERS,
    england=NUMBERS,
    change=st.sampled_from(Change),
    prospect=st.sampled_from(Prospect),
    comparison=st.sampled_from(Comparison),
    status=st.sampled_from([*ValueStatus, "a status of a later version"]),
    unit=st.sampled_from(["percent", "pathways", "£", "weeks", "per 100,000 people", ""]),
    points=st.integers(0, 200),
)
def test_no_sentence_says_nan_or_none_whatever_is_missing(
    value: float | None,
    target: float | None,
    england: float | None,
    change: Change,
    prospect: Prospect,
    comparison: Comparison,
    status: str,
    unit: str,
    points: int,
) -> None:
    topic = Topic(TOPIC.measure, TOPIC.place, TOPIC.period, unit_named(unit), Better.LOWER, 13)
    gap = (
        None if value is None else Gap("fifth", "One", "Five", value, target or 0.0, beyond_chance=points > 9)
    )
    verdict = verdict_of(
        change,
        prospect,
        comparison,
        value=value,
        target=target,
        england=england,
        status=status,
        gap=gap,
        points=points,
    )
    for sentence in all_sentences(topic, verdict):
        assert_readable(sentence)
