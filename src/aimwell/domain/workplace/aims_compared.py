"""Aims of many systems side by side: what each target has, how much it asks a year, and how near it is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from aimwell.domain.periods import Period
from aimwell.domain.workplace.standing import StandingKind

DAYS_A_YEAR = 365.25
SHORTEST = 0.25  # of a year: what is asked in fewer weeks is not asked by the year


class Part(StrEnum):
    """What a target may have."""

    NUMBER = "number"
    DATE = "date"
    BASELINE = "baseline"
    GAP = "gap"
    OWNER = "owner"


class Made(StrEnum):
    """How completely a target is made, the most complete first. Groups come before ranks."""

    WHOLE = "whole"  # number, date, baseline, and a gap to narrow
    NO_GAP = "no_gap"
    NO_BASELINE = "no_baseline"
    VAGUE = "vague"  # no number or no date


class AgainstEngland(StrEnum):
    """What a target asks beside what England changed since the same time; only for the same measure and group."""

    MORE = "more"
    LESS = "less"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ComparedAim:
    """One target of one system. per_year: shares of the baseline, above zero for the better; None: nobody can say.

    mark: what the target said when it was looked at; the last fields are filled in once somebody looks at them.
    """

    target: str
    mark: str
    system: str
    system_name: str
    state: str  # approved, or how far a draft has come
    priority: str
    level: str
    aim: str
    theme: str
    title: str
    measure: str
    measure_words: str
    place: str
    breakdown: str
    unit: str
    direction: str
    baseline: float | None
    baseline_period: str
    value: float | None
    by: date | None
    parts: frozenset[Part]
    made: Made
    per_year: float | None
    owner: str
    illustrative: bool
    england_per_year: float | None = None  # of England since the baseline's period
    travelled: float | None = None
    standing: StandingKind = StandingKind.CANNOT_TELL
    value_id: str = ""
    proof: str = ""

    @property
    def against_england(self) -> AgainstEngland:
        """Whether it asks more a year than England changed since its baseline."""
        if self.per_year is None or self.england_per_year is None:
            return AgainstEngland.UNKNOWN
        return AgainstEngland.MORE if self.per_year > self.england_per_year else AgainstEngland.LESS


def made_of(parts: frozenset[Part]) -> Made:
    """How completely a target with these parts is made."""
    if not {Part.NUMBER, Part.DATE} <= parts:
        return Made.VAGUE
    if Part.BASELINE not in parts:
        return Made.NO_BASELINE
    return Made.WHOLE if Part.GAP in parts else Made.NO_GAP


def per_year(start: float | None, end: float | None, since: date | None, until: date | None) -> float | None:
    """The change from a start to an end as a share of the start for each year; None where that says nothing."""
    if start is None or end is None or since is None or until is None or start == 0:
        return None
    years = (until - since).days / DAYS_A_YEAR
    return (end - start) / abs(start) / years if years >= SHORTEST else None


def change_since(periods: Sequence[str], values: Sequence[float], began: str) -> float | None:
    """How much a series changed a year from a period to its newest; None where it has no value for that period."""
    if began not in periods:
        return None
    at = periods.index(began)
    return per_year(values[at], values[-1], Period.parse(began).end, Period.parse(periods[-1]).end)


class SortBy(StrEnum):
    """In what order aims of one group stand."""

    SYSTEM = "system"
    DATE = "date"
    NEAR = "near"  # who has travelled most of the way first
    STANDING = "standing"
    AMBITION = "ambition"  # only within one measure and group of people


@dataclass(frozen=True, slots=True)
class AimsQuestion:
    """What is asked. Empty fields ask for all."""

    measure: str = ""
    aim: str = ""
    level: str = ""
    theme: str = ""
    words: str = ""
    has: frozenset[Part] = frozenset()
    sort: SortBy = SortBy.SYSTEM


BY_STANDING = frozenset({SortBy.NEAR, SortBy.STANDING})
"""Orders for which it must be known how aims stand."""


def fitting(aims: Iterable[ComparedAim], question: AimsQuestion) -> list[ComparedAim]:
    """The aims asked for, in no order."""
    return [aim for aim in aims if _fits(aim, question)]


def ordered(found: Sequence[ComparedAim], sort: SortBy) -> list[ComparedAim]:
    """Aims with the most complete first, and in the order asked for within each group.

    They are ranked by what they ask a year only where all are of one measure and group of people.
    """
    if sort is SortBy.AMBITION and not rankable(found):
        sort = SortBy.SYSTEM
    order, groups = ORDERS[sort], {made: number for number, made in enumerate(Made)}
    return sorted(found, key=lambda aim: (groups[aim.made], *order(aim), aim.system_name, aim.title))


def rankable(aims: Sequence[ComparedAim]) -> bool:
    """Whether aims are all of one measure and group, so that what they ask may be compared."""
    return bool(aims) and len({(aim.measure, aim.breakdown) for aim in aims}) == 1 and bool(aims[0].measure)


def _fits(aim: ComparedAim, question: AimsQuestion) -> bool:
    wanted = (
        (question.measure, aim.measure),
        (question.aim, aim.aim),
        (question.level, aim.level),
        (question.theme, aim.theme),
    )
    if any(asked and asked != own for asked, own in wanted) or not question.has <= aim.parts:
        return False
    words = question.words.casefold()
    return not words or any(
        words in text.casefold() for text in (aim.title, aim.priority, aim.measure_words, aim.system_name)
    )


def _known_first(value: float | None, *, highest: bool) -> tuple[bool, float]:
    return value is None, (-value if highest else value) if value is not None else 0.0


ORDERS: Mapping[SortBy, Callable[[ComparedAim], tuple[Any, ...]]] = {
    SortBy.SYSTEM: lambda _: (),
    SortBy.DATE: lambda aim: (aim.by or date.max,),
    SortBy.NEAR: lambda aim: _known_first(aim.travelled, highest=True),
    SortBy.STANDING: lambda aim: (list(StandingKind).index(aim.standing),),
    SortBy.AMBITION: lambda aim: _known_first(aim.per_year, highest=True),
}


@dataclass(frozen=True, slots=True)
class SystemsCount:
    """How many systems have at least one target made this completely, and none made more so."""

    made: Made
    systems: int
    targets: int


def counted(aims: Iterable[ComparedAim]) -> tuple[SystemsCount, ...]:
    """Systems by their most complete target, and targets by how they are made."""
    of_system: dict[str, set[Made]] = {}
    targets: dict[Made, int] = dict.fromkeys(Made, 0)
    for aim in aims:
        targets[aim.made] += 1
        of_system.setdefault(aim.system, set()).add(aim.made)
    best = [next(made for made in Made if made in own) for own in of_system.values()]
    return tuple(SystemsCount(made, best.count(made), targets[made]) for made in Made)
