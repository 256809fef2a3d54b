"""People in acute hospital each day who no longer need to be there, by integrated care board."""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.published_columns import clean, number, period_of, status
from aimwell.gateways.published_table import open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition

FEED = "criteria_to_reside"

COUNT = "do_not_meet_criteria_to_reside"
HEADINGS = ("icb22_code", "date", COUNT)
RENAMED = {r"(icb|ics|stp)(\d\d)?_code": "icb22_code"}


def recognise(document: Document) -> Recognition | None:
    """By its headings; two of the three are shared with other daily files, which then fit those better."""
    return recognise_table(document, FEED, HEADINGS, renamed=RENAMED)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """People by integrated care board and day, and one for each report, so that a month has its daily mean."""
    with open_table(document, HEADINGS, renamed=RENAMED) as table:
        table.check_numbers(COUNT)
        table.read_periods("date", period_of)
        given = {
            "grain": "'ics'",
            "ics": clean("icb22_code"),
            "people": number(COUNT),
            "days_reported": f"case when {number(COUNT)} is not null then 1 end",
            "status": status(COUNT),
        }
        return Reading(
            facts=table.write(scratch, table.facts(feed, given)),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
            refused=tuple(table.refused),
        )
