"""A table of cancer waits by trust and standard, made by others from NHS England's workbook of one month."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.gateways.document import Document
from aimwell.gateways.numbered_lines import NumberedLine
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.trust_copies import read_copy, recognise_copy

FEED = "cancer_waits_copy"

HEADINGS = ("Standard", "Total Treated", "Within Standard", "Breaches")


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_copy(document, FEED, HEADINGS)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """People told or treated in and out of time, by trust and standard."""
    return read_copy(document, feed, HEADINGS, _amounts, scratch=scratch)


def _amounts(line: NumberedLine) -> Mapping[str, Any]:
    return {
        "standard": line.text("Standard"),
        "people": line.amount("Total Treated"),
        "in_time": line.amount("Within Standard"),
        "late": line.amount("Breaches"),
    }
