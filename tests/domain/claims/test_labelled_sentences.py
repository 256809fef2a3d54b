"""Sentences in the style of board papers are read as a person reads them; how they are set makes no difference."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.claims.labelled import claims_read, labelled

REPOSITORY = Path(__file__).resolve().parents[3]
SENTENCES = tuple(labelled(REPOSITORY / "tests" / "fixtures"))
SETTINGS = (
    str.upper,
    str.lower,
    lambda text: text.replace("-", "\N{NON-BREAKING HYPHEN}"),
    lambda text: text.replace("-", " "),
    lambda text: text.replace("'", "’"),
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace(" ", "\N{NO-BREAK SPACE}"),
    lambda text: f"  {text} ",
    lambda text: f"- {text}" if text[0].isalpha() and text.endswith(".") else text,
    lambda text: text.replace("%", " per cent"),
)


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.text)
def test_a_sentence_claims_what_a_person_reads_in_it(sentence, language):
    assert claims_read(sentence.text, language) == sentence.claims


def test_the_labelled_set_is_large_and_has_every_kind_of_answer():
    said = {claim.split()[0] for sentence in SENTENCES for claim in sentence.claims}
    ties = {claim.split()[-1] for sentence in SENTENCES for claim in sentence.claims}
    assert len({sentence.text for sentence in SENTENCES}) >= 200
    assert {"improved", "worsened", "will_meet", "met", "among_the_best", "value", "aside", "not"} <= said
    assert {"asked", "none", "intention", "question", "heading", "quotation", "others"} <= ties
    assert any(not sentence.claims for sentence in SENTENCES)


@given(st.sampled_from(SENTENCES), st.sampled_from(SETTINGS))
def test_case_spaces_hyphens_and_apostrophes_change_no_claim(language, sentence, setting):
    assert claims_read(setting(sentence.text), language) == sentence.claims


@given(st.sampled_from([each for each in SENTENCES if any(c.endswith(" asked") for c in each.claims)]))
def test_words_that_may_mean_several_measures_are_never_tied_without_an_answer(language, sentence):
    assert not any(claim.split()[-1] in language.measures for claim in claims_read(sentence.text, language))


def test_an_answer_ties_the_words_that_were_asked(language):
    read = claims_read("The waiting list fell.", language, {"waiting list": "rtt_waiting_list"})
    assert read == {"fell rtt_waiting_list"}


def test_none_is_an_answer_too(language):
    assert claims_read("Waiting lists fell.", language, {"waiting list": "none"}) == {"fell none"}


def test_another_place_that_is_named_goes_with_the_claim(language):
    from aimwell.domain.claims.reading import read_sentence
    from tests.domain.claims.labelled import PLACES, sentence_of

    text = "Suffolk and North East Essex improved its four-hour performance."
    reading = read_sentence(sentence_of(text), language, PLACES)
    assert [claim.place for claim in reading.claims] == ["Suffolk and North East Essex"]
    own = read_sentence(
        sentence_of(text.replace("Suffolk and North East Essex", "Norfolk and Waveney")), language, PLACES
    )
    assert [claim.place for claim in own.claims] == [""]


def test_a_figure_is_tied_only_to_a_measure_that_counts_in_its_unit(language):
    assert claims_read("The median wait was 60%.", language) == frozenset()
    assert claims_read("Four-hour performance was 14 weeks.", language) == frozenset()
