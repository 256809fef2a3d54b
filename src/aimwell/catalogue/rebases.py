"""Reads the rebases in definitions/rebases/."""

from collections.abc import Collection
from pathlib import Path

from aimwell.catalogue.reader import read_definition
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.rebases import Rebase


def read_rebases(folder: Path, measures: Collection[str]) -> tuple[Rebase, ...]:
    """Every rebase, oldest first. Raises Problems with all the faults of all files."""
    rebases: list[Rebase] = []
    problems: list[Problem] = []
    for path in sorted((folder / "rebases").glob("*.toml")):
        rebase, faults = read_definition(path, Rebase, id=path.stem)
        problems += faults
        if rebase:
            problems += [_unknown(path, name) for name in rebase.measures if name not in measures]
            rebases.append(rebase)
    if problems:
        raise Problems(problems)
    return tuple(sorted(rebases, key=lambda rebase: rebase.begins))


def _unknown(path: Path, measure: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=f"There is no measure '{measure}'.",
        expected="Measures that are declared.",
        remedy=f"Correct rebases/{path.name}.",
        where=Where(f"rebases/{path.name}"),
    )
