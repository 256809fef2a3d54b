"""Systems, sub-ICB locations, regions and councils, with dates, codes and what is part of what."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from geographies.tables import Row, eight_digits, last_day, read_headless, read_table, readable, system_name

SYSTEMS_BEGAN = date(2022, 7, 1)
SYSTEMS_CHANGED = date(2026, 4, 1)
CODES_CHANGED = date(2023, 4, 1)
CCGS_BEGAN = date(2013, 4, 1)
DAY = timedelta(days=1)
COUNCIL_TYPES = {"UA", "MD", "LBO", "CTY", "CC"}
SURREY_AND_SUSSEX_REDRAWN = "four neighbourhoods near Chichester moved"


@dataclass(slots=True)
class Tables:
    """Rows of the register's tables, being collected."""

    places: list[tuple[object, ...]] = field(default_factory=list)
    codes: list[tuple[object, ...]] = field(default_factory=list)
    relations: list[tuple[object, ...]] = field(default_factory=list)
    names: list[tuple[object, ...]] = field(default_factory=list)

    def place(
        self, identity: str, kind: str, name: str, ods: str, ons: str, began: date | None, ended: date | None
    ) -> None:
        """One place. A second row for the same identity would be a mistake of this script."""
        if any(row[0] == identity for row in self.places):
            raise ValueError(f"{identity} twice")
        self.places.append((identity, kind, name, ods, ons, began, ended))

    def relate(
        self,
        child: str,
        parent: str,
        basis: str,
        began: date | None = None,
        ended: date | None = None,
        share: float | None = None,
    ) -> None:
        """One relation; a share is of the child's people."""
        self.relations.append((child, parent, basis, began, ended, "" if share is None else f"{share:.6f}"))


@dataclass(frozen=True, slots=True)
class Vintage:
    """One published lookup of sub-ICB locations to systems to regions."""

    locations: dict[str, Row]  # by ODS code, columns renamed to location, system, region
    systems: dict[str, Row]
    regions: dict[str, Row]


def read_vintage(path: Path, location: str, system: str, region: str) -> Vintage:
    """Read a lookup whose columns begin with the names given."""
    rows = [
        {f"{part}_{end}": row[prefix + end] for part, prefix in
         (("location", location), ("system", system), ("region", region)) for end in ("CD", "CDH", "NM")}
        for row in read_table(path)
    ]  # fmt: skip
    return Vintage(
        {row["location_CDH"]: row for row in rows},
        {row["system_CDH"]: row for row in rows},
        {row["region_CDH"]: row for row in rows},
    )


def read_vintages(org: Path) -> dict[int, Vintage]:
    """The four lookups, by the year from which they held."""
    return {
        2021: read_vintage(org / "CCG21_STP21_NHSER21_EN_LU.csv", "CCG21", "STP21", "NHSER21"),
        2022: read_vintage(org / "LOC22_ICB22_NHSER22_EN_LU.csv", "LOC22", "ICB22", "NHSER22"),
        2023: read_vintage(org / "S_ICB_ICB_to_NHSE_R.csv", "SICBL23", "ICB23", "NHSER23"),
        2026: read_vintage(org / "icb_region_lookup.csv", "SICBL26", "ICB26", "NHSER26"),
    }


def add_regions(tables: Tables, vintages: dict[int, Vintage]) -> None:
    """England and its seven NHS regions; two regions have changed their ONS code without moving."""
    tables.place("ENG", "england", "England", "ENG", "E92000001", None, None)
    for code, row in vintages[2026].regions.items():
        tables.place(code, "region", row["region_NM"], code, row["region_CD"], None, None)
        tables.relate(code, "ENG", "part_of")
        for older in (2021, 2022, 2023):
            former = vintages[older].regions[code]["region_CD"]
            if former != row["region_CD"]:
                tables.codes.append((former, code, None, None))


def identity_of(code: str, ons_now: str, ons_then: str) -> str:
    """A code whose extent changed in 2026 belongs to the present; the ended extent is named after the year."""
    return code if ons_now in ("", ons_then) else f"{code}-2026"


