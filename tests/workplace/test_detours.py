"""No way round a decision: nothing stale, nothing unread, nothing of one's own, nothing above the ceiling."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.approving import approve, newest_publications, propose
from aimwell.services.workplace.changing import Asking, Refused
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.needs_and_money import add_budget_line, change_budget_line
from aimwell.services.workplace.plan_parts import (
    add_action,
    add_commitment,
    add_section,
    change_action,
    change_commitment,
    change_section,
    withdraw,
)
from aimwell.services.workplace.plans import add_plan, take_up_progress
from aimwell.services.workplace.priorities import add_priority, change_priority
from aimwell.services.workplace.signed_in import actor_of
from aimwell.services.workplace.snapshots import fingerprint
from aimwell.services.workplace.targets import add_target, record_asked
from aimwell.store.workplace.models import Account, Body, Plan, Post, Priority, RoleGiven, Target
from tests.workplace.conftest import NOW, TODAY, body

FIELDS = {"title": "Fewer people smoke", "level": "local", "aim": "outcomes"}


@pytest.fixture
def by(asking, system):
    return asking("strategy", system)


@pytest.fixture
def approver(asking, system):
    return asking("approver", system)


@pytest.fixture
def priority(system, by):
    return add_priority(asking=by, system=system, fields=FIELDS, packs=())


def test_what_was_read_before_somebody_elses_change_is_not_saved_over_it(priority, by):
    mine, theirs = Priority.objects.get(pk=priority.pk), Priority.objects.get(pk=priority.pk)
    change_priority(asking=by, priority=theirs, fields={"why": "It kills"}, seen=1, packs=())
    with pytest.raises(Problem, match="somebody else"):
        change_priority(asking=by, priority=mine, fields={"title": "Nobody smokes"}, seen=1, packs=())
    assert Priority.objects.get(pk=priority.pk).why == "It kills"


def test_a_change_between_reading_and_approving_is_not_approved(priority, by, approver, system, rules):
    propose(asking=by, record=priority, act=Act.EDIT_PRIORITIES)
    read = Priority.objects.get(pk=priority.pk)
    change_priority(
        asking=by, priority=priority, fields={"title": "Words nobody has read"}, seen=None, packs=()
    )
    with pytest.raises(Problem, match="somebody else"):
        approve(asking=approver, record=read, rules=rules, packs=())
    assert newest_publications(system.pk) == []


def test_two_approvals_of_one_record_publish_it_once(priority, by, approver, system, asking, rules):
    propose(asking=by, record=priority, act=Act.EDIT_PRIORITIES)
    second = Priority.objects.get(pk=priority.pk)
    approve(asking=approver, record=priority, rules=rules, packs=())
    with pytest.raises(Problem, match="somebody else"):
        approve(
            asking=asking("approver", system, name="At the same time"), record=second, rules=rules, packs=()
        )
    assert len(newest_publications(system.pk)) == 1


def test_a_part_is_added_to_the_plan_as_it_now_is(system, by, definitions):
    plan = plan_of(system, by, definitions)
    old = Plan.objects.get(pk=plan.pk)
    add_section(asking=by, plan=plan, fields={"heading": "One"})
    add_section(asking=by, plan=old, fields={"heading": "Two"})
    assert Plan.objects.get(pk=plan.pk).version == 3


def plan_of(system: Body, by: Asking, definitions) -> Plan:
    fields = {
        "kind": "joint_forward_plan", "title": "A plan", "owner": system,
        "starts": date(2026, 4, 1), "ends": date(2031, 3, 31),
    }  # fmt: skip
    return add_plan(asking=by, system=system, definitions=definitions, fields=fields)


@pytest.fixture
def whole(system, by, definitions):
    """A plan with a part of every kind."""
    plan = plan_of(system, by, definitions)
    section = add_section(asking=by, plan=plan, fields={"heading": "Health"})
    commitment = add_commitment(asking=by, plan=plan, fields={"title": "Stop smoking"})
    line = add_budget_line(
        asking=by, system=system, fields={"title": "Money", "amount": Decimal(5), "year": "2026/27"}
    )
    action = add_action(
        asking=by, commitment=commitment, fields={"title": "Hire", "budget": line}, measures={}
    )
    return {
        "plan": Plan.objects.get(pk=plan.pk),
        "section": section,
        "commitment": commitment,
        "line": line,
        "action": action,
    }


CHANGES = {
    "a section": lambda by, of: change_section(asking=by, section=of["section"], fields={"words": "New"}, seen=None),
    "a new section": lambda by, of: add_section(asking=by, plan=of["plan"], fields={"heading": "New"}),
    "a section taken out": lambda by, of: withdraw(asking=by, record=of["section"]),
    "a commitment": lambda by, of: change_commitment(asking=by, commitment=of["commitment"], fields={"words": "New"}, seen=None),
    "an action": lambda by, of: change_action(asking=by, action=of["action"], fields={"words": "New"}, measures={}, seen=None),
    "the amount": lambda by, of: change_budget_line(asking=by, line=of["line"], fields={"amount": Decimal(6)}, seen=None),
    "money taken away": lambda by, of: withdraw(asking=by, record=of["line"]),
}  # fmt: skip


@pytest.mark.parametrize("changed", CHANGES)
def test_a_changed_part_makes_an_approved_plan_a_draft_and_leaves_what_is_public(
    changed, whole, by, approver, system, rules
):
    plan = Plan.objects.get(pk=whole["plan"].pk)
    propose(asking=by, record=plan, act=Act.EDIT_PLANS)
    approve(asking=approver, record=plan, rules=rules, packs=())
    before = newest_publications(system.pk)[0].snapshot
    CHANGES[changed](by, {**whole, "plan": plan})
    assert Plan.objects.get(pk=plan.pk).state == "draft"
    assert newest_publications(system.pk)[0].snapshot == before


def test_people_asked_after_approval_make_a_target_a_draft(priority, system, by, approver, rules):
    target = add_target(asking=by, system=system, fields={"title": "Down to 10", "priority": priority})
    propose(asking=by, record=target, act=Act.EDIT_TARGETS)
    approve(asking=approver, record=target, rules=rules, packs=())
    record_asked(asking=by, target=target, fields={"who": "Carers", "said": "More time"})
    assert Target.objects.get(pk=target.pk).state == "draft"
    assert newest_publications(system.pk)[0].snapshot["asked"] == []


def test_progress_reported_while_a_plan_waits_is_not_published_unread(whole, by, approver, system, rules):
    plan = Plan.objects.get(pk=whole["plan"].pk)
    propose(asking=by, record=plan, act=Act.EDIT_PLANS)
    read = fingerprint(plan)
    change_action(asking=by, action=whole["action"], fields={"progress": "stopped"}, measures={}, seen=None)
    with pytest.raises(Problem, match="somebody else"):
        approve(asking=approver, record=Plan.objects.get(pk=plan.pk), rules=rules, read=read, packs=())
    assert newest_publications(system.pk) == []


def both_roles(system: Body, definitions) -> Asking:
    """Somebody who may edit and approve."""
    account = Account.objects.create_user("both@example.org", None, name="Both")
    for role in ("strategy", "approver"):
        RoleGiven(
            account=account, role=role, system=system, valid_from=TODAY, made_at=NOW, changed_at=NOW
        ).save(force_insert=True)
    later = NOW + timedelta(hours=1)
    return Asking(actor_of(account, definitions, TODAY), later, "Agreed by the board")


def test_nobody_publishes_progress_that_they_reported(whole, by, approver, system, rules, definitions):
    plan = Plan.objects.get(pk=whole["plan"].pk)
    propose(asking=by, record=plan, act=Act.EDIT_PLANS)
    approve(asking=approver, record=plan, rules=rules, packs=())
    both = both_roles(system, definitions)
    change_action(asking=both, action=whole["action"], fields={"progress": "stopped"}, measures={}, seen=None)
    plan = Plan.objects.get(pk=plan.pk)
    take_up_progress(asking=both, plan=plan)
    propose(asking=both, record=plan, act=Act.EDIT_PLANS)
    with pytest.raises(Refused, match="second person"):
        approve(asking=both, record=plan, rules=rules, packs=())
    approve(asking=approver, record=plan, rules=rules, packs=())
    actions = newest_publications(system.pk)[0].snapshot["commitments"][0]["actions"]
    assert [each["progress"] for each in actions] == ["stopped"]


@pytest.mark.parametrize("said", [{"level": "local"}, {"ends": date(2026, 5, 31)}])
def test_a_draft_that_says_otherwise_makes_no_room_in_public(said, system, by, approver, rules, definitions):
    packs = catalogue_of(definitions).packs
    national = {**FIELDS, "level": "national"}
    for number in range(10):
        last = add_priority(asking=by, system=system, fields={**national, "title": f"{number}"}, packs=packs)
        propose(asking=by, record=last, act=Act.EDIT_PRIORITIES)
        approve(asking=approver, record=last, rules=rules, packs=packs)
    change_priority(asking=by, priority=last, fields=said, seen=None, packs=packs)  # public as it was
    more = add_priority(asking=by, system=system, fields=national, packs=packs)
    propose(asking=by, record=more, act=Act.EDIT_PRIORITIES)
    with pytest.raises(Problem, match="no room"):
        approve(asking=approver, record=more, rules=rules, packs=packs)
    assert len(newest_publications(system.pk)) == 10


def test_nobody_of_another_system_answers_for_a_priority(system, other_system, by):
    there = body("A board", "", "hwb", other_system)
    post = Post(title="Chair", body=there, made_at=NOW, changed_at=NOW)
    post.save(force_insert=True)
    with pytest.raises(Problem, match="another system"):
        add_priority(asking=by, system=system, fields={**FIELDS, "owner": post}, packs=())
    assert not Priority.objects.exists()
