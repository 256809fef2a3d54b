"""Which lines may name a private person. Better too many than too few: such lines are counted, and never shown."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

WORD = re.compile(r"[a-z0-9/']+")
MOST_WORDS = 4  # of a person's name in a ledger


@dataclass(frozen=True)
class PrivatePeopleRules:
    """definitions/money/private_people.toml."""

    as_of: date
    about: str
    decided: str
    titles: frozenset[str]
    learned_titles: frozenset[str]
    not_after_titles: frozenset[str]
    withheld: tuple[str, ...]
    instead_of_names: tuple[str, ...]
    person_phrases: tuple[str, ...]
    care_words: tuple[str, ...]
    legal_forms: frozenset[str]
    business_words: frozenset[str]
    known_organisations: frozenset[str]
    given_names: frozenset[str]

    @cached_property
    def withheld_pattern(self) -> re.Pattern[str]:
        """Words in place of a name."""
        return _any_of(self.withheld)

    @cached_property
    def instead_pattern(self) -> re.Pattern[str]:
        """Words in place of a name, unless a business has them in its own."""
        return _any_of(self.instead_of_names)

    @cached_property
    def person_pattern(self) -> re.Pattern[str]:
        """Words before a name."""
        return _any_of(self.person_phrases)

    @cached_property
    def care_pattern(self) -> re.Pattern[str]:
        """Words of payments for one person's own care."""
        return _any_of(self.care_words)

    @cached_property
    def titled_pattern(self) -> re.Pattern[str]:
        """A title with a name after it, in running text."""
        titles, others = "|".join(sorted(self.titles)), "|".join(sorted(self.not_after_titles))
        return re.compile(rf"\b(?:{titles})\b\.?\s+(?!(?:{others})\b)[a-z]")


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(phrase) for phrase in sorted(phrases)) + r")\b")


class PayeeKind(StrEnum):
    """What a payee's name looks like."""

    WITHHELD = "withheld"
    TITLED = "titled"
    NAMED = "named"
    UNTOLD = "untold"  # two or three plain words, none of which says business
    MAYBE = "maybe a person"  # short, and without any sign of a business
    ORGANISATION = "organisation"
    NONE = "none"


BECAUSE = {
    PayeeKind.WITHHELD: "the payee was withheld by who published it",
    PayeeKind.TITLED: "the payee has a personal title",
    PayeeKind.NAMED: "the payee looks like a person's name",
    PayeeKind.UNTOLD: "the payee may be a person: no word of the name says business",
}
BECAUSE_CARE = "a payment for somebody's own care, to a payee that may be a person"
BECAUSE_TEXT = "the description names somebody with a title"


def kind_of_payee(name: str, rules: PrivatePeopleRules) -> PayeeKind:
    """What a payee's name looks like. A word that says business outweighs what comes after it in this order."""
    lower = " ".join(name.casefold().replace("’", "'").split())
    words = WORD.findall(lower.replace(".", " "))
    held = set(words)
    if not words:
        return PayeeKind.NONE
    if rules.withheld_pattern.search(lower):
        return PayeeKind.WITHHELD
    if rules.person_pattern.search(lower):
        return PayeeKind.TITLED
    if held & rules.legal_forms:
        return PayeeKind.ORGANISATION
    if rules.instead_pattern.search(lower):
        return PayeeKind.WITHHELD
    if rules.titled_pattern.search(lower):
        return PayeeKind.TITLED
    return _without_title(words, rules)


def _without_title(words: list[str], rules: PrivatePeopleRules) -> PayeeKind:
    if set(words) & rules.business_words or " ".join(words) in rules.known_organisations:
        return PayeeKind.ORGANISATION
    if words[0] in rules.learned_titles and len(words) > 1:
        return PayeeKind.TITLED
    return _shape_of(words, rules)


def _shape_of(words: list[str], rules: PrivatePeopleRules) -> PayeeKind:
    """Of words without a sign of a business: initials beside a surname, a given name, plain words, or none of these."""
    if len(words) > MOST_WORDS:
        return PayeeKind.ORGANISATION
    if len(words) == 1 or not all(word.replace("'", "").isalpha() for word in words):
        return PayeeKind.MAYBE
    initials = any(len(word) == 1 for word in words)
    surname = any(len(word) > 2 for word in words)
    if (initials and surname) or rules.given_names & set(words):
        return PayeeKind.NAMED
    return PayeeKind.UNTOLD if surname and len(words) < MOST_WORDS else PayeeKind.MAYBE


def speaks_of_care(text: str, rules: PrivatePeopleRules) -> bool:
    """Whether a line's words tell of a payment for one person's own care."""
    return rules.care_pattern.search(text.casefold()) is not None


def names_somebody(text: str, rules: PrivatePeopleRules) -> bool:
    """Whether running words name somebody with a title."""
    return rules.titled_pattern.search(text.casefold()) is not None


def why_private(payee: PayeeKind, *, care: bool, somebody: bool) -> str:
    """Why a line is kept back; '' for one that may be shown."""
    if payee in BECAUSE:
        return BECAUSE[payee]
    if somebody:
        return BECAUSE_TEXT
    return BECAUSE_CARE if care and payee is PayeeKind.MAYBE else ""
