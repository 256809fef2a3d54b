"""Reads the chart rules in definitions/standards/spc_profiles into profiles."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from pathlib import Path
from typing import Any

from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.statistics.spc_profile import AtLimit, Conflict, Profile, Rule, RunsAnalysis, Ties

WORDS = {"conflict": Conflict, "at_limit": AtLimit, "trend_ties": Ties, "runs_analysis": RunsAnalysis}
KINDS: dict[str, tuple[type, ...]] = {
    "title": (str,),
    "source": (str,),
    "valid_from": (date,),
    "rules": (list,),
    "limit_factor": (float,),
    "screening_factor": (float,),
    "large_step_factor": (float,),
    "minimum_points_for_limits": (int,),
    "minimum_points_for_verdict": (int,),
    "trend_points": (int,),
    "shift_points": (int,),
    "baseline_minimum": (int,),
    "baseline_maximum": (int,),
    "trend_marks_first_point": (bool,),
    "trend_takes_next_step": (bool,),
    "near_includes_outside": (bool,),
    "near_needs_one_side": (bool,),
    "near_marks_all_three": (bool,),
    "unset_target_is_inconsistent": (bool,),
    "conflict": (str,),
    "at_limit": (str,),
    "trend_ties": (str,),
    "runs_analysis": (str,),
}
KIND_NAMES = {
    str: "text",
    date: "a date",
    list: "a list",
    float: "a number",
    int: "a whole number",
    bool: "true or false",
}


def read_profile(path: Path) -> Profile:
    """One profile; its id is the file's name.

    Raises Problems naming every field that is missing, unknown or of the wrong kind.
    """
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    problems = [*_unknown_or_missing(path, given), *_wrong_kinds(path, given), *_wrong_words(path, given)]
    if problems:
        raise Problems(problems)
    words: dict[str, Any] = {name: kind(given[name]) for name, kind in WORDS.items() if name in given}
    rules = tuple(Rule(rule) for rule in given["rules"])
    fixed = {"id": path.stem, "rules": rules, "valid_from": given["valid_from"].isoformat()}
    return Profile(**{**given, **words, **fixed})


def read_profiles(folder: Path) -> Mapping[str, Profile]:
    """Every profile of a folder, by id. Raises Problems as read_profile does."""
    return {path.stem: read_profile(path) for path in sorted(folder.glob("*.toml"))}


def _problem(path: Path, field: str, found: str, expected: str) -> Problem:
    return Problem(
        code="definition.spc-profile",
        found=found,
        expected=expected,
        remedy="Correct the file; the other profiles beside it show the form.",
        where=Where(file=path.name, column=field),
    )


def _unknown_or_missing(path: Path, given: Mapping[str, Any]) -> list[Problem]:
    needed = [item.name for item in fields(Profile) if item.default is MISSING and item.name != "id"]
    missing = [
        _problem(path, name, f"There is no '{name}'.", "every profile has one.")
        for name in needed
        if name not in given
    ]
    unknown = [
        _problem(path, name, f"'{name}' is not a setting.", f"one of {', '.join(KINDS)}.")
        for name in given
        if name not in KINDS
    ]
    return missing + unknown


def _wrong_kinds(path: Path, given: Mapping[str, Any]) -> list[Problem]:
    return [
        _problem(path, name, f"'{name}' is {value!r}.", f"{KIND_NAMES[KINDS[name][0]]}.")
        for name, value in given.items()
        if name in KINDS and not _is_kind(value, KINDS[name])
    ]


def _is_kind(value: object, kinds: tuple[type, ...]) -> bool:
    # A Boolean is an int to Python, but not to someone who writes a number of points.
    return isinstance(value, kinds) and (kinds == (bool,) or not isinstance(value, bool))


def _wrong_words(path: Path, given: Mapping[str, Any]) -> list[Problem]:
    chosen = [(name, given[name], WORDS[name]) for name in WORDS if isinstance(given.get(name), str)]
    rules = given.get("rules")
    chosen += [("rules", rule, Rule) for rule in (rules if isinstance(rules, list) else [])]
    return [
        _problem(path, name, f"'{name}' says '{word}'.", f"one of {', '.join(kind)}.")
        for name, word, kind in chosen
        if word not in list(kind)
    ]
