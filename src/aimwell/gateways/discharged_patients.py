"""People discharged from acute hospitals each day, by integrated care board, from the daily discharge reports."""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.published_columns import clean, number, period_of, status
from aimwell.gateways.published_table import open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition

FEED = "discharged_patients"

EARLY, LATE, TOTAL = "discharged_by_1700", "discharged_between_1701_2359", "discharged_total"
HEADINGS = ("icb22_code", "date", EARLY, LATE, TOTAL)
RENAMED = {r"(icb|ics|stp)(\d\d)?_code": "icb22_code"}


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS, renamed=RENAMED)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Discharges by integrated care board and day; those split by hour are for days that have the split."""
    with open_table(document, HEADINGS, renamed=RENAMED) as table:
        table.check_numbers(EARLY, LATE, TOTAL)
        table.read_periods("date", period_of)
        split = f"{number(EARLY)} is not null and {number(LATE)} is not null"
        given = {
            "grain": "'ics'",
            "ics": clean("icb22_code"),
            "discharged": number(TOTAL),
            "discharged_by_five": number(EARLY),
            "discharged_after_five": number(LATE),
            "discharged_with_hour": f"case when {split} then {number(EARLY)} + {number(LATE)} end",
            "status": status(TOTAL),
        }
        return Reading(
            facts=table.write(scratch, table.facts(feed, given)),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
            refused=tuple(table.refused),
        )
