"""Aims of all systems and the four aims' scorecard: what is approved of everybody, drafts only of one's own."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO

import pytest
from bench.compare_aims import make_released
from django.conf import settings
from django.urls import reverse
from python_calamine import CalamineWorkbook

from aimwell.domain.measures import Better
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.aims_compared import AimsQuestion, Made, Part
from aimwell.domain.workplace.standing import Reason, StandingKind
from aimwell.services.workplace.changing import change
from aimwell.services.workplace.compare_aims import compare_aims, told
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.standings import Ask, standings_of_drafts
from aimwell.store.folder import StoreFolder
from aimwell.store.workplace.models import LogEntry, Target
from tests.workplace.conftest import TODAY, body
from tests.workplace.promised import add_promise, publish_promise

PRIORITY = {"title": "Care comes in time", "level": "local", "aim": "outcomes"}


@pytest.fixture
def measure(definitions):
    """A measure whose figures get better when they rise."""
    held = catalogue_of(definitions).measures
    return next(each for each in held.values() if each.better is Better.HIGHER and each.unit == "percent")


@pytest.fixture
def released(measure):
    """Made-up figures of every month from June 2021 to May 2026, which creep up from about 50."""
    make_released(StoreFolder(settings.AIMWELL.store), [measure])


@pytest.fixture
def system(db):  # noqa: ARG001
    return body("Example Valley", "Q01")


@pytest.fixture
def other_system(db):  # noqa: ARG001
    return body("Example Coast", "Q02")


@pytest.fixture
def target(measure):
    """The fields of a target that is complete."""
    return {
        "title": "No less than 49 by March 2030", "measure": measure.id, "place": "Q01", "direction": "higher",
        "unit": measure.unit, "baseline": 47.0, "baseline_period": "2024-03", "value": 49.0, "by": date(2030, 3, 31),
        "gap_by": "sex", "gap_value": 2.0, "trajectory": {"2026-05": 48.0, "2030-03": 49.0},
    }  # fmt: skip


@pytest.fixture
def publish(asking, rules):
    """Publish a priority with targets in a system."""

    def make(system, *targets):
        priority, made = add_promise(
            asking=asking("strategy", system, name=f"Author {system.code} {targets[0]['title']}"),
            system=system,
            priority=PRIORITY,
            targets=list(targets),
        )
        publish_promise(
            by=asking("strategy", system, name=f"Asker {system.code} {targets[0]['title']}"),
            approver=asking("approver", system, name=f"Chair {system.code} {targets[0]['title']}"),
            store=settings.AIMWELL.store, rules=rules, priority=priority, targets=made,
        )  # fmt: skip
        return made

    return make


@pytest.fixture
def draft(asking):
    """A draft of a target."""

    def make(system, fields):
        _, (made,) = add_promise(
            asking=asking("strategy", system, name=f"Drafter {system.code} {fields['title']}"),
            system=system,
            priority=PRIORITY,
            targets=[fields],
        )
        return made

    return make


def ask() -> Ask:
    return Ask(settings.AIMWELL.store, settings.AIMWELL.definitions, TODAY)


@pytest.mark.usefixtures("released")
def test_approved_targets_of_all_and_drafts_of_ones_own_are_compared(
    publish, draft, system, other_system, target
):
    publish(other_system, target)
    draft(other_system, {**target, "title": "A secret of the coast"})
    draft(system, {**target, "title": "A draft of ours"})
    found = compare_aims(ask=ask(), question=AimsQuestion(), own=frozenset({system.pk}))
    assert {(aim.system, aim.title, aim.state) for aim in found.aims} == {
        ("Q02", target["title"], "Approved"),
        ("Q01", "A draft of ours", "Draft"),
    }


@pytest.mark.usefixtures("released")
def test_a_change_to_a_draft_shows_at_once(draft, asking, system, target):
    made = draft(system, target)
    own = frozenset({system.pk})
    assert compare_aims(ask=ask(), question=AimsQuestion(), own=own).aims[0].value == 49.0
    with change(asking("strategy", system, name="Somebody else"), Act.EDIT_TARGETS, system) as changed:
        changed.alter(Target.objects.get(pk=made.pk), {"value": 60.0})
    (aim,) = told(ask=ask(), aims=compare_aims(ask=ask(), question=AimsQuestion(), own=own).aims)
    assert (aim.value, aim.standing) == (60.0, StandingKind.ON_COURSE)


@pytest.mark.usefixtures("released")
def test_a_draft_that_changes_between_finding_and_judging_is_still_judged(draft, system, target):
    made = draft(system, target)
    found = compare_aims(ask=ask(), question=AimsQuestion(), own=frozenset({system.pk}))
    Target.objects.filter(pk=made.pk).update(value=60.0, version=2)
    (aim,) = told(ask=ask(), aims=found.aims)
    assert aim.standing is StandingKind.ON_COURSE


@pytest.mark.usefixtures("released")
def test_an_aim_says_what_it_asks_beside_england_and_how_it_stands(publish, system, target):
    publish(system, target)
    (aim,) = told(ask=ask(), aims=compare_aims(ask=ask(), question=AimsQuestion(), own=None).aims)
    assert aim.made is Made.WHOLE
    assert aim.per_year == pytest.approx(2 / 47 / 6, rel=1e-3)
    assert aim.england_per_year is not None
    assert aim.standing is StandingKind.KEPT
    assert aim.proof == f"systems/Q01/{target['measure']}.html#{aim.value_id}"


@pytest.mark.usefixtures("released")
def test_only_targets_with_what_is_asked_for_are_found(publish, system, other_system, target):
    publish(system, target)
    publish(other_system, {**target, "gap_value": None, "gap_by": ""})
    question = AimsQuestion(has=frozenset({Part.NUMBER, Part.DATE, Part.BASELINE, Part.GAP}))
    found = compare_aims(ask=ask(), question=question, own=None)
    assert ([aim.system for aim in found.aims], found.systems, found.publishing) == (["Q01"], 1, 2)


def test_without_released_figures_nobody_can_tell_and_the_next_step_is_said(draft, system, target):
    made = draft(system, target)
    judged = standings_of_drafts(ask=ask(), targets=[made])[str(made.pk)]
    assert judged.standing.reason is Reason.NO_RECORD
    assert judged.gap.reason is Reason.NO_RECORD


@pytest.mark.usefixtures("released")
def test_standings_are_worked_out_once_for_each_version(draft, system, target, django_assert_num_queries):
    made = draft(system, target)
    first = standings_of_drafts(ask=ask(), targets=[made])
    with django_assert_num_queries(0):
        assert standings_of_drafts(ask=ask(), targets=[made]) == first
    made.version += 1
    with django_assert_num_queries(1):
        standings_of_drafts(ask=ask(), targets=[made])


@pytest.mark.usefixtures("released")
def test_the_page_shows_groups_marks_drafts_and_orders_by_ambition_only_for_one_measure(
    publish, draft, system, other_system, target, signed_in, measure
):
    publish(other_system, target)
    draft(system, {**target, "title": "A draft of ours"})
    client = signed_in("reader", system).client
    text = client.get("/workplace/Q01/compare/").content.decode()
    for words in (
        "Example Coast",
        "A draft of ours",
        "Draft</strong>",
        "A number, a day, a baseline and a gap to narrow",
    ):
        assert words in text
    assert "Most ambitious first" in text  # all are of one measure
    draft(system, {**target, "measure": "rtt_within_18_weeks", "title": "Another"})
    assert "Choose a measure to order by ambition" in client.get("/workplace/Q01/compare/").content.decode()
    text = client.get(f"/workplace/Q01/compare/?measure={measure.id}&sort=ambition&has=gap").content.decode()
    assert "<strong>Most ambitious first</strong>" in text


@pytest.mark.usefixtures("released")
def test_a_download_holds_exactly_what_is_shown(publish, system, other_system, target, signed_in):
    publish(other_system, target, {**target, "title": "=No number", "value": None})
    client = signed_in("reader", system).client
    query = "?has=number"
    rows = list(
        csv.DictReader(
            StringIO(client.get(f"/workplace/Q01/compare/aims.csv{query}").content.decode("utf-8-sig"))
        )
    )
    assert [(row["system"], row["target"], row["standing"]) for row in rows] == [
        ("Q02", target["title"], "Kept")
    ]
    found = json.loads(client.get(f"/workplace/Q01/compare/aims.json{query}").content)
    assert [row[found["columns"].index("target")] for row in found["rows"]] == [target["title"]]
    book = CalamineWorkbook.from_filelike(BytesIO(client.get("/workplace/Q01/compare/aims.xlsx").content))
    sheet = book.get_sheet_by_index(0).to_python()
    assert len(sheet) == 3
    plain = client.get("/workplace/Q01/compare/aims.csv").content.decode("utf-8-sig")
    assert "'=No number" in plain


def test_an_empty_comparison_says_what_to_do_next(system, signed_in):
    text = signed_in("reader", system).client.get("/workplace/Q01/compare/").content.decode()
    assert "No system has published a target here yet" in text


def test_nobody_compares_from_a_system_that_is_not_theirs(system, other_system, signed_in):
    client = signed_in("reader", other_system).client
    assert client.get(f"/workplace/{system.code}/compare/").status_code == 403
    assert LogEntry.objects.filter(outcome="refused").exists()


@pytest.mark.usefixtures("released")
def test_the_comparison_takes_few_queries_however_many_targets(
    publish, draft, system, other_system, target, signed_in, django_assert_max_num_queries
):
    publish(other_system, *({**target, "title": f"Target {number}"} for number in range(12)))
    draft(system, target)
    client = signed_in("reader", system).client
    client.get("/workplace/Q01/compare/")
    with django_assert_max_num_queries(10):
        client.get("/workplace/Q01/compare/")


@pytest.mark.usefixtures("released")
def test_the_scorecard_has_every_aim_and_marks_drafts(publish, draft, system, target, signed_in):
    publish(system, {**target, "illustrative": True})
    draft(system, {**target, "title": "A draft of ours", "value": 90.0})
    text = (
        signed_in("reader", system)
        .client.get(reverse("scorecard", kwargs={"system": "Q01"}))
        .content.decode()
    )
    for words in (
        "Better health and care", "Wider social and economic development", "No priority for this aim yet",
        "A draft of ours", "Draft</strong>", "1</strong> target is not public", "Illustrative: invented",
        'aw-stand-kept">Kept', "Proof",
    ):  # fmt: skip
        assert words in text


@pytest.mark.usefixtures("released")
def test_the_scorecard_takes_few_queries_however_many_targets(
    publish, system, target, signed_in, django_assert_max_num_queries
):
    publish(system, *({**target, "title": f"Target {number}"} for number in range(15)))
    client = signed_in("reader", system).client
    client.get("/workplace/Q01/scorecard/")
    with django_assert_max_num_queries(10):
        client.get("/workplace/Q01/scorecard/")


def test_an_empty_scorecard_says_where_to_begin(system, signed_in):
    text = signed_in("reader", system).client.get("/workplace/Q01/scorecard/").content.decode()
    assert "Begin with a priority" in text
