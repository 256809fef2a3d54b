"""The words by which claims are known and tied to measures, as declared in definitions/claims."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from aimwell.domain.claims.words import Phrases, readings_of, words_of
from aimwell.domain.measures import Measure

LEAST_WORDS_OF_A_TITLE = 3  # "People" is a measure's short title and also any people


class ClaimKind(StrEnum):
    """What a sentence claims."""

    IMPROVED = "improved"
    WORSENED = "worsened"
    ROSE = "rose"
    FELL = "fell"
    STEADY = "steady"
    WILL_MEET = "will_meet"
    KEEPS_MEETING = "keeps_meeting"
    MET = "met"
    ABOVE_TARGET = "above_target"
    BELOW_TARGET = "below_target"
    BETTER_THAN_OTHERS = "better_than_others"
    WORSE_THAN_OTHERS = "worse_than_others"
    ABOVE_OTHERS = "above_others"
    BELOW_OTHERS = "below_others"
    LIKE_OTHERS = "like_others"
    AMONG_THE_BEST = "among_the_best"
    AMONG_THE_WORST = "among_the_worst"
    BEST = "best"
    WORST = "worst"
    HIGHEST = "highest"
    LOWEST = "lowest"
    GAP_NARROWED = "gap_narrowed"
    GAP_WIDENED = "gap_widened"
    NO_GAP = "no_gap"
    VALUE = "value"


class PhraseRole(StrEnum):
    """What a phrase does to a claim that it stands beside."""

    NOT_A_CLAIM = "not_a_claim"  # "improvement plan"
    INTENTION = "intention"  # "we aim to"
    FORECAST = "forecast"  # "will": a claim only where a target is named
    NEGATION = "negation"
    CLAUSE = "clause"  # where another thought begins: "but", "while"
    OTHERS = "others"  # "nationally", "other systems"
    ENGLAND = "england"
    REGION = "region"
    TARGET = "target"
    BASELINE = "baseline"  # what comes after is what it was compared with
    RELATIVE_TIME = "relative_time"
    ABOUT = "about"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    CHANGE_BY = "change_by"
    HERE = "here"  # "our", "locally"
    LATEST_COLUMN = "latest_column"
    FINITE_VERB = "finite_verb"  # makes a line a sentence and no heading
    SAYS_AMOUNT = "says_amount"  # comes before a bare number that says how much
    COUNTED = "counted"  # comes after it
    AMOUNT_ENDS = "amount_ends"  # may follow a bare number that says how much, and nothing else
    PERFORMANCE = "performance"  # "performance against the standard was": a figure and no target
    TARGET_IS = "target_is"  # "the target for X is"
    GROUP = "group"  # some of the people, while figures are of everyone
    ONE_BODY = "one_body"  # a trust, while figures are of a system
    STANDING = "standing"  # a standard behind the targets of the years
    OWN_PLAN = "own_plan"  # what somebody set themselves; no released target
    POINTING = "pointing"  # at something said before
    STATES = "states"  # between a standard and its own figure
    LINK = "link"  # between a figure and a target that is another figure
    ROLLING = "rolling"  # "year to": a stretch that figures are not published for


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """The phrases of one kind of claim; `denies` where they say its opposite."""

    kind: ClaimKind
    says: tuple[str, ...]
    denies: bool = False


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The phrases of one role."""

    role: PhraseRole
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimWording:
    """The words of claims, and the numbers that judging them needs."""

    title: str
    reviewed: date
    review_by: date
    newest_within_years: int  # figures that end earlier say nothing of how things are
    most_characters: int  # of a paper
    newest_figures: int  # a figure without a date may be of any of so many newest periods
    best_share: float  # the part of all places that counts as "among the best"
    not_places: tuple[str, ...]  # names of places that are also ordinary words
    claims: tuple[ClaimWords, ...]
    roles: tuple[RoleWords, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What people call one thing; the first of its measures that has figures for a place stands for it."""

    measures: tuple[str, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that may mean several things: the reader is asked which. each: the first measure of each thing."""

    says: tuple[str, ...]
    each: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubjectList:
    """What the measures of one field are called."""

    title: str
    reviewed: date
    review_by: date
    subjects: tuple[Subject, ...]
    unclear: tuple[Unclear, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimCode:
    """What a claim's phrase stands for."""

    kind: ClaimKind
    denies: bool
    says_no: bool = False  # the phrase has a negation of its own: "no change", "failed to meet"


Choice = tuple[tuple[str, ...], ...]
"""What words may mean: one tuple of measures for each thing, of which the first with figures stands for it.

An empty tuple stands for things that there is no measure of."""
OTHER_THINGS: tuple[str, ...] = ()


@dataclass(frozen=True, repr=False)
class ClaimLanguage:
    """All words of claims, ready to be looked for."""

    wording: ClaimWording
    lists: tuple[SubjectList, ...]
    measures: Mapping[str, Measure]

    @cached_property
    def claim_phrases(self) -> Phrases[ClaimCode]:
        """Phrases that claim something."""
        negations = self.role_phrases[PhraseRole.NEGATION]
        return Phrases(
            (
                phrase,
                ClaimCode(words.kind, words.denies, bool(negations.find(words_of(_first_reading(phrase))))),
            )
            for words in self.wording.claims
            for phrase in words.says
        )

    @cached_property
    def role_phrases(self) -> Mapping[PhraseRole, Phrases[PhraseRole]]:
        """Phrases by what they do."""
        said: dict[PhraseRole, list[str]] = {role: [] for role in PhraseRole}
        for words in self.wording.roles:
            said[words.role] += words.says
        return {role: Phrases((phrase, role) for phrase in phrases) for role, phrases in said.items()}

    @cached_property
    def subject_phrases(self) -> Phrases[Choice]:
        """Phrases that name a measure: declared ones first, then titles of measures."""
        return Phrases((*declared_phrases(self.lists), *self._titles()))

    def _titles(self) -> Iterator[tuple[str, Choice]]:
        for measure in self.measures.values():
            for title in dict.fromkeys((measure.title, measure.short)):
                words = [word.text for word in words_of(title)]
                if len(words) >= LEAST_WORDS_OF_A_TITLE:
                    yield " ".join(words), ((measure.id,),)


def _first_reading(phrase: str) -> str:
    return " ".join(readings_of(phrase)[0])


def declared_phrases(lists: Iterable[SubjectList]) -> Iterator[tuple[str, Choice]]:
    """Every declared phrase with what it may mean."""
    lists = tuple(lists)
    things = {subject.measures[0]: subject.measures for each in lists for subject in each.subjects}
    for each in lists:
        for subject in each.subjects:
            yield from ((phrase, (subject.measures,)) for phrase in subject.says)
        for unclear in each.unclear:
            choice = tuple(things.get(first, (first,)) for first in unclear.each)
            if len(choice) == 1:
                choice = (*choice, OTHER_THINGS)
            yield from ((phrase, choice) for phrase in unclear.says)
