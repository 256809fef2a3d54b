"""`aimwell money streams`: the alignment calendar of a year."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from aimwell.cli.options import definitions_folder, definitions_option, format_option, written_to
from aimwell.cli.output import print_json, print_table

if TYPE_CHECKING:
    from aimwell.services.money.ask_streams import StreamsAnswer


@click.command(epilog="Example: aimwell money streams --year 2022/23 --body council")
@click.option("--year", default="", help="Financial year, 2022/23. Without it: this one.")
@click.option(
    "--body", default="", help="Kind of body that gets it: council, icb, trust, national. Without it: all."
)
@format_option("text", "csv", "json", "svg", "html")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="File to write.")
@definitions_option
def streams(year: str, body: str, output: str, out: Path | None, definitions: Path | None) -> None:
    """Show when partners learn of their money, for how long they have it, what it asks of them, and what does not fit."""
    from aimwell.services.money.ask_streams import streams_of_year

    today = datetime.now(ZoneInfo("Europe/London")).date()
    answer = streams_of_year(
        definitions=definitions_folder(definitions), year=year or _this_year(today), body=body
    )
    with written_to(out):
        _print(answer, output, today)


def _print(answer: "StreamsAnswer", output: str, today: date) -> None:
    from aimwell.services.money.ask_streams import STREAM_COLUMNS, stream_rows
    from aimwell.services.money.streams_page import streams_document, timeline_svg
    from aimwell.services.print_plan import PlanForm, print_plan

    match output:
        case "text":
            click.echo("\n".join(_lines(answer)))
        case "svg":
            click.echo(timeline_svg(answer))
        case "html":
            page = print_plan(document=streams_document(answer, made=today), form=PlanForm.PAGE)
            sys.stdout.write(page.decode("utf-8"))
        case "json":
            rows = [dict(zip(STREAM_COLUMNS, row, strict=True)) for row in stream_rows(answer)]
            print_json({"year": answer.year.text, "streams": rows, "findings": answer.findings})
        case _:
            print_table(STREAM_COLUMNS, stream_rows(answer), output)


def _lines(answer: "StreamsAnswer") -> list[str]:
    from aimwell.presentation.stream_words import finding_lines, settled_lines

    if not answer.settled:
        return [
            f"The register has no stream for {answer.year.text}. `aimwell money streams --year` takes another."
        ]
    lines: list[str] = []
    for one, score in zip(answer.settled, answer.scores, strict=True):
        lines += [*settled_lines(one, score, answer.receivers(one)), ""]
    lines += ["What does not fit", ""]
    for finding in answer.findings:
        lines += finding_lines(finding)
    return lines


def _this_year(today: date) -> str:
    first = today.year if today.month >= 4 else today.year - 1
    return f"{first}/{(first + 1) % 100:02}"
