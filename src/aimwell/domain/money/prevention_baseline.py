"""A share that somebody froze, so that later ones are held to what was said then."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from aimwell.domain.money.prevention_share import Share

APRIL = 4
YEAR = re.compile(r"(\d{4})/\d{2}")
MONTH = re.compile(r"(\d{4})-(\d{2})")
QUARTER = re.compile(r"(\d{4})-Q[1-4]")


@dataclass(frozen=True, slots=True)
class Baseline:
    """A frozen share: who froze it, when, why, and under which rules it was read."""

    number: int
    share: Share
    rules_mark: str
    by: str
    reason: str
    at: datetime


def financial_year(day: date | None, period: str) -> str:
    """The financial year of a payment, such as 2025/26: by its day, or by the period its file says; '' if neither."""
    if day is not None:
        return year_from(day.year - (day.month < APRIL))
    if YEAR.fullmatch(period):
        return period
    if month := MONTH.fullmatch(period):
        return year_from(int(month[1]) - (int(month[2]) < APRIL))
    if quarter := QUARTER.fullmatch(period):  # quarters of accounts: the first begins in April
        return year_from(int(quarter[1]))
    return ""


def year_from(start: int) -> str:
    """The financial year that begins in April of a calendar year."""
    return f"{start}/{(start + 1) % 100:02d}"


def years_between(earlier: str, later: str) -> int:
    """How many years one financial year is after another. Raises ValueError for what is no financial year."""
    return int(later[:4]) - int(earlier[:4])
