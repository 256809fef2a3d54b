"""Reads definitions/money/: what ledgers call their columns, spellings of suppliers, signs of private people."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from aimwell.catalogue.reader import read_definition
from aimwell.domain.money.ledger_files import LedgerHeadings
from aimwell.domain.money.private_people import PrivatePeopleRules
from aimwell.domain.money.supplier_names import SupplierNameRules
from aimwell.domain.problems import Problem, Problems, Where

T = TypeVar("T")
ROLES = frozenset(
    {"body_code", "body_name", "day", "period", "period_year", "amount_net", "amount", "amount_gross", "amount_vat",
     "supplier", "expense_type", "expense_area", "service", "purpose", "cost_centre", "subjective", "reference"}
)  # fmt: skip


@dataclass(frozen=True)
class LedgerRules:
    """All that reading a ledger goes by."""

    headings: LedgerHeadings
    suppliers: SupplierNameRules
    people: PrivatePeopleRules


def read_ledger_rules(folder: Path) -> LedgerRules:
    """The rules. Raises Problems with all the faults of the three files."""
    faults: list[Problem] = []
    money = folder / "money"
    headings = _read(money / "ledger_headings.toml", LedgerHeadings, faults)
    suppliers = _read(money / "supplier_names.toml", SupplierNameRules, faults)
    people = _read(money / "private_people.toml", PrivatePeopleRules, faults)
    if headings is not None:
        faults += [
            _fault("ledger_headings.toml", f"'{role}' is no role of a column.")
            for role in set(headings.roles) ^ ROLES
        ]
    if suppliers is not None:
        faults += _bad_patterns(suppliers)
    if faults or headings is None or suppliers is None or people is None:
        raise Problems(faults)
    return LedgerRules(headings, suppliers, people)


def _read(path: Path, kind: type[T], faults: list[Problem]) -> T | None:
    if not path.is_file():
        faults.append(_fault(path.name, "The file is missing."))
        return None
    read, found = read_definition(path, kind)
    faults += found
    return read


def _bad_patterns(rules: SupplierNameRules) -> list[Problem]:
    faults = []
    for pattern in (*rules.cut, *rules.trading_as):
        try:
            re.compile(pattern)
        except re.error as error:
            faults.append(_fault("supplier_names.toml", f"'{pattern}' is not a pattern: {error}."))
    return faults


def _fault(name: str, found: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=found,
        expected=f"A complete definitions/money/{name}: the roles {', '.join(sorted(ROLES))}."
        if "role" in found
        else f"A complete definitions/money/{name}.",
        remedy=f"Correct money/{name}.",
        where=Where(f"money/{name}"),
    )
