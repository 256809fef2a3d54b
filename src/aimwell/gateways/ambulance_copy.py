"""A table of ambulance response times by trust and category, made by others from one month's indicators.

Times are written as minutes and seconds ("09:17"); the total is in hours.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem
from aimwell.gateways.cells import ABSENT
from aimwell.gateways.document import Document
from aimwell.gateways.numbered_lines import NumberedLine
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.trust_copies import read_copy, recognise_copy

FEED = "ambulance_copy"

MEAN, CENTILE = "Mean Response Time (min:sec)", "90th Centile Response Time (min:sec)"
HEADINGS = ("Ambulance Service", "Incident Count", "Total Response Time (h)", MEAN, CENTILE, "Category")


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_copy(document, FEED, HEADINGS)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Incidents and response times, by ambulance trust and category."""
    return read_copy(document, feed, HEADINGS, _amounts, scratch=scratch)


def _amounts(line: NumberedLine) -> Mapping[str, Any]:
    return {
        "category": line.text("Category"),
        "incidents": line.amount("Incident Count"),
        "response_hours": line.amount("Total Response Time (h)"),
        "mean_seconds": _seconds(line, MEAN),
        "centile_90_seconds": _seconds(line, CENTILE),
    }


def _seconds(line: NumberedLine, heading: str) -> float | None:
    """Seconds of a time such as 53:25 or 1:02:10. Raises Problem for anything else."""
    said = line.text(heading)
    if said.casefold() in ABSENT:
        return None
    if not re.fullmatch(r"\d+(:\d\d){1,2}", said):
        raise Problem(
            code="cell.not-a-time",
            found=f"'{said}' is not a time.",
            expected="Minutes and seconds such as 09:17, or nothing.",
            remedy="Correct the cell, or take the published indicators.",
            where=line.where(heading),
        )
    seconds = 0.0
    for part in said.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds
