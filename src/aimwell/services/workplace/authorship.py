"""Whose words a record holds: everybody who had a part in it since it was last published, by the log."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from aimwell.store.workplace import log
from aimwell.store.workplace.models import Action, LogEntry, Plan, Publication
from aimwell.store.workplace.models.record import PublishedRecord

MOVES = frozenset({"state", "published"})
"""What an entry says that only moves a record on; who does that has no part in what it says."""


def authors_of(records: Sequence[PublishedRecord]) -> Mapping[UUID, frozenset[str]]:
    """The accounts that changed each record since it was published; a few questions for all of them together."""
    found: dict[UUID, set[str]] = {
        record.pk: {str(record.changed_by)} if record.changed_by else set() for record in records
    }
    published = Publication.objects.filter(record__in=list(found)).order_by("log_number")
    newest = {row.record: row for row in published.only("record", "log_number", "at")}
    entries = LogEntry.objects.filter(record__in=[str(key) for key in found], outcome=log.DONE)
    for key, number, actor, changes in entries.values_list("record", "number", "actor", "changes"):
        public = newest.get(UUID(key))
        if actor and set(changes) - MOVES and (public is None or number > public.log_number):
            found[UUID(key)].add(actor)
    _add_who_reported(found, newest, [record for record in records if isinstance(record, Plan)])
    return {key: frozenset(authors) for key, authors in found.items()}


def _add_who_reported(
    found: dict[UUID, set[str]], newest: Mapping[UUID, Publication], plans: Sequence[Plan]
) -> None:
    """How a plan's actions go is published with it, without being a change to it: who reported that is an author too."""
    if not plans:
        return
    actions = Action.objects.filter(commitment__plan__in=plans, changed_by__isnull=False)
    for plan, account, at in actions.values_list("commitment__plan", "changed_by", "changed_at"):
        public = newest.get(plan)
        if public is None or at > public.at:
            found[plan].add(str(account))
