"""Text as people type it into a plan: paragraphs between empty lines, and lists of lines that begin with a hyphen."""

import re
from collections.abc import Iterator
from itertools import groupby

from aimwell.domain.plan_documents import Bullets, Paragraph

BULLET = re.compile(r"\s*[-*•]\s+")


def parts_of_text(text: str) -> tuple[Paragraph | Bullets, ...]:
    """The text in parts."""
    return tuple(part for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) for part in _parts(block))


def _parts(block: str) -> Iterator[Paragraph | Bullets]:
    lines = [line for line in block.split("\n") if line.strip()]
    for is_list, group in groupby(lines, key=lambda line: BULLET.match(line) is not None):
        if is_list:
            yield Bullets(tuple(BULLET.sub("", line, count=1).strip() for line in group))
        else:
            yield Paragraph(" ".join(line.strip() for line in group))
