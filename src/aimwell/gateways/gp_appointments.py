"""NHS England's "Appointments in General Practice", regional CSV: one line for each mix of categories.

One file covers one system (an STP until 2022, an ICB since) over 30 months. Sub-ICB locations were
called CCGs until July 2022; their codes went on.
"""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.published_columns import clean, number, status, words
from aimwell.gateways.published_table import open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.title_block import month_of

FEED = "gp_appointments"

COUNT = "COUNT_OF_APPOINTMENTS"
HEADINGS = (
    "SUB_ICB_LOCATION_CODE",
    "ICB_ONS_CODE",
    "Appointment_Month",
    "APPT_STATUS",
    "HCP_TYPE",
    "APPT_MODE",
    "TIME_BETWEEN_BOOK_AND_APPT",
    COUNT,
)
NAMES = "SUB_ICB_LOCATION_NAME"
RENAMED = {
    r"(ccg|sub_icb_loc(ation)?|sicbl)_(ods_)?code": "SUB_ICB_LOCATION_CODE",
    r"(ccg|sub_icb_loc(ation)?|sicbl)_name": NAMES,
    r"(stp|ics|icb)(\d\d)?_ons(_code)?": "ICB_ONS_CODE",
    r"appointment[_ ]month(_start_date)?": "Appointment_Month",
    r"(count_of_)?appointments": COUNT,
}


def recognise(document: Document) -> Recognition | None:
    """By its headings, of either era."""
    return recognise_table(document, FEED, HEADINGS, renamed=RENAMED)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Appointments by sub-ICB location, month and category; a file replaces its own system's months."""
    with open_table(document, HEADINGS, renamed=RENAMED) as table:
        table.check_numbers(COUNT)
        table.read_periods("Appointment_Month", month_of)
        facts = table.facts(
            feed,
            {
                "grain": "'sub_icb'",
                "scope": clean("ICB_ONS_CODE"),
                "status": status(COUNT),
                "sub_icb": clean("SUB_ICB_LOCATION_CODE"),
                "appointment_status": words("APPT_STATUS"),
                "professional": words("HCP_TYPE"),
                "mode": words("APPT_MODE"),
                "booked_ahead": words("TIME_BETWEEN_BOOK_AND_APPT"),
                "appointments": number(COUNT),
            },
        )
        met = (
            table.places("SUB_ICB_LOCATION_CODE", NAMES, "sub_icb", parent="ICB_ONS_CODE")
            if table.has(NAMES)
            else []
        )
        return Reading(
            facts=table.write(scratch, facts),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
            refused=tuple(table.refused),
            places_met=tuple(met),
        )
