"""A paper as passages, and its sentences with the place where each stands."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import groupby

from aimwell.domain.claims.words import words_of

LONGEST_HEADING = 12  # words
LEAST_REPEATS = 3  # pages on which a line must stand to be a header or footer
REPEATED_SHARE = 0.5  # of all pages
EDGE_LINES = 3  # lines at the top and bottom of a page where headers and footers are
LONGEST_ABBREVIATION = 8  # signs that are looked at before a full stop
LONGEST_SENTENCE = 1_500  # signs; what is longer is no sentence and is cut


class PassageKind(StrEnum):
    """What a piece of a paper is."""

    HEADING = "heading"
    TEXT = "text"
    POINT = "point"  # of a list
    CELL = "cell"  # of a table, with its row and column in words


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, list point, heading or table cell. number: of the paragraph or line, from 1."""

    text: str
    kind: PassageKind
    number: int
    page: int | None = None
    table: str = ""
    row: int | None = None
    under: str = ""  # the heading above it
    counted: str = "paragraph"  # what `number` counts: paragraphs or lines


@dataclass(frozen=True, slots=True)
class Paper:
    """What was handed in. notes: what its reader should know, such as an encoding that was guessed."""

    name: str
    passages: tuple[Passage, ...]
    pages: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, where it stands, and a short name that stays with its words."""

    text: str
    passage: Passage
    number: int  # in its passage, from 1

    @property
    def ref(self) -> str:
        """A name made of the words: "s" and six hexadecimal digits."""
        plain = " ".join(word.text for word in words_of(self.text))
        return "s" + sha256(plain.encode()).hexdigest()[:6]

    @property
    def where(self) -> str:
        """Where it stands, as people say it."""
        passage = self.passage
        parts = [f"page {passage.page}" if passage.page is not None else ""]
        if passage.table:
            parts.append(f"{passage.table}, row {passage.row}")
        else:
            parts.append(f"{passage.counted} {passage.number}, sentence {self.number}")
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file as it came. blank_before: whether an empty line stands above it."""

    text: str
    number: int
    page: int | None = None
    heading: bool = False
    blank_before: bool = False


_BULLET = re.compile(r"^\s*(?:[-*+•‣▪●○◦–—]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d+(?:\.\d+)+\.?)\s+", re.I)
_MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+")
_END = re.compile(r"[.!?][\"'”’)\]]*$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|approx|no|nos|fig|para|sect|dr|mr|mrs|ms|prof|st|inc|ltd|dept|vol|ref|p|pp"
    r"|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_BREAK = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9£])")
_DASHED = re.compile(r"(\w)[-\u00ad\u2010]$")


def sentences_of(passages: Iterable[Passage]) -> Iterator[Sentence]:
    """The sentences of each passage in order; decimals and abbreviations do not end one."""
    for passage in passages:
        for number, text in enumerate(split_sentences(passage.text), start=1):
            yield Sentence(text, passage, number)


def split_sentences(text: str) -> list[str]:
    """A text cut at the ends of its sentences."""
    plain = " ".join(text.split())
    found: list[str] = []
    start = 0
    for gap in _BREAK.finditer(plain):
        if not _ABBREVIATION.search(plain[max(start, gap.start() - LONGEST_ABBREVIATION) : gap.start()]):
            found.append(plain[start : gap.end()].strip())
            start = gap.end()
    found.append(plain[start:].strip())
    return [sentence[:LONGEST_SENTENCE] for sentence in found if sentence]


def without_repeated_lines(lines: Sequence[Line]) -> list[Line]:
    """Lines of a paged document without its headers, footers and page numbers."""
    pages = [list(group) for _, group in groupby(lines, key=lambda line: line.page)]
    counts = Counter(mark for page in pages for mark in {_mark(page, at) for at in _edges(page)})
    needed = max(LEAST_REPEATS, REPEATED_SHARE * len(pages))
    return [
        line
        for page in pages
        for at, line in enumerate(page)
        if not _is_page_number(line.text) and counts[_mark(page, at)] < needed
    ]


