"""Ledgers made up for a test, in the layouts that NHS bodies use; every payee is invented."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from aimwell.catalogue.ledgers import read_ledger_rules
from aimwell.domain.money.days import DateOrder
from aimwell.gateways.document import open_documents
from aimwell.gateways.ledgers.reading import LedgerReading, read_ledger

HEADINGS = read_ledger_rules(Path(__file__).resolve().parents[3] / "definitions").headings
NHS = [
    "Department Family",
    "Entity",
    "Date",
    "Expense Type",
    "Expense Area",
    "Supplier",
    "Transaction Number",
    "Amount",
]
ENTITY = "NHS Invented CCG"


def nhs_row(day: str, amount: str, *, number: str = "1", supplier: str = "INVENTED HEALTH LTD") -> list[str]:
    """One line in the layout of most NHS ledgers."""
    return ["Department of Health", ENTITY, day, "Rent", "COMMUNITY SERVICES", supplier, number, amount]


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


def reading_of(
    path: Path, content: str | bytes | None = None, *, dates: DateOrder | None = None
) -> LedgerReading:
    """What a file is read as; its content is written first, where it is given."""
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    scratch = path.parent / f"scratch-{path.name}-{len(list(path.parent.iterdir()))}"
    scratch.mkdir()
    (document,) = open_documents(path, scratch=scratch)
    return read_ledger(document, HEADINGS, scratch, dates=dates)


def pence_of(reading: LedgerReading) -> list[int]:
    return reading.lines["amount_pence"].to_pylist()
