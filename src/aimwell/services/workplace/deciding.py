"""What waits for a decision, and exactly what would become public: field by field against what is public now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aimwell.domain.workplace.states import State
from aimwell.services.workplace.snapshots import snapshot
from aimwell.store.workplace.models import Account, Body, LogEntry, Plan, Priority, Publication, Target
from aimwell.store.workplace.models.record import PublishedRecord

KINDS: tuple[type[PublishedRecord], ...] = (Priority, Target, Plan)
MOST_HISTORY = 200
HIDDEN = frozenset({"id", "illustrative"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a record: what the public reads now, and what it would read."""

    field: str
    public: str
    draft: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record that somebody proposed. author: who changed it last."""

    kind: str
    record: PublishedRecord
    author: str
    is_public: bool


def public_version(record: PublishedRecord) -> Publication | None:
    """What is public of a record; None where nothing is."""
    row = Publication.objects.filter(record=record.pk).order_by("-log_number").first()
    return None if row is None or row.withdrawn else row


def differences(record: PublishedRecord, public: Publication | None) -> list[Difference]:
    """Every field that approval would change for the public; with nothing public yet, every field that is filled."""
    before = dict(public.snapshot) if public else {}
    after = snapshot(record)
    names = [name for name in (*after, *(name for name in before if name not in after)) if name not in HIDDEN]
    pairs = ((name, said(before.get(name)), said(after.get(name))) for name in names)
    return [Difference(name, was, becomes) for name, was, becomes in pairs if was != becomes]


def said(value: Any) -> str:
    """A field of a snapshot in words."""
    match value:
        case None | "" | [] | {}:
            return ""
        case dict():
            shown = {name: said(each) for name, each in value.items() if not _is_id(name)}
            return "; ".join(f"{name.replace('_', ' ')}: {words}" for name, words in shown.items() if words)
        case list():
            return "\n".join(said(each) for each in value)
        case float():
            return f"{value:.15g}"
        case _:
            return str(value)


def _is_id(name: str) -> bool:
    """Whether a part of a snapshot is for machines; the words beside it say the same."""
    return name == "id" or name.endswith(("_id", "_ids"))


def waiting(system: Body) -> list[Waiting]:
    """Everything that waits for approval in a system, what was proposed first on top."""
    found: list[PublishedRecord] = []
    for kind in KINDS:
        rows = kind.objects.filter(system=system, state=State.PROPOSED.value)  # type: ignore[attr-defined]
        found += rows.order_by("changed_at", "pk")
    names = names_of(record.changed_by for record in found)
    return [
        Waiting(
            type(record)._meta.model_name or "",
            record,
            names.get(str(record.changed_by), "aimwell"),
            record.approved_version is not None,
        )
        for record in sorted(found, key=lambda record: record.changed_at)
    ]


def names_of(accounts: Iterable[Any]) -> Mapping[str, str]:
    """The names of accounts by id."""
    wanted = {account for account in accounts if account}
    return {str(row.pk): row.name for row in Account.objects.filter(pk__in=wanted)}


def history_of(records: Iterable[Any]) -> list[LogEntry]:
    """What the log says of some records, the newest first."""
    ids = [str(record) for record in records]
    rows = LogEntry.objects.filter(record__in=ids, outcome="done")
    return list(rows.order_by("-number")[:MOST_HISTORY])
