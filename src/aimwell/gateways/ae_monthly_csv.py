"""NHS England's monthly A&E figures as CSV: one line a provider, and a last line of totals.

Attendances leave out booked appointments, which have columns of their own since August 2020; the workbook
of the same month shows them together, and so do the facts. The CSV names regions, not systems.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import PlaceMet, Reconciliation, Vintage
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.headings import plain
from aimwell.gateways.numbered_lines import (
    NumberedLine,
    NumberedLines,
    one_period,
    read_lines,
    share_of_headings,
    todays,
)
from aimwell.gateways.reading import FactsWriter, Reading, Recognition

FEED = "ae_monthly"

KEYS = ("Period", "Org Code", "Parent Org", "Org name")
DEPARTMENTS: Mapping[str, tuple[str, str, str, str]] = {
    "type_1": (
        "A&E attendances Type 1",
        "A&E attendances Booked Appointments Type 1",
        "Attendances over 4hrs Type 1",
        "Attendances over 4hrs Booked Appointments Type 1",
    ),
    "type_2": (
        "A&E attendances Type 2",
        "A&E attendances Booked Appointments Type 2",
        "Attendances over 4hrs Type 2",
        "Attendances over 4hrs Booked Appointments Type 2",
    ),
    "other": (
        "A&E attendances Other A&E Department",
        "A&E attendances Booked Appointments Other Department",
        "Attendances over 4hrs Other Department",
        "Attendances over 4hrs Booked Appointments Other Department",
    ),
}
"""Attendances and those over four hours, each without and with an appointment."""

ADMISSIONS: Mapping[str, str] = {
    "type_1": "Emergency admissions via A&E - Type 1",
    "type_2": "Emergency admissions via A&E - Type 2",
    "other": "Emergency admissions via A&E - Other A&E department",
}
OTHER_ADMISSIONS = "Other emergency admissions"
FROM_4_TO_12_HOURS = "Patients who have waited 4-12 hs from DTA to admission"
OVER_12_HOURS = "Patients who have waited 12+ hrs from DTA to admission"

BOOKED = tuple(name for names in DEPARTMENTS.values() for name in (names[1], names[3]))
UNBOOKED = tuple(name for names in DEPARTMENTS.values() for name in (names[0], names[2]))
ALWAYS = (*KEYS, *UNBOOKED, FROM_4_TO_12_HOURS, OVER_12_HOURS, *ADMISSIONS.values(), OTHER_ADMISSIONS)
EARLIER = {
    **{f"Number of {name}": name for name in (*UNBOOKED, *BOOKED)},
    **{f"Number of {name[0].lower()}{name[1:]}": name for name in UNBOOKED},
    "Number of attendances over 4hrs Other A&E Department": "Attendances over 4hrs Other Department",
    "Attendances over 4hrs Other A&E Department": "Attendances over 4hrs Other Department",
}
REVISED_IN_NAME = re.compile(r"revised(?:-(\d\d)(\d\d)(\d\d))?", re.IGNORECASE)


def recognise(document: Document) -> Recognition | None:
    """By its headings, of any year."""
    if document.kind is not Kind.CSV:
        return None
    share = share_of_headings(document.head, ALWAYS, earlier=EARLIER)
    return Recognition(FEED, share) if share else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Attendances, four-hour waits and emergency admissions by provider."""
    table = _table(document)
    lines = list(table)
    totals = [line for line in lines if _is_total(line)]
    if not totals:
        raise Problem(
            code="file.cut-short",
            found="The last line is not the line of totals.",
            expected="A last line 'TOTAL', as in every published edition.",
            remedy="Download the file again: it may have stopped half way.",
            where=lines[-1].where() if lines else Where(document.name),
        )
    of_providers = [line for line in lines if not _is_total(line)]
    period = one_period({line.text("Period") for line in of_providers}, Where(document.name, column="Period"))
    facts = FactsWriter(feed)
    refused: list[Problem] = []
    kept: list[tuple[NumberedLine, Mapping[str, float | None]]] = []
    for line in of_providers:
        try:
            kept.append((line, _amounts(line)))
        except Problem as problem:
            refused.append(problem)
    for line, amounts in kept:
        _add(facts, line, read_period(period).text, amounts)
    return Reading(
        facts=facts.write(scratch / "facts.parquet"),
        vintage=_vintage(document),
        rows_read=len(lines),
        rows_kept=len(kept),
        rows_set_aside=len(totals),
        refused=tuple(refused),
        reconciliations=tuple(_reconciliations(_amounts(totals[-1]), [amounts for _, amounts in kept])),
        places_met=tuple(
            PlaceMet(line.code("Org Code"), line.text("Org name"), "provider") for line, _ in kept
        ),
    )


