"""What the groups of a breakdown are called on pages, and the order they stand in."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aimwell.domain.values import EVERYONE


@dataclass(frozen=True, slots=True)
class Codelist:
    """The codes of one dimension with their names, in the order in which groups are shown."""

    dimension: str  # name of the column of facts
    title: str
    source: str
    names: Mapping[str, str]
    heading: str = ""  # what the dimension is called over a column of groups


@dataclass(frozen=True, slots=True)
class Labels:
    """Names for the groups of every dimension; a code that nobody has named is made readable."""

    lists: Mapping[str, Codelist] = field(default_factory=dict)  # by dimension

    def of(self, dimension: str, code: str) -> str:
        """The name of a group: 'Most deprived fifth' for fifth 1."""
        if code == EVERYONE:
            return "Everyone"
        return self._names(dimension).get(code) or readable(code)

    def of_breakdown(self, breakdown: str) -> str:
        """The name of a value's breakdown: 'Ophthalmology' for 'treatment_function:C_130'."""
        dimension, _, code = breakdown.partition(":")
        return self.of(dimension, code or dimension)

    def names(self, dimension: str, code: str) -> bool:
        """Whether somebody has named this group; false where it would only be made readable."""
        return code == EVERYONE or code in self._names(dimension)

    def dimension_title(self, dimension: str) -> str:
        """What groups of a dimension are groups of: 'Specialty', 'Age'."""
        declared = self.lists.get(dimension)
        return (declared.heading if declared else "") or readable(dimension)

    def in_order(self, dimension: str, codes: Iterable[str]) -> tuple[str, ...]:
        """Codes as groups are shown: everyone, then as the list has them, then the unnamed as people count."""
        place = {code: number for number, code in enumerate(self._names(dimension))}
        return tuple(
            sorted(codes, key=lambda code: (code != EVERYONE, place.get(code, len(place)), _as_counted(code)))
        )

    def _names(self, dimension: str) -> Mapping[str, str]:
        declared = self.lists.get(dimension)
        return declared.names if declared else {}


def readable(code: str) -> str:
    """A code that nobody has named, made readable: 'NON_URGENT' becomes 'Non urgent', 'C_130' stays."""
    text = " ".join(code.replace("_", " ").split())
    if not text or any(sign.isdigit() for sign in text):
        return code.strip() or "Not stated"
    if text.isupper() and len(text) > LONGEST_ABBREVIATION:
        text = text.lower()
    return text[0].upper() + text[1:]


LONGEST_ABBREVIATION = 5  # COPD and DTaP are said letter by letter; a longer word in capitals is a word


def _as_counted(code: str) -> tuple[tuple[int, int, str], ...]:
    """A key that puts '5-9' before '10-14' and '2' before '10'."""
    parts = re.findall(r"\d+|\D+", code.casefold())
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)
