"""The shipped register holds what its publishers say."""

from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pytest

from aimwell.catalogue.places import (
    footprint_on,
    read_codes,
    read_footprints,
    read_overlaps,
    read_register,
)
from aimwell.catalogue.small_areas import read_neighbourhood_pairs, read_neighbourhoods, read_practices
from aimwell.domain.places import Basis, PlaceKind, Register
from aimwell.domain.problems import Problem

OLD, NEW, LAST_OLD = date(2022, 7, 1), date(2026, 4, 1), date(2026, 3, 31)


@pytest.fixture(scope="module")
def register(definitions: Path) -> Register:
    return read_register(definitions)


def test_every_relation_and_code_names_places_that_are_there(register):
    known = {place.id for place in register.places}
    assert len(known) == len(register.places)
    assert {end for link in register.relations for end in (link.child, link.parent)} <= known
    assert {use.place for use in register.codes} <= known
    assert {other.place for other in register.names} <= known


@pytest.mark.parametrize(
    ("kind", "on", "count"),
    [
        (PlaceKind.ICS, date(2019, 4, 1), 42),
        (PlaceKind.ICS, OLD, 42),
        (PlaceKind.ICS, LAST_OLD, 42),
        (PlaceKind.ICS, NEW, 36),
        (PlaceKind.SUB_ICB, OLD, 106),
        (PlaceKind.SUB_ICB, NEW, 106),
        (PlaceKind.REGION, NEW, 7),
        (PlaceKind.COUNCIL, NEW, 153),
        (PlaceKind.DISTRICT, NEW, 164),
    ],
)
def test_there_are_as_many_places_of_a_kind_as_there_were_on_the_day(register, kind, on, count):
    assert len(register.of_kind(kind, on)) == count


@pytest.mark.parametrize("on", [OLD, LAST_OLD, NEW])
def test_every_location_lies_in_one_system_and_every_system_in_one_region(register, on):
    for location in register.of_kind(PlaceKind.SUB_ICB, on):
        assert len(register.parents(location, PlaceKind.ICS, on)) == 1
    for system in register.of_kind(PlaceKind.ICS, on):
        assert len(register.parents(system, PlaceKind.REGION, on)) == 1


def test_13_codes_ended_and_7_began_on_1_april_2026(register):
    before = {place.ons for place in register.of_kind(PlaceKind.ICS, LAST_OLD)}
    after = {place.ons for place in register.of_kind(PlaceKind.ICS, NEW)}
    assert (len(before - after), len(after - before)) == (13, 7)


def test_codes_that_outlived_their_extent_are_told_apart_by_the_day(register):
    for code, old_ons, new_ons in (
        ("QRL", "E54000042", "E54000067"),
        ("92A", "E38000264", "E38000267"),
        ("D9Y0V", "E38000253", "E38000266"),
    ):
        assert register.named(code, LAST_OLD).ons == old_ons
        assert register.named(code, LAST_OLD).id == f"{code}-2026"
        assert register.named(code, NEW).ons == new_ons
        assert register.named(code, NEW).id == code


def test_divided_systems_were_followed_by_those_that_took_their_parts(register):
    followed = {
        code: {place.id for place in register.successors(register.named(code))}
        for code in ("QJG", "QM7", "QNQ", "QMJ")
    }
    assert followed == {
        "QJG": {"T6Y0W", "D7T5G"},
        "QM7": {"S1Y5D", "D7T5G"},
        "QNQ": {"S0E4D", "S9B9J", "QRL"},
        "QMJ": {"Z9B2Z"},
    }


def test_the_people_of_the_overlaps_are_those_of_england(definitions):
    assert sum(overlap.people for overlap in read_overlaps(definitions).parts) == 56_550_138


def test_the_shares_of_a_council_add_up_to_all_its_people(register):
    for council in register.of_kind(PlaceKind.COUNCIL, NEW):
        for on in (LAST_OLD, NEW):
            links = [link for link in register.relations_up(council.id, Basis.RESIDENCE) if link.held(on)]
            assert sum(link.share or 0 for link in links) == pytest.approx(1, abs=0.001)


def test_council_and_system_are_many_to_many(register):
    surrey = register.named("E10000030")
    assert [place.id for place in register.parents(surrey, PlaceKind.ICS, LAST_OLD)] == ["QXU", "QNQ"]
    assert len(register.children(register.named("QYG"), PlaceKind.COUNCIL, NEW)) == 9


