"""Life expectancy: properties, other age bands, and bad areas."""

import numpy as np
import pytest

from aimwell.domain.problems import Problem
from aimwell.domain.statistics.life_expectancy import life_expectancy
from aimwell.domain.statistics.status import Status

AGES = [0, 1, *range(5, 91, 5)]


def area(scale: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    ages = np.array(AGES, dtype=float)
    people = np.full(len(ages), 20_000.0) * scale
    people[-1] = 3_000 * scale
    return np.round(people * 0.0004 * np.exp(0.085 * ages).clip(1, 700)).clip(1), people


def test_a_constant_force_of_mortality_gives_its_inverse():
    people = np.full(20, 1_000_000.0)
    result = life_expectancy(people * 0.02, people, AGES)
    assert result.value[0, -1] == pytest.approx(50)
    assert result.value[0, 0] == pytest.approx(50, abs=0.2)


def test_scaling_an_area_changes_its_limits_and_not_its_life_expectancy():
    deaths, people = area()
    small, large = life_expectancy(deaths, people, AGES), life_expectancy(deaths * 4, people * 4, AGES)
    np.testing.assert_allclose(small.value, large.value)
    half_widths = (small.upper - small.value) / (large.upper - large.value)
    np.testing.assert_allclose(half_widths, 2)


def test_bands_that_end_at_eighty_five_give_nearly_the_same_at_birth():
    deaths, people = area()
    fewer_deaths = np.append(deaths[:-2], deaths[-2:].sum())
    fewer_people = np.append(people[:-2], people[-2:].sum())
    twenty = life_expectancy(deaths, people, AGES)
    nineteen = life_expectancy(fewer_deaths, fewer_people, AGES[:-1])
    assert nineteen.status[0, 0] == Status.OK
    assert nineteen.value[0, 0] == pytest.approx(twenty.value[0, 0], abs=0.5)


def test_each_area_that_cannot_be_worked_out_has_its_own_status():
    deaths, people = (np.repeat(column[None, :], 8, axis=0) for column in area())
    deaths[1, 3], people[2, 3], deaths[3, 3], people[4, 3] = -1, 0, 1e9, np.nan
    deaths[5, -1] = 0
    people[6] = 100
    deaths[6] = 1
    people[7, 3] = np.inf
    result = life_expectancy(deaths, people, AGES)
    assert list(result.status_labels[:, 0]) == [
        "ok",
        "negative_count",
        "no_population",
        "numerator_over_denominator",
        "missing_band",
        "undefined",
        "suppressed_small",
        "not_finite",
    ]
    assert np.isnan(result.value[1:]).all()


def test_a_value_with_too_wide_an_interval_is_withheld_while_its_limits_stay():
    people = np.full(20, 260.0)
    deaths = np.zeros(20)
    deaths[-1] = 3
    deaths[4] = 2
    result = life_expectancy(deaths, people, AGES)
    assert result.status[0, 0] == Status.SUPPRESSED_SMALL
    assert np.isnan(result.value[0, 0])
    assert np.isfinite(result.lower[0, 0])


def test_people_and_deaths_of_a_band_count_all_older_ones():
    deaths, people = area()
    result = life_expectancy(deaths, people, AGES)
    assert result.deaths[0, 0] == deaths.sum()
    assert result.population[0, -1] == people[-1]


@pytest.mark.parametrize("ages", [[0, 5], [0, 5, 3], [[0, 1, 5]]])
def test_ages_that_do_not_fit_the_columns_are_refused(ages):
    with pytest.raises(Problem, match="ages"):
        life_expectancy(np.ones((1, 3)), np.full((1, 3), 9_000.0), ages)
