"""The calendar of duties: by month, as a grid, as a file; with what conflicts and what has no day yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse

from aimwell.domain.periods import Period, PeriodKind
from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.duties import OVER, STANDING_WORDS, Standing
from aimwell.presentation.duty_calendar import FILE_TYPE
from aimwell.presentation.duty_words import rule_in_words
from aimwell.services.workplace.duty_calendar import (
    Line,
    SystemCalendar,
    lines_to_sign,
    overdue_lines,
    system_calendar,
)
from aimwell.services.workplace.duty_days import declared_duties
from aimwell.services.workplace.duty_feeds import as_calendar
from aimwell.services.workplace.duty_people import titles_held, waits_for
from aimwell.store.workplace.models import Body
from aimwell.web.doors import Door, Visit
from aimwell.web.pages.duty_rows import (
    Asked,
    Row,
    chosen,
    financial_year_of,
    months_of,
    row_of,
    weeks_of,
)
from aimwell.web.rendering import page

YEARS_AHEAD, YEARS_BEHIND = 3, 3
SOON = timedelta(days=30)
MOST_ON_DESK = 20
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class FilterForm(forms.Form):
    """Which due dates to show."""

    year = forms.ChoiceField(label="Financial year", required=False)
    body = forms.ChoiceField(label="Body", required=False)
    state = forms.ChoiceField(
        label="Where it stands",
        required=False,
        choices=[("", "Anywhere"), *((state.value, words) for state, words in STANDING_WORDS.items())],
    )
    pack = forms.ChoiceField(label="Set by", required=False)
    mine = forms.BooleanField(label="Only mine", required=False)
    use_required_attribute = False


@dataclass(frozen=True)
class DutyDesk:
    """What of duties needs the visitor: late, soon, waiting for their signature, and taken up by nobody."""

    overdue: tuple[Row, ...]  # the oldest
    how_many_overdue: int
    soon: tuple[Row, ...]
    to_sign: tuple[Row, ...]
    not_taken_up: int


def listing(visit: Visit) -> HttpResponse:
    """A year, month by month."""
    form, asked = _asked(visit)
    calendar = _calendar(visit, asked)
    rows = [row_of(line, visit.system.code) for line in chosen(calendar.lines, asked, calendar.standard)]
    given = {
        **_shared(visit, form, asked),
        "title": "Duties and deadlines",
        "months": months_of(asked.year, rows),
        "count": len(rows),
        "conflicts": sum(len(row.line.conflicts) for row in rows),
        "untaken": sum(row.line.standing is Standing.NOT_TAKEN_UP for row in rows),
        "awaited": [(duty, rule_in_words(duty)) for duty in calendar.awaited] if _all(asked) else [],
    }
    return page(visit.request, "duties.html", given)


def month(visit: Visit) -> HttpResponse:
    """One month as a grid, with the last days for signatures."""
    form, asked = _asked(visit)
    shown = _month_asked(visit, asked)
    calendar = _calendar(visit, asked, first=shown.start - SOON, last=shown.end + timedelta(days=400))
    rows = [row_of(line, visit.system.code) for line in chosen(calendar.lines, asked, calendar.standard)]
    given = {
        **_shared(visit, form, asked),
        "title": f"Duties in {shown.words}",
        "month": shown,
        "weeks": weeks_of(shown, rows, calendar.known.calendar),
        "weekdays": WEEKDAYS,
        "before": shown.previous(),
        "after": shown.next(),
        "rows": [row for row in rows if shown.contains(row.line.due.on)],
    }
    return page(visit.request, "duty_month.html", given)


def download(visit: Visit) -> HttpResponse:
    """The year as a file for a phone or a mail program."""
    _, asked = _asked(visit)
    calendar = _calendar(visit, asked)
    lines = chosen(calendar.lines, asked, calendar.standard)
    name = f"Duties of {visit.system}, {asked.year.text}"
    headers = {
        "Content-Disposition": f'attachment; filename="duties-{visit.system.code}-{asked.year.start.year}.ics"'
    }
    text = as_calendar(lines, calendar, name=name, now=visit.now)
    return HttpResponse(text, content_type=FILE_TYPE, headers=headers)


def duties_for_desk(visit: Visit) -> DutyDesk:
    """What of duties needs the visitor today."""
    definitions, today, code = visit.settings.definitions, visit.today, visit.system.code
    asked: dict[str, Any] = {"definitions": definitions, "system": visit.system, "today": today}
    held = titles_held(visit.account, today)
    late, how_many = overdue_lines(**asked, most=MOST_ON_DESK)
    to_sign = lines_to_sign(**asked, held=held, most=MOST_ON_DESK) if held else ()
    near = system_calendar(**asked, first=today, last=today + SOON)
    return DutyDesk(
        overdue=_rows(late, code),
        how_many_overdue=how_many,
        soon=_rows((line for line in near.lines if line.standing not in OVER), code),
        to_sign=_rows((line for line in to_sign if waits_for(line, held)), code),
        not_taken_up=sum(line.standing is Standing.NOT_TAKEN_UP for line in near.lines),
    )


def _rows(lines: Iterable[Line], code: str) -> tuple[Row, ...]:
    return tuple(row_of(line, code) for line in lines)


def _asked(visit: Visit) -> tuple[FilterForm, Asked]:
    """The filter as it was asked for; a value that there is not counts as none."""
    this_year = financial_year_of(visit.today)
    form = FilterForm({"year": this_year.text, **visit.request.GET.dict()})
    bodies = {
        str(body.pk): body
        for body in Body.objects.filter(system=visit.system, valid_to=None).order_by("name", "pk")
    }
    packs = declared_duties(visit.settings.definitions).packs
    form.fields["year"].choices = [(year.text, year.text) for year in _years(this_year)]  # type: ignore[attr-defined]
    form.fields["body"].choices = [("", "Every body"), *((key, str(body)) for key, body in bodies.items())]  # type: ignore[attr-defined]
    form.fields["pack"].choices = [  # type: ignore[attr-defined]
        ("", "Anybody"),
        ("own", "This system itself"),
        *((pack.id, pack.title) for pack in packs),
    ]
    form.is_valid()
    given = form.cleaned_data
    mine = titles_held(visit.account, visit.today) if given.get("mine") else None
    year = _year(given.get("year") or "", this_year)
    asked = Asked(
        year, bodies.get(given.get("body") or ""), given.get("state", ""), given.get("pack", ""), mine
    )
    return form, asked


def _calendar(
    visit: Visit, asked: Asked, *, first: date | None = None, last: date | None = None
) -> SystemCalendar:
    return system_calendar(
        definitions=visit.settings.definitions,
        system=visit.system,
        first=first or asked.year.start,
        last=last or asked.year.end,
        today=visit.today,
        body=asked.body,
    )


def _shared(visit: Visit, form: FilterForm, asked: Asked) -> dict[str, object]:
    kept = [(name, value) for name, value in visit.request.GET.items() if value and name != "month"]
    return {
        "visit": visit,
        "form": form,
        "year": asked.year,
        "query": urlencode(kept),
        "filtered": not asked.all_of_the_year,
        "may_edit": visit.may(Act.EDIT_DUTIES),
        "no_person": asked.mine is not None and not asked.mine,
    }


def _all(asked: Asked) -> bool:
    return not asked.state and not asked.pack and asked.mine is None


def _month_asked(visit: Visit, asked: Asked) -> Period:
    try:
        found = Period.parse(visit.request.GET.get("month", ""))
    except Problem:
        found = None
    if found is not None and found.kind is PeriodKind.MONTH and _near(found, visit.today):
        return found
    in_year = asked.year.contains(visit.today)
    day = visit.today if in_year else asked.year.start
    return Period.month(day.year, day.month)


def _near(period: Period, today: date) -> bool:
    return today.year - YEARS_BEHIND - 1 <= period.start.year <= today.year + YEARS_AHEAD + 1


def _years(this_year: Period) -> list[Period]:
    first = this_year.start.year
    return [Period.financial_year(year) for year in range(first - YEARS_BEHIND, first + YEARS_AHEAD + 1)]


def _year(text: str, this_year: Period) -> Period:
    return next((year for year in _years(this_year) if year.text == text), this_year)


DOORS = (
    Door("duties", "<system>/duties/", listing, Act.READ),
    Door("duties-month", "<system>/duties/month/", month, Act.READ),
    Door("duties-file", "<system>/duties/duties.ics", download, Act.READ),
)
