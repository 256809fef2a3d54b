"""Directly and indirectly standardised rates of the groups of a file whose rows are bands of a population."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aimwell.domain.problems import Problem, Where
from aimwell.domain.statistics.directly_standardised import (
    StandardisedRates,
    directly_standardised_rate,
    directly_standardised_rate_of_repeated_events,
)
from aimwell.domain.statistics.estimates import Numbers
from aimwell.domain.statistics.indirectly_standardised import (
    IndirectlyStandardised,
    excess_events,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
)
from aimwell.services.statistics_of_files.checked_numbers import counts_of, numbers_of
from aimwell.services.statistics_of_files.groups import Bands, Groups, bands_of, groups_of
from aimwell.services.statistics_of_files.parts import in_parts
from aimwell.services.statistics_of_files.rates import Question
from aimwell.services.statistics_of_files.results import (
    Results,
    ResultTable,
    at_each_confidence,
    estimates_table,
    own_columns,
)
from aimwell.services.statistics_of_files.table_file import TableFile, open_table

USUAL_EVENTS = ("events", "obs", "observed", "deaths", "x", "numerator")
USUAL_POPULATIONS = ("population", "pop", "pops", "person_years", "n", "denominator")
USUAL_STANDARDS = ("standard", "stdpop", "standard_population", "weight")
USUAL_BANDS = ("ageband", "age_band", "band", "startage", "start_age", "age", "quinary")
USUAL_REFERENCE_EVENTS = ("reference_events", "refcount", "ref_events")
USUAL_REFERENCE_POPULATIONS = ("reference_population", "refpop", "ref_population")


@dataclass(frozen=True, slots=True)
class BandColumns:
    """Which columns hold the bands of a population and what happened in them; None: the usual names.

    blanks_are_zero: whether an empty cell among the events is no event rather than one not known.
    """

    bands: tuple[str, ...] = ()
    events: str | None = None
    population: str | None = None
    standard: str | None = None
    frequency: str | None = None
    reference_events: str | None = None
    reference_population: str | None = None
    total: str | None = None
    blanks_are_zero: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class BandTables:
    """Columns of a file as tables (groups, bands)."""

    own: Any
    groups: Groups
    bands: Bands
    columns: dict[str, Numbers]  # by column of the file

    @property
    def sizes(self) -> NDArray[np.intp]:
        """How many rows each group has."""
        return self.groups.sizes


def band_tables(
    table: TableFile,
    question: Question,
    chosen: BandColumns,
    columns: Sequence[str],
    *,
    blank_counts: Sequence[str] = (),
) -> BandTables:
    """The columns of a file by group and band, checked as counts."""
    by = table.several(question.by, option="--by")
    bands = band_names(table, by, chosen)
    groups = groups_of(table, by)
    places = bands_of(table, groups, bands)
    counts = counts_of(table, columns)
    if chosen.blanks_are_zero:
        for name in blank_counts:
            counts[name] = np.nan_to_num(counts[name])
    tables = {name: places.table(values) for name, values in counts.items()}
    return BandTables(own_columns(table, by, groups.first), groups, places, tables)


def band_names(table: TableFile, by: Sequence[str], chosen: BandColumns) -> tuple[str, ...]:
    """The columns that tell bands apart. Raises Problem when there are none."""
    named = table.several(chosen.bands, option="--band")
    usual = [name for name in USUAL_BANDS if name not in by]
    return named or (table.column(None, usual, role="bands", option="--band"),)


def _in_parts(
    table: TableFile,
    question: Question,
    chosen: BandColumns,
    columns: Sequence[str],
    work: Callable[[TableFile], ResultTable],
) -> Results:
    """What `work` makes of groups of bands; the file may be large."""
    by = table.several(question.by, option="--by")
    bands = band_names(table, by, chosen)
    return in_parts(table, work, by=by, columns=(*bands, *columns)) if by else work(table)


def standard_weights(found: BandTables, column: str) -> Numbers:
    """Weights by group and band. A band absent from a group keeps a weight, so that its lack is noticed."""
    weights = found.columns[column]
    if found.bands.cell is None:
        return weights
    there = np.zeros(weights.shape, dtype=np.bool_)
    there.reshape(-1)[found.bands.cell] = True
    return np.where(there, weights, 1.0)


def _no_weights(table: TableFile, weights: Numbers, column: str) -> None:
    """A row without a weight would drop out in silence; refuse it."""
    if np.isnan(weights.sum()):
        table.refuse(
            int(np.argmax(np.isnan(numbers_of(table, (column,))[column]))),
            column,
            code="missing-standard",
            found="The row has no standard population.",
            expected="a weight in every row, 0 where the band does not apply.",
            remedy="Fill in the weight.",
        )


def directly_standardised_rates(question: Question, chosen: BandColumns) -> Results:
    """Directly standardised rates; with a column of frequencies, of events that one person may have repeatedly."""
    table = open_table(question.path)
    events = table.column(chosen.events, (*USUAL_EVENTS, "ppl"), role="events", option="--events")
    people = table.column(chosen.population, USUAL_POPULATIONS, role="population", option="--population")
    standard = table.column(chosen.standard, USUAL_STANDARDS, role="standard population", option="--standard")
    multiplier = 100_000.0 if question.multiplier is None else question.multiplier
    if chosen.frequency is not None:
        return _repeated_events(table, question, chosen, (events, people, standard), multiplier)
    columns = (events, people, standard)

    def of_part(part: TableFile) -> ResultTable:
        return _independent_events(part, question, chosen, columns, multiplier)

    return _in_parts(table, question, chosen, columns, of_part)


def _independent_events(
    table: TableFile,
    question: Question,
    chosen: BandColumns,
    columns: tuple[str, str, str],
    multiplier: float,
) -> ResultTable:
    events, people, standard = columns
    found = band_tables(table, question, chosen, columns, blank_counts=(events,))
    weights = standard_weights(found, standard)
    _no_weights(table, weights, standard)

    def work_out(level: float) -> ResultTable:
        result = directly_standardised_rate(
            found.columns[events], found.columns[people], weights, multiplier=multiplier, confidence=level
        )
        return standardised_table(found, result)

    return at_each_confidence(question.confidence, work_out)


def standardised_table(found: BandTables, result: StandardisedRates, **before: Any) -> ResultTable:
    """Rows of directly standardised rates, with the counts they rest on."""
    counts = {**before, "events": result.events, "population": result.population}
    return estimates_table(found.own, counts, result, found.sizes)


def _repeated_events(
    table: TableFile,
    question: Question,
    chosen: BandColumns,
    columns: tuple[str, str, str],
    multiplier: float,
) -> ResultTable:
    """Each row says how many people of a band had so many events: the frequency is one more dimension."""
    events, people, standard = columns
    frequency = table.column(chosen.frequency, (), role="frequency", option="--frequency")
    by = table.several(question.by, option="--by")
    bands = band_names(table, by, chosen)
    groups = groups_of(table, by)
    narrow = bands_of(table, groups, (*bands, frequency))
    given = counts_of(table, (events, people, standard, frequency))
    if chosen.blanks_are_zero:
        given[events] = np.nan_to_num(given[events])
    # The columns of `narrow` are pairs of band and frequency: sort out which are which.
    each, of_frequency = np.unique(given[frequency][narrow.first], return_inverse=True)
    of_band = _band_of_pairs(table, bands, narrow)
    count = int(of_band.max()) + 1
    tables = {name: narrow.table(given[name]) for name in columns}
    seen = np.zeros((groups.count, count, len(each)))
    known = {name: np.full((groups.count, count), np.nan) for name in (people, standard)}
    for pair, (band, place) in enumerate(zip(of_band, of_frequency, strict=True)):  # pairs, not groups
        cells = tables[events][:, pair]
        present = ~np.isnan(tables[people][:, pair]) | ~np.isnan(cells)
        seen[:, band, place] = np.where(present, cells, 0.0)
        for name, values in known.items():
            _agree(table, groups, values[:, band], tables[name][:, pair], name)
            values[:, band] = np.where(np.isnan(values[:, band]), tables[name][:, pair], values[:, band])
    weights = np.where(np.isnan(known[standard]), 1.0, known[standard])

    def work_out(level: float) -> ResultTable:
        result = directly_standardised_rate_of_repeated_events(
            seen, each, known[people], weights, multiplier=multiplier, confidence=level
        )
        own = own_columns(table, by, groups.first)
        counts = {"events": result.events, "population": result.population}
        return estimates_table(own, counts, result, groups.sizes)

    return at_each_confidence(question.confidence, work_out)


def _band_of_pairs(table: TableFile, bands: Sequence[str], narrow: Bands) -> NDArray[np.intp]:
    rows = own_columns(table, bands, narrow.first).to_pylist()
    codes: dict[tuple[Any, ...], int] = {}
    return np.array([codes.setdefault(tuple(row.values()), len(codes)) for row in rows], dtype=np.intp)


def _agree(table: TableFile, groups: Groups, known: Numbers, new: Numbers, column: str) -> None:
    differs = ~np.isnan(known) & ~np.isnan(new) & (known != new)
    if differs.any():
        index = int(groups.first[int(np.argmax(differs))])
        raise Problem(
            code="inconsistent-band",
            found=f"A band of one group has two different numbers in '{column}'.",
            expected="the same number in every row of a group's band.",
            remedy="Correct the rows of the group that begins in this row.",
            where=Where(table.path.name, row=table.row_number(index), column=column),
        )


def indirectly_standardised_ratios(question: Question, chosen: BandColumns) -> Results:
    """Observed over expected events, 100 being equal."""
    return _indirectly_standardised(question, chosen, indirectly_standardised_ratio, 100.0)


def indirectly_standardised_rates(question: Question, chosen: BandColumns) -> Results:
    """Observed over expected events, times the reference's crude rate."""
    return _indirectly_standardised(question, chosen, indirectly_standardised_rate, 100_000.0)


