"""Commands for funnel plots."""

from pathlib import Path

import click

from aimwell.cli.stats_options import (
    answer,
    by_option,
    column_option,
    input_argument,
    multiplier_option,
    output_option,
    question_of,
)

kind_option = click.option(
    "--kind",
    type=click.Choice(("proportion", "ratio", "rate", "standardised_rate")),
    default="proportion",
    show_default=True,
    help="What is compared.",
)
numerator_option = column_option("--numerator", "numerator", "Events, or observed events.")
denominator_option = column_option(
    "--denominator", "denominator", "People, person-years, or expected events."
)
rate_option = column_option(
    "--rate", "rate", "The rate, from which person-years follow; --kind standardised_rate or rate."
)


@click.command(
    epilog="Example: aimwell stats funnel mortality.csv --kind ratio --numerator observed --denominator expected"
)
@input_argument
@by_option
@kind_option
@numerator_option
@denominator_option
@rate_option
@multiplier_option
@output_option
def funnel(
    source: Path,
    by: tuple[str, ...],
    kind: str,
    numerator: str | None,
    denominator: str | None,
    rate: str | None,
    multiplier: float | None,
    out: Path | None,
) -> None:
    """Where each row, or each group of rows added up by --by, lies against the funnel around all of them.

    Limits are 95 % (inner) and 99.8 % (outer).
    """
    from aimwell.services.statistics_of_files.funnels import FunnelKind, significance
    from aimwell.services.statistics_of_files.rates import CountColumns

    question = question_of(source, by, multiplier=multiplier)
    answer(significance(question, FunnelKind(kind), CountColumns(numerator, denominator), rate), out)


@click.command(
    "funnel-curve", epilog="Example: aimwell stats funnel-curve screened.csv --numerator x --denominator n"
)
@input_argument
@by_option
@kind_option
@numerator_option
@denominator_option
@rate_option
@click.option("--years", type=float, default=1.0, show_default=True, help="Years that the rates cover.")
@multiplier_option
@output_option
def funnel_curve(
    source: Path,
    by: tuple[str, ...],
    kind: str,
    numerator: str | None,
    denominator: str | None,
    rate: str | None,
    years: float,
    multiplier: float | None,
    out: Path | None,
) -> None:
    """The funnel to draw behind the rows, or groups of rows: limits at a hundred sizes."""
    from aimwell.services.statistics_of_files.funnels import FunnelKind, curve
    from aimwell.services.statistics_of_files.rates import CountColumns

    question = question_of(source, by, multiplier=multiplier)
    columns = CountColumns(numerator, denominator)
    answer(curve(question, FunnelKind(kind), columns, rate, years=years), out)


@click.command("funnel-wide", epilog="Example: aimwell stats funnel-wide mortality.csv --method ratio_shmi")
@input_argument
@by_option
@numerator_option
@denominator_option
@click.option(
    "--method",
    type=click.Choice(("ratio_shmi", "ratio_cqc", "proportion", "counts", "counts_by_size")),
    default="ratio_shmi",
    show_default=True,
    help="What is compared, and how extremes are kept from widening the funnel.",
)
@click.option(
    "--trim", type=float, default=0.1, show_default=True, help="Share of extreme rows at either end."
)
@output_option
def funnel_wide(
    source: Path,
    by: tuple[str, ...],
    numerator: str | None,
    denominator: str | None,
    method: str,
    trim: float,
    out: Path | None,
) -> None:
    """Funnels widened for over-dispersion, as the SHMI and CQC use them."""
    from aimwell.domain.statistics.overdispersed_funnel import FunnelMethod
    from aimwell.services.statistics_of_files.funnels import overdispersed
    from aimwell.services.statistics_of_files.rates import CountColumns

    columns = CountColumns(numerator, denominator)
    answer(overdispersed(question_of(source, by), FunnelMethod(method), columns, trim=trim), out)


COMMANDS = (funnel, funnel_curve, funnel_wide)
