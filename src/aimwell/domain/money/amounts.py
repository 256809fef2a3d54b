"""Amounts as ledgers write them, as whole pence."""

import re
from dataclasses import dataclass
from enum import StrEnum

PLAIN = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d*)(?:\.(?P<part>\d*))?")
BLANKS = re.compile(
    r"[\s\u00a0\u2020]+"
)  # ordinary and hard spaces, and the dagger that a hard space can become
EMPTY = frozenset({"", "-", "--", "–", "nil", "n/a", "na"})
MINUS = str.maketrans({"−": "-", "–": "-", "‐": "-"})
SHORTEST_NOISE = 6  # digits after the point from which a spreadsheet's binary fractions show
LARGEST = 10**15  # pence; ten thousand times a year's NHS budget would be a code, not an amount


class AmountFault(StrEnum):
    """Why a cell is no amount; the words are shown to people."""

    EMPTY = "there is no amount"
    NOT_A_NUMBER = "this is not an amount"
    FRACTION = "this is not a whole number of pence"
    TOO_LARGE = "this is too large for an amount"


@dataclass(frozen=True, slots=True)
class ReadAmount:
    """Whole pence, or why there are none."""

    pence: int = 0
    fault: AmountFault | None = None


def read_amount(text: str) -> ReadAmount:
    """The pence in a cell: £, thousands commas, brackets, a minus on either side, CR and DR are understood."""
    bare = BLANKS.sub("", text).translate(MINUS)
    if bare.casefold() in EMPTY:
        return ReadAmount(fault=AmountFault.EMPTY)
    bare, credit = _without_sign(bare)
    found = PLAIN.fullmatch(bare)
    if found is None or not any(sign.isdigit() for sign in bare):
        return ReadAmount(fault=AmountFault.NOT_A_NUMBER)
    pence = _pence(found["whole"].replace(",", ""), found["part"] or "")
    if pence is None:
        return ReadAmount(fault=AmountFault.FRACTION)
    if pence > LARGEST:
        return ReadAmount(fault=AmountFault.TOO_LARGE)
    return ReadAmount(-pence if credit else pence)


def _without_sign(bare: str) -> tuple[str, bool]:
    """The amount without its signs, and whether it is a credit: one sign says so, a second one takes nothing back."""
    credit = False
    upper = bare.upper().removesuffix("DR")
    if upper.endswith("CR"):
        upper, credit = upper[:-2], True
    upper = upper.replace("GBP", "").replace("£", "")
    if upper.startswith("(") and upper.endswith(")"):
        upper, credit = upper[1:-1], True
    if upper.endswith("-"):
        upper, credit = upper[:-1], True
    if upper.startswith("-"):
        upper, credit = upper[1:], True
    return upper.removeprefix("+"), credit


def _pence(whole: str, part: str) -> int | None:
    """Whole pence; None for a fraction of a penny, unless it is the noise of a spreadsheet's binary numbers."""
    pence = int(whole or "0") * 100 + int(part[:2].ljust(2, "0"))
    rest = part[2:].rstrip("0")
    if not rest:
        return pence
    if len(part) < SHORTEST_NOISE:
        return None
    if rest.startswith("0000"):
        return pence
    return pence + 1 if rest.startswith("9999") else None
