"""`aimwell stats` from cold: start, read a Parquet file, work out, write a Parquet file.

    python -m bench.statistics_of_files [COMMAND …] [--repeats 5]

Each command takes turns with a plain group-by of DuckDB that reads and writes the same files, so that what else the
machine does falls on both; the ratio is of medians. Memory is told in two parts: what a file of a few groups takes
(Python, DuckDB, Arrow and NumPy, most of it), and by how much the peak grows for each megabyte that the columns of the
file grow, between the file at its full size and at a quarter of it. The target of four times the input is asked of
the growth. The group-by is measured in one process as well, without the start of Python.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.statistical_methods import CASES, MEMORY_LIMIT, SEED, bands_of, series_of

AIMWELL = str(Path(sys.executable).with_name("aimwell"))
FEW = 1_000  # rows or groups of the smallest file
RATIO_LIMIT = 3.0


def _bands(groups: int) -> pa.Table:
    events, people, standard = bands_of(np.random.default_rng(SEED), groups)
    return pa.table(
        {
            "area": np.repeat(np.arange(groups), 19),
            "ageband": np.tile(np.arange(0, 95, 5), groups),
            "obs": events.reshape(-1).astype(np.int64),
            "pop": people.reshape(-1).astype(np.int64),
            "stdpop": np.tile(standard.astype(np.int64), groups),
        }
    )


def _series(series: int) -> pa.Table:
    points = 36
    values = series_of(np.random.default_rng(SEED), series, points)
    months = (np.datetime64("2022-01", "M") + np.arange(points)).astype("datetime64[D]")
    names = np.array([f"S{index:06d}" for index in range(series)])
    return pa.table(
        {"series": np.repeat(names, points), "date": np.tile(months, series), "value": values.reshape(-1)}
    )


def _rows(rows: int) -> pa.Table:
    random = np.random.default_rng(SEED)
    people = random.integers(1, 10_000, rows)
    return pa.table({"area": np.arange(rows) // 10, "x": people // 7, "n": people})


def _gradients(areas: int) -> pa.Table:
    values, people, errors = CASES["sii"].make(np.random.default_rng(SEED))
    table = {
        "area": np.repeat(np.arange(len(values)), 10),
        "decile": np.tile(np.arange(1, 11), len(values)),
        "value": values.reshape(-1),
        "pop": people.reshape(-1).astype(np.int64),
        "se": errors.reshape(-1),
    }
    return pa.table(table).slice(0, areas * 10)


def _deaths(areas: int) -> pa.Table:
    deaths, people, ages = CASES["life-expectancy"].make(np.random.default_rng(SEED))
    table = {
        "area": np.repeat(np.arange(len(deaths)), 20),
        "startage": np.tile(ages.astype(np.int64), len(deaths)),
        "deaths": deaths.reshape(-1).astype(np.int64),
        "pop": people.reshape(-1).astype(np.int64),
    }
    return pa.table(table).slice(0, areas * 20)


@dataclass(frozen=True)
class Case:
    """One command: its options, the file it reads at a size, the plain group-by, and what it may take."""

    options: Sequence[str]
    make: Callable[[int], pa.Table]
    size: int
    group_by: str
    seconds: float | None = None  # None: no target
    ratio: float | None = None


SUMS = "select area, sum(x), sum(n) from '{0}' group by area"
STANDARDISED = (
    "select area, sum(obs), sum(pop), sum(stdpop * obs / pop) / sum(stdpop) from '{0}' group by area"
)
MEANS = "select series, avg(value) from '{0}' group by series"
WEIGHTED = "select area, sum(value * pop) / sum(pop) from '{0}' group by area"
RATES = "select area, sum(deaths), sum(pop) from '{0}' group by area"
XMR = ("--by", "series", "--better", "higher", "--target", "105")
CASES_OF_FILES = {
    "dsr": Case(("--by", "area"), _bands, 1_000_000, STANDARDISED, 4.0, RATIO_LIMIT),
    "xmr": Case(XMR, _series, 42_000, MEANS, 1.5),
    "run": Case(("--by", "series"), _series, 42_000, MEANS),
    "proportion": Case(("--by", "area"), _rows, 10_000_000, SUMS),
    "rate": Case(("--by", "area"), _rows, 10_000_000, SUMS),
    "mean": Case(("--by", "area", "--value", "x"), _rows, 10_000_000, SUMS),
    "sii": Case(("--by", "area"), _gradients, 100_000, WEIGHTED),
    "le": Case(("--by", "area"), _deaths, 100_000, RATES),
    "funnel": Case((), _rows, 10_000_000, SUMS),
}


@dataclass
class Runs:
    """Seconds and peak memory of the runs of one command."""

    command: Sequence[str]
    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Once more, from cold."""
        start = time.perf_counter()
        process = subprocess.Popen(self.command)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(process.returncode)
        self.seconds.append(time.perf_counter() - start)
        self.megabytes.append(usage.ru_maxrss / 1024)

    @property
    def median(self) -> float:
        """Seconds."""
        return statistics.median(self.seconds)

    @property
    def peak(self) -> float:
        """Megabytes."""
        return statistics.median(self.megabytes)

    def __str__(self) -> str:
        return f"median {self.median:.2f} s ({min(self.seconds):.2f} to {max(self.seconds):.2f})"


