"""How long the statistics take and how much memory they need, each in a process of its own.

    python -m bench.statistical_methods [NAME …] [--repeats 5]

Prints the median and the spread (fastest to slowest) of the repeats, the memory held beyond the input, the time
allowed, and where a peer's time is on record, how many times faster this is. Made-up input of the recorded sizes;
exit status 1 when a median is over its limit.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aimwell.catalogue.spc_profiles import read_profile
from aimwell.statistics import (
    Better,
    Scale,
    directly_standardised_rate,
    life_expectancy,
    process_behaviour,
    proportion,
    simulated_slope_index,
    slope_index,
)

ROOT = Path(__file__).resolve().parent.parent
SEED = 20260101
REPETITIONS = 100_000
QUANTILES = 10
MEMORY_LIMIT = 4.0  # times the input


@dataclass(frozen=True)
class Case:
    """One measurement: what it needs, what it runs, and how many seconds it may take.

    recorded: seconds a peer took for the same size, and its name. drawn: bytes of random numbers that count as input,
    because every area is compared with the same ones.
    """

    title: str
    limit: float
    make: Callable[[np.random.Generator], tuple[np.ndarray, ...]]
    run: Callable[..., object]
    recorded: tuple[float, str] | None = None
    drawn: int = 0


def series_of(rng: np.random.Generator, series: int = 42_000, points: int = 36) -> np.ndarray:
    """Noise, with a slow rise in one series of five."""
    rising = np.linspace(0, 15, points) * (rng.random((series, 1)) < 0.2)
    return rng.normal(100, 10, (series, points)) + rising


def bands_of(rng: np.random.Generator, groups: int = 1_000_000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Events, people and a standard population by nineteen bands."""
    people = rng.integers(1_000, 50_000, (groups, 19)).astype(float)
    events = np.floor(people * rng.random(people.shape) * 0.02)
    return events, people, rng.integers(1_000, 7_000, 19).astype(float)


def _gradients(areas: int) -> Callable[[np.random.Generator], tuple[np.ndarray, ...]]:
    def make(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
        shape = (areas, QUANTILES)
        return (
            rng.normal(75, 3, shape),
            rng.integers(1_000, 50_000, shape).astype(float),
            rng.random(shape) / 100,
        )

    return make


def _life_tables(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    ages = np.array([0, 1, *range(5, 91, 5)], dtype=float)
    people = rng.integers(2_000, 20_000, (100_000, 20)).astype(float)
    deaths = np.minimum(people, np.ceil(people * 0.0004 * np.exp(0.075 * ages)))
    return deaths, people, ages


def _counts(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    people = rng.integers(1, 10_000, 10_000_000).astype(float)
    return np.floor(people * rng.random(people.size)), people


PROFILE = read_profile(ROOT / "definitions" / "standards" / "spc_profiles" / "mdc-excel.toml")

CASES = {
    "xmr": Case(
        "process behaviour, 42,000 series of 36 points",
        1.5,
        lambda rng: (series_of(rng),),
        lambda values: process_behaviour(values, profile=PROFILE, better=Better.HIGHER, target=105.0),
        (151.0, "NHSRplotthedots"),
    ),
    "dsr": Case(
        "directly standardised rate, 1,000,000 groups of 19 bands",
        4.0,
        bands_of,
        directly_standardised_rate,
        (351.0, "PHEindicatormethods"),
    ),
    "sii": Case(
        "slope index, closed form, 100,000 areas of 10 deciles", 1.0, _gradients(100_000), slope_index
    ),
    "sii-simulated": Case(
        "slope index, 1,000 areas, 100,000 repetitions",
        10.0,
        _gradients(1_000),
        lambda *columns: simulated_slope_index(
            *columns, draws=np.random.default_rng(SEED), scale=Scale.LOG, repetitions=REPETITIONS
        ),
        (586.0, "PHEindicatormethods"),
        drawn=QUANTILES * REPETITIONS * 8,
    ),
    "life-expectancy": Case(
        "life expectancy, 100,000 areas of 20 bands",
        2.0,
        _life_tables,
        life_expectancy,
        (400.0, "PHEindicatormethods, ten times its 10,000"),
    ),
    "wilson": Case("proportion, 10,000,000 rows", 1.0, _counts, proportion),
}


def _measure(name: str, repeats: int) -> dict[str, float]:
    """In this process: seconds of the repeats, and the most memory held beyond the input in one more."""
    case = CASES[name]
    given = case.make(np.random.default_rng(SEED))
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        case.run(*given)
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    case.run(*given)
    extra = tracemalloc.get_traced_memory()[1] - case.drawn
    return {
        "median": statistics.median(seconds),
        "fastest": min(seconds),
        "slowest": max(seconds),
        "input": (sum(column.nbytes for column in given) + case.drawn) / 2**20,
        "extra": extra / 2**20,
    }


def measured(name: str, repeats: int) -> dict[str, float]:
    """The measurement of one case, from a fresh process."""
    command = [sys.executable, "-m", "bench.statistical_methods", name, "--inside", "--repeats", str(repeats)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(names: list[str] | None = None, repeats: int = 5) -> int:
    """Print a line for each case; how many missed their limit of time or memory."""
    missed = 0
    for name in names or CASES:
        found, case = measured(name, repeats), CASES[name]
        held = 1 + found["extra"] / found["input"]
        missed += found["median"] > case.limit or held > MEMORY_LIMIT
        peer = f"; {case.recorded[0] / found['median']:,.0f} x {case.recorded[1]}" if case.recorded else ""
        sys.stdout.write(
            f"{case.title:<57} median {found['median']:.2f} s ({found['fastest']:.2f} to {found['slowest']:.2f}),"
            f" target {case.limit:g} s; input {found['input']:.0f} MB, peak {held:.1f} x{peer}\n"
        )
        sys.stdout.flush()
    return missed


def _asked() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(CASES)}")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        sys.stdout.write(json.dumps(_measure(options.names[0], options.repeats)))
        return 0
    return 1 if main(options.names, options.repeats) else 0


if __name__ == "__main__":
    sys.exit(_asked())
