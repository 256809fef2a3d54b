"""NHS Talking Therapies (IAPT): monthly referrals, treatment and recovery.

Two published layouts of the same figures: a workbook with a column for each figure, by CCG and provider
(2019 to 2020), and a CSV with a line for each figure, by sub-ICB location. Local counts are rounded to five.
"""

import re
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import PlaceMet, Vintage
from aimwell.gateways.cells import text
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.headings import find_headings, plain
from aimwell.gateways.published_columns import clean, number, status, text_of, words
from aimwell.gateways.published_table import PublishedTable, open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition, share_found
from aimwell.gateways.title_block import month_of

FEED = "talking_therapies"

LONG_HEADINGS = ("sicbl22_code", "date", "name", "value")
LONG_RENAMED = {r"(sicbl|sub_icb|ccg)(\d\d)?_code": "sicbl22_code"}
LONG_FIGURES = {
    "Count_ReferralsReceived": "referrals received",
    "Count_AccessingServices": "first treatments",
    "Count_EndedReferrals": "ended referrals",
    "Count_FinishedCourseTreatment": "courses finished",
    "Count_Deterioration": "deteriorated",
    "Percentage_AccessingServices6WeeksFinishedCourseTreatment": "treated within 6 weeks",
    "Percentage_AccessingServices18WeeksFinishedCourseTreatment": "treated within 18 weeks",
    "Percentage_Recovery": "recovery",
    "Percentage_Improvement": "improvement",
    "Percentage_ReliableRecovery": "reliable recovery",
    "Percentage_Deterioration": "deterioration",
}
SAID_OF = "finishedcoursetreatment"  # the long headings alone could be anybody's

COMMISSIONER, PROVIDER, GROUP, MONTH = "CCG Code", "Provider Code", "Group Type", "Month / Year"
WIDE_FIGURES = {
    "Referrals Received": "referrals received",
    "First Treatment": "first treatments",
    "Ended Referrals": "ended referrals",
    "Finished a Course of Treatment": "courses finished",
    "First Treatment within 6 weeks Finished a Course of Treatment": "treated within 6 weeks",
    "First Treatment within 18 weeks Finished a Course of Treatment": "treated within 18 weeks",
    "Recovery rate": "recovery",
    "Improvement rate": "improvement",
    "Reliable Recovery rate": "reliable recovery",
}
WIDE_HEADINGS = (COMMISSIONER, PROVIDER, GROUP, MONTH, *WIDE_FIGURES)
COUNTS = frozenset(
    {"referrals received", "first treatments", "ended referrals", "courses finished", "deteriorated"}
)
GROUPS = {
    "ENGLAND": "england",
    "CCG": "sub_icb",
    "PROVIDER": "provider",
}  # CCG/Provider rows count people again


def recognise(document: Document) -> Recognition | None:
    """By the headings of either layout, and for the long one by the names of its figures."""
    if document.kind is Kind.WORKBOOK:
        sheet = _table_sheet(document)
        headings = find_headings(document.sheet(sheet, rows=40), WIDE_HEADINGS) if sheet else None
        if headings is None:
            return None
        found = [plain(words_) for words_ in headings.texts]
        return Recognition(FEED, share_found([plain(heading) for heading in WIDE_HEADINGS], found))
    if not any(SAID_OF in cell.casefold() for row in document.head for cell in row):
        return None
    return recognise_table(document, FEED, LONG_HEADINGS, renamed=LONG_RENAMED)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """A row of facts for each figure of each place and month."""
    if document.kind is Kind.WORKBOOK:
        return _read_wide(document, feed, scratch)
    return _read_long(document, feed, scratch)