def test_systems_whose_boards_meet_as_one_are_named(register):
    assert {place.id for place in register.sharing_board(register.named("QJ2"), NEW)} == {"QJM", "QT1"}


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("Leeds", "E08000035"),
        ("Farnham", "E07000216"),
        ("Milton Keynes", "E06000042"),
        ("West Yorkshire", "QWO"),
        ("North Central London", "Z9B2Z"),
        ("Copeland", "E06000063"),
        ("stevnage", "E07000243"),
        ("kings lynn", "E07000146"),
    ],
)
def test_a_resident_finds_a_place_by_council_system_or_town(register, text, identity):
    assert register.search(text)[0].place.id == identity


def test_names_are_in_ordinary_capitals(register):
    assert register.named("QJG").name == "Suffolk and North East Essex"
    assert register.named("RJ1").name == "Guy's and St Thomas' NHS Foundation Trust"
    shouted = [place.name for place in register.places if len(place.name) > 12 and place.name.isupper()]
    assert shouted == []


def test_practices_lie_in_networks_locations_and_systems(definitions, register):
    whole = read_practices(definitions, register)
    practice = whole.named("A81001", kind=PlaceKind.PRACTICE)
    assert [place.id for place in whole.parents(practice, PlaceKind.SUB_ICB, NEW)] == ["16C"]
    assert [place.id for place in whole.parents(practice, PlaceKind.PCN)] == ["U89141"]
    farnham = whole.named("H81027")
    assert [place.id for place in whole.parents(farnham, PlaceKind.ICS, LAST_OLD)] == ["QNQ"]
    assert [place.id for place in whole.parents(farnham, PlaceKind.ICS, NEW)] == ["S9B9J"]


@pytest.mark.parametrize(
    ("vintage", "count", "people"), [(2011, 32_844, 56_550_138), (2021, 33_755, 56_490_091)]
)
def test_every_neighbourhood_has_a_rank_a_council_and_its_people(definitions, vintage, count, people):
    table = read_neighbourhoods(definitions)
    chosen = table.filter(pc.equal(table["vintage"], vintage))
    assert (chosen.num_rows, pc.sum(chosen["people"]).as_py()) == (count, people)
    assert (pc.min(chosen["imd_rank"]).as_py(), pc.max(chosen["imd_rank"]).as_py()) == (1, count)
    tenths = [row["counts"] for row in chosen["imd_decile"].value_counts().to_pylist()]
    assert max(tenths) - min(tenths) <= 1
    assert all(column.null_count == 0 for column in chosen.columns)


def test_old_and_new_neighbourhoods_are_paired(definitions):
    pairs = read_neighbourhood_pairs(definitions)
    table = read_neighbourhoods(definitions)
    for name, vintage in (("lsoa_2011", 2011), ("lsoa_2021", 2021)):
        known = set(table.filter(pc.equal(table["vintage"], vintage))["code"].to_pylist())
        assert set(pairs[name].to_pylist()) == known


def test_a_footprint_is_asked_for_by_the_day_it_began(definitions):
    footprints = read_footprints(definitions)
    assert footprint_on(footprints, NEW).label == "36 integrated care systems"
    with pytest.raises(Problem) as refusal:
        footprint_on(footprints, date(2026, 4, 2))
    assert refusal.value.code == "footprint.unknown"


def test_a_damaged_register_is_refused_with_the_row(definitions, tmp_path):
    folder = tmp_path / "geographies"
    folder.mkdir()
    for name in ("places.csv", "relations.csv", "codes.csv", "names.csv"):
        (folder / name).write_text(
            (definitions / "geographies" / name).read_text(encoding="utf-8"), encoding="utf-8"
        )
    places = (folder / "places.csv").read_text(encoding="utf-8")
    (folder / "places.csv").write_text(places.replace(",ics,", ",system,", 1), encoding="utf-8")
    with pytest.raises(Problem) as refusal:
        read_register(tmp_path)
    assert refusal.value.code == "register.unreadable"
    assert refusal.value.where.row is not None


def test_the_whole_folder_stays_small(definitions):
    assert sum(path.stat().st_size for path in (definitions / "geographies").iterdir()) < 4_000_000


def test_the_codes_read_by_themselves_are_those_of_the_register(definitions):
    register = read_register(definitions)
    own = {code for place in register.places for code in (place.id, place.ods, place.ons) if code}
    assert read_codes(definitions) == own | {use.code for use in register.codes}