def add_systems(tables: Tables, vintages: dict[int, Vintage], org: Path) -> None:
    """The systems before July 2022 where their extent differs, the 42 of 2022 and the 36 of 2026."""
    opened = {row["icb_code"]: eight_digits(row["open_date"]) for row in read_table(org / "dim_icb.csv")}
    then, now = vintages[2023].systems, vintages[2026].systems
    for code, row in then.items():
        ons, began = row["system_CD"], opened[code]
        ons_2021, ons_2022 = (vintages[year].systems[code]["system_CD"] for year in (2021, 2022))
        ons_now = now[code]["system_CD"] if code in now else ""
        identity = identity_of(code, ons_now, ons)
        ended = SYSTEMS_CHANGED - DAY if code not in now or ons_now != ons else None
        if ons_2021 != ons_2022:
            earlier = f"{code}-2022"
            name = system_name(vintages[2021].systems[code]["system_NM"])
            tables.place(earlier, "ics", name, code, ons_2021, began, SYSTEMS_BEGAN - DAY)
            tables.relate(earlier, row["region_CDH"], "part_of", began, SYSTEMS_BEGAN - DAY)
            tables.relate(identity, earlier, "succession")
            began = SYSTEMS_BEGAN
        tables.place(identity, "ics", system_name(row["system_NM"]), code, ons, began, ended)
        tables.relate(identity, row["region_CDH"], "part_of", began, ended)
        if ons_2022 != ons:
            tables.codes.append((ons_2022, identity, began, CODES_CHANGED - DAY))
    for code, row in now.items():
        if code not in then or row["system_CD"] != then[code]["system_CD"]:
            name, ons = system_name(row["system_NM"]), row["system_CD"]
            tables.place(code, "ics", name, code, ons, SYSTEMS_CHANGED, None)
            tables.relate(code, row["region_CDH"], "part_of", SYSTEMS_CHANGED)


def add_locations(tables: Tables, vintages: dict[int, Vintage], org: Path) -> None:
    """Sub-ICB locations of both footprints, with the CCGs that they were."""
    register = {row[0]: row for row in read_headless(org / "eccg.csv")}
    then, now = vintages[2023].locations, vintages[2026].locations
    for code, row in then.items():
        before, start = vintages[2021].locations[code], vintages[2022].locations[code]
        ons, ons_now = row["location_CD"], now[code]["location_CD"] if code in now else ""
        identity = identity_of(code, ons_now, ons)
        ended = SYSTEMS_CHANGED - DAY if code not in now or ons_now != ons else None
        began = eight_digits(register[code][10])
        name = before["location_NM"].removeprefix("NHS ").removesuffix(" CCG")
        if before["location_CD"] != start["location_CD"]:
            tables.place(
                f"{code}-2022", "sub_icb", name, code, before["location_CD"], began, SYSTEMS_BEGAN - DAY
            )
            tables.relate(identity, f"{code}-2022", "succession")
            began = SYSTEMS_BEGAN
        tables.place(identity, "sub_icb", name, code, ons, began, ended)
        if start["location_CD"] != ons:
            tables.codes.append((start["location_CD"], identity, began, CODES_CHANGED - DAY))
        _relate_location(tables, vintages, code, identity, ended)
    for code, row in now.items():
        if code not in then or row["location_CD"] != then[code]["location_CD"]:
            name = next(
                (place[2] for place in tables.places if place[0] == f"{code}-2026"),
                row["location_NM"].removeprefix("NHS "),
            )
            tables.place(code, "sub_icb", str(name), code, row["location_CD"], SYSTEMS_CHANGED, None)
            tables.relate(code, row["system_CDH"], "part_of", SYSTEMS_CHANGED)


def _relate_location(
    tables: Tables, vintages: dict[int, Vintage], code: str, identity: str, ended: date | None
) -> None:
    """Which system a location was part of: before July 2022, until March 2026 and since."""
    known = {str(place[0]) for place in tables.places}
    earliest = vintages[2021].locations[code]["system_CDH"]
    first = f"{earliest}-2022" if f"{earliest}-2022" in known else earliest
    first = f"{first}-2026" if f"{first}-2026" in known else first
    early = f"{code}-2022" if f"{code}-2022" in known else identity
    system = vintages[2023].locations[code]["system_CDH"]
    middle = f"{system}-2026" if f"{system}-2026" in known else system
    latest = vintages[2026].locations[code]["system_CDH"] if ended is None else ""
    spans = [
        (early, first, None, SYSTEMS_BEGAN - DAY),
        (identity, middle, SYSTEMS_BEGAN, SYSTEMS_CHANGED - DAY),
    ]
    if latest:
        spans.append((identity, latest, SYSTEMS_CHANGED, None))
    merged: list[tuple[str, str, date | None, date | None]] = []
    for child, parent, began, until in spans:
        if merged and merged[-1][:2] == (child, parent):
            merged[-1] = (child, parent, merged[-1][2], until)
        else:
            merged.append((child, parent, began, until))
    for child, parent, began, until in merged:
        tables.relate(child, parent, "part_of", began, until)


