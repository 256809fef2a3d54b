"""Which rules fit which wordings: texts folded to plain words, each distinct text looked at once.

A rule's phrase is whole words in order; `quit*` also takes quits and quitting. No pattern language: whoever reads
the rules can say what they match, and no text makes them slow.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aimwell.domain.money.prevention import Condition, Field, Rule

NO_RULE = -1
_NOT_A_WORD = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """A text as words in small letters with one space around each: 'Stop-Smoking (GP)' is ' stop smoking gp '."""
    return f" {_NOT_A_WORD.sub(' ', text.casefold()).strip()} "


def phrase(words: str) -> str:
    """What to look for in a folded text."""
    plain = folded(words)
    return plain.rstrip() if words.rstrip().endswith("*") else plain


@dataclass(frozen=True, slots=True)
class Wordings:
    """Wordings by column: the distinct texts of each column, and for each wording the place of its text there."""

    texts: Mapping[Field, Sequence[str]]
    places: Mapping[Field, NDArray[np.int32]]
    count: int


@dataclass(frozen=True, slots=True)
class Fit:
    """For each wording the first rule that fits (its place, or NO_RULE), and who else would have said otherwise."""

    first: NDArray[np.int32]
    disputes: Mapping[tuple[int, int], NDArray[np.int64]]  # (first, other tier's rule): places of wordings


def fit(rules: Sequence[Rule], wordings: Wordings) -> Fit:
    """Every rule held to every wording; order decides, and rules of another tier that fit too are told."""
    hits = _hits(rules, wordings)
    first = np.full(wordings.count, NO_RULE, dtype=np.int32)
    disputes: dict[tuple[int, int], NDArray[np.int64]] = {}
    for place, rule in enumerate(rules):
        fits = _all_of(rule.when, hits, wordings)
        if rule.unless and fits.any():
            for condition in rule.unless:
                fits &= ~_any_of(condition, hits, wordings)
        _told(disputes, rules, place, first, fits)
        first[fits & (first == NO_RULE)] = place
    return Fit(first, disputes)


def _told(
    disputes: dict[tuple[int, int], NDArray[np.int64]],
    rules: Sequence[Rule],
    place: int,
    first: NDArray[np.int32],
    fits: NDArray[np.bool_],
) -> None:
    """Note the wordings that an earlier rule took and that this one would put in another tier."""
    taken = fits & (first != NO_RULE)
    for winner in np.unique(first[taken]).tolist():
        if rules[winner].tier is not rules[place].tier:
            disputes[(winner, place)] = np.flatnonzero(taken & (first == winner))


def _all_of(
    conditions: Sequence[Condition], hits: "Mapping[Field, _Hits]", wordings: Wordings
) -> NDArray[np.bool_]:
    fits = np.ones(wordings.count, dtype=np.bool_)
    for condition in conditions:
        fits &= _any_of(condition, hits, wordings)
    return fits


def _any_of(condition: Condition, hits: "Mapping[Field, _Hits]", wordings: Wordings) -> NDArray[np.bool_]:
    found = np.zeros(wordings.count, dtype=np.bool_)
    for field in condition.fields:
        with_words = hits[field].with_any(condition.words)
        if with_words is not None:
            found |= with_words[wordings.places[field]]
    return found


@dataclass(frozen=True, slots=True)
class _Hits:
    """Which distinct texts of one column hold which phrase."""

    texts: int
    by_phrase: Mapping[str, Sequence[int]]

    def with_any(self, words: Iterable[str]) -> NDArray[np.bool_] | None:
        found = [place for each in words for place in self.by_phrase.get(phrase(each), ())]
        if not found:
            return None
        marks = np.zeros(self.texts, dtype=np.bool_)
        marks[found] = True
        return marks


def _hits(rules: Sequence[Rule], wordings: Wordings) -> Mapping[Field, _Hits]:
    asked: dict[Field, set[str]] = {field: set() for field in Field}
    for rule in rules:
        for condition in (*rule.when, *rule.unless):
            for field in condition.fields:
                asked[field].update(phrase(words) for words in condition.words)
    return {
        field: _Hits(len(wordings.texts[field]), _found(asked[field], wordings.texts[field]))
        for field in Field
    }


def _found(phrases: set[str], texts: Sequence[str]) -> Mapping[str, list[int]]:
    """The places of the texts that hold each phrase: only phrases whose first word is there are looked for."""
    found: dict[str, list[int]] = {}
    if not phrases:
        return found
    candidates = _Candidates(phrases)
    for place, text in enumerate(texts):
        plain = folded(text)
        for each in candidates.of(plain):
            if each in plain:
                found.setdefault(each, []).append(place)
    return found


class _Candidates:
    """Phrases by the word they begin with; each word of the ledger is held to the open beginnings once."""

    def __init__(self, phrases: set[str]) -> None:
        self._whole: dict[str, list[str]] = {}
        self._open: list[tuple[str, str]] = []
        self._known: dict[str, tuple[str, ...]] = {}
        for each in phrases:
            first = each.split()[0]
            if each.strip() == first and not each.endswith(" "):
                self._open.append((first, each))
            else:
                self._whole.setdefault(first, []).append(each)

    def of(self, plain: str) -> set[str]:
        """The phrases that a folded text may hold."""
        known = self._known
        found: set[str] = set()
        for word in plain.split():
            may = known.get(word)
            if may is None:
                may = known[word] = self._beginning(word)
            found.update(may)
        return found

    def _beginning(self, word: str) -> tuple[str, ...]:
        opened = [each for start, each in self._open if word.startswith(start)]
        return (*self._whole.get(word, ()), *opened)
