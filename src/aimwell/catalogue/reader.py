"""TOML into frozen dataclasses, strictly, with all the faults of a file told together."""

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import cattrs
from cattrs.gen import make_dict_structure_fn
from cattrs.v import format_exception

from aimwell.domain.measures import Condition, Except, Range
from aimwell.domain.placeholders import PLACEHOLDERS
from aimwell.domain.problems import Problem, Where

T = TypeVar("T")


def _strict(kind: type) -> Any:
    def structure(value: Any, asked: Any) -> Any:
        if isinstance(value, bool) is not (kind is bool) or not isinstance(value, kind):
            raise ValueError(f"{value!r} is not {_WORDS[kind]}")
        if isinstance(value, str) and value.strip().casefold() in PLACEHOLDERS:
            raise ValueError(f"'{value}' is a placeholder")
        return value if asked is kind else asked(value)  # an enum of texts is a text too

    return structure


_WORDS = {str: "a text", int: "a whole number", bool: "true or false", date: "a date such as 2026-04-01"}


def _number(value: Any, _: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is not a number")
    return float(value)


def condition(value: Any, _: Any = None) -> Condition:
    """One of the five shapes of a condition: a value, a list, a range, all but some, a number."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict) and value and set(value) <= {"at_least", "at_most"}:
        return Range(value.get("at_least"), value.get("at_most"))
    if isinstance(value, dict) and set(value) == {"except"}:
        left_out = value["except"]
        return Except(tuple(left_out) if isinstance(left_out, list) else (left_out,))
    raise ValueError(f"{value!r} is not a value, a list, {{at_least, at_most}} or {{except}}")


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind in (str, int, bool, date):
        converter.register_structure_hook(kind, _strict(kind))  # cattrs' own turn anything into a text
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook(Condition, condition)
    return converter


CONVERTER = _converter()


def read_definition(path: Path, kind: type[T], **given: Any) -> tuple[T | None, list[Problem]]:
    """The object declared in a file, or None and every fault in it. `given` fills what the file need not say."""
    content = path.read_bytes()
    try:
        declared = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return None, [_fault(path, f"The file is not TOML: {error}", "A file in TOML.")]
    overlap = sorted(set(declared) & set(given))
    if overlap:
        return None, [
            _fault(path, f"'{name}' is not for the file to say.", "It follows from the file.")
            for name in overlap
        ]
    try:
        return CONVERTER.structure({**declared, **given}, kind), []
    except cattrs.BaseValidationError as error:
        faults = [
            text.replace("@ $", "at ") for text in cattrs.transform_error(error, format_exception=_in_words)
        ]
        return None, [_fault(path, fault, f"A complete {kind.__name__.lower()}.") for fault in faults]


def _in_words(error: BaseException, kind: type | None) -> str:
    """A fault as its rule words it; cattrs' own words for a key that is missing or too many."""
    return str(error) if isinstance(error, ValueError) else format_exception(error, kind)


def definition_hash(path: Path) -> str:
    """The first twelve hexadecimal digits of SHA-256 of a definition's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def rename_keys(kind: type[T], names: Mapping[str, str]) -> None:
    """Let files of a kind say `column` where the object says `columns`: TOML lists read better in the singular."""
    overrides: dict[str, Any] = {field: cattrs.override(rename=key) for field, key in names.items()}
    CONVERTER.register_structure_hook(
        kind, make_dict_structure_fn(kind, CONVERTER, _cattrs_forbid_extra_keys=True, **overrides)
    )


def _fault(path: Path, found: str, expected: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=found,
        expected=expected,
        remedy=f"Correct {path.parent.name}/{path.name}.",
        where=Where(f"{path.parent.name}/{path.name}"),
    )
