"""What people do with targets: say them, sign them for their body, and record who was asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act, Decision
from aimwell.domain.workplace.ceiling import in_force
from aimwell.domain.workplace.states import State
from aimwell.domain.workplace.trajectories import Point
from aimwell.services.workplace.changing import Asking, Change, change
from aimwell.services.workplace.priorities import not_retired
from aimwell.store.workplace.models import (
    Account,
    Asked,
    Body,
    Post,
    Priority,
    Signature,
    Target,
    TrajectoryPoint,
)
from aimwell.store.workplace.models.record import PublishedRecord

KIND = "target"


def add_target(
    *, asking: Asking, system: Body, fields: Mapping[str, Any], trajectory: Sequence[Point] = ()
) -> Target:
    """Add a target as a draft, with where it means to be in each period."""
    with change(asking, Act.EDIT_TARGETS, system) as made:
        target = Target(system=system, **fields)
        _require_same_system(target)
        made.add(target, beside=_way((), trajectory))
        _write_way(target, trajectory)
    return target


def change_target(
    *,
    asking: Asking,
    target: Target,
    fields: Mapping[str, Any],
    seen: int | None,
    trajectory: Sequence[Point] | None = None,
) -> bool:
    """Change what is said of a target; returns whether anything changed. It becomes a draft again.

    trajectory None leaves the way as it is; what was signed stays signed for the version it was signed for.
    """
    with change(asking, Act.EDIT_TARGETS, target.system) as made:
        before = way_of(target)
        beside = {} if trajectory is None else _way(before, trajectory)
        changed = made.alter(target, fields, seen=seen, beside=beside)
        _require_same_system(target)
        if changed and beside:
            _write_way(target, trajectory or ())
    return changed


def way_of(target: Target) -> tuple[Point, ...]:
    """Where a target means to be, in the order of periods."""
    points = (Point(row.period, row.value) for row in target.trajectory.all())
    return tuple(sorted(points, key=lambda point: point.period))


def way_words(points: Sequence[Point]) -> str:
    """A way as the log and spreadsheets say it."""
    return "; ".join(
        f"{point.period}: {point.value:.15g}" for point in sorted(points, key=lambda p: p.period)
    )


def _way(before: Sequence[Point], after: Sequence[Point]) -> dict[str, tuple[str, str]]:
    was, becomes = way_words(before), way_words(after)
    return {"trajectory": (was, becomes)} if was != becomes else {}


def _write_way(target: Target, points: Sequence[Point]) -> None:
    """A trajectory is part of its target: it is replaced whole, and the log keeps what it was."""
    TrajectoryPoint.objects.filter(target=target).delete()
    TrajectoryPoint.objects.bulk_create(
        TrajectoryPoint(target=target, period=point.period, value=point.value) for point in points
    )


def _require_same_system(target: Target) -> None:
    """A target's priority and owner are of its own system."""
    owner = target.owner
    strangers = [
        name
        for name, system in (
            ("priority", Priority.objects.values_list("system", flat=True).get(pk=target.priority_id)),
            ("owner", owner.body.system_id if owner else None),
        )
        if system is not None and system != target.system_id
    ]
    if strangers:
        raise Problem(
            code="target.another-system",
            found=f"The {strangers[0]} of '{target}' belongs to another system.",
            expected="A priority and an owner of the same system.",
            remedy="Choose one of this system.",
        )


def reopen_target(*, asking: Asking, target: Target) -> None:
    """Make a retired target a draft again."""
    with change(asking, Act.EDIT_TARGETS, target.system) as made:
        if target.state != State.RETIRED.value:
            raise not_retired(str(target))
        made.move(target, State.DRAFT)


def bodies_signed_for(account: Account, system: Body, asking: Asking) -> list[Body]:
    """The bodies of a system that somebody may sign for: those in which they hold a post today."""
    if account.person_id is None:
        return []
    posts = Post.objects.filter(person=account.person_id, body__system=system).select_related("body")
    held = {post.body for post in posts if in_force(post.valid_from, post.valid_to, asking.day)}
    return sorted(held, key=lambda body: body.name)


def sign(*, asking: Asking, target: Target, body: Body, title: str, seen: int) -> Signature:
    """Sign a target for one's own body, as it is in the version that was read."""
    return sign_record(asking=asking, kind=KIND, record=target, body=body, title=title, seen=seen)


def sign_record(
    *, asking: Asking, kind: str, record: PublishedRecord, body: Body, title: str, seen: int
) -> Signature:
    """Sign a target or a plan for one's own body, as it is in the version that was read."""
    account = Account.objects.get(pk=asking.by.id)
    own = body in bodies_signed_for(account, record.system, asking)
    decision = Decision(allowed=own, because="you hold no post in the body you would sign for")
    with change(asking, Act.SIGN, record.system, decision=decision) as made:
        if seen != record.version:
            raise Problem(
                code=f"{kind}.changed-meanwhile",
                found=f"'{record}' was changed while you had it open.",
                expected=f"Your signature to version {record.version}, which is the newest.",
                remedy="Read it again, and sign what it says now.",
            )
        _require_unsigned(kind, record, body)
        signature = Signature(
            system=record.system, kind=kind, record=record.pk, record_version=record.version, body=body,
            signed_by=account, title=title, on=asking.day,
        )  # fmt: skip
        made.add(signature)
    return signature


def _require_unsigned(kind: str, record: PublishedRecord, body: Body) -> None:
    signed = Signature.objects.filter(
        record=record.pk, body=body, record_version=record.version, withdrawn_on=None
    )
    if signed.exists():
        raise Problem(
            code=f"{kind}.signed-already",
            found=f"{body} has signed this version of '{record}'.",
            expected="One signature of a body for each version.",
            remedy="Nothing needs doing.",
        )


def withdraw_signature(*, asking: Asking, signature: Signature) -> None:
    """Take back the signature of one's own body; that it was given stays in the record."""
    account = Account.objects.get(pk=asking.by.id)
    own = signature.body in bodies_signed_for(account, signature.system, asking)
    decision = Decision(allowed=own, because="you hold no post in the body that signed")
    with change(asking, Act.SIGN, signature.system, decision=decision) as made:
        made.alter(signature, {"withdrawn_on": asking.day})


def record_asked(*, asking: Asking, target: Target, fields: Mapping[str, Any]) -> Asked:
    """Record people who were asked; they become part of the target, which is a draft again."""
    with change(asking, Act.EDIT_TARGETS, target.system) as made:
        asked = Asked(system=target.system, target=target, **fields)
        _note_asked(made, target, "", f"{asked.who}: {asked.said}")
        made.add(asked)
    return asked


def change_asked(*, asking: Asking, asked: Asked, fields: Mapping[str, Any], seen: int | None) -> bool:
    """Correct what is recorded of people who were asked."""
    with change(asking, Act.EDIT_TARGETS, asked.system) as made:
        before = f"{asked.who}: {asked.said}"
        if not made.alter(asked, fields, seen=seen):
            return False
        _note_asked(made, asked.target, before, f"{asked.who}: {asked.said} {asked.changed}".strip())
    return True


def _note_asked(made: Change, target: Target, before: str, after: str) -> None:
    made.alter(target, {}, beside={"asked": (before, after)})
