"""Figures are rounded and said by one rule."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aimwell.presentation.figures import (
    MINUS,
    NOT_AVAILABLE,
    Unit,
    UnitKind,
    between,
    difference,
    figure,
    number,
    said,
    short,
    unit_named,
)

UNITS = [
    unit_named(declared)
    for declared in (
        "percent",
        "percentage points",
        "pathways",
        "per 100,000 people",
        "weeks",
        "£",
        "£ per person",
        "ratio",
    )
]
NUMBERS = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "declared", "expected"),
    [
        (62.54455, "percent", "62.5%"),
        (7_124_952.0, "pathways", "7,124,952"),
        (13.167, "weeks", "13.2 weeks"),
        (1.0, "weeks", "1.0 week"),
        (1204.4, "£", "£1,204"),
        (12.5, "£", "£12.50"),
        (-3.2, "percentage points", f"{MINUS}3.2"),
        (-0.04, "percent", "0.0%"),
        (None, "percent", NOT_AVAILABLE),
        (float("nan"), "percent", NOT_AVAILABLE),
    ],
)
def test_a_table_shows_a_figure_in_its_unit(value: float | None, declared: str, expected: str) -> None:
    assert figure(value, unit_named(declared)) == expected


@pytest.mark.parametrize(
    ("value", "declared", "expected"),
    [
        (7_124_952.0, "pathways", "7.1 million pathways"),
        (120_871.0, "pathways", "120,871 pathways"),
        (999_960.0, "people", "1.0 million people"),
        (1_200_000_000.0, "£", "£1.2 billion"),
        (-2_500_000.0, "£", f"{MINUS}£2.5 million"),
        (12.34, "per 100,000 people", "12.3 per 100,000 people"),
        (12.34, "admissions per 100,000 people", "12.3 admissions per 100,000 people"),
        (1.0, "percentage points", "1.0 percentage point"),
        (99.97, "percent", "more than 99.9%"),
        (100.0, "percent", "100.0%"),
        (0.04, "percent", "less than 0.1%"),
        (0.0, "percent", "0.0%"),
    ],
)
def test_a_sentence_says_a_figure_as_people_do(value: float, declared: str, expected: str) -> None:
    assert said(value, unit_named(declared)) == expected


@pytest.mark.parametrize(
    ("value", "declared", "expected"),
    [
        (7_124_952.0, "pathways", "7.12m"),
        (45_600.0, "people", "45.6k"),
        (62.54, "percent", "62.5%"),
        (3e9, "£", "£3bn"),
    ],
)
def test_the_margin_of_a_chart_has_short_figures(value: float, declared: str, expected: str) -> None:
    assert short(value, unit_named(declared)) == expected


def test_an_interval_is_said_as_between_two_figures() -> None:
    assert between(61.2, 63.8, unit_named("percent")) == "between 61.2% and 63.8%"
    assert between(12.0, 14.0, unit_named("weeks")) == "between 12.0 and 14.0 weeks"


def test_an_interval_with_an_unknown_end_is_not_said() -> None:
    assert between(None, 63.8, unit_named("percent")) == ""
    assert between(61.2, float("nan"), unit_named("percent")) == ""


def test_percentages_differ_by_percentage_points() -> None:
    assert difference(-8.4, unit_named("percent")) == "8.4 percentage points"


@given(value=NUMBERS, decimals=st.integers(0, 4))
def test_rounding_is_half_up_for_every_number(value: float, decimals: int) -> None:
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = number(value, decimals)
    assert Decimal(text.replace(MINUS, "-").replace(",", "")) == rounded


@given(value=NUMBERS, unit=st.sampled_from(UNITS))
def test_no_figure_has_a_hyphen_a_negative_zero_or_a_double_space(value: float, unit: Unit) -> None:
    for text in (figure(value, unit), said(value, unit), short(value, unit)):
        assert "-" not in text
        assert "  " not in text
        assert "nan" not in text.lower()
        digits = [character for character in text.split(" ")[0] if character.isdigit()]
        if text.startswith(MINUS):
            assert any(digit != "0" for digit in digits)


@given(kind=st.sampled_from(UnitKind))
def test_every_kind_of_unit_has_bounds_and_a_figure(kind: UnitKind) -> None:
    unit = Unit(kind, "years" if kind is UnitKind.TIME else "things", 1)
    assert len(unit.bounds) == 2
    assert figure(2.0, unit)
