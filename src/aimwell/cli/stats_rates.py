"""Commands for proportions, rates, means and standardised rates."""

from pathlib import Path

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
)

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


@click.command(
    epilog="Example: aimwell stats proportion screened.csv --by icb --numerator screened --denominator eligible"
)
@input_argument
@by_option
@column_option("--numerator", "numerator", "Events, or people who have it.")
@column_option("--denominator", "denominator", "All who could have it.")
@multiplier_option
@confidence_option
@output_option
def proportion(
    source: Path,
    by: tuple[str, ...],
    numerator: str | None,
    denominator: str | None,
    multiplier: float | None,
    confidence: tuple[float, ...],
    out: Path | None,
) -> None:
    """Proportions with Wilson limits; rows are added up by --by, or each stands for itself."""
    from aimwell.services.statistics_of_files.rates import CountColumns, proportions

    question = question_of(source, by, confidence, multiplier)
    answer(proportions(question, CountColumns(numerator, denominator)), out)


@click.command(
    epilog="Example: aimwell stats rate admissions.csv --by icb,year --multiplier 1000 --confidence 95 --confidence 99.8"
)
@input_argument
@by_option
@column_option("--numerator", "numerator", "Events.")
@column_option("--denominator", "denominator", "People or person-years.")
@multiplier_option
@confidence_option
@output_option
def rate(
    source: Path,
    by: tuple[str, ...],
    numerator: str | None,
    denominator: str | None,
    multiplier: float | None,
    confidence: tuple[float, ...],
    out: Path | None,
) -> None:
    """Crude rates: exact limits below ten events, Byar's from ten. Per 100,000 unless --multiplier says otherwise."""
    from aimwell.services.statistics_of_files.rates import CountColumns, rates

    question = question_of(source, by, confidence, multiplier)
    answer(rates(question, CountColumns(numerator, denominator)), out)


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


@click.command(
    epilog="Example: aimwell stats dsr deaths.csv --by area --band ageband,sex --events obs --population pop --standard stdpop"
)
@input_argument
@by_option
@band_option
@events_option
@population_option
@standard_option
@column_option(
    "--frequency", "frequency", "How many events each person had; --events then counts people, not events."
)
@blanks_option
@multiplier_option
@confidence_option
@output_option
def dsr(
    source: Path,
    by: tuple[str, ...],
    band: tuple[str, ...],
    events: str | None,
    population: str | None,
    standard: str | None,
    frequency: str | None,
    blanks: str,
    multiplier: float | None,
    confidence: tuple[float, ...],
    out: Path | None,
) -> None:
    """Directly standardised rates with Dobson's limits; fewer than ten events give no rate."""
    from aimwell.services.statistics_of_files.standardised import BandColumns, directly_standardised_rates

    chosen = BandColumns(
        columns_in(band), events, population, standard, frequency, blanks_are_zero=blanks == "zero"
    )
    answer(directly_standardised_rates(question_of(source, by, confidence, multiplier), chosen), out)


@click.command(
    epilog="Example: aimwell stats isr deaths.csv --by area --reference-events refcount --reference-population refpop"
)
@input_argument
@by_option
@band_option
@events_option
@population_option
@reference_events_option
@reference_population_option
@total_option
@click.option(
    "--as",
    "wanted",
    type=click.Choice(("ratio", "rate")),
    default="ratio",
    show_default=True,
    help="Observed over expected (100 is equal), or that times the reference's crude rate.",
)
@blanks_option
@multiplier_option
@confidence_option
@output_option
def isr(
    source: Path,
    by: tuple[str, ...],
    band: tuple[str, ...],
    events: str | None,
    population: str | None,
    reference_events: str | None,
    reference_population: str | None,
    total: str | None,
    wanted: str,
    blanks: str,
    multiplier: float | None,
    confidence: tuple[float, ...],
    out: Path | None,
) -> None:
    """Indirectly standardised ratios (such as the standardised mortality ratio) and rates."""
    from aimwell.services.statistics_of_files import standardised

    chosen = standardised.BandColumns(
        bands=columns_in(band),
        events=events,
        population=population,
        reference_events=reference_events,
        reference_population=reference_population,
        total=total,
        blanks_are_zero=blanks == "zero",
    )
    methods = {
        "ratio": standardised.indirectly_standardised_ratios,
        "rate": standardised.indirectly_standardised_rates,
    }
    answer(methods[wanted](question_of(source, by, confidence, multiplier), chosen), out)


@click.command(epilog="Example: aimwell stats excess deaths.csv --by area --events obs")
@input_argument
@by_option
@band_option
@events_option
@population_option
@reference_events_option
@reference_population_option
@total_option
@blanks_option
@confidence_option
@output_option
def excess(
    source: Path,
    by: tuple[str, ...],
    band: tuple[str, ...],
    events: str | None,
    population: str | None,
    reference_events: str | None,
    reference_population: str | None,
    total: str | None,
    blanks: str,
    confidence: tuple[float, ...],
    out: Path | None,
) -> None:
    """Events beyond those the reference's rates would give, such as excess deaths."""
    from aimwell.services.statistics_of_files.standardised import BandColumns
    from aimwell.services.statistics_of_files.standardised import excess as excess_of

    chosen = BandColumns(
        bands=columns_in(band),
        events=events,
        population=population,
        reference_events=reference_events,
        reference_population=reference_population,
        total=total,
        blanks_are_zero=blanks == "zero",
    )
    answer(excess_of(question_of(source, by, confidence), chosen), out)


@click.command(epilog="Example: aimwell stats cmf deaths.csv --by area --reference England")
@input_argument
@by_option
@band_option
@events_option
@population_option
@standard_option
@click.option("--reference", default=None, help="The group to compare with. Without it: all groups together.")
@blanks_option
@multiplier_option
@confidence_option
@output_option
def cmf(
    source: Path,
    by: tuple[str, ...],
    band: tuple[str, ...],
    events: str | None,
    population: str | None,
    standard: str | None,
    reference: str | None,
    blanks: str,
    multiplier: float | None,
    confidence: tuple[float, ...],
    out: Path | None,
) -> None:
    """Comparative mortality figures: directly standardised rates as a ratio to a reference's, 100 being equal."""
    from aimwell.services.statistics_of_files.life_tables import comparative_mortality_figures
    from aimwell.services.statistics_of_files.standardised import BandColumns

    chosen = BandColumns(columns_in(band), events, population, standard, blanks_are_zero=blanks == "zero")
    question = question_of(source, by, confidence, multiplier)
    answer(comparative_mortality_figures(question, chosen, reference), out)


COMMANDS = (proportion, rate, mean, dsr, isr, excess, cmf)
