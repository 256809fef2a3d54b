"""Lines that may name a private person are kept back; every name here is invented."""

from pathlib import Path

import pytest

from aimwell.catalogue.ledgers import read_ledger_rules
from aimwell.domain.money.private_people import (
    PayeeKind,
    kind_of_payee,
    names_somebody,
    speaks_of_care,
    why_private,
)

RULES = read_ledger_rules(Path(__file__).resolve().parents[3] / "definitions").people


@pytest.mark.parametrize(
    "payee",
    ["Mr J Example", "MRS EXAMPLE NURSING", "Dr A Example", "A EXAMPLE", "EXAMPLE A B", "Jane Invented", "Invented, Jane",
     "Estate of Jane Invented", "REDACTED PERSONAL DATA", "Foster Carer", "Zzyx Quuxly", "J & R EXAMPLE"],
)  # fmt: skip
def test_a_payee_that_may_be_a_person_is_kept_back(payee: str):
    assert why_private(kind_of_payee(payee, RULES), care=False, somebody=False)


@pytest.mark.parametrize(
    "payee",
    ["Dr Example & Partners", "DR EXAMPLE SURGERY", "Jane Invented Ltd", "J Invented T/A The Chair Shop", "Barts Health NHS Trust",
     "Leeds City Council", "A J ELECTRICAL SERVICES", "Total Gas & Power", "Foster Carers Association", "AMAZON", "John Lewis"],
)  # fmt: skip
def test_a_business_or_body_is_shown(payee: str):
    assert kind_of_payee(payee, RULES) in (PayeeKind.ORGANISATION, PayeeKind.MAYBE)


def test_a_short_name_beside_words_of_ones_own_care_is_kept_back():
    assert speaks_of_care("Personal Health Budgets", RULES)
    assert not speaks_of_care("Acute commissioning", RULES)
    assert kind_of_payee("QUUXLY", RULES) is PayeeKind.MAYBE
    assert why_private(PayeeKind.MAYBE, care=True, somebody=False)
    assert not why_private(PayeeKind.MAYBE, care=False, somebody=False)
    assert not why_private(PayeeKind.ORGANISATION, care=True, somebody=False)


def test_a_title_with_a_name_in_the_description_keeps_a_line_back():
    assert names_somebody("Taxi for Mrs Example, March", RULES)
    assert not names_somebody("MS Teams licences", RULES)
    assert why_private(PayeeKind.ORGANISATION, care=False, somebody=True)
