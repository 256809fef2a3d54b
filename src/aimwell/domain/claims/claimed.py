"""Claims as they stand in a sentence, before anybody has looked whether they hold."""

from dataclasses import dataclass
from enum import StrEnum

from aimwell.domain.claims.language import Choice, ClaimKind
from aimwell.domain.claims.numbers import StatedFigure
from aimwell.domain.claims.papers import Sentence
from aimwell.domain.claims.times import StatedTime
from aimwell.domain.claims.words import Phrases


class NotAClaim(StrEnum):
    """Why a sentence with the words of a claim is none of this place."""

    HEADING = "heading"
    QUESTION = "question"
    QUOTATION = "quotation"
    INTENTION = "intention"
    OTHERS = "others"


class Scope(StrEnum):
    """What a claim compares with."""

    ENGLAND = "england"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a measure, and what they may mean."""

    words: str
    start: int
    end: int
    choice: Choice


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a sentence claims. mentions: the measures that it may be tied to, by their words."""

    kind: ClaimKind
    denied: bool
    words: str
    start: int
    mentions: tuple[Mention, ...]
    figure: StatedFigure | None = None
    target: StatedFigure | None = None
    time: StatedTime | None = None
    since: StatedTime | None = None
    scope: Scope = Scope.ENGLAND
    place: str = ""  # another place that is named in it
    group: str = ""  # some of the people, or one specialty, that it speaks of
    points_back: bool = False  # it names no measure but points at something said before
    standing: bool = False  # it is about a standard behind the targets of the years
    own_plan: bool = False  # it is about a plan of one's own, not a released target


@dataclass(frozen=True, slots=True)
class SetAside:
    """A sentence with words of a claim that is none."""

    sentence: Sentence
    reason: NotAClaim
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one sentence."""

    sentence: Sentence
    claims: tuple[Claim, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """Names of places: `own` are names of the place that the paper is about, the others lead to what they name."""

    own: Phrases[str]
    others: Phrases[str]
    is_england: bool = False  # so that "nationally" is here
    is_organisation: bool = False  # so that "the trust" is here
