"""KH03, NHS England's quarterly count of overnight beds, by trust and specialty, in a Parquet copy.

Each row holds one specialty's occupied beds beside the trust's totals for its sector. The quarter is read
from its label: the copy's dates of fourth quarters are a year early.
"""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Reconciliation, Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.published_columns import clean, number, period_of, status, words
from aimwell.gateways.published_table import PublishedTable, open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition

FEED = "overnight_beds"

AVAILABLE_TOTAL, OCCUPIED_TOTAL, OCCUPIED = "available_total", "occupied_total", "occupied"
HEADINGS = (
    "quarter",
    "org_code",
    "org_name",
    "specialty_group",
    "specialty_code",
    AVAILABLE_TOTAL,
    OCCUPIED_TOTAL,
    OCCUPIED,
)
ALL_SPECIALTIES = "all"


def recognise(document: Document) -> Recognition | None:
    """By its columns."""
    return recognise_table(document, FEED, HEADINGS)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Occupied beds by trust and specialty, and available and occupied beds by trust and sector."""
    with open_table(document, HEADINGS) as table:
        table.check_numbers(AVAILABLE_TOTAL, OCCUPIED_TOTAL, OCCUPIED)
        table.read_periods("quarter", period_of)
        trust = {"grain": "'provider'", "provider": clean("org_code"), "sector": words("specialty_group")}
        by_specialty = {
            **trust,
            "specialty": clean("specialty_code"),
            "occupied": number(OCCUPIED),
            "status": status(OCCUPIED),
        }
        by_sector = {
            **trust,
            "specialty": f"'{ALL_SPECIALTIES}'",
            "available": number(AVAILABLE_TOTAL),
            "occupied": number(OCCUPIED_TOTAL),
            "status": status(AVAILABLE_TOTAL, OCCUPIED_TOTAL),
        }
        first_of_sector = "source_row in (select min(source_row) from published group by quarter, org_code, specialty_group)"
        return Reading(
            facts=table.write(
                scratch, table.facts(feed, by_specialty), table.facts(feed, by_sector, only=first_of_sector)
            ),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
            refused=tuple(table.refused),
            reconciliations=(_specialties_against_totals(table),),
            places_met=tuple(table.places("org_code", "org_name", "provider")),
        )


def _specialties_against_totals(table: PublishedTable) -> Reconciliation:
    stated, summed = table.query(
        f"""select sum(total), sum(added) from (
                select any_value({number(OCCUPIED_TOTAL)}) as total, sum({number(OCCUPIED)}) as added
                from published group by quarter, org_code, specialty_group)"""
    )[0]
    return Reconciliation(
        "occupied beds: sectors' totals against their specialties", stated or 0.0, summed or 0.0
    )
