"""A value: one published number for a measure, a place, a period and a breakdown."""

from dataclasses import dataclass
from enum import StrEnum

VALUE_COLUMNS = (
    "measure",
    "place",
    "period",
    "breakdown",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "unit",
    "status",
    "value_id",
)
"""The columns that people and programs rely on, in order."""

EVERYONE = "all"
"""The breakdown of a value that is not broken down."""


class ValueStatus(StrEnum):
    """Whether a number can be relied on, and if there is none, why."""

    OK = "ok"
    ESTIMATED = "estimated"  # rests on a share of a place that was split between systems
    SUPPRESSED = "suppressed"  # the publisher withheld it to protect people
    MISSING = "missing"  # the publisher has no figure
    NO_DENOMINATOR = "no_denominator"
    SMALL_NUMBERS = "small_numbers"
    NOT_AVAILABLE = "not_available"  # cannot be worked out for this footprint


@dataclass(frozen=True, slots=True)
class Value:
    """One row of values, as read back."""

    measure: str
    place: str
    period: str
    breakdown: str
    numerator: float | None
    denominator: float | None
    value: float | None
    lower: float | None
    upper: float | None
    unit: str
    status: str
    value_id: str
