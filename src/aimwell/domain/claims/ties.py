"""Which measure a claim is tied to: one, several that its reader is asked to choose from, or none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from aimwell.domain.claims.claimed import Claim, Mention
from aimwell.domain.claims.language import OTHER_THINGS, Choice, ClaimKind
from aimwell.domain.claims.numbers import kind_of_unit
from aimwell.domain.claims.words import words_of
from aimwell.domain.measures import Measure

NO_MEASURE = "none"
"""What a reader answers when words name none of the measures."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What a claim is tied to. words: by which a reader answers; candidates: what they choose from.

    measure is '' where it has to be asked or there is none.
    """

    words: str
    measure: str = ""
    candidates: tuple[str, ...] = ()
    answered: bool = False  # by the reader
    of_sentence: bool = False  # the sentence names nothing itself; `words` is its name

    @property
    def is_asked(self) -> bool:
        """Whether the reader has to choose."""
        return not self.measure and bool(self.candidates)


@dataclass(frozen=True, slots=True)
class TieRules:
    """What ties rest on. available: measures with figures for the place.

    answers: by words or a sentence's name, in the form of `answer_key`.
    """

    measures: Mapping[str, Measure]
    available: Collection[str]
    answers: Mapping[str, str]


def answer_key(words: str) -> str:
    """The form in which answers are looked up: "Waiting lists" and "waiting list" are the same question."""
    return " ".join(word.text for word in words_of(words))


def ties_of(claim: Claim, ref: str, nearby: Sequence[Mention], rules: TieRules) -> tuple[Tie, ...]:
    """A tie for each measure that a claim names; where it names none, what stands near it is asked after.

    ref: the name of the sentence, by which an answer may be given; nearby: measures that its heading or the
    sentence before it names.
    """
    if not claim.mentions:
        return _by_answer_or_nearby(ref, nearby, rules)
    ties = tuple(_tie(mention, ref, claim, rules) for mention in claim.mentions)
    if claim.kind is ClaimKind.VALUE:
        return tuple(tie for tie in ties if _may_be_said_of(claim, tie, rules))
    unique = {(tie.measure or tie.words): tie for tie in ties}
    return tuple(unique.values())


def _by_answer_or_nearby(ref: str, nearby: Sequence[Mention], rules: TieRules) -> tuple[Tie, ...]:
    answer = rules.answers.get(answer_key(ref))
    if answer is not None:
        return (Tie(ref, "" if answer == NO_MEASURE else answer, answered=True, of_sentence=True),)
    candidates = dict.fromkeys(
        measure for mention in nearby for measure in _resolved(mention.choice, rules.available)
    )
    return (Tie(ref, candidates=tuple(candidates), of_sentence=True),)


def _tie(mention: Mention, ref: str, claim: Claim, rules: TieRules) -> Tie:
    for key in (answer_key(ref), answer_key(mention.words)):
        if key in rules.answers:
            answer = rules.answers[key]
            return Tie(mention.words, "" if answer == NO_MEASURE else answer, answered=True)
    candidates = _resolved(mention.choice, rules.available)
    if claim.figure is not None and len(candidates) > 1:
        wanted = claim.figure.kind
        candidates = [each for each in candidates if kind_of_unit(rules.measures[each].unit) is wanted]
    if len(candidates) == 1 and OTHER_THINGS not in mention.choice:
        return Tie(mention.words, candidates[0])
    return Tie(mention.words, candidates=tuple(candidates))


def _resolved(choice: Choice, available: Collection[str]) -> list[str]:
    """For each thing that words may mean the measure that has figures for the place, else its first."""
    return [next((each for each in thing if each in available), thing[0]) for thing in choice if thing]


def _may_be_said_of(claim: Claim, tie: Tie, rules: TieRules) -> bool:
    """Whether a figure is of the kind that a measure counts in; "3 hospitals" is no figure of visits."""
    if claim.figure is None:
        return False
    units = [rules.measures[each].unit for each in (tie.measure, *tie.candidates) if each in rules.measures]
    return any(kind_of_unit(unit) is claim.figure.kind for unit in units)
