"""Life expectancy from an abridged life table, for any age bands."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from aimwell.domain.problems import Problem
from aimwell.domain.statistics.estimates import (
    Estimates,
    Numbers,
    checked_confidence,
    first_status,
    normal_deviate,
    same_method,
)
from aimwell.domain.statistics.status import Codes, Method, Status

RADIX = 100_000.0
LIVED_BY_THE_DYING_INFANT = 0.1  # of the first year; ONS and Newell (1994) use one tenth
LIVED_BY_THE_DYING = 0.5
FEWEST_PEOPLE = 5_000  # Eayres and Williams (2004): no life expectancy from so few or fewer
WIDEST_REACH = 10.0  # years on either side at 95 %; a wider value is not shown
AREAS_AT_ONCE = 2_048


@dataclass(frozen=True, slots=True, eq=False)
class LifeExpectancy(Estimates):
    """Years of life to come at the start of each band, shape (areas, bands).

    A value with too wide an interval is withheld (SUPPRESSED_SMALL) while its limits stay.
    population, deaths: of this band and all older ones.
    """

    population: Numbers
    deaths: Numbers


def _checked_ages(start_age: ArrayLike, bands: int) -> Numbers:
    ages = np.asarray(start_age, dtype=np.float64)
    if ages.shape != (bands,) or bands < 2 or not (np.diff(ages) > 0).all():
        raise Problem(
            code="statistics.age-bands",
            found=f"The bands start at {', '.join(f'{age:g}' for age in ages.reshape(-1))}.",
            expected=f"{bands} ages in rising order, one for each column of deaths, at least two.",
            remedy="Give the first age of every band, youngest first.",
        )
    return ages


def _status_of(deaths: Numbers, people: Numbers) -> Codes:
    """Status of each area; arrays are (bands, areas)."""
    return first_status(
        deaths.shape[1:],
        (Status.MISSING_BAND, np.asarray(np.isnan(deaths + people).any(axis=0))),
        (Status.NOT_FINITE, np.asarray(np.isinf(deaths + people).any(axis=0))),
        (Status.NEGATIVE_COUNT, np.asarray((deaths < 0).any(axis=0))),
        (Status.NO_POPULATION, np.asarray((people <= 0).any(axis=0))),
        (Status.NUMERATOR_OVER_DENOMINATOR, np.asarray((deaths > people).any(axis=0))),
        (Status.SUPPRESSED_SMALL, np.asarray(people.sum(axis=0) <= FEWEST_PEOPLE)),
        (Status.UNDEFINED, deaths[-1] == 0),
    )


def _from_oldest(values: Numbers) -> Numbers:
    """Sum of this band and all older ones; (bands, areas)."""
    result: Numbers = np.cumsum(values[::-1], axis=0)[::-1]
    return result


def _life_table(deaths: Numbers, people: Numbers, ages: Numbers) -> tuple[Numbers, Numbers]:
    """Life expectancy and its standard error; arrays are (bands, areas)."""
    width = np.diff(ages)[:, None]
    lived = np.full((len(ages), 1), LIVED_BY_THE_DYING)
    if ages[0] == 0 and ages[1] == 1:
        lived[0] = LIVED_BY_THE_DYING_INFANT
    rate = deaths / people
    closed = slice(0, -1)  # every band but the open last one
    chance = np.ones_like(rate)
    product = width * rate[closed]
    chance[closed] = np.where(
        deaths[closed] <= people[closed] / width / lived[closed],
        product / (1 + product * (1 - lived[closed])),
        1.0,
    )
    alive = np.empty_like(rate)
    alive[0] = RADIX
    alive[1:] = RADIX * np.cumprod(1 - chance[closed], axis=0)
    dying = alive.copy()
    dying[closed] = alive[closed] - alive[1:]
    years = np.empty_like(rate)
    years[closed] = width * (alive[1:] + lived[closed] * dying[closed])
    years[-1] = alive[-1] / rate[-1]
    expected = np.where(alive > 0, _from_oldest(years) / alive, 0.0)
    return expected, _standard_error(deaths, rate, chance, alive, dying, expected, width, lived)


def _standard_error(
    deaths: Numbers,
    rate: Numbers,
    chance: Numbers,
    alive: Numbers,
    dying: Numbers,
    expected: Numbers,
    width: Numbers,
    lived: Numbers,
) -> Numbers:
    """Chiang's variance with the last band's term of Silcocks et al."""
    spread = np.where(dying > 0, chance**2 * (1 - chance) / deaths, 0.0)
    weighted = np.empty_like(rate)
    remaining = (1 - lived[:-1]) * width + expected[1:]
    weighted[:-1] = spread[:-1] * alive[:-1] ** 2 * remaining**2
    weighted[-1] = (alive[-1] / 2) ** 2 * 4 / (deaths[-1] * rate[-1] ** 2)
    result: Numbers = np.sqrt(_from_oldest(weighted)) / alive
    return result


def life_expectancy(
    deaths: ArrayLike, population: ArrayLike, start_age: ArrayLike, *, confidence: float = 0.95
) -> LifeExpectancy:
    """Life expectancy at the start of every age band, in years.

    deaths, population: shape (areas, bands), population in person-years, NaN missing. start_age: shape
    (bands,), rising; the last band is open. An area with a missing band, no people, more deaths than
    people, 5,000 people or fewer, or no death in the last band has a status instead of values.
    Raises Problem when start_age does not fit. Source: Chiang (1984); Newell (1994); Silcocks et al.
    (2001), J. Epidemiol. Community Health 55:38; Eayres and Williams (2004).
    """
    level = checked_confidence(confidence)
    dead = np.atleast_2d(np.asarray(deaths, dtype=np.float64))
    people = np.broadcast_to(np.asarray(population, dtype=np.float64), dead.shape)
    ages = _checked_ages(start_age, dead.shape[1])
    shape = dead.shape
    value, lower, upper = np.empty(shape), np.empty(shape), np.empty(shape)
    older_people, older_deaths = np.empty(shape), np.empty(shape)
    status = np.empty(shape, dtype=np.int8)
    for start in range(0, shape[0], AREAS_AT_ONCE):
        part = slice(start, start + AREAS_AT_ONCE)
        dead_block, people_block = np.ascontiguousarray(dead[part].T), np.ascontiguousarray(people[part].T)
        with np.errstate(all="ignore"):
            state = _status_of(dead_block, people_block)
            expected, error = _life_table(dead_block, people_block, ages)
            wide = normal_deviate(0.95) * error > WIDEST_REACH
            expected = np.where(state == Status.OK, expected, np.nan)
            reach = normal_deviate(level) * error
        states = np.where((state == Status.OK) & wide, np.int8(Status.SUPPRESSED_SMALL), state)
        lower[part], upper[part] = (expected - reach).T, (expected + reach).T
        value[part] = np.where(states == Status.OK, expected, np.nan).T
        older_people[part], older_deaths[part] = _from_oldest(people_block).T, _from_oldest(dead_block).T
        status[part] = states.T
    method = same_method(Method.CHIANG, shape)
    return LifeExpectancy(value, lower, upper, status, method, level, 1.0, older_people, older_deaths)
