"""Rows of a ledger that are no payment: blank ones, notes, repeated headings, and the totals it states."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from aimwell.domain.money.amounts import read_amount
from aimwell.domain.money.ledger_files import LedgerHeadings, heading
from aimwell.domain.money.reconciling import StatedTotal
from aimwell.gateways.ledgers.layout import Layout
from aimwell.gateways.ledgers.tables import TextTable

OWN = ("day", "reference")  # a payment has one of these of its own; a total has none
HARD_SPACES = "\u00a0†"  # and what they become where an encoding was mistaken
SOMETHING = r"[^\s\x{A0}†]"
NOTE_CELLS = 1  # a row with so few cells filled, and no amount, is a note


def rows_of_totals(
    table: TextTable, layout: Layout, headings: LedgerHeadings, has_amount: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which rows are blank, notes or headings again, and which are totals."""
    count = len(table.rows)
    filled = np.zeros(count, np.int64)
    for at, column in enumerate(table.columns):
        told = pc.not_equal(column, "") if at in layout.read else pc.match_substring_regex(column, SOMETHING)
        filled += told.to_numpy()
    blank = (filled <= NOTE_CELLS) & ~has_amount
    blank |= pc.equal(table.columns[layout.amount], layout.names[layout.amount].strip()).to_numpy()
    own = np.zeros(count, bool)
    for role in OWN:
        if role in layout.columns:
            own |= pc.not_equal(table.columns[layout.columns[role]], "").to_numpy()
    maybe = has_amount & ~own & ~blank
    if maybe.any():
        maybe[maybe] = _labelled(table, maybe, headings) | (filled[maybe] == NOTE_CELLS)
    total = np.zeros(count, bool)
    for row in np.flatnonzero(maybe):
        cells = [cell for cell in table.row(int(row)) if cell.strip(f"{HARD_SPACES} ")]
        total[row] = len(cells) == NOTE_CELLS or any(_is_total(cell, headings) for cell in cells)
    return blank, total


def total_above(rows: Sequence[Sequence[str]], headings: LedgerHeadings) -> tuple[StatedTotal, ...]:
    """A total that stands above the headings, beside its label; row 0, for it stands for all lines."""
    for cells in rows:
        for label, amount in pairwise(cells):
            read = read_amount(amount)
            if _is_total(label, headings) and read.fault is None:
                return (StatedTotal(0, read.pence),)
    return ()


def _labelled(table: TextTable, these: NDArray[np.bool_], headings: LedgerHeadings) -> NDArray[np.bool_]:
    """Which of these rows have a cell that begins like a total: a coarse sieve, so that few are looked at one by one."""
    firsts = sorted({word.split()[0] for word in (*headings.totals.words, *headings.totals.starts)})
    pattern, mask = r"(?i)^\W*(?:" + "|".join(firsts) + r")\b", pa.array(these)
    found = np.zeros(int(these.sum()), bool)
    for column in table.columns:
        found |= pc.match_substring_regex(column.filter(mask), pattern).to_numpy()
    return found


def _is_total(cell: str, headings: LedgerHeadings) -> bool:
    said = heading(cell)
    return said in headings.totals.words or any(said.startswith(start) for start in headings.totals.starts)
