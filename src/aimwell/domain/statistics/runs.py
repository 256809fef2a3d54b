"""Runs of points in time order, many series at once.

Arrays here are time-major: shape (points, series), so that one step in time is one vector operation.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aimwell.domain.statistics.estimates import Numbers

Flags = NDArray[np.bool_]
Signs = NDArray[np.int8]
Counts = NDArray[np.int32]


def carried_forward(signs: Signs, *, across: Flags) -> Signs:
    """Signs in which a zero takes the sign before it wherever `across` allows."""
    carried = signs.copy()
    for time in range(1, len(carried)):
        here = carried[time]
        np.copyto(here, carried[time - 1], where=(here == 0) & across[time])
    return carried


def run_totals(holds: Flags, counts: Flags) -> Counts:
    """For each point that holds, how many counting points its whole unbroken run has; else zero."""
    totals = np.zeros(holds.shape, dtype=np.int32)
    if not len(holds):
        return totals
    np.copyto(totals[0], counts[0], where=holds[0])
    for time in range(1, len(holds)):
        np.add(totals[time - 1], counts[time], out=totals[time], where=holds[time])
    for time in range(len(holds) - 2, -1, -1):
        np.copyto(totals[time], totals[time + 1], where=holds[time] & holds[time + 1])
    return totals


@dataclass(frozen=True, slots=True, eq=False)
class RunsSignal:
    """Anhøj's two tests, one answer per series; after of_cells, the answer repeated at every point."""

    useful_points: Counts  # values that are not on the centre line
    longest_run: Counts
    longest_run_limit: Counts  # a longer run is a signal
    crossings: Counts
    crossings_limit: Counts  # fewer crossings are a signal
    long_run: Flags
    few_crossings: Flags

    @property
    def signal(self) -> Flags:
        """Whether either test found something other than chance."""
        return self.long_run | self.few_crossings

    def of_cells(
        self, gathered: Callable[[NDArray[Any]], NDArray[Any]], shape: tuple[int, ...]
    ) -> "RunsSignal":
        """The same answers, repeated for every point and brought into the shape `gathered` gives."""
        answers = {field.name: getattr(self, field.name) for field in fields(self)}
        repeated = {name: gathered(np.broadcast_to(answer, shape)) for name, answer in answers.items()}
        return replace(self, **repeated)


@cache
def _few_crossings_limit(useful: int) -> int:
    """The 5 % point of the binomial distribution with useful - 1 trials of a fair coin.

    Summed from whole numbers: scipy.stats would do, but takes half a second to import.
    """
    trials = max(useful - 1, 0)
    total, ways, successes = 1, 1, 0
    while total * 20 < 2**trials:  # smallest count whose cumulative chance reaches one in twenty
        ways = ways * (trials - successes) // (successes + 1)
        successes += 1
        total += ways
    return successes


def _longest_run_limit(useful: int) -> int:
    return round(math.log2(useful)) + 3 if useful else 0


def _looked_up(useful: Counts, limit: Callable[[int], int]) -> Counts:
    different, back = np.unique(useful, return_inverse=True)
    return np.array([limit(int(count)) for count in different], dtype=np.int32)[back]


def anhoej_signal(sides: Signs) -> RunsSignal:
    """Anhøj's runs tests: an unusually long run, or unusually few crossings, of the centre line.

    sides: shape (points, series); 1 above, -1 below, 0 on the centre line or missing.
    Source: Anhøj and Olesen (2014), PLoS ONE 9(11):e113825; Schilling (2012); Chen (2010).
    """
    useful = sides != 0
    carried = carried_forward(sides, across=np.ones_like(useful))
    count = useful.sum(axis=0, dtype=np.int32)
    runs = np.maximum(run_totals(carried == 1, useful), run_totals(carried == -1, useful))
    longest = runs.max(axis=0, initial=0)
    crossings = ((carried[1:] * carried[:-1]) == -1).sum(axis=0, dtype=np.int32)
    run_limit = _looked_up(count, _longest_run_limit)
    crossing_limit = _looked_up(count, _few_crossings_limit)
    return RunsSignal(
        useful_points=count,
        longest_run=longest,
        longest_run_limit=run_limit,
        crossings=crossings,
        crossings_limit=crossing_limit,
        long_run=longest > run_limit,
        few_crossings=crossings < crossing_limit,
    )


def sides_of(values: Numbers, centre: Numbers) -> Signs:
    """Which side of the centre each value is on; zero on it and where either is missing."""
    above: Signs = (values > centre).view(np.int8)
    below: Signs = (values < centre).view(np.int8)
    return above - below
