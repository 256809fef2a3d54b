"""Runs of points in time order, many series at once.

Arrays here are time-major: shape (points, series), so that one step in time is one vector operation.
"""

import math
from dataclasses import dataclass

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
    """Anhøj's two tests, one answer per series."""

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


def _few_crossings_limits(most: int) -> Counts:
    """The 5 % point of the binomial distribution with n - 1 trials, for n from 0 to `most`.

    Summed from the exact coefficients: scipy.stats would do, but takes half a second to import.
    """
    limits = np.zeros(most + 1, dtype=np.int32)
    for useful in range(2, most + 1):
        trials = useful - 1
        threshold, total, ways, k = 2**trials, 0, 1, 0
        while True:
            total += ways
            if total * 20 >= threshold:  # smallest k with P(X <= k) >= 0.05, in whole numbers
                break
            ways = ways * (trials - k) // (k + 1)
            k += 1
        limits[useful] = k
    return limits


def _longest_run_limits(most: int) -> Counts:
    rounded = [round(math.log2(useful)) + 3 if useful else 0 for useful in range(most + 1)]
    return np.array(rounded, dtype=np.int32)


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
    most = int(count.max(initial=0))
    run_limit, crossing_limit = _longest_run_limits(most)[count], _few_crossings_limits(most)[count]
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
