"""What people decided about prevention: decisions and frozen baselines, one JSON line each, only ever added.

Each line holds the SHA-256 of the one before it, so that a line taken out or altered is seen.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import cattrs

from aimwell.domain.money.prevention import Decision
from aimwell.domain.money.prevention_baseline import Baseline
from aimwell.domain.problems import Problem, Where
from aimwell.store.folder import StoreFolder

NAME = "prevention.jsonl"
BEGINNING = "0" * 64
KINDS: Mapping[type, str] = {Decision: "decision", Baseline: "baseline"}

_CONVERTER = cattrs.Converter(forbid_extra_keys=True)
_CONVERTER.register_unstructure_hook(datetime, datetime.isoformat)
_CONVERTER.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))


def path_of(folder: StoreFolder) -> Path:
    """Where the log is."""
    return folder.root / "records" / NAME


def read_log(folder: StoreFolder) -> tuple[Decision | Baseline, ...]:
    """Everything decided, oldest first. Raises Problem where the chain is broken."""
    entries: list[Decision | Baseline] = []
    after = BEGINNING
    for number, line in enumerate(_lines(folder), start=1):
        entry = _entry(line, after, number)
        entries.append(entry)
        after = _digest(line)
    return tuple(entries)


def decisions_in(entries: tuple[Decision | Baseline, ...]) -> tuple[Decision, ...]:
    """The decisions among what was decided."""
    return tuple(each for each in entries if isinstance(each, Decision))


def baselines_in(entries: tuple[Decision | Baseline, ...]) -> tuple[Baseline, ...]:
    """The baselines among what was decided."""
    return tuple(each for each in entries if isinstance(each, Baseline))


def add(folder: StoreFolder, entry: Decision | Baseline) -> None:
    """Add one whose number follows the last; to be called by whoever has the store's writing lock."""
    lines = _lines(folder)
    if entry.number != len(lines) + 1:
        raise ValueError(f"entry {entry.number} does not follow {len(lines)}")
    content = {
        "kind": KINDS[type(entry)],
        "after": _digest(lines[-1]) if lines else BEGINNING,
        **_CONVERTER.unstructure(entry),
    }
    with path_of(folder).open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n")


def _lines(folder: StoreFolder) -> list[str]:
    path = path_of(folder)
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def _entry(line: str, after: str, number: int) -> Decision | Baseline:
    kinds: Mapping[str, type[Decision] | type[Baseline]] = {"decision": Decision, "baseline": Baseline}
    try:
        content: dict[str, Any] = json.loads(line)
        follows, kind = content.pop("after"), kinds[content.pop("kind")]
        entry = _CONVERTER.structure(content, kind)
    except (ValueError, KeyError, TypeError, AttributeError, cattrs.BaseValidationError) as error:
        raise _broken(number, "cannot be read") from error
    if follows != after or entry.number != number:
        raise _broken(number, "does not follow the one before it")
    return entry


def _digest(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()


def _broken(number: int, what: str) -> Problem:
    return Problem(
        code="prevention.log-broken",
        found=f"Entry {number} of the log of prevention decisions {what}: it was altered, or one was taken out.",
        expected="A log that was only ever added to.",
        remedy=f"Put records/{NAME} back from a copy of the store.",
        where=Where(f"records/{NAME}", row=number),
    )
