"""The workplace knows every system from the start, of both footprints, and what became of whom."""

import pytest

from aimwell.services.workplace.seed_bodies import BOARD, SYSTEM, body_id, seed_bodies
from aimwell.services.workplace.signed_in import current_system
from aimwell.store.workplace import log
from aimwell.store.workplace.models import Body, BodyLink, LogEntry, Succession
from tests.workplace.conftest import NOW


@pytest.fixture
def seeded(db, definitions):  # noqa: ARG001
    return seed_bodies(definitions=definitions, now=NOW)


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(("day", "systems"), [("2022-07-01", 42), ("2026-03-31", 42), ("2026-04-01", 36)])
def test_the_systems_of_a_day_are_those_of_its_footprint(day, systems):
    from django.db.models import Q

    then = Body.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), kind=SYSTEM, valid_from__lte=day)
    assert then.count() == systems


@pytest.mark.usefixtures("seeded")
def test_every_system_has_its_board_with_the_same_code_and_dates():
    boards = {body.place: body for body in Body.objects.filter(kind=BOARD)}
    systems = Body.objects.filter(kind=SYSTEM)
    assert {system.place for system in systems} == set(boards)
    for system in systems:
        board = boards[system.place]
        assert (board.code, board.valid_from, board.valid_to) == (
            system.code,
            system.valid_from,
            system.valid_to,
        )
        assert board.system_id == system.pk


def test_bringing_them_in_twice_changes_nothing(seeded, definitions):
    before = log.head()
    again = seed_bodies(definitions=definitions, now=NOW)
    assert (again.bodies, again.links, again.successions) == (0, 0, 0)
    assert log.head() == before
    assert seeded.bodies == Body.objects.count()


def test_bringing_them_in_is_one_entry_in_the_log(seeded):
    entry = LogEntry.objects.get()
    assert entry.changes["bodies"] == ["", str(seeded.bodies)]


@pytest.mark.usefixtures("seeded")
def test_a_system_that_was_divided_leads_to_each_that_took_a_part():
    divided = Succession.objects.filter(before=body_id(SYSTEM, "QNQ"))
    assert {step.after.place for step in divided} == {"QRL", "S0E4D", "S9B9J"}
    boards = Succession.objects.filter(before=body_id(BOARD, "QNQ"))
    assert {step.after.place for step in boards} == {"QRL", "S0E4D", "S9B9J"}


@pytest.mark.usefixtures("seeded")
def test_a_code_that_was_used_again_means_the_newer_system():
    assert current_system("QRL").place == "QRL"
    assert Body.objects.filter(kind=SYSTEM, code="QRL").count() == 2


@pytest.mark.usefixtures("seeded")
def test_councils_and_trusts_are_linked_to_the_systems_they_serve():
    assert BodyLink.objects.filter(child__kind="council", parent__kind=SYSTEM).exists()
    assert BodyLink.objects.filter(child__kind="trust", parent__kind=SYSTEM).exists()


def test_a_body_that_somebody_changed_is_left_as_they_made_it(seeded, definitions):
    assert seeded.bodies
    Body.objects.filter(pk=body_id(SYSTEM, "QMM")).update(name="Another name")
    seed_bodies(definitions=definitions, now=NOW)
    assert Body.objects.get(pk=body_id(SYSTEM, "QMM")).name == "Another name"
