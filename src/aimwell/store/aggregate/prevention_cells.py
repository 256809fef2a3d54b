"""Sums of ledger lines as the rules of prevention read them, kept so that another pack need not read them again."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from aimwell.domain.money.prevention_share import Cell
from aimwell.store.folder import StoreFolder, move_into_place

COLUMNS = pa.schema(
    [
        ("body", pa.string()),
        ("year", pa.string()),
        ("rule", pa.string()),
        ("transfer", pa.bool_()),
        ("private", pa.bool_()),
        ("lines", pa.int64()),
        ("pence", pa.int64()),
        ("wording", pa.string()),
        ("line", pa.string()),
    ]
)


def room_of(folder: StoreFolder) -> Path:
    """Where they are."""
    return folder.root / "aggregate" / "prevention"


def cells_held(folder: StoreFolder, key: str) -> tuple[Cell, ...] | None:
    """The sums of this key: the lines, rules and decisions they were made of; None where they are not held."""
    path = room_of(folder) / f"{key}.parquet"
    if not path.is_file():
        return None
    return tuple(Cell(**row) for row in pq.read_table(path).to_pylist())


def keep_cells(folder: StoreFolder, key: str, cells: tuple[Cell, ...], *, work: Path) -> None:
    """Keep sums in place of all earlier ones. work: a folder on the store's disk, of whoever may write."""
    rows = {name: [getattr(cell, name) for cell in cells] for name in COLUMNS.names}
    pq.write_table(pa.table(rows, schema=COLUMNS), work / "cells.parquet")
    earlier = list(room_of(folder).glob("*.parquet"))
    move_into_place(work / "cells.parquet", room_of(folder) / f"{key}.parquet")
    for path in earlier:
        if path.stem != key:
            path.unlink()
