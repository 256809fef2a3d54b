"""A receipt: what became of a file that somebody gave us."""

from dataclasses import dataclass
from datetime import date

from aimwell.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class Vintage:
    """Which edition of a file this is: revised editions come after first ones, later dates after earlier."""

    published: date | None = None  # as the file itself says
    revised: bool = False

    @property
    def order(self) -> str:
        """Sorts editions of one file; the time of taking breaks ties."""
        return (
            f"{self.published.isoformat() if self.published else '0000-00-00'}{'R' if self.revised else ''}"
        )


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One total that the file states, against the sum of its rows."""

    what: str
    stated: float
    summed: float

    @property
    def agrees(self) -> bool:
        """To the unit."""
        return abs(self.stated - self.summed) < 0.5


@dataclass(frozen=True, slots=True)
class PlaceMet:
    """An organisation that a file names and the register need not hold (an independent hospital, say)."""

    code: str
    name: str
    kind: str
    parent: str = ""  # code of the system it is in, as the file says


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one file was recognised as, and what was kept of it."""

    file: str
    digest: str  # SHA-256 of the exact bytes
    recognised_as: str  # feed id, or empty
    periods: tuple[str, ...] = ()
    vintage: Vintage = Vintage()
    rows_read: int = 0
    rows_kept: int = 0
    rows_set_aside: int = 0  # totals and notes, which are checked and not kept
    rows_refused: int = 0
    reconciliations: tuple[Reconciliation, ...] = ()
    problems: tuple[Problem, ...] = ()
    taken: bool = False
    already_held: bool = False
    supersedes: tuple[str, ...] = ()  # digests of the editions this one replaces
