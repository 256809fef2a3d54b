"""Rows of a paper's tables as sentences: what a row and a column say of a cell."""

from collections.abc import Iterable, Iterator, Sequence

from aimwell.domain.claims.language import ClaimLanguage, PhraseRole
from aimwell.domain.claims.papers import Passage, PassageKind
from aimwell.domain.claims.times import stated_times
from aimwell.domain.claims.words import words_of

LEAST_COLUMNS = 2
WIDEST_CELL = 300  # signs; more is text and read as such


def passages_of_table(
    name: str, rows: Sequence[Sequence[object]], language: ClaimLanguage, *, number: int, under: str = ""
) -> Iterator[Passage]:
    """A passage for each cell that can claim something: "A&E within four hours was 77.3% in April 2026"."""
    texts = [[_text(cell) for cell in row] for row in rows]
    header = next((row for row in texts if sum(bool(cell) for cell in row) >= LEAST_COLUMNS), None)
    for at, row in enumerate(texts, start=1):
        for text in _said(row, header or [], language):
            yield Passage(text, PassageKind.CELL, number, table=name, row=at, under=under)


def _said(row: Sequence[str], header: Sequence[str], language: ClaimLanguage) -> Iterator[str]:
    long = [cell for cell in row if len(cell) > WIDEST_CELL or cell.endswith(".")]
    yield from long
    subject = row[0] if row else ""
    if row is header or not subject or subject in long:
        return
    for column, cell in enumerate(row[1:], start=1):
        heading = header[column] if column < len(header) else ""
        if cell and cell not in long and cell != heading:
            yield from _of_cell(subject, heading, cell, language)


def _of_cell(subject: str, heading: str, cell: str, language: ClaimLanguage) -> Iterator[str]:
    """One cell in words; nothing for targets, comparisons and figures whose column says not what they are."""
    words = words_of(heading)
    roles = language.role_phrases
    if any(roles[role].find(words) for role in (PhraseRole.TARGET, PhraseRole.OTHERS, PhraseRole.CHANGE_BY)):
        return
    if not any(sign.isdigit() for sign in cell):
        if language.claim_phrases.find(words_of(cell)):
            yield f"{subject}: {cell}"
    elif stated_times(heading):
        yield f"{subject} was {cell} in {heading}"
    elif roles[PhraseRole.LATEST_COLUMN].find(words):
        yield f"{subject} was {cell}"


def _text(cell: object) -> str:
    return " ".join(str(cell).split())


def all_tables(
    tables: Iterable[tuple[str, Sequence[Sequence[object]], str]], language: ClaimLanguage
) -> list[Passage]:
    """Passages of every table: its name, its rows and the text above it."""
    return [
        passage
        for number, (name, rows, above) in enumerate(tables, start=1)
        for passage in passages_of_table(name, rows, language, number=number, under=above)
    ]
