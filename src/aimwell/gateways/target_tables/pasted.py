"""Tables in pasted text: cells between tabs, or between upright strokes as in Markdown. A row keeps its line's number."""

import re
from collections.abc import Sequence

from aimwell.domain.uploads import UploadedTable, UploadedText

RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")
ESCAPED = "\x00"


def tables_in(texts: Sequence[UploadedText]) -> tuple[tuple[UploadedTable, ...], tuple[UploadedText, ...]]:
    """The tables of a text, and the lines that belong to none. A row of a table has the number of its line."""
    tables: list[UploadedTable] = []
    prose: list[UploadedText] = []
    block: list[tuple[int, tuple[str, ...]]] = []
    for text, after in zip(texts, (*texts[1:], None), strict=True):
        cells = _cells(text.text)
        follows = bool(block) and text.number == block[-1][0] + 1
        if not cells and follows and after and after.number == text.number + 1 and _cells(after.text):
            cells = (text.text.strip(),)  # a line between rows, such as the name of a priority
        if block and not (cells and follows):
            _close(block, tables, prose)
        if cells:
            block.append((text.number, cells))
        else:
            prose.append(text)
    _close(block, tables, prose)
    return tuple(tables), tuple(prose)


def _cells(line: str) -> tuple[str, ...]:
    """The cells of a line; none where it is running text."""
    if "\t" in line.strip("\t"):
        return tuple(cell.strip() for cell in line.split("\t"))
    inside = line.strip()
    if inside.count("|") < 2 and not inside.startswith("|"):
        return ()
    inside = inside.replace("\\|", ESCAPED).removeprefix("|").removesuffix("|")
    return tuple(cell.replace(ESCAPED, "|").strip() for cell in inside.split("|"))


def _close(
    block: list[tuple[int, tuple[str, ...]]], tables: list[UploadedTable], prose: list[UploadedText]
) -> None:
    """Make a table of the lines so far; its first rows are empty, so that row and line agree. One line is no table."""
    if len(block) == 1:
        prose.append(UploadedText(" ".join(block[0][1]), block[0][0]))
    if len(block) > 1:
        first = block[0][0]
        rows = [()] * (first - 1) + [() if RULE.fullmatch("|".join(cells)) else cells for _, cells in block]
        tables.append(UploadedTable("", tuple(rows)))
    block.clear()
