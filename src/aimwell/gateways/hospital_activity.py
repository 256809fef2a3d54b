"""HES monthly activity: admissions and outpatient appointments by CCG and by provider, in twenty columns.

Small counts are withheld and others rounded to five, cell by cell, so that each cell becomes a row of facts
with its own status; what the nation has beyond its places is kept beside them for England.
"""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.receipts import Reconciliation, Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.published_columns import clean, number, status, text_of
from aimwell.gateways.published_table import PublishedTable, open_table, recognise_table
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.title_block import month_of

FEED = "hospital_activity"

LEVEL = "Organisation breakdown"
ACTIVITIES = (
    "Ordinary Elective",
    "Daycase Elective",
    "Elective total",
    "Non-Elective",
    "First attendances seen - GP referrals",
    "First attendances seen - other referrals",
    "First attendances seen total",
    "First attendances DNA",
    "Subsequent attendances seen",
    "Subsequent attendances DNA",
)
SPECIALTIES = ("Specific acute specialties", "All specialties")
WIDE = tuple(f"{specialties}: {activity}" for specialties in SPECIALTIES for activity in ACTIVITIES)
REGION = "Region Code"
HEADINGS = ("Activity Month", LEVEL, "Org Code", "Org Name", REGION, *WIDE)
GRAINS = {
    "CCG": "sub_icb",
    "SUB ICB LOCATION": "sub_icb",
    "SUB-ICB LOCATION": "sub_icb",
    "PROVIDER": "provider",
}
NATION = f"{clean(LEVEL)} = 'NATIONAL'"
OF_NO_AREA = f"({clean(LEVEL)} <> 'PROVIDER' and {clean(REGION)} in ('', '-'))"  # national commissioning hubs
KEPT = f"{clean(LEVEL)} in ({', '.join(text_of(level) for level in GRAINS)}) and not {OF_NO_AREA}"


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    return recognise_table(document, FEED, HEADINGS)


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Activity by commissioner and by provider; rows of regions, hubs and the nation are set aside."""
    with open_table(document, HEADINGS) as table:
        table.check_numbers(*WIDE)
        table.read_periods("Activity Month", month_of)
        levels = [level for level in GRAINS if table.count(_of(level))]
        columns = [(specialties, activity) for specialties in SPECIALTIES for activity in ACTIVITIES]
        selects = [
            table.facts(feed, _given(level, *each), only=_of(level)) for level in levels for each in columns
        ]
        selects += [_beyond(table, feed, level, *each) for level in levels for each in columns]
        met = [
            place
            for level in levels
            for place in table.places("Org Code", "Org Name", GRAINS[level], only=_of(level))
        ]
        return Reading(
            facts=table.write(scratch, *selects),
            vintage=Vintage(),
            rows_read=table.rows_read,
            rows_kept=table.count(KEPT),
            rows_set_aside=table.count(f"not ({KEPT})"),
            refused=tuple(table.refused),
            reconciliations=(_nation(table),),
            places_met=tuple(met),
        )


def _of(level: str) -> str:
    return f"{clean(LEVEL)} = {text_of(level)} and not {OF_NO_AREA}"


def _given(level: str, specialties: str, activity: str) -> dict[str, str]:
    heading, grain = f"{specialties}: {activity}", GRAINS[level]
    return {
        "grain": text_of(grain),
        grain: clean("Org Code"),
        "specialties": text_of(specialties),
        "activity": text_of(activity),
        "count": number(heading),
        "status": status(heading),
    }


def _beyond(table: PublishedTable, feed: Feed, level: str, specialties: str, activity: str) -> str:
    """What the nation has beyond its rounded and withheld parts, so that England is as published."""
    given = {**_given(level, specialties, activity), GRAINS[level]: "'ENG'"}
    return table.remainder(feed, given, f"{specialties}: {activity}", whole=NATION, parts=_of(level))


def _nation(table: PublishedTable) -> Reconciliation:
    """Only the nation's counts are exact, so only they can be held to their parts."""
    total, *parts = (number(f"All specialties: {activity}") for activity in (ACTIVITIES[2], *ACTIVITIES[:2]))
    stated, summed = table.query(
        f"""select coalesce(sum({total}), 0), coalesce(sum({" + ".join(parts)}), 0)
            from published where {NATION}"""
    )[0]
    return Reconciliation("the nation's elective admissions against ordinary and day cases", stated, summed)
