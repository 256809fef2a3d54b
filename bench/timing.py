"""Runs a piece of work several times and says how long it took."""

import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version


@dataclass(frozen=True)
class Timing:
    """Seconds of several runs of one thing; peak memory in megabytes, 0 where it was not asked for."""

    what: str
    seconds: tuple[float, ...]
    megabytes: float = 0.0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def spread(self) -> str:
        return f"{min(self.seconds):.3f} to {max(self.seconds):.3f}"


def timed(what: str, work: Callable[[], object], *, runs: int = 5) -> Timing:
    """Time a piece of work in this process."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return Timing(what, tuple(seconds))


def timed_command(
    what: str, command: Sequence[str], *, runs: int = 5, before: Callable[[], object] = lambda: None
) -> Timing:
    """Time a command from cold, with its peak memory (a child's counts what this process held when it began)."""
    seconds, peak = [], 0.0
    for _ in range(runs):
        before()
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
        seconds.append(time.perf_counter() - start)
        peak = max(peak, usage.ru_maxrss / 1024)
    return Timing(what, tuple(seconds), peak)


def say(timing: Timing, *, target: str, verdict: bool | None = None) -> None:
    """One line of results."""
    mark = {True: "met", False: "MISSED", None: ""}[verdict]
    memory = f", peak {timing.megabytes:,.0f} MB" if timing.megabytes else ""
    print(
        f"{timing.what:<62} median {timing.median:.3f} s ({timing.spread}, {len(timing.seconds)} runs{memory})"
        f" — target {target} {mark}",
        flush=True,
    )


def say_machine() -> None:
    """Which machine and versions the figures are of."""
    print(
        f"Python {sys.version.split()[0]}, DuckDB {version('duckdb')}, NumPy {version('numpy')}, "
        f"{platform.machine()}, {platform.system()} {platform.release()}",
        flush=True,
    )
