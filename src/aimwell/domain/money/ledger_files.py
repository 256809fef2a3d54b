"""A published ledger as a file: what its columns are called, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from aimwell.domain.money.reconciling import TotalCheck, TotalsState
from aimwell.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class TotalWords:
    """How a row says that it is a total."""

    words: tuple[str, ...]
    starts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AreaWords:
    """What stands under the heading for the area, where it is not changed with the one for the type."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LedgerHeadings:
    """definitions/money/ledger_headings.toml."""

    as_of: date
    about: str
    roles: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, str]
    totals: TotalWords
    areas: AreaWords


def heading(text: str) -> str:
    """A heading as the definitions write it: in lower case, one space for everything that is no letter or digit."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


@dataclass(frozen=True, slots=True)
class LedgerReceipt:
    """What became of one ledger file. Money in pence; `notes` say how it was understood, in words."""

    file: str
    digest: str
    body: str = ""
    body_name: str = ""
    first_day: date | None = None
    last_day: date | None = None
    counted: str = ""  # the heading of the column that counts, and whether with VAT
    rows_read: int = 0
    rows_blank: int = 0
    lines_kept: int = 0
    lines_refused: int = 0
    lines_held_already: int = 0  # the same payments stand in another file of this body
    lines_private: int = 0
    credits: int = 0
    total_pence: int = 0  # of the lines kept
    private_pence: int = 0
    credits_pence: int = 0
    totals: TotalsState = TotalsState.NOT_STATED
    checks: tuple[TotalCheck, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    taken: bool = False
    already_held: bool = False
