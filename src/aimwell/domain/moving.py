"""Moves series of whole numbers from one footprint to another, and back, without losing one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from aimwell.domain.footprints import Rollup
from aimwell.domain.places import Basis, PlaceKind

Counts = NDArray[np.int64]
Fractions = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Whole numbers of places: `amounts` has shape (places, points), its rows in the order of `codes`."""

    codes: tuple[str, ...]
    amounts: Counts

    def __post_init__(self) -> None:
        if self.amounts.ndim != 2 or len(self.codes) != self.amounts.shape[0]:
            raise ValueError("one row of amounts for each code")
        if len(set(self.codes)) != len(self.codes):
            raise ValueError("each code once")

    @property
    def totals(self) -> Counts:
        """The sum over places; shape (points,)."""
        return np.asarray(self.amounts.sum(axis=0), dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """Series on another footprint, with the atoms that they were put together from.

    moved: the series of the footprint; kept: those of codes that lead nowhere, as they were.
    atoms: shape (parts, points); sources and targets: for each part the row it came from and went to.
    """

    moved: Series
    kept: Series
    atoms: Counts
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    estimated: frozenset[str]  # targets that a divided source has a part in
    original_order: tuple[str, ...]

    def back(self) -> Series:
        """The series as they were before, exactly."""
        regained = _added_up(self.sources, self.atoms)
        rows = dict(zip(regained.codes, regained.amounts, strict=True))
        rows |= dict(zip(self.kept.codes, self.kept.amounts, strict=True))
        return Series(
            self.original_order,
            np.array([rows[code] for code in self.original_order], dtype=np.int64).reshape(
                len(self.original_order), -1
            ),
        )


def share_whole(
    amounts: Counts, cumulative_from: float | Fractions, cumulative_to: float | Fractions
) -> Counts:
    """The part of whole numbers between two cumulative fractions.

    Both ends are rounded, half upwards: floor(x * to + 0.5) - floor(x * from + 0.5). So the parts of a
    number that follow on from one another add up to it. Amounts below 2**52.
    """
    upper = np.floor(amounts * cumulative_to + 0.5)
    lower = np.floor(amounts * cumulative_from + 0.5)
    return np.asarray(upper - lower, dtype=np.int64)


def in_force(
    rollups: Iterable[Rollup], *, on: date, to: PlaceKind = PlaceKind.ICS, basis: Basis = Basis.PART_OF
) -> tuple[Rollup, ...]:
    """The rollups that published codes follow on a day, to one kind of place and on one basis."""
    return tuple(
        rollup
        for rollup in rollups
        if rollup.target_kind is to and rollup.basis is basis and rollup.source_from <= on <= rollup.source_to
    )


def move(series: Series, rollups: Iterable[Rollup]) -> Moved:
    """Move series along rollups; choose these by `in_force` first, so that a code has one meaning.

    The totals of what moved and of what was kept add up to the totals of the series, to the unit.
    """
    ways: dict[str, list[Rollup]] = defaultdict(list)
    for rollup in rollups:
        ways[rollup.source_code].append(rollup)
    steps = [(row, way) for row, code in enumerate(series.codes) for way in ways.get(code, ())]
    starts = np.array([way.cumulative_from for _, way in steps], dtype=np.float64)[:, None]
    ends = np.array([way.cumulative_to for _, way in steps], dtype=np.float64)[:, None]
    atoms = share_whole(series.amounts[[row for row, _ in steps]], starts, ends)
    targets = tuple(way.target_id for _, way in steps)
    left = [row for row, code in enumerate(series.codes) if code not in ways]
    return Moved(
        moved=_added_up(targets, atoms),
        kept=Series(tuple(series.codes[row] for row in left), series.amounts[left]),
        atoms=atoms,
        sources=tuple(series.codes[row] for row, _ in steps),
        targets=targets,
        estimated=frozenset(way.target_id for _, way in steps if way.estimated),
        original_order=series.codes,
    )


def _added_up(labels: tuple[str, ...], atoms: Counts) -> Series:
    """Atoms added up by label, in the order of labels."""
    ordered = tuple(sorted(set(labels)))
    rows = {label: row for row, label in enumerate(ordered)}
    amounts = np.zeros((len(ordered), atoms.shape[1]), dtype=np.int64)
    np.add.at(amounts, [rows[label] for label in labels], atoms)
    return Series(ordered, amounts)
