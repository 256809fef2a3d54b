"""Series cut where a process was rebased: each piece is judged as a series of its own."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from aimwell.domain.problems import Problem
from aimwell.domain.statistics.estimates import Numbers
from aimwell.domain.statistics.runs import Flags

Indices = NDArray[np.intp]
Cell = TypeVar("Cell", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """How the cells of a table (series, points) belong to segments.

    of_cell: (series, points), the segment of each cell; None when every series is one segment.
    series: (segments,), the series of each segment.
    numbers: (series, points), how many times each series has been rebased by then.
    """

    of_cell: Indices | None
    series: Indices
    numbers: NDArray[np.int16]

    def spread(self, values: Numbers) -> Numbers:
        """Values in time-major shape (points, segments), NaN outside the segment."""
        if self.of_cell is None:
            return np.ascontiguousarray(values.T)
        columns = np.full((values.shape[1], len(self.series)), np.nan)
        columns[np.arange(values.shape[1])[None, :], self.of_cell] = values
        return columns

    def gathered(self, columns: NDArray[Cell]) -> NDArray[Cell]:
        """Numbers or codes of shape (points, segments) brought back to (series, points)."""
        if self.of_cell is None:
            return np.ascontiguousarray(columns.T)
        result: NDArray[Cell] = columns[np.arange(len(columns))[None, :], self.of_cell]
        return result

    def repeated(self, per_segment: Numbers) -> Numbers:
        """One number per segment, repeated over its cells: (series, points); a view where it can be."""
        if self.of_cell is None:
            return np.broadcast_to(per_segment[:, None], self.numbers.shape)
        result: Numbers = per_segment[self.of_cell]
        return result

    def latest(self, values: Numbers) -> tuple[Indices, Indices, Indices]:
        """Each series, the point of its last value, and the segment that point lies in."""
        rows = np.arange(len(values))
        last = values.shape[1] - 1 - np.argmax(~np.isnan(values[:, ::-1]), axis=1)
        return rows, last, rows if self.of_cell is None else self.of_cell[rows, last]


def checked_points(values: Numbers) -> Numbers:
    """A batch of series (series, points). Raises Problem when it has no points at all."""
    if values.shape[1] == 0:
        raise Problem(
            code="statistics.no-points",
            found="The series have no points.",
            expected="one column for each point in time.",
            remedy="Give at least one value, NaN where it is missing.",
        )
    return values


def segments_of(values: Numbers, rebase_at: Flags | None) -> Segments:
    """Segments of a table (series, points); a segment begins wherever rebase_at is True."""
    series, points = values.shape
    if rebase_at is None or not rebase_at[:, 1:].any():
        first = (
            np.zeros((series, 1), dtype=np.int16) if rebase_at is None else rebase_at[:, :1].astype(np.int16)
        )
        return Segments(None, np.arange(series), np.broadcast_to(first, (series, points)))
    begins = rebase_at.copy()
    begins[:, 0] = True
    of_cell = begins.reshape(-1).cumsum().reshape(series, points) - 1
    owner = np.nonzero(begins)[0]
    numbers = rebase_at.cumsum(axis=1).astype(np.int16)
    return Segments(of_cell, owner, numbers)


def baseline_of(columns: Numbers, points: int | None) -> Flags:
    """The first `points` points of each segment from its first value on, or all; (points, segments)."""
    if points is None:
        return np.ones(columns.shape, dtype=np.bool_)
    since = np.arange(len(columns))[:, None] - np.argmax(~np.isnan(columns), axis=0)
    result: Flags = (since >= 0) & (since < points)
    return result