def _edges(page: Sequence[Line]) -> list[int]:
    """The numbers of a page's first and last lines."""
    return sorted({*range(min(EDGE_LINES, len(page))), *range(max(0, len(page) - EDGE_LINES), len(page))})


def _mark(page: Sequence[Line], at: int) -> tuple[int, str]:
    """What a line of a header or footer has in common on all pages: its words and its distance from the edge."""
    from_edge = at if at < EDGE_LINES else at - len(page)
    return from_edge, _unnumbered(page[at].text)


def _unnumbered(text: str) -> str:
    return re.sub(r"\d+", "0", text.casefold()).strip()


def _is_page_number(text: str) -> bool:
    return bool(re.fullmatch(r"(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", text.strip(), re.IGNORECASE))


def passages_of(lines: Iterable[Line], *, whole: bool) -> list[Passage]:
    """Lines as passages under their headings. whole: each line is a paragraph already, as in Word."""
    made: list[Passage] = []
    under = ""
    gathered: list[Line] = []
    kind = PassageKind.TEXT
    counted = "paragraph" if whole else "line"

    def finish() -> None:
        if gathered:
            first = gathered[0]
            made.append(
                Passage(_joined(gathered), kind, first.number, first.page, under=under, counted=counted)
            )
            gathered.clear()

    for line in lines:
        begins = _kind_of(line, alone=whole or not gathered or line.blank_before or _ended(gathered))
        if begins is None:
            gathered.append(line)
            continue
        finish()
        if begins is PassageKind.HEADING:
            under = _MARKDOWN_HEADING.sub("", line.text).strip(" *_:")
            made.append(Passage(under, begins, line.number, line.page, counted=counted))
        else:
            kind = begins
            gathered.append(line)
    finish()
    return made


def _ended(gathered: Sequence[Line]) -> bool:
    return bool(_END.search(gathered[-1].text.rstrip()))


def _kind_of(line: Line, *, alone: bool) -> PassageKind | None:
    """What begins at a line; None where it goes on with what is above."""
    if line.heading or _MARKDOWN_HEADING.match(line.text):
        return PassageKind.HEADING
    if _BULLET.match(line.text) and len(line.text.split()) > 1:
        return PassageKind.HEADING if _is_numbered_heading(line.text) else PassageKind.POINT
    return PassageKind.TEXT if alone else None


def _is_numbered_heading(text: str) -> bool:
    """ "3.2 Urgent care" is a heading; "3.2 Urgent care improved." is a paragraph with a number."""
    rest = _BULLET.sub("", text)
    numbered = re.match(r"^\s*\d+\.\d", text)
    return bool(numbered) and not _END.search(rest) and len(rest.split()) <= LONGEST_HEADING // 2


def _joined(lines: Sequence[Line]) -> str:
    """Lines as one text; a word that was divided at the end of a line is whole again."""
    parts = [_BULLET.sub("", lines[0].text).strip()]
    for line in lines[1:]:
        following = line.text.strip()
        if _DASHED.search(parts[-1]) and following[:1].islower():
            parts[-1] = parts[-1][:-1]
        else:
            parts.append(" ")
        parts.append(following)
    return "".join(parts).replace("**", "").replace("__", "")


def reads_as_heading(sentence: Sentence, *, claim_at: int, finite: bool) -> bool:
    """Whether a short line without a full stop is a heading: one that begins with its claim, or says nothing of it."""
    passage = sentence.passage
    if passage.kind is PassageKind.HEADING:
        return True
    if passage.kind is not PassageKind.TEXT or _END.search(sentence.text):
        return False
    short = len(sentence.text.split()) <= LONGEST_HEADING
    return short and sentence.text == " ".join(passage.text.split()) and (claim_at == 0 or not finite)
