"""Which measure somebody's words name: exactly, or the likeliest to ask about; never a guess."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log

from aimwell.domain.measures import Measure

WORD = re.compile(r"[a-z0-9]+")
LEAST_LIKENESS = 0.22  # below it a candidate helps nobody; tried with headings of published plans
MOST_CANDIDATES = 3
EMPTY_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "be",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
        "or",
        "than",
        "the",
        "their",
        "to",
        "who",
        "with",
        "within",
    ]
)


@dataclass(frozen=True, slots=True)
class MeasureName:
    """A measure and one of its names."""

    id: str
    title: str
    wordings: tuple[str, ...]  # with its title and short title


@dataclass(frozen=True)
class MeasureNames:
    """All names of all measures."""

    names: tuple[MeasureName, ...]

    @cached_property
    def _by_wording(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for name in self.names:
            for wording in name.wordings:
                found.setdefault(plain_words(wording), set()).add(name.id)
        return {wording: frozenset(ids) for wording, ids in found.items()}

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        """How much a word tells: the fewer measures have it, the more."""
        counted = Counter(word for name in self.names for word in set(_telling(" ".join(name.wordings))))
        return {word: log(1 + len(self.names) / count) for word, count in counted.items()}

    def exactly(self, words: str) -> str:
        """The id of the one measure that is called so; '' where none is, or several are."""
        ids = self._by_wording.get(plain_words(words), frozenset())
        return next(iter(ids)) if len(ids) == 1 else ""

    def candidates(self, words: str) -> tuple[MeasureName, ...]:
        """Up to three measures that somebody may mean, the likeliest first."""
        asked = set(_telling(words))
        if not asked:
            return ()
        scored = [
            (max(self._likeness(asked, words, each) for each in name.wordings), name) for name in self.names
        ]
        likely = [(score, name) for score, name in scored if score >= LEAST_LIKENESS]
        likely.sort(key=lambda pair: (-pair[0], pair[1].id))
        return tuple(name for _, name in likely[:MOST_CANDIDATES])

    def _likeness(self, asked: set[str], words: str, wording: str) -> float:
        """From 0 to 1: the weight of shared words, then how the letters run."""
        named = set(_telling(wording))
        shared = sum(self._weights.get(word, 1.0) for word in asked & named)
        if not shared:
            return 0.0
        every = sum(self._weights.get(word, 1.0) for word in asked | named)
        letters = difflib.SequenceMatcher(None, plain_words(words), plain_words(wording)).ratio()
        return 0.8 * shared / every + 0.2 * letters


def measure_names(
    measures: Iterable[Measure], wordings: Mapping[str, Iterable[str]] | None = None
) -> MeasureNames:
    """The names of measures: titles, short titles, and other wordings that are declared for them by id."""
    declared = wordings or {}
    return MeasureNames(
        tuple(
            MeasureName(each.id, each.title, (each.title, each.short, *declared.get(each.id, ())))
            for each in measures
        )
    )


def plain_words(text: str) -> str:
    """Words in small letters with nothing between them but a space."""
    return " ".join(WORD.findall(text.casefold().replace("&", " and ")))


def _telling(text: str) -> list[str]:
    """The words that tell measures apart, without their plural."""
    words = [word for word in WORD.findall(text.casefold()) if word not in EMPTY_WORDS]
    return [_singular(word) for word in words]


def _singular(word: str) -> str:
    for ending, shorter in (
        ("ies", "y"),
        ("ing", ""),
        ("ers", ""),
        ("er", ""),
        ("es", "e"),
        ("s", ""),
        ("e", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return (word[: -len(ending)] + shorter).rstrip("e")
    return word
