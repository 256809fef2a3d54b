"""Equal-count groups of areas, such as deprivation deciles."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from aimwell.domain.problems import Problem
from aimwell.domain.statistics.estimates import first_status
from aimwell.domain.statistics.status import Codes, Status


class FirstQuantile(StrEnum):
    """Which values the first quantile holds."""

    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True, eq=False)
class Quantiles:
    """Quantile of every value, 1 to k, 0 where it has none; and the status of each value."""

    quantile: NDArray[np.int16]
    status: Codes


def quantiles(
    values: ArrayLike, *, count: int = 10, first: FirstQuantile = FirstQuantile.HIGHEST
) -> Quantiles:
    """Which of `count` equal-count groups each value belongs to; ties share the lower rank.

    values: shape (sets, n) or (n,), each set cut on its own; NaN is missing and left out. A set with
    fewer values than groups gets INSUFFICIENT_POINTS.
    Source: PHE, Assigning Deprivation Categories (2018).
    """
    if count < 2:
        raise Problem(
            code="statistics.quantile-count",
            found=f"{count} quantiles were asked for.",
            expected="two or more.",
            remedy="Ask for 5 to get fifths, or 10 to get tenths.",
        )
    given = np.asarray(values, dtype=np.float64)
    table = np.atleast_2d(given)
    keys = -table if first is FirstQuantile.HIGHEST else table
    missing = np.isnan(keys)
    present = (~missing).sum(axis=1, keepdims=True)
    rank = _minimum_ranks(keys)
    with np.errstate(all="ignore"):
        place = np.floor((count + 1) - np.ceil((present + 1 - rank) / (present / count)))
    place[place == 0] = 1
    status = first_status(
        table.shape,
        (Status.MISSING_INPUT, missing),
        (Status.NOT_FINITE, np.isinf(table)),
        (Status.INSUFFICIENT_POINTS, np.broadcast_to(present < count, table.shape)),
    )
    known = status == Status.OK
    result = np.where(known, place, 0).astype(np.int16)
    return Quantiles(result.reshape(given.shape), status.reshape(given.shape))


def _minimum_ranks(keys: NDArray[np.float64]) -> NDArray[np.intp]:
    """Rank of each key in its row from 1; equal keys share the lowest; NaN ranks last."""
    order = np.argsort(keys, axis=1, kind="stable")
    ordered = np.take_along_axis(keys, order, axis=1)
    positions = np.broadcast_to(np.arange(1, keys.shape[1] + 1), keys.shape)
    new = np.ones(keys.shape, dtype=np.bool_)
    new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    shared = np.maximum.accumulate(np.where(new, positions, 0), axis=1)
    ranks = np.empty(keys.shape, dtype=np.intp)
    np.put_along_axis(ranks, order, shared, axis=1)
    return ranks


def average_ranks(keys: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank of each key from 1; equal keys share their average; NaN ranks last. keys: shape (n,)."""
    lowest = _minimum_ranks(keys[None, :])[0]
    highest = len(keys) - np.isnan(keys).sum() + 1 - _minimum_ranks(-keys[None, :])[0]
    return np.where(np.isnan(keys), np.nan, (lowest + highest) / 2)
