"""Reads the layout of a pooled fund's workbook in definitions/money/pool_sheets.toml."""

from dataclasses import dataclass
from pathlib import Path

from aimwell.catalogue.reader import read_definition, rename_keys
from aimwell.domain.problems import Problems
from aimwell.domain.sheet_layouts import SheetLayout


@dataclass(frozen=True, slots=True)
class PoolSheets:
    """The sheets of a pooled fund's workbook, and what its first page says."""

    title: str
    about: tuple[str, ...]
    sheets: tuple[SheetLayout, ...]


rename_keys(PoolSheets, {"sheets": "sheet"})


def read_pool_sheets(folder: Path) -> PoolSheets:
    """The layout in force. Raises Problems with all the faults of the file."""
    sheets, problems = read_definition(folder / "money" / "pool_sheets.toml", PoolSheets)
    if sheets is None:
        raise Problems(problems)
    return sheets
