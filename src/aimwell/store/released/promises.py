"""What systems have published of their promises: one JSON file for each, replaced in one step.

Each file is the whole public record of one system: what stands now, who approved it when and why, and the log of
every decision. Readers take the fields they know, so that an older or newer file still opens.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, field, fields
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from aimwell.store.folder import StoreFolder, move_into_place

FORMAT = 1
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Decided:
    """One line of the public log: who made something public, or withdrew it, when and why."""

    number: int  # of the entry in the workplace's log
    at: str  # ISO 8601, UTC
    by: str  # name and role
    because: str
    kind: str  # priority, target, plan, or override of a ceiling
    record: str
    title: str
    what: str  # published, withdrawn or overridden
    version: int = 0


@dataclass(frozen=True, slots=True)
class PublicPriority:
    """A priority as it was approved."""

    id: str
    title: str
    level: str = ""  # national or local
    aim: str = ""
    why: str = ""
    need: str = ""
    pack: str = ""
    pack_priority: str = ""
    owner: str = ""
    starts: str = ""
    ends: str = ""
    position: int = 0
    illustrative: bool = False
    decided: Mapping[str, Any] = field(default_factory=dict)  # fields of Decided


@dataclass(frozen=True, slots=True)
class PublicTarget:
    """A target as it was approved, with who signed it and who was asked."""

    id: str
    title: str
    priority: str = ""
    measure: str = ""
    place: str = ""
    breakdown: str = "all"
    direction: str = ""
    unit: str = ""
    baseline: float | None = None
    baseline_period: str = ""
    baseline_value_id: str = ""
    value: float | None = None
    by: str = ""
    trajectory: Mapping[str, float] = field(default_factory=dict)
    gap_by: str = ""
    gap_words: str = ""
    gap_baseline: float | None = None
    gap_value: float | None = None
    gap_due: str = ""
    owner: str = ""
    evidence: str = ""
    review_on: str = ""
    illustrative: bool = False
    asked: Sequence[Mapping[str, Any]] = ()
    signatures: Sequence[Mapping[str, Any]] = ()  # body, title, on, version
    decided: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PublicPlan:
    """A plan as it was approved; content: all that its approval made public."""

    id: str
    title: str
    kind: str = ""
    owner: str = ""
    starts: str = ""
    ends: str = ""
    illustrative: bool = False
    content: Mapping[str, Any] = field(default_factory=dict)
    signatures: Sequence[Mapping[str, Any]] = ()
    decided: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SystemPromises:
    """The public record of one system. place: its id in the register; code: what people know it by.

    figures_of, figures_from: code and name of the real system whose figures an invented one is shown with; '' else.
    """

    code: str
    place: str
    name: str
    priorities: tuple[PublicPriority, ...] = ()
    targets: tuple[PublicTarget, ...] = ()
    plans: tuple[PublicPlan, ...] = ()
    log: tuple[Decided, ...] = ()
    figures_of: str = ""
    figures_from: str = ""

    @property
    def illustrative(self) -> bool:
        """Whether anything in it was invented to show how aimwell works."""
        if self.figures_of:
            return True
        marks = [each.illustrative for each in self.priorities] + [each.illustrative for each in self.targets]
        return any(marks) or any(each.illustrative for each in self.plans)


def as_fields(record: PublicPriority | PublicTarget | PublicPlan) -> dict[str, Any]:
    """The fields of a record by name, as they are."""
    return {each.name: getattr(record, each.name) for each in fields(record)}


def promises_folder(folder: StoreFolder) -> Path:
    """Where released promises are."""
    return folder.released / "promises"


def write_promises(folder: StoreFolder, promises: SystemPromises) -> None:
    """Replace a system's public record. The caller sees to it that an older one never follows a newer one."""
    target = promises_folder(folder) / f"{file_name(promises.code)}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(f".{os.getpid()}.new")
    fresh.write_text(
        json.dumps({"format": FORMAT, **asdict(promises)}, ensure_ascii=False, separators=(",", ":")),
        encoding="utf-8",
    )
    move_into_place(fresh, target)


def read_promises(folder: StoreFolder) -> Mapping[str, SystemPromises]:
    """The public record of every system that has one, by code; read once for everybody in a process until it changes."""
    return _read_all(promises_folder(folder), promises_version(folder))


@lru_cache(maxsize=2)
def _read_all(room: Path, _version: str) -> Mapping[str, SystemPromises]:
    read = (_read(path) for path in sorted(room.glob("*.json")))
    return {promises.code: promises for promises in read}


def promises_version(folder: StoreFolder) -> str:
    """A short text that differs after any system's public record was replaced."""
    marks = [
        f"{path.name} {(about := path.stat()).st_mtime_ns} {about.st_size}"
        for path in sorted(promises_folder(folder).glob("*.json"))
    ]
    return sha256("\n".join(marks).encode()).hexdigest()[:16]


def file_name(code: str) -> str:
    """A system's code as the name of a file."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", code) or "-"


def _read(path: Path) -> SystemPromises:
    found = json.loads(path.read_text(encoding="utf-8"))
    return SystemPromises(
        code=found["code"],
        place=found["place"],
        name=found["name"],
        priorities=tuple(known(PublicPriority, each) for each in found["priorities"]),
        targets=tuple(known(PublicTarget, each) for each in found["targets"]),
        plans=tuple(known(PublicPlan, each) for each in found["plans"]),
        log=tuple(known(Decided, each) for each in found["log"]),
        figures_of=found.get("figures_of", ""),
        figures_from=found.get("figures_from", ""),
    )


def known(kind: type[T], given: Mapping[str, Any]) -> T:
    """An object of the fields that its kind knows; null stands for nothing written, save where a number may lack."""
    taken = {}
    for name, required in _names(kind.__name__):
        value = given.get(name)
        if value is not None:
            taken[name] = value
        elif required:
            taken[name] = ""
    return kind(**taken)


@lru_cache
def _names(kind: str) -> tuple[tuple[str, bool], ...]:
    """The fields of a kind, and whether each has to be given."""
    found = fields(KINDS[kind])
    return tuple((each.name, each.default is MISSING and each.default_factory is MISSING) for each in found)


KINDS: Mapping[str, type[Any]] = {
    kind.__name__: kind for kind in (Decided, PublicPriority, PublicTarget, PublicPlan)
}
