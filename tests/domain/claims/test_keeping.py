"""What is kept of a paper: findings without its sentences, for days that a rule says, for its author alone."""

from dataclasses import asdict
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.claims.claimed import Claim, NotAClaim, SetAside
from aimwell.domain.claims.findings import (
    Because,
    CheckedClaim,
    ClaimsReport,
    Finding,
    Mark,
    Question,
    for_showing,
    without_sentences,
)
from aimwell.domain.claims.keeping import KeepingRule, is_kept, may_keep_paper, may_read_paper
from aimwell.domain.claims.language import ClaimKind
from aimwell.domain.claims.papers import Passage, PassageKind, Sentence
from aimwell.domain.claims.ties import Tie

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
RULE = KeepingRule(days=7, longer_days=92, source="A test.")
SECRET = "The chair means to resign."
FELL = Claim(ClaimKind.FELL, denied=False, words="fell", start=0, mentions=())


def report() -> ClaimsReport:
    passage = Passage(f"The waiting list fell. {SECRET}", PassageKind.TEXT, 4, page=2, under="A heading")
    sentence = Sentence("The waiting list fell.", passage, 1)
    finding = Finding(Mark.CANNOT_TELL, Because.ASKED, value_ids=("v1",))
    return ClaimsReport(
        paper="paper.docx",
        place_code="QMM",
        place="Norfolk and Waveney",
        today="2026-06-01",
        pages=2,
        sentences=2,
        claims=(CheckedClaim(1, sentence, FELL, Tie("waiting list"), finding, "Which measure is meant?"),),
        questions=(Question("waiting list", ("a", "b"), (1,), sentence.text),),
        set_aside=(SetAside(sentence, NotAClaim.QUESTION, "The waiting list fell"),),
        evidence=(),
        answers=(),
        notes=(),
    )


def test_findings_without_sentences_hold_no_word_of_them_and_all_that_was_found():
    made, bare = report(), without_sentences(report())
    text = str(asdict(bare))
    assert "waiting list fell" not in text.casefold()
    assert SECRET not in text
    assert "A heading" not in text
    assert [each.finding for each in bare.claims] == [each.finding for each in made.claims]
    assert [each.sentence.where for each in bare.claims] == [each.sentence.where for each in made.claims]
    assert bare.count(Mark.CANNOT_TELL) == 1


def test_what_is_shown_has_the_sentence_and_nothing_around_it():
    shown = for_showing(report())
    assert shown.claims[0].sentence.text == "The waiting list fell."
    assert shown.claims[0].sentence.ref == report().claims[0].sentence.ref
    assert SECRET not in str(asdict(shown))


@given(DAYS, st.integers(0, 400), st.booleans())
def test_sentences_are_kept_to_their_last_day_and_not_a_day_longer(day, later, longer):
    until = RULE.until(day, longer=longer)
    assert is_kept(until, day + timedelta(days=later)) == (later <= (92 if longer else 7))
    assert not is_kept(None, day)


@given(st.sampled_from(["", "a", "b"]), st.sampled_from(["a", "b"]), st.booleans())
def test_a_paper_is_read_by_its_author_and_by_others_only_if_shared(author, reader, shared):
    assert may_read_paper(author=author, reader=reader, shared=shared).allowed == (author == reader or shared)
    assert may_keep_paper(author=author, reader=reader).allowed == (author == reader)


def test_a_paper_without_an_author_belongs_to_nobody_not_even_to_nobody():
    assert not may_read_paper(author="", reader="", shared=False).allowed
    assert not may_keep_paper(author="", reader="").allowed
