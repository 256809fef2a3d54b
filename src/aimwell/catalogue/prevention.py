"""Reads definitions/prevention/: packs that say what counts, rules that suggest, denominators, the goal."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from aimwell.catalogue.reader import read_definition, rename_keys
from aimwell.domain.money.prevention import DefinitionPack, PreventionClass, Rule, RuleSet
from aimwell.domain.money.prevention_share import Denominator, Goal
from aimwell.domain.money.relabelling import RelabellingRule
from aimwell.domain.money.wordings import phrase
from aimwell.domain.problems import Problem, Problems, Where

FOLDER = "prevention"
T = TypeVar("T")

rename_keys(DefinitionPack, {"counts": "count"})
rename_keys(RuleSet, {"rules": "rule"})


@dataclass(frozen=True, slots=True)
class _Denominators:
    denominators: tuple[Denominator, ...]


rename_keys(_Denominators, {"denominators": "denominator"})


@dataclass(frozen=True)
class Prevention:
    """Everything declared of prevention, rules in the order in which they are asked."""

    packs: tuple[DefinitionPack, ...]
    rules: tuple[Rule, ...]
    denominators: tuple[Denominator, ...]
    goal: Goal
    relabelling: RelabellingRule
    rules_mark: str  # of the rules' bytes: other rules, other suggestions

    @cached_property
    def suggestions(self) -> dict[str, PreventionClass]:
        """What each rule suggests."""
        return {rule.id: rule.suggests for rule in self.rules}

    def pack(self, name: str) -> DefinitionPack:
        """The pack of this id. Raises Problem for a name that is none."""
        return _named(self.packs, name, "pack")

    def denominator(self, name: str) -> Denominator:
        """The denominator of this id. Raises Problem for a name that is none."""
        return _named(self.denominators, name, "denominator")

    def rule(self, name: str) -> Rule:
        """The rule of this id. Raises Problem for a name that is none."""
        return _named(self.rules, name, "rule")


def rule_mark(rule: Rule) -> str:
    """The content of a rule in twelve digits: whoever confirmed one content has not confirmed another."""
    return hashlib.sha256(repr(rule).encode()).hexdigest()[:12]


def read_prevention(definitions: Path) -> Prevention:
    """All of definitions/prevention/. Raises Problems with the faults of all files."""
    folder = definitions / FOLDER
    problems: list[Problem] = []
    packs = [_read(path, DefinitionPack, problems, id=path.stem) for path in sorted(folder.glob("*.toml"))]
    paths = sorted((folder / "rules").glob("*.toml"))
    sets = [_read(path, RuleSet, problems, id=path.stem) for path in paths]
    standards = folder / "standards"
    denominators = _read(standards / "denominators.toml", _Denominators, problems)
    goal = _read(standards / "goal.toml", Goal, problems, id="goal")
    relabelling = _read(standards / "relabelling.toml", RelabellingRule, problems, id="relabelling")
    rules = [rule for each in sorted((s for s in sets if s), key=lambda s: s.order) for rule in each.rules]
    problems += [_fault("rules", text) for text in _faults_of_rules(rules)]
    problems += [_fault(f"{pack.id}.toml", text) for pack in packs if pack for text in _faults_of_pack(pack)]
    if problems or not (denominators and goal and relabelling):
        raise Problems(problems)
    mark = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()[:12]
    return Prevention(
        tuple(pack for pack in packs if pack),
        tuple(rules),
        denominators.denominators,
        goal,
        relabelling,
        mark,
    )


def _read(path: Path, kind: type[T], problems: list[Problem], **given: object) -> T | None:
    if not path.is_file():
        problems.append(_fault(path.name, "There is no such file."))
        return None
    read, faults = read_definition(path, kind, **given)
    problems += faults
    return read


def _faults_of_rules(rules: list[Rule]) -> list[str]:
    ids = [rule.id for rule in rules]
    faults = [
        f"The rule '{name}' stands twice." for name in sorted({each for each in ids if ids.count(each) > 1})
    ]
    for rule in rules:
        conditions = (*rule.when, *rule.unless)
        if not rule.when or any(not each.words or not each.fields for each in conditions):
            faults.append(f"The rule '{rule.id}' has a condition that asks for nothing.")
        faults += [
            f"The rule '{rule.id}' looks for '{words}', which has no letter or digit."
            for each in conditions
            for words in each.words
            if not phrase(words).strip()
        ]
        if not 0 <= rule.share <= 100:
            faults.append(f"The rule '{rule.id}' gives a share of {rule.share}%.")
        if rule.verified and not rule.evidence:
            faults.append(f"The rule '{rule.id}' is verified by nothing: it has no evidence.")
    return faults


def _faults_of_pack(pack: DefinitionPack) -> list[str]:
    faults = [
        f"The pack '{pack.id}' counts {each.share}% of something."
        for each in pack.counts
        if not 0 <= each.share <= 100
    ]
    asks = [
        (each.tiers, each.settings, each.function, each.grant_lines, each.delays_demand)
        for each in pack.counts
    ]
    if not pack.counts or any(not any(each) for each in asks):
        faults.append(f"The pack '{pack.id}' counts everything, or nothing.")
    return faults


def _named(things: Iterable[T], name: str, what: str) -> T:
    ids = {thing.id: thing for thing in things}  # type: ignore[attr-defined]
    if name in ids:
        return ids[name]
    raise Problem(
        code=f"prevention.no-such-{what}",
        found=f"There is no {what} '{name}'.",
        expected=f"One of: {', '.join(ids)}.",
        remedy="Choose one of these, or add a file to definitions/prevention/.",
        where=Where(column=f"--{what}"),
    )


def _fault(name: str, found: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=found,
        expected="Complete packs, rules and standards of prevention.",
        remedy=f"Correct {FOLDER}/{name}; those that come with aimwell show the form.",
        where=Where(f"{FOLDER}/{name}"),
    )
