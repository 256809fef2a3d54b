"""Invented duties and a calendar with England's Christmas of 2026, for the tests."""

from datetime import date
from typing import Any

from aimwell.domain.duties.due_dates import Known
from aimwell.domain.duties.duty import (
    BodyKind,
    Duty,
    DutyStandard,
    QuietTime,
    SingleDate,
    StatedDate,
    StatedDates,
    Step,
)
from aimwell.domain.working_days import WorkingCalendar

CALENDAR = WorkingCalendar(
    2020,
    2032,
    {
        date(2026, 4, 3): "Good Friday",
        date(2026, 4, 6): "Easter Monday",
        date(2026, 12, 25): "Christmas Day",
        date(2026, 12, 28): "Boxing Day, substitute day",
        date(2027, 1, 1): "New Year's Day",
    },
)
STANDARD = DutyStandard(
    title="Limits",
    by="Somebody",
    decided=date(2026, 1, 5),
    reason="For the tests.",
    due_soon_working_days=10,
    most_steps_a_day=1,
    quiet_times=(QuietTime("Christmas week", 12, 24, 1, 1),),
    bodies=(
        BodyKind("integrated_care_board", "Integrated care board", "icb"),
        BodyKind("council", "Council", "council"),
    ),
)
LEAD = Step("Lead", "council", 2)
BOARD = Step("Board", "integrated_care_board", 3)


def duty(name: str = "plan", **changes: Any) -> Duty:
    given: dict[str, Any] = {
        "id": name,
        "title": f"Send the {name}",
        "owed_by": ("integrated_care_board",),
        "owed_to": ("NHS England",),
        "basis": "An Act",
        "source": "https://example.org/act",
        "verified": True,
        "rule": SingleDate(date(2026, 6, 30)),
        "delivers": "plan",
        "evidence": "The receipt.",
    }
    return Duty(**{**given, **changes})


def on(*days: date) -> StatedDates:
    return StatedDates(tuple(StatedDate(f"part {n}", day) for n, day in enumerate(days, start=1)))


def known(*duties: Duty, **events: tuple[date, ...]) -> Known:
    happened = {name.replace("_", "-"): days for name, days in events.items()}
    return Known(CALENDAR, {each.id: each for each in duties}, happened)
