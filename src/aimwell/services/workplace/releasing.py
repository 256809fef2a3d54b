"""Writes what is public of a system's promises to where anyone may read it, as soon as something is approved or ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from aimwell.services.workplace.approving import AfterApproval
from aimwell.services.workplace.signed_in import current_system, systems
from aimwell.store.folder import StoreFolder
from aimwell.store.released.promises import (
    Decided,
    PublicPlan,
    PublicPriority,
    PublicTarget,
    SystemPromises,
    known,
    promises_folder,
    write_promises,
)
from aimwell.store.workplace.models import Body, CeilingOverride, Publication, Signature
from aimwell.store.workplace.models.record import PublishedRecord


def after_approval(store: Path) -> AfterApproval:
    """What `approve` and `retire` do once a record is public, or is no longer.

    Only when the decision is kept for good: one that is taken back with the step it was part of was never made.
    """

    def after(record: PublishedRecord) -> None:
        transaction.on_commit(partial(release_promises, store=store, system=record.system))

    return after


def release_promises(*, store: Path, system: Body) -> None:
    """Write a system's public record again: the newest publication of each record with who signed it, and the log.

    A system that has never published anything gets no record.
    """
    folder = StoreFolder(store)
    if not Publication.objects.filter(system=system.pk).exists():
        return
    with _one_at_a_time(folder):  # read inside the lock: who writes last has seen every approval
        write_promises(folder, _public_record(system))


def release_all_promises(*, store: Path) -> int:
    """Write the public record of every system that has published anything; returns how many. For when a store was moved."""
    published = set(Publication.objects.order_by().values_list("system", flat=True).distinct())
    found = [system for system in systems() if system.pk in published]
    for system in found:
        release_promises(store=store, system=system)
    return len(found)


@contextmanager
def _one_at_a_time(folder: StoreFolder) -> Iterator[None]:
    promises_folder(folder).mkdir(parents=True, exist_ok=True)
    with (promises_folder(folder) / "writing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _public_record(system: Body) -> SystemPromises:
    rows = list(Publication.objects.filter(system=system.pk).order_by("log_number"))
    newest = {row.record: row for row in rows}
    standing = [row for row in newest.values() if not row.withdrawn]
    titles = {row.record: str(row.snapshot["title"]) for row in rows if not row.withdrawn}
    signed = _signatures({row.record: row.record_version for row in standing})

    def content(row: Publication) -> dict[str, Any]:
        signatures = signed.get(row.record, [])
        return {**row.snapshot, "signatures": signatures, "decided": _fields(_decided(row, titles))}

    priorities = {row.record for row in standing if row.kind == "priority"}
    return SystemPromises(
        code=system.code or str(system.pk),
        place=system.place,
        name=system.name,
        figures_of=system.figures_of,
        figures_from=_name_of(system.figures_of),
        priorities=tuple(known(PublicPriority, content(row)) for row in standing if row.kind == "priority"),
        targets=tuple(
            known(PublicTarget, content(row))
            for row in standing
            if row.kind == "target" and UUID(row.snapshot["priority"]) in priorities
        ),
        plans=tuple(
            known(PublicPlan, {**content(row), "content": row.snapshot})
            for row in standing
            if row.kind == "plan"
        ),
        log=tuple(
            sorted(
                (*(_decided(row, titles) for row in rows), *_overrides(system, titles)),
                key=lambda each: (each.at, each.number),
            )
        ),
    )


def _name_of(code: str) -> str:
    """The name of the real system whose figures an invented one is shown with."""
    found = current_system(code) if code else None
    return found.name if found else code


def _decided(row: Publication, titles: dict[UUID, str]) -> Decided:
    return Decided(
        number=row.log_number,
        at=row.at.astimezone(UTC).isoformat(timespec="seconds"),
        by=row.approved_as,
        because=row.because,
        kind=row.kind,
        record=str(row.record),
        title=titles.get(row.record, ""),
        what="withdrawn" if row.withdrawn else "published",
        version=row.record_version,
    )


def _overrides(system: Body, titles: dict[UUID, str]) -> list[Decided]:
    """Overrides of the ceiling for priorities that became public: the public may know who let one more in."""
    found = CeilingOverride.objects.filter(system=system, priority__in=list(titles)).order_by("on")
    return [
        Decided(
            number=0, at=each.on.isoformat(), by=each.by_name, because=each.because, kind="ceiling",
            record=str(each.priority_id), title=str(titles.get(each.priority_id or UUID(int=0), '')), what="overridden",
        )
        for each in found
    ]  # fmt: skip


def _signatures(versions: dict[UUID, int]) -> dict[UUID, list[dict[str, Any]]]:
    """Who signed each record, as it became public or before; withdrawn ones are left out."""
    rows = Signature.objects.filter(record__in=list(versions), withdrawn_on=None).select_related("body")
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows.order_by("on", "made_at"):
        if row.record_version <= versions[row.record]:
            found.setdefault(row.record, []).append(
                {
                    "body": row.body.name,
                    "title": row.title,
                    "on": row.on.isoformat(),
                    "version": row.record_version,
                    "of_this_version": row.record_version == versions[row.record],
                }
            )
    return found


def _fields(decided: Decided) -> dict[str, Any]:
    return {name: getattr(decided, name) for name in ("number", "at", "by", "because", "version")}
