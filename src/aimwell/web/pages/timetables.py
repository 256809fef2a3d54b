"""A timetable that somebody pastes, held to its own table: what contradicts, what agrees, what a person has to read."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from aimwell.domain.duties.due_dates import day_in_words
from aimwell.domain.duties.timetables import Finding, Reading, Row, read_against_table
from aimwell.domain.working_days import closed_because
from aimwell.domain.workplace.access import Act
from aimwell.gateways.bank_holidays import english_calendar
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import DayField
from aimwell.web.pages.duty_rows import crumbs
from aimwell.web.rendering import page

LONGEST = 20_000
MOST_ROWS = 300
YEARS_AROUND = 12
LONGEST_ADDRESS = 3000


class TimetableForm(forms.Form):
    """The text and the table of a timetable."""

    table = forms.CharField(
        label="The table",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="One row a line: what is due, then the day, with a semicolon or a tab between. "
        "Submission, June; 26 June 2026",
        error_messages={"required": "Paste the table"},
    )
    text = forms.CharField(
        label="The text",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="What is said about the days: 'Resubmission is due within three weeks of the submission.'",
        error_messages={"required": "Paste the text"},
    )
    use_required_attribute = False

    def clean_table(self) -> list[Row]:
        """Rows of the table; a line that is none is told by its number."""
        lines = [line.strip() for line in self.cleaned_data["table"].splitlines() if line.strip()]
        if len(lines) > MOST_ROWS:
            raise forms.ValidationError(
                f"A table of {len(lines)} rows; at most {MOST_ROWS} are taken at once."
            )
        rows = [self._row(number, line) for number, line in enumerate(lines, start=1)]
        if not rows:
            raise forms.ValidationError("Paste the table")
        return rows

    def _row(self, number: int, line: str) -> Row:
        what, _, day = line.rpartition("\t") if "\t" in line else line.rpartition(";")
        try:
            on = DayField().clean(day.strip())
        except forms.ValidationError:
            on = None
        if on is None or not what.strip():
            raise forms.ValidationError(f"Line {number} is not 'what; day': {line[:80]}")
        return Row(what.strip(), on)


@dataclass(frozen=True)
class Checked:
    """What the check of a timetable found."""

    contradicts: tuple[Reading, ...]
    agrees: tuple[Reading, ...]
    cannot_tell: tuple[Reading, ...]
    closed: tuple[tuple[Row, str], ...]
    carry: str


def check(visit: Visit) -> HttpResponse:
    """The form, and under it what was found. Nothing is kept."""
    form = TimetableForm(visit.request.POST or None)
    found = None
    if visit.request.method == "POST" and form.is_valid():
        years = [row.on.year for row in form.cleaned_data["table"]]
        if all(abs(year - visit.today.year) <= YEARS_AROUND for year in years):
            found = _check(visit, form)
        else:
            form.add_error(
                "table", f"Days more than {YEARS_AROUND} years from today have no bank holidays yet."
            )
    given = {
        "title": "Check a timetable",
        "visit": visit,
        "crumbs": crumbs(visit),
        "form": form,
        "found": found,
        "in_words": day_in_words,
        "may_edit": visit.may(Act.EDIT_DUTIES),
    }
    return page(visit.request, "timetable.html", given)


def _check(visit: Visit, form: TimetableForm) -> Checked:
    rows: list[Row] = form.cleaned_data["table"]
    around = YEARS_AROUND + 1
    calendar = english_calendar(visit.today.year - around, visit.today.year + around)
    readings = read_against_table(form.cleaned_data["text"], rows, calendar)
    carry = urlencode(
        {"dates": "\n".join(f"{row.what.replace(';', ',')}; {row.on.isoformat()}" for row in rows)}
    )
    address = reverse("own-duty-add", kwargs={"system": visit.system.code})
    return Checked(
        contradicts=_of(Finding.CONTRADICTS, readings),
        agrees=_of(Finding.AGREES, readings),
        cannot_tell=_of(Finding.CANNOT_TELL, readings),
        closed=tuple((row, because) for row in rows if (because := closed_because(row.on, calendar))),
        carry=f"{address}?{carry}" if len(carry) <= LONGEST_ADDRESS else "",
    )


def _of(finding: Finding, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    return tuple(each for each in readings if each.finding is finding)


DOORS = (Door("timetable", "<system>/duties/timetable/", check, Act.READ, ("GET", "POST"), heavy=True),)