def _make(name: str, folder: Path) -> None:
    """Three files, and the megabytes that each one's columns have, on one line."""
    case = CASES_OF_FILES[name]
    sizes = []
    for part, size in (("few", FEW), ("quarter", case.size // 4), ("whole", case.size)):
        table = case.make(size)
        pq.write_table(table, folder / f"{part}.parquet")
        sizes.append(table.nbytes / 2**20)
    sys.stdout.write(" ".join(str(size) for size in sizes))


INSIDE = """
import duckdb, statistics, sys, time
seconds = []
for _ in range(int(sys.argv[2])):
    start = time.perf_counter()
    duckdb.execute(sys.argv[1])
    seconds.append(time.perf_counter() - start)
print(statistics.median(seconds))
"""


def _inside(query: str, repeats: int) -> float:
    command = [sys.executable, "-c", INSIDE, query, str(repeats)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _measured(name: str, folder: Path, repeats: int) -> bool:
    """Print what one command takes; whether it missed a target."""
    case = CASES_OF_FILES[name]
    # In a process of its own: a child's peak memory counts what its parent held when it began.
    make = [sys.executable, "-m", "bench.statistics_of_files", "--make", str(folder), name]
    made = subprocess.run(make, check=True, capture_output=True, text=True)
    _, quarter_size, size = (float(part) for part in made.stdout.split())
    out, whole = folder / "out.parquet", folder / "whole.parquet"

    def asked(part: str) -> Runs:
        return Runs([AIMWELL, "stats", name, str(folder / f"{part}.parquet"), *case.options, "-o", str(out)])

    query = f"copy ({case.group_by.format(whole)}) to '{out}' (format parquet)"
    cold = f"import duckdb; duckdb.execute('set enable_progress_bar = false'); duckdb.execute({query!r})"
    few, quarter, full, plain = (
        asked("few"),
        asked("quarter"),
        asked("whole"),
        Runs([sys.executable, "-c", cold]),
    )
    for _ in range(repeats):
        for runs in (full, plain, quarter, few):
            runs.run()
    inside = _inside(query, repeats)
    ratio, growth = full.median / plain.median, (full.peak - quarter.peak) / (size - quarter_size)
    limits = [f"{limit:g} {unit}" for limit, unit in ((case.seconds, "s"), (case.ratio, "x")) if limit]
    sys.stdout.write(
        f"aimwell stats {name:<10} {full}, {ratio:.1f} x a plain group-by ({plain}; in one process {inside:.2f} s); "
        f"target {' and '.join(limits) or '—'}\n"
        f"    {size:,.0f} MB of columns; peak {full.peak:,.0f} MB, of a few groups {few.peak:,.0f} MB, growth "
        f"{growth:.2f} x the input; target {MEMORY_LIMIT:g} x\n"
    )
    sys.stdout.flush()
    slow = full.median > (case.seconds or full.median) or ratio > (case.ratio or ratio)
    return slow or growth > MEMORY_LIMIT


def main(names: Sequence[str] = (), repeats: int = 5) -> int:
    """Print two lines for each command; how many missed a target."""
    missed = 0
    for name in names or CASES_OF_FILES:
        with tempfile.TemporaryDirectory(prefix="aimwell-bench-") as folder:
            missed += _measured(name, Path(folder), repeats)
    return missed


def _asked() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help=f"of {', '.join(CASES_OF_FILES)}")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        _make(options.names[0], options.make)
        return 0
    return 1 if main(options.names, options.repeats) else 0


if __name__ == "__main__":
    sys.exit(_asked())
