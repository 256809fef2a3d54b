"""A register knows what a code meant on a day, what belonged to what, and what became of it."""

from datetime import date

import pytest

from aimwell.domain.places import AlsoKnownAs, Basis, CodeUse, Place, PlaceKind, Register, Relation
from aimwell.domain.problems import Problem

BEFORE, AFTER = date(2026, 3, 31), date(2026, 4, 1)


def place(identity: str, kind: PlaceKind, name: str, ons: str = "", *, since=None, until=None) -> Place:
    return Place(identity, kind, name, identity.split("-")[0], ons, since, until)


@pytest.fixture
def register() -> Register:
    ics, residence = PlaceKind.ICS, Basis.RESIDENCE
    return Register(
        places=[
            place("Y59", PlaceKind.REGION, "South East", "E40000005"),
            place("QRL-2026", ics, "Hampshire and Isle of Wight", "E54000042", until=BEFORE),
            place("QRL", ics, "Hampshire and Isle of Wight", "E54000067", since=AFTER),
            place("QNQ", ics, "Frimley", "E54000034", until=BEFORE),
            place("S9B9J", ics, "Surrey and Sussex", "E54000069", since=AFTER),
            place("RDU", PlaceKind.TRUST, "Frimley Health NHS Foundation Trust"),
            Place("E07000216", PlaceKind.DISTRICT, "Waverley", "", "E07000216", None, None),
            Place("E10000030", PlaceKind.COUNCIL, "Surrey", "", "E10000030", None, None),
        ],
        relations=[
            Relation("QRL-2026", "Y59", Basis.PART_OF, None, BEFORE),
            Relation("QRL", "Y59", Basis.PART_OF, AFTER, None),
            Relation("QNQ", "Y59", Basis.PART_OF, None, BEFORE),
            Relation("S9B9J", "Y59", Basis.PART_OF, AFTER, None),
            Relation("QRL", "QRL-2026", Basis.SUCCESSION, AFTER, None),
            Relation("QRL", "QNQ", Basis.SUCCESSION, AFTER, None, 0.22),
            Relation("S9B9J", "QNQ", Basis.SUCCESSION, AFTER, None, 0.21),
            Relation("RDU", "QNQ", Basis.PROVIDER, None, BEFORE),
            Relation("RDU", "QRL-2026", Basis.ACCIDENT_AND_EMERGENCY, None, BEFORE),
            Relation("E07000216", "E10000030", Basis.PART_OF, None, None),
            Relation("E10000030", "QNQ", residence, None, BEFORE, 0.14),
            Relation("E10000030", "QRL-2026", residence, None, BEFORE, 0.86),
            Relation("QRL", "S9B9J", Basis.SHARED_BOARD, AFTER, None),
        ],
        codes=[CodeUse("E40000001", "Y59", None, date(2020, 3, 31))],
        names=[AlsoKnownAs("Farnham", "E07000216"), AlsoKnownAs("Frimley", "S9B9J")],
    )


def test_a_code_means_the_extent_that_it_had_on_the_day(register):
    assert register.named("QRL", BEFORE).id == "QRL-2026"
    assert register.named("QRL", AFTER).id == "QRL"
    assert register.named("QRL").id == "QRL"


def test_ods_and_ons_codes_and_ids_stand_for_the_same_place(register):
    assert register.named(" e54000042 ").id == register.named("QRL-2026").id == "QRL-2026"
    assert register.named("E40000001").id == register.named("Y59").id


def test_an_ended_place_is_still_found_when_no_day_is_given(register):
    assert register.named("QNQ").name == "Frimley"


def test_a_code_used_after_its_place_ended_is_refused_with_what_followed(register):
    with pytest.raises(Problem) as refusal:
        register.named("QNQ", AFTER)
    assert refusal.value.code == "place.ended"
    assert "QRL" in refusal.value.remedy
    assert "S9B9J" in refusal.value.remedy


def test_an_unknown_code_is_refused_with_near_matches(register):
    with pytest.raises(Problem) as refusal:
        register.named("QRN")
    assert refusal.value.code == "place.unknown"
    assert "QRL (Hampshire and Isle of Wight)" in refusal.value.remedy


def test_a_code_is_not_taken_for_a_place_of_another_kind(register):
    with pytest.raises(Problem):
        register.named("RDU", kind=PlaceKind.ICS)
    with pytest.raises(Problem):
        register.place("QMM")
    assert "RDU" in register


def test_parents_are_those_of_the_day_and_the_one_with_most_people_comes_first(register):
    surrey = register.named("E10000030")
    assert [one.id for one in register.parents(surrey, PlaceKind.ICS, BEFORE)] == ["QRL-2026", "QNQ"]
    assert register.parents(surrey, PlaceKind.ICS, AFTER) == ()


def test_parents_are_looked_for_through_other_parents(register):
    waverley = register.named("E07000216")
    assert [one.id for one in register.parents(waverley, PlaceKind.REGION, BEFORE)] == ["Y59"]
    assert [one.id for one in register.children(register.named("Y59"), PlaceKind.DISTRICT, BEFORE)] == [
        "E07000216"
    ]


def test_a_trust_lies_where_the_national_register_says_unless_another_basis_is_asked_for(register):
    trust = register.named("RDU")
    assert [one.id for one in register.parents(trust, PlaceKind.ICS, BEFORE)] == ["QNQ"]
    by_emergency = register.parents(trust, PlaceKind.ICS, BEFORE, Basis.ACCIDENT_AND_EMERGENCY)
    assert [one.id for one in by_emergency] == ["QRL-2026"]


def test_what_followed_and_what_came_before_are_in_order_of_people(register):
    assert [one.id for one in register.successors(register.named("QNQ"))] == ["QRL", "S9B9J"]
    assert [one.id for one in register.predecessors(register.named("QRL"))] == ["QRL-2026", "QNQ"]


def test_systems_that_share_a_board_are_neither_parents_nor_successors(register):
    hampshire = register.named("QRL")
    assert [one.id for one in register.sharing_board(hampshire)] == ["S9B9J"]
    assert register.sharing_board(hampshire, BEFORE) == ()
    assert register.parents(hampshire, PlaceKind.ICS) == ()


def test_places_of_a_kind_are_those_of_the_day_by_name(register):
    assert [one.id for one in register.of_kind(PlaceKind.ICS, AFTER)] == ["QRL", "S9B9J"]
    assert len(register.of_kind(PlaceKind.ICS)) == 4


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("farnham", "E07000216"),
        ("wav", "E07000216"),
        ("isle wight", "QRL"),
        ("sussex", "S9B9J"),
        ("Wavrley", "E07000216"),
    ],
)
def test_a_place_is_found_by_a_town_a_part_of_its_name_or_a_near_spelling(register, text, identity):
    assert register.search(text)[0].place.id == identity


def test_the_name_of_an_ended_place_leads_to_what_followed_it(register):
    found = register.search("Frimley")
    assert [(one.place.id, one.by) for one in found] == [("S9B9J", "Frimley")]


def test_nothing_is_found_by_nothing(register):
    assert register.search("  -- ") == ()
    assert register.search("Aberystwyth") == ()
