"""Words are compared in a plain form; phrases of the definitions say what they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.claims.words import LONGEST_GAP, Phrases, readings_of, words_of


def plain(text: str) -> list[str]:
    return [word.text for word in words_of(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("18-week waits", "eighteen week wait"),
        ("A&E four-hour", "a&e 4 hours"),
        ("60 per cent", "60%"),
        ("hasn’t", "not"),
        ("1,204 inequalities", "1204 inequality"),
        ("the Trust's", "THE TRUST"),
        ("5hrs", "five hours"),
    ],
)
def test_different_spellings_are_the_same_words(one, other):
    assert plain(one) == plain(other)


def test_words_keep_their_place_in_the_text():
    text = "60 per cent — of patients’ waits"
    assert [text[word.start : word.end] for word in words_of(text)][-2:] == ["patients", "waits"]


def test_choices_and_parts_that_may_be_left_out_are_all_read():
    assert readings_of("met [the] target/standard") == (
        ("met", "standard"),
        ("met", "target"),
        ("met", "the", "standard"),
        ("met", "the", "target"),
    )


@pytest.mark.parametrize("phrase", ["", "[only]", "… target", "met …", "a// b", " ".join(["a/b/c"] * 9)])
def test_a_phrase_that_stands_for_nothing_or_too_much_is_refused(phrase):
    with pytest.raises(ValueError, match="'"):
        readings_of(phrase)


def test_the_longest_phrase_is_found():
    phrases = Phrases([("waiting list", "any"), ("diagnostic waiting list", "tests")])
    (found,) = phrases.find(words_of("The diagnostic waiting lists grew"))
    assert found.payload == "tests"


@given(st.integers(0, LONGEST_GAP + 3))
def test_a_gap_stands_for_a_few_words_and_no_more(count):
    found = Phrases([("met … target", True)]).find(words_of(f"met {'very ' * count}target"))
    assert bool(found) is (count <= LONGEST_GAP)


@given(st.text(max_size=200))
def test_any_text_has_words_in_order_within_it(text):
    words = words_of(text)
    assert all(0 <= word.start < word.end <= len(text.replace("’", "'")) for word in words)
    assert list(words) == sorted(words, key=lambda word: word.start)
