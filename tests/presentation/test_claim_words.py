"""Every reason, kind and mark of a claim has words that people understand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.claims.claimed import NotAClaim
from aimwell.domain.claims.findings import Because, Finding, Mark
from aimwell.domain.claims.language import ClaimKind
from aimwell.domain.claims.ties import Tie
from aimwell.domain.measures import Better
from aimwell.domain.statistics.process_codes import PointType
from aimwell.domain.verdicts import Gap
from aimwell.presentation.claim_words import ASIDE_WORDS, KIND_WORDS, MARK_WORDS, claim_words, why
from aimwell.presentation.claims_page import evidence_chart, evidence_sentence
from tests.domain.claims.evidence import figure, judged, made_claim, made_evidence, time

TERMS = ("xmr", "special cause", "sigma", "significant", "common cause", "none", "nan")


def test_every_kind_mark_and_reason_to_set_aside_has_words():
    assert set(KIND_WORDS) == set(ClaimKind)
    assert set(MARK_WORDS) == set(Mark)
    assert set(ASIDE_WORDS) == set(NotAClaim)


@pytest.mark.parametrize("because", Because)
def test_every_reason_has_words(because):
    gap = Gap("age", "a", "b", 40.0, 60.0, beyond_chance=True)
    evidence = made_evidence([50.0] * 20, target=65.0, england=48.0, gap=gap)
    found = Finding(Mark.CANNOT_TELL, because, "2026-04", 50.0, 48.0, "2026-03", "better")
    said = why(
        made_claim(ClaimKind.IMPROVED, at=time("in June 2026")), Tie("w", "m"), found, evidence, {}, "Here"
    )
    assert said.endswith(".")
    assert not any(term in said.lower().replace("none of", "") for term in TERMS)


@given(
    st.sampled_from(ClaimKind),
    st.sampled_from(PointType),
    st.sampled_from(Better),
    st.sampled_from(("percent", "weeks", "people", "£ per person", "per 100,000 people")),
    st.booleans(),
    st.floats(0, 100),
)
def test_whatever_is_found_can_be_said(kind, signal, better, unit, denied, england):
    evidence = made_evidence(
        [50.0] * 20,
        signal,
        better=better,
        unit=unit,
        england=england,
        target=england,
        others=[(10.0, 11.0), (49.0, 51.0)],
    )
    claim = made_claim(kind, denied=denied, said=figure("50%"))
    said = why(claim, Tie("w", "m"), judged(claim, evidence), evidence, {}, "Here")
    assert said.endswith(".")
    assert "nan" not in said
    assert claim_words(claim)


def test_the_chart_says_what_the_verdict_says():
    evidence = made_evidence([50.0] * 20)
    assert str(evidence_sentence(evidence)) in evidence_chart(evidence)
