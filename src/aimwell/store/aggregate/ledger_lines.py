"""Lines of ledgers: one Parquet file for each ledger taken, by its digest, with its receipt inside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from aimwell.sqltext import literals
from aimwell.store.folder import StoreFolder, move_into_place

if TYPE_CHECKING:
    import pyarrow as pa

RECEIPT = b"aimwell.ledger_receipt"  # the key of a receipt among what a Parquet file says of itself


@dataclass(frozen=True, slots=True)
class HeldLedger:
    """A ledger in the store."""

    digest: str
    path: Path
    receipt: str  # as JSON


def room(folder: StoreFolder) -> Path:
    """Where the lines of ledgers are."""
    return folder.root / "aggregate" / "ledgers"


def holds(folder: StoreFolder, digest: str) -> bool:
    """Whether a ledger with these bytes has been taken."""
    return (room(folder) / f"{digest}.parquet").is_file()


def keep(folder: StoreFolder, digest: str, lines: "pa.Table", receipt: str, *, work: Path) -> None:
    """Put a ledger's lines and receipt in their place, in one step. lines: an Arrow table of LINE_COLUMNS."""
    import pyarrow.parquet as pq  # heavy, and not wanted by those who only ask whether a ledger is held

    finished = work / f"{digest}.parquet"
    # Without Arrow's own schema a text that is held once for all lines is read back as any other text.
    with pq.ParquetWriter(finished, lines.schema, compression="zstd", store_schema=False) as writer:
        writer.write_table(lines)
        writer.add_key_value_metadata({RECEIPT: receipt.encode()})
    move_into_place(finished, room(folder) / finished.name)


def held(folder: StoreFolder) -> tuple[HeldLedger, ...]:
    """Every ledger in the store, by digest."""
    import pyarrow.parquet as pq

    found = []
    for path in sorted(room(folder).glob("*.parquet")):
        told = pq.read_metadata(path).metadata
        found.append(HeldLedger(path.stem, path, told[RECEIPT].decode()))
    return tuple(found)


def attach(
    connection: duckdb.DuckDBPyConnection, ledgers: Sequence[HeldLedger], table: str = "ledger_lines"
) -> None:
    """Make a view of the lines of these ledgers. Raises ValueError where there are none."""
    if not ledgers:
        raise ValueError("no ledgers to attach")
    files = literals(ledger.path for ledger in ledgers)
    connection.execute(f"create or replace temp view {table} as select * from read_parquet([{files}])")
