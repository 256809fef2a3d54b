"""Pounds are exact."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.money.lines import pence_of, pounds, said


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_pence_become_pounds_and_pence_again(pence: int):
    assert pence_of(pounds(pence)) == pence


def test_a_fraction_of_a_penny_is_refused():
    with pytest.raises(ValueError, match="whole number of pence"):
        pence_of(Decimal("1.005"))


def test_money_is_said_as_people_say_it():
    assert (said(123_450), said(-300), said(0)) == ("£1,234.50", "−£3.00", "£0.00")
