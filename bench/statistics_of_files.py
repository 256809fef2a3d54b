"""`aimwell stats` from cold: start, read a Parquet file, work out, write a Parquet file.

    python -m bench.statistics_of_files [--repeats 5]

Standardised rates are compared with a plain group-by of DuckDB over the same file, also from cold, in turns: the
ratio is of medians taken in one run. Peak memory is of the process; the input is its columns at eight bytes a number.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.statistical_methods import SEED, bands_of, series_of

AIMWELL = str(Path(sys.executable).with_name("aimwell"))
GROUP_BY = """
import duckdb, sys
duckdb.execute("set enable_progress_bar = false")
duckdb.execute(f"copy (select area, sum(obs), sum(pop), sum(stdpop * obs / pop) / sum(stdpop) from '{sys.argv[1]}' "
               f"group by area) to '{sys.argv[2]}' (format parquet)")
"""


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

    def said(self, title: str, limit: str, held: str) -> str:
        """One line of results."""
        return (
            f"{title:<57} median {self.median:.2f} s ({min(self.seconds):.2f} to {max(self.seconds):.2f}), "
            f"target {limit}; peak {max(self.megabytes):,.0f} MB{held}\n"
        )


def bands_file(target: Path, groups: int = 1_000_000) -> float:
    """Rows of groups and bands; the megabytes its columns have."""
    events, people, standard = bands_of(np.random.default_rng(SEED), groups)
    table = pa.table(
        {
            "area": np.repeat(np.arange(groups), 19),
            "ageband": np.tile(np.arange(0, 95, 5), groups),
            "obs": events.reshape(-1).astype(np.int64),
            "pop": people.reshape(-1).astype(np.int64),
            "stdpop": np.tile(standard.astype(np.int64), groups),
        }
    )
    pq.write_table(table, target)
    return float(table.nbytes / 2**20)


def series_file(target: Path, series: int = 42_000, points: int = 36) -> float:
    """Rows of monthly series; the megabytes its columns have."""
    values = series_of(np.random.default_rng(SEED), series, points)
    months = (np.datetime64("2022-01", "M") + np.arange(points)).astype("datetime64[D]")
    names = np.array([f"S{index:05d}" for index in range(series)])
    table = pa.table(
        {"series": np.repeat(names, points), "date": np.tile(months, series), "value": values.reshape(-1)}
    )
    pq.write_table(table, target)
    return float(table.nbytes / 2**20)


def main(repeats: int = 5) -> int:
    """Print a line for each command; how many missed their limit."""
    with tempfile.TemporaryDirectory(prefix="aimwell-bench-") as name:
        folder = Path(name)
        out = str(folder / "out.parquet")
        bands, series = str(folder / "bands.parquet"), str(folder / "series.parquet")
        # In a process of its own: a child's peak memory counts what its parent held when it began.
        make = [sys.executable, "-m", "bench.statistics_of_files", "--make", name]
        made = subprocess.run(make, check=True, capture_output=True, text=True)
        bands_size, series_size = (float(size) for size in made.stdout.split())
        dsr = Runs([AIMWELL, "stats", "dsr", bands, "--by", "area", "-o", out])
        plain = Runs([sys.executable, "-c", GROUP_BY, bands, out])
        xmr = Runs(
            [
                AIMWELL,
                "stats",
                "xmr",
                series,
                "--by",
                "series",
                "--better",
                "higher",
                "--target",
                "105",
                "-o",
                out,
            ]
        )
        for _ in range(repeats):  # in turns, so that what else the machine does falls on all alike
            for runs in (dsr, plain, xmr):
                runs.run()
    ratio = dsr.median / plain.median
    held = f" ({max(dsr.megabytes) / bands_size:.1f} x its columns)"
    sys.stdout.write(dsr.said("aimwell stats dsr, 1,000,000 groups of 19 bands", "4 s", held))
    sys.stdout.write(
        plain.said("a plain DuckDB group-by over the same file", f"3 x; it is {ratio:.1f} x", "")
    )
    held = f" ({max(xmr.megabytes) / series_size:.1f} x its columns)"
    sys.stdout.write(xmr.said("aimwell stats xmr, 42,000 series of 36 points", "1.5 s", held))
    return (dsr.median > 4) + (ratio > 3) + (xmr.median > 1.5)


def _asked() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        sizes = bands_file(options.make / "bands.parquet"), series_file(options.make / "series.parquet")
        sys.stdout.write(f"{sizes[0]} {sizes[1]}")
        return 0
    return 1 if main(options.repeats) else 0


if __name__ == "__main__":
    sys.exit(_asked())
