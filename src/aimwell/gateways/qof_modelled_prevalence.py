"""The House of Commons Library's prevalence from the Quality and Outcomes Framework, modelled to where people live.

Two files of one model: by council district, and by deprivation tenth of each region. Registers are
apportioned by where practices' patients live, so counts have decimals.
"""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.edition import declared_edition
from aimwell.gateways.published_columns import clean, number, status, text_of, words
from aimwell.gateways.published_table import open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition

FEED = "qof_modelled_prevalence"

AMOUNTS = ("register", "list")
BY_DISTRICT = ("lad_code", "lad_name", "group_code", *AMOUNTS)
BY_DEPRIVATION = ("region", "imd_overall", "group_code", *AMOUNTS)


def recognise(document: Document) -> Recognition | None:
    """By the headings of either file."""
    found = [
        recognise_table(document, FEED, headings, least=0.8) for headings in (BY_DISTRICT, BY_DEPRIVATION)
    ]
    return max((each for each in found if each), key=lambda each: each.share, default=None)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Registers and lists by district, or for England by region and deprivation tenth."""
    by_deprivation = recognise_table(document, FEED, ("region", "imd_overall"), least=0.5) is not None
    with open_table(document, BY_DEPRIVATION if by_deprivation else BY_DISTRICT) as table:
        table.check_numbers(*AMOUNTS)
        given = {
            "period": text_of(declared_edition(document, feed)),
            "condition": clean("group_code"),
            "register": number("register"),
            "registered_patients": number("list"),
            "status": status("register"),
        }
        if by_deprivation:
            given |= {
                "scope": "'deprivation'",
                "grain": "'england'",
                "england": "'ENG'",
                "region_name": words("region"),
                "deprivation_tenth": f"lpad({clean('imd_overall')}, 2, '0')",
            }
        else:
            given |= {"scope": "'districts'", "grain": "'district'", "district": clean("lad_code")}
        met = [] if by_deprivation else table.places("lad_code", "lad_name", "district")
        return Reading(
            facts=table.write(scratch, table.facts(feed, given)),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
            refused=tuple(table.refused),
            places_met=tuple(met),
        )
