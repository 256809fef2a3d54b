"""Life expectancy, years of life lost and comparative mortality from a file of deaths by age."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from aimwell import statistics
from aimwell.domain.problems import Problem, Where
from aimwell.domain.statistics.estimates import Numbers
from aimwell.services.statistics_of_files.checked_numbers import counts_of, refuse_more_than
from aimwell.services.statistics_of_files.groups import Bands, bands_of, groups_of
from aimwell.services.statistics_of_files.parts import in_parts
from aimwell.services.statistics_of_files.rates import Question
from aimwell.services.statistics_of_files.results import (
    Results,
    ResultTable,
    at_each_confidence,
    estimates_table,
    own_columns,
)
from aimwell.services.statistics_of_files.standardised import (
    USUAL_EVENTS,
    USUAL_POPULATIONS,
    USUAL_STANDARDS,
    BandColumns,
    BandTables,
    band_tables,
    standard_weights,
    standardised_table,
)
from aimwell.services.statistics_of_files.table_file import TableFile, open_table, quoted

USUAL_AGES = ("startage", "start_age", "age", "ageband", "age_band", "band")
# A first age, alone or with what people write after it: 0, 1-4, 10 to 14, 85+, 90 and over, 5 years.
BAND = r"^([0-9]+(?:[.][0-9]+)?)(?:\s*(?:[-–—+]|to\b|and\b|or\b|plus\b|years?\b).*)?$"
USUAL_DEATHS = ("deaths", *USUAL_EVENTS)


@dataclass(frozen=True, slots=True)
class AgeColumns:
    """Which columns hold deaths and people by age; None: the usual names. ages: only these are answered; all if none."""

    age: str | None = None
    deaths: str | None = None
    population: str | None = None
    standard: str | None = None
    ages: tuple[float, ...] = ()


def life_expectancies(question: Question, columns: AgeColumns) -> Results:
    """Life expectancy of every group at the start of every age band."""
    table = open_table(question.path)
    age = table.column(columns.age, USUAL_AGES, role="first age of a band", option="--age")
    deaths = table.column(columns.deaths, USUAL_DEATHS, role="deaths", option="--deaths")
    people = table.column(columns.population, USUAL_POPULATIONS, role="population", option="--population")
    by = table.several(question.by, option="--by")

    def of_part(part: TableFile) -> ResultTable:
        return _life_tables(part, question, columns.ages, (age, deaths, people))

    return in_parts(table, of_part, by=by, columns=(age, deaths, people)) if by else of_part(table)


def _life_tables(
    table: TableFile, question: Question, asked: tuple[float, ...], columns: tuple[str, str, str]
) -> ResultTable:
    age, deaths, people = columns
    by = table.several(question.by, option="--by")
    groups = groups_of(table, by)
    bands = bands_of(table, groups, (age,))
    ages, turn = _ages_of(table, age, bands)
    counts = counts_of(table, (deaths, people))
    refuse_more_than(table, counts[deaths], counts[people], deaths, people)
    dead, alive = (bands.table(counts[name])[:, turn] for name in (deaths, people))
    shown = _shown_ages(ages, asked)
    own = own_columns(table, by, np.repeat(groups.first, shown.sum()))
    n = np.repeat(groups.sizes, shown.sum())

    def flat(values: Any) -> Any:
        return values[:, shown].reshape(-1)

    def work_out(level: float) -> ResultTable:
        found = statistics.life_expectancy(dead, alive, ages, confidence=level)
        result = statistics.Estimates(
            value=flat(found.value),
            lower=flat(found.lower),
            upper=flat(found.upper),
            status=flat(found.status),
            method=flat(found.method),
            confidence=found.confidence,
            multiplier=found.multiplier,
        )
        before = {
            "start_age": np.tile(ages[shown], groups.count),
            "population": flat(found.population),
            "deaths": flat(found.deaths),
        }
        return estimates_table(own, before, result, n)

    return at_each_confidence(question.confidence, work_out)


def _shown_ages(ages: Numbers, asked: tuple[float, ...]) -> Any:
    if not asked:
        return np.ones(len(ages), dtype=np.bool_)
    unknown = sorted(set(asked) - set(ages.tolist()))
    if unknown:
        raise Problem(
            code="statistics.unknown-age",
            found=f"No band starts at {', '.join(f'{age:g}' for age in unknown)}.",
            expected=f"some of {', '.join(f'{age:g}' for age in ages)}.",
            remedy="Ask for the first age of a band with --at.",
            where=Where(column="--at"),
        )
    return np.isin(ages, asked)


def _ages_of(table: TableFile, column: str, bands: Bands) -> tuple[Numbers, Any]:
    """First age of every band in rising order, and the order that puts the bands so: '1-4' starts at 1."""
    text = f"regexp_extract(lower(trim({quoted(column)}::varchar)), '{BAND}', 1)"
    # Of every label once: files repeat few of them often.
    asked = table.select(
        f"{quoted(column)} as label, try_cast({text} as double) as age", f"group by {quoted(column)}"
    )
    if asked["age"].null_count:
        missing = table.select(f"try_cast({text} as double) is null as missing")["missing"]
        table.refuse(
            int(np.argmax(missing.to_numpy())),
            column,
            code="not-an-age",
            found="'{text}' does not begin with an age.",
            expected="the first age of the band, such as 0, 1, 5 or 85+.",
            remedy="Correct the cell.",
        )
    age_of = dict(zip(asked["label"].to_pylist(), asked["age"].to_pylist(), strict=True))
    labels = table.carried((column,))[column].take(bands.first).to_pylist()
    first = np.array([age_of[label] for label in labels])
    turn = np.argsort(first)
    return first[turn], turn


def years_of_life_lost(question: Question, columns: AgeColumns, *, upper_age: float) -> ResultTable:
    """Years of life lost before an age: in all, and as a directly standardised rate.

    People are taken to die in the middle of their band.
    """
    table = open_table(question.path)
    age = table.column(columns.age, USUAL_AGES, role="first age of a band", option="--age")
    deaths = table.column(columns.deaths, USUAL_DEATHS, role="deaths", option="--deaths")
    people = table.column(columns.population, USUAL_POPULATIONS, role="population", option="--population")
    standard = table.column(
        columns.standard, USUAL_STANDARDS, role="standard population", option="--standard"
    )
    counts = counts_of(table, (deaths, people))
    refuse_more_than(table, counts[deaths], counts[people], deaths, people)
    chosen = BandColumns(bands=(age,))
    found = band_tables(table, question, chosen, (deaths, people, standard))
    each = _years_each(table, age, found.bands, upper_age)
    weights = standard_weights(found, standard)
    multiplier = 10_000.0 if question.multiplier is None else question.multiplier
    years = statistics.years_of_life_lost(found.columns[deaths], each)

    def work_out(level: float) -> ResultTable:
        result = statistics.standardised_years_of_life_lost(
            found.columns[deaths],
            each,
            found.columns[people],
            weights,
            multiplier=multiplier,
            confidence=level,
        )
        return standardised_table(found, result, years_lost=years)

    return at_each_confidence(question.confidence, work_out)


def _years_each(table: TableFile, age: str, bands: Bands, upper_age: float) -> Numbers:
    ages, turn = _ages_of(table, age, bands)
    if ages[-1] < upper_age:
        raise Problem(
            code="statistics.upper-age",
            found=f"The last band starts at {ages[-1]:g} and has no end, so its years before {upper_age:g} are not known.",
            expected=f"a band that starts at {upper_age:g} or later.",
            remedy="Choose a lower age with --before, or finer bands.",
            where=Where(table.path.name, column=age),
        )
    middle = ages.copy()
    middle[:-1] = (ages[:-1] + ages[1:]) / 2
    each = np.empty(len(ages))
    each[turn] = statistics.years_left(middle, upper_age=upper_age)
    return each


def comparative_mortality_figures(
    question: Question, chosen: BandColumns, reference: str | None
) -> ResultTable:
    """Directly standardised rates as a ratio to a reference group's, or to that of all groups together."""
    table = open_table(question.path)
    events = table.column(chosen.events, USUAL_EVENTS, role="events", option="--events")
    people = table.column(chosen.population, USUAL_POPULATIONS, role="population", option="--population")
    standard = table.column(chosen.standard, USUAL_STANDARDS, role="standard population", option="--standard")
    found = band_tables(table, question, chosen, (events, people, standard), blank_counts=(events,))
    weights = standard_weights(found, standard)
    columns = (found.columns[events], found.columns[people], weights)
    compared = _reference_columns(table, found, columns, reference, question)
    multiplier = 100.0 if question.multiplier is None else question.multiplier

    def work_out(level: float) -> ResultTable:
        area = statistics.directly_standardised_rate(*columns, confidence=level)
        base = statistics.directly_standardised_rate(*compared, confidence=level)
        result = statistics.comparative_mortality_figure(area, base, multiplier=multiplier)
        counts = {"rate": area.value, "reference_rate": np.broadcast_to(base.value, area.value.shape).copy()}
        figures = {**counts, "events": area.events, "population": area.population}
        return estimates_table(found.own, figures, result, found.sizes)

    return at_each_confidence(question.confidence, work_out)


def _reference_columns(
    table: TableFile,
    found: BandTables,
    columns: tuple[Numbers, Numbers, Numbers],
    reference: str | None,
    question: Question,
) -> tuple[Numbers, Numbers, Numbers]:
    events, people, weights = columns
    if reference is None:
        return events.sum(axis=0, keepdims=True), people.sum(axis=0, keepdims=True), weights[:1]
    names = [str(row[question.by[0]]) for row in found.own.to_pylist()] if question.by else []
    if reference not in names:
        raise Problem(
            code="statistics.unknown-reference",
            found=f"No group is called '{reference}'.",
            expected=f"one of {', '.join(names[:10])}." if names else "groups, named with --by.",
            remedy="Name one of them with --reference, or leave it out to compare with all together.",
            where=Where(table.path.name, column=question.by[0] if question.by else ""),
        )
    index = names.index(reference)
    return events[[index]], people[[index]], weights[[index]]
