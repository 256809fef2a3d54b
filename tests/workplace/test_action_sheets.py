"""Actions of a plan by spreadsheet: out and back untouched changes nothing; faults have cells; nothing is half-saved."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aimwell.catalogue.upload_limits import read_upload_limits
from aimwell.gateways.uploads.reading import read_uploaded_bytes
from aimwell.store.workplace.models import Action, BudgetLine, LogEntry, Plan
from tests.gateways.uploads import hostile
from tests.workplace.conftest import NOW
from tests.workplace.planned import plan_much, plan_whole


@pytest.fixture
def planned(asking, system, definitions):
    return plan_whole(
        asking=asking("strategy", system, name="Author"), system=system, definitions=definitions
    )


@pytest.fixture
def client(signed_in, system):
    return signed_in("strategy", system).client


def at(door, system, plan):
    return reverse(door, kwargs={"system": system.code, "record": plan.pk})


def taken_out(client, system, plan) -> list[list[object]]:
    """The rows of the sheet, headings first."""
    content = client.get(at("plan-sheet-file", system, plan)).content
    limits = read_upload_limits(settings.AIMWELL.definitions)
    upload = read_uploaded_bytes(content=content, name="a.xlsx", limits=limits)
    return [list(row) for row in next(t for t in upload.tables if t.name == "Actions").rows]


def send(client, system, plan, content):
    content = content if isinstance(content, bytes) else as_csv(content)
    return client.post(at("plan-sheet-take", system, plan), {"file": SimpleUploadedFile("a.csv", content)})


def confirm(client, system, plan, because="Agreed by the partners"):
    return client.post(at("plan-sheet-confirm", system, plan), {"because": because})


def as_csv(rows) -> bytes:
    held = StringIO(newline="")
    csv.writer(held).writerows(rows)
    return held.getvalue().encode()


def put(rows, row, **cells):
    """Fill cells of a row, which is added where it is not there; rows count as a spreadsheet counts."""
    while len(rows) < row:
        rows.append([""] * len(rows[0]))
    for name, value in cells.items():
        rows[row - 1][rows[0].index(name.replace("_", " "))] = value


def test_what_went_out_comes_back_and_changes_nothing(client, system, planned):
    before = LogEntry.objects.count()
    answer = send(client, system, planned.plan, taken_out(client, system, planned.plan))
    assert "There is nothing to save" in answer.content.decode()
    assert LogEntry.objects.count() == before


def test_two_budget_lines_of_one_title_are_told_apart_by_their_year(client, system, planned):
    twin = BudgetLine(
        system=system, title="Grant", amount=Decimal(1), year="2027/28", made_at=NOW, changed_at=NOW
    )
    twin.save(force_insert=True)
    book = taken_out(client, system, planned.plan)
    assert book[1][book[0].index("Budget line")] == "Grant, 2026/27"
    assert "nothing to save" in send(client, system, planned.plan, book).content.decode()
    put(book, 2, Budget_line="Grant, 2027/28")
    send(client, system, planned.plan, book)
    confirm(client, system, planned.plan)
    assert Action.objects.get().budget == twin


def test_changed_and_new_rows_are_shown_and_then_saved_in_one_change(client, system, planned):
    book = taken_out(client, system, planned.plan)
    put(book, 2, Due="2026-12-01", Action="Clinics everywhere")
    put(book, 3, Commitment="Help everyone who smokes", Action="Train staff", How_it_goes="Not started")
    version = Plan.objects.get().version
    shown = send(client, system, planned.plan, book).content.decode()
    assert "Clinics everywhere" in shown
    assert Action.objects.get().title == "Clinics in every town"
    assert confirm(client, system, planned.plan).status_code == 302
    assert set(Action.objects.values_list("title", flat=True)) == {"Clinics everywhere", "Train staff"}
    assert Action.objects.get(title="Clinics everywhere").due == date(2026, 12, 1)
    assert Plan.objects.get().version == version + 1


def test_reported_progress_by_spreadsheet_leaves_the_plan_as_it_is(client, system, planned):
    book = taken_out(client, system, planned.plan)
    put(book, 2, How_it_goes="Under way")
    version = Plan.objects.get().version
    send(client, system, planned.plan, book)
    confirm(client, system, planned.plan)
    assert (Action.objects.get().progress, Plan.objects.get().version) == ("under_way", version)


@pytest.mark.parametrize(
    ("cells", "address"),
    [
        ({"Commitment": "No such thing"}, "B2"),
        ({"Action": "x" * 301}, "C2"),
        ({"Owner": "Nobody"}, "E2"),
        ({"Partners": "Nobody"}, "F2"),
        ({"Due": "soon"}, "G2"),
        ({"How_it_goes": "Well"}, "H2"),
        ({"How_it_goes": "Done"}, "I2"),
        ({"Budget_line": "No such line"}, "J2"),
        ({"Measures": "no_such_measure"}, "K2"),
        ({"Id": "4b2f2c1e-0000-0000-0000-000000000000"}, "A2"),
    ],
)
def test_a_fault_is_told_with_its_cell_and_nothing_is_saved(client, system, planned, cells, address):
    book = taken_out(client, system, planned.plan)
    put(book, 2, **cells)
    put(book, 3, Commitment="Help everyone who smokes", Action="Train staff", How_it_goes="Not started")
    answer = send(client, system, planned.plan, book)
    assert answer.status_code == 400
    assert address in answer.content.decode()
    assert Action.objects.count() == 1


def test_what_somebody_changed_in_between_is_not_overwritten(client, system, planned):
    book = taken_out(client, system, planned.plan)
    put(book, 2, Action="Clinics everywhere")
    send(client, system, planned.plan, book)
    Action.objects.update(version=7)
    assert "Somebody changed the plan" in confirm(client, system, planned.plan).content.decode()
    assert Action.objects.get().title == "Clinics in every town"


def test_without_a_reason_nothing_is_saved_and_the_preview_stays(client, system, planned):
    book = taken_out(client, system, planned.plan)
    put(book, 2, Action="Clinics everywhere")
    send(client, system, planned.plan, book)
    assert "Say why" in confirm(client, system, planned.plan, because="").content.decode()
    assert Action.objects.get().title == "Clinics in every town"


def test_a_file_for_one_plan_is_not_saved_in_another(client, system, planned):
    book = taken_out(client, system, planned.plan)
    put(book, 2, Action="Clinics everywhere")
    send(client, system, planned.plan, book)
    other = plan_much(system, priorities=1, commitments=1, actions=1, targets=1)
    assert confirm(client, system, other).headers["Location"] == at("plan-sheet", system, other)
    assert not Action.objects.filter(title="Clinics everywhere").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        hostile.lying_about_its_size(),
        hostile.with_part(hostile.workbook([["a"]]), "xl/vbaProject.bin", b"x"),
    ],
    ids=["empty", "lying", "macros"],
)
def test_a_hostile_file_is_refused_in_words(client, system, planned, content):
    answer = send(client, system, planned.plan, content)
    assert answer.status_code == 400
    assert "There is a problem" in answer.content.decode() or "Nothing was saved" in answer.content.decode()


def test_taking_many_actions_out_asks_few_questions(client, system, django_assert_max_num_queries):
    plan = plan_much(system)
    with django_assert_max_num_queries(30):
        answer = client.get(at("plan-sheet-file", system, plan))
    assert answer.status_code == 200


def test_who_may_import_but_not_edit_plans_saves_nothing(signed_in, system, planned):
    analyst = signed_in("analyst", system).client
    book = taken_out(analyst, system, planned.plan)
    put(book, 2, Action="Clinics everywhere")
    send(analyst, system, planned.plan, book)
    assert confirm(analyst, system, planned.plan).status_code == 403
    assert Action.objects.get().title == "Clinics in every town"


def test_the_workbook_itself_comes_back_and_changes_nothing(client, system, planned):
    content = client.get(at("plan-sheet-file", system, planned.plan)).content
    assert "nothing to save" in send(client, system, planned.plan, content).content.decode()
