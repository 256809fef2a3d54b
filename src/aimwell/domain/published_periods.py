"""Reads the ways in which publishers write a period, which are many, into the one way of aimwell."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache

from aimwell.domain.periods import (
    MONTHS,
    Period,
    PeriodKind,
    quarter_of_financial_year,
    year_after,
)
from aimwell.domain.problems import Problem

# Excel counts days from 1 January 1900 and believes that 29 February 1900 existed, hence 30 December 1899.
EXCEL_DAY_ZERO = date(1899, 12, 30)
# A bare number is taken for an Excel day only within these years: above any year, below any count of people
EXCEL_DAYS = range(25_569, 73_051)  # 1970 to the end of 2099

_MONTH_NUMBER = {name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)}
_MONTH_NUMBER |= {name.lower(): number for number, name in enumerate(MONTHS, start=1)} | {"sept": 9}


def read_period(published: str | date | float) -> Period:
    """The period that a publisher's text, date or Excel day number stands for.

    Days and months in figures are read day first, as in Britain (28/02/2021); a file in American order
    is to be read by `read_period_month_first`. "2020-21" without spaces is a financial year, "2015 - 17"
    with spaces is several calendar years, quarters written after a financial year are quarters of it.

    Problem `period.unknown` for anything else, never a guess.
    """
    if isinstance(published, datetime):
        return Period.day(published.date())
    if isinstance(published, date):
        return Period.day(published)
    if isinstance(published, (int, float)):
        return _from_number(published)
    return _read(" ".join(published.split()))


def read_period_month_first(published: str) -> Period:
    """The day that an American date, such as 10/31/2020, stands for."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", published.strip(), re.ASCII)
    if found:
        month, day, year = found.groups()
        return _read(f"{day}/{month}/{year}")
    raise _unknown(published)


@lru_cache(maxsize=10_000)  # one file says the same few periods a million times
def _read(text: str) -> Period:
    for pattern, build in _PUBLISHED:
        if found := re.fullmatch(pattern, text, re.ASCII | re.IGNORECASE):
            try:
                return build(*found.groups())
            except (ValueError, KeyError):  # such as 30 February, or a word that is not a month
                continue
    try:
        return Period.parse(text)
    except Problem:
        raise _unknown(text) from None


def _from_number(number: float) -> Period:
    if number in range(1900, 2100):
        return Period.calendar_year(int(number))
    if int(number) in EXCEL_DAYS:
        return Period.day(EXCEL_DAY_ZERO + timedelta(days=int(number)))
    raise _unknown(str(number))


def _from_digits(digits: str) -> Period:
    return _from_number(int(digits))


def _full_year(year: str) -> int:
    return int(year) if len(year) == len("2026") else 2000 + int(year)


def _day(day: str, month: str, year: str) -> Period:
    number = int(month) if month.isdigit() else _MONTH_NUMBER[month.lower()]
    return Period.day(date(_full_year(year), number, int(day)))


def _year_first_day(year: str, month: str, day: str) -> Period:
    return _day(day, month, year)


def _month(month: str, year: str) -> Period:
    return Period.month(_full_year(year), _MONTH_NUMBER[month.lower()])


def _several_calendar_years(first: str, last: str) -> Period:
    return Period.calendar_years(int(first), year_after(int(first), last[-2:]))


def _financial_year(first: str, second: str) -> Period:
    return Period.parse(f"{first}/{second[-2:]}")


def _financial_years(first: str, second: str, last: str, after: str) -> Period:
    return Period.parse(f"{first}/{second[-2:]}-{last[-2:]}/{after[-2:]}")


def _financial_quarter(first: str, second: str, number: str) -> Period:
    return quarter_of_financial_year(_financial_year(first, second).start.year, int(number))


def _quarter_of_months(first: str, last: str, year: str) -> Period:
    start, end = _month(first, year), _month(last, year)
    return Period(PeriodKind.QUARTER, start.start, end.end)


def _financial_quarters(*parts: str) -> Period:
    first, last = _financial_quarter(*parts[:3]), _financial_quarter(*parts[3:])
    return first if first == last else Period.quarters(first, last)


_YEAR_PAIR = r"(20\d\d|19\d\d)[/-](\d\d|\d{4})"
_PUBLISHED: tuple[tuple[str, Callable[..., Period]], ...] = (
    (r"(\d{4})-(\d\d)-(\d\d)(?:[T ]00:00:00(?:\.0+)?Z?)?", _year_first_day),
    (r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)(?: 00:00(?::00)?)?", _day),
    (r"(\d{1,2})[- ]?([a-z]+)[- ]?(\d{4}|\d\d)", _day),  # 31-Aug-20, 01Jan2026, 01FEB2023, 1 May 2024
    (r"(?:[a-z]+-)?([a-z]+)[- ]?(\d{4}|\d\d)", _month),  # RTT-February-2026, MAR2019, April 26, Apr-24
    (_YEAR_PAIR + r",? ?Q(?:uarter )?([1-4])", _financial_quarter),
    (_YEAR_PAIR + r" ?Q([1-4]) - " + _YEAR_PAIR + r" ?Q([1-4])", _financial_quarters),
    (r"Q([1-4]),? " + _YEAR_PAIR, lambda q, first, second: _financial_quarter(first, second, q)),
    (r"([a-z]+)(?: to |-| - )([a-z]+) (\d{4})", _quarter_of_months),
    (r"(?:FY ?)?(\d{4})/(\d{4}|\d\d)", _financial_year),
    (r"(\d{4})-(1[3-9]|[2-9]\d)", _financial_year),  # 2020-21; 2009-10 is left to be October 2009
    (r"(\d{4}) - (\d{4}|\d\d)", _several_calendar_years),
    (r"(\d{4})/(\d\d) ?- ?(\d{4}|\d\d)/(\d\d)", _financial_years),
    (r"(\d{5})(?:\.0+)?", _from_digits),
)


def _unknown(published: str) -> Problem:
    return Problem(
        code="period.unknown",
        found=f"'{published}' is not a period.",
        expected="a day, month, quarter or year such as 2026-02-28, 28/02/2021, 31-Aug-20, February 2026, "
        "2021/22, 2021/22 Q1 or 2015 - 17.",
        remedy="Correct the period in the file, or say how this publisher writes it in the feed's definition.",
    )
