"""Mean ambulance response times by NHS region and month, made by others from the systems indicators."""

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

FEED = "ambulance_regional"

AMOUNTS = {
    "category_1_mean_seconds": "cat1_mean_sec",
    "category_2_mean_seconds": "cat2_mean_sec",
    "category_1_incidents": "cat1_incidents",
    "category_2_incidents": "cat2_incidents",
}
HEADINGS = ("region", "month_start", *AMOUNTS.values())


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    share = share_of_headings(document.head, HEADINGS) if document.kind is Kind.CSV else 0.0
    return Recognition(FEED, share) if share else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Mean response times of categories 1 and 2 by region and month, in any order of rows."""
    facts, refused = FactsWriter(feed), list[Problem]()
    regions: set[str] = set()
    count = 0
    for line in read_lines(document, list(document.lines()), HEADINGS):
        count += 1
        try:
            amounts = {name: line.amount(heading) for name, heading in AMOUNTS.items()}
            period = month_of(line.text("month_start"))
        except Problem as problem:
            refused.append(located(problem, line.where()))
            continue
        status = "missing" if all(amount is None for amount in amounts.values()) else "ok"
        region = line.code("region")
        regions.add(region)
        declared: dict[str, Any] = {"region": region, **amounts}
        facts.add(period=period, grain="region", row=line.number, status=status, **declared)
    return Reading(
        facts=facts.write(scratch / "facts.parquet"),
        vintage=Vintage(),
        rows_read=count,
        rows_kept=len(facts),
        refused=tuple(refused),
        places_met=tuple(PlaceMet(region, region, "region") for region in sorted(regions)),
    )
