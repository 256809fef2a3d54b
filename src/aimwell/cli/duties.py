"""The command that lists duties and deadlines."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from aimwell.cli.options import definitions_folder, definitions_option, format_option, written_to
from aimwell.cli.output import print_table

if TYPE_CHECKING:
    from aimwell.services.ask_duties import DutyAnswer

BRITISH_TIME = ZoneInfo("Europe/London")


@click.command(epilog="Example: aimwell duties --year 2026/27 --body icb")
@click.option("--year", default="", help="Financial year, 2026/27. Without it: this one.")
@click.option("--body", default="", help="icb, icp, hwb, council, trust, place, nhse … Without it: all.")
@format_option("text", "csv", "json", "ics")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="File to write.")
@definitions_option
def duties(year: str, body: str, output: str, out: Path | None, definitions: Path | None) -> None:
    """List what is due in a financial year: how each day was worked out, who signs when, and what conflicts."""
    from aimwell.services.ask_duties import duties_due, financial_year_named

    now = datetime.now(BRITISH_TIME)
    period = financial_year_named(year or _this_year(now.date()))
    answer = duties_due(definitions_folder(definitions), first=period.start, last=period.end, body=body)
    with written_to(out):
        _print(answer, output, f"Duties and deadlines {period.text}", now)


def _print(answer: "DutyAnswer", output: str, name: str, now: datetime) -> None:
    from aimwell.services.ask_duties import DUTY_COLUMNS, duties_as_calendar, duty_rows

    if output == "ics":
        text = duties_as_calendar(answer, name=name, stamp=now)
        sys.stdout.write(text)
    elif output == "text":
        click.echo("\n".join(_lines(answer)))
    else:
        print_table(DUTY_COLUMNS, duty_rows(answer), output)


def _lines(answer: "DutyAnswer") -> list[str]:
    from aimwell.presentation.duty_words import awaited_lines, due_lines

    blocks = [
        due_lines(due, answer.duty(due), answer.chain(due), answer.conflicts_of(due), answer.standard)
        for due in answer.dues
    ]
    blocks.append(awaited_lines(answer.awaited))
    told = [line for block in blocks if block for line in (*block, "")]
    return told[:-1] or [
        "No duty of the packs falls due in this year. `aimwell duties --year` takes another."
    ]


def _this_year(today: date) -> str:
    first = today.year if today.month >= 4 else today.year - 1
    return f"{first}/{(first + 1) % 100:02}"
