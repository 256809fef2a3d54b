"""Reads the names of groups in definitions/codelists/."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aimwell.catalogue.reader import read_definition
from aimwell.domain.labels import Codelist, Labels
from aimwell.domain.problems import Problem, Problems, Where


@dataclass(frozen=True, slots=True)
class DeclaredCodelist:
    """A codelist as its file declares it; a file named after its dimension, or the plural of it, need not name it."""

    stem: str
    title: str
    source: str
    names: Mapping[Any, str]  # keys are the publisher's words: 'Unknown' is a code there, not a placeholder
    heading: str = ""
    dimension: str = ""


def read_labels(folder: Path) -> Labels:
    """The names of all groups under `folder`. Raises Problems with all the faults of all files."""
    lists: dict[str, Codelist] = {}
    problems: list[Problem] = []
    for path in sorted((folder / "codelists").glob("*.toml")):
        declared, faults = read_definition(path, DeclaredCodelist, stem=path.stem)
        problems += faults
        if declared is None:
            continue
        found = _codelist(declared)
        problems += [_fault(path, text) for text in _inconsistencies(found, lists)]
        lists[found.dimension] = found
    if problems:
        raise Problems(problems)
    return Labels(lists)


def _codelist(declared: DeclaredCodelist) -> Codelist:
    dimension = declared.dimension or declared.stem.removesuffix("s")
    return Codelist(dimension, declared.title, declared.source, declared.names, declared.heading)


def _inconsistencies(found: Codelist, others: Mapping[str, Codelist]) -> list[str]:
    faults = [] if found.names else ["no code has a name"]
    if found.dimension in others:
        faults.append(f"the dimension '{found.dimension}' has names in another file too")
    labels = list(found.names.values())
    faults += [
        f"two codes are both called '{label}'"
        for label in sorted({label for label in labels if labels.count(label) > 1})
    ]
    return faults


def _fault(path: Path, text: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=f"In the codelist {path.stem}, {text}.",
        expected="One list for each dimension, and a name of its own for each code.",
        remedy=f"Correct codelists/{path.name}.",
        where=Where(f"codelists/{path.name}"),
    )
