"""Pages about plans and the golden thread: what they show, both ways along the thread, and how much they ask."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.states import State
from aimwell.services.workplace.approving import approve, propose
from aimwell.services.workplace.plan_parts import withdraw
from aimwell.store.workplace.models import (
    Action,
    BudgetLine,
    ChecklistAnswer,
    Commitment,
    Need,
    Person,
    Plan,
    Post,
    Priority,
    Signature,
)
from tests.workplace.conftest import NOW, body
from tests.workplace.planned import plan_much, plan_whole

MANY = 40  # questions that a page may ask, however much there is


@pytest.fixture
def planned(asking, system, definitions):
    return plan_whole(
        asking=asking("strategy", system, name="Author"), system=system, definitions=definitions
    )


@pytest.fixture
def client(signed_in, system):
    return signed_in("strategy", system).client


def at(door, system, record=None):
    return reverse(door, kwargs={"system": system.code, **({"record": record.pk} if record else {})})


def page(client, door, system, record=None, query=""):
    answer = client.get(at(door, system, record) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_says_which_plans_are_owed_and_begins_them(client, system):
    shown = page(client, "plans", system)
    assert "No joint forward plan for" in shown
    assert "?kind=joint_forward_plan" in shown


def test_the_list_is_narrowed_by_kind_state_and_year(client, system, planned):
    for query in ("?kind=joint_forward_plan", "?state=draft", "?year=2028/29"):
        assert planned.plan.title in page(client, "plans", system, query=query)
    for query in ("?kind=joint_capital_plan", "?state=approved", "?year=2035/36"):
        assert "No plan is like this" in page(client, "plans", system, query=query)


def test_a_plan_is_begun_on_its_form_and_leads_to_its_checklist(client, system):
    owner = body("Example Valley ICB", "", "icb", system)
    given = {
        "kind": "joint_forward_plan", "title": "Ours", "owner": owner.pk, "starts": "1 4 2026",
        "ends": "31 3 2031", "because": "The board asked for it",
    }  # fmt: skip
    answer = client.post(at("plan-add", system), given)
    plan = Plan.objects.get()
    assert answer.headers["Location"] == at("plan-checklist", system, plan)
    wrong = client.post(at("plan-add", system), {**given, "ends": "31 3 2020"})
    assert "It would end before it starts" in wrong.content.decode()


def test_the_checklist_keeps_answers_and_refuses_two_at_once(client, system, planned):
    where = at("plan-checklist-answer", system, planned.plan)
    form = page(client, "plan-checklist", system, planned.plan)
    item = form.split('name="where-')[1].split('"')[0]
    both = {f"where-{item}": "Section 1", f"not-{item}": "No trust", "because": "Read through"}
    assert "keep one of the two" in client.post(where, both).content.decode()
    assert not ChecklistAnswer.objects.exists()
    client.post(where, {f"where-{item}": "Section 1", "because": "Read through"})
    assert ChecklistAnswer.objects.get().where == "Section 1"
    assert "Section 1" in page(client, "plan-checklist", system, planned.plan)


def test_who_only_reads_sees_the_answers_and_no_form(signed_in, system, planned):
    shown = page(signed_in("reader", system).client, "plan-checklist", system, planned.plan)
    assert '<form method="post" novalidate' not in shown


def test_every_part_of_a_plan_is_added_and_changed_on_its_page(client, system, planned):
    because = {"because": "Agreed by the board"}
    client.post(at("section-add", system, planned.plan), {"heading": "How we work", **because})
    assert "How we work" in page(client, "plan", system, planned.plan)
    client.post(at("commitment-add", system, planned.plan), {"title": "Warm homes", **because})
    commitment = Commitment.objects.get(title="Warm homes")
    client.post(at("commitment-targets", system, commitment), {"targets": [planned.target.pk], **because})
    assert list(commitment.targets.all()) == [planned.target]
    given = {"title": "Insulate", "progress": "not_started", "measures": "Adults who smoke", **because}
    client.post(at("action-add", system, commitment), given)
    action = Action.objects.get(title="Insulate")
    assert action.measures == "adults_who_smoke"
    report = {"progress": "done", "done_on": "2020-01-01", **because}
    client.post(at("action-progress", system, action), report)
    assert "Done" in page(client, "action", system, action)
    client.post(at("need-add", system), {"title": "Cold homes", "place": "QXX", **because})
    client.post(
        at("budget-line-add", system), {"title": "Loan", "amount": "12.345", "year": "2026/27", **because}
    )
    assert not BudgetLine.objects.filter(title="Loan").exists()
    client.post(
        at("budget-line-add", system), {"title": "Loan", "amount": "12.34", "year": "2026/27", **because}
    )
    assert "£12.34" in page(client, "money", system)
    assert "Cold homes" in page(client, "needs", system)


def test_a_measure_that_is_none_is_told_with_what_comes_near(client, system, planned):
    given = {
        "title": "Clinics",
        "progress": "not_started",
        "measures": "Adults that smoke",
        "because": "Agreed",
    }
    shown = client.post(at("action-add", system, planned.commitment), given).content.decode()
    assert "There is no measure &#39;Adults that smoke&#39;. Did you mean &#39;Adults who smoke&#39;" in shown


def test_somebody_elses_change_in_between_is_not_overwritten(client, system, planned):
    client.post(at("need-edit", system, planned.need), {"title": "One", "seen": 1, "because": "Agreed"})
    second = client.post(
        at("need-edit", system, planned.need), {"title": "Two", "seen": 1, "because": "Agreed"}
    )
    assert "changed by somebody else" in second.content.decode()
    assert Need.objects.get().title == "One"


@pytest.mark.parametrize("name", ["section", "commitment", "action", "need", "budget-line"])
def test_what_is_withdrawn_can_be_put_back_on_its_own_page(client, system, planned, name):
    record = {
        "section": lambda: planned.plan.sections.get(), "commitment": lambda: planned.commitment,
        "action": lambda: planned.action, "need": lambda: planned.need, "budget-line": lambda: planned.line,
    }[name]()  # fmt: skip
    where = at(f"{name}-withdraw", system, record)
    assert "Withdraw" in client.get(where).content.decode()
    client.post(where, {"because": "No longer so"})
    record.refresh_from_db()
    assert record.withdrawn
    assert "Put back" in client.get(where).content.decode()
    client.post(where, {"because": "It is so after all"})
    record.refresh_from_db()
    assert not record.withdrawn


ON_THE_THREAD = ("need", "priority", "commitment", "action", "budget-line", "target")


@pytest.mark.parametrize("start", ON_THE_THREAD)
def test_the_thread_of_any_record_leads_to_every_other_both_ways(client, system, planned, start):
    records = {
        "need": planned.need, "priority": planned.priority, "commitment": planned.commitment,
        "action": planned.action, "budget-line": planned.line, "target": planned.target,
    }  # fmt: skip
    shown = page(client, f"thread-of-{start}", system, records[start])
    for name, record in records.items():
        assert at(f"thread-of-{name}", system, record) in shown, name
        assert at(name, system, record) in shown, name
    assert shown.count("aw-thread-here") == 1


def test_the_thread_of_a_system_is_drawn_and_told(client, system, planned):
    shown = page(client, "golden-thread", system)
    assert '<svg class="aw-thread"' in shown
    assert planned.need.title in shown
    assert "£1,200.50" in shown


def test_the_thread_of_a_plan_leaves_out_what_is_not_on_it(client, system, planned, asking):
    from tests.workplace.promised import add_promise

    add_promise(
        asking=asking("strategy", system, name="Another"), system=system, targets=[],
        priority={"title": "Elsewhere", "level": "local", "aim": "outcomes"},
    )  # fmt: skip
    text = '<span class="aw-kind">Priority</span> <a href="'
    assert page(client, "golden-thread", system).count(text) == 2
    assert page(client, "golden-thread", system, query=f"?plan={planned.plan.pk}").count(text) == 1
    assert page(client, "golden-thread", system, query=f"?priority={planned.priority.pk}").count(text) == 1


@pytest.mark.parametrize("query", ["?plan=nonsense", "?priority=%3Cscript%3E", "?plan=' or 1=1"])
def test_a_part_that_does_not_exist_is_empty_and_no_error(client, system, planned, query):
    del planned
    assert "Nothing runs through this" in page(client, "golden-thread", system, query=query)


def test_without_any_record_the_thread_says_where_to_begin(client, system):
    assert "Begin with" in page(client, "golden-thread", system)


def test_loose_ends_are_listed_by_kind_with_what_ties_them_up(client, system, planned):
    shown = page(client, "loose-ends", system)
    assert "Actions without an owner" in shown
    assert "Choose the post that answers for it." in shown
    assert at("action", system, planned.action) in shown
    assert "Clinics in every town" not in page(
        client, "loose-ends", system, query="?kind=budget_without_action"
    )


def test_a_priority_that_has_ended_is_no_loose_end(client, system, planned):
    Priority.objects.update(ends=date(2020, 1, 1))
    withdrawn = Commitment.objects.get()
    client.post(at("commitment-withdraw", system, withdrawn), {"because": "No longer so"})
    assert "Priorities that no plan commits to" not in page(client, "loose-ends", system)
    assert planned.priority.title in page(client, "golden-thread", system)


def test_a_withdrawn_action_leaves_its_money_loose(client, asking, system, planned):
    withdraw(asking=asking("strategy", system, name="Later"), record=planned.action)
    assert "No action spends it" in page(client, "loose-ends", system)


def test_the_desk_counts_the_loose_ends(client, system, planned):
    del planned
    assert "loose end" in page(client, "desk", system)


def test_a_partner_signs_a_plan_for_the_body_they_hold_a_post_in(signed_in, system, planned):
    partner = signed_in("partner", system)
    council = body("Example Council", "E1", "council", system)
    person = Person.objects.create(name="Jo Example", made_at=NOW, changed_at=NOW)
    Post.objects.create(title="Leader", body=council, person=person, made_at=NOW, changed_at=NOW)
    partner.account.person = person
    partner.account.save()
    version = Plan.objects.get().version
    given = {"body": council.pk, "title": "Leader", "seen": version, "because": "Agreed by cabinet"}
    assert partner.client.post(at("plan-sign", system, planned.plan), given).status_code == 302
    signature = Signature.objects.get()
    assert (signature.kind, signature.record, signature.record_version) == ("plan", planned.plan.pk, version)
    shown = page(partner.client, "plan", system, planned.plan)
    assert "Example Council (Leader)" in shown
    answer = partner.client.post(
        at("signature-withdraw", system, signature), {"because": "We changed our mind"}
    )
    assert answer.headers["Location"] == at("plan", system, planned.plan)


def test_a_retired_plan_is_opened_again(client, system, planned):
    client.post(at("plan-retire", system, planned.plan), {"because": "Replaced by the next one"})
    assert Plan.objects.get().state == State.RETIRED.value
    client.post(at("plan-reopen", system, planned.plan), {"because": "The next one was withdrawn"})
    assert Plan.objects.get().state == State.DRAFT.value


FORMS = {
    "plan-page": (".html", lambda content: content.decode()),
    "plan-word": (".docx", lambda content: "\n".join(p.text for p in Document(BytesIO(content)).paragraphs)),
    "plan-pdf": (".pdf", lambda content: content[:5].decode() + "Draft"),
}


@pytest.mark.parametrize("door", FORMS)
def test_a_draft_is_taken_away_in_every_form_and_says_that_it_is_one(client, system, planned, door):
    ending, read = FORMS[door]
    answer = client.get(at(door, system, planned.plan))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Disposition"].rstrip('"').endswith(ending)
    assert "Draft" in read(b"".join(answer.streaming_content))


def test_a_plan_as_a_page_holds_all_that_the_plan_holds(client, system, planned):
    content = b"".join(client.get(at("plan-page", system, planned.plan)).streaming_content).decode()
    for words in (
        "Draft: Example plan", "Who we are", "Help everyone who smokes", "Clinics in every town", "£1,200.50",
        "5% by 2030", "2026 10.0%", "Many people smoke", "No partner has signed it yet", "What it has to contain",
    ):  # fmt: skip
        assert words in content, words


def test_an_approved_plan_no_longer_says_draft(client, asking, system, planned, rules):
    propose(asking=asking("strategy", system, name="Second"), record=Plan.objects.get(), act=Act.EDIT_PLANS)
    approve(asking=asking("approver", system), record=Plan.objects.get(), rules=rules, packs=())
    content = b"".join(client.get(at("plan-page", system, planned.plan)).streaming_content).decode()
    assert "Draft:" not in content
    assert "Approved on 1 June 2026 by Approver of Example Valley" in content


def test_an_illustrative_plan_says_so_wherever_it_is_printed(client, system, planned):
    Plan.objects.update(illustrative=True)
    content = b"".join(client.get(at("plan-page", system, planned.plan)).streaming_content).decode()
    assert "Illustrative" in content


def test_who_decides_sees_all_of_a_plan_that_would_become_public(signed_in, asking, system, planned):
    propose(asking=asking("strategy", system, name="Second"), record=Plan.objects.get(), act=Act.EDIT_PLANS)
    shown = page(signed_in("approver", system).client, "plan-decide", system, planned.plan)
    assert "Clinics in every town" in shown
    assert str(planned.action.pk) not in shown


@pytest.mark.parametrize(
    "door",
    ["plans", "golden-thread", "loose-ends", "money", "needs", "plan", "thread-of-priority", "commitment"],
)
def test_pages_ask_few_questions_however_much_there_is(client, system, django_assert_max_num_queries, door):
    plan = plan_much(system)
    commitment = plan.commitments.first()
    record = {"plan": plan, "thread-of-priority": commitment.priority, "commitment": commitment}.get(door)
    with django_assert_max_num_queries(MANY):
        page(client, door, system, record)


def test_a_large_thread_is_shown_by_priority(client, system):
    plan_much(system)
    shown = page(client, "golden-thread", system)
    assert "The thread by priority" in shown
    assert '<svg class="aw-thread"' not in shown


def test_what_people_type_is_never_run_as_markup(client, system, planned):
    because = {"because": "A test of what is typed"}
    client.post(
        at("section-add", system, planned.plan), {"heading": "<script>x</script>", "words": "<b>y", **because}
    )
    client.post(at("commitment-add", system, planned.plan), {"title": "<img src=x onerror=y>", **because})
    for door, record in (("plan", planned.plan), ("golden-thread", None), ("loose-ends", None)):
        shown = page(client, door, system, record)
        assert "<script>x" not in shown
        assert "<img src=x" not in shown
