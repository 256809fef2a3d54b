"""Due dates as pages show them: filters, months, and the words and colours of where each stands."""

import calendar as weeks_of_months
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from aimwell.domain.duties.duty import DutyStandard
from aimwell.domain.periods import Period
from aimwell.domain.working_days import WorkingCalendar
from aimwell.domain.workplace.duties import OVER, STANDING_WORDS, Standing
from aimwell.presentation.duty_words import due_in_words, time_in_words, title_in_words
from aimwell.services.workplace.duty_calendar import Line
from aimwell.services.workplace.duty_people import Role, is_mine
from aimwell.store.workplace.models import Body
from aimwell.web.doors import Visit

COLOURS = {
    Standing.NOT_TAKEN_UP: "grey",
    Standing.NOT_STARTED: "white",
    Standing.DUE_SOON: "yellow",
    Standing.IN_SIGN_OFF: "blue",
    Standing.OVERDUE: "red",
    Standing.DONE: "green",
    Standing.DONE_LATE: "orange",
    Standing.DOES_NOT_APPLY: "grey",
}


@dataclass(frozen=True)
class Asked:
    """Which due dates somebody asks for; '' for any."""

    year: Period
    body: Body | None = None
    state: str = ""
    pack: str = ""
    mine: frozenset[Role] | None = None

    @property
    def all_of_the_year(self) -> bool:
        """Whether nothing is left out but what does not apply."""
        return self.body is None and not self.state and not self.pack and self.mine is None


@dataclass(frozen=True)
class Row:
    """One due date in a list or on a page."""

    line: Line
    href: str
    title: str
    due: str
    time: str
    standing: str
    colour: str
    whose: str

    @property
    def over(self) -> bool:
        """Whether nobody has to do anything about it any more."""
        return self.line.standing in OVER


@dataclass(frozen=True)
class Month:
    """The due dates of a month."""

    name: str
    text: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Day:
    """A day of a month's grid. `outside`: it belongs to the month before or after."""

    on: date
    outside: bool
    closed: str
    rows: tuple[Row, ...]
    signatures: tuple[tuple[Row, str], ...]


def crumbs(visit: Visit, *more: tuple[str, str]) -> list[dict[str, str]]:
    """The way back to the calendar."""
    base = reverse("duties", kwargs={"system": visit.system.code})
    return [{"href": href, "words": words} for words, href in (("Duties and deadlines", base), *more)]


def row_of(line: Line, system: str) -> Row:
    """A line as a page shows it."""
    record = line.record
    return Row(
        line=line,
        href=href_of(line, system),
        title=title_in_words(line.duty, line.due),
        due=due_in_words(line.due),
        time=time_in_words(line.due.at) if line.due.at else "",
        standing=STANDING_WORDS[line.standing],
        colour=COLOURS[line.standing],
        whose=f"{record.body}{f': {record.owner.title}' if record.owner else ''}" if record else "",
    )


def href_of(line: Line, system: str) -> str:
    """The page of a due date: of the record where a body took it up, else of the date by the rules."""
    if line.record is not None:
        return reverse("duty-record", kwargs={"system": system, "record": line.record.pk})
    query = urlencode({"duty": line.due.duty, "occurrence": line.due.occurrence})
    return f"{reverse('duty-due', kwargs={'system': system})}?{query}"


def chosen(lines: Iterable[Line], asked: Asked, standard: DutyStandard) -> list[Line]:
    """The lines that somebody asks for. What does not apply is shown only to who asks for it."""
    return [line for line in lines if _is_asked(line, asked, standard)]


def months_of(year: Period, rows: Sequence[Row]) -> list[Month]:
    """Every month of a financial year that has a due date."""
    found = []
    month = Period.month(year.start.year, year.start.month)
    while month.start <= year.end:
        own = tuple(row for row in rows if month.contains(row.line.due.on))
        if own:
            found.append(Month(month.words, month.text, own))
        month = month.next()
    return found


def weeks_of(month: Period, rows: Sequence[Row], calendar: WorkingCalendar) -> list[list[Day]]:
    """A month as weeks from Monday to Sunday, with what is due and what is to be signed on each day."""
    on_day: dict[date, list[Row]] = {}
    to_sign: dict[date, list[tuple[Row, str]]] = {}
    for row in rows:
        on_day.setdefault(row.line.due.on, []).append(row)
        for step in row.line.steps:
            if step.signed_on is None and not row.over:
                to_sign.setdefault(step.latest, []).append((row, step.role))
    return [
        [
            Day(
                on=day,
                outside=not month.contains(day),
                closed=calendar.bank_holidays.get(day, ""),
                rows=tuple(on_day.get(day, ())),
                signatures=tuple(to_sign.get(day, ())),
            )
            for day in week
        ]
        for week in weeks_of_months.Calendar().monthdatescalendar(month.start.year, month.start.month)
    ]


def financial_year_of(day: date) -> Period:
    """The financial year that a day lies in."""
    return Period.financial_year(day.year if day.month >= 4 else day.year - 1)


def _is_asked(line: Line, asked: Asked, standard: DutyStandard) -> bool:
    if asked.state:
        if line.standing != asked.state:
            return False
    elif line.standing is Standing.DOES_NOT_APPLY:
        return False
    if asked.pack and (line.pack.id if line.pack else "own") != asked.pack:
        return False
    if asked.mine is not None and not is_mine(line, asked.mine):
        return False
    return asked.body is None or _is_of(line, asked.body, standard)


def _is_of(line: Line, body: Body, standard: DutyStandard) -> bool:
    if line.record is not None:
        return line.record.body_id == body.pk
    return standard.body_named(body.kind) in line.duty.owed_by
