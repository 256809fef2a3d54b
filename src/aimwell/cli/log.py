"""Commands that read the workplace's log: show it, and go through it from end to end."""

from pathlib import Path

import click

from aimwell.cli.opening import open_workplace
from aimwell.cli.options import definitions_option, format_option, store_option
from aimwell.cli.output import print_table
from aimwell.domain.problems import Problem


@click.group()
def log() -> None:
    """Read the workplace's log, in which every change has an author, a time and a reason."""


@log.command(epilog="Example: aimwell log verify --store account")
@store_option
@definitions_option
def verify(store: Path, definitions: Path | None) -> None:
    """Go through the whole log and say whether it holds together; ends with 1 where it was altered."""
    open_workplace(store, definitions)
    from aimwell.services.workplace.ask_log import verify as go_through

    broken, entries = go_through()
    if broken is None:
        click.echo(f"The log holds together: {entries:,} entries.")
        return
    raise Problem(
        code="workplace.log-altered",
        found=f"The log was altered. At entry {broken.number}: {broken.found}.",
        expected=f"{entries:,} entries, each with the fingerprint of the one before it.",
        remedy="Keep a copy of the database as it is, find out who can reach it, and compare it with a backup.",
    )


@log.command(epilog="Example: aimwell log show --store account --system QMM --last 20")
@store_option
@click.option("--system", default="", help="Code of a system. Without it: everything.")
@click.option("--act", default="", help="Only this act, such as 'approve'.")
@click.option("--actor", default="", help="Only people whose name has this in it.")
@click.option("--last", type=click.IntRange(1), default=50, show_default=True, help="How many entries.")
@format_option("text", "csv", "json")
@definitions_option
def show(
    store: Path, system: str, act: str, actor: str, last: int, output: str, definitions: Path | None
) -> None:  # fmt: skip
    """Show the newest entries of the log in plain words, the newest first."""
    open_workplace(store, definitions)
    from aimwell.services.workplace.ask_log import LogFilter, as_lines, entries, key_of_system

    rows = list(entries(LogFilter(system=key_of_system(system), act=act, actor=actor))[:last])
    lines = as_lines(rows)
    if output == "text":
        for line in lines:
            reason = f" Because: {line.entry.because}" if line.entry.because else ""
            click.echo(
                f"{line.entry.number:>6}  {line.entry.at[:16].replace('T', ' ')}  {line.words}{reason}"
            )
        if not lines:
            click.echo("No entry is like that.")
    else:
        columns = ("number", "at", "who", "act", "outcome", "words", "because", "digest")
        told = [
            (x.entry.number, x.entry.at, x.entry.actor_name, x.entry.act, x.entry.outcome, x.words, x.entry.because,
             row.digest)
            for x, row in zip(lines, rows, strict=True)
        ]  # fmt: skip
        print_table(columns, told, output)
