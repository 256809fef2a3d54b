"""Records of single organisations from the Organisation Data Service's two interfaces: ORD and FHIR (STU3).

A record tells the organisation's roles, what it is part of and what it came from, each with its dates. Of
one link with several kinds of dates the operational ones are kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import PlaceMet, Vintage
from aimwell.gateways.document import Document
from aimwell.gateways.json_objects import content, dig, first_characters, share_of_keys
from aimwell.gateways.reading import FactsWriter, Reading, Recognition

FEED = "ods_records"

ORD_KEYS = ("Organisation", "OrgId", "extension", "Status", "LastChangeDate", "Roles")
FHIR_KEYS = ("resourceType", "lastUpdated", "profile", "identifier", "name", "extension")
FHIR_PROFILE = "ODSAPI-Organization"  # other FHIR files name organisations too, and are about people
OPERATIONAL = "Operational"


@dataclass(frozen=True, slots=True)
class Link:
    """One thing a record says of an organisation: that it is there, a role, a relation, a predecessor."""

    what: str  # record, role, relation, or the kind of succession in the publisher's words
    kind: str  # the publisher's code of the role or relation
    other: str  # code of the organisation at the other end
    since: str
    until: str
    status: str


@dataclass(frozen=True, slots=True)
class Record:
    """One organisation, as either interface gives it."""

    code: str
    name: str
    changed: str
    links: tuple[Link, ...]


def recognise(document: Document) -> Recognition | None:
    """By the keys of either interface."""
    is_fhir = FHIR_PROFILE in first_characters(document)
    share = share_of_keys(document, FHIR_KEYS if is_fhir else ORD_KEYS)
    return Recognition(FEED, share) if share >= 0.8 else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """One row of facts for each organisation, role, relation and succession."""
    records = list(_records(content(document)))
    writer, met = FactsWriter(feed), list[PlaceMet]()
    for number, record in enumerate(records, start=1):
        for missing in (name for name in ("code", "name", "changed") if not getattr(record, name)):
            raise _incomplete(document, number, missing)
        for link in record.links:
            writer.add(
                period=read_period(record.changed).text,
                grain="organisation",
                scope=record.code,
                row=number,
                organisation=record.code,
                name=record.name,
                what=link.what,
                kind=link.kind,
                other=link.other or None,
                since=link.since or None,
                until=link.until or None,
                record_status=link.status,
            )
        met.append(PlaceMet(record.code, record.name, "provider"))
    if not records:
        raise _incomplete(document, 1, "organisation")
    facts = writer.write(scratch / "facts.parquet")
    return Reading(facts, Vintage(), len(records), len(records), places_met=tuple(met))


def _records(found: Any) -> Iterator[Record]:
    if dig(found, "Organisation"):
        yield _from_ord(found["Organisation"])
    elif dig(found, "resourceType") == "Bundle":
        for entry in found.get("entry", []):
            yield _from_fhir(entry["resource"])
    elif dig(found, "resourceType") == "Organization":
        yield _from_fhir(found)


def _from_ord(said: Any) -> Record:
    links = [Link("record", "", "", *_dates(said), said.get("Status", ""))]
    for role in dig(said, "Roles", "Role") or []:
        links.append(Link("role", role.get("id", ""), "", *_dates(role), role.get("Status", "")))
    for relation in dig(said, "Rels", "Rel") or []:
        other = dig(relation, "Target", "OrgId", "extension") or ""
        links.append(
            Link("relation", relation.get("id", ""), other, *_dates(relation), relation.get("Status", ""))
        )
    for succession in dig(said, "Succs", "Succ") or []:
        other = dig(succession, "Target", "OrgId", "extension") or ""
        links.append(Link(succession.get("Type", "").casefold(), "", other, *_dates(succession), ""))
    code = dig(said, "OrgId", "extension") or ""
    return Record(code, said.get("Name", ""), said.get("LastChangeDate", ""), tuple(links))


def _dates(said: Any) -> tuple[str, str]:
    periods = said.get("Date") or []
    chosen = next((period for period in periods if period.get("Type") == OPERATIONAL), (periods or [{}])[0])
    return chosen.get("Start", ""), chosen.get("End", "")


def _from_fhir(said: Any) -> Record:
    status = "Active" if said.get("active", True) else "Inactive"
    links = [Link("record", "", "", "", "", status)]
    for extension in said.get("extension", []):
        parts = {part.get("url"): part for part in extension.get("extension", [])}
        if "role" in parts:
            since, until = _fhir_dates(parts.get("activePeriod"))
            role_status = dig(parts.get("status"), "valueString") or ""
            links.append(
                Link("role", dig(parts["role"], "valueCoding", "code") or "", "", since, until, role_status)
            )
        elif dig(extension, "valuePeriod", "start") and not links[0].since:
            links[0] = Link("record", "", "", *_fhir_dates(extension), status)
    code = dig(said, "identifier", "value") or said.get("id", "")
    return Record(code, said.get("name", ""), str(dig(said, "meta", "lastUpdated") or "")[:10], tuple(links))


def _fhir_dates(said: Any) -> tuple[str, str]:
    return dig(said, "valuePeriod", "start") or "", dig(said, "valuePeriod", "end") or ""


def _incomplete(document: Document, number: int, missing: str) -> Problem:
    return Problem(
        code="feed.missing-column",
        found=f"Record {number} has no {missing}.",
        expected="Records with a code, a name and the day of the last change.",
        remedy="Ask the interface for the record again.",
        where=Where(document.name, row=number, column=missing),
    )
