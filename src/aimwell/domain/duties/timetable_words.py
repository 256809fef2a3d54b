"""Stretches of time, dates and the words that tie a sentence to a row, as timetables write them."""

import re
from datetime import date
from functools import lru_cache

from aimwell.domain.duties.duty import Span, Unit
from aimwell.domain.periods import MONTHS

NUMBERS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        start=1,
    )
} | {"a": 1, "an": 1, "fifteen": 15, "twenty": 20, "thirty": 30}
UNITS = {"working day": Unit.WORKING_DAYS, "business day": Unit.WORKING_DAYS, "day": Unit.DAYS,
         "calendar day": Unit.DAYS, "week": Unit.WEEKS, "calendar month": Unit.MONTHS, "month": Unit.MONTHS}  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

SPAN = re.compile(
    rf"\b(?P<count>\d{{1,3}}|{'|'.join(NUMBERS)})[ -](?P<unit>(?:working |business |calendar )?(?:day|week|month))s?'?"
    r"\b\s*(?P<counts_from>of|after|from|following|since)?\b",
    re.IGNORECASE,
)
DATE = re.compile(
    rf"(?:(?P<weekday>{'|'.join(WEEKDAYS)}),? )?\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{'|'.join(MONTHS)})\b"
    r"(?:,? (?P<year>\d{4}))?",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.;!?])\s+(?=[A-Z0-9])|\n+")
WORD = re.compile(r"[a-z]{3,}")
LEFT_OUT = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "from",
        "after",
        "before",
        "within",
        "between",
        "following",
        "later",
        "than",
        "must",
        "should",
        "will",
        "have",
        "has",
        "are",
        "been",
        "this",
        "that",
        "their",
        "they",
        "them",
        "then",
        "there",
        "days",
        "day",
        "weeks",
        "week",
        "months",
        "month",
        "working",
        "business",
        "calendar",
        "every",
        "each",
        "all",
        "any",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "not",
        "may",
        "can",
        "its",
        "date",
        "dates",
        "deadline",
        "due",
        "place",
        "places",
    ]
)
STEM = 5  # submit, submitted and submission begin alike


def sentences_of(text: str) -> list[str]:
    """The sentences and lines of a text."""
    return [part.strip() for part in SENTENCE_END.split(text) if part.strip()]


def span_in(sentence: str) -> Span | None:
    """The stretch of time that a sentence speaks of; None where it has none."""
    found = SPAN.search(sentence)
    if found is None:
        return None
    count = found["count"].casefold()
    unit = UNITS[" ".join(found["unit"].casefold().split())]
    return Span(int(count) if count.isdigit() else NUMBERS[count], unit)


def date_in(found: re.Match[str], years: frozenset[int]) -> date | None:
    """The day of a match of DATE. Without a year it is the table's, if the table has only one."""
    if found["year"] is None and len(years) != 1:
        return None
    year = int(found["year"]) if found["year"] else next(iter(years))
    month = [name.casefold() for name in MONTHS].index(found["month"].casefold()) + 1
    try:
        return date(year, month, int(found["day"]))
    except ValueError:  # such as 31 November
        return None


@lru_cache(maxsize=2_000)
def stems_of(text: str) -> frozenset[str]:
    """The beginnings of a text's telling words."""
    return frozenset(word[:STEM] for word in WORD.findall(text.casefold()) if word not in LEFT_OUT)
