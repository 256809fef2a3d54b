"""Shares of late waits and full beds by provider and month in one system, made by others from published files."""

from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem
from aimwell.domain.receipts import PlaceMet, Vintage
from aimwell.gateways.cells import located
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.numbered_lines import read_lines, share_of_headings
from aimwell.gateways.reading import FactsWriter, Reading, Recognition
from aimwell.gateways.title_block import month_of

FEED = "pressure_index"

SHARES = {
    "waiting_over_18_weeks": "rtt_over18_share",
    "waiting_over_52_weeks": "rtt_over52_share",
    "tests_over_6_weeks": "dm01_breach",
    "over_4_hours_in_ae": "ae_pressure",
    "beds_occupied": "kh03_occupancy",
}
HEADINGS = ("provider_org_code", "period_month", *SHARES.values())


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    share = share_of_headings(document.head, HEADINGS) if document.kind is Kind.CSV else 0.0
    return Recognition(FEED, share) if share else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """The shares, 0 to 1; the index itself, which somebody weighed together, is left out."""
    facts, refused = FactsWriter(feed), list[Problem]()
    providers: set[str] = set()
    count = 0
    for line in read_lines(document, list(document.lines()), HEADINGS):
        count += 1
        try:
            shares = {name: line.amount(heading) for name, heading in SHARES.items()}
            period = month_of(line.text("period_month"))
        except Problem as problem:
            refused.append(located(problem, line.where()))
            continue
        provider = line.code("provider_org_code")
        providers.add(provider)
        status = "missing" if all(share is None for share in shares.values()) else "ok"
        declared: dict[str, Any] = {"provider": provider, **shares}
        facts.add(period=period, grain="provider", row=line.number, status=status, **declared)
    return Reading(
        facts=facts.write(scratch / "facts.parquet"),
        vintage=Vintage(),
        rows_read=count,
        rows_kept=len(facts),
        refused=tuple(refused),
        places_met=tuple(PlaceMet(provider, provider, "provider") for provider in sorted(providers)),
    )
