"""How figures are said: rounding, thousands, units, intervals; one rule for every page."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache
from math import isfinite

MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
NOT_AVAILABLE = "not available"

MILLION, BILLION = 1_000_000, 1_000_000_000


class UnitKind(StrEnum):
    """How a number of this unit is written."""

    PERCENT = "percent"
    POINTS = "points"  # the difference of two percentages
    COUNT = "count"  # whole things: people, pathways, appointments
    RATE = "rate"  # per so many people
    TIME = "time"  # weeks, days, hours, minutes, years
    POUNDS = "pounds"
    NUMBER = "number"  # a score, a ratio: nothing follows it


@dataclass(frozen=True, slots=True)
class Unit:
    """How one measure's numbers are written: its kind, the words after the number, digits after the point."""

    kind: UnitKind
    words: str = ""
    decimals: int = 0

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The lowest and highest value that can exist; a chart draws no limit beyond them."""
        match self.kind:
            case UnitKind.PERCENT:
                return 0.0, 100.0
            case UnitKind.POINTS | UnitKind.POUNDS | UnitKind.NUMBER:
                return None, None
            case UnitKind.COUNT | UnitKind.RATE | UnitKind.TIME:
                return 0.0, None


PERCENT = Unit(UnitKind.PERCENT, "%", 1)
POINTS = Unit(UnitKind.POINTS, "percentage points", 1)
TIMES = ("weeks", "days", "hours", "minutes", "seconds", "months", "years")


@lru_cache(maxsize=512)
def unit_named(declared: str) -> Unit:
    """The unit that a measure's definition declares, such as "%", "weeks", "per 100,000 people" or "pathways"."""
    text = declared.strip()
    first = text.split(" ", 1)[0]
    if text in {"", "score", "ratio", "index"}:
        return Unit(UnitKind.NUMBER, "", 2)
    if (first in {"%", "percent", "percentage"} and "points" not in text) or text.startswith("per cent"):
        return PERCENT
    if text.startswith("percentage points"):
        return POINTS
    if first.startswith(("£", "pounds")):
        rest = text.removeprefix(first).strip()
        return Unit(UnitKind.POUNDS, rest)
    if first in TIMES:
        return Unit(UnitKind.TIME, text, 1)
    if first == "per" or " per " in f" {text}":
        return Unit(UnitKind.RATE, text, 1)
    return Unit(UnitKind.COUNT, text)


def number(value: float, decimals: int) -> str:
    """A number with thousands marked, rounded half up as published tables are, and a true minus sign."""
    plain = repr(float(value))
    fraction = plain.rpartition(".")[2]
    if "e-" in plain or (len(fraction) == decimals + 1 and fraction.endswith("5")):
        # Only an exact half, as written, needs decimal arithmetic; formatting rounds all else the same way.
        rounded = Decimal(plain).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        text = f"{rounded:,}"
    else:
        text = f"{value:,.{decimals}f}"
    if text.startswith("-"):
        return MINUS + text[1:] if text.strip("-0.,") else text[1:]
    return text


def is_known(value: float | None) -> bool:
    """Whether there is a number to say; NaN and infinity are not numbers to a reader."""
    return value is not None and isfinite(value)


def figure(value: float | None, unit: Unit) -> str:
    """A value as tables show it: "62.5%", "7,124,952", "13.2 weeks", "£1,204", "12.3"."""
    if value is None or not isfinite(value):
        return NOT_AVAILABLE
    match unit.kind:
        case UnitKind.PERCENT:
            return f"{number(value, unit.decimals)}%"
        case UnitKind.TIME:
            return f"{number(value, unit.decimals)} {time_words(value, unit)}"
        case UnitKind.POUNDS:
            return pounds(value)
        case UnitKind.POINTS | UnitKind.COUNT | UnitKind.RATE | UnitKind.NUMBER:
            return number(value, unit.decimals)


def declared(value: float | None, unit: Unit) -> str:
    """A threshold as its setter wrote it: "65%", not "65.0%"."""
    if value is not None and isfinite(value) and value == int(value):
        return figure(value, Unit(unit.kind, unit.words))
    return figure(value, unit)


