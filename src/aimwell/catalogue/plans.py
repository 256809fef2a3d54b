"""Reads the rules of plans and strategies in definitions/plans/, and holds them to one another."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from aimwell.catalogue.reader import read_definition, rename_keys
from aimwell.domain.plan_checklists import PlanRules
from aimwell.domain.problems import Problem, Problems, Where

rename_keys(PlanRules, {"owners": "owner", "contents": "content"})


def read_plan_rules(folder: Path) -> tuple[PlanRules, ...]:
    """The rules of every kind of document, oldest first. Raises Problems with all the faults of all files."""
    read: list[PlanRules] = []
    problems: list[Problem] = []
    for path in sorted((folder / "plans").glob("*.toml")):
        rules, faults = read_definition(path, PlanRules, id=path.stem)
        problems += faults
        if rules:
            read.append(rules)
    kinds = {rules.kind for rules in read}
    problems += [_fault(rules, text) for rules in read for text in _inconsistencies(rules, kinds)]
    problems += _overlaps(read)
    if problems:
        raise Problems(problems)
    return tuple(sorted(read, key=lambda rules: (rules.starts, rules.kind)))


def _inconsistencies(rules: PlanRules, kinds: set[str]) -> list[str]:
    ids = [content.id for content in rules.contents]
    faults = [f"the content '{name}' stands twice" for name in sorted({n for n in ids if ids.count(n) > 1})]
    faults += [
        f"it takes account of '{kind}', which is no kind of document declared in plans/"
        for kind in rules.takes_account_of
        if kind not in kinds
    ]
    if not rules.contents:
        faults.append("it asks for no content")
    if not rules.owners:
        faults.append("nobody owns the document")
    if rules.ends and rules.ends < rules.starts:
        faults.append("it ends before it starts")
    return faults


def _overlaps(read: Sequence[PlanRules]) -> list[Problem]:
    in_order = sorted(read, key=lambda rules: (rules.kind, rules.starts))
    return [
        _fault(later, f"it starts before the rules of the same kind in {earlier.id} end")
        for earlier, later in pairwise(in_order)
        if earlier.kind == later.kind and (earlier.ends is None or later.starts <= earlier.ends)
    ]


def _fault(rules: PlanRules, text: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=f"In the rules of plans {rules.id}, {text}.",
        expected="An owner, contents named once, kinds of document that are declared, and dates that follow one another.",
        remedy=f"Correct plans/{rules.id}.toml.",
        where=Where(f"plans/{rules.id}.toml"),
    )
