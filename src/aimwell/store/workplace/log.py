"""Writes the log, one entry after another, and reads it back in order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from aimwell.domain.workplace.access import Actor
from aimwell.domain.workplace.log_chain import FIRST, Entry, digest
from aimwell.store.workplace.models.log import LogEntry, LogHead

DONE, REFUSED = "done", "refused"
CHUNK = 500  # rows a statement
NAMES = tuple(Entry.__dataclass_fields__)  # the last of them is `changes`


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be written about one act."""

    act: str
    outcome: str = DONE
    kind: str = ""
    record: str = ""
    label: str = ""
    system: str = ""
    because: str = ""
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def write(actor: Actor | None, said: Said, *, at: datetime) -> int:
    """Add an entry and return its number. actor None: aimwell itself, or somebody who has not signed in."""
    return write_many(actor, [said], at=at)


def write_many(actor: Actor | None, all_said: Sequence[Said], *, at: datetime) -> int:
    """Add entries one after another in one step and return the number of the last; the chain runs through them."""
    with transaction.atomic():
        head, _ = LogHead.objects.select_for_update().get_or_create(id=1, defaults={"digest": FIRST})
        number, before, rows = head.number, head.digest, []
        for number, said in enumerate(all_said, start=head.number + 1):
            entry = _entry(number, actor, said, at)
            own = digest(entry, before)
            rows.append(LogEntry(before=before, digest=own, **_fields(entry)))
            before = own
        LogEntry.objects.bulk_create(rows, batch_size=CHUNK)
        LogHead.objects.filter(id=1).update(number=number, digest=before)
    return number


def _entry(number: int, actor: Actor | None, said: Said, at: datetime) -> Entry:
    return Entry(
        number=number,
        at=at.astimezone(UTC).isoformat(timespec="milliseconds"),
        actor=actor.id if actor else "",
        actor_name=actor.name if actor else "aimwell",
        roles=actor.roles[:200] if actor else "",
        act=said.act,
        outcome=said.outcome,
        kind=said.kind,
        record=said.record,
        label=said.label[:300],
        system=said.system,
        because=said.because,
        changes={name: (before, after) for name, (before, after) in said.changes.items()},
    )


def _fields(entry: Entry) -> dict[str, Any]:
    """An entry's fields by name."""
    return {name: getattr(entry, name) for name in entry.__dataclass_fields__}


def chain(after: int = 0) -> Iterator[tuple[Entry, str, str]]:
    """Every entry after a number, in order, with the digest it says stands before it and its own."""
    rows = LogEntry.objects.filter(number__gt=after).order_by("number")
    for *given, before, own in rows.values_list(*NAMES, "before", "digest").iterator(chunk_size=2000):
        yield _as_written(given), before, own


def head() -> tuple[int, str]:
    """The number and digest of the newest entry, as they were kept apart from it."""
    row = LogHead.objects.filter(id=1).first()
    return (row.number, row.digest) if row else (0, FIRST)


def as_entry(row: LogEntry) -> Entry:
    """A row as the domain knows it."""
    return _as_written([getattr(row, name) for name in NAMES])


def _as_written(given: list[Any]) -> Entry:
    return Entry(*[*given[:-1], _pairs(given[-1])])


def _pairs(changes: Any) -> Any:
    """Changes as pairs. What somebody wrote there by another way than ours stays as it is, and breaks the chain."""
    if isinstance(changes, dict) and all(isinstance(pair, list) for pair in changes.values()):
        return {name: tuple(pair) for name, pair in changes.items()}
    return changes
