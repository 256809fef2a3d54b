"""What people type, made fit to be kept: signs that every page and file can hold, days near ours, numbers as written."""

import re
from datetime import date
from math import isfinite

FIRST_YEAR, LAST_YEAR = 1800, 2199
LARGEST = 2**31 - 1  # whole numbers that every database holds
BROKEN_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")  # word processors paste these between lines
UNKEEPABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Signs that XML, and with it Word and Excel, cannot hold."""
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that make what follows read backwards, with which words can be made to look like others."""
NUMBER = re.compile(
    r"(?P<sign>[-\u2212+]?)\s?£?\s?(?P<digits>\d[\d,]*(?:\.\d*)?|\.\d+)"
    r"\s?(?P<size>k|thousand|m|mn|million|bn|billion)?\s?(?:%|per cent)?",
    re.ASCII | re.IGNORECASE,
)
SIZES = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "bn": 9, "billion": 9}
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?|[^,]*", re.ASCII)


def tidied(text: str, *, one_line: bool) -> str:
    """A text without the signs that nobody means to type; what a word processor calls a new line is one."""
    lines = TURNING.sub("", UNKEEPABLE.sub("", BROKEN_LINES.sub("\n", text)))
    return " ".join(lines.split("\n")) if one_line else lines


def why_unkeepable(value: object) -> str:
    """Why a value cannot be kept; '' where it can."""
    match value:
        case str() if UNKEEPABLE.search(value):
            return "it holds a sign that no document can hold"
        case date() if not FIRST_YEAR <= value.year <= LAST_YEAR:
            return f"its year is not from {FIRST_YEAR} to {LAST_YEAR}"
        case bool():
            return ""
        case int() if abs(value) > LARGEST:
            return f"it is larger than {LARGEST:,}"
        case float() if not isfinite(value):
            return "it is no number that can be reached"
        case _:
            return ""


def plain_number(text: str) -> str:
    """A number as programs write it: £1.2m as 1200000, 1,250 as 1250, 62.5% as 62.5; anything else as it is."""
    found = NUMBER.fullmatch(text.strip())
    if found is None or not GROUPED.fullmatch(found["digits"]):
        return text
    whole, _, part = found["digits"].replace(",", "").partition(".")
    moved = SIZES.get((found["size"] or "").lower(), 0)
    part = part.ljust(moved, "0")
    sign = "-" if found["sign"] in ("-", "\u2212") else ""
    digits = f"{whole}{part[:moved]}".lstrip("0") or "0"
    return f"{sign}{digits}.{part[moved:]}" if part[moved:] else f"{sign}{digits}"
