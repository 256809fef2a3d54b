"""A measure: one question about places, and how its answer is worked out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Aim(StrEnum):
    """The purpose of an integrated care system that a measure speaks to."""

    OUTCOMES = "outcomes"
    INEQUALITY = "inequality"
    PRODUCTIVITY = "productivity"
    DEVELOPMENT = "development"


class Better(StrEnum):
    """Which direction is good; declared, never guessed from a name."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Method(StrEnum):
    """How numerator and denominator become a value."""

    COUNT = "count"  # the numerator itself
    PROPORTION = "proportion"  # numerator of denominator, Wilson interval
    RATE = "rate"  # events over people, exact or Byar's interval
    RATIO = "ratio"  # one amount over another, no interval
    WAITING_TIME = "waiting_time"  # a percentile read from bands of waiting time
    PUBLISHED = "published"  # as the publisher worked it out


class Level(StrEnum):
    """Kinds of place that a measure is worked out for."""

    ENGLAND = "england"
    REGION = "region"
    ICS = "ics"
    SUB_ICB = "sub_icb"
    COUNCIL = "council"
    DISTRICT = "district"
    PROVIDER = "provider"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `at_least` up to and with `at_most`; an open end is None."""

    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True, slots=True)
class Except:
    """Everything but these."""

    values: tuple[str | float, ...]


Condition = str | float | tuple[str | float, ...] | Range | Except


@dataclass(frozen=True, slots=True)
class Selection:
    """Which column of a feed is added up, over which rows; several columns are added together."""

    columns: tuple[str, ...]
    where: Mapping[str, Condition] = field(default_factory=dict)
    feed: str = ""  # another feed than the measure's own, such as a population
    minus: tuple[str, ...] = ()  # columns taken off


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A dimension by which the measure is also worked out, and for which levels."""

    by: str
    title: str
    levels: tuple[Level, ...]
    latest_only: bool = False  # only for the newest period, to keep the account small
    replaces: Mapping[str, Condition] = field(
        default_factory=dict
    )  # conditions in place of the measure's own
    deprivation: bool = False  # its groups run from most to least deprived
    people: bool = False  # its groups are of people, so that one of them can be left behind


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One declared measure; `definition_hash` changes whenever a word of its definition does."""

    id: str
    title: str
    short: str  # at most 40 characters, for tables and charts
    question: str
    why: str
    aim: Aim
    better: Better
    unit: str
    method: Method
    feed: str
    by: str  # grain: the place column it is counted by
    levels: tuple[Level, ...]
    may_be_summed: bool
    numerator: Selection
    denominator: Selection | None = None
    author: str
    checker: str
    reviewed: date
    review_by: date
    source: str
    multiplier: float = 1.0
    percentile: float | None = None
    every: str = "month"
    breakdowns: tuple[Breakdown, ...] = ()
    lower: str = ""  # for published values: the columns of their interval
    upper: str = ""
    caveats: tuple[str, ...] = ()
    definition_hash: str = ""
