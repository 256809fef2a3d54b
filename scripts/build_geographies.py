"""Builds definitions/geographies/ from the collection of published files beside the repository.

    python scripts/build_geographies.py [FOLDER OF PUBLISHED FILES]

Run twice, it writes the same bytes. What people decided stands in footprints.toml and declared.toml.
"""

import json
import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

from geographies.areas import (
    DAY,
    SYSTEMS_BEGAN,
    SYSTEMS_CHANGED,
    Tables,
    add_councils,
    add_locations,
    add_other_commissioners,
    add_regions,
    add_shared_boards,
    add_systems,
    read_vintages,
)
from geographies.providers import add_providers, rtt_organisations, workforce_organisations
from geographies.small_areas import (
    Neighbourhood,
    Splits,
    neighbourhoods_2011,
    neighbourhoods_2021,
    patients_by_district,
    town_names,
    write_neighbourhoods,
    write_practices,
)
from geographies.tables import write_table

REPOSITORY = Path(__file__).resolve().parents[1]
TARGET = REPOSITORY / "definitions" / "geographies"
SMALLEST_SHARE = 0.0005  # a council with fewer of its people than this in a system is not called part of it


def main(data: Path) -> None:
    """Build every table and say how many rows each has."""
    declared = tomllib.loads((TARGET / "declared.toml").read_text(encoding="utf-8"))
    splits = Splits({split["source"]: split["targets"] for split in declared["split"]})
    tables, vintages = Tables(), read_vintages(data / "org")
    rtt, hubs = rtt_organisations(data / "rtt")
    hubs |= {entry["code"]: entry["name"] for entry in declared["hub"]}
    add_regions(tables, vintages)
    add_systems(tables, vintages, data / "org")
    add_locations(tables, vintages, data / "org")
    add_other_commissioners(tables, data / "org", hubs)
    present = add_councils(tables, data / "org")
    council_of = {
        str(row[0]): str(row[1])
        for row in tables.relations
        if row[2] == "part_of" and str(row[0]).startswith("E07")
    }
    neighbourhoods = neighbourhoods_2011(data, present, splits)
    newer, pairs = neighbourhoods_2021(data, neighbourhoods, present, splits)
    overlaps = add_overlaps(tables, neighbourhoods, splits)
    system_2022 = _systems_on(tables, SYSTEMS_BEGAN)
    system_2026 = _systems_on(tables, SYSTEMS_CHANGED)
    exact = add_successions(tables, neighbourhoods, system_2022, system_2026)
    add_residence(tables, neighbourhoods, (system_2022, system_2026), council_of)
    located = {code: entry["system"] for entry in declared["located"] for code in entry["providers"]}
    listed = workforce_organisations(data / "workforce") | rtt
    unplaced = add_providers(tables, data, listed, exact, located, declared["attributed"])
    for national in declared["national_provider"]:
        tables.place(national["code"], "provider", national["name"], national["code"], "", None, None)
    add_reporting_places(tables, exact, located)
    add_shared_boards(tables, _clusters(data), declared["shared_boards"]["since"])
    patients = patients_by_district(data, {one.code: one.district for one in neighbourhoods})
    tables.names += town_names(data, patients) + _former_names(tables)
    write_neighbourhoods(TARGET, data, {2011: neighbourhoods, 2021: newer}, pairs, council_of)
    print(write_practices(TARGET, data, patients, splits), "practices")
    write_all(tables, overlaps)
    print("without a system of 2026:", ", ".join(unplaced) or "none")


def add_overlaps(
    tables: Tables, neighbourhoods: list[Neighbourhood], splits: Splits
) -> list[tuple[str, str, int, str]]:
    """People living in each pair of a location of 2022 and a location of 2026."""
    identities = {str(place[0]) for place in tables.places}
    people: Counter[tuple[str, str]] = Counter()
    estimated: set[tuple[str, str]] = set()
    for one in neighbourhoods:
        source = f"{one.sub_icb_2022}-2026" if f"{one.sub_icb_2022}-2026" in identities else one.sub_icb_2022
        people[source, one.sub_icb_2026] += one.people
        if one.sub_icb_2022 in splits.sources:
            estimated.add((source, one.sub_icb_2026))
    for source, target in people:
        if source != target:
            share = people[source, target] / sum(count for pair, count in people.items() if pair[0] == source)
            tables.relate(target, source, "succession", SYSTEMS_CHANGED, None, share)
    return [
        (source, target, count, "yes" if (source, target) in estimated else "no")
        for (source, target), count in people.items()
    ]


