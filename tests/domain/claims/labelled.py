"""The labelled sentences, and what is read from each in the same form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from aimwell.domain.claims.claimed import Places
from aimwell.domain.claims.language import ClaimLanguage
from aimwell.domain.claims.papers import Line, Sentence, passages_of, sentences_of
from aimwell.domain.claims.reading import read_sentence
from aimwell.domain.claims.ties import TieRules, ties_of
from aimwell.domain.claims.words import Phrases

PLACES = Places(
    own=Phrases([("norfolk and waveney", "Norfolk and Waveney")]),
    others=Phrases([("suffolk and north east essex", "Suffolk and North East Essex"), ("essex", "Essex")]),
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with what it claims, as a person reads it."""

    text: str
    claims: frozenset[str]


def labelled(fixtures: Path) -> Iterator[Labelled]:
    """Every labelled sentence."""
    for line in (fixtures / "claims" / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            text, _, claims = line.rpartition(" | ")
            said = frozenset(claim.strip() for claim in claims.split(";"))
            yield Labelled(text, said - {"nothing"})


def sentence_of(text: str) -> Sentence:
    """A text as the only sentence of a paper."""
    (sentence,) = sentences_of(passages_of([Line(text, 1)], whole=False))
    return sentence


def claims_read(
    text: str, language: ClaimLanguage, answers: Mapping[str, str] | None = None
) -> frozenset[str]:
    """What is read from a sentence, in the words of the labels."""
    sentence = sentence_of(text)
    reading = read_sentence(sentence, language, PLACES)
    if reading is None:
        return frozenset()
    rules = TieRules(language.measures, frozenset(language.measures), answers or {})
    said = {f"aside {each.reason.value}" for each in reading.set_aside}
    for claim in reading.claims:
        for tie in ties_of(claim, sentence.ref, (), rules):
            kind = f"not {claim.kind.value}" if claim.denied else claim.kind.value
            said.add(f"{kind} {tie.measure or ('asked' if tie.candidates else 'none')}")
    return frozenset(said)
