"""One spelling for all spellings of one supplier."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.catalogue.ledgers import read_ledger_rules
from aimwell.domain.money.supplier_names import tidied

RULES = read_ledger_rules(Path(__file__).resolve().parents[3] / "definitions").suppliers


@pytest.mark.parametrize(
    ("spellings", "tidy"),
    [
        (("Jca Engineering Ltd", "JCA ENGINEERING LIMITED", " Jca  Engineering Ltd. "), "JCA ENGINEERING LIMITED"),
        (("NHS0000RJ701 : St Georges Healthcare NHST", "St Georges Healthcare NHS Trust"), "ST GEORGES HEALTHCARE NHS TRUST"),
        (("SCCL T/A NHS Supply Chain ROARP", "Nhs Supply Chain Roarp (101)"), "NHS SUPPLY CHAIN ROARP"),
        (("WHITTINGTON HOSPITAL NHS TRUST (THE)", "The Whittington Hospital NHS Trust"), "WHITTINGTON HOSPITAL NHS TRUST"),
        (("KING`S COLLEGE HOSPITAL", "King’s College Hospital"), "KING'S COLLEGE HOSPITAL"),
        (("B & Q plc", "B&Q PLC"), "B AND Q PLC"),
    ],
)  # fmt: skip
def test_spellings_of_one_supplier_become_one(spellings: tuple[str, ...], tidy: str):
    assert {tidied(name, RULES) for name in spellings} == {tidy}


@given(st.text(max_size=60))
def test_a_name_is_never_lost_and_white_space_and_case_never_matter(name: str):
    tidy = tidied(name, RULES)
    assert bool(tidy) or not name.replace(",", "").replace(".", "").split()
    assert tidied(f"  {name.upper()} ", RULES) == tidied(name.upper(), RULES)
