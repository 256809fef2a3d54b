"""Small invented ledgers, put into a store as lines."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa

from aimwell.domain.money.lines import LINE_COLUMNS
from aimwell.store.aggregate import ledger_lines
from aimwell.store.folder import StoreFolder

SCHEMA = pa.schema(
    [
        (name, {"day": pa.date32(), "amount_pence": pa.int64(), "private": pa.bool_(), "source_row": pa.int32()}.get(name, pa.string()))
        for name in LINE_COLUMNS
    ]
)  # fmt: skip


def line(number: int, pence: int, **said: object) -> dict[str, object]:
    """A line of an invented council; texts that are not said are empty."""
    given: dict[str, object] = dict.fromkeys(LINE_COLUMNS, "")
    given |= {"line_id": f"aaaaaaaaaaaa-{number}", "body": "XX1", "body_name": "Illustrative Council"}
    given |= {"day": date(2025, 6, 1), "amount_pence": pence, "private": False, "source_row": number}
    return given | said


def store_with(
    root: Path, lines: Sequence[dict[str, object]], *, totals: str = "no total stated"
) -> StoreFolder:
    """A store that holds one ledger of these lines."""
    folder = StoreFolder(root).create()
    add_ledger(folder, "a" * 12, lines, totals=totals)
    return folder


def add_ledger(
    folder: StoreFolder, digest: str, lines: Sequence[dict[str, object]], *, totals: str = "no total stated"
) -> None:
    """One more ledger."""
    receipt = f'{{"file": "{digest}.csv", "body": "XX1", "totals": "{totals}"}}'
    with folder.writing() as work:
        ledger_lines.keep(folder, digest, pa.Table.from_pylist(list(lines), SCHEMA), receipt, work=work)
