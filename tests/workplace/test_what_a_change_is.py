"""What counts as a change: other records, not other words; and no caller can leave the ceilings out."""

import inspect
from importlib import import_module
from pkgutil import iter_modules

import aimwell.services.workplace as room
from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.changing import change
from aimwell.store.workplace.models import Commitment, LogEntry
from tests.workplace.planned import plan_whole
from tests.workplace.promised import add_promise


def test_a_link_to_another_record_of_the_same_name_is_a_change(asking, system, definitions):
    by = asking("strategy", system)
    planned = plan_whole(asking=by, system=system, definitions=definitions)
    _, (namesake,) = add_promise(
        asking=by,
        system=system,
        priority={"title": "Another", "level": "local", "aim": "outcomes"},
        targets=[{"title": planned.target.title, "place": system.code}],
    )
    before = LogEntry.objects.count()
    with change(by, Act.EDIT_PLANS, system) as made:
        commitment = Commitment.objects.get(pk=planned.commitment.pk)
        assert made.alter(commitment, {}, links={"targets": [namesake]})
    assert [target.pk for target in commitment.targets.all()] == [namesake.pk]
    assert LogEntry.objects.count() == before + 1


def test_the_same_records_in_another_order_are_no_change(asking, system, definitions):
    by = asking("strategy", system)
    planned = plan_whole(asking=by, system=system, definitions=definitions)
    _, (other,) = add_promise(
        asking=by,
        system=system,
        priority={"title": "Another", "level": "local", "aim": "outcomes"},
        targets=[{"title": "Before the other", "place": system.code}],
    )
    commitment = Commitment.objects.get(pk=planned.commitment.pk)
    with change(by, Act.EDIT_PLANS, system) as made:
        assert made.alter(commitment, {}, links={"targets": [planned.target, other]})
    with change(by, Act.EDIT_PLANS, system) as made:
        assert not made.alter(commitment, {}, links={"targets": [other, planned.target]})


def test_no_service_that_holds_people_to_rule_packs_can_be_called_without_them():
    taken = {
        f"{module.name}.{name}": inspect.signature(made).parameters["packs"].default
        for module in iter_modules(room.__path__, f"{room.__name__}.")
        for name, made in inspect.getmembers(import_module(module.name), inspect.isfunction)
        if made.__module__ == module.name and "packs" in inspect.signature(made).parameters
    }
    assert {"add_priority", "approve", "put_back"} <= {name.rpartition(".")[2] for name in taken}
    assert {name for name, default in taken.items() if default is not inspect.Parameter.empty} == set()
