"""Bodies are known by the names that ledgers give them."""

from datetime import date

import pytest

from aimwell.domain.money.paying_bodies import BodyBook, body_book
from aimwell.domain.places import Place, PlaceKind


def place(code: str, kind: PlaceKind, name: str, until: date | None = None) -> Place:
    return Place(code, kind, name, code, "", None, until)


@pytest.fixture
def book() -> BodyBook:
    return body_book(
        [
            place("E1", PlaceKind.COUNCIL, "Ealing"),
            place("07W", PlaceKind.SUB_ICB, "Ealing"),
            place("R1H", PlaceKind.TRUST, "Barts Health NHS Trust"),
            place("RJZ", PlaceKind.TRUST, "King's College Hospital NHS Foundation Trust"),
            place("OLD", PlaceKind.TRUST, "Twin NHS Trust", until=date(2012, 3, 31)),
            place("NEW", PlaceKind.TRUST, "Twin NHS Foundation Trust"),
            place("A1", PlaceKind.TRUST, "Double NHS Trust"),
            place("A2", PlaceKind.TRUST, "Double NHS Foundation Trust"),
        ]
    )


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("LONDON BOROUGH OF EALING", "E1"),
        ("Ealing Council", "E1"),
        ("NHS Ealing CCG", "07W"),
        ("KING`S COLLEGE HOSPITAL NHS FOUNDATION TRUST", "RJZ"),
        ("Barts Health NHS Trust", "R1H"),
    ],
)
def test_a_body_has_one_code_under_all_its_names(book: BodyBook, name: str, code: str):
    assert book.code_of(name) == book.partner_of(name) == code


def test_the_name_of_a_place_tells_who_pays_but_not_who_is_paid(book: BodyBook):
    assert book.code_of("Ealing") == "E1"
    assert book.partner_of("EALING") == ""


def test_a_name_that_several_bodies_have_stands_for_the_one_that_is_there_now_or_for_none(book: BodyBook):
    assert book.code_of("Twin NHS Trust") == "NEW"
    assert book.code_of("Double NHS Trust") == ""
    assert book.code_of("Nobody Ltd") == ""
