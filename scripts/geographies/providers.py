"""Trusts and independent providers, and the system each lies in on both footprints."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from pathlib import Path

from python_calamine import CalamineWorkbook

from geographies.areas import SYSTEMS_CHANGED, Tables
from geographies.tables import eight_digits, read_headless, read_table, readable

NOT_IN_ENGLAND = {"RQF", "RT4", "RYT"}  # three Welsh trusts stand in the list of NHS trusts
PROVIDER_TYPES = {"Acute", "Ambulance", "Community Provider Trust", "Mental Health"}
DAY = timedelta(days=1)


def rtt_organisations(folder: Path) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Providers (code to name and parent system) and hubs (code to name) named in the RTT full extracts."""
    providers: dict[str, tuple[str, str]] = {}
    hubs: dict[str, str] = {}
    for archive in sorted(folder.glob("*.zip"), key=lambda path: path.name.replace("Full-CSV", "2026-01")):
        with zipfile.ZipFile(archive) as opened, opened.open(opened.namelist()[0]) as file:
            reader = csv.reader(io.TextIOWrapper(file, encoding="utf-8-sig"))
            next(reader)
            for row in reader:
                providers[row[3]] = (row[4], row[1])
                if not row[5] and row[8]:
                    hubs[row[7]] = row[8]
    return providers, hubs


def emergency_attributions(folder: Path) -> tuple[dict[str, dict[date, str]], dict[str, str]]:
    """For each provider in the A&E workbooks: the system it counted towards by month, and its name.

    The mapping sheet gives the system's name in one list and the codes of the names in another beside it.
    """
    systems: dict[str, dict[date, str]] = {}
    names: dict[str, str] = {}
    for path in sorted(folder.glob("*.xls")):
        month = date(int(path.name[:4]), int(path.name[5:7]), 1)
        book = CalamineWorkbook.from_path(path)
        sheet = next(name for name in book.sheet_names if name in ("System Mapping", "STP Mapping"))
        rows = [
            [str(cell).replace("\xa0", " ").strip() for cell in row]
            for row in book.get_sheet_by_name(sheet).to_python()
        ]
        code_of = _codes_by_name(rows, book)
        for written, _, name, system, *_ in rows[1:]:
            code = written.upper()  # one of them is written NTV0b
            if code:
                names[code] = name
                systems.setdefault(code, {})[month] = code_of[system.lower()]
    return systems, names


def _codes_by_name(rows: list[list[str]], book: CalamineWorkbook) -> dict[str, str]:
    codes: dict[str, str] = {}
    for row in rows[1:]:
        if len(row) > 7 and row[7]:
            codes |= {name.lower(): row[7] for name in (row[6], *row[8:]) if name}
    if "System Level Data" in book.sheet_names:
        for row in book.get_sheet_by_name("System Level Data").to_python():
            cells = [str(cell).replace("\xa0", " ").strip() for cell in row[:4]]
            if cells[0] and cells[1] and not cells[0].endswith(":"):
                codes.setdefault(cells[1].lower(), cells[0])
    return codes


def workforce_organisations(folder: Path) -> dict[str, tuple[str, str]]:
    """Care trusts and community providers in the sickness absence files, which no other list here has."""
    return {
        row["ORG_CODE"]: (row["ORG_NAME"], row["ICS_CODE"])
        for path in sorted(folder.glob("nhs_sickness_absence_*.csv"))
        for row in read_table(path)
        if row["ORG_TYPE"] in PROVIDER_TYPES and row["ICS_CODE"] != "QZZ"
    }


@dataclass(frozen=True, slots=True)
class ProviderSystems:
    """Finds the system of 2026 for a provider of a system of 2022."""

    exact: dict[str, str]  # a system of 2022 that went whole into one of 2026
    declared: dict[str, str]  # where a provider of a divided system lies
    emergency: dict[str, str]  # the present system a provider counts towards in the A&E publication

    def now(self, provider: str, before: str, basis: str) -> str:
        """The present system, or nothing when the old one went several ways and nobody said which."""
        by_system, by_publication = self.exact.get(before, ""), self.emergency.get(provider, "")
        first, second = (by_system, by_publication) if basis == "provider" else (by_publication, by_system)
        return first or second or self.declared.get(provider, "")


def add_providers(
    tables: Tables,
    data: Path,
    listed: dict[str, tuple[str, str]],
    exact: dict[str, str],
    declared: dict[str, str],
    attributed: list[dict[str, object]],
) -> list[str]:
    """Add trusts and providers with both kinds of attribution; returns the codes without a present system."""
    trusts = {row[0]: row for row in read_headless(data / "org" / "etr.csv") if row[0] not in NOT_IN_ENGLAND}
    emergency, emergency_names = emergency_attributions(data / "ae_monthly_xls")
    for change in attributed:
        emergency[str(change["provider"])][change["since"]] = str(change["system"])
    present = set(exact.values())
    latest = {code: months.get(SYSTEMS_CHANGED, "") for code, months in emergency.items()}
    systems = ProviderSystems(
        exact, declared, {code: system for code, system in latest.items() if system in present}
    )
    unplaced: list[str] = []
    for code in sorted(set(trusts) | set(listed) | set(emergency)):
        row = trusts.get(code)
        name = emergency_names.get(code) or (row[1] if row else listed[code][0])
        began, ended = (eight_digits(row[10]), eight_digits(row[11])) if row else (None, None)
        tables.place(code, _kind(name, is_trust=row is not None), readable(name), code, "", began, ended)
        before = row[3] if row else listed[code][1] if code in listed else ""
        if before:
            unplaced += _add_spans(tables, code, "provider", [(None, before)], systems)
        months = [
            (month, system)
            for month, system in sorted(emergency.get(code, {}).items())
            if month < SYSTEMS_CHANGED
        ]
        unplaced += _add_spans(tables, code, "accident_and_emergency", _changes(months), systems)
        if not months and code in systems.emergency:
            tables.relate(code, systems.emergency[code], "accident_and_emergency", SYSTEMS_CHANGED)
    return unplaced


def _kind(name: str, *, is_trust: bool) -> str:
    if "AMBULANCE" in name.upper() and is_trust:
        return "ambulance_trust"
    return "trust" if is_trust or name.upper().endswith("NHS FOUNDATION TRUST") else "provider"


def _changes(months: list[tuple[date, str]]) -> list[tuple[date | None, str]]:
    """The months in which an attribution differs from the one before; the first holds from the start."""
    changes: list[tuple[date | None, str]] = []
    for month, system in months:
        if not changes or changes[-1][1] != system:
            changes.append((month if changes else None, system))
    return changes


def _add_spans(
    tables: Tables, code: str, basis: str, changes: list[tuple[date | None, str]], systems: ProviderSystems
) -> list[str]:
    identities = {str(place[0]) for place in tables.places}
    for (began, system), following in zip_longest(changes, changes[1:]):
        until = following[0] - DAY if following and following[0] else None
        last = following is None
        now = systems.now(code, system, basis) if last else ""
        identity = f"{system}-2026" if f"{system}-2026" in identities else system
        if last and now != identity:
            tables.relate(code, identity, basis, began, SYSTEMS_CHANGED - DAY)
            if now:
                tables.relate(code, now, basis, SYSTEMS_CHANGED)
        else:
            tables.relate(code, identity, basis, began, until)
        if last and not now:
            return [f"{code} ({basis}, {system})"]
    return []
