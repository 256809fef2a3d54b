"""What is approved is public at once, as it was approved; drafts never are."""

from datetime import date

import pytest
from django.conf import settings
from django.db import transaction

from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.approving import approve, propose, retire
from aimwell.services.workplace.changing import change
from aimwell.services.workplace.releasing import after_approval, release_all_promises, release_promises
from aimwell.store.folder import StoreFolder
from aimwell.store.released.promises import promises_folder, promises_version, read_promises
from aimwell.store.workplace.models import Asked, Person, Post, Signature
from tests.workplace.conftest import NOW, TODAY, body
from tests.workplace.promised import add_promise, publish_promise

PRIORITY = {"title": "Care comes in time", "level": "local", "aim": "outcomes", "why": "Waiting harms."}
TARGET = {
    "title": "78% seen in 4 hours by March 2027", "measure": "ae_within_4_hours", "place": "QXX",
    "direction": "higher", "unit": "%", "baseline": 70.1, "baseline_period": "2025-03", "value": 78.0,
    "by": date(2027, 3, 31), "trajectory": {"2026-03": 74.0, "2027-03": 78.0},
}  # fmt: skip


@pytest.fixture
def people(asking, system):
    return asking("strategy", system), asking("approver", system, because="Agreed in public on 1 June")


@pytest.fixture
def promised(people, system, rules):
    """A published priority with one published target."""
    by, approver = people
    priority, targets = add_promise(asking=by, system=system, priority=PRIORITY, targets=[TARGET])
    store = settings.AIMWELL.store
    publish_promise(by=by, approver=approver, store=store, rules=rules, priority=priority, targets=targets)
    return priority, targets[0]


def public():
    return read_promises(StoreFolder(settings.AIMWELL.store))["QXX"]


@pytest.mark.usefixtures("promised")
def test_an_approved_promise_is_in_the_released_record_with_who_approved_it():
    (priority,), (target,) = public().priorities, public().targets
    assert (priority.title, priority.level, priority.aim) == ("Care comes in time", "local", "outcomes")
    assert (target.value, target.by, target.trajectory) == (
        78.0,
        "2027-03-31",
        {"2026-03": 74.0, "2027-03": 78.0},
    )
    assert target.priority == priority.id
    assert target.decided["because"] == "Agreed in public on 1 June"
    assert "approver" in target.decided["by"]


def test_a_draft_is_not_in_the_released_record(promised, people, system):
    add_promise(asking=people[0], system=system, priority={**PRIORITY, "title": "Secret"}, targets=[])
    with change(people[0], Act.EDIT_TARGETS, system) as made:
        made.alter(promised[1], {"value": 60.0})
    release_promises(store=settings.AIMWELL.store, system=system)
    assert [each.title for each in public().priorities] == ["Care comes in time"]
    assert public().targets[0].value == 78.0


def test_what_is_retired_leaves_the_record_and_stays_in_its_log(promised, people):
    after = after_approval(settings.AIMWELL.store)
    retire(asking=people[0], record=promised[1], act=Act.EDIT_TARGETS, after=after)
    assert public().targets == ()
    assert [(each.what, each.kind) for each in public().log] == [
        ("published", "priority"),
        ("published", "target"),
        ("withdrawn", "target"),
    ]
    assert public().log[-1].title == TARGET["title"]


def test_a_target_of_a_priority_that_is_not_public_is_not_public(promised, people):
    after = after_approval(settings.AIMWELL.store)
    retire(asking=people[0], record=promised[0], act=Act.EDIT_PRIORITIES, after=after)
    assert public().targets == ()


def test_who_signed_and_who_was_asked_is_public(people, system, rules, account_with):
    by, approver = people
    priority, (target,) = add_promise(asking=by, system=system, priority=PRIORITY, targets=[TARGET])
    council = body("Example Council", "E06XX", "council", system)
    account = account_with("partner", system)
    with change(by, Act.EDIT_TARGETS, system) as made:
        made.add(
            Asked(
                system=system, target=target, who="People who waited", how="survey", said="Tell us how long"
            )
        )
        for title, withdrawn in (("Leader", None), ("Officer", TODAY)):
            made.add(
                Signature(
                    system=system, kind="target", record=target.pk, record_version=1, body=council,
                    signed_by=account, title=title, on=TODAY, withdrawn_on=withdrawn,
                )
            )  # fmt: skip
    publish_promise(
        by=by, approver=approver, store=settings.AIMWELL.store, rules=rules, priority=priority, targets=[target]
    )  # fmt: skip
    (made,) = public().targets
    assert made.asked[0]["said"] == "Tell us how long"
    assert [(each["body"], each["title"], each["of_this_version"]) for each in made.signatures] == [
        ("Example Council", "Leader", True)
    ]


@pytest.mark.usefixtures("promised")
def test_the_version_of_promises_differs_after_each_change(system):
    folder = StoreFolder(settings.AIMWELL.store)
    before = promises_version(folder)
    (promises_folder(folder) / "QXX.json").unlink()
    assert promises_version(folder) != before
    assert release_all_promises(store=settings.AIMWELL.store) == 1
    assert public().code == system.code


@pytest.mark.usefixtures("promised")
def test_no_half_written_file_is_left_beside_the_record():
    names = {path.name for path in promises_folder(StoreFolder(settings.AIMWELL.store)).iterdir()}
    assert names == {"QXX.json", "writing.lock"}


def test_a_signature_to_what_is_public_shows_at_once(promised, system, signed_in):
    partner = signed_in("partner", system)
    council = body("Example Council", "E06XX", "council", system)
    with_post(partner.account, council)
    address = f"/workplace/{system.code}/targets/{promised[1].pk}/sign/"
    sent = {
        "body": council.pk,
        "title": "Leader",
        "because": "Agreed in council",
        "seen": promised[1].version,
    }
    assert partner.client.post(address, sent).status_code == 302
    assert [each["body"] for each in public().targets[0].signatures] == ["Example Council"]


def with_post(account, held_at):
    """Give an account's person a post at a body."""
    when = {"made_at": NOW, "changed_at": NOW}
    person = Person.objects.create(name="A. Example", **when)
    Post.objects.create(title="Leader", body=held_at, person=person, **when)
    account.person = person
    account.save()


def test_a_system_that_never_published_anything_has_no_record(system):
    release_promises(store=settings.AIMWELL.store, system=system)
    assert read_promises(StoreFolder(settings.AIMWELL.store)) == {}


def test_a_decision_that_is_taken_back_with_its_step_is_never_public(
    people, system, rules, django_capture_on_commit_callbacks
):
    by, approver = people
    priority, _ = add_promise(asking=by, system=system, priority=PRIORITY, targets=[])
    propose(asking=by, record=priority, act=Act.EDIT_PRIORITIES)
    store = settings.AIMWELL.store

    def approved_in_a_step_that_fails():
        with transaction.atomic():
            approve(asking=approver, record=priority, rules=rules, after=after_approval(store), packs=())
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        approved_in_a_step_that_fails()
    assert read_promises(StoreFolder(store)) == {}
    priority.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        approve(asking=approver, record=priority, rules=rules, after=after_approval(store), packs=())
    assert [each.title for each in public().priorities] == ["Care comes in time"]
