"""Due dates of the year: taken up, signed, delivered, or said not to apply."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from aimwell.services.workplace.changing import Asking
from aimwell.services.workplace.duties import deliver, set_aside, sign, take_up
from aimwell.services.workplace.duty_days import days_of_system
from aimwell.services.workplace.illustrative.story import DutyTold, StepSignedTold
from aimwell.services.workplace.illustrative.telling import Step, Telling
from aimwell.store.workplace.models import DutyRecord

AUTHOR = "strategy"
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)  # the years that the story can speak of


def steps(duties: tuple[DutyTold, ...]) -> Iterator[Step]:
    """What became of each due date."""
    for told in duties:
        yield Step(told.on, AUTHOR, told.aside or told.because, partial(_begin, told=told))
        for number, signed in enumerate(told.signed):
            yield Step(
                signed.on,
                signed.by,
                "Signed at the meeting",
                partial(_sign, told=told, number=number, signed=signed),
            )
        if told.delivered_on:
            yield Step(told.delivered_on, AUTHOR, "Sent on the day", partial(_deliver, told=told))


def _begin(telling: Telling, asking: Asking, told: DutyTold) -> None:
    days = days_of_system(telling.definitions, telling.system, first=FIRST, last=LAST)
    due, pack = days.due(told.duty, told.occurrence), days.declared.pack_of(told.duty)
    if due is None or pack is None:
        raise KeyError(f"{told.duty} {told.occurrence}")
    duty, body = days.known.duties[told.duty], telling.bodies[told.body]
    if told.aside:
        set_aside(asking=asking, system=telling.system, duty=duty, due=due, pack=pack.id, body=body)
        return
    take_up(
        asking=asking, system=telling.system, duty=duty, due=due, pack=pack.id, body=body,
        owner=telling.post(told.owner), calendar=days.known.calendar,
    )  # fmt: skip


def _record(telling: Telling, told: DutyTold) -> DutyRecord:
    return DutyRecord.objects.get(
        system=telling.system, duty=told.duty, occurrence=told.occurrence, body=telling.bodies[told.body]
    )


def _sign(telling: Telling, asking: Asking, told: DutyTold, number: int, signed: StepSignedTold) -> None:
    step = _record(telling, told).steps.filter(left_out=False).order_by("position")[number]
    sign(
        asking=asking, step=step, signed_as=signed.signed_as, on=asking.day, today=asking.day, note="",
        seen=step.version,
    )  # fmt: skip


def _deliver(telling: Telling, asking: Asking, told: DutyTold) -> None:
    record = _record(telling, told)
    deliver(
        asking=asking, record=record, on=asking.day, today=asking.day, where=told.where,
        plan=telling.plans[told.plan] if told.plan else None, seen=record.version,
    )  # fmt: skip
