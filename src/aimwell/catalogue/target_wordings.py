"""Reads the words of target tables in definitions/standards/target_table_headings.toml."""

from collections import Counter
from pathlib import Path

from aimwell.catalogue.reader import read_definition, rename_keys
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.target_wordings import TargetWordings

NAME = "target_table_headings.toml"

rename_keys(TargetWordings, {"fields": "field"})


def read_target_wordings(folder: Path) -> TargetWordings:
    """The wordings in force. Raises Problems with all the faults of the file."""
    wordings, problems = read_definition(folder / "standards" / NAME, TargetWordings)
    if wordings is None:
        raise Problems(problems)
    counted = Counter(heading for each in wordings.fields for heading in each.headings)
    faults = [f"the heading '{heading}' stands twice" for heading, count in counted.items() if count > 1]
    faults += [
        f"the heading '{heading}' has capitals" for heading in counted if heading != heading.casefold()
    ]
    faults += [
        f"there are no words for '{name}'"
        for name in ("lower", "higher")
        if not wordings.directions.get(name)
    ]
    if faults:
        raise Problems(_fault(text) for text in faults)
    return wordings


def _fault(text: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=f"In the words of target tables, {text}.",
        expected="Each heading once, in small letters, and words for both directions.",
        remedy=f"Correct standards/{NAME}.",
        where=Where(f"standards/{NAME}"),
    )