def pounds(value: float) -> str:
    """An amount of money: pence below £100, whole pounds above."""
    text = number(abs(value), 2 if abs(value) < 100 and value != int(value) else 0)
    rounds_to_nothing = not text.strip("0.")
    return f"{MINUS}£{text}" if value < 0 and not rounds_to_nothing else f"£{text}"


def time_words(value: float, unit: Unit) -> str:
    """The word after a time: one week, two weeks."""
    first, space, rest = unit.words.partition(" ")
    if number(value, unit.decimals) in {"1", "1.0"}:
        first = first.removesuffix("s")
    return first + space + rest


def said(value: float | None, unit: Unit) -> str:
    """A value as a sentence says it: "7.1 million pathways", "62.5%", "12.3 per 100,000 people"."""
    if value is None or not isfinite(value):
        return NOT_AVAILABLE
    match unit.kind:
        case UnitKind.PERCENT:
            return said_percent(value, unit.decimals)
        case UnitKind.POINTS:
            return f"{number(value, unit.decimals)} percentage {plural('point', value, unit.decimals)}"
        case UnitKind.COUNT:
            return f"{large(value, 0)} {unit.words}".strip()
        case UnitKind.RATE:
            return f"{large(value, unit.decimals)} {unit.words}"
        case UnitKind.POUNDS:
            amount = pounds(value) if abs(value) < MILLION else ("£" + large(abs(value), 0))
            sign = MINUS if value < 0 and abs(value) >= MILLION else ""
            return f"{sign}{amount} {unit.words}".strip()
        case UnitKind.TIME | UnitKind.NUMBER:
            return figure(value, unit)


def said_percent(value: float, decimals: int) -> str:
    """A percentage that never claims none or all when it is only nearly so."""
    text = number(value, decimals)
    smallest = 10.0**-decimals
    if value > 0 and not text.strip("0."):
        return f"less than {number(smallest, decimals)}%"
    if value < 100 and text == number(100, decimals):
        return f"more than {number(100 - smallest, decimals)}%"
    return f"{text}%"


def large(value: float, decimals: int) -> str:
    """A number with "million" or "billion" where that is easier to read."""
    size = abs(value)
    if size >= BILLION - 50_000_000:
        return f"{number(value / BILLION, 1)} billion"
    if size >= MILLION - 50_000:
        return f"{number(value / MILLION, 1)} million"
    return number(value, decimals)


def plural(word: str, value: float, decimals: int) -> str:
    """The word, with an s unless the rounded value is one."""
    return word if number(abs(value), decimals) in {"1", "1.0"} else f"{word}s"


def short(value: float | None, unit: Unit) -> str:
    """A value in the margin of a chart: "62.5%", "7.12m", "£1.2bn"."""
    if value is None or not isfinite(value):
        return "–"
    size = abs(value)
    sign = MINUS if value < 0 else ""
    prefix = f"{sign}£" if unit.kind is UnitKind.POUNDS else sign
    if size >= BILLION:
        return f"{prefix}{three_digits(size / BILLION)}bn"
    if size >= MILLION:
        return f"{prefix}{three_digits(size / MILLION)}m"
    if size >= 10_000 and unit.kind is not UnitKind.PERCENT:
        return f"{prefix}{three_digits(size / 1000)}k"
    if unit.kind is UnitKind.POUNDS:
        return pounds(value)
    return number(value, unit.decimals) + ("%" if unit.kind is UnitKind.PERCENT else "")


def three_digits(value: float) -> str:
    """A number of three significant digits, without needless zeros."""
    text = number(value, 2 if value < 10 else 1 if value < 100 else 0)
    return text.rstrip("0").rstrip(".") if "." in text else text


def between(lower: float | None, upper: float | None, unit: Unit) -> str:
    """An interval in words: "between 61.2% and 63.8%"; empty when a limit is not known."""
    if not is_known(lower) or not is_known(upper):
        return ""
    low, high = figure(lower, unit), figure(upper, unit)
    if unit.kind in {UnitKind.TIME} and lower is not None:
        low = number(lower, unit.decimals)
    return f"between {low} and {high}"


def difference(value: float | None, unit: Unit) -> str:
    """The size of a difference of two values: percentages differ by percentage points."""
    return said(None if value is None else abs(value), POINTS if unit.kind is UnitKind.PERCENT else unit)
