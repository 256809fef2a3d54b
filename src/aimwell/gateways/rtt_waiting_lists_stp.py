"""Long waits by system and specialty, April 2020 to September 2022, lifted by others from published workbooks.

The systems are where the hospitals are. Specialties changed their names in April 2021.
"""

from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import PlaceMet, Reconciliation, Vintage
from aimwell.gateways.cells import located
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.numbered_lines import read_lines, share_of_headings
from aimwell.gateways.reading import FactsWriter, Reading, Recognition

FEED = "rtt_waiting_lists_stp"

YEAR, MONTH, SYSTEM, NAME = "Year", "Month", "Provider Parent Org Code", "Provider Parent Name"
SPECIALTY = "Treatment Function Name"
AMOUNTS = {"over_52_weeks": "Total waiting > 52 weeks", "over_18_weeks": "Total waiting > 18 weeks"}
HEADINGS = (YEAR, MONTH, SYSTEM, NAME, SPECIALTY, *AMOUNTS.values())


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    share = share_of_headings(document.head, HEADINGS, least=0.6) if document.kind is Kind.CSV else 0.0
    return Recognition(FEED, share) if share else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """People waiting more than 18 and 52 weeks, by system, specialty and month."""
    facts, refused, met = FactsWriter(feed), list[Problem](), dict[str, PlaceMet]()
    totals = {True: 0.0, False: 0.0}
    count = aside = 0
    for line in read_lines(document, list(document.lines()), HEADINGS):
        count += 1
        try:
            amounts = {name: line.amount(heading) for name, heading in AMOUNTS.items()}
            period = read_period(f"{line.text(MONTH)} {line.text(YEAR)}").text
        except Problem as problem:
            refused.append(located(problem, line.where()))
            continue
        specialty, system = line.text(SPECIALTY), line.code(SYSTEM)
        is_total = specialty.casefold() == "total"
        totals[is_total] += amounts["over_18_weeks"] or 0.0
        if is_total:
            aside += 1
            continue
        status = "missing" if amounts["over_18_weeks"] is None else "ok"
        declared: dict[str, Any] = {"ics": system, "treatment_function": specialty, **amounts}
        facts.add(period=period, grain="ics", row=line.number, status=status, **declared)
        met[system] = PlaceMet(system, line.text(NAME), "ics")
    return Reading(
        facts=facts.write(scratch / "facts.parquet"),
        vintage=Vintage(),
        rows_read=count,
        rows_kept=len(facts),
        rows_set_aside=aside,
        refused=tuple(refused),
        reconciliations=(
            Reconciliation(
                "waiting over 18 weeks: all totals against their specialties", totals[True], totals[False]
            ),
        ),
        places_met=tuple(met.values()),
    )
