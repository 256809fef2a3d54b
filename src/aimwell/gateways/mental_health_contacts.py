"""The national monthly series of people in contact with NHS mental health services."""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.published_columns import number, status, words
from aimwell.gateways.published_table import open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.title_block import month_of

FEED = "mental_health_contacts"

HEADINGS = ("date", "measure", "count")
SAID_OF = "in contact with services"  # the headings alone could be anybody's


def recognise(document: Document) -> Recognition | None:
    """By its headings and by what its first lines say."""
    if not any(SAID_OF in cell.casefold() for row in document.head for cell in row):
        return None
    return recognise_table(document, FEED, HEADINGS)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """People in England by month."""
    with open_table(document, HEADINGS) as table:
        table.check_numbers("count")
        table.read_periods("date", month_of)
        given = {
            "grain": "'england'",
            "england": "'ENG'",
            "counted": words("measure"),
            "people": number("count"),
            "status": status("count"),
        }
        return Reading(
            facts=table.write(scratch, table.facts(feed, given)),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
            refused=tuple(table.refused),
        )
