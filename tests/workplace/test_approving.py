"""Nothing is public before somebody with the right to has approved it, and that is nobody who had a part in it."""

import pytest
from django.conf import settings

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.approving import approve, newest_publications, propose, retire, send_back
from aimwell.services.workplace.changing import Asking, Refused
from aimwell.services.workplace.priorities import add_priority, change_priority
from aimwell.services.workplace.signed_in import actor_of
from aimwell.store.workplace.models import RoleGiven
from tests.workplace.conftest import NOW, TODAY

FIELDS = {"title": "Fewer people smoke", "level": "local", "aim": "outcomes"}


@pytest.fixture
def proposed(system, asking):
    by = asking("strategy", system)
    priority = add_priority(asking=by, system=system, fields=FIELDS, packs=())
    propose(asking=by, record=priority, act=Act.EDIT_PRIORITIES)
    return priority


def test_an_approved_record_is_public_as_it_then_was(proposed, system, asking, rules):
    approve(asking=asking("approver", system), record=proposed, rules=rules, packs=())
    change_priority(
        asking=asking("strategy", system, name="Another"),
        priority=proposed,
        fields={"title": "New words"},
        seen=None,
        packs=(),
    )
    (public,) = newest_publications(system.pk)
    assert public.snapshot["title"] == "Fewer people smoke"
    assert proposed.state == "draft"


@pytest.mark.usefixtures("proposed")
def test_what_is_only_proposed_is_not_public(system):
    assert newest_publications(system.pk) == []


def test_a_record_that_was_not_proposed_cannot_be_approved(system, asking, rules):
    priority = add_priority(asking=asking("strategy", system), system=system, fields=FIELDS, packs=())
    with pytest.raises(Problem, match="it is draft"):
        approve(asking=asking("approver", system), record=priority, rules=rules, packs=())


def test_nobody_approves_what_they_changed_last(proposed, system, asking, rules):
    by = asking("approver", system)
    proposed.changed_by = by.by.id
    with pytest.raises(Refused, match="second person"):
        approve(asking=by, record=proposed, rules=rules, packs=())


def test_nobody_approves_what_they_wrote_because_a_colleague_mended_a_comma(
    system, asking, account_with, rules
):
    account = account_with("strategy", system, "Both")
    RoleGiven(
        account=account, role="approver", system=system, valid_from=TODAY, made_at=NOW, changed_at=NOW
    ).save(force_insert=True)
    both = Asking(actor_of(account, settings.AIMWELL.definitions, TODAY), NOW, "Agreed by the board")
    colleague = asking("strategy", system)
    priority = add_priority(asking=both, system=system, fields=FIELDS, packs=())
    change_priority(
        asking=colleague, priority=priority, fields={"title": "Fewer people, smoke"}, seen=1, packs=()
    )
    propose(asking=colleague, record=priority, act=Act.EDIT_PRIORITIES)
    with pytest.raises(Refused, match="you had a part in what it says now"):
        approve(asking=both, record=priority, rules=rules, packs=())
    approve(asking=asking("approver", system), record=priority, rules=rules, packs=())
    change_priority(
        asking=colleague, priority=priority, fields={"title": "Nobody smokes"}, seen=None, packs=()
    )
    propose(asking=both, record=priority, act=Act.EDIT_PRIORITIES)
    approve(asking=both, record=priority, rules=rules, packs=())  # of this change they had no part
    assert newest_publications(system.pk)[0].snapshot["title"] == "Nobody smokes"


def test_a_strategy_lead_cannot_approve(proposed, system, asking, rules):
    with pytest.raises(Refused, match="none of your roles"):
        approve(asking=asking("strategy", system, name="Another"), record=proposed, rules=rules, packs=())


def test_an_approver_of_another_system_cannot_approve(proposed, other_system, asking, rules):
    with pytest.raises(Refused, match="in another system"):
        approve(asking=asking("approver", other_system), record=proposed, rules=rules, packs=())


def test_a_record_that_was_sent_back_is_a_draft_again(proposed, system, asking):
    send_back(asking=asking("approver", system), record=proposed)
    assert proposed.state == "draft"


def test_a_retired_record_is_no_longer_public(proposed, system, asking, rules):
    approve(asking=asking("approver", system), record=proposed, rules=rules, packs=())
    retire(asking=asking("strategy", system, name="Another"), record=proposed, act=Act.EDIT_PRIORITIES)
    assert newest_publications(system.pk) == []
