"""NHS England's ambulance systems indicators (AmbSYS): one CSV of all months, 153 coded columns.

England and its regions stand among the trusts that they add up. "." is missing. Times are seconds.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.periods import Period
from aimwell.domain.problems import Problem, Where
from aimwell.domain.receipts import PlaceMet, Reconciliation, Vintage
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.numbered_lines import NumberedLine, read_lines, share_of_headings
from aimwell.gateways.reading import FactsWriter, Reading, Recognition

FEED = "ambulance_systems"

KEYS = ("Year", "Month", "Region", "Org Code", "Org Name")
AMOUNTS: Mapping[str, str] = {
    "contacts": "A0",
    "calls_answered": "A1",
    "call_answer_seconds": "A2",
    "incidents": "A7",
    "category_1_incidents": "A8",
    "category_2_incidents": "A10",
    "category_3_incidents": "A11",
    "category_4_incidents": "A12",
    "category_1_seconds": "A24",
    "category_2_seconds": "A30",
    "category_3_seconds": "A33",
    "category_4_seconds": "A36",
    "hear_and_treat": "A17",
    "conveyed_to_emergency_department": "A53",
    "conveyed_elsewhere": "A54",
    "see_and_treat": "A55",
    "face_to_face": "A56",
}
STATISTICS: Mapping[str, str] = {
    "category_1_90th_centile": "A26",
    "category_2_90th_centile": "A32",
    "category_3_90th_centile": "A35",
    "category_4_90th_centile": "A38",
}
HEADINGS = (*KEYS, *AMOUNTS.values(), *STATISTICS.values())
ENGLAND = "ENG"
RECONCILED = ("calls_answered", "incidents", "category_1_seconds", "category_2_seconds", "face_to_face")

Months = dict[str, list[tuple[NumberedLine, dict[str, Any]]]]


def recognise(document: Document) -> Recognition | None:
    """By its coded headings."""
    if document.kind is not Kind.CSV:
        return None
    share = share_of_headings(document.head, HEADINGS)
    return Recognition(FEED, share) if share else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Calls, incidents and response times by ambulance trust and month."""
    refused: list[Problem] = []
    months, read_lines_count = _months(document, refused)
    facts = FactsWriter(feed)
    checks: list[Reconciliation] = []
    met: dict[str, PlaceMet] = {}
    for month in sorted(months):
        trusts = [(line, amounts) for line, amounts in months[month] if _is_trust(line)]
        found = _reconciled(month, months[month], trusts)
        if month == max(months) and not all(check.agrees for check in found):
            refused.append(_incomplete(month, trusts, document))
            continue
        checks += found
        for line, amounts in trusts:
            _add(facts, month, line, amounts, grain="provider", provider=line.code("Org Code"))
            met[line.code("Org Code")] = PlaceMet(line.code("Org Code"), line.text("Org Name"), "provider")
        for line, amounts in months[month]:
            if _is_england(line):
                of_england = {name: amounts[name] for name in (*STATISTICS, "incidents")}
                _add(facts, month, line, of_england, grain="england", england=ENGLAND)
    return Reading(
        facts=facts.write(scratch / "facts.parquet"),
        vintage=Vintage(),
        rows_read=read_lines_count,
        rows_kept=len(facts),
        rows_set_aside=read_lines_count - len(facts),
        refused=tuple(refused),
        reconciliations=tuple(checks),
        places_met=tuple(met.values()),
    )


def _months(document: Document, refused: list[Problem]) -> tuple[Months, int]:
    months: Months = defaultdict(list)
    count = 0
    for line in read_lines(document, list(document.lines()), HEADINGS):
        count += 1
        try:
            months[_month(line)].append((line, _amounts(line)))
        except Problem as problem:
            refused.append(problem)
    return months, count


def _month(line: NumberedLine) -> str:
    year, month = line.amount("Year"), line.amount("Month")
    if year is None or month is None or month not in range(1, 13):
        raise Problem(
            code="period.unknown",
            found=f"Year '{line.text('Year')}', month '{line.text('Month')}'.",
            expected="A year such as 2024 and a month from 1 to 12.",
            remedy="Take the file as published.",
            where=line.where("Month"),
        )
    return Period.month(int(year), int(month)).text


def _amounts(line: NumberedLine) -> dict[str, Any]:
    return {name: line.amount(heading) for name, heading in {**AMOUNTS, **STATISTICS}.items()}


def _is_england(line: NumberedLine) -> bool:
    return line.code("Org Code") == ENGLAND


def _is_trust(line: NumberedLine) -> bool:
    """Regions have codes such as Y56; their names change, so they are told by their code."""
    code = line.code("Org Code")
    return not _is_england(line) and not (code.startswith("Y") and code[1:].isdigit())


def _add(
    facts: FactsWriter,
    month: str,
    line: NumberedLine,
    amounts: Mapping[str, Any],
    *,
    grain: str,
    **place: str,
) -> None:
    status = "missing" if amounts["incidents"] is None else "ok"
    more: dict[str, Any] = {**place, **amounts}
    facts.add(period=month, grain=grain, row=line.number, status=status, **more)


def _reconciled(
    month: str,
    rows: Sequence[tuple[NumberedLine, dict[str, Any]]],
    trusts: Sequence[tuple[NumberedLine, dict[str, Any]]],
) -> list[Reconciliation]:
    england = next((amounts for line, amounts in rows if _is_england(line)), None)
    if england is None:
        return []
    return [
        Reconciliation(
            f"{name.replace('_', ' ')} in {month}: England against its trusts",
            england[name] or 0.0,
            sum(amounts[name] or 0.0 for _, amounts in trusts),
        )
        for name in RECONCILED
    ]


def _incomplete(
    month: str, trusts: Sequence[tuple[NumberedLine, dict[str, Any]]], document: Document
) -> Problem:
    return Problem(
        code="file.cut-short",
        found=f"The last month, {month}, has {len(trusts)} trusts, which do not add up to England.",
        expected="All ambulance trusts of a month.",
        remedy="Download the file again: it may have stopped half way. The months before it are kept.",
        where=Where(document.name, row=trusts[-1][0].number if trusts else None),
    )
