"""What is worked out before anybody asks is what they are then told."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aimwell.services.workplace.ahead import work_ahead
from aimwell.services.workplace.declared import catalogue_of, lint_rules
from aimwell.services.workplace.standings import Ask
from aimwell.services.workplace.target_quality import graded_lines, lines_of
from tests.workplace.conftest import TODAY
from tests.workplace.promised import add_promise


@pytest.fixture
def ask() -> Ask:
    return Ask(settings.AIMWELL.store, settings.AIMWELL.definitions, TODAY)


def test_grades_that_were_worked_out_ahead_need_no_reading(ask, asking, system, other_system):
    fields = {"title": "A wish", "measure": "", "place": "QXX"}
    priority = {"title": "Care comes in time", "level": "local", "aim": "outcomes"}
    add_promise(asking=asking("strategy", system), system=system, priority=priority, targets=[fields])
    assert work_ahead(ask) == 1  # the other system has no targets
    assert not lines_of(other_system)
    lines = lines_of(system)
    with CaptureQueriesContext(connection) as asked:
        rules = lint_rules(ask.definitions)
        (grade,) = graded_lines(
            lines, measures=catalogue_of(ask.definitions).measures, rules=rules, today=TODAY
        )
    assert len(asked) == 0
    assert grade.lint.holes


def test_a_workplace_without_targets_has_nothing_to_work_out(ask, system):
    assert system.code
    assert work_ahead(ask) == 0
