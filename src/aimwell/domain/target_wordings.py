"""How people write targets: headings of columns, words for numbers, dates and directions. The words are declared."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What a column of a target table holds."""

    PRIORITY = "priority"
    TARGET = "target"  # in words
    TARGET_OR_VALUE = "target_or_value"  # words or figures: the cells tell
    MEASURE = "measure"
    PLACE = "place"
    BASELINE = "baseline"
    BASELINE_PERIOD = "baseline_period"
    VALUE = "value"
    UNIT = "unit"
    DATE = "date"
    DIRECTION = "direction"
    OWNER = "owner"
    PARTNERS = "partners"
    INEQUALITY = "inequality"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class FieldHeadings:
    """The headings under which a field stands in people's tables."""

    field: Field
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetWordings:
    """All the words by which a target table is read."""

    source: str
    vague_dates: tuple[str, ...]
    before_dates: tuple[str, ...]  # taken off the front of a date, longest first
    fields: tuple[FieldHeadings, ...]
    directions: Mapping[str, tuple[str, ...]]  # lower, higher
    changes: Mapping[str, float]  # words that say by what share: halve is -0.5
    fractions: Mapping[str, float]
    bounds: Mapping[str, tuple[str, ...]]
    units: Mapping[str, tuple[str, ...]]

    def field_of(self, heading: str) -> Field | None:
        """The field that a heading, in plain form, names."""
        return next((each.field for each in self.fields if heading in each.headings), None)