def _table(document: Document) -> NumberedLines:
    rows = list(document.lines())
    has_booked = any(plain(cell) in map(plain, BOOKED) for row in todays(rows, EARLIER) for cell in row)
    return read_lines(document, rows, (*ALWAYS, *BOOKED) if has_booked else ALWAYS, earlier=EARLIER)


def _is_total(line: NumberedLine) -> bool:
    return "total" in (line.text("Org Code").casefold(), line.text("Org name").casefold())


def _amounts(line: NumberedLine) -> Mapping[str, float | None]:
    """Every amount of the feed, from one line."""
    attendances = {name: _added(line, names[:2]) for name, names in DEPARTMENTS.items()}
    over = {name: _added(line, names[2:]) for name, names in DEPARTMENTS.items()}
    if attendances["type_1"] and over["type_1"] == 0:
        # No major department sees everyone in time: 0 is how the CSV writes that a trust tested another standard.
        over = dict.fromkeys(DEPARTMENTS)
    within = {name: _less(attendances[name], over[name]) for name in DEPARTMENTS}
    admissions = {name: line.amount(heading) for name, heading in ADMISSIONS.items()}
    via_ae, others = _sum(admissions.values()), line.amount(OTHER_ADMISSIONS)
    over_12_hours = line.amount(OVER_12_HOURS)
    return {
        **{f"attendances_{name}": number for name, number in attendances.items()},
        **{f"within_4_hours_{name}": number for name, number in within.items()},
        **{f"over_4_hours_{name}": number for name, number in over.items()},
        **{f"emergency_admissions_{name}": number for name, number in admissions.items()},
        "attendances": _sum(attendances.values()),
        "within_4_hours": _sum(within.values()),
        "over_4_hours": _sum(over.values()),
        "emergency_admissions_via_ae": via_ae,
        "other_emergency_admissions": others,
        "emergency_admissions": _sum((via_ae, others)),
        "over_4_hours_from_decision": _sum((line.amount(FROM_4_TO_12_HOURS), over_12_hours)),
        "over_12_hours_from_decision": over_12_hours,
    }


def _added(line: NumberedLine, headings: Sequence[str]) -> float | None:
    """The cells under those of the headings that the edition has, added up."""
    return _sum(line.amount(heading) for heading in headings if line.headings.has(heading))


def _sum(numbers: Iterable[float | None]) -> float | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def _less(number: float | None, taken: float | None) -> float | None:
    return None if number is None or taken is None else number - taken


def _add(facts: FactsWriter, line: NumberedLine, period: str, amounts: Mapping[str, Any]) -> None:
    code = line.code("Org Code")
    status = "missing" if amounts["attendances"] is None else "ok"
    facts.add(period=period, grain="provider", row=line.number, status=status, provider=code, **amounts)


def _reconciliations(
    stated: Mapping[str, float | None], kept: Sequence[Mapping[str, float | None]]
) -> Iterator[Reconciliation]:
    for name in ("attendances", "over_4_hours", "emergency_admissions", "over_12_hours_from_decision"):
        summed = _sum(amounts[name] for amounts in kept) or 0.0
        what = f"{name.replace('_', ' ')}: England against its providers"
        yield Reconciliation(what, stated[name] or 0.0, summed)


def _vintage(document: Document) -> Vintage:
    """The table does not say its edition; names of published files do: "revised-120522"."""
    found = REVISED_IN_NAME.search(document.path.name) or REVISED_IN_NAME.search(document.name)
    if not found:
        return Vintage()
    day, month, year = found.groups()
    return Vintage(date(2000 + int(year), int(month), int(day)) if day else None, revised=True)
