"""By when a target is to be reached, as people write it: March 2028, 2027/28, Q3 25/26, end of 2028/29."""

import re
from dataclasses import dataclass

from aimwell.domain.periods import Period, PeriodKind, quarter_of_financial_year, year_after
from aimwell.domain.problems import Problem
from aimwell.domain.published_periods import read_period
from aimwell.domain.target_wordings import TargetWordings

CENTURY = 2000
LONGEST = 80  # signs; anything longer is a sentence
YEARS = range(1990, 2100)
YEAR = re.compile(r"(?:fy\s*)?(\d{4})", re.ASCII)
SHORT_YEARS = re.compile(r"(?:fy\s*)?(\d\d|\d{4})\s*[/-]\s*(\d\d|\d{4})", re.ASCII)
QUARTER_FIRST = re.compile(
    r"q(?:uarter)?\s*([1-4])[\s,]*(?:of\s+)?(?:fy\s*)?(\d\d|\d{4})\s*[/-]\s*(\d\d|\d{4})", re.ASCII
)
QUARTER_LAST = re.compile(
    r"(?:fy\s*)?(\d\d|\d{4})\s*[/-]\s*(\d\d|\d{4})[\s,]*q(?:uarter)?\s*([1-4])", re.ASCII
)


@dataclass(frozen=True, slots=True)
class ReadPeriod:
    """A period, and how it was read where that is not plain."""

    period: Period
    how: str


def read_target_period(text: str, wordings: TargetWordings) -> ReadPeriod | None:
    """The period that a text names; None where it names none."""
    if len(text) > LONGEST:
        return None
    plain = " ".join(text.casefold().replace("–", "-").split()).strip(" .,;()")
    bare = _without_lead_in(plain, wordings)
    if not bare or bare in wordings.vague_dates:
        return None
    return _quarter(bare) or _years(bare) or _other(bare)


def _without_lead_in(text: str, wordings: TargetWordings) -> str:
    for words in sorted(wordings.before_dates, key=len, reverse=True):
        if text.startswith(words + " "):
            return _without_lead_in(text[len(words) :].strip(), wordings)
    return text


def _full(year: str) -> int:
    return int(year) if len(year) == len("2026") else CENTURY + int(year)


def _quarter(text: str) -> ReadPeriod | None:
    if found := QUARTER_FIRST.fullmatch(text):
        number, first, last = found.groups()
    elif found := QUARTER_LAST.fullmatch(text):
        first, last, number = found.groups()
    else:
        return None
    if year_after(_full(first), last[-2:]) != _full(first) + 1:
        return None
    return ReadPeriod(
        quarter_of_financial_year(_full(first), int(number)), f"quarter {number} of a financial year"
    )


def _years(text: str) -> ReadPeriod | None:
    if (found := YEAR.fullmatch(text)) and int(found[1]) in YEARS:
        return ReadPeriod(
            Period.calendar_year(int(found[1])),
            "a year alone, taken for the calendar year: its last day counts",
        )
    if (found := SHORT_YEARS.fullmatch(text)) and _full(found[1]) in YEARS:
        first = _full(found[1])
        if (first + 1) % 100 == int(found[2][-2:]):
            return ReadPeriod(Period.financial_year(first), "a financial year: its last day counts")
    return None


def _other(text: str) -> ReadPeriod | None:
    try:
        period = read_period(text)
    except Problem:
        return None
    if period.start.year not in YEARS:
        return None
    return ReadPeriod(period, "" if period.kind is PeriodKind.DAY else "the last day of the period counts")
