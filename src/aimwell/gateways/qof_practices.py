"""The Quality and Outcomes Framework's practices: where each one belongs, and the points it could earn.

Published as two files, one of geographies and one of points; both are read here and neither replaces the other.
"""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import PlaceMet, Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.edition import financial_year_of
from aimwell.gateways.published_columns import clean, number, status, text_of
from aimwell.gateways.published_table import PublishedTable, open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition

FEED = "qof_practices"

PRACTICE, PRACTICE_NAME, POINTS = "PRACTICE_CODE", "PRACTICE_NAME", "REVISED_MAXIMUM_POINTS"
SUB_ICB, SUB_ICB_NAME = "SUB_ICB_LOC_ODS_CODE", "SUB_ICB_LOC_NAME"
ICB, ICB_NAME = "ICB_ODS_CODE", "ICB_NAME"
GEOGRAPHIES = (
    PRACTICE,
    PRACTICE_NAME,
    "PCN_ODS_CODE",
    SUB_ICB,
    SUB_ICB_NAME,
    ICB,
    ICB_NAME,
    "REGION_ODS_CODE",
)
POINTS_HEADINGS = (PRACTICE, POINTS)
RENAMED = {
    r"(ccg|sub_icb_loc(ation)?|sicbl)_ods_code": SUB_ICB,
    r"(ccg|sub_icb_loc(ation)?|sicbl)_name": SUB_ICB_NAME,
    r"(stp|ics|icb)_ods_code": ICB,
    r"(stp|ics|icb)_name": ICB_NAME,
    r"(comm_)?region(al)?_(ods_)?code": "REGION_ODS_CODE",
    r"pcn_(ods_)?code": "PCN_ODS_CODE",
    r"(revised_)?max(imum)?_points": POINTS,
}


def recognise(document: Document) -> Recognition | None:
    """By the headings of either file; a single known heading of the two of the points file is not enough."""
    return recognise_table(document, FEED, GEOGRAPHIES, renamed=RENAMED) or recognise_table(
        document, FEED, POINTS_HEADINGS, renamed=RENAMED, least=1.0
    )


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Practices with the places they belong to, or with their points."""
    period = financial_year_of(document, feed)
    points = recognise_table(document, FEED, POINTS_HEADINGS, renamed=RENAMED, least=1.0) is not None
    with open_table(document, POINTS_HEADINGS if points else GEOGRAPHIES, renamed=RENAMED) as table:
        given = {"period": text_of(period), "grain": "'practice'", "practice": clean(PRACTICE)}
        if points:
            table.check_numbers(POINTS)
            given |= {"scope": "'points'", "points_available": number(POINTS), "status": status(POINTS)}
        else:
            given |= {
                "scope": "'geographies'",
                "practices": "1",
                "sub_icb": clean(SUB_ICB),
                "ics": clean(ICB),
                "region": clean("REGION_ODS_CODE"),
                "network": clean("PCN_ODS_CODE"),
            }
        return Reading(
            facts=table.write(scratch, table.facts(feed, given)),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(),
            refused=tuple(table.refused),
            places_met=tuple(_places(table)),
        )


def _places(table: PublishedTable) -> list[PlaceMet]:
    if not table.has(PRACTICE_NAME):
        return table.places(PRACTICE, PRACTICE, "practice")
    return [
        *table.places(PRACTICE, PRACTICE_NAME, "practice", parent=SUB_ICB),
        *table.places(SUB_ICB, SUB_ICB_NAME, "sub_icb", parent=ICB),
    ]
