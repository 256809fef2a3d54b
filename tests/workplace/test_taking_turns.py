"""Pages that take files, or make large ones, take turns: while others are at work somebody is asked to come back, and loses nothing."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Event

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aimwell.catalogue.upload_limits import read_upload_limits
from aimwell.gateways.uploads.turns import TURNS
from aimwell.store.workplace.models import LogEntry
from aimwell.web.all_doors import DOORS
from tests.workplace.planned import plan_whole

LONG = 60
DOWNLOADS = ("plan-page", "plan-word", "plan-pdf")
TAKES_FILES = ("spreadsheet-take", "spreadsheet-confirm", "timetable", "claim-take")


@contextmanager
def others_at_work(definitions):
    """As many others as may be are at work, and one waits."""
    limits, let_go = read_upload_limits(definitions), Event()

    def work(begun: Event) -> None:
        with TURNS.turn(limits):
            begun.set()
            assert let_go.wait(LONG)

    with ThreadPoolExecutor(limits.most_at_once) as pool, ExitStack() as after:
        after.callback(let_go.set)
        begun = [Event() for _ in range(limits.most_at_once)]
        for each in begun:
            pool.submit(work, each)
        assert all(each.wait(LONG) for each in begun)
        yield


@pytest.fixture
def nobody_waits(monkeypatch):
    """Whoever would wait is asked to come back at once, so that tests wait for nothing."""
    from dataclasses import replace

    from aimwell.web import doors

    monkeypatch.setattr(
        doors, "read_upload_limits", lambda folder: replace(read_upload_limits(folder), wait_seconds=0)
    )


def test_every_page_that_takes_files_takes_turns():
    heavy = {door.name for door in DOORS if door.heavy}
    assert set(TAKES_FILES) <= heavy
    assert {door.name for door in DOORS if door.heavy and "POST" not in door.methods} == set(DOWNLOADS)


@pytest.mark.usefixtures("nobody_waits")
@pytest.mark.parametrize("name", TAKES_FILES)
def test_while_others_are_at_work_somebody_is_asked_to_come_back(name, signed_in, system, definitions):
    client = signed_in("strategy", system).client
    path = reverse(name, kwargs={"system": system.code})
    before = LogEntry.objects.count()
    with others_at_work(definitions):
        answer = client.post(path, {"file": SimpleUploadedFile("a.csv", b"Id,Target\n")})
        shown = client.get(path, follow=True)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "server.busy" in answer.content.decode()
    assert "once more" in answer.content.decode()
    assert shown.status_code == 200  # looking at the page takes no turn
    assert LogEntry.objects.count() == before
    assert client.post(path, {}).status_code != 503


@pytest.mark.usefixtures("nobody_waits")
@pytest.mark.parametrize("name", DOWNLOADS)
def test_a_plan_is_made_into_a_file_only_in_its_turn(name, signed_in, asking, system, definitions):
    plan = plan_whole(
        asking=asking("strategy", system, name="Author"), system=system, definitions=definitions
    ).plan
    client = signed_in("strategy", system).client
    path = reverse(name, kwargs={"system": system.code, "record": plan.pk})
    with others_at_work(definitions):
        answer = client.get(path)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert client.get(path).status_code == 200
