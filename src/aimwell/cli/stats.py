"""Published statistics of a table somebody has: `aimwell stats METHOD INPUT --by COLUMNS -o OUTPUT`."""

import click

from aimwell.cli import stats_charts, stats_funnels, stats_inequality, stats_rates


@click.group(epilog="Example: aimwell stats dsr deaths.csv --by area --confidence 95 -o rates.parquet")
def stats() -> None:
    """Work out published statistics of a table in CSV or Parquet.

    Columns are found by their usual names or named by options. Every row of a result has a status (ok, or why there
    is no value), the method, the version of aimwell, the profile, and n, the rows or points it rests on. A row that
    cannot be worked out never stops the others; a wrong cell stops all, and is named by file, row and column.
    """


for command in (
    *stats_rates.COMMANDS,
    *stats_inequality.COMMANDS,
    *stats_funnels.COMMANDS,
    *stats_charts.COMMANDS,
):
    stats.add_command(command)
