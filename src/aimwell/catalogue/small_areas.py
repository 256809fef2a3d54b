"""Reads what is counted in thousands from definitions/geographies/: practices, networks, neighbourhoods."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from aimwell.catalogue.places import GEOGRAPHIES
from aimwell.domain.places import Basis, Place, PlaceKind, Register, Relation


def read_practices(folder: Path, register: Register) -> Register:
    """The register with general practices and primary care networks added."""
    rows = pq.read_table(folder / GEOGRAPHIES / "practices.parquet").to_pylist()
    networks: dict[str, Place] = {}
    practices: list[Place] = []
    relations: dict[Relation, None] = {}
    for row in rows:
        code, started, ended = row["code"], row["valid_from"], row["valid_to"]
        practices.append(Place(code, PlaceKind.PRACTICE, row["name"], code, "", started, ended))
        locations = _locations(row, register)
        relations |= dict.fromkeys(Relation(code, *where) for where in locations)
        if row["pcn"]:
            networks[row["pcn"]] = Place(
                row["pcn"], PlaceKind.PCN, row["pcn_name"], row["pcn"], "", None, None
            )
            relations[Relation(code, row["pcn"], Basis.PART_OF, None, None)] = None
        if row["district"]:
            relations[Relation(code, row["district"], Basis.RESIDENCE, None, None)] = None
    return Register(
        places=(*register.places, *networks.values(), *practices),
        relations=(*register.relations, *relations),
        codes=register.codes,
        names=register.names,
    )


def _locations(
    row: Mapping[str, str], register: Register
) -> Iterator[tuple[str, Basis, date | None, date | None]]:
    """The locations a practice was and is in; one relation where nothing changed."""
    older, newer = row["sub_icb_2022"], row["sub_icb_2026"]
    ended = register.place(f"{older}-2026") if f"{older}-2026" in register else None
    if ended is None and older == newer:
        yield older, Basis.PART_OF, None, None
        return
    past = ended or register.place(older)
    yield past.id, Basis.PART_OF, None, past.valid_to
    if newer:
        yield newer, Basis.PART_OF, register.place(newer).valid_from, None


def read_neighbourhoods(folder: Path) -> pa.Table:
    """LSOAs of both vintages, 66,599 rows.

    Columns: code, vintage (2011 or 2021), sub_icb_2022 and sub_icb_2026 (ODS codes), district and council
    (present ONS codes), imd_rank and imd_decile (1 is the most deprived; IMD 2019 for 2011, IMD 2025 for
    2021), people (mid-2020 for 2011, Census day for 2021).
    """
    return pq.read_table(folder / GEOGRAPHIES / "lsoa.parquet")


def read_neighbourhood_pairs(folder: Path) -> pa.Table:
    """Which LSOAs of 2011 became which of 2021: lsoa_2011, lsoa_2021, change (U same, S split, M merged, X other)."""
    return pq.read_table(folder / GEOGRAPHIES / "lsoa_pairs.parquet")


def read_neighbourhood_places(folder: Path, kind: PlaceKind) -> tuple[Place, ...]:
    """The LSOAs of a kind (lsoa_2011 or lsoa_2021) as places, by code; they have no names of their own."""
    declared = tomllib.loads((folder / GEOGRAPHIES / "lsoa_vintages.toml").read_text(encoding="utf-8"))
    vintage = next(each for each in declared["vintage"] if each["kind"] == kind)
    table = read_neighbourhoods(folder)
    codes = table.filter(pc.equal(table["vintage"], vintage["census"]))["code"].to_pylist()
    span = vintage["valid_from"], vintage.get("valid_to")
    return tuple(Place(code, kind, code, "", code, *span) for code in sorted(codes))
