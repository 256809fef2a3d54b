"""What people do with due dates: take one up, agree its day, lay out who signs, sign, deliver, or say it does not apply."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aimwell.domain.duties.due_dates import DueDate, day_in_words
from aimwell.domain.duties.duty import Duty, Step
from aimwell.domain.duties.sign_off import lay_out
from aimwell.domain.problems import Problem
from aimwell.domain.working_days import WorkingCalendar
from aimwell.domain.workplace.access import Act, Decision
from aimwell.domain.workplace.duties import StepSigned, may_deliver, may_sign, may_withdraw
from aimwell.presentation.duty_words import title_in_words
from aimwell.services.workplace.changing import Asking, Change, change, changed_meanwhile
from aimwell.store.workplace.models import Account, Body, DutyRecord, Plan, Post, SignOffStep


@dataclass(frozen=True, slots=True)
class StepPlanned:
    """One step as somebody lays it out: who signs, for which kind of body, whose post it is, working days needed."""

    role: str
    kind: str
    days: int
    post: Post | None = None


def take_up(
    *,
    asking: Asking,
    system: Body,
    duty: Duty,
    due: DueDate,
    pack: str,
    body: Body,
    owner: Post | None,
    calendar: WorkingCalendar,
) -> DutyRecord:
    """Record a due date as a body's own, with its chain laid out backwards from the day."""
    record = _record_of(system, duty, due, pack, body)
    record.owner = owner
    with change(asking, Act.EDIT_DUTIES, system) as made:
        _require(_may_take_up(record), "duty.cannot-take-up", "It cannot be taken up")
        made.add(record)
        _add_steps(made, record, _as_declared(duty), calendar)
    return record


def set_aside(*, asking: Asking, system: Body, duty: Duty, due: DueDate, pack: str, body: Body) -> DutyRecord:
    """Record that a due date does not apply to a body; the reason of the change is the reason why."""
    record = _record_of(system, duty, due, pack, body)
    record.does_not_apply_because = asking.because
    with change(asking, Act.EDIT_DUTIES, system) as made:
        _require(_may_take_up(record), "duty.cannot-take-up", "It cannot be set aside")
        made.add(record)
    return record


def describe(
    *, asking: Asking, record: DutyRecord, owner: Post | None, plan: Plan | None, note: str, seen: int | None
) -> bool:
    """Say who answers for a due date, which plan it is about, and what else there is to know."""
    fields = {"owner": owner, "plan": plan, "note": note}
    with change(asking, Act.EDIT_DUTIES, record.system) as made:
        return made.alter(record, fields, seen=seen)


def set_day(
    *,
    asking: Asking,
    record: DutyRecord,
    on: date,
    reckoned: date,
    seen: int | None,
    calendar: WorkingCalendar,
) -> bool:
    """Work to another day: one that was agreed, or the one that the rule gives now. Steps not signed yet move with it."""
    with change(asking, Act.EDIT_DUTIES, record.system) as made:
        _require(_is_open(record), "duty.is-over", "Its day cannot be changed")
        moved = record.moved + (on != record.due)
        altered = made.alter(record, {"due": on, "reckoned": reckoned, "moved": moved}, seen=seen)
        _lay_out_again(made, record, _chain(record), calendar)
    return altered


def change_chain(
    *,
    asking: Asking,
    record: DutyRecord,
    steps: Sequence[StepPlanned],
    seen: int | None,
    calendar: WorkingCalendar,
) -> None:
    """Lay out the steps that are still to be signed anew. What is signed stays; a step that is gone stays in the log."""
    rows = _chain(record)
    signed = [row for row in rows if row.signed_on]
    waiting = [row for row in rows if not row.signed_on]
    with change(asking, Act.EDIT_DUTIES, record.system) as made:
        _require(_is_open(record), "duty.is-over", "Its chain cannot be changed")
        if seen is not None and seen != chain_version(record, rows):
            raise changed_meanwhile(record)
        kept = waiting[: len(steps)]
        for row, step in zip(kept, steps, strict=False):
            made.alter(row, {"role": step.role, "kind": step.kind, "days": step.days, "post": step.post})
        for row in waiting[len(steps) :]:
            made.alter(row, {"left_out": True})
        _add_steps(made, record, steps[len(waiting) :], calendar, after=len(signed) + len(kept))
        _lay_out_again(made, record, _chain(record), calendar)


def sign(
    *, asking: Asking, step: SignOffStep, signed_as: str, on: date, today: date, note: str, seen: int | None
) -> None:
    """Sign a step, or record somebody's signature with where it can be seen. Steps are signed in order."""
    record = step.duty
    decision = may_sign(_signed(step), _all_signed(record), on=on, today=today, closed=_closed(record))
    fields = {
        "signed_as": signed_as,
        "signed_on": on,
        "note": note,
        "signed_by": Account.objects.get(pk=asking.by.id),
    }
    with change(asking, Act.SIGN_OFF, step.system) as made:
        _require(decision, "duty.cannot-sign", f"'{step.role}' cannot be signed")
        made.alter(step, fields, seen=seen)


