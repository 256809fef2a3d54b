"""A process that is killed, two at once, a disk that is full or read-only: the store stays whole."""

import json
import random
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.acceptance.conftest import Say, command, problems_in
from tests.acceptance.conftest import run as run_command

FILES = (
    "ae_monthly/march-2026.xlsx",
    "ae_monthly/march-2025.csv",
    "ae_monthly/april-2021-revised-120522.csv",
)
MEASURE = ("--measure", "ae_attendances")


def answer(say: Say, store: str | Path) -> str:
    told = say("values", "--store", store, *MEASURE)
    assert told.status == 0, told
    return told.output


def test_a_store_whose_writer_was_killed_at_any_moment_ends_like_one_that_was_left_in_peace(
    say: Say, room: Path, fixtures: Path
):
    paths = [fixtures / name for name in FILES]
    moments = random.Random(7)
    for number in range(10):
        words = ("take", *paths) if number % 2 == 0 else ("values", *MEASURE)
        victim = subprocess.Popen(
            command(*words, "--store", room / "killed"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(moments.uniform(0.2, 1.2))
        victim.kill()
        victim.wait()
    assert say("take", *paths, "--store", "killed").status == 0
    assert say("take", *paths, "--store", "calm").status == 0
    assert answer(say, "killed") == answer(say, "calm")
    assert not list((room / "killed" / "scratch").iterdir())


def test_a_store_that_was_hardly_begun_can_be_taken_into(say: Say, room: Path, fixtures: Path):
    (room / "begun").mkdir()
    (room / "begun" / "aimwell-store.txt.4711").write_text("aimwell")
    assert say("take", fixtures / FILES[0], "--store", "begun").status == 0


def test_two_takes_at_once_both_end_well(say: Say, room: Path, fixtures: Path):
    takes = [
        subprocess.Popen(
            command("take", fixtures / name, "--store", room / "both", "--json"), stdout=subprocess.PIPE
        )
        for name in FILES[:2]
    ]
    receipts = [json.loads(process.communicate()[0])[0] for process in takes]
    assert [receipt["taken"] for receipt in receipts] == [True, True]
    assert {"2025-03", "2026-03"} <= {line.split(",")[2] for line in answer(say, "both").splitlines()}


def in_own_mounts(script: str, *words: str | Path) -> str:
    """What a shell script says that may mount what it likes; skips where the system does not let us."""
    if (
        not shutil.which("unshare")
        or run_command("unshare", "-rm", "mount", "-t", "tmpfs", "x", "/mnt").status
    ):
        pytest.skip("the system does not let us mount a small disk")
    return run_command("unshare", "-rm", "bash", "-c", script, "bash", *map(str, words)).output


def test_a_full_disk_is_told_in_words_and_what_was_taken_stays(room: Path, fixtures: Path):
    (room / "disk").mkdir()
    script = 'mount -t tmpfs -o size=300k small "$1"; shift; "$@" --json; exit 0'
    small, large = fixtures / FILES[1], fixtures / "population_lsoa" / "mid-2020.parquet"
    more = fixtures / "ae_monthly" / "april-2019.xlsx"
    told = in_own_mounts(
        script, room / "disk", *command("take", small, large, more, "--store", room / "disk" / "s")
    )
    receipts = json.loads(told)
    assert receipts[0]["taken"]
    refused = [receipt for receipt in receipts if not receipt["taken"]]
    assert {problem["code"] for receipt in refused for problem in receipt["problems"]} == {"store.disk-full"}


def test_a_store_on_a_read_only_disk_answers_and_refuses_to_take(say: Say, room: Path, fixtures: Path):
    say("take", fixtures / FILES[0], "--store", "s")
    expected = answer(say, "s")
    script = 'mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"; shift; "$@" 2>&1; exit 0'
    asked = command("values", "--store", room / "s", *MEASURE)
    assert in_own_mounts(script, room / "s", *asked) == expected
    told = in_own_mounts(script, room / "s", *command("take", fixtures / FILES[1], "--store", room / "s"))
    assert "file.not-permitted" in told


def test_nothing_is_written_where_a_folder_is_missing(say: Say, fixtures: Path):
    say("take", fixtures / FILES[0], "--store", "s")
    for form in ("csv", "json", "parquet"):
        told = say("values", "--store", "s", *MEASURE, "--format", form, "--out", "no/such/folder/x")
        assert (told.status, problems_in(told)) == (1, ["system.refused"])
