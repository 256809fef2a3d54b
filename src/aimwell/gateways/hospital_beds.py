"""General, acute and critical care beds by trust and month, from NHS England's urgent care situation reports."""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.published_columns import clean, number, status
from aimwell.gateways.published_table import open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.title_block import month_of

FEED = "hospital_beds"

BEDS = {  # kind of bed: headings of available and occupied beds, with the publisher's slips of spelling
    "general and acute": ("general_acute_beds_available", "general_acute_beds_occupied"),
    "adult general and acute": ("adult_general_acute_beds_available", "adult_general_acute_beds_occupied"),
    "paediatric general and acute": (
        "paediatric_general_acute_beds_available",
        "paediatric_general_acute_beds_occupied",
    ),
    "adult critical care": ("adult_critical_care_beds_available", "adult_critical_care_beds_occupied"),
    "paediatric intensive care": (
        "paediatric_intensive_cared_beds_available",
        "paediatric_intensive_cared_beds_occupied",
    ),
    "neonatal intensive care": (
        "neonatal_intensive_care_bed_available",
        "neonatal_intensive_care_bed_occupied",
    ),
}
AMOUNTS = tuple(heading for pair in BEDS.values() for heading in pair)
HEADINGS = ("nhs_trust22_code", "date", *AMOUNTS)
RENAMED = {  # the publisher's year and slips of spelling change between editions
    r"(nhs_)?trust(\d\d)?_code": "nhs_trust22_code",
    **{
        rf"{kind}_beds?_({slips})": f"{name}_{word}"
        for kind, name in (
            ("general_acute", "general_acute_beds"),
            ("adult_general_acute", "adult_general_acute_beds"),
            ("paediatric_general_acute", "paediatric_general_acute_beds"),
            ("adult_critical_care", "adult_critical_care_beds"),
            ("paediatric_intensive_cared?", "paediatric_intensive_cared_beds"),
            ("neonatal_intensive_care", "neonatal_intensive_care_bed"),
        )
        for word, slips in (
            ("available", "available|availabile|avaialble|availble"),
            ("occupied", "occupied|occupeid"),
        )
    },
}


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS, renamed=RENAMED)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """A row of facts for each trust, month and kind of bed."""
    with open_table(document, HEADINGS, renamed=RENAMED) as table:
        table.check_numbers(*AMOUNTS)
        table.read_periods("date", month_of)
        selects = [
            table.facts(
                feed,
                {
                    "grain": "'provider'",
                    "provider": clean("nhs_trust22_code"),
                    "bed_type": f"'{kind}'",
                    "available": number(available),
                    "occupied": number(occupied),
                    "status": status(available, occupied),
                },
            )
            for kind, (available, occupied) in BEDS.items()
        ]
        return Reading(
            facts=table.write(scratch, *selects),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
            refused=tuple(table.refused),
        )
