"""A table of diagnostic waits by trust, made by others from NHS England's workbook of one month."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.gateways.document import Document
from aimwell.gateways.numbered_lines import NumberedLine
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.trust_copies import read_copy, recognise_copy

FEED = "diagnostics_copy"

HEADINGS = ("Waiting List Total", "Waiting 6+ weeks", "Waiting 13+ weeks")


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_copy(document, FEED, HEADINGS)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """People waiting for a test, by trust."""
    return read_copy(document, feed, HEADINGS, _amounts, scratch=scratch)


def _amounts(line: NumberedLine) -> Mapping[str, Any]:
    waiting, over_6_weeks = line.amount("Waiting List Total"), line.amount("Waiting 6+ weeks")
    return {
        "waiting": waiting,
        "within_6_weeks": None if waiting is None or over_6_weeks is None else waiting - over_6_weeks,
        "over_6_weeks": over_6_weeks,
        "over_13_weeks": line.amount("Waiting 13+ weeks"),
    }
