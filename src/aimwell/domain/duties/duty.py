"""A duty: what is owed, by whom to whom, on what ground, by which rule it falls due, and who signs."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TypeAlias


class Unit(StrEnum):
    """What a stretch of time is counted in."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Every(StrEnum):
    """How often a return is made."""

    MONTH = "month"
    QUARTER = "quarter"
    FINANCIAL_YEAR = "financial_year"


class Moves(StrEnum):
    """What becomes of a due date on which offices are closed. Nothing, unless the rule itself says otherwise."""

    STAYS = "stays"
    NEXT_WORKING_DAY = "next_working_day"
    PREVIOUS_WORKING_DAY = "previous_working_day"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: 3 weeks, 10 working days."""

    count: int
    unit: Unit

    @property
    def words(self) -> str:
        """As people say it: "10 working days"."""
        unit = self.unit.replace("_", " ")
        return f"{self.count} {unit.removesuffix('s') if self.count == 1 else unit}"


@dataclass(frozen=True, slots=True)
class DayOfFinancialYear:
    """The same day each year; in the year it is about, or in the year after."""

    month: int
    day: int
    after_year_end: bool = False


@dataclass(frozen=True, slots=True)
class BeforeFinancialYear:
    """Before the start of each financial year: 31 March at the latest."""


@dataclass(frozen=True, slots=True)
class AfterPeriodEnd:
    """So long after each month, quarter or financial year has ended."""

    every: Every
    span: Span


@dataclass(frozen=True, slots=True)
class AfterEvent:
    """So long after something that is recorded when it happens."""

    event: str
    span: Span


@dataclass(frozen=True, slots=True)
class AfterDuty:
    """So long after another duty is due."""

    duty: str
    span: Span


@dataclass(frozen=True, slots=True)
class SingleDate:
    """Once."""

    on: date


@dataclass(frozen=True, slots=True)
class StatedDate:
    """One line of a published table of dates."""

    label: str
    on: date
    at: time | None = None  # British time; without it any time of the day


@dataclass(frozen=True, slots=True)
class StatedDates:
    """A table of dates, as published."""

    dates: tuple[StatedDate, ...]


@dataclass(frozen=True, slots=True)
class Awaited:
    """No date has been published yet, or nobody has read it."""

    because: str


DueRule: TypeAlias = (
    DayOfFinancialYear
    | BeforeFinancialYear
    | AfterPeriodEnd
    | AfterEvent
    | AfterDuty
    | SingleDate
    | StatedDates
    | Awaited
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a sign-off chain: who signs, for which kind of body, and the working days they need."""

    role: str
    body: str
    days: int


@dataclass(frozen=True, slots=True)
class Guidance:
    """What has to be known before the work can begin, and when it was published."""

    title: str
    published: date
    source: str
    occurrence: str = ""  # the occurrence it is for; without it, every one
    governs_from: date | None = None  # first day of what it governs, where the occurrence does not tell


@dataclass(frozen=True, slots=True)
class ExceptionalDate:
    """One occurrence for which another date was set."""

    occurrence: str
    on: date
    because: str


@dataclass(frozen=True, slots=True)
class AlsoStated:
    """What another part of the same publication says: a date, a stretch of time, or a day of each year."""

    where: str
    occurrence: str = ""  # without it, every one
    on: date | None = None
    span: Span | None = None
    day_of_financial_year: DayOfFinancialYear | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that a kind of body owes. Local duties have the same fields as statutory ones."""

    id: str
    title: str
    owed_by: tuple[str, ...]  # kinds of body
    owed_to: tuple[str, ...]
    basis: str
    source: str
    verified: bool  # whether somebody has read the duty and its dates on the page named
    rule: DueRule
    delivers: str  # kind of document, or of return
    evidence: str  # what shows that it was done
    sign_off: tuple[Step, ...] = ()
    moves: Moves = Moves.STAYS
    at: time | None = None  # British time
    starts: date | None = None
    ends: date | None = None
    guidance: tuple[Guidance, ...] = ()
    exceptions: tuple[ExceptionalDate, ...] = ()
    also_stated: tuple[AlsoStated, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day, from which other days are counted."""

    id: str
    title: str
    on: date


@dataclass(frozen=True, slots=True)
class DutyPack:
    """Duties that somebody set for a stretch of time."""

    id: str
    title: str
    publisher: str
    starts: date
    ends: date
    source: str
    duties: tuple[Duty, ...]
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class QuietTime:
    """Days of every year on which few people can sign; both ends belong to it, and it may pass the new year."""

    title: str
    from_month: int
    from_day: int
    to_month: int
    to_day: int


@dataclass(frozen=True, slots=True)
class BodyKind:
    """A kind of body that owes duties or signs, what people call it, and the short form they type."""

    id: str
    name: str
    short: str


@dataclass(frozen=True, slots=True)
class DutyStandard:
    """The limits by which deadlines are judged, decided by somebody, with a reason."""

    title: str
    by: str
    decided: date
    reason: str
    due_soon_working_days: int
    most_steps_a_day: int  # of one body; more than these are a conflict
    quiet_times: tuple[QuietTime, ...]
    bodies: tuple[BodyKind, ...]

    def body_name(self, kind: str) -> str:
        """What people call a kind of body; the id itself for one that is local."""
        return next((each.name for each in self.bodies if each.id == kind), kind.replace("_", " "))

    def body_named(self, text: str) -> str | None:
        """The kind of body that somebody means by its id, short form or name; None for none of them."""
        wanted = text.casefold().strip()
        return next(
            (b.id for b in self.bodies if wanted in (b.id, b.short.casefold(), b.name.casefold())), None
        )
