"""Bringing in a target table: read, looked at, ticked; all of it kept or none; and no file can stop the server."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aimwell.store.workplace.models import LogEntry, Target
from tests.gateways.uploads import hostile
from tests.workplace.promised import add_promise

TABLE = (
    "Priority\tMeasure\tBaseline\tTarget\tOwner\n"
    "Fewer people smoke\tAdults who smoke\t13.9% (2022)\t5% by 2030\tNobody we know\n"
    "Fewer people smoke\tWaiting for tests\t60% (2025)\t5% to 7%\t\n"
)
ROWS = [["Measure", "Baseline", "Target"], ["Adults who smoke", "13.9% (2022)", "5% by 2030"]]


@pytest.fixture
def priority(asking, system):
    made, _ = add_promise(
        asking=asking("strategy", system, name="Before"), system=system, targets=[],
        priority={"title": "Fewer people smoke", "level": "local", "aim": "outcomes"},
    )  # fmt: skip
    return made


@pytest.fixture
def client(signed_in, system):
    return signed_in("strategy", system).client


def at(door, system):
    return reverse(door, kwargs={"system": system.code})


def send(client, system, content, name="plan.xlsx"):
    return client.post(at("target-table-read", system), {"file": SimpleUploadedFile(name, content)})


def keep(client, system, **given):
    return client.post(at("target-table-keep", system), {"because": "From the strategy", **given})


def test_pasted_rows_are_shown_with_every_field_its_cell_and_its_holes(client, system, priority):
    shown = client.post(at("target-table-read", system), {"pasted": TABLE}).content.decode()
    assert "13.9% (2022)" in shown
    assert "Not taken as it stands" in shown
    assert "no owner" in shown
    assert f'<option value="{priority.pk}" selected>' in shown
    assert not Target.objects.exists()


def test_ticked_rows_become_draft_targets_in_one_change(client, system, priority):
    client.post(at("target-table-read", system), {"pasted": TABLE})
    given = {"tick-0": "on", "tick-1": "on", "measure-0": "adults_who_smoke"}
    places = {"place-0": "QXX", "place-1": "QXX", "priority-0": priority.pk, "priority-1": priority.pk}
    answer = keep(client, system, **given, **places)
    assert answer.status_code == 302
    first, second = Target.objects.order_by("-value")
    assert {first.state, second.state} == {"draft"}
    smoking = Target.objects.get(measure="adults_who_smoke")
    assert (smoking.baseline, smoking.value, smoking.unit) == (13.9, 5.0, "percent")
    assert Target.objects.exclude(pk=smoking.pk).get().value is None
    told = LogEntry.objects.filter(kind="target", record=str(smoking.pk)).get().changes
    assert told["read_from"][1].startswith("Pasted rows, ")


def test_a_row_that_is_not_ticked_is_not_kept(client, system, priority):
    client.post(at("target-table-read", system), {"pasted": TABLE})
    keep(client, system, **{"tick-1": "on", "place-1": "QXX", "priority-1": priority.pk})
    assert [target.title for target in Target.objects.all()] == ["Waiting for tests"]


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ("priority-1", "Row 2: choose its priority"),
        ("place-1", "Row 2: choose its place"),
        ("because", "Say why you are making this change"),
    ],
)
def test_with_one_thing_missing_nothing_is_kept_and_what_was_chosen_stays(
    client, system, priority, left_out, words
):
    client.post(at("target-table-read", system), {"pasted": TABLE})
    given = {
        "tick-0": "on", "place-0": "QXX", "priority-0": str(priority.pk), "measure-0": "adults_who_smoke",
        "tick-1": "on", "place-1": "QXX", "priority-1": str(priority.pk), "because": "From the strategy",
    }  # fmt: skip
    del given[left_out]
    answer = client.post(at("target-table-keep", system), given)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert 'value="adults_who_smoke" selected' in answer.content.decode()
    assert not Target.objects.exists()


@pytest.mark.usefixtures("priority")
def test_with_nothing_ticked_nothing_is_kept(client, system):
    client.post(at("target-table-read", system), {"pasted": TABLE})
    assert "No row is ticked" in keep(client, system).content.decode()


def test_a_measure_that_was_not_offered_cannot_be_chosen(client, system, priority):
    client.post(at("target-table-read", system), {"pasted": TABLE})
    given = {"tick-1": "on", "place-1": "QXX", "priority-1": priority.pk, "measure-1": "adults_who_smoke"}
    assert keep(client, system, **given).status_code == 400
    assert not Target.objects.exists()


def test_the_same_table_is_not_kept_twice(client, system, priority):
    client.post(at("target-table-read", system), {"pasted": TABLE})
    given = {"tick-0": "on", "place-0": "QXX", "priority-0": priority.pk}
    keep(client, system, **given)
    assert keep(client, system, **given).headers["Location"] == at("target-table", system)
    assert Target.objects.count() == 1


def test_a_table_that_was_read_in_one_system_is_not_kept_in_another(signed_in, system, other_system):
    browser = signed_in("strategy", None).client
    browser.post(at("target-table-read", system), {"pasted": TABLE})
    assert keep(browser, other_system, **{"tick-0": "on"}).status_code == 302
    assert not Target.objects.exists()


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.docx", "plan.csv"])
def test_a_table_is_read_from_every_kind_of_file(client, system, name):
    made = {
        "plan.xlsx": lambda: hostile.workbook(ROWS),
        "plan.docx": lambda: hostile.word(table=ROWS),
        "plan.csv": lambda: "\n".join(",".join(row) for row in ROWS).encode(),
    }
    answer = send(client, system, made[name](), name)
    assert answer.status_code == 200
    assert "1 row could be target" in answer.content.decode()


def bomb() -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in hostile.parts().items():
            packed.writestr(name, part)
        packed.writestr("xl/media/large.bin", b"0" * 300_000_000)
    return held.getvalue()


HOSTILE = {
    "a zip bomb": (bomb, "Unpacked"),
    "a zip that lies about its size": (hostile.lying_about_its_size, "larger than it says"),
    "parts inside one another": (hostile.overlapping, "cannot be read"),
    "a sheet without end": (lambda: hostile.rows_without_end(10_000_000), ""),
    "macros": (lambda: hostile.with_part(hostile.workbook(ROWS), "xl/vbaProject.bin", b"x"), "macros"),
    "an empty file": (lambda: b"", "empty"),
    "a program": (lambda: b"MZ" + bytes(range(256)) * 20, "a program"),
    "a web page": (lambda: b"<!doctype html><script>alert(1)</script>", "a web page"),
    "noise": (lambda: bytes(range(256)) * 50, ""),
    "a torn workbook": (lambda: hostile.workbook(ROWS)[:-200], "cannot be read"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_gets_a_clear_refusal_and_the_server_goes_on(client, system, what):
    make, words = HOSTILE[what]
    answer = send(client, system, make())
    told = answer.content.decode()
    assert answer.status_code == 400
    assert "Nothing was taken" in told
    assert words in told
    assert not Target.objects.exists()
    assert client.get(at("target-table", system)).status_code == 200


def test_what_a_file_says_is_never_run_as_markup(client, system):
    rows = [ROWS[0], ["<script>alert(1)</script>", "13.9% (2022)", "=HYPERLINK(1)"]]
    told = send(client, system, hostile.workbook(rows)).content.decode()
    assert "<script>alert" not in told
    assert "&lt;script&gt;" in told


def test_a_table_with_more_rows_than_anybody_looks_through_is_refused(client, system):
    rows = [ROWS[0], *([f"Measure {n}", "1%", "2%"] for n in range(301))]
    assert "At most 300" in send(client, system, hostile.workbook(rows)).content.decode()


def test_who_may_not_bring_in_targets_is_refused(signed_in, system):
    browser = signed_in("reader", system).client
    assert browser.post(at("target-table-read", system), {"pasted": TABLE}).status_code == 403


def test_neither_text_nor_file_is_told_at_the_form(client, system):
    assert (
        "Paste a table or choose a file" in client.post(at("target-table-read", system), {}).content.decode()
    )
