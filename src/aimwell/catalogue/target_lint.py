"""Reads what targets are asked, and the words for how well they are made, in definitions/standards/target_lint.toml."""

from pathlib import Path

from aimwell.catalogue.reader import read_definition, rename_keys
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.workplace.target_lint import Check, LintRules

NAME = "target_lint.toml"

rename_keys(LintRules, {"rules": "rule", "grades": "grade"})


def read_target_lint(folder: Path) -> LintRules:
    """The checks in force. Raises Problems with all the faults of the file."""
    rules, problems = read_definition(folder / "standards" / NAME, LintRules)
    if rules is None:
        raise Problems(problems)
    faults = _inconsistencies(rules)
    if faults:
        raise Problems(_fault(text) for text in faults)
    return rules


def _inconsistencies(rules: LintRules) -> list[str]:
    checks = [rule.check for rule in rules.rules]
    faults = [f"the check '{check}' stands twice" for check in Check if checks.count(check) > 1]
    if not checks:
        faults.append("there is no check")
    faults += [f"the check '{rule.check}' weighs nothing" for rule in rules.rules if rule.weight < 1]
    steps = [grade.at_least for grade in rules.grades]
    if not steps or steps[-1] != 0 or steps != sorted(set(steps), reverse=True):
        faults.append("the grades do not run from the best down to 0, each once")
    return faults


def _fault(text: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=f"In {NAME}, {text}.",
        expected="Each check once with a weight above zero; grades from the best down to one for 0.",
        remedy=f"Correct standards/{NAME}.",
        where=Where(f"standards/{NAME}"),
    )
