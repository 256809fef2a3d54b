"""What is put right in the columns of a ledger, told in its receipt: cells run together, columns the wrong way round."""

import re
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from aimwell.domain.money.ledger_files import LedgerHeadings, heading
from aimwell.gateways.ledgers.layout import Layout
from aimwell.gateways.ledgers.tables import TextTable

RUN_TOGETHER = r"^(\d{1,2}/\d{1,2}/(?:19|20)\d{2})(-?\d[\d,]*(?:\.\d+)?)$"


def parted(table: TextTable, layout: Layout) -> tuple[TextTable, tuple[str, ...]]:
    """The table with day and amount parted where a lost comma ran them together: 25/06/2012700.78.

    A year has four digits, so there is one way only to part them; the cells after them move back by one.
    """
    at = layout.columns.get("day")
    if at is None or layout.amount != at + 1:
        return table, ()
    found = pc.match_substring_regex(table.columns[at], RUN_TOGETHER)
    affected = np.flatnonzero(found.to_numpy())
    if not len(affected):
        return table, ()
    columns = [np.array(column.to_pylist(), dtype=object) for column in table.columns[at:]]
    for row in affected:
        day, amount = re.fullmatch(RUN_TOGETHER, columns[0][row]).groups()  # type: ignore[union-attr]
        cells = [day, amount, *(column[row] for column in columns[1:-1])]
        for column, cell in zip(columns, cells, strict=True):
            column[row] = cell
    mended = tuple(pa.chunked_array([pa.array(column, pa.string())]) for column in columns)
    told = f"on {len(affected):,} rows day and amount had run together and were parted"
    return replace(table, columns=(*table.columns[:at], *mended)), (told,)


def put_right(table: TextTable, layout: Layout, headings: LedgerHeadings) -> tuple[Layout, tuple[str, ...]]:
    """The layout with type and area changed back, where areas stand under the heading for the type."""
    of_type, of_area = layout.columns.get("expense_type"), layout.columns.get("expense_area")
    if of_type is None or of_area is None:
        return layout, ()
    known = frozenset(headings.areas.words)
    if _areas_in(table, of_type, known) <= _areas_in(table, of_area, known):
        return layout, ()
    told = f"'{layout.names[of_type].strip()}' holds areas and '{layout.names[of_area].strip()}' types: read the other way round"
    changed = {**layout.columns, "expense_type": of_area, "expense_area": of_type}
    return replace(layout, columns=changed), (told,)


def _areas_in(table: TextTable, at: int, known: frozenset[str]) -> int:
    texts = pc.unique(table.columns[at]).to_pylist()
    return sum(heading(text) in known for text in texts)
