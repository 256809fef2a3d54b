"""The log's chain: each entry carries a digest over itself and the entry before, so that no entry can go unseen."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FIRST = "0" * 64
"""What the first entry has before it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `changes`: for each field, what it was and what it is."""

    number: int
    at: str  # ISO 8601, UTC
    actor: str
    actor_name: str
    roles: str
    act: str
    outcome: str  # done or refused
    kind: str
    record: str
    label: str
    system: str
    because: str
    changes: Mapping[str, tuple[str, str]]


NAMES = tuple(Entry.__dataclass_fields__)
WRITER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold."""

    number: int
    found: str  # in words, to follow "at entry 12: "


def digest(entry: Entry, before: str) -> str:
    """SHA-256 over an entry and the digest before it. Entries are written the same way on every machine."""
    body = {name: getattr(entry, name) for name in NAMES}
    body["before"] = before
    return hashlib.sha256(WRITER.encode(body).encode("utf-8")).hexdigest()


def first_break(
    entries: Iterable[tuple[Entry, str, str]],
    *,
    head: tuple[int, str],
    checked: tuple[int, str] = (0, FIRST),
) -> Break | None:
    """The first place where a log was altered; None where it holds.

    entries: each with the digest it says stands before it and its own, in order; head: the number and the digest of
    the newest entry, kept apart, so that a log cut short shows too; checked: the same of an entry up to which
    the log was found to hold, when only what follows it is given.
    """
    number, expected = checked
    for entry, before, own in entries:
        if entry.number != number + 1:
            return Break(number + 1, f"entry {number + 1} is missing")
        if before != expected:
            return Break(entry.number, "it does not follow from the entry before it")
        if digest(entry, before) != own:
            return Break(entry.number, "what it says is not what was written")
        expected, number = own, entry.number
    if (number, expected) != head:
        return Break(number + 1, f"the log ends at entry {number}, and {head[0]} were written")
    return None
