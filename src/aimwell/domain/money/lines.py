"""A ledger line: one payment as a body published it, in exact pence, with the cell it came from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LINE_COLUMNS = (
    "line_id", "body", "body_name", "day", "period", "amount_pence", "supplier", "supplier_tidy", "partner",
    "expense_type", "expense_area", "service", "purpose", "cost_centre", "subjective", "codes", "reference",
    "private", "private_because", "source_digest", "source_file", "source_sheet", "source_row",
)  # fmt: skip
"""The columns of a table of lines, in order. `amount_pence` is a whole number: sums of pence are exact in any order."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line. Texts are as published but for outer space; '' where the file has no such column."""

    line_id: str  # first twelve digits of the file's digest, a hyphen, the row
    body: str  # code of the body that paid, by which people know it; its name where it has none
    body_name: str
    day: date | None
    period: str  # the month or year the file says the line belongs to: 2020-10, 2020-Q3, 2020/21
    amount_pence: int  # negative for a credit
    supplier: str
    supplier_tidy: str  # one spelling for all spellings of one supplier
    partner: (
        str  # code of the body paid, where it is a partner of the system: such money is not counted twice
    )
    expense_type: str
    expense_area: str
    service: str  # directorate, division or service
    purpose: str  # free words: description, purpose, narrative
    cost_centre: str
    subjective: str  # the subjective or account name
    codes: str  # classification codes the file itself gives (SeRCOP, ProClass), 'name=code' joined by ';'
    reference: str
    private: bool  # may name a private person: never published, never leaves in a file
    private_because: str
    source_digest: str
    source_file: str
    source_sheet: str
    source_row: int


def pounds(pence: int) -> Decimal:
    """Pence as pounds, exactly."""
    return Decimal(pence) / 100


def pence_of(amount: Decimal) -> int:
    """Pounds as whole pence. Raises ValueError for a fraction of a penny."""
    whole = amount * 100
    if whole != whole.to_integral_value():
        raise ValueError(f"{amount} is not a whole number of pence")
    return int(whole)


def said(pence: int) -> str:
    """Money as people say it: £1,234.50, −£3.00."""
    sign = "−" if pence < 0 else ""
    return f"{sign}£{pounds(abs(pence)):,.2f}"
