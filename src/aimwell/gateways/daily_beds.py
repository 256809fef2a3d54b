"""Winter's daily count of adult general and acute beds by trust, from NHS England's situation reports."""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Reconciliation, Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.published_columns import clean, number, period_of, status
from aimwell.gateways.published_table import PublishedTable, open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition

FEED = "daily_beds"

OPEN, UNOCCUPIED, OCCUPIED = "Open", "Available", "Occupied"
HEADINGS = ("Code", "Name", "Date", OPEN, UNOCCUPIED, OCCUPIED)
ENGLAND = f"{clean('Code')} in ('-', '', 'NA', 'ENG')"


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS, least=0.7)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Beds open and occupied by trust and day; England's rows are checked against their trusts."""
    with open_table(document, HEADINGS) as table:
        table.check_numbers(OPEN, UNOCCUPIED, OCCUPIED)
        table.read_periods("Date", period_of)
        given = {
            "grain": "'provider'",
            "provider": clean("Code"),
            "beds_open": number(OPEN),
            "occupied": number(OCCUPIED),
            "status": status(OPEN, OCCUPIED),
        }
        trusts = f"not ({ENGLAND})"
        return Reading(
            facts=table.write(scratch, table.facts(feed, given, only=trusts)),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(trusts),
            rows_set_aside=table.count(ENGLAND),
            refused=tuple(table.refused),
            reconciliations=tuple(_england(table, heading) for heading in (OPEN, OCCUPIED)),
            places_met=tuple(table.places("Code", "Name", "provider", only=trusts)),
        )


def _england(table: PublishedTable, heading: str) -> Reconciliation:
    stated, summed = table.query(
        f"select sum({number(heading)}) filter ({ENGLAND}), sum({number(heading)}) filter (not ({ENGLAND})) from published"
    )[0]
    return Reconciliation(
        f"beds {heading.lower()}: England against its trusts, all days", stated or 0.0, summed or 0.0
    )
