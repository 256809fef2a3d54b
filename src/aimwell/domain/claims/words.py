"""Words of a text with where they stand, and phrases that are looked for among them.

A phrase of the definitions is written as people say it, with three signs: `over/more_than` is a choice, `[have]` may be
left out, and `…` stands for up to six words. "18-week", "eighteen weeks" and "18 Weeks" are the same words.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

Payload = TypeVar("Payload")

GAP = "…"
LONGEST_GAP = 6  # words
MOST_READINGS = 2_000  # of one phrase with its choices; more is a slip of the pen
STEM = 3  # letters of a word that keeps its final s

_WORD = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+(?:&[^\W\d_]+)+|[^\W\d_]+(?:'[^\W\d_]+)?|[%£…]")
_PER_CENT = re.compile(r"\bper\s+cent\b", re.IGNORECASE)
_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_SAME = {word: str(number) for number, word in enumerate(_NUMBERS)} | {
    "hr": "hour", "hrs": "hour", "wk": "week", "wks": "week", "min": "minute", "mins": "minute",
    "pct": "%", "percent": "%", "percentage": "%", "cannot": "not",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """One word in its plain form: small letters, singular, numbers in figures."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match(Generic[Payload]):
    """Where a phrase stands: from word `first` up to `last`, not included."""

    first: int
    last: int
    payload: Payload


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text; punctuation, case, hyphens and the kind of apostrophe make no difference."""
    same_length = _PER_CENT.sub(lambda found: "%".ljust(len(found.group())), text.replace("’", "'"))
    return tuple(
        Word(plain, found.start(), found.end())
        for found in _WORD.finditer(same_length)
        if (plain := plain_word(found.group()))
    )


def plain_word(word: str) -> str:
    """The form in which words are compared."""
    small = word.casefold().removesuffix("'s")
    if small[0].isdigit():
        return small.replace(",", "")
    small = _SAME.get(small, small)
    if small.endswith("n't"):
        return "not"
    if len(small) > STEM + 1 and small.endswith("ies"):
        return small[:-3] + "y"
    if len(small) > STEM and small.endswith("s") and not small.endswith("ss"):
        small = small[:-1]
    return _SAME.get(small, small)


def readings_of(phrase: str) -> tuple[tuple[str, ...], ...]:
    """Every row of plain words that a phrase stands for. Raises ValueError for a phrase that cannot be read."""
    parts: list[list[tuple[str, ...]]] = []
    for part in phrase.split():
        choices = part.removeprefix("[").removesuffix("]").split("/")
        read = [tuple(word.text for word in words_of(choice.replace("_", " "))) for choice in choices]
        if not all(read) or part.startswith("[") is not part.endswith("]"):
            raise ValueError(f"'{part}' in '{phrase}' cannot be read")
        parts.append([*read, ()] if part.startswith("[") else read)
    count = 1
    for part_readings in parts:
        count *= len(part_readings)
    if not parts or count > MOST_READINGS:
        raise ValueError(f"'{phrase}' is empty or stands for too many rows of words")
    rows = {tuple(word for piece in row for word in piece) for row in product(*parts)}
    if any(not row or GAP in (row[0], row[-1]) for row in rows):
        raise ValueError(f"'{phrase}' may be left out wholly, or begins or ends with …")
    return tuple(sorted(rows))


class Phrases(Generic[Payload]):
    """Phrases with what each stands for; the longest that fits is found, from the left, none over another."""

    def __init__(self, phrases: Iterable[tuple[str, Payload]]) -> None:
        self._root: dict[str, object] = {}
        for phrase, payload in phrases:
            for row in readings_of(phrase):
                node = self._root
                for word in row:
                    node = node.setdefault(word, {})  # type: ignore[assignment]
                node.setdefault("", payload)

    def find(self, words: Sequence[Word], never_first: Collection[int] = ()) -> list[Match[Payload]]:
        """Every phrase among the words. never_first: numbers of words at which none may begin."""
        found: list[Match[Payload]] = []
        at = 0
        while at < len(words):
            best = self._longest(words, at) if at not in never_first else None
            if best is not None:
                found.append(best)
                at = best.last
            else:
                at += 1
        return found

    def _longest(self, words: Sequence[Word], first: int) -> Match[Payload] | None:
        if words[first].text not in self._root:
            return None
        ends = max(_ends(self._root, words, first), key=lambda end: end[0], default=None)
        return Match(first, ends[0], ends[1]) if ends else None  # type: ignore[arg-type]


def _ends(node: dict[str, object], words: Sequence[Word], at: int) -> Iterator[tuple[int, object]]:
    """Where phrases that begin before `at` may end, with what they stand for."""
    if "" in node:
        yield at, node[""]
    if at >= len(words):
        return
    following = node.get(words[at].text)
    if isinstance(following, dict):
        yield from _ends(following, words, at + 1)
    beyond = node.get(GAP)
    if isinstance(beyond, dict):
        for skipped in range(LONGEST_GAP + 1):
            if at + skipped < len(words) and words[at + skipped].text in beyond:
                yield from _ends(beyond, words, at + skipped)
