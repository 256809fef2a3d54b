"""Reads the rule packs in definitions/priorities/ and holds their targets to the measures they name."""

from collections.abc import Collection
from pathlib import Path

from aimwell.catalogue.reader import read_definition, rename_keys
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.promises import RulePack

LEVELS = ("national", "local")
"""Whose priorities there are; a ceiling is on one of these, or on both together."""

rename_keys(RulePack, {"priorities": "priority"})


def read_packs(folder: Path, measures: Collection[str]) -> tuple[RulePack, ...]:
    """Every rule pack, oldest first. Raises Problems with all the faults of all files."""
    packs: list[RulePack] = []
    problems: list[Problem] = []
    for path in sorted((folder / "priorities").glob("*.toml")):
        pack, faults = read_definition(path, RulePack, id=path.stem)
        problems += faults
        if pack:
            problems += [_fault(path, text) for text in _inconsistencies(pack, measures)]
            packs.append(pack)
    if problems:
        raise Problems(problems)
    return tuple(sorted(packs, key=lambda pack: pack.starts))


def _inconsistencies(pack: RulePack, measures: Collection[str]) -> list[str]:
    faults = [
        f"there is no measure '{p.measure}'"
        for p in pack.priorities
        if p.measure and p.measure not in measures
    ]
    faults += [
        f"'{p.id}' has a threshold and no measure"
        for p in pack.priorities
        if p.threshold is not None and not p.measure
    ]
    ids = [p.id for p in pack.priorities]
    faults += [
        f"the priority '{name}' stands twice"
        for name in sorted({name for name in ids if ids.count(name) > 1})
    ]
    if pack.ends <= pack.starts:
        faults.append("it ends before it starts")
    return faults + _faults_of_ceiling(pack)


def _faults_of_ceiling(pack: RulePack) -> list[str]:
    unknown = [level for level in pack.ceiling_on if level not in LEVELS]
    faults = [f"the ceiling is on '{level}', which is no level of priorities" for level in unknown]
    if pack.ceiling is not None and pack.ceiling < 1:
        faults.append("the ceiling lets no priority in")
    if pack.ceiling is not None and not pack.ceiling_on:
        faults.append("the ceiling is on nothing")
    return faults


def _fault(path: Path, text: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=f"In the rule pack {path.stem}, {text}.",
        expected="Priorities named once, and targets on measures that are declared.",
        remedy=f"Correct priorities/{path.name}.",
        where=Where(f"priorities/{path.name}"),
    )
