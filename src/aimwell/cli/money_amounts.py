"""Tables with exact amounts of money: numbers in CSV, texts in JSON, so that no penny is lost to a float."""

from collections.abc import Sequence
from decimal import Decimal

from aimwell.cli.output import print_table


def print_amounts(columns: Sequence[str], rows: Sequence[Sequence[object]], output: str) -> None:
    """A table as CSV, or as JSON where that is asked for."""
    if output == "json":
        print_table(columns, [tuple(exact(cell) for cell in row) for row in rows], "json")
    else:
        print_table(columns, rows, "csv")


def exact(cell: object) -> object:
    """An amount as JSON can keep it: as a text."""
    return str(cell) if isinstance(cell, Decimal) else cell
