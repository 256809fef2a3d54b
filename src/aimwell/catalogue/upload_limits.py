"""Reads how much of an upload is taken, in definitions/standards/upload_limits.toml."""

from dataclasses import fields
from pathlib import Path

from aimwell.catalogue.reader import read_definition
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.uploads import UploadLimits

NAME = "upload_limits.toml"


def read_upload_limits(folder: Path) -> UploadLimits:
    """The limits in force. Raises Problems with all the faults of the file."""
    limits, problems = read_definition(folder / "standards" / NAME, UploadLimits)
    if limits is None:
        raise Problems(problems)
    wrong = [each.name for each in fields(limits) if getattr(limits, each.name) < 1]
    if wrong:
        raise Problems(_not_positive(name) for name in wrong)
    return limits


def _not_positive(name: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=f"'{name}' is not above zero.",
        expected="A limit that lets something in.",
        remedy=f"Correct standards/{NAME}.",
        where=Where(f"standards/{NAME}"),
    )
