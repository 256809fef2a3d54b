"""NHS England's yearly maternity statistics (MSDS): deliveries and babies by one characteristic at a time.

Counts are rounded to five by the publisher, so that England, regions and providers do not add up; each
is kept as published. The year is a financial one, written 2021-22.
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
GRAINS = {"NATIONAL": "england", "NHS ENGLAND (REGION)": "region", "PROVIDER": "provider"}
ENGLAND = "ENG"


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Deliveries and babies by place and characteristic."""
    with open_table(document, HEADINGS) as table:
        table.check_numbers("Value")
        table.read_periods("Period", period_of)
        selects = [
            table.facts(
                feed,
                {
                    "grain": f"'{grain}'",
                    grain: f"'{ENGLAND}'" if grain == "england" else clean("Org_Code"),
                    "characteristic": words("Dimension"),
                    "category": words("Measure"),
                    "deliveries": f"case when {clean('Count_Of')} = 'DELIVERIES' then {number('Value')} end",
                    "babies": f"case when {clean('Count_Of')} = 'BABIES' then {number('Value')} end",
                    "status": status("Value"),
                },
                only=f"{clean('Org_Level')} = '{level}'",
            )
            for level, grain in GRAINS.items()
        ]
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
