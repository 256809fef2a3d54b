"""Working days in England: Monday to Friday without bank holidays, which are passed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

import numpy as np

from aimwell.domain.problems import Problem


@dataclass(frozen=True)
class WorkingCalendar:
    """The bank holidays of whole years, by day, with their names. Days of other years are not answered for."""

    first_year: int
    last_year: int
    bank_holidays: Mapping[date, str]

    @cached_property
    def days(self) -> np.busdaycalendar:
        """The same for NumPy, which counts without walking."""
        return np.busdaycalendar(holidays=np.array(sorted(self.bank_holidays), dtype="datetime64[D]"))

    def holds(self, day: date) -> None:
        """Raise Problem for a day of a year whose bank holidays are not known."""
        if not self.first_year <= day.year <= self.last_year:
            raise Problem(
                code="calendar.outside",
                found=f"The bank holidays of {day.year} are not in this calendar.",
                expected=f"A day from {self.first_year} to {self.last_year}.",
                remedy="Choose a nearer day, or build the calendar for more years.",
            )


def is_working_day(day: date, calendar: WorkingCalendar) -> bool:
    """Whether offices are open: neither a weekend nor a bank holiday."""
    calendar.holds(day)
    return day.weekday() < 5 and day not in calendar.bank_holidays


def add_working_days(day: date, count: int, calendar: WorkingCalendar) -> date:
    """The working day so many after a day; before it, if the count is negative.

    Counting begins on the next day, as notice periods do. No days on from a closed day is the next open one.
    """
    calendar.holds(day)
    # Rolled against the direction of counting, so that the first step lands on the first open day.
    roll: Literal["backward", "forward"] = "backward" if count > 0 else "forward"
    offset = np.busday_offset(np.datetime64(day, "D"), count, roll=roll, busdaycal=calendar.days)
    found = date.fromisoformat(str(offset))
    calendar.holds(found)
    return found


def working_days_between(start: date, end: date, calendar: WorkingCalendar) -> int:
    """Working days after the start, up to and with the end; negative when the end comes first."""
    calendar.holds(start)
    calendar.holds(end)
    if end < start:
        return -int(np.busday_count(end, start, busdaycal=calendar.days))
    one = timedelta(days=1)
    return int(np.busday_count(start + one, end + one, busdaycal=calendar.days))


def next_working_day(day: date, calendar: WorkingCalendar) -> date:
    """The first working day after a day."""
    return add_working_days(day, 1, calendar)


def previous_working_day(day: date, calendar: WorkingCalendar) -> date:
    """The last working day before a day."""
    return add_working_days(day, -1, calendar)


def last_open_day(day: date, calendar: WorkingCalendar) -> date:
    """The day itself if it is a working day, else the one before it: when work must be finished."""
    return day if is_working_day(day, calendar) else previous_working_day(day, calendar)


def closed_because(day: date, calendar: WorkingCalendar) -> str:
    """Why offices are closed, in words: "a Saturday", "Boxing Day"; nothing for a working day."""
    calendar.holds(day)
    if day in calendar.bank_holidays:
        return calendar.bank_holidays[day]
    return f"a {day:%A}" if day.weekday() >= 5 else ""