def add_other_commissioners(tables: Tables, org: Path, hubs: dict[str, str]) -> None:
    """Closed CCGs, the places inside systems that report on their own, commissioning hubs, cancer alliances."""
    known = {str(place[3]) for place in tables.places}
    systems = {str(place[0]) for place in tables.places if place[1] == "ics"}
    for row in read_headless(org / "eccg.csv"):
        code, name, began, ended = row[0], row[1], eight_digits(row[10]), eight_digits(row[11])
        if code in known or code in hubs or "HUB" in name:
            continue
        if "REPORTING ENTITY" in name:
            tables.place(code, "place", readable(name.split(" - ")[0]), code, "", began, ended)
            tables.relate(code, row[3], "part_of", began, ended or _end_of(tables, row[3]))
        elif "CCG" in name:
            plain = readable(name.removeprefix("NHS ").removesuffix(" CCG"))
            tables.place(code, "sub_icb", plain, code, "", began or CCGS_BEGAN, ended)
            parent = f"{row[3]}-2022" if f"{row[3]}-2022" in systems else row[3]
            parent = f"{row[3]}-2026" if parent not in systems else parent
            if parent in systems:
                tables.relate(code, parent, "part_of", began, ended)
    _add_hubs(tables, hubs)
    alliances: dict[str, str] = {}
    located = {
        str(place[3]): str(place[0]) for place in tables.places if place[1] == "sub_icb" and place[6] is None
    }
    for link in read_table(org / "ccg_icb_to_cancer_alliance.csv"):
        alliances[link["CAL21CD"]] = link["CAL21NM"]
        child = located.get(link["CCG21CDH"], link["CCG21CDH"])
        tables.relate(child, link["CAL21CD"], "part_of")
    for code, name in alliances.items():
        tables.place(code, "cancer_alliance", name, "", code, None, None)


def _add_hubs(tables: Tables, hubs: dict[str, str]) -> None:
    """Commissioning hubs buy specialised care, or care in prisons, for a region or for all England."""
    regions = {str(row[2]): str(row[0]) for row in tables.places if row[1] == "region"}
    for code, published in sorted(hubs.items()):
        if "HUB" in published.upper():
            name = readable(published).replace("Commissioning Hub", "commissioning hub")
            name = name.replace(" - H&J commissioning hub", " commissioning hub (health and justice)")
            tables.place(code, "hub", name, code, "", None, None)
            tables.relate(
                code, next((regions[start] for start in regions if name.startswith(start)), "ENG"), "part_of"
            )


def _end_of(tables: Tables, system: str) -> date | None:
    return next((place[6] for place in tables.places if place[0] == system), None)  # type: ignore[return-value]


def add_councils(tables: Tables, org: Path) -> dict[str, str]:
    """Councils and districts, past and present; returns the present code for each code there ever was."""
    rows = [row for row in read_table(org / "uk_local_authorities_current.csv") if row["nation"] == "England"]
    rows = [row for row in rows if row["local-authority-type"] in COUNCIL_TYPES | {"NMD"}]
    by_short = {row["local-authority-code"]: row for row in rows}
    present: dict[str, str] = {}
    for row in rows:
        code, kind = row["gss-code"], "district" if row["local-authority-type"] == "NMD" else "council"
        replaced_by = [short for short in row["replaced-by"].split(",") if short]
        ended = last_day(row["end-date"])
        start = row["start-date"]
        began = date.fromisoformat(start) if start >= "2009-04-01" and start.endswith("-04-01") else None
        tables.place(code, kind, row["nice-name"].replace("St. ", "St "), "", code, began, ended)
        for former in row["former-gss-codes"].split(","):
            if former:
                tables.codes.append((former, code, None, None))
                present[former] = code
        if row["ecode"]:
            tables.codes.append((row["ecode"], code, None, ended))
        for short in replaced_by:
            tables.relate(by_short[short]["gss-code"], code, "succession")
        present[code] = code if len(replaced_by) != 1 else by_short[replaced_by[0]]["gss-code"]
        if row["county-la"] and not replaced_by:
            tables.relate(code, by_short[row["county-la"]]["gss-code"], "part_of", began, ended)
        _add_names(tables, row, present[code])
    return present


def _add_names(tables: Tables, row: Row, present: str) -> None:
    nice = row["nice-name"]
    for name in [row["official-name"], nice, *row["alt-names"].split(",")]:
        tidy = readable(name.strip().upper()) if name.islower() else name.strip()
        longer_form = nice.lower() in tidy.lower() and not (tidy == nice and row["replaced-by"])
        if tidy and not longer_form and not tidy.lower().startswith("county of"):
            tables.names.append((tidy, present))


def add_shared_boards(tables: Tables, clusters: dict[str, list[str]], since: date) -> None:
    """Pairs of systems whose boards meet as one without having merged."""
    for members in clusters.values():
        for one in members:
            for other in members:
                if one != other:
                    tables.relate(one, other, "shared_board", since)
