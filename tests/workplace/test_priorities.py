"""The ceiling holds on every way onto the list; going over it has a name, a reason and an end."""

from dataclasses import replace
from datetime import date

import pytest

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.approving import approve, newest_publications, propose, retire
from aimwell.services.workplace.ceilings import (
    carried_priorities,
    end_override,
    fullness,
    override_ceiling,
    overrides_in_force,
)
from aimwell.services.workplace.changing import Refused
from aimwell.services.workplace.decisions import approve_above_ceiling
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.priorities import add_priority, adopt, change_priority, reopen_priority
from aimwell.store.workplace.models import CeilingOverride, LogEntry, Priority, Target
from tests.workplace.conftest import NOW, TODAY

FIELDS = {"title": "Fewer people smoke", "level": "national", "aim": "outcomes"}


@pytest.fixture(autouse=True)
def on_a_day_in_june(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def packs(definitions):
    return catalogue_of(definitions).packs


@pytest.fixture
def by(asking, system):
    return asking("strategy", system)


@pytest.fixture
def approver(asking, system):
    return asking("approver", system, "The secretary of state asked for it")


@pytest.fixture
def ceiling(system, packs):
    (full,) = fullness(system=system, packs=packs, day=TODAY)
    return full.ceiling


@pytest.fixture
def full_list(system, by, packs):
    """Ten national priorities."""
    return [
        add_priority(asking=by, system=system, fields={**FIELDS, "title": f"Priority {number}"}, packs=packs)
        for number in range(10)
    ]


def test_an_eleventh_national_priority_is_refused(full_list, system, by, packs):
    with pytest.raises(Problem, match="carries 10 national priorities, and 'Hewitt Review 2023' allows 10"):
        add_priority(asking=by, system=system, fields=FIELDS, packs=packs)
    assert Priority.objects.count() == len(full_list)


def test_local_priorities_are_not_under_the_ceiling_of_national_ones(full_list, system, by, packs):
    local = add_priority(asking=by, system=system, fields={**FIELDS, "level": "local"}, packs=packs)
    assert local in carried_priorities(system, TODAY)
    assert len(carried_priorities(system, TODAY)) == len(full_list) + 1


def test_an_eleventh_takes_the_place_of_one_that_is_retired_in_the_same_step(full_list, system, by, packs):
    new = add_priority(asking=by, system=system, fields=FIELDS, packs=packs, instead_of=full_list[3])
    full_list[3].refresh_from_db()
    assert full_list[3].state == "retired"
    assert new in carried_priorities(system, TODAY)


def test_an_override_waits_for_the_priority_it_lets_in(full_list, system, by, approver, packs, ceiling):
    override_ceiling(asking=approver, system=system, ceiling=ceiling, day=TODAY, ends=date(2027, 3, 31))
    new = add_priority(asking=by, system=system, fields=FIELDS, packs=packs)
    override = CeilingOverride.objects.get()
    assert (override.priority, override.by_name, override.because, override.carried) == (
        new,
        "Approver of Example Valley",
        "The secretary of state asked for it",
        len(full_list) + 1,
    )
    with pytest.raises(Problem, match="1 of them by an override"):
        add_priority(asking=by, system=system, fields=FIELDS, packs=packs)


@pytest.mark.usefixtures("full_list")
def test_who_keeps_the_list_may_not_override_its_ceiling(system, by, ceiling):
    with pytest.raises(Refused, match="override the ceiling"):
        override_ceiling(asking=by, system=system, ceiling=ceiling, day=TODAY, ends=None)
    assert LogEntry.objects.order_by("-number").first().outcome == "refused"


@pytest.mark.usefixtures("full_list")
def test_an_override_lets_nothing_in_once_it_ended_or_its_priority_is_retired(
    system, by, approver, packs, ceiling
):
    override = override_ceiling(asking=approver, system=system, ceiling=ceiling, day=TODAY, ends=None)
    new = add_priority(asking=by, system=system, fields=FIELDS, packs=packs)
    retire(asking=by, record=new, act=Act.EDIT_PRIORITIES)
    assert overrides_in_force(system, TODAY) == []
    second = override_ceiling(asking=approver, system=system, ceiling=ceiling, day=TODAY, ends=None)
    end_override(asking=approver, override=second, day=date(2026, 5, 31))
    assert overrides_in_force(system, TODAY) == []
    assert override.pk != second.pk


def test_a_local_priority_cannot_become_national_over_the_ceiling(full_list, system, by, packs):
    local = add_priority(asking=by, system=system, fields={**FIELDS, "level": "local"}, packs=packs)
    with pytest.raises(Problem, match="no room"):
        change_priority(asking=by, priority=local, fields={"level": "national"}, seen=None, packs=packs)
    assert change_priority(
        asking=by, priority=full_list[0], fields={"title": "Other words"}, seen=None, packs=packs
    )


def test_a_retired_priority_comes_back_only_where_there_is_room(full_list, system, by, packs):
    add_priority(asking=by, system=system, fields=FIELDS, packs=packs, instead_of=full_list[0])
    full_list[0].refresh_from_db()
    with pytest.raises(Problem, match="no room"):
        reopen_priority(asking=by, priority=full_list[0], packs=packs)
    retire(asking=by, record=full_list[1], act=Act.EDIT_PRIORITIES)
    reopen_priority(asking=by, priority=full_list[0], packs=packs)
    assert full_list[0].state == "draft"


def _publish_all(priorities, by, approver, rules, packs):
    for priority in priorities:
        propose(asking=by, record=priority, act=Act.EDIT_PRIORITIES)
        approve(asking=approver, record=priority, rules=rules, packs=packs)


def test_no_eleventh_is_approved_but_in_somebodys_name(
    full_list, system, by, approver, packs, rules, ceiling
):
    _publish_all(full_list, by, approver, rules, packs)
    override = override_ceiling(asking=approver, system=system, ceiling=ceiling, day=TODAY, ends=None)
    new = add_priority(asking=by, system=system, fields=FIELDS, packs=packs)
    override.refresh_from_db()  # the new one took it up
    end_override(asking=approver, override=override, day=date(2026, 5, 31))
    propose(asking=by, record=new, act=Act.EDIT_PRIORITIES)
    with pytest.raises(Problem, match="no room"):
        approve(asking=approver, record=new, rules=rules, packs=packs)
    assert len(newest_publications(system.pk)) == 10
    approve_above_ceiling(asking=approver, priority=new, rules=rules, packs=packs, ends=date(2027, 3, 31))
    assert len(newest_publications(system.pk)) == 11
    (named,) = overrides_in_force(system, TODAY)
    assert (named.priority, named.by_name) == (new, "Approver of Example Valley")


def test_national_priorities_are_taken_over_in_one_step_and_never_twice(system, by, packs, definitions):
    pack = next(pack for pack in packs if pack.id == "national-2026-29")
    chosen = [each.id for each in pack.priorities[:5]]
    how = {"pack": pack, "measures": catalogue_of(definitions).measures, "packs": packs, "with_targets": True}
    made = adopt(asking=by, system=system, chosen=chosen, **how)
    assert [priority.pack_priority for priority in made] == chosen
    verified = [each for each in pack.priorities[:5] if each.threshold is not None and each.verified]
    assert Target.objects.count() == len(verified)
    assert adopt(asking=by, system=system, chosen=chosen, **how) == []


def test_more_national_priorities_than_fit_are_not_taken_over_at_all(system, by, packs):
    pack = next(pack for pack in packs if pack.id == "national-2026-29")
    with pytest.raises(Problem, match="no room"):
        adopt(
            asking=by, system=system, pack=pack, chosen=[each.id for each in pack.priorities], measures={},
            packs=packs, with_targets=False,
        )  # fmt: skip
    assert not Priority.objects.exists()


def test_a_pack_may_set_a_ceiling_on_local_priorities(system, by, packs):
    (review,) = (pack for pack in packs if pack.ceiling is not None)
    both = [replace(review, ceiling=1, ceiling_on=("local",))]
    add_priority(asking=by, system=system, fields={**FIELDS, "level": "local"}, packs=both)
    with pytest.raises(Problem, match="1 local priority"):
        add_priority(asking=by, system=system, fields={**FIELDS, "level": "local"}, packs=both)


def test_the_list_and_the_forms_show_how_full_it_is(full_list, system, signed_in):
    client = signed_in("strategy", system, "At the screen").client
    text = client.get(f"/workplace/{system.code}/priorities/").content.decode()
    assert "10 of 10 national priorities" in text
    assert full_list[0].title in text
    answer = client.post(f"/workplace/{system.code}/priorities/add/", {**FIELDS, "because": "The eleventh"})
    assert "There is no room for another priority" in answer.content.decode()
    answer = client.post(
        f"/workplace/{system.code}/priorities/add/",
        {**FIELDS, "because": "In its place", "instead_of": str(full_list[0].pk)},
    )
    assert answer.status_code == 302


@pytest.mark.usefixtures("full_list")
def test_an_approver_lets_one_more_in_on_a_page(system, signed_in):
    client = signed_in("approver", system).client
    address = f"/workplace/{system.code}/priorities/one-more/"
    answer = client.post(address, {"pack": "hewitt-review-2023", "because": "Asked for by the minister"})
    assert answer.status_code == 302
    override = CeilingOverride.objects.get()
    assert (override.by_name, override.priority) == ("Approver of Example Valley", None)
    text = client.get(f"/workplace/{system.code}/priorities/").content.decode()
    assert "Let in above the ceiling by Approver of Example Valley" in text


def test_national_priorities_are_taken_over_on_a_page(system, signed_in):
    client = signed_in("strategy", system).client
    assert (
        "NHS priorities 2026/27"
        in client.get(f"/workplace/{system.code}/priorities/national/").content.decode()
    )
    address = f"/workplace/{system.code}/priorities/adopt/?pack=national-2026-29"
    chosen = ["rtt-within-18-weeks-2026-27", "nhs-app"]
    answer = client.post(address, {"chosen": chosen, "because": "The framework", "with_targets": "on"})
    assert answer.status_code == 302
    assert set(Priority.objects.values_list("pack_priority", flat=True)) == set(chosen)


def test_the_list_of_priorities_asks_the_database_few_questions(
    full_list, system, signed_in, django_assert_max_num_queries
):
    for number, priority in enumerate(full_list):
        for part in range(3):
            Target(
                system=system, priority=priority, title=f"Target {number} {part}", made_at=NOW, changed_at=NOW
            ).save()
    client = signed_in("reader", system).client
    with django_assert_max_num_queries(18):
        client.get(f"/workplace/{system.code}/priorities/")
