"""The log holds together, and neither the application nor the database lets anybody change it."""

import pytest
from django.db import DatabaseError, connection, transaction

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.log_chain import first_break
from aimwell.services.workplace.changing import Refused, change
from aimwell.services.workplace.priorities import add_priority, change_priority
from aimwell.store.workplace import log
from aimwell.store.workplace.models import LogEntry, Priority

FIELDS = {"title": "Fewer people smoke", "level": "local", "aim": "outcomes"}


def test_a_change_has_its_author_time_reason_and_what_it_was(system, asking):
    by = asking("strategy", system)
    priority = add_priority(asking=by, system=system, fields=FIELDS, packs=())
    change_priority(asking=by, priority=priority, fields={"title": "Nobody smokes"}, seen=1, packs=())
    entry = LogEntry.objects.order_by("-number").first()
    assert (entry.actor, entry.at[:16], entry.because) == (
        by.by.id,
        "2026-06-01T09:30",
        "Agreed by the board",
    )
    assert entry.changes == {"title": ["Fewer people smoke", "Nobody smokes"]}


def test_a_change_that_changes_nothing_leaves_no_entry(system, asking):
    by = asking("strategy", system)
    priority = add_priority(asking=by, system=system, fields=FIELDS, packs=())
    before = log.head()
    assert change_priority(asking=by, priority=priority, fields=FIELDS, seen=1, packs=()) is False
    assert log.head() == before


def test_the_chain_holds_over_many_entries(system, asking):
    by = asking("strategy", system)
    for number in range(20):
        add_priority(
            asking=by, system=system, fields={**FIELDS, "title": f"Priority {number} – ägé"}, packs=()
        )
    assert first_break(log.chain(), head=log.head()) is None


def test_somebody_without_the_role_is_refused_and_the_log_says_so(system, asking):
    with pytest.raises(Refused, match="none of your roles lets you edit priorities"):
        add_priority(asking=asking("reader", system), system=system, fields=FIELDS, packs=())
    entry = LogEntry.objects.get()
    assert (entry.outcome, entry.act) == ("refused", "edit priorities")
    assert not Priority.objects.exists()


def test_a_change_without_a_reason_is_refused(system, asking):
    with pytest.raises(Problem, match="No reason was given"):
        add_priority(asking=asking("strategy", system, because=" "), system=system, fields=FIELDS, packs=())


def test_a_change_to_what_somebody_else_changed_meanwhile_is_refused(system, asking):
    by = asking("strategy", system)
    priority = add_priority(asking=by, system=system, fields=FIELDS, packs=())
    change_priority(asking=by, priority=priority, fields={"title": "Second"}, seen=1, packs=())
    with pytest.raises(Problem, match="changed by somebody else"):
        change_priority(asking=by, priority=priority, fields={"title": "Third"}, seen=1, packs=())


def test_a_change_that_fails_half_way_leaves_neither_record_nor_entry(system, asking):
    by = asking("strategy", system)

    def half() -> None:
        with change(by, Act.EDIT_PRIORITIES, system) as made:
            made.add(Priority(system=system, **FIELDS))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert not Priority.objects.exists()
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "update workplace_logentry set because = 'another reason'",
        "delete from workplace_logentry",
        "delete from workplace_publication",
    ],
)
def test_the_database_refuses_to_change_the_log(system, asking, sql):
    add_priority(asking=asking("strategy", system), system=system, fields=FIELDS, packs=())
    from aimwell.store.workplace.models import Publication

    Publication(
        kind="priority", record=system.pk, record_version=1, system=system.pk, snapshot={}, approved_by=system.pk,
        approved_as="", because="", at="2026-06-01T00:00:00Z", log_number=1,
    ).save()  # fmt: skip
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        connection.cursor().execute(sql)


def test_the_application_refuses_to_change_the_log(system, asking):
    add_priority(asking=asking("strategy", system), system=system, fields=FIELDS, packs=())
    entry = LogEntry.objects.get()
    entry.because = "another reason"
    with pytest.raises(Problem, match="written in the log"):
        entry.save()
    with pytest.raises(Problem, match="written in the log"):
        entry.delete()
