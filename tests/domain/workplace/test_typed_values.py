"""What people type is kept as they mean it, and never as what a document could not hold."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.domain.workplace.typed_values import plain_number, tidied, why_unkeepable


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("£1.2m", "1200000"), ("£1,250,000.50", "1250000.50"), ("1.25 million", "1250000"), ("62.5%", "62.5"),
        ("62.5 per cent", "62.5"), ("3k", "3000"), ("\u22125", "-5"), ("-0.5", "-0.5"), ("0.0015m", "1500"), (" 7 ", "7"),
        (".5", "0.5"), ("£2bn", "2000000000"), ("1.", "1"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(typed, number):
    assert plain_number(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "about 5", "1,2", "12,34,567", "5 of 10", "5e3", "nan", "1.2.3", "٣", "££5", "5 5"]
)
def test_what_is_no_number_stays_as_it_was_typed(typed):
    assert plain_number(typed) == typed


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_number_with_commas_and_pounds_is_the_same_number(number):
    assert Decimal(plain_number(f"£{number:,.2f}")) == number


def test_a_line_of_a_word_processor_is_a_line():
    assert tidied("one\x0btwo\r\nthree\u2028four", one_line=False) == "one\ntwo\nthree\nfour"
    assert tidied("one\x0btwo", one_line=True) == "one two"


def test_words_cannot_be_made_to_read_backwards():
    assert tidied("A \u202etsurt\u202c", one_line=True) == "A tsurt"


@given(st.text())
def test_what_was_tidied_can_be_kept(text):
    assert why_unkeepable(tidied(text, one_line=False)) == ""
    assert "\n" not in tidied(text, one_line=True)


@pytest.mark.parametrize(
    "value", ["a\x00b", "\ufffe", date(1, 1, 1), date(9999, 12, 31), 10**20, -(2**31) - 1, float("inf")]
)
def test_what_no_document_or_database_could_hold_is_not_kept(value):
    assert why_unkeepable(value)


@pytest.mark.parametrize("value", ["a\tb\nc", "é💷", date(2026, 6, 1), 0, 2**31 - 1, True, None, 1e300])
def test_ordinary_values_are_kept(value):
    assert why_unkeepable(value) == ""