def _indirectly_standardised(
    question: Question,
    chosen: BandColumns,
    method: Callable[..., IndirectlyStandardised],
    usual: float,
) -> Results:
    table = open_table(question.path)
    multiplier = usual if question.multiplier is None else question.multiplier

    def of_part(part: TableFile) -> ResultTable:
        found, observed, columns = observed_and_reference(part, question, chosen)

        def work_out(level: float) -> ResultTable:
            result = method(observed, *columns, multiplier=multiplier, confidence=level)
            names = ("observed", "expected", "reference_rate")
            figures = {name: getattr(result, name) for name in names}
            return estimates_table(found.own, figures, result, found.sizes)

        return at_each_confidence(question.confidence, work_out)

    return _in_parts(table, question, chosen, _reference_columns(table, chosen), of_part)


def excess(question: Question, chosen: BandColumns) -> Results:
    """Events beyond those expected from the reference's rates."""
    table = open_table(question.path)

    def of_part(part: TableFile) -> ResultTable:
        found, observed, columns = observed_and_reference(part, question, chosen)

        def work_out(level: float) -> ResultTable:
            ratio = indirectly_standardised_ratio(observed, *columns, confidence=level)
            result = excess_events(ratio)
            figures = {"observed": ratio.observed, "expected": ratio.expected}
            return estimates_table(found.own, figures, result, found.sizes)

        return at_each_confidence(question.confidence, work_out)

    return _in_parts(table, question, chosen, _reference_columns(table, chosen), of_part)


