"""Reads definitions/standards/standing.toml: how many figures it takes to say how a promise stands."""

from pathlib import Path

from aimwell.catalogue.reader import read_definition
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.workplace.standing import StandingRule

NAME = "standards/standing.toml"
NEVER_ON = 2  # points: a verdict rests on more


def read_standing_rule(folder: Path) -> StandingRule:
    """The rule in force. Raises Problems with all the faults of the file."""
    path = folder / NAME
    if not path.is_file():
        raise _fault("There is no such file.")
    rule, problems = read_definition(path, StandingRule)
    if rule is None:
        raise Problems(problems)
    if min(rule.least_since_baseline, rule.least_on_the_day) <= NEVER_ON:
        raise _fault("It would judge a promise on two figures.")
    return rule


def _fault(found: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=found,
        expected="A rule that asks for at least three figures.",
        remedy=f"Correct {NAME}; the one that comes with aimwell shows the form.",
        where=Where(NAME),
    )
