"""The one way in which the workplace changes: allowed or refused, with an author, a time, a reason and a log entry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act, Actor, Decision, may
from aimwell.domain.workplace.states import State
from aimwell.domain.workplace.typed_values import why_unkeepable
from aimwell.store.workplace import log
from aimwell.store.workplace.many import update_many
from aimwell.store.workplace.models.plans import BudgetLine
from aimwell.store.workplace.models.record import PublishedRecord, Record
from aimwell.store.workplace.models.who import Body

MARKED = (PublishedRecord, BudgetLine)  # the records that carry the mark of what is invented
SHORTEST_REASON = 3  # letters; "ok" tells a reader nothing


class Refused(Problem):
    """That somebody may not do what they asked; the log says so too."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for a change, when, and why."""

    by: Actor
    at: datetime
    because: str

    @property
    def day(self) -> date:
        """The day in London."""
        return timezone.localtime(self.at).date()


class Change:
    """A change in the making; every record it touches gets its entry in the log."""

    def __init__(self, asking: Asking, act: Act, system: Body | None) -> None:
        self.asking = asking
        self.act = act
        self.system = system

    def add(
        self,
        record: Record,
        links: Mapping[str, Sequence[models.Model]] | None = None,
        *,
        beside: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        """Save a new record. links: what its many-to-many fields hold; beside: see `alter`."""
        self._sign(record)
        record.save(force_insert=True)
        for name, linked in (links or {}).items():
            getattr(record, name).set(linked)
        after = {**_texts(record), **{name: _listed(linked) for name, linked in (links or {}).items()}}
        self.say(record, {**{name: ("", text) for name, text in after.items() if text}, **(beside or {})})

    def add_many(
        self,
        records: Sequence[Record],
        *,
        beside: Mapping[Any, Mapping[str, tuple[str, str]]] | None = None,
    ) -> None:
        """Save many new records of one kind at once, each with its own entry in the log. beside: by primary key."""
        if not records:
            return
        for record in records:
            self._sign(record)
        type(records[0]).objects.bulk_create(records, batch_size=log.CHUNK)  # type: ignore[attr-defined]
        said = []
        for record in records:
            added = {name: ("", text) for name, text in _texts(record).items() if text}
            said.append(self._said(record, {**added, **(beside or {}).get(record.pk, {})}))
        log.write_many(self.asking.by, said, at=self.asking.at)

    def alter_many(
        self,
        changed: Sequence[tuple[Record, Mapping[str, Any]]],
        *,
        beside: Mapping[Any, Mapping[str, tuple[str, str]]] | None = None,
    ) -> int:
        """Give many records of one kind new values at once; how many really changed. As `alter` in all else.

        Only for records that were read inside this change: nobody can have altered them since.
        """
        said: list[log.Said] = []
        altered: list[Record] = []
        names = {"version", "changed_at", "changed_by"}
        for record, fields in changed:
            differences = {**_set(record, fields), **(beside or {}).get(record.pk, {})}
            if not differences:
                continue
            names |= set(fields) | _drafted(record, fields)
            record.version += 1
            record.changed_at, record.changed_by = self.asking.at, self._author()
            altered.append(record)
            said.append(self._said(record, differences))
        if altered:
            update_many(altered, sorted(names))
            log.write_many(self.asking.by, said, at=self.asking.at)
        return len(altered)

    def alter(
        self,
        record: Record,
        fields: Mapping[str, Any],
        *,
        seen: int | None = None,
        links: Mapping[str, Sequence[models.Model]] | None = None,
        beside: Mapping[str, tuple[str, str]] | None = None,
    ) -> bool:
        """Give fields new values; returns whether anything changed.

        beside: what its parts in other tables were and are; the caller saves these in the same change.

        seen: the version its author had before them; a newer one in between is refused, so that nobody
        overwrites what they have not read. An approved record becomes a draft again.
        """
        if seen is not None and seen != record.version:
            raise changed_meanwhile(record)
        _hold_newest(record, again=not fields and not links)
        changes = {
            **_set(record, fields),
            **_links_changed(record, links or {}),
            **{name: pair for name, pair in (beside or {}).items() if pair[0] != pair[1]},
        }
        if not changes:
            return False
        _drafted(record, fields)
        self._save(record)
        for name, linked in (links or {}).items():
            getattr(record, name).set(linked)
        self.say(record, changes)
        return True

    def move(self, record: PublishedRecord, state: State, *, approved_version: int | None = None) -> None:
        """Put a record into another state without changing what it says."""
        _hold_newest(record)
        before, record.state = record.state, state.value
        if approved_version is not None:
            record.approved_version = approved_version
        fields = ["state", "approved_version"]
        type(record).objects.filter(pk=record.pk).update(**{name: getattr(record, name) for name in fields})  # type: ignore[attr-defined]
        self.say(record, {"state": (before, state.value)})

    def say(self, record: models.Model, changes: Mapping[str, tuple[str, str]]) -> int:
        """Write an entry about a record."""
        return log.write(self.asking.by, self._said(record, changes), at=self.asking.at)

    def _said(self, record: models.Model, changes: Mapping[str, tuple[str, str]]) -> log.Said:
        return log.Said(
            act=self.act.value,
            kind=type(record)._meta.model_name or "",
            record=str(record.pk),
            label=str(record),
            system=str(self.system.pk) if self.system else "",
            because=self.asking.because,
            changes=changes,
        )

    def _save(self, record: Record) -> None:
        record.version += 1
        record.changed_at, record.changed_by = self.asking.at, self._author()
        record.save(force_update=True)

    def _sign(self, record: Record) -> None:
        """Whose a new record is; what is said in an invented system is invented, whoever says it."""
        _hold_to_what_can_be_kept(record, record.FIELDS)
        record.made_at = record.changed_at = self.asking.at
        record.changed_by = self._author()
        if self.system is not None and self.system.illustrative and isinstance(record, MARKED):
            record.illustrative = True

    def _author(self) -> Any:
        return self.asking.by.id or None


@contextmanager
def change(
    asking: Asking, act: Act, system: Body | None, *, decision: Decision | None = None
) -> Iterator[Change]:
    """A change in one transaction, if its author may make it and says why; otherwise a refusal that is logged.

    decision: a rule's own answer, where more than the role decides.
    """
    require(asking, act, system, decision=decision)
    if len(asking.because.strip()) < SHORTEST_REASON:
        raise Problem(
            code="workplace.no-reason",
            found="No reason was given for the change.",
            expected="A few words that tell a reader of the log why.",
            remedy="Say why in the field 'Reason for this change'.",
        )
    with transaction.atomic():
        yield Change(asking, act, system)


def require(asking: Asking, act: Act, system: Body | None, *, decision: Decision | None = None) -> None:
    """Raise a refusal, which is logged, where somebody may not do something.

    For actions of several changes: asked before the first of them, so that the log keeps the refusal.
    """
    answer = may(asking.by, act, str(system.pk) if system else None)
    if answer.allowed and decision is not None:
        answer = decision
    if not answer.allowed:
        raise refuse(asking.by, act.value, system, answer.because, at=asking.at)


def refuse(
    actor: Actor, act: str, system: Body | None, because: str, *, at: datetime, label: str = ""
) -> Refused:
    """A refusal, written into the log."""
    log.write(
        actor,
        log.Said(
            act=act,
            outcome=log.REFUSED,
            kind="body" if system else "",
            record=str(system.pk) if system else "",
            label=label or (str(system) if system else ""),
            system=str(system.pk) if system else "",
            because=because,
        ),
        at=at,
    )
    return Refused(
        code="workplace.refused",
        found=f"You may not do this: {because}.",
        expected="A role that allows it.",
        remedy="Ask an administrator for the role, or somebody who has it to do this.",
    )


def _hold_newest(record: Record, *, again: bool = False) -> None:
    """Hold the row of a record until the change is saved, and refuse one that was read before somebody else's.

    again: read it anew instead; for a record of which only a part in another table changes.
    """
    rows: Any = type(record).objects  # type: ignore[attr-defined]
    names = ["version", "state"] if isinstance(record, PublishedRecord) else ["version"]
    stored = rows.select_for_update().filter(pk=record.pk).values(*names).first()
    if stored == {name: getattr(record, name) for name in names}:
        return
    if not again:
        raise changed_meanwhile(record)
    record.refresh_from_db()


def changed_meanwhile(record: Record) -> Problem:
    """That somebody else changed a record first."""
    return Problem(
        code="workplace.changed-meanwhile",
        found=f"'{record}' was changed by somebody else while you had it open.",
        expected=f"Version {record.version}, which is the newest.",
        remedy="Open it again, look at what changed, and make your change once more.",
    )


def _set(record: Record, fields: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Give fields their values; what each that changed was and is, as the log says it."""
    before = _texts(record)
    for name, value in fields.items():
        setattr(record, name, value)
    _hold_to_what_can_be_kept(record, fields)
    after = _texts(record)
    return {name: (before[name], after[name]) for name in after if before[name] != after[name]}


def _hold_to_what_can_be_kept(record: Record, names: Iterable[str]) -> None:
    """Refuse a value that a page, a document or a database could not show; forms have tidied theirs before."""
    for name in names:
        why = why_unkeepable(record.__dict__.get(name))
        if why:
            raise Problem(
                code="workplace.cannot-be-kept",
                found=f"The field '{name.replace('_', ' ')}' cannot be kept: {why}.",
                expected="Plain text, a day of our time, or a number that can be meant.",
                remedy="Type it again by hand.",
            )


def _drafted(record: Record, fields: Mapping[str, Any]) -> set[str]:
    """Make a changed record a draft again, unless its state is what changed; the fields that this sets."""
    if isinstance(record, PublishedRecord) and "state" not in fields and record.state != State.RETIRED:
        record.state = State.DRAFT.value
        return {"state"}
    return set()


def _texts(record: Record) -> dict[str, str]:
    """The fields of a record as the log says them; many-to-many fields are told apart from these."""
    own = {field.name: field for field in record._meta.concrete_fields}
    return {name: _text(getattr(record, name)) for name in record.FIELDS if name in own}


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _links_changed(record: Record, links: Mapping[str, Sequence[models.Model]]) -> dict[str, tuple[str, str]]:
    """Which many-to-many fields would hold other records than now; two records may have the same name."""
    changed = {}
    for name, linked in links.items():
        held = list(getattr(record, name).all())
        if {each.pk for each in held} != {each.pk for each in linked}:
            changed[name] = (_listed(held), _listed(linked))
    return changed


def _listed(linked: Sequence[models.Model]) -> str:
    return "; ".join(sorted(str(each) for each in linked))
