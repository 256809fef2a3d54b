"""The Organisation Data Service's history of which commissioner each practice belonged to (epcmem).

Six columns without a line of headings. The commissioners are health authorities, primary care trusts and
clinical commissioning groups: the file ends before integrated care boards.
"""

import re
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document
from aimwell.gateways.ods_organisations import headless, latest_day, rows_of_width
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.table import Column, Holds, Line

FEED = "ods_memberships"

COLUMNS = (
    Column("Organisation Code", "member", Holds.CODE),
    Column("Parent Organisation Code", "parent", Holds.CODE),
    Column("Parent Organisation Type", "parent_type"),
    Column("Join Parent Date", "since", Holds.DAY),
    Column("Left Parent Date", "until", Holds.DAY),
    Column("Amended Record Indicator"),
)
FORMS = (r"[A-Z0-9]{5,6}", r"[A-Z0-9]{3,6}", r"[A-Z]", r"\d{8}", r"\d{8}|", r"[01]")
LEAST_SHARE = 0.75


def recognise(document: Document) -> Recognition | None:
    """By the form of the cells in its first lines."""
    rows = rows_of_width(document, len(FORMS) - 1, len(FORMS))
    if not rows:
        return None
    fits = [
        re.fullmatch(form, row[index].strip()) is not None if index < len(row) else False
        for row in rows
        for index, form in enumerate(FORMS)
    ]
    share = sum(fits) / len(fits)
    return Recognition(FEED, share) if share >= LEAST_SHARE else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """One row of facts for each stretch of membership."""
    positions = {index: column.heading for index, column in enumerate(COLUMNS)}
    lines = list(headless(document, positions, len(COLUMNS)).lines())
    period = latest_day(lines, "Join Parent Date")
    collected = Collected(feed)
    collected.take(lines, lambda line: _facts(line, period))
    return collected.reading(scratch)


def _facts(line: Line, period: str) -> list[Fact]:
    return [{**line.filled(COLUMNS), "period": period, "grain": "member"}]
