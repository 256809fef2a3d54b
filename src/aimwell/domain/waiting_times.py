"""How long people have waited, from counts in bands of a week."""

import numpy as np
from numpy.typing import NDArray


def waiting_time_percentile(bands: NDArray[np.float64], percentile: float) -> NDArray[np.float64]:
    """Weeks by which a share of people have waited, interpolated within the week in which it falls.

    bands: shape (rows, weeks), people in each week of waiting from the first; the last band is open, so a
    percentile that falls in it is undefined. percentile: 0 to 1. Result: shape (rows,), weeks; NaN where
    nobody waits or the percentile falls in the open band.
    Source: NHS England, Recording and reporting referral to treatment waiting times (medians and
    percentiles are estimated from weekly bands).
    """
    total = bands.sum(axis=1)
    reached = np.cumsum(bands, axis=1)
    wanted = percentile * total
    week = np.argmax(reached >= wanted[:, None], axis=1)
    rows = np.arange(len(bands))
    before = np.where(week > 0, reached[rows, np.maximum(week - 1, 0)], 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        weeks: NDArray[np.float64] = week + (wanted - before) / bands[rows, week]
    weeks[(total <= 0) | (week == bands.shape[1] - 1)] = np.nan
    return weeks
