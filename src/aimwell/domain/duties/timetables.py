"""Whether the text of a timetable agrees with its own table.

Statements of the kinds "within three weeks of the submission", "ten working days after month end" and "by
18 November" are found and tied to rows by the words they share. A tie that is not the only one possible is
never guessed: the statement is listed as one that a person has to read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aimwell.domain.duties.due_dates import after, day_in_words
from aimwell.domain.duties.duty import Span, Unit
from aimwell.domain.duties.timetable_words import (
    DATE,
    SPAN,
    WEEKDAYS,
    date_in,
    sentences_of,
    span_in,
    stems_of,
)
from aimwell.domain.working_days import WorkingCalendar


class Finding(StrEnum):
    """What a statement turned out to be."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a timetable: what is due, and when."""

    what: str
    on: date


@dataclass(frozen=True, slots=True)
class Reading:
    """One statement of the text, held to the table."""

    finding: Finding
    sentence: str
    because: str
    rows: tuple[Row, ...] = ()


def read_against_table(text: str, rows: Sequence[Row], calendar: WorkingCalendar) -> tuple[Reading, ...]:
    """Every statement about time in a text, and whether the table agrees with it."""
    readings: list[Reading] = []
    for sentence in sentences_of(text):
        readings += _wrong_weekdays(sentence, rows)
        if span := span_in(sentence):
            readings += _spans(sentence, span, rows, calendar)
        elif DATE.search(sentence):
            readings += _dates(sentence, rows)
    return tuple(readings)


def contradictions_in(text: str, rows: Sequence[Row], calendar: WorkingCalendar) -> tuple[Reading, ...]:
    """Only the statements that the table contradicts."""
    return tuple(r for r in read_against_table(text, rows, calendar) if r.finding is Finding.CONTRADICTS)


def _wrong_weekdays(sentence: str, rows: Sequence[Row]) -> Iterator[Reading]:
    for found in DATE.finditer(sentence):
        day = date_in(found, _years(rows))
        said = found["weekday"]
        if day is not None and said and WEEKDAYS[day.weekday()] != said.casefold():
            because = f"the text says {said.capitalize()}; {day_in_words(day)} is another day of the week"
            yield Reading(Finding.CONTRADICTS, sentence, because)


def _dates(sentence: str, rows: Sequence[Row]) -> Iterator[Reading]:
    previous = 0
    for found in DATE.finditer(sentence):
        clause = sentence[previous : found.start()]
        previous = found.end()
        day = date_in(found, _years(rows))
        matching = _best(stems_of(clause), rows)
        if day is None or len({row.on for row in matching}) != 1:
            yield _cannot_tell(sentence, matching)
            continue
        row = matching[0]
        agrees = row.on == day
        because = f"the text says {day_in_words(day)}, the table {day_in_words(row.on)} for '{row.what}'"
        yield Reading(Finding.AGREES if agrees else Finding.CONTRADICTS, sentence, because, (row,))


def _spans(sentence: str, span: Span, rows: Sequence[Row], calendar: WorkingCalendar) -> Iterator[Reading]:
    pairs = list(_pairs(sentence, rows))
    if not pairs:
        yield _cannot_tell(sentence, ())
    for start, end in pairs:
        expected = after(start.on, span, calendar)
        agrees = expected == end.on
        because = (
            f"the text gives {span.words} from '{start.what}' ({day_in_words(start.on)}), "
            f"which is {day_in_words(expected)}; the table has {day_in_words(end.on)} for '{end.what}', "
            f"{_stretch(start.on, end.on, span)}"
        )
        yield Reading(Finding.AGREES if agrees else Finding.CONTRADICTS, sentence, because, (start, end))


def _stretch(start: date, end: date, span: Span) -> str:
    days = (end - start).days
    if span.unit is Unit.WEEKS and days % 7 == 0:
        return f"{Span(days // 7, Unit.WEEKS).words} later"
    return f"{Span(days, Unit.DAYS).words} later"


def _pairs(sentence: str, rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Each start in the table with the one end that the sentence counts from it; nothing where that is unclear."""
    found = SPAN.search(sentence)
    if found is None:
        return
    before, beyond = stems_of(sentence[: found.start()]), stems_of(sentence[found.end() :])
    if found["counts_from"]:
        starts, ends = _best(beyond, rows), _best(before, rows)
    else:  # "three weeks for resubmission" counts from the step before it
        ends = _best(beyond, rows) or _best(before, rows)
        starts = _steps_before(ends, rows)
    used = {stem for group in (starts, ends) for stem in _shared(group)}
    for start in starts:
        own = [end for end in ends if end != start and _rest(end, used) == _rest(start, used)]
        if len(own) == 1:
            yield start, own[0]


def _steps_before(ends: Sequence[Row], rows: Sequence[Row]) -> tuple[Row, ...]:
    """The row that comes just before each, in order of days, within its own group."""
    return tuple(
        max(earlier, key=lambda row: row.on)
        for end in ends
        if (earlier := [row for row in rows if row.on < end.on and row not in ends])
    )


def _best(stems: frozenset[str], rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows that share most words with a clause."""
    scores = {row: len(stems & stems_of(row.what)) for row in rows}
    most = max(scores.values(), default=0)
    return tuple(row for row in rows if scores[row] == most) if most else ()


def _shared(rows: Iterable[Row]) -> frozenset[str]:
    each = [stems_of(row.what) for row in rows]
    return frozenset.intersection(*each) if each else frozenset()


def _rest(row: Row, used: set[str]) -> frozenset[str]:
    """The words that tell a row's group apart, such as its month."""
    return frozenset(stem for stem in stems_of(row.what) if stem not in used)


def _years(rows: Sequence[Row]) -> frozenset[int]:
    return frozenset(row.on.year for row in rows)


def _cannot_tell(sentence: str, matching: Sequence[Row]) -> Reading:
    because = (
        f"{len(matching)} rows of the table could be meant"
        if len(matching) > 1
        else "no one row of the table is named in it"
    )
    return Reading(Finding.CANNOT_TELL, re.sub(r"\s+", " ", sentence), because, tuple(matching))
