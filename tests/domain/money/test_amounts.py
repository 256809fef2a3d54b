"""Amounts become whole pence, whatever signs they are written with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.money.amounts import AmountFault, read_amount

SPELLINGS = (
    ("27,913.51", 2_791_351),
    ("£1,234.5", 123_450),
    ("(54.00)", -5_400),
    ("-£3", -300),
    ("£-3", -300),
    ("12.30-", -1_230),
    ("45.10CR", -4_510),
    ("45.10 DR", 4_510),
    ("−7", -700),
    (".5", 50),
    ("1234.560000000001", 123_456),
    ("6326.889999999999", 632_689),
    (" 1 000.00 ", 100_000),
    ("0", 0),
)


@pytest.mark.parametrize(("text", "pence"), SPELLINGS)
def test_an_amount_is_read_to_the_penny(text: str, pence: int):
    assert read_amount(text).fault is None
    assert read_amount(text).pence == pence


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", AmountFault.EMPTY),
        (" - ", AmountFault.EMPTY),
        ("SUPPORTED HOUSING", AmountFault.NOT_A_NUMBER),
        ("1.234,56", AmountFault.NOT_A_NUMBER),
        ("1241,32", AmountFault.NOT_A_NUMBER),
        ("12/06/2012", AmountFault.NOT_A_NUMBER),
        ("£", AmountFault.NOT_A_NUMBER),
        ("1.234", AmountFault.FRACTION),
        ("99999999999999.00", AmountFault.TOO_LARGE),
    ],
)
def test_what_is_no_amount_says_why(text: str, fault: AmountFault):
    assert read_amount(text).fault is fault


@given(st.integers(-(10**13), 10**13), st.sampled_from(("plain", "commas", "brackets", "after", "letters")))
def test_every_number_of_pence_comes_back_from_every_spelling(pence: int, spelling: str):
    size = f"{abs(pence) // 100}.{abs(pence) % 100:02}"
    grouped = f"£{abs(pence) // 100:,}.{abs(pence) % 100:02}"
    sign = pence < 0
    text = {
        "plain": f"-{size}" if sign else size,
        "commas": f"-{grouped}" if sign else grouped,
        "brackets": f"({grouped})" if sign else grouped,
        "after": f"{size}-" if sign else size,
        "letters": f"{size} CR" if sign else size,
    }[spelling]
    assert read_amount(text).pence == pence
