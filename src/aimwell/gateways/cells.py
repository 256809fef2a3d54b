"""Reading one cell of a published table: numbers, marks for missing and withheld, codes."""

from dataclasses import dataclass

from aimwell.domain.problems import Problem, Where
from aimwell.gateways.document import Cell

WITHHELD = frozenset({"*", "**", "c", "[c]", "[x]", "s"})  # hidden by the publisher to protect people
ABSENT = frozenset(
    {"", "-", "--", "–", "..", ".", "...", "na", "n/a", "#n/a", "null", "none", "[z]", ":", "z"}
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or why there is none: `status` is ok, suppressed or missing."""

    number: float | None
    status: str = "ok"


def amount(cell: Cell, where: Where) -> Amount:
    """The number in a cell, with thousands commas, brackets for credits, % and £ taken off.

    A percentage keeps its size (62.5% is 62.5). Raises Problem `cell.not-a-number` for any other text.
    """
    if isinstance(cell, bool):
        raise _not_a_number(cell, where)
    if isinstance(cell, int | float):
        return Amount(float(cell)) if cell == cell else Amount(None, "missing")
    text = str(cell).strip()
    if text.casefold() in WITHHELD:
        return Amount(None, "suppressed")
    if text.casefold() in ABSENT:
        return Amount(None, "missing")
    bare = text.replace(",", "").replace("£", "").rstrip("%").strip()
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    try:
        return Amount(float(bare))
    except ValueError:
        raise _not_a_number(cell, where) from None


def code(cell: Cell) -> str:
    """An organisation or area code as text: without spaces, in capitals; '' for an empty cell."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip().upper()
    return "" if text.casefold() in ABSENT else text


def text(cell: Cell) -> str:
    """A cell's words on one line."""
    return " ".join(str(cell).split())


def located(problem: Problem, where: Where) -> Problem:
    """The same problem with the address of its cell, where it has none of its own."""
    if problem.where.row is not None:
        return problem
    return Problem(
        code=problem.code,
        found=problem.found,
        expected=problem.expected,
        remedy=problem.remedy,
        where=Where(where.file, where.sheet, where.row, problem.where.column or where.column),
        severity=problem.severity,
    )


def _not_a_number(cell: Cell, where: Where) -> Problem:
    return Problem(
        code="cell.not-a-number",
        found=f"'{cell}' is not a number.",
        expected="A number, or one of the publisher's marks for missing (-, empty) or withheld (*).",
        remedy="Correct the cell, or take the file as published.",
        where=where,
    )
