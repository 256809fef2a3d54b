"""NHS vacancies by region and month, in whole-time equivalents; the indices of the copy are not kept."""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.published_columns import clean, number, status
from aimwell.gateways.published_table import open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition

FEED = "nhs_vacancies"

TOTAL, NURSING = "vacancy_wte_total", "vacancy_wte_nursing"
HEADINGS = ("region_code", "month_key", TOTAL, NURSING)
RENAMED = {"nhse_region_code": "region_code"}


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS, renamed=RENAMED)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Vacancies by region and month."""
    with open_table(document, HEADINGS, renamed=RENAMED) as table:
        table.check_numbers(TOTAL, NURSING)
        table.read_periods("month_key", _month)
        given = {
            "grain": "'region'",
            "region": clean("region_code"),
            "vacancies": number(TOTAL),
            "nursing_vacancies": number(NURSING),
            "status": status(TOTAL, NURSING),
        }
        return Reading(
            facts=table.write(scratch, table.facts(feed, given)),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
            refused=tuple(table.refused),
        )


def _month(key: str) -> str:
    """202604 is April 2026."""
    digits = key.strip()
    return read_period(f"{digits[:4]}-{digits[4:]}" if digits.isdigit() else digits).text
