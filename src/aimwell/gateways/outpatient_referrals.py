"""A table of outpatient referrals by trust, made by others from NHS England's monthly activity of one month."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.gateways.document import Document
from aimwell.gateways.numbered_lines import NumberedLine
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.trust_copies import read_copy, recognise_copy

FEED = "outpatient_referrals"

COLUMNS = {
    "gp_referrals": "GP Referrals Made (All)",
    "other_referrals": "Other Referrals Made (All)",
    "gp_referrals_specific_acute": "GP Referrals Made (Specific Acute)",
    "other_referrals_specific_acute": "Other Referrals Made (Specific Acute)",
}
HEADINGS = tuple(COLUMNS.values())


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_copy(document, FEED, HEADINGS)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Referrals to outpatient care, by trust."""
    return read_copy(document, feed, HEADINGS, _amounts, scratch=scratch)


def _amounts(line: NumberedLine) -> Mapping[str, Any]:
    return {name: line.amount(heading) for name, heading in COLUMNS.items()}
