"""Childhood immunisations by practice, age and vaccine, for the practices of one county."""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.published_columns import clean, number, period_of, status, words
from aimwell.gateways.published_table import open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition

FEED = "childhood_immunisations"

NUMERATOR, DENOMINATOR = "Numerator", "Denominator"
HEADINGS = ("Year", "ODS_Code", "Age", "Item", "Term", NUMERATOR, DENOMINATOR, "ODS_Name")


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Children due and vaccinated; a file replaces its own practices' years, for another county's stand beside."""
    with open_table(document, HEADINGS) as table:
        table.check_numbers(NUMERATOR, DENOMINATOR)
        table.read_periods("Year", period_of)
        given = {
            "grain": "'practice'",
            "scope": clean("ODS_Code"),
            "practice": clean("ODS_Code"),
            "age": words("Age"),
            "vaccine": words("Item"),
            "vaccinated": number(NUMERATOR),
            "children": number(DENOMINATOR),
            "status": status(NUMERATOR, DENOMINATOR),
        }
        return Reading(
            facts=table.write(scratch, table.facts(feed, given)),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
            refused=tuple(table.refused),
            places_met=tuple(table.places("ODS_Code", "ODS_Name", "practice")),
        )