def observed_and_reference(
    table: TableFile, question: Question, chosen: BandColumns
) -> tuple[BandTables, Numbers, tuple[Numbers, Numbers, Numbers]]:
    """Events observed in each group; its people and the reference's events and people, by band."""
    events, people, reference, reference_people = columns = _reference_columns(table, chosen)
    total = chosen.total is not None
    blank = (people, reference) if total else (events, people, reference)
    found = band_tables(table, question, chosen, columns, blank_counts=blank)
    seen = found.columns[events]
    observed = np.fmax.reduce(seen, axis=1) if total else seen.sum(axis=1)
    return found, observed, (found.columns[people], found.columns[reference], found.columns[reference_people])


def _reference_columns(table: TableFile, chosen: BandColumns) -> tuple[str, str, str, str]:
    """The columns of events (or of their total), people, and the reference's events and people."""
    people = table.column(chosen.population, USUAL_POPULATIONS, role="population", option="--population")
    reference = table.column(
        chosen.reference_events,
        USUAL_REFERENCE_EVENTS,
        role="reference's events",
        option="--reference-events",
    )
    reference_people = table.column(
        chosen.reference_population,
        USUAL_REFERENCE_POPULATIONS,
        role="reference's population",
        option="--reference-population",
    )
    total = table.column_if_any(chosen.total, (), option="--total")
    events = total or table.column(chosen.events, USUAL_EVENTS, role="events", option="--events")
    return events, people, reference, reference_people
