"""Stretches of time that figures are published for: days, months, quarters and years, one or several."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache, total_ordering

from aimwell.domain.problems import Problem

CANONICAL_FORMS = (
    "a day 2026-02-28, a month 2026-02, a calendar quarter 2025-Q3, a calendar year 2021, calendar years "
    "2015-17, a financial year 2024/25, financial years 2020/21-24/25 or quarters 2021-Q2-2025-Q4"
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class PeriodKind(StrEnum):
    """The kinds of period that England's health and care figures come in."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"  # of a calendar year: Q3 is July to September
    CALENDAR_YEAR = "calendar_year"
    FINANCIAL_YEAR = "financial_year"  # 1 April to 31 March
    CALENDAR_YEARS = "calendar_years"  # pooled, both ends included
    FINANCIAL_YEARS = "financial_years"
    QUARTERS = "quarters"  # added up since the first one


@total_ordering
@dataclass(frozen=True, slots=True, repr=False)
class Period:
    """One period; both ends belong to it. `text` is its canonical form, the same everywhere in aimwell.

    Periods are in order of their first day, then of their last.
    """

    kind: PeriodKind
    start: date
    end: date
    text: str = field(init=False)

    def __post_init__(self) -> None:
        if not _is_whole(self.kind, self.start, self.end):
            raise _unknown(f"{self.start} to {self.end} is not a whole {self.kind.replace('_', ' ')}.")
        object.__setattr__(self, "text", _CANONICAL_TEXT[self.kind](self.start, self.end))

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period a canonical text stands for; Problem `period.unknown` for any other text."""
        return _parse(text)

    @classmethod
    def day(cls, on: date) -> "Period":
        """One day."""
        return cls(PeriodKind.DAY, on, on)

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """One month; January is 1."""
        return cls(PeriodKind.MONTH, _first_of(year, month), _last_of(year, month))

    @classmethod
    def quarter(cls, year: int, number: int) -> "Period":
        """One quarter of a calendar year; quarter 1 is January to March."""
        return cls(PeriodKind.QUARTER, _first_of(year, 3 * number - 2), _last_of(year, 3 * number))

    @classmethod
    def calendar_year(cls, year: int) -> "Period":
        """January to December."""
        return cls(PeriodKind.CALENDAR_YEAR, date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def financial_year(cls, starting: int) -> "Period":
        """1 April of the year given to 31 March of the next."""
        return cls(PeriodKind.FINANCIAL_YEAR, date(starting, 4, 1), date(starting + 1, 3, 31))

    @classmethod
    def calendar_years(cls, first: int, last: int) -> "Period":
        """Several calendar years taken together."""
        return cls(PeriodKind.CALENDAR_YEARS, date(first, 1, 1), date(last, 12, 31))

    @classmethod
    def financial_years(cls, first_starting: int, last_starting: int) -> "Period":
        """Several financial years taken together."""
        return cls(PeriodKind.FINANCIAL_YEARS, date(first_starting, 4, 1), date(last_starting + 1, 3, 31))

    @classmethod
    def quarters(cls, first: "Period", last: "Period") -> "Period":
        """All quarters from the first to the last, taken together."""
        return cls(PeriodKind.QUARTERS, first.start, last.end)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    @property
    def words(self) -> str:
        """As people say it: `February 2026`, `April 2024 to March 2025`, `2015 to 2017`."""
        match self.kind:
            case PeriodKind.DAY:
                return f"{self.start.day} {_month_year(self.start)}"
            case PeriodKind.MONTH:
                return _month_year(self.start)
            case PeriodKind.QUARTER:
                return f"{MONTHS[self.start.month - 1]} to {_month_year(self.end)}"
            case PeriodKind.CALENDAR_YEAR:
                return str(self.start.year)
            case PeriodKind.CALENDAR_YEARS:
                return f"{self.start.year} to {self.end.year}"
            case PeriodKind.FINANCIAL_YEAR | PeriodKind.FINANCIAL_YEARS | PeriodKind.QUARTERS:
                return f"{_month_year(self.start)} to {_month_year(self.end)}"

    def contains(self, other: "Period | date") -> bool:
        """Whether the other lies wholly inside this one; a period contains itself."""
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        return self.start <= other <= self.end

    def next(self) -> "Period":
        """The following one in a published series.

        Pooled years roll on by one year; quarters added up since a first one grow by one quarter.
        """
        return self._moved(1)

    def previous(self) -> "Period":
        """The one before in a published series; the reverse of `next`."""
        return self._moved(-1)

    def _moved(self, steps: int) -> "Period":
        if self.kind is PeriodKind.DAY:
            return Period.day(self.start + timedelta(days=steps))
        months = steps * _UNITS[self.kind].months
        start = self.start if self.kind is PeriodKind.QUARTERS else _months_on(self.start, months)
        after_end = _months_on(self.end + timedelta(days=1), months)
        return Period(self.kind, start, after_end - timedelta(days=1))

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.start, self.end) < (other.start, other.end)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Period({self.text!r})"


@dataclass(frozen=True, slots=True)
class _Unit:
    """What a kind of period is made of, in months; `several` when it takes two or more of them."""

    months: int
    first_month: int
    several: bool


_UNITS = {
    PeriodKind.MONTH: _Unit(1, 1, several=False),
    PeriodKind.QUARTER: _Unit(3, 1, several=False),
    PeriodKind.QUARTERS: _Unit(3, 1, several=True),
    PeriodKind.CALENDAR_YEAR: _Unit(12, 1, several=False),
    PeriodKind.CALENDAR_YEARS: _Unit(12, 1, several=True),
    PeriodKind.FINANCIAL_YEAR: _Unit(12, 4, several=False),
    PeriodKind.FINANCIAL_YEARS: _Unit(12, 4, several=True),
}


def quarter_of_financial_year(starting: int, number: int) -> Period:
    """Quarter 1 of a financial year is April to June; quarter 4 falls in the next calendar year."""
    first = _months_on(date(starting, 4, 1), 3 * (number - 1))
    return Period.quarter(first.year, (first.month + 2) // 3)


def _first_of(year: int, month: int) -> date:
    return date(year, month, 1)


def _last_of(year: int, month: int) -> date:
    return _months_on(date(year, month, 1), 1) - timedelta(days=1)


def _months_on(first_of_month: date, months: int) -> date:
    count = first_of_month.year * 12 + first_of_month.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _month_year(on: date) -> str:
    return f"{MONTHS[on.month - 1]} {on.year}"


def _is_whole(kind: PeriodKind, start: date, end: date) -> bool:
    """Whether the days make up exactly one period of that kind, or at least two units if it is several."""
    if kind is PeriodKind.DAY:
        return start == end
    unit, after = _UNITS[kind], end + timedelta(days=1)
    months = 12 * (after.year - start.year) + after.month - start.month
    begins = start.day == 1 and (start.month - unit.first_month) % unit.months == 0
    many_enough = months % unit.months == 0 and months >= 2 * unit.months
    return begins and after.day == 1 and (many_enough if unit.several else months == unit.months)


_CANONICAL_TEXT: dict[PeriodKind, Callable[[date, date], str]] = {
    PeriodKind.DAY: lambda start, _: start.isoformat(),
    PeriodKind.MONTH: lambda start, _: f"{start:%Y-%m}",
    PeriodKind.QUARTER: lambda start, _: _quarter_text(start),
    PeriodKind.QUARTERS: lambda start, end: f"{_quarter_text(start)}-{_quarter_text(end)}",
    PeriodKind.CALENDAR_YEAR: lambda start, _: f"{start:%Y}",
    PeriodKind.CALENDAR_YEARS: lambda start, end: (
        f"{start:%Y}-{end:%Y}" if _misread_when_short(start, end) else f"{start:%Y}-{end:%y}"
    ),
    PeriodKind.FINANCIAL_YEAR: lambda start, end: f"{start:%Y}/{end:%y}",
    PeriodKind.FINANCIAL_YEARS: lambda start, end: (
        f"{start:%Y}/{(start.year + 1) % 100:02}-{(end.year - 1) % 100:02}/{end:%y}"
    ),
}


def _misread_when_short(start: date, end: date) -> bool:
    """2008-10 is October 2008, and 2020-21 a financial year to many people: such years are written out."""
    other_century = start.year // 100 != end.year // 100
    return end.year % 100 in range(13) or end.year == start.year + 1 or other_century


def _quarter_text(on: date) -> str:
    return f"{on:%Y}-Q{(on.month + 2) // 3}"


def year_after(first: int, two_digits: str) -> int:
    """The first year from `first` on that ends in the digits given: 1998 and "01" give 2001."""
    return first + (int(two_digits) - first) % 100


def _financial_year(first: str, second: str) -> Period:
    if (int(first) + 1) % 100 != int(second):
        raise ValueError(f"{first}/{second} are not two years running")
    return Period.financial_year(int(first))


def _calendar_years(first: str, last: str) -> Period:
    period = Period.calendar_years(int(first), year_after(int(first), last))
    if _misread_when_short(period.start, period.end):
        raise ValueError(f"{first}-{last} can be misread")
    return period


def _financial_years(first: str, second: str, last: str, after: str) -> Period:
    start = _financial_year(first, second).start.year
    end = _financial_year(str(year_after(start, last[-2:])), after)
    return Period.financial_years(start, end.start.year)


_CANONICAL: tuple[tuple[str, Callable[..., Period]], ...] = (
    (r"(\d{4})-(\d\d)-(\d\d)", lambda y, m, d: Period.day(date(int(y), int(m), int(d)))),
    (r"(\d{4})-(0[1-9]|1[0-2])", lambda y, m: Period.month(int(y), int(m))),
    (r"(\d{4})-Q([1-4])", lambda y, q: Period.quarter(int(y), int(q))),
    (r"(\d{4})", lambda y: Period.calendar_year(int(y))),
    (r"(\d{4})/(\d\d)", _financial_year),
    (r"(\d{4})-(\d\d)", _calendar_years),
    (r"(\d{4})-(\d{4})", lambda y, e: Period.calendar_years(int(y), int(e))),
    (r"(\d{4})/(\d\d)-(\d\d)/(\d\d)", _financial_years),
    (
        r"(\d{4})-Q([1-4])-(\d{4})-Q([1-4])",
        lambda y, q, z, r: Period.quarters(Period.quarter(int(y), int(q)), Period.quarter(int(z), int(r))),
    ),
)


@lru_cache(maxsize=10_000)  # one file says the same few periods a million times
def _parse(text: str) -> Period:
    for pattern, build in _CANONICAL:
        if found := re.fullmatch(pattern, text, re.ASCII):
            try:
                return build(*found.groups())
            except ValueError:  # such as 30 February or year 0
                break
    raise _unknown(f"'{text}' is not a period.")


def _unknown(found: str) -> Problem:
    return Problem(
        code="period.unknown",
        found=found,
        expected=CANONICAL_FORMS + ".",
        remedy="Write the period in one of these forms.",
    )
