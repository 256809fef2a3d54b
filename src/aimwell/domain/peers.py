"""Which places are like one another, by who lives there."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class PeerVariable:
    """One thing that places are likened by, and how much it counts."""

    measure: str
    weight: float


@dataclass(frozen=True, slots=True)
class PeerRule:
    """How similar places are found; somebody's decision, with its source."""

    title: str
    method: str
    source: str
    count: int
    cut_off: float
    variables: tuple[PeerVariable, ...]


def nearest(
    values: NDArray[np.float64], weights: NDArray[np.float64], *, count: int, cut_off: float
) -> NDArray[np.int64]:
    """For each place the `count` most like it, the nearest first; -1 where there are too few others.

    values: shape (places, variables), not negative, NaN where unknown; a place with an unknown value has no
    peers and is nobody's. weights: shape (variables,). Each variable's square root is put on a scale of mean 0
    and spread 1 and cut off at `cut_off` spreads, so that one extreme place does not decide. Result: shape
    (places, count), rows of `values`. Of equally near places the earlier row comes first.
    Source: NHS England, Model Health System, peer groups of integrated care boards.
    """
    roots = np.sqrt(values)
    spread = np.nanstd(roots, axis=0)
    scaled = np.clip(
        (roots - np.nanmean(roots, axis=0)) / np.where(spread > 0, spread, 1.0), -cut_off, cut_off
    )
    known = ~np.isnan(scaled).any(axis=1)
    apart = (scaled[:, None, :] - scaled[None, :, :]) ** 2
    distance = np.sqrt((np.nan_to_num(apart) * weights).sum(axis=2))
    distance[:, ~known] = distance[~known, :] = np.inf
    np.fill_diagonal(distance, np.inf)
    order = np.argsort(distance, axis=1, kind="stable")[:, :count]
    found = np.where(np.isfinite(np.take_along_axis(distance, order, axis=1)), order, -1)
    missing = count - found.shape[1]
    return np.pad(found, ((0, 0), (0, max(missing, 0))), constant_values=-1).astype(np.int64)
