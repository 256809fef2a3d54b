"""A table of 2022 that says to which acute trusts the visits of walk-in centres and other bodies were counted."""

from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem
from aimwell.domain.receipts import PlaceMet, Vintage
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.edition import declared_edition
from aimwell.gateways.numbered_lines import read_lines, share_of_headings
from aimwell.gateways.reading import FactsWriter, Reading, Recognition

FEED = "ae_trust_attribution"

BODY, TRUST, SHARE = (
    "nhs_trust22_code_all",
    "nhs_trust22_code_acute",
    "proportion_attendances_attributed_to_acute_trust",
)
HEADINGS = (BODY, TRUST, SHARE)


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    share = share_of_headings(document.head, HEADINGS, least=0.6) if document.kind is Kind.CSV else 0.0
    return Recognition(FEED, share) if share else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """The share of each body's A&E visits that is counted to an acute trust, 0 to 1."""
    facts, refused, met = FactsWriter(feed), list[Problem](), dict[str, PlaceMet]()
    period = declared_edition(document, feed)
    count = 0
    for line in read_lines(document, list(document.lines()), HEADINGS):
        count += 1
        body, trust = line.code(BODY), line.code(TRUST)
        try:
            declared: dict[str, Any] = {"provider": body, "acute_trust": trust, "share": line.amount(SHARE)}
        except Problem as problem:
            refused.append(problem)
            continue
        facts.add(period=period, grain="provider", row=line.number, **declared)
        met |= {code: PlaceMet(code, code, "provider") for code in (body, trust)}
    return Reading(
        facts=facts.write(scratch / "facts.parquet"),
        vintage=Vintage(),
        rows_read=count,
        rows_kept=len(facts),
        refused=tuple(refused),
        places_met=tuple(met.values()),
    )
