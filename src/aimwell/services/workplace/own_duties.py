"""Duties that a system sets itself, and the days from which others are counted."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.changing import Asking, change
from aimwell.services.workplace.duty_days import as_duty, declared_duties, keep_days
from aimwell.store.workplace.models import Body, Happened, LocalDuty


def add_own_duty(
    *, asking: Asking, system: Body, definitions: Path, body: Body, title: str, declared: Mapping[str, Any],
    starts: date | None, ends: date | None, today: date,
) -> LocalDuty:  # fmt: skip
    """Add a duty that a system set itself, held to the rules of those in packs."""
    row = LocalDuty(system=system, title=title, body=body, declared=dict(declared), starts=starts, ends=ends)
    with change(asking, Act.EDIT_DUTIES, system) as made:
        _keep(definitions, row, today)
        made.add(row)
    return row


def change_own_duty(
    *,
    asking: Asking,
    row: LocalDuty,
    definitions: Path,
    fields: Mapping[str, Any],
    today: date,
    seen: int | None,
) -> bool:
    """Change a duty of one's own. What was taken up keeps its day, and says when the rule gives another."""
    with change(asking, Act.EDIT_DUTIES, row.system) as made:
        altered = made.alter(row, fields, seen=seen)
        _keep(definitions, row, today)
    return altered


def record_event(
    *, asking: Asking, system: Body, definitions: Path, event: str, on: date, note: str, today: date
) -> Happened:
    """Record that something happened from which days are counted."""
    known = {each for each, _ in events_counted_from(definitions)}
    if event not in known or on > today:
        raise Problem(
            code="duty.event-cannot-be",
            found=f"'{event}' on {on.isoformat()} cannot be recorded.",
            expected="Something that a duty counts from, on a day that has come.",
            remedy="Choose it from the list, with the day on which it happened.",
        )
    row = Happened(system=system, event=event, on=on, note=note)
    with change(asking, Act.EDIT_DUTIES, system) as made:
        made.add(row)
    return row


def withdraw_event(*, asking: Asking, row: Happened, seen: int | None) -> None:
    """Say that it did not happen after all; the days that were counted from it go."""
    with change(asking, Act.EDIT_DUTIES, row.system) as made:
        made.alter(row, {"withdrawn": True}, seen=seen)


def events_counted_from(definitions: Path) -> list[tuple[str, str]]:
    """What duties of packs count from, by id, with the duties' titles."""
    found: dict[str, list[str]] = {}
    for pack in declared_duties(definitions).packs:
        for duty in pack.duties:
            event = getattr(duty.rule, "event", "")
            if event:
                found.setdefault(event, []).append(duty.title)
    return [(event, "; ".join(titles)) for event, titles in sorted(found.items())]


def _keep(definitions: Path, row: LocalDuty, today: date) -> None:
    bodies = tuple(body.id for body in declared_duties(definitions).standard.bodies)
    keep_days(definitions, today, own=[as_duty(row, bodies)])
