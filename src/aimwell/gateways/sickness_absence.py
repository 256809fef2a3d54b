"""NHS England's monthly sickness absence rates: days lost and available, for each organisation."""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.published_columns import clean, number, status, words
from aimwell.gateways.published_table import open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.title_block import month_of

FEED = "sickness_absence"

LOST, AVAILABLE, RATE = "FTE_DAYS_LOST", "FTE_DAYS_AVAILABLE", "SICKNESS_ABSENCE_RATE_PERCENT"
HEADINGS = ("DATE", "ICS_CODE", "ICS_NAME", "ORG_CODE", "ORG_NAME", "ORG_TYPE", LOST, AVAILABLE, RATE)
RENAMED = {
    r"(month|date|tm_end_date)": "DATE",
    r"(ics|icb|stp)[_ ]code": "ICS_CODE",
    r"(ics|icb|stp)[_ ]name": "ICS_NAME",
    r"org(anisation)?[_ ]code": "ORG_CODE",
    r"org(anisation)?[_ ]name": "ORG_NAME",
    r"org(anisation)?[_ ]type|cluster[_ ]group": "ORG_TYPE",
    r"fte[_ ](number[_ ]of[_ ])?days[_ ](lost|sick)": LOST,
    r"fte[_ ](number[_ ]of[_ ])?days[_ ]available": AVAILABLE,
    r"(sickness[_ ]absence|sa)[_ ]rate([_ ]percent| ?\(%\))?": RATE,
}
NATIONAL_BODIES = "QZZ"  # the publisher's stand-in for a system, for bodies that belong to none
ENGLAND = "ENG"  # they serve all of it, and are part of its rate


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS, renamed=RENAMED)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Each row twice, by organisation and by the system it is put in; national bodies only for England."""
    with open_table(document, HEADINGS, renamed=RENAMED) as table:
        table.check_numbers(LOST, AVAILABLE, RATE)
        table.read_periods("DATE", month_of)
        shared = {
            "organisation_type": words("ORG_TYPE"),
            "days_lost": number(LOST),
            "days_available": number(AVAILABLE),
            "status": status(LOST, AVAILABLE),
        }
        by_organisation = {
            "grain": "'provider'",
            "provider": clean("ORG_CODE"),
            "published_rate": number(RATE),
        }
        in_a_system = f"{clean('ICS_CODE')} <> '{NATIONAL_BODIES}'"
        by_system = {
            "grain": "'ics'",
            "ics": f"replace({clean('ICS_CODE')}, '{NATIONAL_BODIES}', '{ENGLAND}')",
        }
        return Reading(
            facts=table.write(
                scratch,
                table.facts(feed, {**shared, **by_organisation}, only=in_a_system),
                table.facts(feed, {**shared, **by_system}),
            ),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
            refused=tuple(table.refused),
            places_met=tuple(
                table.places("ORG_CODE", "ORG_NAME", "provider", parent="ICS_CODE", only=in_a_system)
            ),
        )
