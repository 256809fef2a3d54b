"""NHS England's yearly maternity statistics (MSDS): deliveries and babies by one characteristic at a time.

Counts are rounded to five by the publisher, so that England, regions and providers do not add up; each
is kept as published, and what England has beyond its providers is kept beside them for England. The year is a financial one, written 2021-22.
"""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.published_columns import clean, number, period_of, status, words
from aimwell.gateways.published_table import open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition

FEED = "maternity_statistics"

HEADINGS = ("Period", "Dimension", "Org_Level", "Org_Code", "Org_Name", "Measure", "Count_Of", "Value")
ENGLAND = "ENG"
GRAINS = {  # Org_Level: the place column of its rows, and SQL for their code
    "NATIONAL": ("england", f"'{ENGLAND}'"),
    "NHS ENGLAND (REGION)": ("region", clean("Org_Code")),
    "PROVIDER": ("provider", clean("Org_Code")),
}


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Deliveries and babies by place and characteristic."""
    with open_table(document, HEADINGS) as table:
        table.check_numbers("Value")
        table.read_periods("Period", period_of)
        selects = [
            table.facts(feed, _given(grain, code), only=_of(level)) for level, (grain, code) in GRAINS.items()
        ]
        selects.append(
            table.remainder(
                feed,
                _given("provider", f"'{ENGLAND}'"),
                "Value",
                whole=_of("NATIONAL"),
                parts=_of("PROVIDER"),
                keys=("Dimension", "Measure", "Count_Of"),
            )
        )
        kept = f"{clean('Org_Level')} in ({', '.join(repr(level) for level in GRAINS)})"
        return Reading(
            facts=table.write(scratch, *selects),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(kept),
            rows_set_aside=table.count(f"not ({kept})"),
            refused=tuple(table.refused),
            places_met=tuple(
                table.places("Org_Code", "Org_Name", "provider", only=f"{clean('Org_Level')} = 'PROVIDER'")
            ),
        )


def _of(level: str) -> str:
    return f"{clean('Org_Level')} = '{level}'"


def _given(grain: str, code: str) -> dict[str, str]:
    return {
        "grain": f"'{grain}'",
        grain: code,
        "characteristic": words("Dimension"),
        "category": words("Measure"),
        "deliveries": f"case when {clean('Count_Of')} = 'DELIVERIES' then {number('Value')} end",
        "babies": f"case when {clean('Count_Of')} = 'BABIES' then {number('Value')} end",
        "status": status("Value"),
    }
