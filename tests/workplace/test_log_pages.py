"""The log as people read it: filtered, downloaded, gone through from end to end, on pages and from the command line."""

import csv
import io
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse

from aimwell.services.workplace.ask_log import standing
from aimwell.services.workplace.priorities import add_priority, change_priority
from aimwell.store.workplace import log
from aimwell.store.workplace.models import LogHead
from tests.workplace.conftest import NOW

FIELDS = {"title": "Fewer people smoke", "level": "local", "aim": "outcomes"}


@pytest.fixture(autouse=True)
def nothing_checked_yet(db):  # noqa: ARG001
    cache.clear()


@pytest.fixture
def priority(system, asking):
    by = asking("strategy", system, name="Lead A")
    made = add_priority(asking=by, system=system, fields=FIELDS, packs=())
    change_priority(asking=by, priority=made, fields={"title": "=Nobody smokes"}, seen=1, packs=())
    return made


def page_of(signed_in, system, query: str = "", role: str = "auditor") -> str:
    client = signed_in(role, system, f"{role} reads").client
    return client.get(reverse("log", kwargs={"system": system.code}) + query).content.decode()


@pytest.mark.usefixtures("priority")
def test_the_log_of_a_system_tells_who_did_what_and_why(signed_in, system):
    shown = page_of(signed_in, system)
    assert "Lead A changed the priority" in shown
    assert "title Fewer people smoke → =Nobody smokes" in shown
    assert "Agreed by the board" in shown
    assert "hold together" in shown


@pytest.mark.usefixtures("priority")
def test_the_log_of_another_system_is_not_in_it(signed_in, other_system):
    assert "Lead A" not in page_of(signed_in, other_system)


@pytest.mark.parametrize(
    ("query", "there"),
    [("?who=lead+a", True), ("?who=nobody", False), ("?act=edit+priorities", True), ("?outcome=refused", False), ("?record=not-an-id", True)],
)  # fmt: skip
@pytest.mark.usefixtures("priority")
def test_the_log_can_be_filtered(signed_in, system, query, there):
    assert ("changed the priority" in page_of(signed_in, system, query)) is there


def test_one_record_has_its_history(signed_in, system, asking, priority):
    add_priority(
        asking=asking("strategy", system, name="Lead B"),
        system=system,
        fields={**FIELDS, "title": "Other"},
        packs=(),
    )
    shown = page_of(signed_in, system, f"?record={priority.pk}")
    assert "Lead A" in shown
    assert "Lead B" not in shown


def test_a_long_log_comes_in_pages_and_few_queries(signed_in, system, asking, django_assert_max_num_queries):
    by = asking("strategy", system)
    for number in range(60):
        add_priority(asking=by, system=system, fields={**FIELDS, "title": f"Priority {number}"}, packs=())
    client = signed_in("auditor", system).client
    address = reverse("log", kwargs={"system": system.code})
    client.get(address)
    with django_assert_max_num_queries(16):
        second = client.get(f"{address}?page=2").content.decode()
    assert "Priority 1&#39;" in second
    assert "Page 1 of 2" in second


@pytest.mark.usefixtures("priority")
def test_the_download_is_a_table_that_no_spreadsheet_runs(signed_in, system):
    client = signed_in("auditor", system).client
    answer = client.get(reverse("log-download", kwargs={"system": system.code}))
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["what"] for row in rows] == ["edit priorities", "edit priorities"]
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_a_log_whose_end_was_cut_off_says_so_on_its_page(signed_in, system, priority):
    assert priority
    LogHead.objects.update(number=99)
    shown = page_of(signed_in, system, "?check=all")
    assert "The log does not hold together" in shown


def test_only_what_is_new_is_gone_through_again(system, asking, priority):
    assert priority
    first = standing(now=NOW)
    add_priority(asking=asking("strategy", system), system=system, fields=FIELDS, packs=())
    second = standing(now=NOW)
    assert (first.broken, second.broken) == (None, None)
    assert second.entries == first.entries + 1 == log.head()[0]


