"""Revenue outturn of one council over several years, as parsed from the ministry's workbooks into JSON.

It is a feed of its own: a few councils' figures must never stand in for England's. Two copies of the figures stand in a file: thousands as returned, and pounds worked out from them. The first
is read. Years that the file calls uncertified are kept as the ministry's first edition.
"""

from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.headings import plain
from aimwell.gateways.json_objects import content, dig, require_keys, share_of_keys
from aimwell.gateways.reading import FactsWriter, Reading, Recognition
from aimwell.gateways.revenue_outturn import PUBLIC_HEALTH_RESERVES, SERVICES

FEED = "revenue_outturn_councils"

KEYS = ("council_id", "ons_code", "by_year", "units", "years", "data_source")
GROUPS = {"service_expenditure": SERVICES, "reserves": PUBLIC_HEALTH_RESERVES}


def recognise(document: Document) -> Recognition | None:
    """By the keys of its object."""
    share = share_of_keys(document, KEYS)
    return Recognition(FEED, share) if share >= 0.8 else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """What the council spent on each service in each year."""
    council = content(document)
    require_keys(council, KEYS, document)
    writer, refused = FactsWriter(feed), list[Problem]()
    years: dict[str, Any] = council["by_year"]
    for number, (year, returned) in enumerate(sorted(years.items()), start=1):
        try:
            amounts = _amounts(returned, Where(document.name, f"by_year/{year}"))
        except Problem as problem:
            refused.append(problem)
            continue
        writer.add(
            period=read_period(year.replace("-", "/")).text,
            grain="council",
            row=number,
            sheet=f"by_year/{year}",
            scope=council["ons_code"],
            council=council["ons_code"],
            council_class=returned.get("council_class"),
            **amounts,
        )
    if not len(writer):
        raise Problems(refused)
    return Reading(
        writer.write(scratch / "facts.parquet"), Vintage(), len(years), len(writer), 0, tuple(refused)
    )


def _amounts(returned: Any, where: Where) -> dict[str, Any]:
    amounts: dict[str, Any] = {}
    for group, headings in GROUPS.items():
        lines = {plain(name): line for name, line in (dig(returned, "revenue_summary", group) or {}).items()}
        for name, heading in headings.items():
            thousands = dig(lines.get(plain(heading)), "value_thousands")
            if thousands is not None and not isinstance(thousands, int | float):
                raise Problem(
                    code="cell.not-a-number",
                    found=f"'{thousands}' is not a number.",
                    expected="Thousands of pounds.",
                    remedy="Correct the file, or take the ministry's workbook.",
                    where=Where(where.file, where.sheet, column=heading),
                )
            amounts[name] = thousands
    return amounts
