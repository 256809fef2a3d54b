"""Who is left behind, from figures by group."""

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from aimwell.catalogue.everything import Catalogue
from aimwell.domain.measures import Better, Breakdown, Level, Measure
from aimwell.pipeline.gaps import gaps_of


@pytest.fixture
def measure() -> Measure:
    shipped = Catalogue(Path(__file__).resolve().parents[2] / "definitions").measures["rtt_within_18_weeks"]
    sex = Breakdown("sex", "Sex", (Level.ICS,), people=True)
    fifth = Breakdown("fifth", "Deprivation", (Level.ICS,), deprivation=True)
    specialty = Breakdown("treatment_function", "Specialty", (Level.ICS,))
    return replace(shipped, breakdowns=(sex, fifth, specialty))


def table(*rows: tuple[str, str, float]) -> pa.Table:
    return pa.table(
        {
            "place_id": ["A"] * len(rows),
            "breakdown": [group for _, group, _ in rows],
            "period": [period for period, _, _ in rows],
            "value": [value for _, _, value in rows],
            "lower": [value - 1 for _, _, value in rows],
            "upper": [value + 1 for _, _, value in rows],
        }
    )


def test_where_more_is_better_the_lowest_group_is_left_behind(measure: Measure):
    gap = gaps_of(measure, table(("2025", "sex:F", 60.0), ("2025", "sex:M", 50.0)))["A"]
    assert (gap.worst, gap.best, gap.beyond_chance) == ("M", "F", True)


def test_where_less_is_better_the_highest_group_is(measure: Measure):
    fewer = replace(measure, better=Better.LOWER)
    assert gaps_of(fewer, table(("2025", "sex:F", 60.0), ("2025", "sex:M", 50.0)))["A"].worst == "F"


def test_deprivation_comes_before_a_wider_gap(measure: Measure):
    rows = table(
        ("2025", "sex:F", 90.0), ("2025", "sex:M", 10.0), ("2025", "fifth:1", 50.0), ("2025", "fifth:5", 55.0)
    )
    assert gaps_of(measure, rows)["A"].breakdown == "fifth"


def test_a_specialty_is_nobody_left_behind(measure: Measure):
    rows = table(("2025", "treatment_function:C_100", 90.0), ("2025", "treatment_function:C_110", 10.0))
    assert gaps_of(measure, rows) == {}


def test_only_the_newest_groups_count_and_overlapping_intervals_are_left_to_chance(measure: Measure):
    rows = table(
        ("2024", "sex:F", 90.0), ("2024", "sex:M", 10.0), ("2025", "sex:F", 50.0), ("2025", "sex:M", 51.0)
    )
    gap = gaps_of(measure, rows)["A"]
    assert (gap.worst_value, gap.best_value, gap.beyond_chance) == (50.0, 51.0, False)