def withdraw_signature(*, asking: Asking, step: SignOffStep, seen: int | None) -> None:
    """Take a signature back, with the reason; whose it was stays in the log."""
    record = step.duty
    decision = may_withdraw(_signed(step), _all_signed(record), closed=_closed(record))
    with change(asking, Act.SIGN_OFF, step.system) as made:
        _require(decision, "duty.cannot-withdraw", f"The signature of '{step.role}' cannot be withdrawn")
        made.alter(step, {"signed_as": "", "signed_on": None, "signed_by": None, "note": ""}, seen=seen)


def deliver(
    *,
    asking: Asking,
    record: DutyRecord,
    on: date,
    today: date,
    where: str,
    plan: Plan | None,
    seen: int | None,
) -> None:
    """Record that what was owed was delivered, and where it can be seen."""
    decision = may_deliver(on, today=today, where=where, has_plan=plan is not None, closed=_closed(record))
    with change(asking, Act.EDIT_DUTIES, record.system) as made:
        _require(decision, "duty.cannot-deliver", "It cannot be recorded as delivered")
        made.alter(record, {"delivered_on": on, "where": where, "plan": plan or record.plan}, seen=seen)


def open_again(
    *, asking: Asking, record: DutyRecord, duty: Duty, seen: int | None, calendar: WorkingCalendar
) -> None:
    """Put a due date back as it was before it was delivered, or before it was said not to apply."""
    fields: dict[str, Any] = {"delivered_on": None, "where": "", "does_not_apply_because": ""}
    with change(asking, Act.EDIT_DUTIES, record.system) as made:
        made.alter(record, fields, seen=seen)
        if not record.steps.exists():
            _add_steps(made, record, _as_declared(duty), calendar)


def does_not_apply(*, asking: Asking, record: DutyRecord, seen: int | None) -> None:
    """Say that a due date that was taken up does not apply to the body after all; the reason is that of the change."""
    with change(asking, Act.EDIT_DUTIES, record.system) as made:
        _require(_is_open(record), "duty.is-over", "It cannot be set aside")
        made.alter(record, {"does_not_apply_because": asking.because}, seen=seen)


def chain_version(record: DutyRecord, steps: Iterable[SignOffStep]) -> int:
    """A number that rises whenever a record or a step of its chain changes."""
    return record.version + sum(step.version for step in steps)


def _record_of(system: Body, duty: Duty, due: DueDate, pack: str, body: Body) -> DutyRecord:
    return DutyRecord(
        system=system, pack=pack, duty=due.duty, occurrence=due.occurrence, body=body,
        title=title_in_words(duty, due)[:300], due=due.on, reckoned=due.on,
    )  # fmt: skip


def _as_declared(duty: Duty) -> list[StepPlanned]:
    return [StepPlanned(step.role, step.body, step.days) for step in duty.sign_off]


def _may_take_up(record: DutyRecord) -> Decision:
    rows = DutyRecord.objects.filter(
        system=record.system, duty=record.duty, occurrence=record.occurrence, body=record.body
    )
    if rows.exists():
        return Decision(allowed=False, because=f"{record.body} has it already")
    return Decision(allowed=True, because="")


def _is_open(record: DutyRecord) -> Decision:
    closed = _closed(record)
    return Decision(allowed=not closed, because=closed)


def _closed(record: DutyRecord) -> str:
    """Why nothing more is done about a due date; '' while something is."""
    if record.does_not_apply_because:
        return f"it was said not to apply to {record.body}"
    if record.delivered_on:
        return f"it was delivered on {day_in_words(record.delivered_on)}"
    return ""


def _chain(record: DutyRecord) -> list[SignOffStep]:
    return list(record.steps.filter(left_out=False).order_by("position", "pk"))


def _signed(step: SignOffStep) -> StepSigned:
    return StepSigned(step.position, step.role, step.signed_on)


def _all_signed(record: DutyRecord) -> list[StepSigned]:
    return [_signed(step) for step in _chain(record)]


def _add_steps(
    made: Change, record: DutyRecord, steps: Iterable[StepPlanned], calendar: WorkingCalendar, after: int = 0
) -> None:
    planned = list(steps)
    chain = lay_out(record.due, tuple(Step(each.role, each.kind, each.days) for each in planned), calendar)
    for number, (step, laid) in enumerate(zip(planned, chain.steps, strict=True), start=after + 1):
        row = SignOffStep(
            system=record.system, duty=record, position=number, role=step.role, kind=step.kind,
            post=step.post, days=step.days, latest=laid.latest,
        )  # fmt: skip
        made.add(row)


def _lay_out_again(
    made: Change, record: DutyRecord, rows: Sequence[SignOffStep], calendar: WorkingCalendar
) -> None:
    """Give each unsigned step its latest day; a signed one keeps the day it was to be signed by."""
    chain = lay_out(record.due, tuple(Step(row.role, row.kind, row.days) for row in rows), calendar)
    for number, (row, laid) in enumerate(zip(rows, chain.steps, strict=True), start=1):
        latest = row.latest if row.signed_on else laid.latest
        made.alter(row, {"position": number, "latest": latest})


def _require(decision: Decision, code: str, found: str) -> None:
    if not decision.allowed:
        raise Problem(
            code=code,
            found=f"{found}: {decision.because}.",
            expected="Steps signed in order, each on a day that has come, until the whole is delivered.",
            remedy="Open it again to see where it stands.",
        )
