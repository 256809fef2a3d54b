"""A&E attendances by system and month: a table lifted from the system sheets of the monthly workbooks.

It states a share within four hours and how many stayed longer. Systems with a trust that tested another
standard (May 2019 to May 2023) have the share of the other trusts: the attendances whose time is known
follow from both. The system's code stands where a provider's would: it counts for itself.
"""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.gateways.document import Document
from aimwell.gateways.published_columns import clean, number, period_of, status
from aimwell.gateways.published_table import PublishedTable, open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.summed_edition import SummedEdition, summed_from

FEED = "ae_monthly"

AMOUNTS = {
    "attendances_type_1": "att_type1",
    "attendances_type_2": "att_type2",
    "attendances_other": "att_type3",
    "attendances": "att_total",
    "emergency_admissions": "em_adm_total",
    "over_4_hours_from_decision": "dta_over4h",
    "over_12_hours_from_decision": "dta_over12h",
}
OVER_4_HOURS = "over4h_total"
OVER_4_HOURS_TYPE_1 = "over4h_type1"
SHARE_WITHIN = "pct4h_all"
HEADINGS = ("period", "icb_code", *AMOUNTS.values(), OVER_4_HOURS, OVER_4_HOURS_TYPE_1, SHARE_WITHIN)


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Attendances, four-hour waits and admissions by system; the workbook of the same month replaces them."""
    with open_table(document, HEADINGS) as table:
        table.check_numbers(*AMOUNTS.values(), OVER_4_HOURS, OVER_4_HOURS_TYPE_1, SHARE_WITHIN)
        table.read_periods("period", period_of)
        return Reading(
            facts=table.write(scratch, _facts(table, feed)),
            vintage=SummedEdition(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
            refused=(*table.refused, summed_from(document, "NHS England's monthly workbooks", "providers")),
        )


def _facts(table: PublishedTable, feed: Feed) -> str:
    over, over_type_1, share = number(OVER_4_HOURS), number(OVER_4_HOURS_TYPE_1), number(SHARE_WITHIN)
    stated = f"{over} is not null and {share} < 1"
    all_known = f"abs({share} - (1 - {over} / nullif({number('att_total')}, 0))) < 1e-9"
    within = f"case when {stated} then round({over} * {share} / nullif(1 - {share}, 0)) end"
    type_1 = f"case when {all_known} then {over_type_1} end"
    return table.facts(
        feed,
        {
            "grain": "'provider'",
            "provider": clean("icb_code"),
            "status": status("att_total"),
            **{name: number(heading) for name, heading in AMOUNTS.items()},
            "over_4_hours": f"case when {stated} then {over} end",
            "within_4_hours": within,
            "over_4_hours_type_1": type_1,
            "within_4_hours_type_1": f"{number('att_type1')} - {type_1}",
        },
    )
