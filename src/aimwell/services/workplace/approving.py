"""How a record becomes public: proposed by one person, approved by another, kept as it then was."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from aimwell.domain.problems import Problem
from aimwell.domain.promises import RulePack
from aimwell.domain.workplace.access import AccessRules, Act, Decision, may_approve
from aimwell.domain.workplace.states import State, may_become
from aimwell.services.workplace.authorship import authors_of
from aimwell.services.workplace.ceilings import require_room_in_public
from aimwell.services.workplace.changing import Asking, change, changed_meanwhile
from aimwell.services.workplace.snapshots import fingerprint, snapshot
from aimwell.store.workplace.models import Priority, Publication
from aimwell.store.workplace.models.record import PublishedRecord

AfterApproval = Callable[[PublishedRecord], None]
"""What is done once a record is public or is no longer: the public record of its system is written again."""


def propose(*, asking: Asking, record: PublishedRecord, act: Act) -> None:
    """Ask for approval. act: what its author needs to be able to do, such as edit targets."""
    with change(asking, act, record.system) as made:
        _require_move(record, State.PROPOSED)
        made.move(record, State.PROPOSED)


def send_back(*, asking: Asking, record: PublishedRecord) -> None:
    """Give a proposed record back to its author, with the reason."""
    with change(asking, Act.APPROVE, record.system) as made:
        _require_move(record, State.DRAFT)
        made.move(record, State.DRAFT)


def approve(
    *,
    asking: Asking,
    record: PublishedRecord,
    rules: AccessRules,
    packs: Sequence[RulePack],
    after: AfterApproval | None = None,
    read: str = "",
) -> None:
    """Approve a proposed record, and with that publish it as it is now.

    packs: the rule packs there are; a priority is not approved over the ceiling of those in force.
    read: the fingerprint of what the approver had before them; nobody publishes what they have not read.
    """
    with change(asking, Act.APPROVE, record.system, decision=second_person(asking, record, rules)) as made:
        _require_move(record, State.APPROVED)
        if isinstance(record, Priority):
            require_room_in_public(priority=record, packs=packs, day=asking.day)
        made.move(record, State.APPROVED, approved_version=record.version)
        if read and read != fingerprint(record):
            raise changed_meanwhile(record)
        number = made.say(record, {"published": ("", f"version {record.version}")})
        _publish(asking, record, snapshot(record), number)
    if after:
        after(record)


def retire(*, asking: Asking, record: PublishedRecord, act: Act, after: AfterApproval | None = None) -> None:
    """End a record. What was public of it is withdrawn; its history stays."""
    with change(asking, act, record.system) as made:
        _require_move(record, State.RETIRED)
        was_public = record.approved_version is not None
        made.move(record, State.RETIRED)
        if was_public:
            number = made.say(record, {"published": (f"version {record.approved_version}", "")})
            _publish(asking, record, {}, number, withdrawn=True)
    if after and was_public:
        after(record)


def newest_publications(system: UUID) -> list[Publication]:
    """What is public of a system: the newest publication of each record, without those withdrawn."""
    newest = {row.record: row for row in Publication.objects.filter(system=system).order_by("log_number")}
    return [row for row in newest.values() if not row.withdrawn]


def _publish(
    asking: Asking,
    record: PublishedRecord,
    content: Mapping[str, Any],
    number: int,
    *,
    withdrawn: bool = False,
) -> None:
    Publication(
        kind=type(record)._meta.model_name or "",
        record=record.pk,
        record_version=record.version,
        system=record.system_id,
        snapshot=dict(content),
        withdrawn=withdrawn,
        approved_by=asking.by.id,
        approved_as=f"{asking.by.name} ({asking.by.roles})"[:160],
        because=asking.because,
        at=asking.at,
        log_number=number,
    ).save()


def second_person(asking: Asking, record: PublishedRecord, rules: AccessRules) -> Decision:
    """Whether who asks may approve a record: nobody approves what they had a part in since it was last published."""
    authors = authors_of([record])[record.pk]
    return may_approve(asking.by, str(record.system_id), authors=authors, rules=rules)


def _require_move(record: PublishedRecord, then: State) -> None:
    decision = may_become(State(record.state), then)
    if not decision.allowed:
        raise Problem(
            code="workplace.wrong-state",
            found=f"'{record}' cannot be moved: {decision.because}.",
            expected="Draft, then waiting for approval, then approved.",
            remedy="Open it again to see where it stands.",
        )
