"""Before anything is public, somebody else sees exactly what would change, and decides."""

import re

import pytest

from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.approving import approve, newest_publications, propose
from aimwell.services.workplace.deciding import differences, public_version, waiting
from aimwell.services.workplace.decisions import put_back
from aimwell.services.workplace.priorities import add_priority, change_priority
from aimwell.services.workplace.targets import add_target, change_target, way_of
from aimwell.store.workplace.models import Priority
from tests.workplace.conftest import NOW
from tests.workplace.test_targets import FIELDS as TARGET
from tests.workplace.test_targets import WAY

FIELDS = {"title": "Fewer people smoke", "level": "local", "aim": "outcomes"}


@pytest.fixture(autouse=True)
def on_a_day_in_june(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def by(asking, system):
    return asking("strategy", system)


@pytest.fixture
def priority(system, by):
    return add_priority(asking=by, system=system, fields=FIELDS, packs=())


@pytest.fixture
def public(priority, by, asking, system, rules):
    """A priority that was approved once."""
    propose(asking=by, record=priority, act=Act.EDIT_PRIORITIES)
    approve(asking=asking("approver", system, name="Earlier"), record=priority, rules=rules, packs=())
    return priority


def test_only_what_differs_from_what_is_public_is_shown(public, by):
    change_priority(asking=by, priority=public, fields={"title": "Nobody smokes"}, seen=None, packs=())
    (found,) = differences(public, public_version(public))
    assert (found.field, found.public, found.draft) == ("title", "Fewer people smoke", "Nobody smokes")


def test_with_nothing_public_yet_every_field_that_is_filled_is_shown(priority):
    shown = {each.field: each.draft for each in differences(priority, None)}
    assert shown["title"] == "Fewer people smoke"
    assert "why" not in shown


def test_what_was_approved_and_not_changed_differs_in_nothing(public):
    assert differences(public, public_version(public)) == []


def test_a_draft_can_be_put_back_to_what_is_public(public, by):
    change_priority(
        asking=by, priority=public, fields={"title": "Nobody smokes", "why": "It kills"}, seen=None, packs=()
    )
    assert put_back(asking=by, record=public, seen=None, packs=())
    assert (public.title, public.why) == ("Fewer people smoke", "")
    assert differences(public, public_version(public)) == []


def test_a_target_put_back_has_its_public_way_and_days_again(priority, system, by, asking, rules):
    target = add_target(asking=by, system=system, fields={**TARGET, "priority": priority}, trajectory=WAY)
    propose(asking=by, record=target, act=Act.EDIT_TARGETS)
    approve(asking=asking("approver", system), record=target, rules=rules, packs=())
    change_target(asking=by, target=target, fields={"by": None, "value": 1.0}, seen=None, trajectory=())
    put_back(asking=by, record=target, seen=None, packs=())
    target.refresh_from_db()
    assert (target.by, target.value, way_of(target)) == (TARGET["by"], 70.0, WAY)


def test_what_waits_names_who_changed_it_last(priority, system, by):
    propose(asking=by, record=priority, act=Act.EDIT_PRIORITIES)
    (row,) = waiting(system)
    assert (row.kind, row.author, row.is_public) == ("priority", "Strategy of Example Valley", False)


def test_a_record_goes_from_draft_to_public_by_two_people_on_pages(priority, system, signed_in):
    author = signed_in("strategy", system, "Author").client
    here = f"/workplace/{system.code}/priorities/{priority.pk}/"
    assert "What would become public" in author.get(f"{here}propose/").content.decode()
    author.post(f"{here}propose/", {"because": "Ready for the board"})
    decider = signed_in("approver", system, "Decider").client
    assert priority.title in decider.get(f"/workplace/{system.code}/decisions/").content.decode()
    assert newest_publications(system.pk) == []
    unread = {"decision": "approve", "because": "Agreed, item 7", "seen": "1"}
    assert "was changed by somebody else" in decider.post(f"{here}decide/", unread).content.decode()
    decider.post(f"{here}decide/", {**unread, "read": read_at(decider, f"{here}decide/")})
    (published,) = newest_publications(system.pk)
    assert published.approved_as == "Decider (approver)"


def read_at(client, path):
    """The fingerprint of what a page of a decision shows."""
    return re.search(r'name="read" value="(\w{64})"', client.get(path).content.decode())[1]


def test_sending_back_needs_a_reason_and_gives_it_to_the_author(priority, system, by, signed_in):
    propose(asking=by, record=priority, act=Act.EDIT_PRIORITIES)
    decider = signed_in("approver", system).client
    here = f"/workplace/{system.code}/priorities/{priority.pk}/"
    text = decider.post(f"{here}decide/", {"decision": "back", "because": ""}).content.decode()
    assert "Say why you are making this change" in text
    decider.post(f"{here}decide/", {"decision": "back", "because": "Say by when"})
    priority.refresh_from_db()
    assert priority.state == "draft"
    assert "Say by when" in decider.get(here).content.decode()


def test_nobody_decides_on_a_version_they_have_not_seen(priority, system, by, signed_in):
    change_priority(asking=by, priority=priority, fields={"title": "Other words"}, seen=1, packs=())
    propose(asking=by, record=priority, act=Act.EDIT_PRIORITIES)
    decider = signed_in("approver", system).client
    answer = decider.post(
        f"/workplace/{system.code}/priorities/{priority.pk}/decide/",
        {"decision": "approve", "because": "Agreed", "seen": "1"},
    )
    assert "was changed while you had it open" in answer.content.decode()
    assert newest_publications(system.pk) == []


def test_retiring_asks_once_more_and_takes_it_off_the_public_side(public, system, signed_in):
    client = signed_in("strategy", system, "Another").client
    here = f"/workplace/{system.code}/priorities/{public.pk}/"
    assert "taken off the public side at once" in client.get(f"{here}retire/").content.decode()
    client.post(f"{here}retire/", {"because": "It was reached"})
    assert newest_publications(system.pk) == []
    client.post(f"{here}reopen/", {"because": "It came back"})
    assert Priority.objects.get(pk=public.pk).state == "draft"


def test_retiring_a_priority_says_how_many_targets_it_leaves_behind(public, system, by, signed_in):
    add_target(asking=by, system=system, fields={**TARGET, "priority": public})
    client = signed_in("strategy", system, "Another").client
    text = client.get(f"/workplace/{system.code}/priorities/{public.pk}/retire/").content.decode()
    assert "1 target serves it" in text


def test_a_priority_over_the_ceiling_is_approved_only_in_ones_own_name(system, by, asking, signed_in, rules):
    national = {**FIELDS, "level": "national"}
    for number in range(11):  # brought in without a rule pack, as an old store might be
        added = add_priority(
            asking=by, system=system, fields={**national, "title": f"Priority {number}"}, packs=()
        )
        propose(asking=by, record=added, act=Act.EDIT_PRIORITIES)
        if number < 10:
            approve(
                asking=asking("approver", system, name=f"Decider {number}"),
                record=added,
                rules=rules,
                packs=(),
            )
    client = signed_in("approver", system, "In my name").client
    here = f"/workplace/{system.code}/priorities/{added.pk}/decide/"
    assert "No room under the ceiling" in client.get(here).content.decode()
    plain = {"decision": "approve", "because": "It cannot wait", "seen": "1", "read": read_at(client, here)}
    assert "There is no room for another priority" in client.post(here, plain).content.decode()
    assert client.post(here, {**plain, "above": "on", "ends": "31/3/2027"}).status_code == 302
    text = client.get(f"/workplace/{system.code}/priorities/").content.decode()
    assert "Let in above the ceiling by In my name" in text
    assert "It cannot wait" in text


def test_a_queue_without_anything_says_what_would_be_in_it(system, signed_in):
    text = signed_in("approver", system).client.get(f"/workplace/{system.code}/decisions/").content.decode()
    assert "Nothing waits for a decision" in text


def test_the_queue_asks_the_database_few_questions(system, by, signed_in, django_assert_max_num_queries):
    for number in range(40):
        added = add_priority(
            asking=by, system=system, fields={**FIELDS, "title": f"Priority {number}"}, packs=()
        )
        propose(asking=by, record=added, act=Act.EDIT_PRIORITIES)
    client = signed_in("approver", system).client
    with django_assert_max_num_queries(16):
        client.get(f"/workplace/{system.code}/decisions/")
