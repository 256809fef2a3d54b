"""Reads definitions/geographies/: the register of places, the footprints and the bridge between them."""

import csv
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

from aimwell.domain.footprints import Footprint, Overlap, Overlaps
from aimwell.domain.places import AlsoKnownAs, Basis, CodeUse, Place, PlaceKind, Register, Relation
from aimwell.domain.problems import Problem, Where

GEOGRAPHIES = "geographies"
Row = Mapping[str, str]
T = TypeVar("T")


def read_register(folder: Path) -> Register:
    """England, regions, systems, locations, councils, trusts and providers, with dates, codes and relations.

    folder: definitions/. Practices and their networks are seven times as many: `small_areas.read_practices` adds them.
    """
    return Register(
        places=tuple(_rows(folder, "places.csv", _place)),
        relations=tuple(_rows(folder, "relations.csv", _relation)),
        codes=tuple(_rows(folder, "codes.csv", _code)),
        names=tuple(_rows(folder, "names.csv", lambda row: AlsoKnownAs(row["name"], row["place"]))),
    )


def read_codes(folder: Path) -> frozenset[str]:
    """Every id and code of the register, without the register: to know a code, it takes a tenth of the time."""
    found: set[str] = set()
    for name, columns in {"places.csv": ("id", "ods", "ons"), "codes.csv": ("code",)}.items():
        with (folder / GEOGRAPHIES / name).open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            headings = next(rows)
            wanted = [headings.index(column) for column in columns]
            found.update(row[index] for row in rows for index in wanted)
    return frozenset(found - {""})


def read_footprints(folder: Path) -> tuple[Footprint, ...]:
    """The footprints, oldest first."""
    declared = tomllib.loads((folder / GEOGRAPHIES / "footprints.toml").read_text(encoding="utf-8"))
    found = [Footprint(entry["starts"], entry["label"], entry["source"]) for entry in declared["footprint"]]
    return tuple(sorted(found, key=lambda footprint: footprint.starts))


def read_overlaps(folder: Path) -> Overlaps:
    """The footprints and what leads from one to another."""
    return Overlaps(read_footprints(folder), tuple(_rows(folder, "overlaps.csv", _overlap)))


def footprint_on(footprints: tuple[Footprint, ...], starts: date) -> Footprint:
    """The footprint that began on a day; Problem `footprint.unknown` with those there are."""
    for footprint in footprints:
        if footprint.starts == starts:
            return footprint
    known = ", ".join(f"{footprint.starts} ({footprint.label})" for footprint in footprints)
    raise Problem(
        code="footprint.unknown",
        found=f"No footprint began on {starts}.",
        expected=f"one of {known}.",
        remedy="Give the day on which one of them began.",
    )


def _rows(folder: Path, name: str, build: Callable[[Row], T]) -> Iterator[T]:
    path = folder / GEOGRAPHIES / name
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                yield build(row)
            except (KeyError, ValueError) as fault:
                raise Problem(
                    code="register.unreadable",
                    found=f"A row does not read: {fault}.",
                    expected="the columns and codes that the build of the register writes.",
                    remedy="Build the register again, or restore the file.",
                    where=Where(f"{GEOGRAPHIES}/{name}", row=number),
                ) from fault


@cache  # the same dozen days stand in thousands of rows
def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _place(row: Row) -> Place:
    span = _day(row["valid_from"]), _day(row["valid_to"])
    return Place(row["id"], PlaceKind(row["kind"]), row["name"], row["ods"], row["ons"], *span)


def _relation(row: Row) -> Relation:
    share = float(row["share"]) if row["share"] else None
    span = _day(row["valid_from"]), _day(row["valid_to"])
    return Relation(row["child"], row["parent"], Basis(row["basis"]), *span, share)


def _code(row: Row) -> CodeUse:
    return CodeUse(row["code"], row["place"], _day(row["valid_from"]), _day(row["valid_to"]))


def _overlap(row: Row) -> Overlap:
    return Overlap(row["source"], row["target"], int(row["people"]), row["estimated"] == "yes")
