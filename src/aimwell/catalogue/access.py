"""Reads the roles of the workplace in definitions/standards/access.toml."""

from pathlib import Path

from aimwell.catalogue.reader import read_definition, rename_keys
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.workplace.access import AccessRules

NAME = "access.toml"

rename_keys(AccessRules, {"roles": "role"})


def read_access(folder: Path) -> AccessRules:
    """The roles in force. Raises Problems with all the faults of the file."""
    path = folder / "standards" / NAME
    if not path.is_file():
        raise _fault("There is no such file.")
    rules, problems = read_definition(path, AccessRules)
    if rules is None:
        raise Problems(problems)
    names = [role.id for role in rules.roles]
    if not names or len(set(names)) != len(names):
        raise _fault("There is no role, or two share one id.")
    return rules


def _fault(found: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=found,
        expected="At least one role, each with its own id and what it may do.",
        remedy=f"Correct standards/{NAME}; the one that comes with aimwell shows the form.",
        where=Where(f"standards/{NAME}"),
    )
