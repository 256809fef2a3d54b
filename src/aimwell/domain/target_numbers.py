"""The figures of a target as people write them: 5%, £1.2m, 5 to 7, 'by a third', 'halve'."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from aimwell.domain.target_wordings import TargetWordings


class Sense(StrEnum):
    """What a figure of a target says."""

    FIGURE = "figure"  # what is to be reached
    RANGE = "range"
    SHARE = "share"  # a change by a share of the baseline: -0.5 is half less
    POINTS = "points"  # a change by percentage points
    UNCLEAR_CHANGE = "unclear change"  # 'by 5%': of the baseline, or points?
    AMOUNT = "amount"  # a change by a number


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure; `high` is the upper end of a range and the same as `low` otherwise."""

    sense: Sense
    low: float
    high: float
    unit: str = ""
    bound: str = ""  # at_least, at_most, more_than or less_than, where it is said


MULTIPLES: Mapping[str, float] = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9,
}  # fmt: skip
LONGEST = 400  # signs; whatever is longer gives no one figure, and would take very long to search
NUMBER = r"[-+]?£?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+]?£?\d+(?:\.\d+)?|[-+]?£?\.\d+"
MULTIPLE = r"(?:\s?(?:thousand|million|billion|mn|bn)|[km])\b"
ONE = re.compile(rf"(?P<number>{NUMBER})(?P<multiple>{MULTIPLE})?", re.ASCII)
SPAN = re.compile(
    rf"(?:between\s+)?(?P<low>{NUMBER})(?P<low_multiple>{MULTIPLE})?\s*%?\s*(?:-|–|—|to|and)\s*"
    rf"(?P<high>{NUMBER})(?P<high_multiple>{MULTIPLE})?",
    re.ASCII,
)
POINTS = re.compile(r"percentage[\s-]points?|%\s?points?|(?<![a-z])ppt?s?\b|\bp\.p\.")
CHANGE = re.compile(
    r"\bby\b|\b(?:reduction|increase|decrease|rise|fall|cut|improvement)\s+of\b|[-+]?\d[\d.]*\s?%?\s+(?:reduction|increase|decrease|improvement)\b"
)


def read_quantity(text: str, wordings: TargetWordings) -> Quantity | None:
    """The one figure that a text gives; None where there is none, or more than one."""
    if len(text) > LONGEST:
        return None
    plain = " ".join(text.replace("\u2212", "-").casefold().split())
    if in_words := _in_words(plain, wordings):
        return in_words
    unit = unit_of(plain, wordings)
    bare = _without_rates(plain, wordings)
    bound = _bound(plain, wordings)
    if span := SPAN.fullmatch(_just_numbers(bare)) or (SPAN.search(bare) if "between" in bare else None):
        low, high = _value(span["low"], span["low_multiple"]), _value(span["high"], span["high_multiple"])
        if low <= high:
            return Quantity(Sense.RANGE, low, high, unit, bound)
    found = list(ONE.finditer(bare))
    if len(found) != 1:
        return None
    value = _value(found[0]["number"], found[0]["multiple"])
    sense = _sense(plain, unit)
    if sense in (Sense.UNCLEAR_CHANGE, Sense.POINTS, Sense.AMOUNT):
        value = abs(value) * (direction_sign(plain, wordings) or (-1 if value < 0 else 1))
    return Quantity(sense, value, value, "percent" if sense is Sense.POINTS else unit, bound)


def direction_sign(text: str, wordings: TargetWordings) -> int:
    """-1 where words say lower, 1 where they say higher, 0 where they say neither or both."""
    signs = {
        sign
        for name, sign in (("lower", -1), ("higher", 1))
        for word in wordings.directions[name]
        if _has(text.casefold(), word)
    }
    return signs.pop() if len(signs) == 1 else 0


def unit_of(text: str, wordings: TargetWordings) -> str:
    """The unit that a text names, '' where it names none. Rates come before what they are counted in."""
    plain = text.casefold()
    named = [name for name, words in wordings.units.items() if any(_has(plain, word) for word in words)]
    rates = [name for name in named if name.startswith("per ") and name != "percent"]
    return (max(rates, key=len) if rates else named[0]) if named else ""


def _in_words(text: str, wordings: TargetWordings) -> Quantity | None:
    for word, share in wordings.changes.items():
        if _has(text, word):
            return Quantity(Sense.SHARE, share, share)
    for words, share in sorted(wordings.fractions.items(), key=lambda pair: -len(pair[0])):
        if _has(text, words):
            signed = share * (direction_sign(text, wordings) or 1)
            return Quantity(Sense.SHARE, signed, signed)
    return None


def _sense(text: str, unit: str) -> Sense:
    if POINTS.search(text):
        return Sense.POINTS
    if CHANGE.search(text):
        return Sense.UNCLEAR_CHANGE if unit == "percent" else Sense.AMOUNT
    return Sense.FIGURE


def _without_rates(text: str, wordings: TargetWordings) -> str:
    """A text without the numbers that belong to its unit, such as those of 'per 100,000'."""
    for words in wordings.units.values():
        for word in sorted(words, key=len, reverse=True):
            if any(sign.isdigit() for sign in word):
                text = text.replace(word, " ")
    return text


def _just_numbers(text: str) -> str:
    return re.sub(r"[%\s]+$", "", text.strip())


def _value(number: str, multiple: str | None) -> float:
    value = float(number.replace(",", "").replace("£", ""))
    return value * MULTIPLES[multiple.strip()] if multiple else value


def _bound(text: str, wordings: TargetWordings) -> str:
    found = [
        (len(word), name) for name, words in wordings.bounds.items() for word in words if _has(text, word)
    ]
    return max(found)[1] if found else ""


def _has(text: str, word: str) -> bool:
    """Whether a text has a word or sign; words only whole."""
    start = r"(?<!\w)" if word[:1].isalnum() else ""
    end = r"(?!\w)" if word[-1:].isalnum() else ""
    return re.search(start + re.escape(word) + end, text) is not None


def said_of(quantity: Quantity) -> str:
    """A figure in words, for messages."""
    low, high = f"{quantity.low:,.10g}", f"{quantity.high:,.10g}"
    match quantity.sense:
        case Sense.SHARE:
            return f"a change of {100 * quantity.low:+.3g}% of the baseline"
        case Sense.POINTS:
            return f"a change of {quantity.low:+.10g} percentage points"
        case Sense.AMOUNT | Sense.UNCLEAR_CHANGE:
            return f"a change of {quantity.low:+.10g}{' %' if quantity.unit == 'percent' else ''}"
        case Sense.RANGE:
            return f"{low} to {high}"
        case Sense.FIGURE:
            return f"{low}%" if quantity.unit == "percent" else low