def test_a_break_is_told_until_the_whole_log_was_gone_through_again(priority):
    assert priority
    LogHead.objects.update(number=99)
    assert standing(now=NOW).broken is not None
    LogHead.objects.update(number=2)
    assert standing(now=NOW).broken is not None
    assert standing(now=NOW, whole=True).broken is None


def aimwell(*given: str, store: Path) -> subprocess.CompletedProcess[str]:
    """The command, in a process and with a workplace of its own, in SQLite."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("AIMWELL_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "aimwell", *given, "--store", str(store)],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip


MAKE = """
import sys; from pathlib import Path
from aimwell.config.shipped import shipped
from aimwell.web.start import configure, prepare
configure(Path(sys.argv[1]), shipped("definitions")); prepare("administrator@example.org")
"""


@pytest.fixture(scope="module")
def made_store(tmp_path_factory) -> Path:
    """A store whose workplace was started once."""
    from aimwell.store.folder import StoreFolder

    store = tmp_path_factory.mktemp("made") / "store"
    StoreFolder(store).create()
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("AIMWELL_", "DJANGO_"))
    }
    subprocess.run([sys.executable, "-c", MAKE, str(store)], check=True, env=environment, capture_output=True)
    return store


@pytest.fixture
def store(made_store, tmp_path) -> Path:
    return Path(shutil.copytree(made_store, tmp_path / "store"))


def test_the_command_says_that_the_log_holds_and_shows_it(store):
    answer = aimwell("log", "verify", store=store)
    assert (answer.returncode, answer.stdout) == (0, "The log holds together: 2 entries.\n"), answer.stderr
    shown = aimwell("log", "show", store=store).stdout
    assert "aimwell added the account 'Administrator': role administrator." in shown
    assert "The first run makes an administrator." in shown


def test_the_command_says_where_the_log_was_altered_by_somebody_who_took_the_guards_away(store):
    with sqlite3.connect(store / "workplace" / "workplace.sqlite") as database:
        database.execute("drop trigger workplace_logentry_no_update")
        database.execute("update workplace_logentry set because = 'something else' where number = 2")
    answer = aimwell("log", "verify", store=store)
    assert answer.returncode == 1
    assert "At entry 2: what it says is not what was written" in answer.stderr


@pytest.mark.parametrize(
    "changes", ['"text"', '{"role": "ab"}', '{"role": ["", "administrator", "more"]}', "[]", "{}"]
)
def test_changes_of_another_shape_are_found_and_break_nothing_else(store, changes):
    with sqlite3.connect(store / "workplace" / "workplace.sqlite") as database:
        database.execute("drop trigger workplace_logentry_no_update")
        database.execute("update workplace_logentry set changes = ? where number = 2", (changes,))
    answer = aimwell("log", "verify", store=store)
    assert answer.returncode == 1
    assert "At entry 2" in answer.stderr


def test_a_store_without_a_workplace_is_told_in_words(tmp_path):
    from aimwell.store.folder import StoreFolder

    StoreFolder(tmp_path / "store").create()
    answer = aimwell("log", "verify", store=tmp_path / "store")
    assert answer.returncode == 1
    assert "There is no workplace" in answer.stderr


AT_ONCE = """
import sys, threading; from pathlib import Path
from aimwell.config.shipped import shipped
from aimwell.web.start import configure
configure(Path(sys.argv[1]), shipped("definitions"))
from django.db import connection
from django.utils import timezone
from aimwell.store.workplace import log
def write():
    for number in range(15):
        log.write(None, log.Said(act="try", because=str(number)), at=timezone.now())
    connection.close()
threads = [threading.Thread(target=write) for _ in range(6)]
[thread.start() for thread in threads]; [thread.join() for thread in threads]
"""


def test_many_who_write_at_once_leave_one_chain(store):
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("AIMWELL_", "DJANGO_"))
    }
    done = subprocess.run(
        [sys.executable, "-c", AT_ONCE, str(store)], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert aimwell("log", "verify", store=store).stdout == "The log holds together: 92 entries.\n"
