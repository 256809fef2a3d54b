"""Figures in a sentence: how large, of what kind, and how exactly they are said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from aimwell.domain.claims.words import Word

ROUND_ZEROS = 3  # a whole number that ends in so many zeros is said to be a round one


class FigureKind(StrEnum):
    """What a figure counts, as far as its sentence says."""

    PERCENT = "percent"
    TIME = "time"
    POUNDS = "pounds"
    PLAIN = "plain"


class Bound(StrEnum):
    """How a figure is meant."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A figure as a sentence has it. step: one unit of its last digit that means something."""

    words: str
    start: int
    end: int
    kind: FigureKind
    value: float
    step: float
    seconds: float = 1.0  # of one unit of time
    bound: Bound = Bound.EXACT


_MILLIONS = {"m": 6, "mn": 6, "million": 6, "k": 3, "thousand": 3, "bn": 9, "billion": 9}
_SECONDS = {
    "second": 1, "sec": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "month": 2_629_800,
    "year": 31_557_600,
}  # fmt: skip
_UNIT = "|".join(sorted((*_SECONDS, "hr", "min", "mn", "wk"), key=len, reverse=True))
_CLOCK = re.compile(r"\b(?P<h>\d{1,2}):(?P<m>\d\d)(?::(?P<s>\d\d))?\b")
_MINUTES = re.compile(
    r"\b(\d{1,3})\s?min(?:ute)?s?,?(?:\s+and)?\s+(\d{1,2})\s?sec(?:ond)?s?\b", re.IGNORECASE
)
_FIGURE = re.compile(
    r"(?P<pound>£\s?)?(?P<number>(?<![\w.,/])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,/-])\d+(?:\.\d+)?)"
    r"(?:\s?(?P<size>million|thousand|billion|bn|mn|m|k)\b)?"
    rf"(?:\s?(?P<percent>%|per\s?cent\b|percent\b|pct\b)|[\s-]?(?P<unit>{_UNIT})s?\b)?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"^(?:st|nd|rd|th)\b|^[/:]\d|^\d", re.IGNORECASE)
_SHORT_UNITS = {"hr": "hour", "min": "minute", "wk": "week"}


def stated_figures(text: str) -> tuple[StatedFigure, ...]:
    """Every figure of a text, in order; a time of the clock or "8 minutes 30 seconds" is one figure in minutes."""
    found: list[StatedFigure] = []
    for match in _CLOCK.finditer(text):
        hours, minutes, seconds = (int(match[name] or 0) for name in ("h", "m", "s"))
        whole = hours * 3600 + minutes * 60 + seconds if match["s"] else hours * 60 + minutes
        found.append(_of_time(match, whole, step=1))
    for match in _MINUTES.finditer(text):
        found.append(_of_time(match, int(match[1]) * 60 + int(match[2]), step=1))
    taken = [(each.start, each.end) for each in found]
    for match in _FIGURE.finditer(text):
        inside = any(start <= match.start() < end for start, end in taken)
        if not inside and not _ORDINAL.match(text[match.end() :]):
            found.append(_figure(match))
    return tuple(sorted(found, key=lambda each: each.start))


def _of_time(match: re.Match[str], seconds: int, *, step: float) -> StatedFigure:
    return StatedFigure(match.group(), match.start(), match.end(), FigureKind.TIME, float(seconds), step)


def _figure(match: re.Match[str]) -> StatedFigure:
    number = Decimal(match["number"].replace(",", ""))
    power = _MILLIONS.get((match["size"] or "").casefold(), 0)
    exponent = number.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) else 0
    step = 10.0 ** (power - digits)
    plain = match["number"].replace(",", "")
    zeros = len(plain) - len(plain.rstrip("0")) if digits == 0 else 0
    if zeros >= ROUND_ZEROS:
        step *= 10.0**zeros
    kind, seconds = FigureKind.PLAIN, 1.0
    if match["percent"]:
        kind = FigureKind.PERCENT
    elif match["pound"]:
        kind = FigureKind.POUNDS
    elif match["unit"]:
        unit = match["unit"].casefold()
        kind, seconds = FigureKind.TIME, float(_SECONDS.get(_SHORT_UNITS.get(unit, unit), 1))
    words = match.group().strip()
    return StatedFigure(words, match.start(), match.end(), kind, float(number) * 10.0**power, step, seconds)


def kind_of_unit(unit: str) -> FigureKind:
    """The kind of figure that a measure's unit asks for."""
    first = unit.strip().split(" ", 1)[0]
    if first in {"%", "percent", "percentage"}:
        return FigureKind.PERCENT
    if first.startswith("£"):
        return FigureKind.POUNDS
    return FigureKind.TIME if first.rstrip("s") in _SECONDS else FigureKind.PLAIN


def in_unit(figure: StatedFigure, unit: str) -> tuple[float, float]:
    """Value and step of a figure in a measure's unit; "18 weeks" is 126 of a measure in days."""
    if figure.kind is not FigureKind.TIME:
        return figure.value, figure.step
    one = _SECONDS.get(unit.strip().split(" ", 1)[0].rstrip("s"), 1)
    return figure.value * figure.seconds / one, figure.step * figure.seconds / one


def agrees(figure: StatedFigure, value: float, unit: str) -> bool:
    """Whether a value is what a figure says, as exactly as it says it."""
    stated, step = in_unit(figure, unit)
    slack = 1e-9 * max(1.0, abs(stated))
    match figure.bound:
        case Bound.EXACT:
            return abs(value - stated) <= step / 2 + slack
        case Bound.ABOUT:
            return abs(value - stated) <= step + slack
        case Bound.MORE_THAN:
            return value >= stated - slack
        case Bound.LESS_THAN:
            return value <= stated + slack


def words_before(words: Sequence[Word], start: int, count: int) -> Sequence[Word]:
    """The last words that end before a place in the text."""
    return [word for word in words if word.end <= start][-count:]
