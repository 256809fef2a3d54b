"""One spelling for all spellings of one supplier; what counts as the same is data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

QUOTES = str.maketrans({"`": "'", "’": "'", "‘": "'", "´": "'"})
POINTS = re.compile(r"\.(?=\s|$)|,")


@dataclass(frozen=True)
class SupplierNameRules:
    """definitions/money/supplier_names.toml."""

    as_of: date
    about: str
    cut: tuple[str, ...]
    trading_as: tuple[str, ...]
    words: Mapping[str, str]

    @cached_property
    def cuts(self) -> tuple[re.Pattern[str], ...]:
        """What is no part of a name."""
        return tuple(re.compile(pattern) for pattern in self.cut)

    @cached_property
    def trading(self) -> re.Pattern[str]:
        """Where the name begins that a supplier trades under."""
        return re.compile("|".join(self.trading_as))


def without_codes(name: str, rules: SupplierNameRules) -> str:
    """The name in capitals without codes of finance systems around it."""
    text = " ".join(name.translate(QUOTES).upper().split())
    for cut in rules.cuts:
        text = cut.sub("", text).strip() or text
    return text


def tidied(name: str, rules: SupplierNameRules) -> str:
    """The name in capitals, without codes around it, spelt out; the trading name where there is one."""
    text = without_codes(name, rules)
    after = rules.trading.split(text)[-1].strip()
    text = after or text
    text = POINTS.sub(" ", text.replace("&", " & "))
    tidy = " ".join(rules.words.get(word, word) for word in text.split())
    for cut in rules.cuts:
        tidy = cut.sub("", tidy).strip() or tidy
    return tidy
