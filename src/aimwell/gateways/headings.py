"""Finding the line of headings in a published table, and saying what is wrong with it."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from aimwell.domain.problems import Problem, Problems, Where
from aimwell.gateways.document import Cell, Document

LIKENESS = 0.7  # a heading respelt is above, another column of the same table below
SEARCHED_LINES = 40  # the deepest heading met in a published file is on line 18


def plain(cell: Cell) -> str:
    """A heading without its line breaks, doubled spaces, capitals and byte marks."""
    return _plain(str(cell))


@lru_cache(maxsize=20_000)  # every gateway looks at the same first lines
def _plain(text: str) -> str:
    return " ".join(text.split()).strip("\ufeff").casefold()


@lru_cache(maxsize=20_000)  # as above
def fits(pattern: str, heading: str) -> bool:
    """Whether a plain heading is one of those that a regular expression declares; figures never are."""
    return heading.islower() and re.fullmatch(pattern, heading) is not None


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headings are: `at[name]` is the index of a column, `row` that of their line (from 0)."""

    sheet: str
    row: int
    at: Mapping[str, int]
    texts: tuple[str, ...]

    def has(self, *names: str) -> bool:
        """Whether all the headings are there."""
        return all(plain(name) in self.at for name in names)

    def index(self, name: str) -> int:
        """The column under a heading, from 0."""
        return self.at[plain(name)]


def find_headings(
    rows: Sequence[Sequence[Cell]], expected: Sequence[str], *, sheet: str = "", least: float = 0.6
) -> Headings | None:
    """The line among the first forty that has most of the expected headings; None if none has enough.

    least: the share of the headings that a line must have, 0 to 1.
    """
    wanted = {plain(name) for name in expected}
    best, best_count = None, 0
    for number, row in enumerate(rows[:SEARCHED_LINES]):
        count = len(wanted & {plain(cell) for cell in row})
        if count > best_count:
            best, best_count = number, count
    if best is None or best_count < least * len(wanted):
        return None
    texts = tuple(str(cell) for cell in rows[best])
    at: dict[str, int] = {}
    for index, text in enumerate(texts):
        at.setdefault(plain(text), index)  # of two equal headings the first is meant
    return Headings(sheet, best, at, texts)


def require_headings(headings: Headings, expected: Sequence[str], document: Document) -> None:
    """Raise Problems naming each expected heading that is absent, with the likeliest renamed one."""
    missing = [name for name in expected if not headings.has(name)]
    if not missing:
        return
    wanted = {plain(name) for name in expected}
    strangers = [text for text in headings.texts if text.strip() and plain(text) not in wanted]
    raise Problems(_missing(name, strangers, headings, document) for name in missing)


def _missing(name: str, strangers: Sequence[str], headings: Headings, document: Document) -> Problem:
    near = difflib.get_close_matches(plain(name), [plain(text) for text in strangers], n=1, cutoff=LIKENESS)
    renamed = next((text for text in strangers if near and plain(text) == near[0]), None)
    found = f"There is no column '{name}'" + (f"; there is '{renamed}'." if renamed else ".")
    return Problem(
        code="feed.changed-heading" if renamed else "feed.missing-column",
        found=found,
        expected=f"A column '{name}', as in the published file.",
        remedy="Take the file as published. If the publisher has changed it, declare the new heading in the feed.",
        where=Where(document.name, headings.sheet, headings.row + 1, name),
    )
