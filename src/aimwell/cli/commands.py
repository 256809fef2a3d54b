"""The command `aimwell`: its parts, and how a problem is told."""

import os
import sys
from typing import Any, NoReturn

import click

from aimwell.cli import accounts, ask, build, claims, duties, log, money, remind, stats
from aimwell.domain.problems import Problem, Problems
from aimwell.pipeline.failures import failure_of

STOPPED = 130  # what shells expect after Ctrl+C


class Commands(click.Group):
    """The commands, ending well when whoever reads their answer, such as `head`, has seen enough."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run one. Click itself would end with status 1 when the reader has gone."""
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # What is left to write goes nowhere, so that Python does not complain of it on the way out.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        return answer


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="aimwell")
def app() -> None:
    """The system account of England's integrated care systems: from published files to a public record."""


for command in (accounts.accounts, build.demo, build.take, ask.values, ask.verdicts, ask.explain, ask.measures,
                ask.feeds, ask.places, claims.claims, duties.duties, log.log, money.money, build.publish,
                remind.remind, build.serve, stats.stats):  # fmt: skip
    app.add_command(command)


def run() -> None:
    """Run a command. A problem is told in words and ends with status 1; wrong arguments end with 2."""
    try:
        app(standalone_mode=False)
    except (Problem, Problems) as error:
        _end_with(*(error.problems if isinstance(error, Problems) else (error,)))
    except click.exceptions.Abort:
        sys.exit(STOPPED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Exception as error:
        if not _is_refusal(error):
            raise
        _end_with(failure_of(error))


def _end_with(*problems: Problem) -> NoReturn:
    for problem in problems:
        click.echo(problem_in_words(problem), err=True)
    sys.exit(1)


def _is_refusal(error: Exception) -> bool:
    """Whether the system or a database says no; anything else is a fault of ours, and shows where it is."""
    return isinstance(error, OSError) or type(error).__module__.split(".")[0] in (
        "sqlite3",
        "_duckdb",
        "duckdb",
    )


def problem_in_words(problem: Problem) -> str:
    """A problem on four lines."""
    where = f" ({problem.where})" if str(problem.where) else ""
    return f"{problem.found}{where}\n  Expected: {problem.expected}\n  Remedy: {problem.remedy}\n  Code: {problem.code}"
