"""The Quality and Outcomes Framework's achievement by practice: what each practice did for each indicator.

One line for each practice, indicator and kind of figure (numerator, denominator, register, points). The
publisher cuts the table by region, one file each; the rows state no year, which is in the file's name.
"""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.edition import financial_year_of
from aimwell.gateways.published_columns import clean, number, status, text_of, words
from aimwell.gateways.published_table import open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition

FEED = "qof_achievement"

PRACTICE, INDICATOR, KIND, VALUE = "PRACTICE_CODE", "INDICATOR_CODE", "MEASURE", "VALUE"
HEADINGS = (PRACTICE, INDICATOR, KIND, VALUE)
RENAMED = {r"practice(_ods_code| code)": PRACTICE, r"indicator code": INDICATOR}
KINDS = {
    "NUMERATOR": "done",
    "DENOMINATOR": "eligible",
    "REGISTER": "register",
    "ACHIEVED_POINTS": "points",
    "PCAS": "set_aside",
}
"""The publisher's kinds of figure, each with its column of facts. Others (exceptions of old editions) are set aside."""


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS, renamed=RENAMED, least=0.75)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Figures of each practice and indicator; a file replaces its own practices, for other regions stand beside."""
    period = financial_year_of(document, feed)
    with open_table(document, HEADINGS, renamed=RENAMED) as table:
        table.check_numbers(VALUE)
        kind = f"upper({words(KIND)})"
        kept = f"{kind} in ({', '.join(map(text_of, KINDS))})"
        shared = {
            "period": text_of(period),
            "grain": "'practice'",
            "scope": clean(PRACTICE),
            "practice": clean(PRACTICE),
            "indicator": clean(INDICATOR),
            "status": status(VALUE),
        }
        selects = [
            table.facts(feed, {**shared, name: number(VALUE)}, only=f"{kind} = {text_of(published)}")
            for published, name in KINDS.items()
        ]
        return Reading(
            facts=table.write(scratch, *selects),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(kept),
            rows_set_aside=table.count(f"not ({kept})"),
            refused=tuple(table.refused),
            places_met=tuple(table.places(PRACTICE, PRACTICE, "practice")),
        )
