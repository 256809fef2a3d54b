"""Plans and their parts: what people may do with them, what the log says, and what becomes public."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from aimwell.domain.plan_checklists import Answer
from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.states import State
from aimwell.services.workplace.approving import approve, propose
from aimwell.services.workplace.ask_plans import checked, owed, plans_of, whole_plan
from aimwell.services.workplace.changing import Refused
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.needs_and_money import add_budget_line, add_need, change_budget_line
from aimwell.services.workplace.plan_parts import (
    add_action,
    add_commitment,
    add_section,
    change_action,
    change_section,
    put_in_again,
    withdraw,
)
from aimwell.services.workplace.plans import (
    add_plan,
    answer_checklist,
    change_plan,
    reopen_plan,
    take_up_progress,
)
from aimwell.services.workplace.snapshots import snapshot
from aimwell.store.workplace.models import Action, ChecklistAnswer, LogEntry, Plan, Publication
from tests.workplace.conftest import TODAY, body
from tests.workplace.promised import add_promise

FORWARD = {
    "kind": "joint_forward_plan",
    "title": "Example plan for 2026 to 2031",
    "starts": date(2026, 4, 1),
    "ends": date(2031, 3, 31),
}


@pytest.fixture
def by(asking, system):
    """The strategy lead asks."""
    return asking("strategy", system)


@pytest.fixture
def board(system):
    return body("Example Valley ICB", "", "icb", system)


@pytest.fixture
def plan(by, system, board, definitions):
    return add_plan(asking=by, system=system, definitions=definitions, fields={**FORWARD, "owner": board})


@pytest.fixture
def measures(definitions):
    return catalogue_of(definitions).measures


@pytest.fixture
def promise(by, system):
    return add_promise(
        asking=by,
        system=system,
        priority={"title": "Fewer people smoke", "level": "local", "aim": "outcomes"},
        targets=[{"title": "5% by 2030", "measure": "adults_who_smoke", "place": "QXX"}],
    )


@pytest.fixture
def action(by, plan, promise, measures, system):
    priority, targets = promise
    line = add_budget_line(
        asking=by, system=system, fields={"title": "Grant", "amount": Decimal("1200.50"), "year": "2026/27"}
    )
    commitment = add_commitment(
        asking=by,
        plan=plan,
        fields={"title": "Help everyone who smokes", "priority": priority},
        targets=targets,
    )
    return add_action(
        asking=by,
        commitment=commitment,
        fields={"title": "Clinics", "due": date(2026, 9, 1), "budget": line, "measures": "adults_who_smoke"},
        measures=measures,
    )


def test_a_plan_of_a_kind_that_nobody_declared_is_refused(by, system, board, definitions):
    with pytest.raises(Problem, match="no kind of plan"):
        add_plan(
            asking=by,
            system=system,
            definitions=definitions,
            fields={**FORWARD, "kind": "wish", "owner": board},
        )
    assert not Plan.objects.exists()


def test_a_plan_cannot_end_before_it_starts(by, plan, definitions):
    with pytest.raises(Problem, match="end before it starts"):
        change_plan(
            asking=by,
            plan=plan,
            definitions=definitions,
            fields={"ends": date(2025, 1, 1)},
            seen=plan.version,
        )
    assert Plan.objects.get().ends == date(2031, 3, 31)


def test_a_plan_belongs_to_a_body_of_its_own_system(by, plan, other_system, definitions):
    with pytest.raises(Problem, match="another system"):
        change_plan(
            asking=by, plan=plan, definitions=definitions, fields={"owner": other_system}, seen=plan.version
        )


def test_who_may_not_edit_plans_is_refused_and_the_log_says_so(asking, system, board, definitions):
    with pytest.raises(Refused):
        add_plan(
            asking=asking("reader", system), system=system, definitions=definitions,
            fields={**FORWARD, "owner": board},
        )  # fmt: skip
    assert LogEntry.objects.filter(outcome="refused", act="edit plans").exists()


def test_a_new_part_makes_an_approved_plan_a_draft_again(by, asking, system, plan, rules):
    propose(asking=by, record=plan, act=Act.EDIT_PLANS)
    approve(asking=asking("approver", system), record=plan, rules=rules, packs=())
    add_section(
        asking=by, plan=Plan.objects.get(), fields={"heading": "Who we are", "words": "Five councils."}
    )
    held = Plan.objects.get()
    assert (held.state, held.approved_version, held.version) == (State.DRAFT.value, 1, 2)


def test_sections_stand_in_the_order_in_which_they_were_added(by, plan):
    for heading in ("First", "Second", "Third"):
        add_section(asking=by, plan=plan, fields={"heading": heading})
    assert [each.heading for each in whole_plan(plan).sections] == ["First", "Second", "Third"]


def test_nobody_overwrites_a_section_that_they_have_not_read(by, plan):
    section = add_section(asking=by, plan=plan, fields={"heading": "First"})
    change_section(asking=by, section=section, fields={"words": "New"}, seen=1)
    with pytest.raises(Problem, match="changed by somebody else"):
        change_section(asking=by, section=section, fields={"words": "Newer"}, seen=1)


def test_what_is_withdrawn_is_no_longer_part_of_the_plan_and_can_be_put_back(by, plan):
    section = add_section(asking=by, plan=plan, fields={"heading": "First"})
    withdraw(asking=by, record=section)
    assert whole_plan(plan).sections == ()
    with pytest.raises(Problem, match="withdrawn already"):
        withdraw(asking=by, record=section)
    put_in_again(asking=by, record=section)
    assert [each.heading for each in whole_plan(plan).sections] == ["First"]


def test_reported_progress_leaves_the_plan_and_its_signatures_as_they_are(by, action, measures):
    version = Plan.objects.get().version
    change_action(
        asking=by, action=action, fields={"progress": "done", "done_on": TODAY}, measures=measures, seen=None
    )
    assert Plan.objects.get().version == version
    assert Action.objects.get().progress == "done"


def test_another_due_date_is_a_change_of_the_plan(by, action, measures):
    version = Plan.objects.get().version
    change_action(
        asking=by, action=action, fields={"due": date(2027, 1, 1)}, measures=measures, seen=action.version
    )
    assert Plan.objects.get().version == version + 1


def test_another_partner_is_a_change_of_the_plan(by, action, measures, system):
    version = Plan.objects.get().version
    partner = body("Example Council", "E1", "council", system)
    change_action(asking=by, action=action, fields={}, measures=measures, seen=None, partners=[partner])
    assert Plan.objects.get().version == version + 1
    assert list(Action.objects.get().partners.all()) == [partner]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"measures": "adults_who_smoke no_such_measure"}, "no measure 'no_such_measure'"),
        ({"progress": "done"}, "no day says when"),
        ({"progress": "under_way", "done_on": TODAY}, "is not done"),
        ({"progress": "done", "done_on": date(2026, 6, 2)}, "lies ahead"),
    ],
)
def test_an_action_says_nothing_that_cannot_be(by, action, measures, fields, words):
    with pytest.raises(Problem, match=words):
        change_action(asking=by, action=action, fields=fields, measures=measures, seen=None)
    assert Action.objects.get().version == 1


def test_progress_is_published_without_a_new_version_once_it_is_taken_up(
    by, asking, system, action, measures, rules
):
    approver = asking("approver", system)
    propose(asking=by, record=Plan.objects.get(), act=Act.EDIT_PLANS)
    approve(asking=approver, record=Plan.objects.get(), rules=rules, packs=())
    signed_version = Plan.objects.get().version
    change_action(asking=by, action=action, fields={"progress": "under_way"}, measures=measures, seen=None)
    take_up_progress(asking=by, plan=Plan.objects.get())
    propose(asking=by, record=Plan.objects.get(), act=Act.EDIT_PLANS)
    approve(asking=approver, record=Plan.objects.get(), rules=rules, packs=())
    newest = Publication.objects.order_by("log_number").last()
    assert newest.record_version == signed_version
    assert newest.snapshot["commitments"][0]["actions"][0]["progress"] == "under_way"


def test_only_an_approved_plan_takes_progress_up(by, plan):
    with pytest.raises(Problem, match="not approved"):
        take_up_progress(asking=by, plan=plan)


def test_a_retired_plan_is_not_added_to_until_it_is_opened_again(by, plan):
    plan.state = State.RETIRED.value
    plan.save()
    with pytest.raises(Problem, match="retired"):
        add_section(asking=by, plan=plan, fields={"heading": "Late"})
    reopen_plan(asking=by, plan=plan)
    assert add_section(asking=by, plan=plan, fields={"heading": "In time"}).plan.state == State.DRAFT.value


@pytest.mark.usefixtures("action")
def test_money_is_kept_to_the_penny():
    assert Action.objects.get().budget.amount == Decimal("1200.50")
    assert snapshot(Plan.objects.get())["commitments"][0]["actions"][0]["money"]["amount"] == "1200.50"


@pytest.mark.parametrize("amount", [Decimal("-1"), Decimal("0.001"), Decimal(10) ** 12])
def test_an_amount_is_pounds_and_pence(by, system, amount):
    with pytest.raises(Problem, match="would be"):
        add_budget_line(
            asking=by, system=system, fields={"title": "Odd", "amount": amount, "year": "2026/27"}
        )


def test_another_amount_makes_the_plans_that_spend_it_drafts(by, action):
    version = Plan.objects.get().version
    change_budget_line(asking=by, line=action.budget, fields={"amount": Decimal(5)}, seen=None)
    assert Plan.objects.get().version == version + 1


def test_a_need_is_tied_to_priorities_of_its_own_system(by, asking, system, other_system, promise):
    priority, _ = promise
    with pytest.raises(Problem, match="another system"):
        add_need(
            asking=asking("strategy", other_system, name="Elsewhere"), system=other_system,
            fields={"title": "Many smoke"}, priorities=[priority],
        )  # fmt: skip
    assert list(
        add_need(
            asking=by, system=system, fields={"title": "Many smoke"}, priorities=[priority]
        ).priorities.all()
    )


def test_the_checklist_of_the_plans_own_time_holds(plan, definitions):
    found = checked(Plan.objects.get(), definitions, TODAY)
    assert found.rules.id == "joint-forward-plan-2026"
    older = replace_start(plan, date(2024, 4, 1))
    assert checked(older, definitions, TODAY).rules.id == "joint-forward-plan-2023"


def replace_start(plan, starts):
    plan.starts = starts
    plan.save()
    return plan


def test_an_answer_to_the_checklist_is_kept_once_and_told_in_the_log(by, plan, definitions):
    item = checked(plan, definitions, TODAY).contents[0].content.id
    given = {"asking": by, "plan": plan, "definitions": definitions, "seen": None}
    assert answer_checklist(**given, answers={item: Answer("Section 2")}) == 1
    assert answer_checklist(**given, answers={item: Answer("Section 2")}) == 0
    assert answer_checklist(**given, answers={item: Answer("", "No trust serves us")}) == 1
    row = ChecklistAnswer.objects.get()
    assert (row.where, row.does_not_apply_because) == ("", "No trust serves us")
    changes = LogEntry.objects.filter(kind="plan").order_by("number").last().changes
    assert changes == {f"checklist: {item}": ["Section 2", "does not apply: No trust serves us"]}


def test_what_the_checklist_does_not_ask_cannot_be_answered(by, plan, definitions):
    with pytest.raises(Problem, match="does not ask for weather"):
        answer_checklist(
            asking=by, plan=plan, definitions=definitions, seen=None, answers={"weather": Answer("x")}
        )


@pytest.mark.usefixtures("plan")
def test_plans_that_the_rules_ask_for_are_owed_until_they_are_there(system, definitions):
    words = [each.words for each in owed(system, list(plans_of(system)), definitions, TODAY)]
    assert "No integrated care strategy for 2026/27 yet" in words
    assert not any("joint forward plan" in each for each in words)


@pytest.mark.usefixtures("action")
def test_approval_makes_everything_in_the_plan_public(by, asking, system, rules, definitions):
    plan = Plan.objects.get()
    add_section(asking=by, plan=plan, fields={"heading": "Who we are", "words": "Five councils."})
    item = checked(plan, definitions, TODAY).contents[0].content.id
    answer_checklist(
        asking=by, plan=plan, definitions=definitions, answers={item: Answer("Section 1")}, seen=None
    )
    propose(asking=by, record=Plan.objects.get(), act=Act.EDIT_PLANS)
    approve(asking=asking("approver", system), record=Plan.objects.get(), rules=rules, packs=())
    content = Publication.objects.get().snapshot
    assert content["sections"] == [{"heading": "Who we are", "words": "Five councils."}]
    (commitment,) = content["commitments"]
    assert commitment["priority"] == "Fewer people smoke"
    assert commitment["targets"] == ["5% by 2030"]
    assert commitment["actions"][0]["due"] == "2026-09-01"
    assert content["checklist"] == [{"item": item, "where": "Section 1", "does_not_apply_because": ""}]


def test_nothing_that_was_withdrawn_becomes_public(by, action):
    withdraw(asking=by, record=action)
    assert snapshot(Plan.objects.get())["commitments"][0]["actions"] == []


def test_a_change_without_a_reason_is_refused(by, plan):
    with pytest.raises(Problem, match="No reason"):
        add_section(asking=replace(by, because=" "), plan=plan, fields={"heading": "First"})
