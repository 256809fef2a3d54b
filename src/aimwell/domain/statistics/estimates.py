"""The shape every interval estimate has, and the checks all of them share."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from aimwell.domain.problems import Problem
from aimwell.domain.statistics.status import Codes, Method, Status, labels_of

Numbers = NDArray[np.float64]

BLOCK = 32_768  # rows worked on at once: the temporaries of a formula then stay in a core's cache


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """Values with their limits, one per row of the input and in its shape.

    value, lower, upper: float64, NaN where status is not OK (limits may also be undefined alone).
    status, method: int8 codes of Status and Method. confidence: a fraction such as 0.95.
    """

    value: Numbers
    lower: Numbers
    upper: Numbers
    status: Codes
    method: Codes
    confidence: float
    multiplier: float

    @property
    def status_labels(self) -> NDArray[np.str_]:
        """The status of each row as a word."""
        return labels_of(self.status, Status)

    @property
    def method_labels(self) -> NDArray[np.str_]:
        """The method of each row as a name."""
        return labels_of(self.method, Method)


def checked_confidence(confidence: float) -> float:
    """The confidence level, refused unless it is a fraction from 0.9 to 1."""
    if not 0.9 <= confidence <= 1:
        raise Problem(
            code="statistics.confidence",
            found=f"The confidence level is {confidence}.",
            expected="a fraction from 0.9 to 1, such as 0.95.",
            remedy="Write ninety-five per cent as 0.95.",
        )
    return float(confidence)


def normal_deviate(confidence: float) -> float:
    """Standard normal deviate of a two-sided interval: 1.96 for 0.95."""
    level = checked_confidence(confidence)
    return NormalDist().inv_cdf((1 + level) / 2) if level < 1 else float("inf")


def blocks(size: int) -> Iterator[slice]:
    """Consecutive slices that together cover `size` rows."""
    return (slice(start, min(start + BLOCK, size)) for start in range(0, size, BLOCK))


def same_method(method: Method, shape: tuple[int, ...]) -> Codes:
    """One method code for every row, without storing it more than once."""
    return np.broadcast_to(np.int8(method), shape)


def first_status(shape: tuple[int, ...], *tests: tuple[Status, NDArray[np.bool_]]) -> Codes:
    """The first status whose test holds, row by row; OK where none does."""
    status = np.zeros(shape, dtype=np.int8)
    for code, holds in reversed(tests):
        if holds.any():
            status[holds] = code
    return status
