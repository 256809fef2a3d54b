"""Reads definitions/standards/papers.toml: for how long the sentences of a checked paper are kept."""

from pathlib import Path

from aimwell.catalogue.reader import read_definition
from aimwell.domain.claims.keeping import KeepingRule
from aimwell.domain.problems import Problem, Problems, Where

NAME = "standards/papers.toml"


def read_keeping_rule(folder: Path) -> KeepingRule:
    """The rule in force. Raises Problems with all the faults of the file."""
    rule, problems = read_definition(folder / NAME, KeepingRule)
    if rule is None:
        raise Problems(problems)
    if not 0 <= rule.days <= rule.longer_days:
        raise Problem(
            code="definition.fault",
            found=f"Sentences would be kept for {rule.days} days, and for longer for {rule.longer_days}.",
            expected="Whole days from 0 on, and no fewer for longer.",
            remedy=f"Correct {NAME}.",
            where=Where(NAME),
        )
    return rule
