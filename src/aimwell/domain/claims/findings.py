"""What is found of a claim, and why, as codes that sentences are made from."""

from dataclasses import dataclass, replace
from enum import StrEnum

from aimwell.domain.claims.claimed import Claim, SetAside
from aimwell.domain.claims.evidence import Evidence
from aimwell.domain.claims.papers import Sentence
from aimwell.domain.claims.ties import Tie


class Mark(StrEnum):
    """Whether the released figures bear a claim out."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not supported"
    CANNOT_TELL = "cannot tell"


class Because(StrEnum):
    """Why a claim is marked as it is."""

    NO_MEASURE = "no_measure"
    ASKED = "asked"
    NO_FIGURES = "no_figures"
    OTHER_PLACE = "other_place"
    GROUP = "group"
    OWN_PLAN = "own_plan"
    TIME_UNCLEAR = "time_unclear"
    NO_SUCH_PERIOD = "no_such_period"
    TOO_OLD = "too_old"
    TOO_SHORT = "too_short"
    CHANGE_SEEN = "change_seen"
    OTHER_CHANGE_SEEN = "other_change_seen"
    NO_MORE_THAN_CHANCE = "no_more_than_chance"
    NO_BETTER_SINCE = "no_better_since"
    CHANGED_BEFORE = "changed_before"
    DIRECTION_NOT_DECLARED = "direction_not_declared"
    NO_TARGET = "no_target"
    OTHER_TARGET = "other_target"
    WILL = "will"
    WILL_NOT = "will_not"
    MAY = "may"
    TARGET_MET = "target_met"
    TARGET_MISSED = "target_missed"
    NOT_COMPARED = "not_compared"
    COMPARED = "compared"
    NO_ORDER = "no_order"
    RANKED = "ranked"
    GAP_OVER_TIME = "gap_over_time"
    GAP_BEYOND_CHANCE = "gap_beyond_chance"
    GAP_WITHIN_CHANCE = "gap_within_chance"
    NO_GROUPS = "no_groups"
    FIGURE_AGREES = "figure_agrees"
    FIGURE_DIFFERS = "figure_differs"
    FIGURE_OF_ANOTHER_PERIOD = "figure_of_another_period"


@dataclass(frozen=True, slots=True)
class Rank:
    """Between which ranks a place may lie, once chance is allowed for; 1 is the best, or the highest."""

    first: int
    last: int
    of: int
    within: int  # the rank that the claim asks for


@dataclass(frozen=True, slots=True)
class Finding:
    """The mark of a claim with its reason. period: of the figures it rests on; value_ids: these figures."""

    mark: Mark
    because: Because
    period: str = ""
    value: float | None = None
    beside: float | None = None  # what it was held against: a target, England's figure, an earlier figure
    other_period: str = ""
    comparison: str = ""
    rank: Rank | None = None
    value_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """One claim with where it stands, what it was tied to, and what was found."""

    number: int
    sentence: Sentence
    claim: Claim
    tie: Tie
    finding: Finding
    why: str = ""  # the reason in words


@dataclass(frozen=True, slots=True)
class Question:
    """Words that a reader is asked about, the measures to choose from, and the claims that wait for the answer."""

    words: str
    candidates: tuple[str, ...]
    claims: tuple[int, ...]  # numbers of checked claims
    sentence: str  # the first of their sentences
    of_sentence: bool = False  # the sentence names nothing itself; `words` is its short name


@dataclass(frozen=True, slots=True)
class ClaimsReport:
    """All that was found in a paper: everything that a page or a file is made from."""

    paper: str
    place_code: str
    place: str
    today: str
    pages: int | None
    sentences: int
    claims: tuple[CheckedClaim, ...]
    questions: tuple[Question, ...]
    set_aside: tuple[SetAside, ...]
    evidence: tuple[Evidence, ...]  # of every measure that a claim is tied to
    answers: tuple[tuple[str, str], ...]  # that were given
    notes: tuple[str, ...]

    def count(self, mark: Mark) -> int:
        """How many claims have a mark."""
        return sum(each.finding.mark is mark for each in self.claims)


def for_showing(report: ClaimsReport) -> ClaimsReport:
    """A report without what only finding it needed: the paragraphs around sentences, and what their words may mean."""
    return replace(
        report,
        claims=tuple(
            replace(each, sentence=_alone(each.sentence), claim=replace(each.claim, mentions=()))
            for each in report.claims
        ),
        set_aside=tuple(replace(each, sentence=_alone(each.sentence)) for each in report.set_aside),
    )


def without_sentences(report: ClaimsReport) -> ClaimsReport:
    """What was found, where and why, without the sentences: what may be kept of a paper that is not."""
    slim = for_showing(report)
    return replace(
        slim,
        claims=tuple(replace(each, sentence=replace(each.sentence, text="")) for each in slim.claims),
        questions=tuple(replace(each, sentence="") for each in slim.questions),
        set_aside=tuple(
            replace(each, sentence=replace(each.sentence, text=""), words="") for each in slim.set_aside
        ),
    )


def _alone(sentence: Sentence) -> Sentence:
    """A sentence with where it stands, without its paragraph and heading."""
    return replace(sentence, passage=replace(sentence.passage, text="", under=""))
