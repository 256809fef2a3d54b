"""Heavy work takes turns: only so much at once in a server, some wait a little, others are asked to come back.

The process that reads an upload may take much memory, and whoever waits holds one of the server's few threads. So
both are bounded: what works, and what waits for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, local

from aimwell.domain.problems import Busy
from aimwell.domain.uploads import UploadLimits


class Turns:
    """Counts who works and who waits. Somebody at work may begin more without waiting for themselves."""

    def __init__(self) -> None:
        self._change = Condition()
        self._working = 0
        self._waiting = 0
        self._mine = local()

    @contextmanager
    def turn(self, limits: UploadLimits) -> Iterator[None]:
        """A turn, waited for if need be. Raises Busy where too many wait already, or none came free in time."""
        if getattr(self._mine, "held", False):
            yield
            return
        self._begin(limits)
        self._mine.held = True
        try:
            yield
        finally:
            self._mine.held = False
            with self._change:
                self._working -= 1
                self._change.notify()

    def _begin(self, limits: UploadLimits) -> None:
        with self._change:
            if self._working >= limits.most_at_once:
                self._wait(limits)
            self._working += 1

    def _wait(self, limits: UploadLimits) -> None:
        if self._waiting >= limits.most_waiting:
            raise busy(limits)
        self._waiting += 1
        try:
            free = self._change.wait_for(lambda: self._working < limits.most_at_once, limits.wait_seconds)
        finally:
            self._waiting -= 1
        if not free:
            raise busy(limits)


def busy(limits: UploadLimits) -> Busy:
    """That others are at work, and when to come back."""
    return Busy(
        code="server.busy",
        found="The server is busy with other people's files at the moment.",
        expected=f"At most {limits.most_at_once} at once, so that everybody's pages stay quick.",
        remedy="Nothing was kept. Wait half a minute, then go back and try once more.",
    )


TURNS = Turns()
"""The turns of this process; a server has one process."""