def _read_long(document: Document, feed: Feed, scratch: Path) -> Reading:
    with open_table(document, LONG_HEADINGS, renamed=LONG_RENAMED) as table:
        table.check_numbers("value")
        table.read_periods("date", month_of)
        known = {text_of(name): text_of(figure) for name, figure in LONG_FIGURES.items()}
        figure = " ".join(f"when {name} then {figure}" for name, figure in known.items())
        named = f"case {words('name')} {figure} end"
        kept = f"{named} is not null"
        given = {"grain": "'sub_icb'", "sub_icb": clean("sicbl22_code"), **_value(named, "value")}
        return Reading(
            facts=table.write(scratch, table.facts(feed, given, only=kept)),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(kept),
            rows_set_aside=table.count(f"not ({kept})"),
            refused=tuple(table.refused),
        )


def _read_wide(document: Document, feed: Feed, scratch: Path) -> Reading:
    with open_table(document, WIDE_HEADINGS, sheet=_table_sheet(document)) as table:
        table.check_numbers(*WIDE_FIGURES)
        table.read_periods(MONTH, month_of)
        kept = f"{clean(GROUP)} in ({', '.join(text_of(group) for group in GROUPS)})"
        return Reading(
            facts=table.write(scratch, *_wide_selects(table, feed)),
            vintage=_vintage(document),
            rows_read=table.rows_read,
            rows_kept=table.count(kept),
            rows_set_aside=table.count(f"not ({kept})"),
            refused=tuple(table.refused),
            places_met=tuple(_places(table)),
        )


def _wide_selects(table: PublishedTable, feed: Feed) -> list[str]:
    code = {
        "england": "'ENG'",
        "sub_icb": f"coalesce(nullif({clean(COMMISSIONER)}, ''), 'NONE')",
        "provider": clean(PROVIDER),
    }
    selects = [
        table.facts(
            feed,
            {"grain": text_of(grain), grain: code[grain], **_value(text_of(figure), heading)},
            only=f"{clean(GROUP)} = {text_of(group)}",
        )
        for group, grain in GROUPS.items()
        for heading, figure in WIDE_FIGURES.items()
    ]
    selects += [
        table.remainder(
            feed,
            {"grain": "'sub_icb'", "sub_icb": "'ENG'", **_value(text_of(figure), heading)},
            heading,
            whole=f"{clean(GROUP)} = 'ENGLAND'",
            parts=f"{clean(GROUP)} = 'CCG'",
        )
        for heading, figure in WIDE_FIGURES.items()
        if figure in COUNTS
    ]
    england = {"grain": "'sub_icb'", "sub_icb": "'ENG'"}  # its shares, to stand among those of its parts
    return selects + [
        table.facts(feed, {**england, **_value(text_of(figure), heading)}, only=f"{clean(GROUP)} = 'ENGLAND'")
        for heading, figure in WIDE_FIGURES.items()
        if figure not in COUNTS
    ]


def _value(figure: str, heading: str) -> dict[str, str]:
    is_count = f"({figure}) in ({', '.join(text_of(count) for count in sorted(COUNTS))})"
    return {
        "figure": figure,
        "count": f"case when {is_count} then {number(heading)} end",
        "percent": f"case when not {is_count} then {number(heading)} end",
        "status": status(heading),
    }


def _places(table: PublishedTable) -> list[PlaceMet]:
    no_commissioner = PlaceMet("NONE", "Invalid commissioner code", "unknown_commissioner")
    return [
        no_commissioner,
        *table.places(COMMISSIONER, "CCG Name", "sub_icb", only=f"{clean(GROUP)} = 'CCG'"),
        *table.places(PROVIDER, "Provider Name", "provider", only=f"{clean(GROUP)} = 'PROVIDER'"),
    ]


def _table_sheet(document: Document) -> str:
    """The sheet called Table 1, as in every edition."""
    return next((sheet for sheet in document.sheets if plain(sheet).startswith("table 1")), "")


def _vintage(document: Document) -> Vintage:
    for row in document.sheet(document.sheets[0], rows=40):
        for cell in row:
            if found := re.fullmatch(r"Publication date: (\d{1,2} \w+ \d{4})", text(cell)):
                return Vintage(read_period(found[1]).start)
    return Vintage()
