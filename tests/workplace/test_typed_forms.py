"""Forms take what people type and paste, and never keep what a page or a file could not show."""

import pytest
from django.urls import reverse

from aimwell.domain.problems import Problem
from aimwell.services.workplace.priorities import add_priority
from aimwell.services.workplace.targets import add_target
from aimwell.store.workplace.models import Asked, BudgetLine, Plan, Priority, Target

REASON = "Agreed by the board"


@pytest.fixture
def priority(system, asking):
    fields = {"title": "Fewer people smoke", "level": "local", "aim": "outcomes"}
    return add_priority(asking=asking("strategy", system), system=system, fields=fields, packs=())


@pytest.fixture
def client(signed_in, system):
    return signed_in("strategy", system, "Lead").client


@pytest.mark.parametrize("typed", ["£1.2m", "£1,200,000", "1200000.00", "1.2 million"])
def test_money_is_taken_as_people_write_it(client, system, typed):
    given = {"title": "Stop smoking service", "amount": typed, "year": "2026/27", "because": REASON}
    assert client.post(reverse("budget-line-add", kwargs={"system": system.code}), given).status_code == 302
    assert BudgetLine.objects.get().amount == 1_200_000


@pytest.mark.parametrize(("typed", "number"), [("62.5%", 62.5), ("1,250", 1250), ("12.5", 12.5)])
def test_a_value_is_taken_as_people_write_it(client, system, priority, typed, number):
    given = {
        "title": "Down to that", "priority": str(priority.pk), "place": system.code, "value": typed,
        "by": "31 March 2027", "because": REASON,
    }  # fmt: skip
    assert client.post(reverse("target-add", kwargs={"system": system.code}), given).status_code == 302
    assert Target.objects.get().value == number


def test_what_a_word_processor_pastes_between_lines_becomes_a_line(client, system):
    given = {
        "title": "One\x0btwo\r\nthree",
        "level": "local",
        "aim": "outcomes",
        "why": "a\x0bb",
        "because": REASON,
    }
    assert client.post(reverse("priority-add", kwargs={"system": system.code}), given).status_code == 302
    assert [(each.title, each.why) for each in Priority.objects.all()] == [("One two three", "a\nb")]


def test_a_year_that_nobody_means_is_told_beside_its_field(client, system):
    given = {
        "kind": "joint_forward_plan", "title": "A plan", "owner": str(system.pk), "starts": "2026-04-01",
        "ends": "31 12 9999", "because": REASON,
    }  # fmt: skip
    answer = client.post(reverse("plan-add", kwargs={"system": system.code}), given)
    assert "The year has to be from 1800 to 2199" in answer.content.decode()
    assert not Plan.objects.exists()


def test_a_number_that_no_database_holds_is_told_beside_its_field(client, system, priority, asking):
    fields = {"title": "A target", "priority": priority, "place": system.code}
    target = add_target(asking=asking("strategy", system, name="Another"), system=system, fields=fields)
    given = {"who": "Carers", "said": "More time", "how_many": "9" * 20, "because": REASON}
    path = reverse("target-asked", kwargs={"system": system.code, "record": target.pk})
    assert client.post(path, given).status_code == 200
    assert not Asked.objects.exists()


def test_no_service_keeps_what_no_document_can_hold(system, asking):
    fields = {"title": "a\x0bb", "level": "local", "aim": "outcomes"}
    with pytest.raises(Problem, match="cannot be kept"):
        add_priority(asking=asking("strategy", system), system=system, fields=fields, packs=())
    assert not Priority.objects.exists()