def _systems_on(tables: Tables, day: object) -> dict[str, str]:
    """The system of each location code on a day."""
    ods = {row[0]: str(row[3]) for row in tables.places if row[1] == "sub_icb"}
    ends = [
        (ods[child], str(parent))
        for child, parent, basis, began, ended, _ in tables.relations
        if child in ods and basis == "part_of" and not str(parent).startswith("E56")
        and (began is None or began <= day) and (ended is None or ended >= day)  # type: ignore[operator]
    ]  # fmt: skip
    return dict(ends)


def add_successions(
    tables: Tables, neighbourhoods: list[Neighbourhood], before: dict[str, str], after: dict[str, str]
) -> dict[str, str]:
    """Which systems of 2026 follow which of 2022, and by how many people; returns those that went whole."""
    people: dict[str, Counter[str]] = defaultdict(Counter)
    for one in neighbourhoods:
        people[before[one.sub_icb_2022]][after[one.sub_icb_2026]] += one.people
    exact: dict[str, str] = {}
    for source, targets in people.items():
        for target, count in targets.items():
            if target != source:
                tables.relate(target, source, "succession", SYSTEMS_CHANGED, None, count / targets.total())
        if len(targets) == 1:
            exact[source.removesuffix("-2026")] = next(iter(targets))
    return exact


def _former_names(tables: Tables) -> list[tuple[str, str]]:
    """The names of systems that ended in 2026 lead to those that followed."""
    names = {str(row[0]): str(row[2]) for row in tables.places}
    ended = {str(row[0]) for row in tables.places if row[1] == "ics" and row[6] == SYSTEMS_CHANGED - DAY}
    links = [(str(link[1]), str(link[0])) for link in tables.relations if link[2] == "succession"]
    return [(names[old], new) for old, new in links if old in ended and names[old] != names[new]]


def add_residence(
    tables: Tables,
    neighbourhoods: list[Neighbourhood],
    systems: tuple[dict[str, str], dict[str, str]],
    council_of: dict[str, str],
) -> None:
    """The share of the people of each council and district who live in each system, on both footprints."""
    ended = {str(row[0]): row[6] for row in tables.places}
    people: dict[str, Counter[str]] = defaultdict(Counter)
    for one in neighbourhoods:
        then, now = systems[0][one.sub_icb_2022], systems[1][one.sub_icb_2026]
        for area in {one.district, council_of.get(one.district, one.district)}:
            people[area].update(dict.fromkeys({then, now}, one.people))
            people[f"all {area}"][""] += one.people
    for area, counts in people.items():
        for system, count in counts.items():
            share = count / people[f"all {area}"][""] if system else 0.0
            if share >= SMALLEST_SHARE:
                began = SYSTEMS_CHANGED if _is_new(tables, system) else None
                tables.relate(area, system, "residence", began, ended[system], share)  # type: ignore[arg-type]


def _is_new(tables: Tables, system: str) -> bool:
    return any(row[0] == system and row[5] == SYSTEMS_CHANGED for row in tables.places)


def add_reporting_places(tables: Tables, exact: dict[str, str], located: dict[str, str]) -> None:
    """The places inside systems that ended go on inside the systems that followed."""
    for row in [row for row in tables.places if row[1] == "place"]:
        parent = next(str(link[1]) for link in tables.relations if link[0] == row[0] and link[2] == "part_of")
        follows = located.get(str(row[0])) or exact.get(parent, "")
        if follows and follows != parent:
            tables.relate(str(row[0]), follows, "part_of", SYSTEMS_CHANGED)


def _clusters(data: Path) -> dict[str, list[str]]:
    clusters: dict[str, list[str]] = defaultdict(list)
    for entry in json.loads((data / "org" / "icb_urls.json").read_text(encoding="utf-8")):
        if entry["cluster_id"]:
            clusters[entry["cluster_id"]].append(entry["ods_code"])
    return clusters


def write_all(tables: Tables, overlaps: list[tuple[str, str, int, str]]) -> None:
    """Write the five tables that are text."""
    relations = ("child", "parent", "basis", "valid_from", "valid_to", "share")
    contents = {
        "places.csv": (("id", "kind", "name", "ods", "ons", "valid_from", "valid_to"), tables.places),
        "codes.csv": (("code", "place", "valid_from", "valid_to"), tables.codes),
        "relations.csv": (relations, tables.relations),
        "names.csv": (("name", "place"), tables.names),
        "overlaps.csv": (("source", "target", "people", "estimated"), overlaps),
    }
    for name, (columns, rows) in contents.items():
        print(write_table(TARGET / name, columns, rows), name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY.parent / "shared" / "data")
