"""The records of one system for a bench: posts, priorities, targets, plans, needs, money, duties, signatures.

Through the services' own change, many at a time, so that each record has its entry in the chained log.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from aimwell.domain.workplace.trajectories import periods_between, straight_line
from bench.synthetic_promises import PRIORITIES, SyntheticTarget

MONTHS = 60
PLANS, COMMITMENTS, ACTIONS, DUTIES = 3, 6, 10, 10  # a system, a plan, a commitment, a system
KINDS = ("integrated_care_strategy", "joint_forward_plan", "joint_capital_plan")
POSTS = ("Chief Strategy Officer", "Director of Operations", "Medical Director")
NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
BEGAN, ENDS = date(2024, 4, 1), date(2029, 3, 31)


@dataclass(frozen=True)
class Hands:
    """Who writes in one system, and where figures and definitions are."""

    author: Any
    second: Any
    store: Path
    definitions: Path


def fill_system(hands: Hands, system: Any, made: Sequence[SyntheticTarget]) -> None:
    """Everything that one system keeps. Three fifths of its targets are public, a tenth waits for a decision."""
    posts = _posts(hands, system)
    priorities = _priorities(hands, system, posts)
    targets = _targets(hands, system, priorities, posts, made)
    _publish(hands, system, priorities)
    _publish(hands, system, targets[: len(targets) * 3 // 5])
    _propose(hands, system, targets[-len(targets) // 10 :])
    _beside_targets(hands, system, targets)
    _plans(hands, system, priorities, targets, posts)
    _needs(hands, system, priorities)
    _duties(hands, system, posts)


def _add(hands: Hands, act: str, system: Any, records: Sequence[Any]) -> list[Any]:
    from aimwell.domain.workplace.access import Act
    from aimwell.services.workplace.changing import change

    with change(hands.author, Act(act), system) as made:
        made.add_many(list(records))
    return list(records)


def _link(records: Sequence[Any], name: str, linked: Callable[[int], Sequence[Any]]) -> None:
    """Fill a many-to-many field of records in one statement."""
    field = type(records[0])._meta.get_field(name)
    own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    through = getattr(type(records[0]), name).through
    through.objects.bulk_create(
        [
            through(**{f"{own}_id": record.pk, f"{other}_id": each.pk})
            for n, record in enumerate(records)
            for each in linked(n)
        ],
        batch_size=500,
    )


def _posts(hands: Hands, system: Any) -> list[Any]:
    from aimwell.store.workplace.models import Body, BodyLink, Post

    others = Body.objects.filter(system=system).exclude(pk=system.pk).order_by("kind", "name")
    board = others.first() or system
    if board != system and not BodyLink.objects.filter(child=board).exists():
        _add(hands, "edit bodies", system, [BodyLink(child=board, parent=system, nature="part_of")])
    return _add(
        hands, "edit people", system, [Post(title=each, body=board, valid_from=BEGAN) for each in POSTS]
    )


def _priorities(hands: Hands, system: Any, posts: Sequence[Any]) -> list[Any]:
    from aimwell.store.workplace.models import Priority

    made = [
        Priority(
            system=system, title=title, level=level, aim=aim, why=why, owner=posts[n % len(posts)],
            starts=BEGAN, ends=ENDS, position=n, illustrative=True,
        )
        for n, (title, level, aim, why) in enumerate(PRIORITIES)
    ]  # fmt: skip
    return _add(hands, "edit priorities", system, made)


def _targets(
    hands: Hands,
    system: Any,
    priorities: Sequence[Any],
    posts: Sequence[Any],
    made: Sequence[SyntheticTarget],
) -> list[Any]:
    from aimwell.store.workplace.models import Target, TrajectoryPoint

    rows = [
        Target(
            system=system, priority=priorities[each.priority], owner=posts[n % len(posts)] if n % 5 else None,
            review_on=date(2026, 12, 1) + timedelta(days=n % 90 - 30), **each.fields,
        )
        for n, each in enumerate(made)
    ]  # fmt: skip
    _add(hands, "edit targets", system, rows)
    points = [
        TrajectoryPoint(target=row, period=point.period, value=point.value)
        for row in rows
        for point in _way(row)
    ]
    TrajectoryPoint.objects.bulk_create(points, batch_size=2000)
    return rows


def _way(target: Any) -> Sequence[Any]:
    """Sixty months from the baseline on."""
    start = target.baseline if target.baseline is not None else 50.0
    end = target.value if target.value is not None else start * 1.05
    year, month = int(target.baseline_period[:4]), int(target.baseline_period[5:7])
    last = date(year + MONTHS // 12, month, 28)
    return straight_line(start, end, periods_between(target.baseline_period, last))


def _publish(hands: Hands, system: Any, records: Sequence[Any]) -> None:
    """Records as approved by a second person, each with its frozen public version."""
    from django.db import transaction

    from aimwell.services.workplace.snapshots import snapshot
    from aimwell.store.workplace import log
    from aimwell.store.workplace.models import Publication

    second, kind = hands.second, type(records[0])._meta.model_name
    with transaction.atomic():
        said = [
            log.Said(
                act="approve", kind=kind, record=str(each.pk), label=str(each), system=str(system.pk),
                because=second.because, changes={"published": ("", "version 1")},
            )
            for each in records
        ]  # fmt: skip
        last = log.write_many(second.by, said, at=NOW)
        Publication.objects.bulk_create(
            [
                Publication(
                    kind=kind, record=each.pk, record_version=1, system=system.pk, snapshot=snapshot(each),
                    approved_by=second.by.id, approved_as=f"{second.by.name} (approver)", because=second.because,
                    at=NOW, log_number=last - len(records) + 1 + n,
                )
                for n, each in enumerate(records)
            ],
            batch_size=200,
        )  # fmt: skip
        _move(records, state="approved", approved_version=1)


def _propose(hands: Hands, system: Any, records: Sequence[Any]) -> None:
    del hands, system
    _move(records, state="proposed")


def _move(records: Sequence[Any], **fields: Any) -> None:
    type(records[0]).objects.filter(pk__in=[each.pk for each in records]).update(**fields)


def _beside_targets(hands: Hands, system: Any, targets: Sequence[Any]) -> None:
    from aimwell.store.workplace.models import Asked, Signature

    asked = [
        Asked(system=system, target=each, who="People who waited", how="A survey in libraries", said="Tell us how long.")
        for each in targets[::2]
    ]  # fmt: skip
    signed = [
        Signature(
            system=system, kind="target", record=each.pk, record_version=1, body=system,
            signed_by_id=hands.author.by.id, title="Leader", on=NOW.date(),
        )
        for each in targets[::3]
    ]  # fmt: skip
    _add(hands, "edit targets", system, asked)
    _add(hands, "edit targets", system, signed)


def _plans(
    hands: Hands, system: Any, priorities: Sequence[Any], targets: Sequence[Any], posts: Sequence[Any]
) -> None:
    from aimwell.store.workplace.models import Action, BudgetLine, Commitment, Plan, PlanSection

    plans = [
        Plan(
            system=system, kind=kind, title=f"{kind.replace('_', ' ').capitalize()} of {system.code}",
            owner=posts[0].body, starts=date(2026, 4, 1), ends=date(2031, 3, 31), summary="Invented.",
        )
        for kind in KINDS[:PLANS]
    ]  # fmt: skip
    _add(hands, "edit plans", system, plans)
    sections = [
        PlanSection(
            system=system, plan=plan, heading=f"Chapter {n}", words="Invented words. " * 60, position=n
        )
        for plan in plans
        for n in range(1, 6)
    ]
    _add(hands, "edit plans", system, sections)
    lines = [
        BudgetLine(system=system, title=f"Fund {n}", amount=Decimal(100_000 + 1000 * n), year="2026/27")
        for n in range(1, 16)
    ]
    _add(hands, "edit plans", system, lines)
    commitments = [
        Commitment(
            system=system, plan=plan, title=f"Commitment {n} of {plan.title}", words="Invented words. " * 8,
            priority=priorities[n % len(priorities)], position=n,
        )
        for plan in plans
        for n in range(COMMITMENTS)
    ]  # fmt: skip
    _add(hands, "edit plans", system, commitments)
    _link(commitments, "targets", lambda n: targets[n * 3 : n * 3 + 3])
    actions = [
        Action(
            system=system, commitment=commitment, title=f"Action {n}: {commitment.title}", owner=posts[n % len(posts)],
            due=date(2026, 10, 1) + timedelta(days=17 * n), budget=lines[n % len(lines)] if n % 4 else None,
            progress=("not_started", "under_way", "done")[n % 3], measures=targets[n].measure, position=n,
        )
        for commitment in commitments
        for n in range(ACTIONS)
    ]  # fmt: skip
    _add(hands, "edit plans", system, actions)
    _link(actions, "partners", lambda n: [system] if n % 2 else [])


def _needs(hands: Hands, system: Any, priorities: Sequence[Any]) -> None:
    from aimwell.store.workplace.models import Need

    needs = [
        Need(
            system=system,
            title=f"Need {n}: {each.title.lower()}",
            words="Invented words. " * 5,
            source="Invented",
        )
        for n, each in enumerate(priorities)
    ]
    _add(hands, "edit plans", system, needs)
    _link(needs, "priorities", lambda n: [priorities[n]])


def _duties(hands: Hands, system: Any, posts: Sequence[Any]) -> None:
    """The next due dates that fall to one body, taken up with their chains."""
    from aimwell.services.workplace.duties import take_up
    from aimwell.services.workplace.duty_days import days_of_system

    days = days_of_system(hands.definitions, system, first=NOW.date(), last=date(2027, 12, 31))
    packed = ((due, days.declared.pack_of(due.duty)) for due in days.dues)
    for due, pack in islice(((due, pack) for due, pack in packed if pack), DUTIES):
        take_up(
            asking=replace(hands.author), system=system, duty=days.known.duties[due.duty], due=due, pack=pack.id,
            body=posts[0].body, owner=posts[0], calendar=days.known.calendar,
        )  # fmt: skip
