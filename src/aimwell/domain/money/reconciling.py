"""Whether the lines of a ledger add up to the totals it states, to the penny."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


class TotalsState(StrEnum):
    """How a ledger stands against its own totals; it goes with the ledger wherever it is used."""

    RECONCILED = "reconciled"
    UNRECONCILED = "unreconciled"
    NOT_STATED = "no total stated"


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """A total that a file states, and where."""

    row: int
    pence: int


@dataclass(frozen=True, slots=True)
class TotalCheck:
    """One stated total against the lines it stands for."""

    row: int
    stated: int
    summed: int

    @property
    def agrees(self) -> bool:
        """To the penny."""
        return self.stated == self.summed


def check_totals(
    totals: Sequence[StatedTotal], rows: NDArray[np.int64], pence: NDArray[np.int64]
) -> tuple[TotalCheck, ...]:
    """Each total against all lines above it or, where that is it, against those since the total before.

    rows, pence: shape (n,), of the lines kept, in order of rows. A total above the first line stands for all lines.
    """
    if not totals:
        return ()
    running = np.concatenate(([0], np.cumsum(pence)))
    reached = np.searchsorted(rows, [total.row for total in totals])
    checks = []
    for (before, upto), total in zip(pairwise([0, *reached.tolist()]), totals, strict=True):
        whole = int(running[upto] if upto else running[-1])
        section = int(running[upto] - running[before])
        checks.append(
            TotalCheck(total.row, total.pence, section if total.pence == section and upto else whole)
        )
    return tuple(checks)


def state_of(checks: Sequence[TotalCheck]) -> TotalsState:
    """Reconciled when every stated total agrees."""
    if not checks:
        return TotalsState.NOT_STATED
    return TotalsState.RECONCILED if all(check.agrees for check in checks) else TotalsState.UNRECONCILED
