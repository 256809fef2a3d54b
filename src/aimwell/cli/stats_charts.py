"""Commands for charts of series: process behaviour, run and control charts."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from aimwell.cli.options import definitions_folder, definitions_option
from aimwell.cli.stats_options import (
    answer,
    baseline_option,
    by_option,
    column_option,
    input_argument,
    output_option,
    question_of,
    rebase_option,
)

if TYPE_CHECKING:
    from aimwell.services.statistics_of_files.charts import ChartTable

PROFILES = Path("standards") / "spc_profiles"
KINDS = ("run", "individuals", "moving_range", "p", "p_prime", "u", "u_prime", "c", "g", "t")

date_option = column_option(
    "--date", "date", "Date, month (2025-04) or whole number that puts a series in order."
)
value_option = column_option("--value", "value", "The figure.")


@click.command(
    epilog="Example: aimwell stats xmr waits.csv --by trust --date month --value within_18_weeks --better higher "
    "--target 92 --rebase decisions.csv -o charts.parquet"
)
@input_argument
@by_option
@date_option
@value_option
@click.option(
    "--better",
    default="neither",
    show_default=True,
    help="higher, lower or neither; or a column that says so for each series.",
)
@click.option("--target", default=None, help="A number, or a column with the target in force at each point.")
@rebase_option
@baseline_option
@click.option(
    "--profile",
    default="mdc-excel",
    show_default=True,
    help="By whose rules: mdc-excel, plotthedots-0.2.2, nhse-sql-2019, anhoej.",
)
@click.option(
    "--screening",
    type=click.Choice(("profile", "off")),
    default="profile",
    show_default=True,
    help="Whether outlying moving ranges are left out of the limits: as the profile says, or never.",
)
@definitions_option
@output_option
def xmr(
    source: Path,
    by: tuple[str, ...],
    date: str | None,
    value: str | None,
    better: str,
    target: str | None,
    rebase: Path | None,
    baseline_points: int | None,
    profile: str,
    screening: str,
    definitions: Path | None,
    out: Path | None,
) -> None:
    """Process behaviour (XmR, "Making Data Count") charts: every row of the file with limits, reason and verdict.

    All columns of the file stay, so annotations and trajectories are there to draw.
    """
    from aimwell.services.statistics_of_files.charts import ChartRules, process_behaviour
    from aimwell.services.statistics_of_files.series import SeriesColumns

    folder = definitions_folder(definitions) / PROFILES
    rules = ChartRules(
        folder, profile, better, target, rebase, baseline_points, keep_outlying_ranges=screening == "off"
    )
    _answer(process_behaviour(question_of(source, by), SeriesColumns(date, value), rules), out)


@click.command(epilog="Example: aimwell stats run falls.csv --by ward --date month --value falls")
@input_argument
@by_option
@date_option
@value_option
@rebase_option
@baseline_option
@output_option
def run(
    source: Path,
    by: tuple[str, ...],
    date: str | None,
    value: str | None,
    rebase: Path | None,
    baseline_points: int | None,
    out: Path | None,
) -> None:
    """Run charts around the median, with Anhøj's rules for long runs and few crossings."""
    _control_chart("run", source, by, (date, value, None), rebase, baseline_points, out)


@click.command(
    epilog="Example: aimwell stats chart infections.csv --kind u --value cases --denominator bed_days"
)
@input_argument
@click.option("--kind", type=click.Choice(KINDS), required=True, help="Which chart.")
@by_option
@date_option
@value_option
@column_option(
    "--denominator", "denominator", "People or opportunities; p, p_prime, u and u_prime need them."
)
@rebase_option
@baseline_option
@output_option
def chart(
    source: Path,
    kind: str,
    by: tuple[str, ...],
    date: str | None,
    value: str | None,
    denominator: str | None,
    rebase: Path | None,
    baseline_points: int | None,
    out: Path | None,
) -> None:
    """Shewhart's control charts: individuals, moving_range, p, p′, u, u′, c, g and t."""
    _control_chart(kind, source, by, (date, value, denominator), rebase, baseline_points, out)


def _control_chart(
    kind: str,
    source: Path,
    by: tuple[str, ...],
    columns: tuple[str | None, str | None, str | None],
    rebase: Path | None,
    baseline_points: int | None,
    out: Path | None,
) -> None:
    from aimwell.domain.statistics.control_charts import ChartKind
    from aimwell.services.statistics_of_files.charts import control_charts
    from aimwell.services.statistics_of_files.series import SeriesColumns

    question, chosen = question_of(source, by), SeriesColumns(*columns)
    _answer(
        control_charts(question, chosen, ChartKind(kind), rebases_in=rebase, baseline_points=baseline_points),
        out,
    )


def _answer(table: "ChartTable", out: Path | None) -> None:
    answer(table.result, out)
    for note in table.notes():
        click.echo(note, err=True)


COMMANDS = (xmr, run, chart)
