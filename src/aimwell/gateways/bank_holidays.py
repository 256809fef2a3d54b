"""England's bank holidays from the library `holidays`, which knows substitute days and one-off holidays.

One-off holidays are announced, so later years hold only those announced when the library was published.
"""

import re
from types import MappingProxyType

import holidays

from aimwell.domain.working_days import WorkingCalendar


def english_calendar(first_year: int, last_year: int) -> WorkingCalendar:
    """Working days in England for whole calendar years, both included."""
    published = holidays.country_holidays("GB", subdiv="ENG", years=range(first_year, last_year + 1))
    named = {day: _in_words(name) for day, name in sorted(published.items())}
    return WorkingCalendar(first_year, last_year, MappingProxyType(named))


def _in_words(name: str) -> str:
    return re.sub(r" \(observed\)", ", substitute day", name)
