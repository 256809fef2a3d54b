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


@dataclass(frozen=True)
class Command:
    """Work to be timed: a function in this process, or a command line from cold. before: what is not timed."""

    what: str
    work: Callable[[], object] | Sequence[str]
    before: Callable[[], object] = lambda: None

    def run(self) -> tuple[float, float]:
        """Do it once: seconds, and the peak megabytes of a command."""
        self.before()
        start = time.perf_counter()
        megabytes = 0.0
        if callable(self.work):
            self.work()
        else:
            megabytes = _run_cold(self.work)
        return time.perf_counter() - start, megabytes


def timed(what: str, work: Callable[[], object], *, runs: int = 5) -> Timing:
    """Time a piece of work in this process."""
    (timing,) = in_turns(Command(what, work), runs=runs)
    return timing


def timed_command(
    what: str, command: Sequence[str], *, runs: int = 5, before: Callable[[], object] = lambda: None
) -> Timing:
    """Time a command from cold, with its peak memory (a child's counts what this process held when it began)."""
    (timing,) = in_turns(Command(what, command, before), runs=runs)
    return timing


def in_turns(*works: Command, runs: int) -> list[Timing]:
    """Time several pieces of work by turns, so that what slows the machine for a while slows them all."""
    done = [[work.run() for work in works] for _ in range(runs)]
    return [
        Timing(work.what, tuple(seconds for seconds, _ in each), max(megabytes for _, megabytes in each))
        for work, each in zip(works, zip(*done, strict=True), strict=True)
    ]


def _run_cold(command: Sequence[str]) -> float:
    """Run a command and wait for it, with compiled Python kept as it is for users; its peak in megabytes."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return usage.ru_maxrss / 1024


def say(timing: Timing, *, target: str, verdict: bool | None = None) -> None:
    """One line of results."""
    mark = {True: "met", False: "MISSED", None: ""}[verdict]
    memory = f", peak {timing.megabytes:,.0f} MB" if timing.megabytes else ""
    print(
        f"{timing.what:<62} median {timing.median:.3f} s ({timing.spread}, {len(timing.seconds)} runs{memory})"
        f" — target {target} {mark}",
        flush=True,
    )


def say_ratio(what: str, timing: Timing, to: Timing, *, most: float) -> None:
    """One line: how many times as long, by medians and turn by turn (both were timed by turns)."""
    ratio = timing.median / to.median
    by_turns = [one / other for one, other in zip(timing.seconds, to.seconds, strict=True)]
    print(
        f"    ratio, {what}: {ratio:.2f} (turn by turn {min(by_turns):.2f} to {max(by_turns):.2f},"
        f" median {statistics.median(by_turns):.2f}) — at most {most} {'met' if ratio <= most else 'MISSED'}",
        flush=True,
    )


def say_machine() -> None:
    """Which machine and versions the figures are of."""
    print(
        f"Python {sys.version.split()[0]}, DuckDB {version('duckdb')}, NumPy {version('numpy')}, "
        f"{platform.machine()}, {platform.system()} {platform.release()}",
        flush=True,
    )
