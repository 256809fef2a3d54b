"""One ledger file, sheet by sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from aimwell.domain.money.days import DateOrder
from aimwell.domain.money.ledger_files import LedgerHeadings
from aimwell.domain.problems import Problem, Where
from aimwell.gateways.document import Document
from aimwell.gateways.ledgers.layout import find_layout, roles_of_nearest
from aimwell.gateways.ledgers.lines import SheetLines, read_lines
from aimwell.gateways.ledgers.tables import text_tables


@dataclass(frozen=True)
class LedgerReading:
    """The sheets of one ledger file that hold lines."""

    sheets: tuple[SheetLines, ...]

    @property
    def lines(self) -> pa.Table:
        """The lines of all sheets, one after another."""
        return pa.concat_tables([sheet.lines for sheet in self.sheets])


def read_ledger(
    document: Document, headings: LedgerHeadings, scratch: Path, *, dates: DateOrder | None = None
) -> LedgerReading:
    """Every line of a ledger. dates: the order of day and month, where a person says it.

    Raises Problem for a file in which no sheet has headings of a ledger, or whose dates do not tell their order.
    """
    sheets: list[SheetLines] = []
    nearest: tuple[int, tuple[str, ...]] = (0, ())
    for table in text_tables(document, scratch):
        layout = find_layout(table, headings)
        if layout is not None:
            sheets.append(read_lines(table, layout, headings, dates))
        elif not sheets:
            nearest = max(nearest, roles_of_nearest(table, headings), key=lambda found: len(found[1]))
    if not sheets:
        raise _not_recognised(document.name, *nearest)
    if not any(sheet.lines.num_rows for sheet in sheets):
        raise _no_lines(document.name, sheets)
    return LedgerReading(tuple(sheet for sheet in sheets if sheet.rows_read))


def _not_recognised(name: str, index: int, roles: Sequence[str]) -> Problem:
    known = ", ".join(role.replace("_", " ") for role in roles) or "none"
    return Problem(
        code="ledger.not-recognised",
        found=f"No row has a heading of an amount and one of a supplier. Headings known in the row nearest to it: {known}.",
        expected="A ledger of payments under headings of definitions/money/ledger_headings.toml.",
        remedy="Take the ledger as published; if it uses other words, add them to definitions/money/ledger_headings.toml.",
        where=Where(name, row=index + 1),
    )


def _no_lines(name: str, sheets: Sequence[SheetLines]) -> Problem:
    refused = sum(sheet.refused for sheet in sheets)
    return Problem(
        code="ledger.no-lines",
        found=f"Not one line could be read; {refused:,} were refused.",
        expected="At least one line with an amount.",
        remedy="Take the file as published.",
        where=Where(name),
    )
