"""What a plan or strategy has to contain by the rules of its time, and what of that is still missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aimwell.domain.placeholders import is_answer


class Owner(StrEnum):
    """Kinds of body that own a document."""

    PARTNERSHIP = "integrated_care_partnership"
    BOARD = "integrated_care_board"
    TRUST = "trust"
    HEALTH_AND_WELLBEING_BOARD = "health_and_wellbeing_board"
    COUNCIL = "council"
    PLACE = "place"
    NEIGHBOURHOOD = "neighbourhood"


@dataclass(frozen=True, slots=True)
class RequiredContent:
    """One thing that a document has to contain."""

    id: str
    asks: str  # what to write about, as an order: "Say how …"
    source: str
    verified: bool  # whether somebody has read it on the page that is named
    note: str = ""


@dataclass(frozen=True, slots=True)
class PlanRules:
    """The rules of one kind of document, in force for a stretch of time."""

    id: str
    kind: str
    title: str
    about: str
    owners: tuple[Owner, ...]
    starts: date
    covers: str  # the period that the document speaks of, in words
    timing: str
    source: str
    verified: bool
    contents: tuple[RequiredContent, ...]
    ends: date | None = None
    years: int | None = None  # how many years it looks ahead, where that is set
    takes_account_of: tuple[str, ...] = ()  # other kinds of document


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a document deals with a required content, or why it need not."""

    where: str = ""  # section, page or link
    does_not_apply_because: str = ""


class Standing(StrEnum):
    """How one required content stands."""

    ANSWERED = "answered"
    DOES_NOT_APPLY = "does not apply"
    MISSING = "missing"
    TO_CONSIDER = (
        "to consider"  # nobody has read this requirement at its source: it is asked for and not held against
    )


@dataclass(frozen=True, slots=True)
class CheckedContent:
    """One required content, how it stands, and why."""

    content: RequiredContent
    standing: Standing
    because: str


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """A document held against its checklist."""

    rules: PlanRules
    contents: tuple[CheckedContent, ...]
    strangers: tuple[str, ...]  # answers to what the checklist does not ask

    @property
    def missing(self) -> tuple[CheckedContent, ...]:
        """What is required and not there."""
        return tuple(each for each in self.contents if each.standing is Standing.MISSING)

    @property
    def complete(self) -> bool:
        """Whether nothing that is required is missing."""
        return not self.missing

    @property
    def words(self) -> str:
        """The state of the checklist in a sentence."""
        held = [each for each in self.contents if each.standing is not Standing.TO_CONSIDER]
        there = len(held) - len(self.missing)
        title = lower_first(self.rules.title)
        said = (
            f"{there} of {len(held)} required contents of the {title} are dealt with."
            if held
            else f"Nothing is verified to be required of the {title}."
        )
        if self.missing:
            said += " Missing: " + "; ".join(lower_first(each.content.asks) for each in self.missing) + "."
        loose = sum(each.standing is Standing.TO_CONSIDER for each in self.contents)
        if loose:
            said += f" {loose} more to consider: nobody has verified that they are required."
        return said


def check_contents(rules: PlanRules, answers: Mapping[str, Answer]) -> CheckedPlan:
    """Which of the required contents a document has. answers: by the id of the content."""
    known = {content.id for content in rules.contents}
    return CheckedPlan(
        rules,
        tuple(_checked(content, answers.get(content.id, Answer())) for content in rules.contents),
        tuple(sorted(set(answers) - known)),
    )


def rules_in_force(packs: Iterable[PlanRules], kind: str, on: date) -> PlanRules | None:
    """The rules of a kind of document on a day, the newest where several hold; None where there are none."""
    found = [each for each in packs if each.kind == kind and each.starts <= on <= (each.ends or date.max)]
    return max(found, key=lambda each: each.starts, default=None)


def lower_first(words: str) -> str:
    """Words as they stand within a sentence: without a capital at the start, and without a full stop.

    A first word all in capitals, such as NHS, stays.
    """
    first = words.split(" ", 1)[0]
    kept = words if len(first) > 1 and first.isupper() else words[:1].lower() + words[1:]
    return kept.rstrip(".")


def _checked(content: RequiredContent, answer: Answer) -> CheckedContent:
    if is_answer(answer.where):
        return CheckedContent(content, Standing.ANSWERED, f"It is dealt with at {answer.where.strip()}.")
    if is_answer(answer.does_not_apply_because):
        reason = answer.does_not_apply_because.strip()
        return CheckedContent(content, Standing.DOES_NOT_APPLY, f"It does not apply: {lower_first(reason)}.")
    written = answer.where.strip() or answer.does_not_apply_because.strip()
    because = f"'{written}' is no answer." if written else "Nothing says where the document deals with it."
    if not content.verified:
        return CheckedContent(
            content, Standing.TO_CONSIDER, f"{because} Nobody has verified that it is required."
        )
    return CheckedContent(content, Standing.MISSING, because)
