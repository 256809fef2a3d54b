"""Finds the line of headings of a ledger, and what each of its columns holds."""

from collections.abc import Mapping
from dataclasses import dataclass

from aimwell.domain.money.ledger_files import LedgerHeadings, heading
from aimwell.gateways.ledgers.tables import TextTable

SEARCHED_ROWS = 60
AMOUNTS = ("amount_net", "amount", "amount_gross")  # the first that a file has is the one that counts
COUNTED_AS = {"amount_net": "without VAT", "amount": "as stated", "amount_gross": "with VAT"}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the headings are, and the column of each role."""

    header: int  # index of the row of headings
    names: tuple[str, ...]  # the headings as published
    columns: Mapping[str, int]  # role -> column
    codes: Mapping[str, int]  # name of a classification -> column
    amount_role: str

    @property
    def amount(self) -> int:
        """The column that counts."""
        return self.columns[self.amount_role]

    @property
    def counted(self) -> str:
        """The column that counts, in words."""
        return f"'{self.names[self.amount].strip()}', {COUNTED_AS[self.amount_role]}"

    @property
    def read(self) -> frozenset[int]:
        """The columns that something is read from."""
        return frozenset((*self.columns.values(), *self.codes.values()))

    @property
    def unread(self) -> tuple[str, ...]:
        """Headings that nothing is read from; an unnamed column is shown by its number."""
        read = self.read
        return tuple(
            name.strip() or f"unnamed column {at + 1}" for at, name in enumerate(self.names) if at not in read
        )


def find_layout(table: TextTable, headings: LedgerHeadings) -> Layout | None:
    """The row with the most headings that are known, if an amount and a supplier are among them."""
    best: Layout | None = None
    for index in range(min(SEARCHED_ROWS, len(table.rows))):
        found = _layout_of(index, table.row(index), headings)
        if found and (best is None or _known(found) > _known(best)):
            best = found
    return best


def _known(layout: Layout) -> int:
    return len(layout.columns) + len(layout.codes)


def _layout_of(index: int, cells: list[str], headings: LedgerHeadings) -> Layout | None:
    places: dict[str, int] = {}
    for at, cell in enumerate(cells):
        places.setdefault(heading(cell), at)
    columns: dict[str, int] = {}
    taken: set[int] = set()
    for role, wordings in headings.roles.items():
        free = [places[word] for word in wordings if word in places and places[word] not in taken]
        if free:
            columns[role] = free[0]
            taken.add(free[0])
    amount = next((role for role in AMOUNTS if role in columns), "")
    if not amount or "supplier" not in columns:
        return None
    codes = {
        name: places[wording]
        for wording, name in headings.codes.items()
        if wording in places and places[wording] not in taken
    }
    return Layout(index, tuple(cells), columns, codes, amount)


def roles_of_nearest(table: TextTable, headings: LedgerHeadings) -> tuple[int, tuple[str, ...]]:
    """The row with the most headings that are known, and their roles; nobody's cells, which may hold names."""
    best: tuple[int, tuple[str, ...]] = (0, ())
    for index in range(min(SEARCHED_ROWS, len(table.rows))):
        cells = {heading(cell) for cell in table.row(index)}
        roles = tuple(role for role, wordings in headings.roles.items() if cells & set(wordings))
        if len(roles) > len(best[1]):
            best = (index, roles)
    return best
