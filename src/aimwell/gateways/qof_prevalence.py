"""The Quality and Outcomes Framework's prevalence by practice: people on each disease register.

The rows state no year; the publisher writes it into the file's name. The population differs by register
(all ages, 18 and over …) and is said in PATIENT_LIST_TYPE.
"""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.edition import financial_year_of
from aimwell.gateways.published_columns import clean, number, status, text_of
from aimwell.gateways.published_table import open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition

FEED = "qof_prevalence"

REGISTER, LIST = "REGISTER", "PRACTICE_LIST_SIZE"
HEADINGS = ("PRACTICE_CODE", "GROUP_CODE", REGISTER, "PATIENT_LIST_TYPE", LIST)


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS, least=0.7)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Register and list by practice and condition."""
    period = financial_year_of(document, feed)
    with open_table(document, HEADINGS) as table:
        table.check_numbers(REGISTER, LIST)
        given = {
            "period": text_of(period),
            "grain": "'practice'",
            "practice": clean("PRACTICE_CODE"),
            "condition": clean("GROUP_CODE"),
            "ages": clean("PATIENT_LIST_TYPE"),
            "register": number(REGISTER),
            "registered_patients": number(LIST),
            "status": status(REGISTER),
        }
        return Reading(
            facts=table.write(scratch, table.facts(feed, given)),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
            refused=tuple(table.refused),
            places_met=tuple(table.places("PRACTICE_CODE", "PRACTICE_CODE", "practice")),
        )
