"""Cervical screening coverage by practice: two age groups side by side, in a copy with mangled headings."""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.edition import declared_edition
from aimwell.gateways.published_columns import clean, number, status, text_of
from aimwell.gateways.published_table import open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition

FEED = "cervical_screening"

AGES = {  # ages: headings of the women eligible and of those screened in time
    "25 to 49": ("Eligible25to49", "No..of.women.screened.in.previous.42.months"),
    "50 to 64": ("Eligible50to64", "No..of.women.screened.in.previous.66.months"),
}
AMOUNTS = tuple(heading for pair in AGES.values() for heading in pair)
HEADINGS = ("Region", "CCG", "Organisation", "Organisation.Code", *AMOUNTS)


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Women eligible and screened, by practice and age group."""
    with open_table(document, HEADINGS) as table:
        table.check_numbers(*AMOUNTS)
        selects = [
            table.facts(
                feed,
                {
                    "period": text_of(declared_edition(document, feed)),
                    "grain": "'practice'",
                    "practice": clean("Organisation.Code"),
                    "ages": f"'{ages}'",
                    "eligible": number(eligible),
                    "screened": number(screened),
                    "status": status(eligible, screened),
                },
            )
            for ages, (eligible, screened) in AGES.items()
        ]
        return Reading(
            facts=table.write(scratch, *selects),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
            refused=tuple(table.refused),
            places_met=tuple(table.places("Organisation.Code", "Organisation", "practice")),
        )
