"""What residents are told first about their place: questions, and the measures that answer them."""

from dataclasses import dataclass
from datetime import date

from aimwell.domain.measures import Level

VALUE, PLACE = "{value}", "{place}"


@dataclass(frozen=True, slots=True)
class Answer:
    """A measure that answers a question, and the sentence that its value stands in."""

    measure: str
    says: str  # with {value}, and {place} where the value is of a larger place
    level: Level = Level.ICS  # region: the value of the region that a system is in


@dataclass(frozen=True, slots=True)
class Question:
    """Something residents ask; the first answer that has a recent figure is given."""

    asks: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class ResidentsView:
    """What residents are told first, in order."""

    title: str
    by: str
    decided: date
    reason: str
    newest_within_years: int
    questions: tuple[Question, ...]
