"""Reads the cells of a target table as what their columns hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aimwell.domain.draft_targets import Read
from aimwell.domain.periods import Period
from aimwell.domain.placeholders import is_answer
from aimwell.domain.target_dates import read_target_period
from aimwell.domain.target_numbers import Quantity, Sense, direction_sign, read_quantity, unit_of
from aimwell.domain.target_wordings import TargetWordings
from aimwell.domain.uploads import Cell, cell_address

LONGEST_FIGURE = 200  # signs; anything longer is a sentence
BRACKETS = re.compile(r"\(([^()]*)\)")
BY_WHEN = re.compile(r"^(?P<what>.+?)\s+(?:by|before|in|until)\s+(?P<when>[^,;]*\d{2}[^,;]*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, and the period that stands in the same cell."""

    quantity: Read[Quantity]
    period: Read[Period] | None


@dataclass(frozen=True, slots=True)
class CellReader:
    """Reads the cells of one table."""

    table: str
    wordings: TargetWordings

    def address(self, row: int, column: int) -> str:
        """The address of a cell; row and column count from 0."""
        return cell_address(self.table, row, column)

    def words(self, cell: Cell, address: str) -> Read[str] | None:
        """A cell of words; None where it is empty or a placeholder."""
        text = " ".join(written(cell).split())
        return Read(text, text, address) if is_answer(text) else None

    def figure(self, cell: Cell, address: str, unit: str) -> Figure | None:
        """A figure, with the period in brackets or after 'by' that may stand beside it."""
        text = " ".join(written(cell).split())
        if not is_answer(text):
            return None
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return Figure(Read(Quantity(Sense.FIGURE, cell, cell, unit), text, address), None)
        if len(text) > LONGEST_FIGURE:
            return Figure(Read(None, text, address), None)
        period, bare = self._period_beside(text, address)
        quantity = read_quantity(bare, self.wordings)
        if quantity and unit and not quantity.unit and quantity.sense is not Sense.SHARE:
            quantity = Quantity(quantity.sense, quantity.low, quantity.high, unit, quantity.bound)
        return Figure(Read(quantity, text, address, _how(quantity)), period)

    def _period_beside(self, text: str, address: str) -> tuple[Read[Period] | None, str]:
        for found in BRACKETS.finditer(text):
            if read := read_target_period(found[1], self.wordings):
                return Read(read.period, found[1], address, "from the cell of the figure"), BRACKETS.sub(
                    " ", text
                )
        if (by := BY_WHEN.match(text)) and (read := read_target_period(by["when"], self.wordings)):
            return Read(read.period, by["when"], address, "from the cell of the figure"), by["what"]
        return None, text

    def period(self, cell: Cell, address: str) -> Read[Period] | None:
        """The period in a cell of its own."""
        text = " ".join(written(cell).split())
        if not text:
            return None
        read = read_target_period(text, self.wordings)
        return Read(read.period if read else None, text, address, read.how if read else "")

    def due(self, cell: Cell, address: str) -> Read[date] | None:
        """The day by which something is due."""
        if isinstance(cell, date):
            return Read(cell, cell.isoformat(), address)
        text = " ".join(written(cell).split())
        if not text:
            return None
        read = read_target_period(text, self.wordings)
        return Read(read.period.end if read else None, text, address, read.how if read else "")

    def direction(self, cell: Cell, address: str) -> Read[int] | None:
        """-1 for lower, 1 for higher."""
        text = " ".join(written(cell).split())
        if not is_answer(text):
            return None
        return Read(direction_sign(text, self.wordings) or None, text, address)

    def unit(self, cells: Sequence[str]) -> str:
        """The first unit that any of these texts names."""
        return next((unit for cell in cells if (unit := unit_of(cell, self.wordings))), "")


def written(cell: Cell) -> str:
    """A cell as text."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _how(quantity: Quantity | None) -> str:
    if quantity is None:
        return ""
    match quantity.sense:
        case Sense.SHARE:
            return "a change by a share of the baseline"
        case Sense.POINTS:
            return "a change by percentage points"
        case Sense.AMOUNT:
            return "a change by a number"
        case Sense.RANGE:
            return "a range"
        case Sense.UNCLEAR_CHANGE | Sense.FIGURE:
            return ""
