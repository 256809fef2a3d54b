"""Public health budgets of councils, as a public web site draws them from the ministry's revenue account.

The site names councils in words and leaves the year out. A copy without its year is not a figure for any
year, and is refused with the reason.
"""

from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import PlaceMet, Vintage
from aimwell.gateways.cells import amount
from aimwell.gateways.document import Document
from aimwell.gateways.json_objects import content, dig, require_keys, share_of_keys
from aimwell.gateways.reading import FactsWriter, Reading, Recognition

FEED = "public_health_budgets"

KEYS = ("cat", "label", "councils", "slug", "budgetTotal", "perCapita", "percentOfBudget")
YEAR_KEYS = ("year", "financialYear", "financial_year")
AMOUNTS = {"public_health": "amount", "all_services": "budgetTotal"}
STATISTICS = {
    "per_head": "perCapita",
    "per_household": "perHousehold",
    "percent_of_budget": "percentOfBudget",
}


def recognise(document: Document) -> Recognition | None:
    """By the keys of its objects."""
    share = share_of_keys(document, KEYS)
    return Recognition(FEED, share) if share >= 0.8 else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """The budget of each council. Raises Problem `period.not-stated` for a copy without its year."""
    site = content(document)
    require_keys(site, ("councils",), document)
    year = next((str(dig(site, key)) for key in YEAR_KEYS if dig(site, key)), None)
    if year is None:
        raise Problem(
            code="period.not-stated",
            found="The file does not say which financial year its budgets are for.",
            expected=f"A year under one of the names {', '.join(YEAR_KEYS)}.",
            remedy="Take the ministry's revenue account workbook, which says its year, or add the year to the file.",
            where=Where(document.name),
        )
    writer, met = FactsWriter(feed), list[PlaceMet]()
    for number, council in enumerate(site["councils"], start=1):
        require_keys(council, ("slug", "name", *AMOUNTS.values()), document)
        given: dict[str, Any] = {
            name: amount(council.get(key, ""), Where(document.name, "councils", number, key)).number
            for name, key in {**AMOUNTS, **STATISTICS}.items()
        }
        writer.add(
            period=read_period(year.replace("-", "/")).text,
            grain="council",
            row=number,
            sheet="councils",
            council=council["slug"],
            council_class=council.get("type"),
            **given,
        )
        met.append(PlaceMet(council["slug"], council["name"], "council"))
    facts = writer.write(scratch / "facts.parquet")
    return Reading(facts, Vintage(), len(writer), len(writer), places_met=tuple(met))
