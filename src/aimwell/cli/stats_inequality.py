"""Commands for life expectancy, years of life lost, and inequality."""

from pathlib import Path

import click

from aimwell.cli.stats_options import (
    answer,
    by_option,
    column_option,
    confidence_option,
    input_argument,
    multiplier_option,
    output_option,
    question_of,
)

age_option = column_option("--age", "age", "First age of the band: 0, 1, 5 …, or words such as 1-4 and 90+.")
deaths_option = column_option("--deaths", "deaths", "Deaths in the band.")
population_option = column_option("--population", "population", "People or person-years in the band.")
value_option = column_option("--value", "value", "The figure.")
lower_option = column_option("--lower", "lower", "Its lower limit.")
upper_option = column_option("--upper", "upper", "Its upper limit.")


@click.command(epilog="Example: aimwell stats sii life.csv --by area --quantile decile --value le --error se")
@input_argument
@by_option
@column_option("--quantile", "quantile", "Deprivation decile or fifth, 1 the most deprived.")
@population_option
@value_option
@column_option("--numerator", "numerator", "Events, for a proportion that has no column of its own.")
@column_option("--error", "error", "Standard error of the figure, on the scale.")
@lower_option
@upper_option
@click.option(
    "--scale",
    type=click.Choice(("identity", "log", "logit")),
    default="identity",
    show_default=True,
    help="Where the error is symmetric: log for rates, logit for proportions.",
)
@click.option(
    "--fitted-to",
    type=click.Choice(("values", "scale")),
    default="values",
    show_default=True,
    help="Fit the line to the figures (limits are simulated unless --scale identity), or on the scale.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Where the simulation starts.")
@click.option("--repetitions", type=int, default=100_000, show_default=True, help="How often it is repeated.")
@multiplier_option
@confidence_option
@output_option
def sii(
    source: Path,
    by: tuple[str, ...],
    quantile: str | None,
    population: str | None,
    value: str | None,
    numerator: str | None,
    error: str | None,
    lower: str | None,
    upper: str | None,
    scale: str,
    fitted_to: str,
    seed: int,
    repetitions: int,
    multiplier: float | None,
    confidence: tuple[float, ...],
    out: Path | None,
) -> None:
    """Slope and relative index of inequality: the gap across the whole social gradient."""
    from aimwell.domain.statistics.slope_index import Scale
    from aimwell.services.statistics_of_files.inequality import GradientColumns, GradientMethod, slope_indices

    columns = GradientColumns(quantile, population, value, numerator, error, lower, upper)
    method = GradientMethod(Scale(scale), fitted_to == "scale", seed, repetitions)
    answer(slope_indices(question_of(source, by, confidence, multiplier), columns, method), out)


@click.command(epilog="Example: aimwell stats le deaths.csv --by area,sex --at 0 --at 65")
@input_argument
@by_option
@age_option
@deaths_option
@population_option
@click.option(
    "--at", multiple=True, type=float, help="Only at these ages. Without it: at the start of every band."
)
@confidence_option
@output_option
def le(
    source: Path,
    by: tuple[str, ...],
    age: str | None,
    deaths: str | None,
    population: str | None,
    at: tuple[float, ...],
    confidence: tuple[float, ...],
    out: Path | None,
) -> None:
    """Life expectancy from an abridged life table, for any age bands; the last is open."""
    from aimwell.services.statistics_of_files.life_tables import AgeColumns, life_expectancies

    columns = AgeColumns(age, deaths, population, ages=at)
    answer(life_expectancies(question_of(source, by, confidence), columns), out)


@click.command(epilog="Example: aimwell stats yll deaths.csv --by area --before 75")
@input_argument
@by_option
@age_option
@deaths_option
@population_option
@column_option("--standard", "standard", "Standard population of the band.")
@click.option("--before", type=float, default=75.0, show_default=True, help="Years are lost before this age.")
@multiplier_option
@confidence_option
@output_option
def yll(
    source: Path,
    by: tuple[str, ...],
    age: str | None,
    deaths: str | None,
    population: str | None,
    standard: str | None,
    before: float,
    multiplier: float | None,
    confidence: tuple[float, ...],
    out: Path | None,
) -> None:
    """Years of life lost before an age, in all and as a directly standardised rate per 10,000."""
    from aimwell.services.statistics_of_files.life_tables import AgeColumns, years_of_life_lost

    columns = AgeColumns(age, deaths, population, standard)
    question = question_of(source, by, confidence, multiplier)
    answer(years_of_life_lost(question, columns, upper_age=before), out)


@click.command(
    epilog="Example: aimwell stats quantile deprivation.csv --value score --count 5 --first highest"
)
@input_argument
@by_option
@value_option
@click.option("--count", type=int, default=10, show_default=True, help="How many groups of equal count.")
@click.option(
    "--first",
    type=click.Choice(("highest", "lowest")),
    default="highest",
    show_default=True,
    help="Which values the first group holds.",
)
@output_option
def quantile(
    source: Path, by: tuple[str, ...], value: str | None, count: int, first: str, out: Path | None
) -> None:
    """Tenths, fifths and other groups of equal count; the rows of each --by are cut on their own."""
    from aimwell.domain.statistics.quantiles import FirstQuantile
    from aimwell.services.statistics_of_files.inequality import QuantileCut, quantiles

    answer(quantiles(question_of(source, by), value, QuantileCut(count, FirstQuantile(first))), out)


@click.command(epilog="Example: aimwell stats gap rates.csv --by area --group fifth --reference least")
@input_argument
@by_option
@click.option("--group", required=True, metavar="COLUMN", help="The groups of people compared.")
@click.option("--reference", required=True, help="The group the others are compared with.")
@value_option
@lower_option
@upper_option
@click.option(
    "--confidence", type=float, default=0.95, show_default=True, help="That of the limits in the file."
)
@output_option
def gap(
    source: Path,
    by: tuple[str, ...],
    group: str,
    reference: str,
    value: str | None,
    lower: str | None,
    upper: str | None,
    confidence: float,
    out: Path | None,
) -> None:
    """Absolute and relative gap between groups of people, from figures with limits."""
    from aimwell.services.statistics_of_files.inequality import GapColumns, gaps

    columns = GapColumns(group, reference, value, lower, upper)
    answer(gaps(question_of(source, by, (confidence,)), columns), out)


@click.command(epilog="Example: aimwell stats paf smoking.csv --prevalence smokers --risk relative_risk")
@input_argument
@column_option("--prevalence", "prevalence", "Share of people exposed, as a fraction.")
@column_option("--risk", "risk", "Relative risk of those exposed.")
@output_option
def paf(source: Path, prevalence: str | None, risk: str | None, out: Path | None) -> None:
    """Population attributable fraction: the share of events due to an exposure."""
    from aimwell.services.statistics_of_files.inequality import ExposureColumns, attributable_fractions

    answer(attributable_fractions(question_of(source, ()), ExposureColumns(prevalence, risk)), out)


COMMANDS = (sii, le, yll, quantile, gap, paf)
