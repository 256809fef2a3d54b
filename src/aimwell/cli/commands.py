"""The command `aimwell`: its parts, and how a problem is told."""

import sys

import click

from aimwell.cli import ask, build, stats
from aimwell.domain.problems import Problem, Problems


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="aimwell")
def app() -> None:
    """The system account of England's integrated care systems: from published files to a public record."""


for command in (build.demo, build.take, ask.values, ask.verdicts, ask.explain, ask.measures, ask.feeds, ask.places,
                build.publish, build.serve, stats.stats):  # fmt: skip
    app.add_command(command)


def run() -> None:
    """Run a command. A problem is told in words and ends with status 1; wrong arguments end with 2."""
    try:
        app()
    except (Problem, Problems) as error:
        for problem in error.problems if isinstance(error, Problems) else (error,):
            click.echo(problem_in_words(problem), err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(0)  # the reader, such as `head`, has seen enough


def problem_in_words(problem: Problem) -> str:
    """A problem on four lines."""
    where = f" ({problem.where})" if str(problem.where) else ""
    return f"{problem.found}{where}\n  Expected: {problem.expected}\n  Remedy: {problem.remedy}\n  Code: {problem.code}"
