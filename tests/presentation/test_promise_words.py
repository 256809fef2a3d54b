"""Promises in words: every reason has a sentence, and what is promised is said with its bound and its day."""

from datetime import date

import pytest

from aimwell.domain.workplace.standing import Reason, Standing, StandingKind
from aimwell.presentation.figures import PERCENT, unit_named
from aimwell.presentation.promise_words import (
    KIND_MEANS,
    KIND_WORDS,
    SENTENCES,
    PromiseTopic,
    promise_words,
    standing_sentence,
    travelled_words,
)

TOPIC = PromiseTopic(PERCENT, "higher", 72.0, date(2027, 3, 31))


def made(reason, **given):
    fields = {
        "period": "2026-03",
        "value": 61.0,
        "expected": 66.0,
        "value_id": "v1",
        "points": 5,
        "needed": 7,
    }
    return Standing(StandingKind.SLIPPING, reason, **{**fields, **given})


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_said_in_whole_sentences(reason):
    said = standing_sentence(TOPIC, made(reason))
    assert said[0].isupper()
    assert said.endswith(".")
    assert "None" not in said


def test_every_kind_has_a_name_and_a_meaning():
    assert set(KIND_WORDS) == set(KIND_MEANS) == set(StandingKind)
    assert set(SENTENCES) == set(Reason)


def test_a_promise_that_is_behind_says_what_was_and_what_was_meant():
    assert standing_sentence(TOPIC, made(Reason.BEHIND)) == (
        "It was 61.0% in March 2026; it meant to be 66.0% by then. It will stay behind unless something changes."
    )


def test_a_straight_line_is_never_called_a_trajectory():
    said = standing_sentence(TOPIC, made(Reason.BEHIND, straight_line=True))
    assert "66.0% would be a straight line's place by then" in said


def test_a_gap_of_percentages_is_in_percentage_points():
    topic = PromiseTopic(PERCENT, "lower", 2.0, date(2027, 3, 31), gap=True)
    assert "The gap was 61.0 percentage points" in standing_sentence(topic, made(Reason.BEHIND))
    assert promise_words(topic) == "no more than 2.0 percentage points by 31 March 2027"


def test_a_figure_that_is_awaited_is_said_to_be():
    assert standing_sentence(TOPIC, made(Reason.BEHIND, awaited=True)).endswith("its figure is not out yet.")


@pytest.mark.parametrize(
    ("direction", "target", "by", "words"),
    [
        ("higher", 72.0, date(2027, 3, 31), "at least 72% by 31 March 2027"),
        ("lower", 5.5, date(2027, 3, 31), "no more than 5.5% by 31 March 2027"),
        ("keep", 72.0, None, "keep at 72%, no date"),
        ("", None, None, "No number"),
    ],
)
def test_what_is_promised_has_its_bound_and_its_day(direction, target, by, words):
    assert promise_words(PromiseTopic(unit_named("%"), direction, target, by)) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [(None, ""), (-0.2, "further away than it began"), (0.404, "40% of the way"), (1.3, "all of the way")],
)
def test_the_way_travelled_is_said_in_words(share, words):
    assert travelled_words(made(Reason.BEHIND, travelled=share)) == words
