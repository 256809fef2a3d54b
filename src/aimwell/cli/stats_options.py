"""Options that the statistics share, and what they turn into."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from aimwell.services.statistics_of_files.rates import Question
    from aimwell.services.statistics_of_files.results import Results

Command = TypeVar("Command", bound=Callable[..., Any])

input_argument = click.argument("source", metavar="INPUT", type=click.Path(path_type=Path))
output_option = click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="File to write, .csv or .parquet. Without it: CSV on standard output.",
)
by_option = click.option(
    "--by",
    multiple=True,
    metavar="COLUMNS",
    help="Columns that tell groups apart: several with commas, or the option several times.",
)
confidence_option = click.option(
    "--confidence",
    multiple=True,
    type=float,
    default=(0.95,),
    help="Confidence of the limits: 0.95 (what it is unasked) or 95. Several give a row for each.",
)
multiplier_option = click.option(
    "--multiplier", type=float, default=None, help="Unit of the result, such as 1000."
)
blanks_option = click.option(
    "--blanks",
    type=click.Choice(("missing", "zero")),
    default="missing",
    show_default=True,
    help="What an empty cell among the counts means.",
)
rebase_option = click.option(
    "--rebase",
    type=click.Path(path_type=Path),
    default=None,
    help="Table of decisions to rebase: date, reason, by, and the columns of --by where they hold for some series only.",
)
baseline_option = click.option(
    "--baseline-points", type=int, default=None, help="Limits rest on so many first points of each segment."
)


def column_option(name: str, parameter: str, what: str) -> Callable[[Command], Command]:
    """An option that names a column."""
    return click.option(name, parameter, default=None, metavar="COLUMN", help=what)


def together(*options: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """Options that several commands share, in the order in which help lists them."""

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def columns_in(given: tuple[str, ...]) -> tuple[str, ...]:
    """Columns from options that may each hold several: ('area,sex', 'year') is three."""
    return tuple(name.strip() for part in given for name in part.split(",") if name.strip())


def fraction_of(confidence: float) -> float:
    """A confidence level as people type it, 95 or 0.95, as a fraction."""
    return confidence / 100 if confidence >= 90 else confidence


def question_of(
    source: Path,
    by: tuple[str, ...],
    confidence: tuple[float, ...] = (0.95,),
    multiplier: float | None = None,
) -> "Question":
    """What is asked of the file."""
    from aimwell.domain.statistics.estimates import checked_confidence
    from aimwell.services.statistics_of_files.rates import Question

    levels = tuple(dict.fromkeys(checked_confidence(fraction_of(level)) for level in confidence))
    return Question(source, columns_in(by), levels, multiplier)


def answer(result: "Results", out: Path | None) -> None:
    """Write the result where it was asked for."""
    from aimwell.services.statistics_of_files.write_results import write_results

    write_results(result, out)
