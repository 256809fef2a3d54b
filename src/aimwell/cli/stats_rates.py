"""Commands for proportions, rates, means and standardised rates."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from aimwell.cli.stats_options import (
    answer,
    blanks_option,
    by_option,
    column_option,
    columns_in,
    confidence_option,
    input_argument,
    multiplier_option,
    output_option,
    question_of,
    together,
)

if TYPE_CHECKING:
    from aimwell.services.statistics_of_files.rates import CountColumns, Question
    from aimwell.services.statistics_of_files.results import Results
    from aimwell.services.statistics_of_files.standardised import BandColumns

band_option = click.option(
    "--band",
    multiple=True,
    metavar="COLUMNS",
    help="Columns that tell the bands of a group apart, such as ageband,sex.",
)
events_option = column_option("--events", "events", "Events in the band.")
population_option = column_option("--population", "population", "People or person-years in the band.")
standard_option = column_option("--standard", "standard", "Standard population of the band.")
reference_events_option = column_option("--reference-events", "reference_events", "The reference's events.")
reference_population_option = column_option(
    "--reference-population", "reference_population", "The reference's people."
)
total_option = column_option(
    "--total",
    "total",
    "All events of the group, where they are not known by band; the same in each of its rows.",
)
band_options = together(input_argument, by_option, band_option, events_option, population_option)
reference_options = together(band_options, reference_events_option, reference_population_option, total_option)
# How a question ends: the unit, the confidence, and where the answer goes.
answer_options = together(multiplier_option, confidence_option, output_option)


def _count_options(numerator: str, denominator: str) -> Callable[[Any], Any]:
    return together(
        input_argument,
        by_option,
        column_option("--numerator", "numerator", numerator),
        column_option("--denominator", "denominator", denominator),
        answer_options,
    )


@click.command(
    epilog="Example: aimwell stats proportion screened.csv --by icb --numerator screened --denominator eligible"
)
@_count_options("Events, or people who have it.", "All who could have it.")
def proportion(**given: Any) -> None:
    """Proportions with Wilson limits; rows are added up by --by, or each stands for itself."""
    from aimwell.services.statistics_of_files.rates import proportions

    _of_counts(proportions, **given)


@click.command(
    epilog="Example: aimwell stats rate admissions.csv --by icb,year --multiplier 1000 --confidence 95 --confidence 99.8"
)
@_count_options("Events.", "People or person-years.")
def rate(**given: Any) -> None:
    """Crude rates: exact limits below ten events, Byar's from ten. Per 100,000 unless --multiplier says otherwise."""
    from aimwell.services.statistics_of_files.rates import rates

    _of_counts(rates, **given)


def _of_counts(
    method: "Callable[[Question, CountColumns], Results]",
    source: Path,
    by: tuple[str, ...],
    numerator: str | None,
    denominator: str | None,
    multiplier: float | None,
    confidence: tuple[float, ...],
    out: Path | None,
) -> None:
    from aimwell.services.statistics_of_files.rates import CountColumns

    question = question_of(source, by, confidence, multiplier)
    answer(method(question, CountColumns(numerator, denominator)), out)


@click.command(epilog="Example: aimwell stats mean waits.parquet --by trust --value days -o means.parquet")
@input_argument
@by_option
@column_option("--value", "value", "What is averaged.")
@click.option(
    "--blanks",
    type=click.Choice(("missing", "left-out")),
    default="missing",
    show_default=True,
    help="What an empty cell means: a value not known, so that the mean is not known, or no value.",
)
@confidence_option
@output_option
def mean(
    source: Path,
    by: tuple[str, ...],
    value: str | None,
    blanks: str,
    confidence: tuple[float, ...],
    out: Path | None,
) -> None:
    """Means with Student's t limits."""
    from aimwell.services.statistics_of_files.rates import means

    answer(means(question_of(source, by, confidence), value, without_blanks=blanks == "left-out"), out)


def _bands(band: tuple[str, ...], blanks: str, **columns: str | None) -> "BandColumns":
    """Which columns hold the bands, from the options of band_options or reference_options and --blanks."""
    from aimwell.services.statistics_of_files.standardised import BandColumns

    return BandColumns(bands=columns_in(band), blanks_are_zero=blanks == "zero", **columns)


@click.command(
    epilog="Example: aimwell stats dsr deaths.csv --by area --band ageband,sex --events obs --population pop --standard stdpop"
)
@band_options
@standard_option
@column_option(
    "--frequency", "frequency", "How many events each person had; --events then counts people, not events."
)
@blanks_option
@answer_options
def dsr(
    source: Path,
    by: tuple[str, ...],
    multiplier: float | None,
    confidence: tuple[float, ...],
    out: Path | None,
    **columns: Any,
) -> None:
    """Directly standardised rates with Dobson's limits; fewer than ten events give no rate."""
    from aimwell.services.statistics_of_files.standardised import directly_standardised_rates

    question = question_of(source, by, confidence, multiplier)
    answer(directly_standardised_rates(question, _bands(**columns)), out)


@click.command(
    epilog="Example: aimwell stats isr deaths.csv --by area --reference-events refcount --reference-population refpop"
)
@reference_options
@click.option(
    "--as",
    "wanted",
    type=click.Choice(("ratio", "rate")),
    default="ratio",
    show_default=True,
    help="Observed over expected (100 is equal), or that times the reference's crude rate.",
)
@blanks_option
@answer_options
def isr(
    source: Path,
    by: tuple[str, ...],
    wanted: str,
    multiplier: float | None,
    confidence: tuple[float, ...],
    out: Path | None,
    **columns: Any,
) -> None:
    """Indirectly standardised ratios (such as the standardised mortality ratio) and rates."""
    from aimwell.services.statistics_of_files import standardised

    methods = {
        "ratio": standardised.indirectly_standardised_ratios,
        "rate": standardised.indirectly_standardised_rates,
    }
    answer(methods[wanted](question_of(source, by, confidence, multiplier), _bands(**columns)), out)


@click.command(epilog="Example: aimwell stats excess deaths.csv --by area --events obs")
@reference_options
@blanks_option
@confidence_option
@output_option
def excess(
    source: Path, by: tuple[str, ...], confidence: tuple[float, ...], out: Path | None, **columns: Any
) -> None:
    """Events beyond those the reference's rates would give, such as excess deaths."""
    from aimwell.services.statistics_of_files.standardised import excess as excess_of

    answer(excess_of(question_of(source, by, confidence), _bands(**columns)), out)


@click.command(epilog="Example: aimwell stats cmf deaths.csv --by area --reference England")
@band_options
@standard_option
@click.option("--reference", default=None, help="The group to compare with. Without it: all groups together.")
@blanks_option
@answer_options
def cmf(
    source: Path,
    by: tuple[str, ...],
    reference: str | None,
    multiplier: float | None,
    confidence: tuple[float, ...],
    out: Path | None,
    **columns: Any,
) -> None:
    """Comparative mortality figures: directly standardised rates as a ratio to a reference's, 100 being equal."""
    from aimwell.services.statistics_of_files.life_tables import comparative_mortality_figures

    question = question_of(source, by, confidence, multiplier)
    answer(comparative_mortality_figures(question, _bands(**columns), reference), out)


COMMANDS = (proportion, rate, mean, dsr, isr, excess, cmf)
