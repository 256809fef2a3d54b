"""The log: of a system, of one record, or of everything; its download, and whether it holds together."""

import csv
import io
from collections.abc import Iterator

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from aimwell.domain.workplace.access import Act
from aimwell.gateways.uploads.formula_text import made_safe
from aimwell.services.workplace.ask_log import LogFilter, acts, as_lines, entries, standing, table
from aimwell.web.doors import Door, Visit
from aimwell.web.paging import paged
from aimwell.web.rendering import page

OUTCOMES = [("", "Done or refused"), ("done", "Done"), ("refused", "Refused")]


class LogForm(forms.Form):
    """Which entries to show."""

    who = forms.CharField(label="Who", required=False, max_length=120)
    act = forms.ChoiceField(label="What", required=False)
    outcome = forms.ChoiceField(label="Outcome", required=False, choices=OUTCOMES)
    record = forms.UUIDField(widget=forms.HiddenInput, required=False)
    use_required_attribute = False


def show(visit: Visit) -> HttpResponse:
    """The log, a page at a time, the newest first."""
    system = str(visit.system.pk) if visit.system_found else ""
    form = _form(visit.request)
    asked = _asked(form, system)
    part = paged(visit.request, entries(asked))
    lines = as_lines(list(part.rows))
    given = {
        "title": "Log" if system else "The whole log",
        "visit": visit,
        "form": form,
        "list": part,
        "lines": lines,
        "about": lines[0].entry.label if asked.record and lines else "",
        "filtered": asked != LogFilter(system=system),
        "standing": standing(now=visit.now, whole=visit.request.GET.get("check") == "all"),
        "query": visit.request.GET.urlencode(),
    }
    return page(visit.request, "log.html", given)


def download(visit: Visit) -> HttpResponseBase:
    """The same entries as a table."""
    system = str(visit.system.pk) if visit.system_found else ""
    rows = table(_asked(_form(visit.request), system))
    name = f"log-{visit.system.code}" if visit.system_found else "log"
    return StreamingHttpResponse(
        _as_csv(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _as_csv(rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield "\ufeff"  # so that spreadsheet programs read it as UTF-8
    for row in rows:
        text = io.StringIO()
        csv.writer(text).writerow([made_safe(cell) for cell in row])
        yield text.getvalue()


def _form(request: HttpRequest) -> LogForm:
    form = LogForm(request.GET)
    form.fields["act"].choices = [("", "Anything"), *((act, act) for act in acts())]  # type: ignore[attr-defined]
    return form


def _asked(form: LogForm, system: str) -> LogFilter:
    """What the form asks for; a field that cannot be understood asks for nothing."""
    form.is_valid()
    given = form.cleaned_data
    return LogFilter(
        system=system,
        act=given.get("act") or "",
        actor=given.get("who") or "",
        record=str(given.get("record") or ""),
        outcome=given.get("outcome") or "",
    )


DOORS = (
    Door("whole-log", "log/", show, Act.READ_LOG),
    Door("whole-log-download", "log.csv", download, Act.READ_LOG),
    Door("log", "<system>/log/", show, Act.READ_LOG),
    Door("log-download", "<system>/log.csv", download, Act.READ_LOG),
)
