"""Coverage of "Appointments in General Practice": which practices' appointments are in the figures."""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.published_columns import clean, number, status
from aimwell.gateways.published_table import open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.title_block import month_of

FEED = "gp_appointments_coverage"

AMOUNTS = {
    "included_practices": "Included Practices",
    "open_practices": "Open Practices",
    "included_patients": "Patients registered at included practices",
    "registered_patients": "Patients registered at open practices",
}
HEADINGS = ("SUB_ICB_LOCATION_CODE", "Appointment_Month", *AMOUNTS.values())
RENAMED = {
    r"(ccg|sub_icb_loc(ation)?|sicbl)_(ods_)?code": "SUB_ICB_LOCATION_CODE",
    r"(appointment_)?month": "Appointment_Month",
}


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS, renamed=RENAMED)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Practices and patients by sub-ICB location and month."""
    with open_table(document, HEADINGS, renamed=RENAMED) as table:
        table.check_numbers(*AMOUNTS.values())
        table.read_periods("Appointment_Month", month_of)
        amounts = {name: number(heading) for name, heading in AMOUNTS.items()}
        place = {
            "grain": "'sub_icb'",
            "sub_icb": clean("SUB_ICB_LOCATION_CODE"),
            "status": status(*AMOUNTS.values()),
        }
        return Reading(
            facts=table.write(scratch, table.facts(feed, {**place, **amounts})),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
            refused=tuple(table.refused),
        )
