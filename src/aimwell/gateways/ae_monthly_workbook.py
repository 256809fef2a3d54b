"""NHS England's monthly workbook of A&E attendances, and its provider sheet saved as CSV.

Providers and systems stand in two sheets, and a third says which provider is in which system: systems are
sums of their providers, so they are checked and not kept. The line of totals is marked "-". Trusts that
tested other standards (May 2019 to May 2023) have "-" for the four-hour figures.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Severity, Where
from aimwell.domain.receipts import PlaceMet, Reconciliation, Vintage
from aimwell.gateways.cells import code as code_of
from aimwell.gateways.document import Cell, Document, Kind
from aimwell.gateways.headings import find_headings, plain
from aimwell.gateways.numbered_lines import (
    NumberedLine,
    NumberedLines,
    missing_sheet,
    read_lines,
    share_of_headings,
)
from aimwell.gateways.reading import FactsWriter, Reading, Recognition
from aimwell.gateways.title_block import month_in_name, stated_month, stated_vintage

FEED = "ae_monthly"

AMOUNTS: Mapping[str, str] = {
    "attendances_type_1": "Type 1 Departments - Major A&E",
    "attendances_type_2": "Type 2 Departments - Single Specialty",
    "attendances_other": "Type 3 Departments - Other A&E/Minor Injury Unit",
    "attendances": "Total attendances",
    "within_4_hours_type_1": "Type 1 Departments - Major A&E (2)",
    "within_4_hours_type_2": "Type 2 Departments - Single Specialty (2)",
    "within_4_hours_other": "Type 3 Departments - Other A&E/Minor Injury Unit (2)",
    "within_4_hours": "Total Attendances < 4 hours",
    "over_4_hours_type_1": "Type 1 Departments - Major A&E (3)",
    "over_4_hours_type_2": "Type 2 Departments - Single Specialty (3)",
    "over_4_hours_other": "Type 3 Departments - Other A&E/Minor Injury Unit (3)",
    "over_4_hours": "Total Attendances > 4 hours",
    "emergency_admissions_type_1": "Emergency Admissions via Type 1 A&E",
    "emergency_admissions_type_2": "Emergency Admissions via Type 2 A&E",
    "emergency_admissions_other": "Emergency Admissions via Type 3 and 4 A&E",
    "emergency_admissions_via_ae": "Total Emergency Admissions via A&E",
    "other_emergency_admissions": "Other Emergency admissions (i.e not via A&E)",
    "emergency_admissions": "Total Emergency Admissions",
    "over_4_hours_from_decision": "Number of patients spending >4 hours from decision to admit to admission",
    "over_12_hours_from_decision": "Number of patients spending >12 hours from decision to admit to admission",
}
PROVIDER_HEADINGS = ("Code", "Region", "Name", *AMOUNTS.values())
SYSTEM_HEADINGS = ("Code", *AMOUNTS.values())
MAPPING_HEADINGS = ("Org code", "Name", "STP")
EARLIER = {
    f"Type {n} Departments 0 {name}": f"Type {n} Departments - {name}"
    for n, name in (
        (1, "Major A&E"),
        (2, "Single Specialty"),
        (3, "Other A&E/Minor Injury Unit"),
    )
}  # an analyst's export in which every "-" had become "0"

PROVIDERS = re.compile(r"^provider\b.*data", re.IGNORECASE)
SYSTEMS = re.compile(r"^(stp|system|icb|ics)\b.*data", re.IGNORECASE)
MAPPING = re.compile(r"^(stp|system|icb|ics)\b.*mapping", re.IGNORECASE)
ORGANISATION = re.compile(r"[A-Z0-9]{3,6}|[A-Z]\d{8}")  # ODS or ONS
RECONCILED = ("attendances", "over_4_hours", "emergency_admissions", "over_12_hours_from_decision")


@dataclass(slots=True)
class _Sum:
    """What the lines of one sheet add up to, and what its line of totals states."""

    stated: dict[str, float] = field(default_factory=dict)
    summed: dict[str, float] = field(default_factory=lambda: dict.fromkeys(RECONCILED, 0.0))
    by_system: dict[str, dict[str, float]] = field(default_factory=dict)

    out_of_order: int = 0  # lines whose departments do not add up to all attendances
    lines: int = 0

    def add(self, amounts: Mapping[str, float | None], system: str) -> None:
        parts = (amounts[f"attendances_{kind}"] or 0.0 for kind in ("type_1", "type_2", "other"))
        self.lines += 1
        self.out_of_order += sum(parts) != (amounts["attendances"] or 0.0)
        of_system = self.by_system.setdefault(system, dict.fromkeys(RECONCILED, 0.0))
        for name in RECONCILED:
            self.summed[name] += amounts[name] or 0.0
            of_system[name] += amounts[name] or 0.0


def recognise(document: Document) -> Recognition | None:
    """By the headings of its provider sheet, or of its only sheet when that was saved as CSV."""
    if document.kind is Kind.CSV:
        rows: Sequence[Sequence[Cell]] = document.head
    else:
        name = _sheet(document, PROVIDERS)
        rows = document.sheet(name, rows=40) if name else []
    share = share_of_headings(rows, PROVIDER_HEADINGS, earlier=EARLIER)
    return Recognition(FEED, share) if share else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Attendances, four-hour waits and emergency admissions by provider."""
    if document.kind is Kind.CSV:
        return _read_export(document, feed, scratch)
    sheet = _required_sheet(document, PROVIDERS, "'Provider Level Data'")
    rows = document.sheet(sheet)
    period = stated_month(rows, document, sheet=sheet)
    providers = read_lines(document, rows, PROVIDER_HEADINGS, sheet=sheet, earlier=EARLIER)
    system_sheet = _required_sheet(document, SYSTEMS, "'System Level Data'")
    systems = read_lines(document, document.sheet(system_sheet), SYSTEM_HEADINGS, sheet=system_sheet)
    system_codes = _system_codes(systems)
    book = _Book(document, feed, period, _systems_of(document, providers, system_codes))
    of_providers, of_systems = book.take(providers), book.check(systems)
    return book.reading(
        scratch,
        stated_vintage(rows),
        (*_reconciled(of_providers, "providers"), *_across(of_providers, of_systems)),
    )


