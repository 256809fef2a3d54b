"""Priorities, overrides of their ceiling, and targets: said, signed, sent back, approved, changed and retired."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from aimwell.domain.promises import RulePack
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.ceiling import ceilings_on
from aimwell.domain.workplace.trajectories import Point, periods_between, straight_line
from aimwell.services.workplace.approving import approve, propose, retire, send_back
from aimwell.services.workplace.ceilings import override_ceiling
from aimwell.services.workplace.changing import Asking
from aimwell.services.workplace.illustrative.story import (
    AskedTold,
    OverrideTold,
    PriorityTold,
    Promises,
    SignedTold,
    TargetChanged,
    TargetTold,
)
from aimwell.services.workplace.illustrative.telling import Step, Telling
from aimwell.services.workplace.priorities import add_priority
from aimwell.services.workplace.signed_in import access_rules
from aimwell.services.workplace.targets import add_target, change_target, record_asked, sign
from aimwell.store.workplace.models import Target
from aimwell.store.workplace.models.record import PublishedRecord

CHAIR = "chair"
READY = "Ready for the board"


def steps(promises: Promises, targets: tuple[TargetTold, ...]) -> Iterator[Step]:
    """The whole life of every priority and target."""
    for override in promises.overrides:
        yield Step(override.on, override.by, override.because, partial(_override, told=override))
    for position, told in enumerate(promises.priorities):
        yield Step(told.on, told.author, told.because, partial(_add_priority, told=told, position=position))
        yield Step(told.approved_on, told.author, READY, partial(_propose, kind="priorities", name=told.id))
        yield Step(
            told.approved_on, CHAIR, told.approved_because, partial(_approve, kind="priorities", name=told.id)
        )
    for target in targets:
        yield from _target(target)


def _target(told: TargetTold) -> Iterator[Step]:
    yield Step(told.on, told.author, told.because, partial(_add_target, told=told))
    for asked in told.asked:
        note = f"What {asked.who[:1].lower()}{asked.who[1:]} told us"
        yield Step(asked.on, told.author, note, partial(_ask, name=told.id, told=asked))
    for signed in told.signed:
        yield Step(signed.on, signed.by, "Agreed by our body", partial(_sign, name=told.id, told=signed))
    proposal = partial(_propose, kind="targets", name=told.id)
    if told.sent_back_on and told.proposed_on:
        yield Step(told.proposed_on, told.author, READY, proposal)
        yield Step(told.sent_back_on, CHAIR, told.sent_back_because, partial(_send_back, name=told.id))
    elif told.proposed_on:
        yield Step(told.proposed_on, told.author, READY, proposal)
    if told.approved_on:
        yield Step(told.approved_on, told.author, READY, proposal)
        approval = partial(_approve, kind="targets", name=told.id)
        yield Step(told.approved_on, CHAIR, told.approved_because, approval)
        for changed in told.changed:
            yield Step(changed.on, told.author, changed.because, partial(_change, told=told, change=changed))
            yield Step(changed.approved_on, told.author, READY, proposal)
            yield Step(changed.approved_on, CHAIR, changed.approved_because, approval)
    if told.retired_on:
        yield Step(told.retired_on, told.author, told.retired_because, partial(_retire_target, name=told.id))


def _override(telling: Telling, asking: Asking, told: OverrideTold) -> None:
    ceiling = next(each for each in ceilings_on(telling.packs, asking.day) if each.pack == told.pack)
    override_ceiling(asking=asking, system=telling.system, ceiling=ceiling, day=asking.day, ends=told.ends)


def _add_priority(telling: Telling, asking: Asking, told: PriorityTold, position: int) -> None:
    pack = next((each for each in telling.packs if each.id == told.pack), None)
    fields: dict[str, Any] = {
        "id": telling.identity("priority", told.id), "level": "national" if pack else "local", "aim": told.aim,
        "title": told.title, "why": told.why, "need": told.need, "owner": telling.post(told.owner),
        "starts": told.starts, "ends": told.ends, "position": position,
    }  # fmt: skip
    if pack:
        fields |= _of_pack(pack, told)
    telling.priorities[told.id] = add_priority(
        asking=asking, system=telling.system, fields=fields, packs=telling.packs,
        instead_of=telling.priorities[told.instead_of] if told.instead_of else None,
    )  # fmt: skip


def _of_pack(pack: RulePack, told: PriorityTold) -> dict[str, Any]:
    """What `adopt` takes over from a pack."""
    given = next(each for each in pack.priorities if each.id == told.pack_priority)
    return {
        "title": given.title[:200], "pack": pack.id, "pack_priority": given.id, "starts": pack.starts,
        "ends": min(pack.ends, given.by) if given.by else pack.ends,
    }  # fmt: skip


def _record(telling: Telling, kind: str, name: str) -> PublishedRecord:
    """A record as it is by now."""
    record: PublishedRecord = getattr(telling, kind)[name]
    record.refresh_from_db()
    return record


ACTS = {"priorities": Act.EDIT_PRIORITIES, "targets": Act.EDIT_TARGETS, "plans": Act.EDIT_PLANS}


def _propose(telling: Telling, asking: Asking, kind: str, name: str) -> None:
    propose(asking=asking, record=_record(telling, kind, name), act=ACTS[kind])


def _approve(telling: Telling, asking: Asking, kind: str, name: str) -> None:
    approve(
        asking=asking, record=_record(telling, kind, name), rules=access_rules(telling.definitions),
        packs=telling.packs,
    )  # fmt: skip


def approval(kind: str, name: str, on: date, because: str, *, author: str = "strategy") -> Iterator[Step]:
    """That a record was proposed and approved on a day."""
    yield Step(on, author, READY, partial(_propose, kind=kind, name=name))
    yield Step(on, CHAIR, because, partial(_approve, kind=kind, name=name))


def _send_back(telling: Telling, asking: Asking, name: str) -> None:
    send_back(asking=asking, record=_record(telling, "targets", name))


def _retire_target(telling: Telling, asking: Asking, name: str) -> None:
    retire(asking=asking, record=_record(telling, "targets", name), act=Act.EDIT_TARGETS)


def _add_target(telling: Telling, asking: Asking, told: TargetTold) -> None:
    measure = telling.measures.get(told.measure)
    fields: dict[str, Any] = {
        name: getattr(told, name)
        for name in (
            "title", "measure", "place", "breakdown", "direction", "baseline_period", "value", "by", "gap_by",
            "gap_words", "gap_baseline", "gap_value", "gap_due", "evidence", "review_on",
        )
    }  # fmt: skip
    fields |= {
        "id": telling.identity("target", told.id),
        "priority": telling.priorities[told.priority],
        "owner": telling.post(told.owner),
        "unit": measure.unit if measure else "",
    }
    if told.baseline_period:
        figure = telling.figure(told.measure, told.place, told.breakdown, told.baseline_period)
        fields |= {"baseline": figure.value, "baseline_value_id": figure.value_id}
    way = _way(told, fields.get("baseline"), told.value, told.by)
    telling.targets[told.id] = add_target(asking=asking, system=telling.system, fields=fields, trajectory=way)


def _way(told: TargetTold, start: float | None, value: float | None, by: date | None) -> tuple[Point, ...]:
    if told.way != "straight" or start is None or value is None or by is None:
        return ()
    return straight_line(start, value, periods_between(told.baseline_period, by))


def _ask(telling: Telling, asking: Asking, name: str, told: AskedTold) -> None:
    fields = {each: getattr(told, each) for each in ("who", "how", "said", "changed", "how_many", "on")}
    record_asked(asking=asking, target=_target_of(telling, name), fields=fields)


def _sign(telling: Telling, asking: Asking, name: str, told: SignedTold) -> None:
    target, body = _target_of(telling, name), telling.bodies[told.body]
    account = telling.accounts[told.by]
    held = next(
        post
        for post in telling.posts.values()
        if post.body_id == body.pk and post.person_id == account.person_id
    )
    sign(asking=asking, target=target, body=body, title=held.title, seen=target.version)


def _change(telling: Telling, asking: Asking, told: TargetTold, change: TargetChanged) -> None:
    target = _target_of(telling, told.id)
    fields = {name: new for name in ("value", "by") if (new := getattr(change, name)) is not None}
    value, by = fields.get("value", target.value), fields.get("by", target.by)
    way = _way(told, target.baseline, value, by)
    change_target(asking=asking, target=target, fields=fields, seen=target.version, trajectory=way)


def _target_of(telling: Telling, name: str) -> Target:
    target = telling.targets[name]
    target.refresh_from_db()
    return target
