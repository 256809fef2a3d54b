"""A target says what, where, from where, to where and by when; it is signed for a version, and history is kept."""

from datetime import date

import pytest
from django.conf import settings

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.trajectories import Point
from aimwell.services.workplace.changing import Refused
from aimwell.services.workplace.priorities import add_priority
from aimwell.services.workplace.targets import (
    add_target,
    change_target,
    record_asked,
    reopen_target,
    sign,
    way_of,
    withdraw_signature,
)
from aimwell.store.workplace.models import Asked, LogEntry, Person, Post, Signature, Target
from tests.workplace import released_figures
from tests.workplace.conftest import NOW, body

FIELDS = {
    "title": "Shorter waits", "measure": released_figures.MEASURE, "place": "QXX", "direction": "higher",
    "unit": "%", "value": 70.0, "by": date(2027, 3, 31),
}  # fmt: skip
WAY = (Point("2026-12", 66.0), Point("2027-03", 70.0))


@pytest.fixture(autouse=True)
def on_a_day_in_june(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def by(asking, system):
    return asking("strategy", system)


@pytest.fixture
def priority(system, by):
    return add_priority(
        asking=by, system=system, fields={"title": "Waits", "level": "local", "aim": "outcomes"}, packs=()
    )


@pytest.fixture
def target(system, by, priority):
    return add_target(asking=by, system=system, fields={**FIELDS, "priority": priority}, trajectory=WAY)


def newest() -> LogEntry:
    return LogEntry.objects.order_by("-number").first()


def test_a_target_keeps_its_way_and_the_log_says_it(target):
    assert way_of(target) == WAY
    assert newest().changes["trajectory"] == ["", "2026-12: 66; 2027-03: 70"]


def test_another_way_is_a_change_with_a_reason_and_the_same_way_is_none(target, by):
    other = (Point("2027-03", 71.0),)
    assert change_target(asking=by, target=target, fields={}, seen=1, trajectory=other)
    assert newest().changes["trajectory"] == ["2026-12: 66; 2027-03: 70", "2027-03: 71"]
    before = newest().number
    again = Target.objects.get(pk=target.pk)
    assert not change_target(asking=by, target=again, fields={}, seen=2, trajectory=other)
    assert newest().number == before


def test_a_target_cannot_serve_a_priority_of_another_system(target, other_system, asking, by):
    stranger = add_priority(
        asking=asking("strategy", other_system),
        system=other_system,
        fields={"title": "Theirs", "level": "local", "aim": "outcomes"},
        packs=(),
    )
    with pytest.raises(Problem, match="belongs to another system"):
        change_target(asking=by, target=target, fields={"priority": stranger}, seen=None)
    assert Target.objects.get(pk=target.pk).priority_id != stranger.pk


@pytest.fixture
def partner(account_with, system):
    """A partner who holds a post in a trust of the system."""
    account = account_with("partner", system)
    trust = body("Example Trust", "RXX", "trust", system)
    person = Person(name="Pat Example", made_at=NOW, changed_at=NOW)
    person.save(force_insert=True)
    Post(title="Chief executive", body=trust, person=person, made_at=NOW, changed_at=NOW).save(
        force_insert=True
    )
    account.person = person
    account.save()
    return account


def asking_as(account, because="Agreed by the trust's board"):
    from aimwell.services.workplace.changing import Asking
    from aimwell.services.workplace.signed_in import actor_of

    return Asking(actor_of(account, settings.AIMWELL.definitions, NOW.date()), NOW, because)


def test_a_partner_signs_for_their_own_body_and_the_signature_is_for_that_version(target, partner, by):
    trust = partner.person.posts.get().body
    signature = sign(asking=asking_as(partner), target=target, body=trust, title="Chief executive", seen=1)
    change_target(asking=by, target=target, fields={"value": 72.0}, seen=1)
    assert signature.record_version == 1
    assert target.version == 2
    withdraw_signature(asking=asking_as(partner), signature=signature)
    assert signature.withdrawn_on == NOW.date()


def test_nobody_signs_for_a_body_in_which_they_hold_no_post(target, partner, system):
    other = body("Other Trust", "RYY", "trust", system)
    with pytest.raises(Refused, match="no post in the body"):
        sign(asking=asking_as(partner), target=target, body=other, title="Chair", seen=1)
    assert newest().outcome == "refused"


def test_nobody_signs_what_they_have_not_read_or_signed_already(target, partner):
    trust = partner.person.posts.get().body
    with pytest.raises(Problem, match="was changed while you had it open"):
        sign(asking=asking_as(partner), target=target, body=trust, title="Chair", seen=0)
    sign(asking=asking_as(partner), target=target, body=trust, title="Chair", seen=1)
    with pytest.raises(Problem, match="has signed this version"):
        sign(asking=asking_as(partner), target=target, body=trust, title="Chair", seen=1)


def test_people_asked_become_part_of_the_target_which_is_a_draft_again(target, by):
    Target.objects.filter(pk=target.pk).update(state="approved", approved_version=1)
    target.refresh_from_db()
    record_asked(asking=by, target=target, fields={"who": "Carers", "said": "Tell us sooner"})
    target.refresh_from_db()
    assert (target.state, target.version) == ("draft", 2)
    assert Asked.objects.get().who == "Carers"


def test_only_a_retired_target_is_opened_again(target, by):
    with pytest.raises(Problem, match="is not retired"):
        reopen_target(asking=by, target=target)


@pytest.fixture
def measured(settings, db):  # noqa: ARG001
    """A system that a release has figures of, with a target on them."""
    released_figures.release(settings.AIMWELL.store)
    return body("Example of a real code", released_figures.PLACE)


@pytest.fixture
def at_the_screen(measured, signed_in, asking):
    priority = add_priority(
        asking=asking("strategy", measured, name="Author"),
        system=measured,
        fields={"title": "Waits", "level": "local", "aim": "outcomes"},
        packs=(),
    )
    return signed_in("strategy", measured, "At the screen").client, priority


def said(priority, **others):
    return {
        "title": "Shorter waits", "priority": str(priority.pk), "measure": released_figures.MEASURE,
        "place": released_figures.PLACE, "breakdown": "all", "value": "70", "by": "31 3 2027",
        "because": "Agreed by the board", **others,
    }  # fmt: skip


def test_a_target_is_said_in_steps_from_measure_to_trajectory(at_the_screen):
    client, priority = at_the_screen
    base = f"/workplace/{released_figures.PLACE}/targets/"
    text = client.get(f"{base}measures/?q=18+weeks+planned").content.decode()
    assert f"?measure={released_figures.MEASURE}&amp;priority=" in text

    answer = client.post(f"{base}add/", said(priority))
    target = Target.objects.get()
    assert answer.headers["Location"] == f"{base}{target.pk}/baseline/"
    assert (target.direction, target.unit) == ("higher", "percent")  # the measure's own

    here = f"{base}{target.pk}/"
    chosen = released_figures.value_id(20)
    assert chosen in client.get(f"{here}baseline/").content.decode()
    client.post(
        f"{here}baseline/", {"chosen": chosen, "seen": 1, "because": "The newest then", "baseline": "99"}
    )
    target.refresh_from_db()
    assert (target.baseline_value_id, target.baseline, target.baseline_period) == (
        chosen,
        released_figures.value(20),
        "2025-09",
    )

    client.post(f"{here}trajectory/", {"straight": "1", "seen": 2, "because": "Equal steps"})
    way = way_of(Target.objects.get())
    assert (way[0].period, way[-1]) == ("2025-10", Point("2027-03", 70.0))

    client.post(f"{here}trajectory/", {"pasted": "66\n66.5", "seen": 3, "because": "From the plan"})
    assert way_of(Target.objects.get()) == (Point("2025-10", 66.0), Point("2025-11", 66.5))

    text = client.get(here).content.decode()
    assert 'class="aw-spc"' in text
    assert f"?id={chosen}" in text
    assert "Equal steps" in text


def test_another_measure_makes_a_target_forget_where_it_started(at_the_screen):
    client, priority = at_the_screen
    base = f"/workplace/{released_figures.PLACE}/targets/"
    client.post(f"{base}add/", said(priority))
    target = Target.objects.get()
    chosen = released_figures.value_id(20)
    client.post(f"{base}{target.pk}/baseline/", {"chosen": chosen, "seen": 1, "because": "The newest"})
    client.post(f"{base}{target.pk}/edit/", said(priority, measure="cancer_62_day", seen="2"))
    target.refresh_from_db()
    assert (target.baseline_value_id, target.baseline, target.baseline_period) == ("", None, "")


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ({"measure": "no_such_measure"}, "There is no measure"),
        ({"value": "170"}, "is no percentage"),
        ({"breakdown": "fifth:1"}, "is not broken down by"),
        ({"because": ""}, "Say why you are making this change"),
        ({"place": "QYY"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_stays(at_the_screen, others, told):
    client, priority = at_the_screen
    text = client.post(
        f"/workplace/{released_figures.PLACE}/targets/add/", said(priority, **others)
    ).content.decode()
    assert told in text
    assert 'value="Shorter waits"' in text
    assert not Target.objects.exists()


def test_a_released_value_cannot_be_given_another_number(at_the_screen):
    client, priority = at_the_screen
    base = f"/workplace/{released_figures.PLACE}/targets/"
    client.post(f"{base}add/", said(priority))
    target = Target.objects.get()
    answer = client.post(
        f"{base}{target.pk}/baseline/", {"chosen": "v" + "f" * 15, "seen": 1, "because": "Mine"}
    )
    assert "Select a valid choice" in answer.content.decode()
    target.refresh_from_db()
    assert target.baseline is None


def test_a_page_says_that_a_signature_is_for_an_earlier_version(target, partner, by, system, signed_in):
    trust = partner.person.posts.get().body
    sign(asking=asking_as(partner), target=target, body=trust, title="Chief executive", seen=1)
    change_target(asking=by, target=target, fields={"value": 72.0}, seen=1)
    text = (
        signed_in("reader", system)
        .client.get(f"/workplace/{system.code}/targets/{target.pk}/")
        .content.decode()
    )
    assert "signed an earlier version" in text
    assert Signature.objects.count() == 1


def test_the_list_shows_the_worst_made_first_and_is_paged(
    system, by, priority, signed_in, django_assert_max_num_queries
):
    for number in range(120):
        fields = {"title": f"Target {number:03}", "priority": priority}
        add_target(asking=by, system=system, fields=fields if number % 2 else {**fields, "value": 1.0})
    client = signed_in("reader", system).client
    with django_assert_max_num_queries(20):
        first = client.get(f"/workplace/{system.code}/targets/").content.decode()
    assert "120 of 120, the worst made first" in first
    assert "Target 001" in first
    assert "Target 000" not in first
    assert "Target 118" in client.get(f"/workplace/{system.code}/targets/?page=3").content.decode()
    assert "Target 007" in client.get(f"/workplace/{system.code}/targets/?q=007").content.decode()


def test_the_desk_counts_grades_and_asks_few_questions(
    system, by, priority, signed_in, django_assert_max_num_queries
):
    for number in range(30):
        fields = {"title": f"Target {number}", "priority": priority, "review_on": date(2026, 5, 1)}
        add_target(asking=by, system=system, fields=fields)
    client = signed_in("approver", system).client
    client.get(f"/workplace/{system.code}/")
    with django_assert_max_num_queries(30):
        text = client.get(f"/workplace/{system.code}/").content.decode()
    assert "A wish so far: 30" in text
    assert "30 within 30 days or overdue" in text


def test_what_a_system_carries_is_counted_with_its_clashes(system, by, priority, signed_in):
    fields = {**FIELDS, "priority": priority}
    add_target(asking=by, system=system, fields=fields)
    add_target(asking=by, system=system, fields={**fields, "title": "Longer waits", "value": 60.0})
    text = signed_in("reader", system).client.get(f"/workplace/{system.code}/carried/").content.decode()
    assert "Set here, in no plan yet" in text
    assert "These clash (" in text
