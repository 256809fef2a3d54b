"""Referral to treatment waiting times summed to systems: a table made from NHS England's full extracts.

One row for each month, system, part and specialty, with the counts over each threshold and no weekly
bands. The hubs that commission for the nation or a region are one row, HUB: they count for England alone.
"""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.gateways.document import Document
from aimwell.gateways.published_columns import clean, number, period_of, status, words
from aimwell.gateways.published_table import PublishedTable, open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.summed_edition import SummedEdition, summed_from

FEED = "rtt_full_extract"

AMOUNTS = {
    "pathways": "total_all",
    "within_18_weeks": "within_18",
    "over_52_weeks": "over_52",
    "over_65_weeks": "over_65",
    "over_78_weeks": "over_78",
    "over_104_weeks": "over_104",
}
HEADINGS = ("period", "icb_code", "part", "tfc", *AMOUNTS.values())
HUBS = "HUB"
ENGLAND = "ENG"


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Pathways by system; every extract of the same month replaces them."""
    with open_table(document, HEADINGS) as table:
        table.check_numbers(*AMOUNTS.values())
        table.read_periods("period", period_of)
        return Reading(
            facts=table.write(scratch, _facts(table, feed)),
            vintage=SummedEdition(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
            refused=(
                *table.refused,
                summed_from(
                    document, "NHS England's full extracts", "weekly bands, sub-ICB locations or providers"
                ),
            ),
        )


def _facts(table: PublishedTable, feed: Feed) -> str:
    code = clean("icb_code")
    return table.facts(
        feed,
        {
            "grain": "'commissioner'",
            "status": status("total_all"),
            "commissioner": f"case when {code} = '{HUBS}' then '{ENGLAND}' else {code} end",
            "part": words("part"),
            "treatment_function": words("tfc"),
            **{name: number(heading) for name, heading in AMOUNTS.items()},
        },
    )