def _read_export(document: Document, feed: Feed, scratch: Path) -> Reading:
    table = read_lines(document, list(document.lines()), PROVIDER_HEADINGS, earlier=EARLIER)
    period = month_in_name(document)
    book = _Book(document, feed, period, {})
    book.refused.append(
        Problem(
            code="feed.period-from-name",
            found=f"The table does not say its month; its name says {period}.",
            expected="The line 'Period:' of the published workbook.",
            remedy="Take the published workbook instead, which says its month and edition.",
            where=Where(document.name),
            severity=Severity.WARNS,
        )
    )
    book.take(table)
    return book.reading(scratch, Vintage(), ())


class _Book:
    """Collects the facts of one file."""

    def __init__(self, document: Document, feed: Feed, period: str, systems_of: Mapping[str, str]) -> None:
        self.refused: list[Problem] = []
        self._document, self._period, self._systems_of = document, period, systems_of
        self._facts = FactsWriter(feed)
        self._met: list[PlaceMet] = []
        self._read = self._kept = self._aside = 0

    def take(self, table: NumberedLines) -> _Sum:
        """Every provider's line of the sheet of providers, as facts."""
        added = _Sum()
        for line, amounts in self._organisations(table, added):
            code = line.code("Code")
            system = self._systems_of.get(code, "")
            added.add(amounts, system)
            status = "missing" if amounts["attendances"] is None else "ok"
            declared: dict[str, Any] = {"provider": code, **amounts}
            self._facts.add(
                period=self._period,
                grain="provider",
                sheet=line.headings.sheet,
                row=line.number,
                status=status,
                **declared,
            )
            self._met.append(PlaceMet(code, line.text("Name"), "provider", system))
            self._kept += 1
        _refuse_if_out_of_order(table, added)
        return added

    def check(self, table: NumberedLines) -> _Sum:
        """Every system's line of the sheet of systems: sums of the providers, and so no facts."""
        added = _Sum()
        for line, amounts in self._organisations(table, added):
            added.add(amounts, line.code("Code"))
            self._aside += 1
        return added

    def _organisations(
        self, table: NumberedLines, added: _Sum
    ) -> Iterator[tuple[NumberedLine, Mapping[str, float | None]]]:
        """The lines of organisations with their amounts; the line of totals is noted, one at fault refused."""
        for line in table:
            code = line.code("Code")
            self._read += 1
            if code in ("", "TOTAL") and not added.stated and line.text("Total attendances"):
                added.stated = {name: line.amount(AMOUNTS[name]) or 0.0 for name in RECONCILED}
            if not ORGANISATION.fullmatch(code) or code == "TOTAL":
                self._aside += 1
                continue
            try:
                amounts = {name: line.amount(heading) for name, heading in AMOUNTS.items()}
            except Problem as problem:
                self.refused.append(problem)
                continue
            yield line, amounts

    def reading(
        self, scratch: Path, vintage: Vintage, reconciliations: tuple[Reconciliation, ...]
    ) -> Reading:
        """What was collected."""
        return Reading(
            facts=self._facts.write(scratch / "facts.parquet"),
            vintage=vintage,
            rows_read=self._read,
            rows_kept=self._kept,
            rows_set_aside=self._aside,
            refused=tuple(self.refused),
            reconciliations=reconciliations,
            places_met=tuple(self._met),
        )


