"""Heavy work takes turns: never more at once than is allowed, and who cannot wait is told to come back."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event, Lock

import pytest

from aimwell.catalogue.upload_limits import read_upload_limits
from aimwell.domain.problems import Busy, Problem
from aimwell.domain.uploads import UploadLimits
from aimwell.gateways.uploads import reading
from aimwell.gateways.uploads.reading import read_uploaded_bytes
from aimwell.gateways.uploads.turns import Turns
from aimwell.site.serve import THREADS

LONG = 60  # seconds that no test waits, unless what it tries does not work


@pytest.fixture
def limits(definitions: Path) -> UploadLimits:
    return replace(read_upload_limits(definitions), most_at_once=2, most_waiting=1, wait_seconds=LONG)


class Work:
    """Work that lasts until it is let go, and counts how much of it goes on at once."""

    def __init__(self, turns: Turns, limits: UploadLimits) -> None:
        self.turns, self.limits = turns, limits
        self.let_go, self.full = Event(), Event()
        self.now = self.most = self.done = 0
        self.lock = Lock()

    def __call__(self) -> None:
        with self.turns.turn(self.limits):
            with self.lock:
                self.now += 1
                self.most = max(self.most, self.now)
                if self.now == self.limits.most_at_once:
                    self.full.set()
            assert self.let_go.wait(LONG)
            with self.lock:
                self.now -= 1
                self.done += 1


def begun(pool: ThreadPoolExecutor, work: Callable[[], None], count: int) -> list[Future[None]]:
    return [pool.submit(work) for _ in range(count)]


def test_no_more_works_at_once_than_is_allowed_and_the_rest_follows(limits):
    work = Work(Turns(), replace(limits, most_waiting=8))
    with ThreadPoolExecutor(10) as pool:
        futures = begun(pool, work, 10)
        assert work.full.wait(LONG)
        work.let_go.set()
        for each in futures:
            each.result(LONG)
    assert (work.most, work.done) == (2, 10)


def test_who_finds_a_full_waiting_room_is_told_at_once_to_come_back(limits):
    turns = Turns()
    work = Work(turns, replace(limits, most_waiting=0))
    with ThreadPoolExecutor(2) as pool:
        futures = begun(pool, work, 2)
        assert work.full.wait(LONG)
        with pytest.raises(Busy, match=r"server\.busy") as told, turns.turn(work.limits):
            pytest.fail("a third was let in")
        work.let_go.set()
        for each in futures:
            each.result(LONG)
    assert "once more" in told.value.remedy
    with turns.turn(work.limits):
        pass  # and is let in when it comes back


def test_who_has_waited_long_enough_is_told_to_come_back_and_leaves_the_place_to_the_next(limits):
    turns = Turns()
    work = Work(turns, replace(limits, wait_seconds=0))
    with ThreadPoolExecutor(2) as pool:
        futures = begun(pool, work, 2)
        assert work.full.wait(LONG)
        for _ in range(3):  # a waiting place that was not given back would refuse the second
            with pytest.raises(Busy), turns.turn(work.limits):
                pytest.fail("a third was let in")
        work.let_go.set()
        for each in futures:
            each.result(LONG)


def test_work_that_fails_gives_its_turn_back(limits):
    turns, alone = Turns(), replace(limits, most_at_once=1, most_waiting=0)
    for _ in range(3):
        with pytest.raises(ValueError, match="broken"), turns.turn(alone):
            raise ValueError("broken")


def test_whoever_works_already_does_not_wait_for_themselves(limits):
    turns, alone = Turns(), replace(limits, most_at_once=1, most_waiting=0)
    with turns.turn(alone), turns.turn(alone):
        pass
    with turns.turn(alone):
        pass


def test_uploads_are_read_in_turns_and_a_refused_one_was_not_read(limits, monkeypatch):
    monkeypatch.setattr(reading, "TURNS", Turns())
    none = replace(limits, most_at_once=1, most_waiting=0)
    work = Work(reading.TURNS, none)
    with ThreadPoolExecutor(1) as pool:
        (future,) = begun(pool, work, 1)
        assert work.full.wait(LONG)
        with pytest.raises(Busy):
            read_uploaded_bytes(content=b"a,b\n1,2\n", name="a.csv", limits=none)
        work.let_go.set()
        future.result(LONG)
    read = read_uploaded_bytes(content=b"a,b\n1,2\n", name="a.csv", limits=none)
    assert read.tables or read.texts


def test_a_broken_upload_gives_its_turn_back(limits, monkeypatch):
    monkeypatch.setattr(reading, "TURNS", Turns())
    alone = replace(limits, most_at_once=1, most_waiting=0)
    for _ in range(2):
        with pytest.raises(Problem, match="upload"):
            read_uploaded_bytes(content=b"PK\x03\x04 nothing", name="a.docx", limits=alone)


def test_as_shipped_one_thread_of_the_server_is_always_free(definitions):
    shipped = read_upload_limits(definitions)
    assert shipped.most_at_once + shipped.most_waiting < THREADS
