"""The Quality and Outcomes Framework's list of reasons for leaving a person out of an indicator.

A dictionary: it holds no figures, and each of its rows counts as one reason.
"""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.edition import financial_year_of
from aimwell.gateways.published_columns import clean, text_of, words
from aimwell.gateways.published_table import open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition

FEED = "qof_exclusions"

HEADINGS = (
    "INDICATOR_CODE",
    "PCA_EXCL_NAME",
    "PCA_EXCL_SHORT_NAME",
    "PCA_EXCL_DESCRIPTION",
    "TYPE",
    "PCA_CATEGORY",
    "PCA_CATEGORY_DESCRIPTION",
)


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Reasons by indicator, for the whole of England."""
    period = financial_year_of(document, feed)
    with open_table(document, HEADINGS) as table:
        given = {
            "period": text_of(period),
            "grain": "'england'",
            "england": "'ENG'",
            "indicator": clean("INDICATOR_CODE"),
            "reason": words("PCA_EXCL_NAME"),
            "description": words("PCA_EXCL_DESCRIPTION"),
            "kind": words("TYPE"),
            "category": words("PCA_CATEGORY_DESCRIPTION"),
            "reasons": "1",
        }
        return Reading(
            facts=table.write(scratch, table.facts(feed, given)),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
        )
