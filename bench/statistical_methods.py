# ruff: noqa: INP001 - a script, not a module
"""How long the statistics take and how much memory they need, each in a process of its own.

    python bench/statistical_methods.py [NAME …] [--repeats 5]

Prints the median and the spread (slowest less fastest) of the repeats, the memory held beyond the input,
and the time allowed. Made-up input of the recorded sizes; exit status 1 when a median is over its limit.
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


@dataclass(frozen=True)
class Case:
    """One measurement: what it needs, what it runs, and how many seconds it may take."""

    title: str
    limit: float
    make: Callable[[np.random.Generator], tuple[np.ndarray, ...]]
    run: Callable[..., object]


def _series(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    return (rng.normal(100, 10, (42_000, 36)) + np.linspace(0, 15, 36) * (rng.random((42_000, 1)) < 0.2),)


def _bands(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    people = rng.integers(1_000, 50_000, (1_000_000, 19)).astype(float)
    return (
        np.floor(people * rng.random(people.shape) * 0.02),
        people,
        rng.integers(1_000, 7_000, 19).astype(float),
    )


def _gradients(areas: int) -> Callable[[np.random.Generator], tuple[np.ndarray, ...]]:
    def make(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
        shape = (areas, 10)
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
        _series,
        lambda values: process_behaviour(values, profile=PROFILE, better=Better.HIGHER, target=105.0),
    ),
    "dsr": Case(
        "directly standardised rate, 1,000,000 groups of 19 bands", 4.0, _bands, directly_standardised_rate
    ),
    "sii": Case(
        "slope index, closed form, 100,000 areas of 10 deciles", 1.0, _gradients(100_000), slope_index
    ),
    "sii-simulated": Case(
        "slope index, 1,000 areas, 100,000 repetitions",
        10.0,
        _gradients(1_000),
        lambda *columns: simulated_slope_index(*columns, draws=np.random.default_rng(SEED), scale=Scale.LOG),
    ),
    "life-expectancy": Case("life expectancy, 100,000 areas of 20 bands", 2.0, _life_tables, life_expectancy),
    "wilson": Case("proportion, 10,000,000 rows", 1.0, _counts, proportion),
}


def _measure(name: str, repeats: int) -> dict[str, float]:
    """In this process: seconds of each repeat, and the most memory held beyond the input in one more."""
    case = CASES[name]
    given = case.make(np.random.default_rng(SEED))
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        case.run(*given)
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    case.run(*given)
    extra = tracemalloc.get_traced_memory()[1]
    return {
        "median": statistics.median(seconds),
        "spread": max(seconds) - min(seconds),
        "input": sum(column.nbytes for column in given) / 2**20,
        "extra": extra / 2**20,
    }


def main() -> int:
    """Measure each case in a fresh process and print one line for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(CASES)}")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        sys.stdout.write(json.dumps(_measure(options.names[0], options.repeats)))
        return 0
    slow = 0
    for name in options.names or CASES:
        command = [sys.executable, __file__, name, "--inside", "--repeats", str(options.repeats)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this file
        found = json.loads(done.stdout)
        case = CASES[name]
        slow += found["median"] > case.limit
        sys.stdout.write(
            f"{case.title:60} {found['median']:6.2f} s ± {found['spread']:4.2f}  limit {case.limit:4.1f} s   "
            f"input {found['input']:5.0f} MB, on top {found['extra']:5.0f} MB"
            f" ({1 + found['extra'] / found['input']:.1f} x)\n"
        )
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
