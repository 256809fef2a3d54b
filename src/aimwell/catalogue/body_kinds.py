"""Reads the kinds of bodies in definitions/standards/body_kinds.toml."""

from collections.abc import Iterator
from pathlib import Path

from aimwell.catalogue.reader import read_definition, rename_keys
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.workplace.bodies import BodyKinds

NAME = "body_kinds.toml"

rename_keys(BodyKinds, {"kinds": "kind", "natures": "nature", "bodies": "body"})


def read_body_kinds(folder: Path) -> BodyKinds:
    """The kinds in force. Raises Problems with all the faults of the file."""
    path = folder / "standards" / NAME
    if not path.is_file():
        raise Problems([_fault("There is no such file.")])
    kinds, problems = read_definition(path, BodyKinds)
    if kinds is None:
        raise Problems(problems)
    faults = [_fault(words) for words in _faults(kinds)]
    if faults:
        raise Problems(faults)
    return kinds


def _faults(kinds: BodyKinds) -> Iterator[str]:
    names = [kind.id for kind in kinds.kinds]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"Two kinds share the id '{name}'."
    for kind in kinds.kinds:
        for parent in kind.belongs_to:
            if parent not in names:
                yield f"'{kind.id}' belongs to '{parent}', which is not declared."
    for body in kinds.bodies:
        if body.kind not in names:
            yield f"'{body.name}' is of the kind '{body.kind}', which is not declared."


def _fault(found: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=found,
        expected="Kinds with ids of their own, which belong to kinds that are declared.",
        remedy=f"Correct standards/{NAME}; the one that comes with aimwell shows the form.",
        where=Where(f"standards/{NAME}"),
    )