def _refuse_if_out_of_order(table: NumberedLines, added: _Sum) -> None:
    """Three columns share each department's heading, so their order is all that tells them apart."""
    if 2 * added.out_of_order <= added.lines:
        return
    raise Problem(
        code="feed.columns-out-of-order",
        found=f"In {added.out_of_order} of {added.lines} rows the three kinds of department do not add up to all attendances.",
        expected="The columns in the published order: attendances, those within four hours, those over four hours.",
        remedy="Take the workbook as published, with its columns in their order.",
        where=Where(
            table.document.name, table.headings.sheet, table.headings.row + 1, AMOUNTS["attendances"]
        ),
    )


def _sheet(document: Document, name: re.Pattern[str]) -> str:
    return next((sheet for sheet in document.sheets if name.search(sheet.strip())), "")


def _required_sheet(document: Document, name: re.Pattern[str], wanted: str) -> str:
    sheet = _sheet(document, name)
    if not sheet:
        raise missing_sheet(document, wanted)
    return sheet


def _system_codes(systems: NumberedLines) -> Mapping[str, str]:
    """Codes by name; the name stands right of the code under a heading that changes with the law."""
    index = systems.headings.index("Code")
    return {
        plain(line.cells[index + 1]): line.code("Code")
        for line in systems
        if ORGANISATION.fullmatch(line.code("Code"))
    }


def _systems_of(
    document: Document, providers: NumberedLines, system_codes: Mapping[str, str]
) -> Mapping[str, str]:
    """The system of each provider: by the mapping sheet, else by the unheaded last column.

    That column is out of line in some editions (November 2024); it counts only where it agrees with the
    mapping for most providers.
    """
    mapped = _mapped(document, system_codes)
    last = max(providers.headings.at.values()) + 1
    beside = {
        line.code("Code"): system_codes[plain(line.cells[last])]
        for line in providers
        if len(line.cells) > last and plain(line.cells[last]) in system_codes
    }
    both = [code for code in beside if code in mapped]
    agree = sum(beside[code] == mapped[code] for code in both)
    return {**beside, **mapped} if 2 * agree > len(both) else mapped


def _mapped(document: Document, system_codes: Mapping[str, str]) -> Mapping[str, str]:
    name = _sheet(document, MAPPING)
    if not name:
        return {}
    rows = document.sheet(name)
    headings = find_headings([[plain(cell) for cell in row] for row in rows[:40]], MAPPING_HEADINGS)
    if headings is None:
        return {}
    code, system = headings.index("Org code"), headings.index("STP")
    return {
        code_of(row[code]): system_codes[plain(row[system])]
        for row in rows[headings.row + 1 :]
        if plain(row[system]) in system_codes
    }


def _reconciled(sums: _Sum, what: str) -> list[Reconciliation]:
    return [
        Reconciliation(f"{name.replace('_', ' ')}: England against its {what}", stated, sums.summed[name])
        for name, stated in sums.stated.items()
    ]


def _across(providers: _Sum, systems: _Sum) -> list[Reconciliation]:
    """England against the systems, and how many of these are what their providers add up to.

    A sheet of systems can be out of line: February 2025 has each system's admissions in another's row.
    """
    equal = {
        name: sum(
            figures[name] == providers.by_system.get(code, {}).get(name, 0.0)
            for code, figures in systems.by_system.items()
        )
        for name in RECONCILED
    }
    return _reconciled(systems, "systems") + [
        Reconciliation(
            f"{name.replace('_', ' ')}: systems that equal their providers", len(systems.by_system), number
        )
        for name, number in equal.items()
    ]
