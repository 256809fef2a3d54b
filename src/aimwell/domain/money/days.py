"""Days as ledgers write them. Whether a file puts the day or the month first is decided once, from all its dates."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

NUMBERS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?:[ T].*)?")
YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[ T].*)?")
NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-/]*([A-Za-z]{3,9})[ \-/,.]*(\d{4}|\d{2})(?:[ T].*)?")
PACKED = re.compile(r"(19\d{2}|20\d{2})(\d{2})(\d{2})")
SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")  # 1954 to 2091, as spreadsheets count days
SERIAL_ZERO = date(1899, 12, 30)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CENTURY = 2000  # no body published its payments before 2010
ENOUGH_DAYS = 3  # different days beside one month that tell a monthly file


class DateOrder(StrEnum):
    """Which number of 03/04/2025 is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    EACH = "each"  # both occur, and no date of the file can be read two ways


@dataclass(frozen=True, slots=True)
class OrderDecision:
    """The order of a file's dates, and why; no order where the dates do not tell."""

    order: DateOrder | None
    because: str


def decide_order(texts: Collection[str]) -> OrderDecision:
    """The order of the dates of one file, from all of them together, never row by row."""
    pairs = {(int(found[1]), int(found[2])) for text in texts if (found := NUMBERS.fullmatch(text.strip()))}
    if not pairs:
        return OrderDecision(DateOrder.DAY_FIRST, "")
    day_first = sum(first > 12 for first, _ in pairs)
    month_first = sum(second > 12 for _, second in pairs)
    if day_first and month_first:
        return _mixed_order(pairs)
    if day_first:
        return OrderDecision(DateOrder.DAY_FIRST, "some dates can only be read so, and none the other way")
    if month_first:
        return OrderDecision(DateOrder.MONTH_FIRST, "some dates can only be read so, and none the other way")
    return _order_of_a_month(pairs)


def _mixed_order(pairs: set[tuple[int, int]]) -> OrderDecision:
    """Where some dates have the day first and some the month: fine while none could be either."""
    if all(first > 12 or second > 12 or first == second for first, second in pairs):
        return OrderDecision(DateOrder.EACH, "both orders occur, and every date can be read in one way only")
    because = "some dates can only have the day first, some only the month first, and some could be either"
    return OrderDecision(None, because)


def _order_of_a_month(pairs: set[tuple[int, int]]) -> OrderDecision:
    """Where no number is above 12: a file of one month has one month and several days."""
    firsts, seconds = {first for first, _ in pairs}, {second for _, second in pairs}
    if all(first == second for first, second in pairs):
        return OrderDecision(DateOrder.DAY_FIRST, "every date reads the same both ways")
    if len(seconds) == 1 and len(firsts) >= ENOUGH_DAYS:
        return OrderDecision(DateOrder.DAY_FIRST, "the second number, the month, is the same in all dates")
    if len(firsts) == 1 and len(seconds) >= ENOUGH_DAYS:
        return OrderDecision(DateOrder.MONTH_FIRST, "the first number, the month, is the same in all dates")
    return OrderDecision(None, "no date has a number above 12, so each can be read two ways")


def read_day(text: str, order: DateOrder) -> date | None:
    """The day in a cell; None where it is none."""
    text = text.strip()
    if found := YEAR_FIRST.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := NUMBERS.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        month_leads = order is DateOrder.MONTH_FIRST or (order is DateOrder.EACH and second > 12)
        day, month = (second, first) if month_leads else (first, second)
        return _day(_year(found[3]), month, day)
    if found := NAMED.fullmatch(text):
        named = found[2][:3].casefold()
        return _day(_year(found[3]), MONTHS.index(named) + 1, int(found[1])) if named in MONTHS else None
    if found := PACKED.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    return SERIAL_ZERO + timedelta(days=int(float(text))) if SERIAL.fullmatch(text) else None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else CENTURY + int(text)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class PeriodDecision:
    """Whether codes such as 202204 count from April, and why."""

    from_april: bool
    because: str


SIX_DIGITS = re.compile(r"(20\d{2})[/\- ]?(\d{2})")
NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})[ \-/]*(20\d{2}|\d{2})")
APRIL = 4


def decide_periods(seen: Mapping[tuple[str, date], int]) -> PeriodDecision:
    """Whether a file's period codes count months from April, from the days beside them. seen: code and day, how often."""
    calendar = financial = 0
    for (code, day), lines in seen.items():
        if found := SIX_DIGITS.fullmatch(code.strip()):
            year, number = int(found[1]), int(found[2])
            calendar += lines * ((year, number) == (day.year, day.month))
            financial += lines * (_from_april(year, number) == (day.year, day.month))
    if calendar > financial:
        return PeriodDecision(
            from_april=False, because=f"the code is the month of payment on {calendar:,} lines"
        )
    because = f"counted from April it is the month of the day on {financial:,} lines"
    return PeriodDecision(from_april=True, because=because)


def _from_april(year: int, number: int) -> tuple[int, int]:
    months = APRIL - 1 + number
    return (year, months) if months <= 12 else (year + 1, months - 12)


def read_period(text: str, decision: PeriodDecision, order: DateOrder) -> str:
    """A period as the register writes it: 2022-07, 2022/23; '' where the cell does not tell."""
    text = text.strip()
    if found := SIX_DIGITS.fullmatch(text):
        return _coded(int(found[1]), int(found[2]), decision)
    if found := NAMED_MONTH.fullmatch(text):
        month = found[1][:3].casefold()
        return f"{_year(found[2])}-{MONTHS.index(month) + 1:02}" if month in MONTHS else ""
    day = read_day(text, order)
    return f"{day.year}-{day.month:02}" if day else ""


def _coded(year: int, number: int, decision: PeriodDecision) -> str:
    if not decision.from_april:
        return f"{year}-{number:02}" if 1 <= number <= 12 else ""
    if 1 <= number <= 12:
        year, month = _from_april(year, number)
        return f"{year}-{month:02}"
    return f"{year}/{(year + 1) % 100:02}"  # a thirteenth period holds what closing the year changed
