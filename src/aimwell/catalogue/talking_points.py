"""Reads the rule of what to talk about in definitions/standards/talking_points.toml."""

from pathlib import Path

from aimwell.catalogue.reader import read_definition, rename_keys
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.talking_points import TalkingPointsRule

NAME = "talking_points.toml"

rename_keys(TalkingPointsRule, {"steps": "step"})


def read_talking_points(folder: Path) -> TalkingPointsRule:
    """The rule in force. Raises Problems with all the faults of the file."""
    path = folder / "standards" / NAME
    if not path.is_file():
        raise _fault("There is no such file.")
    rule, problems = read_definition(path, TalkingPointsRule)
    if rule is None:
        raise Problems(problems)
    if rule.things < 1 or not rule.steps or not all(step.when for step in rule.steps):
        raise _fault("The rule picks nothing, or has a step that every verdict meets.")
    return rule


def _fault(found: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=found,
        expected="A rule with at least one thing, at least one step, and a sign in each step.",
        remedy=f"Correct standards/{NAME}; the one that comes with aimwell shows the form.",
        where=Where(f"standards/{NAME}"),
    )
