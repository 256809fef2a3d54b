"""What becomes of a checked paper: who reads the report, how long its sentences stay, and files to take away."""

import csv
import io
import json
from dataclasses import asdict, is_dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from aimwell.domain.claims.findings import ClaimsReport
from aimwell.domain.workplace.access import Act
from aimwell.gateways.uploads.formula_text import made_safe
from aimwell.presentation.claims_page import claims_page
from aimwell.presentation.claims_table import CLAIM_COLUMNS, claim_cells, report_as_json
from aimwell.services.workplace.claim_checks import (
    change_keeping,
    forget_words,
    has_words,
    keeping_rule,
    may_read,
    shown,
)
from aimwell.services.workplace.declared import catalogue_of
from aimwell.store.workplace.models import ClaimCheck
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm
from aimwell.web.pages.claim_report import crumbs
from aimwell.web.pages.claims import around
from aimwell.web.rendering import page
from aimwell.web.saving import saved
from aimwell.web.taking import done

SHEET = "sandbox; default-src 'none'; style-src 'unsafe-inline'"  # a file of its own, which brings its style along


class KeepingForm(ChangeForm):
    """Who reads a report, and for how long the paper's sentences are kept."""

    shared = forms.BooleanField(
        label="Let everybody with a role in this system read the report", required=False
    )

    def __init__(self, *args: Any, visit: Visit, with_words: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        rule = keeping_rule(visit.settings.definitions)
        if with_words:
            self.fields["longer"] = forms.ChoiceField(
                label="How long may its sentences be kept, from today?",
                widget=forms.RadioSelect,
                choices=[("no", f"For {rule.days} days"), ("yes", f"For {rule.longer_days} days")],
                error_messages={"required": "Choose for how long"},
            )


def keeping(visit: Visit) -> HttpResponseBase:
    """Change who reads the report, and for how long the sentences are kept."""
    check: ClaimCheck = visit.record
    room = around(visit)
    form = KeepingForm(
        visit.request.POST or None,
        visit=visit,
        with_words=has_words(check, room),
        initial={"shared": check.shared, "seen": check.version, "longer": "no"},
    )

    def act() -> None:
        change_keeping(
            asking=visit.asking(),
            check=check,
            around=room,
            shared=form.cleaned_data["shared"],
            longer=form.cleaned_data.get("longer") == "yes",
            seen=form.cleaned_data["seen"],
        )

    if visit.request.method == "POST" and saved(form, act):
        done(visit.request, "It is kept and shared as you said.")
        return redirect("claim-check", system=visit.system.code, record=check.pk)
    sentences = [f"About “{check.title}”."]
    return _asked(visit, "Who reads it, and how long it is kept", sentences, form, "Save")


def forget(visit: Visit) -> HttpResponseBase:
    """Throw the sentences away, once somebody has confirmed it."""
    check: ClaimCheck = visit.record
    form = ChangeForm(visit.request.POST or None)

    def act() -> None:
        forget_words(asking=visit.asking(), check=check, around=around(visit))

    if visit.request.method == "POST" and saved(form, act):
        done(visit.request, "The sentences of the paper are gone. What was found stays.")
        return redirect("claim-check", system=visit.system.code, record=check.pk)
    sentences = [
        f"The sentences of “{check.title}” will be gone from this server, and cannot be brought back.",
        "What was found stays: how many claims, their marks and reasons, the values they rest on, and where each stands.",
        "What is still asked can no longer be answered; hand the paper in again for that.",
    ]
    return _asked(visit, "Throw the sentences away", sentences, form, "Throw them away")


def _asked(visit: Visit, title: str, sentences: list[str], form: ChangeForm, button: str) -> HttpResponse:
    check: ClaimCheck = visit.record
    given = {
        "title": title,
        "visit": visit,
        "crumbs": crumbs(visit),
        "sentences": sentences,
        "form": form,
        "button": button,
        "cancel": reverse("claim-check", kwargs={"system": visit.system.code, "record": check.pk}),
    }
    return page(visit.request, "confirm.html", given)


def download(visit: Visit) -> HttpResponse:
    """The report as a page, table or data of its own (?as=html, csv or json)."""
    check: ClaimCheck = visit.record
    if not may_read(check, visit.actor).allowed:
        raise Http404
    told = shown(check, around(visit)).report
    kind = visit.request.GET.get("as", "csv")
    body, mime = _file(visit, told, kind)
    ending = kind if kind in ("html", "json") else "csv"
    name = f"claims-{visit.system.code}-{check.checked_on.isoformat()}.{ending}"
    answer = HttpResponse(
        body, content_type=mime, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
    answer.headers["Content-Security-Policy"] = SHEET
    return answer


def _file(visit: Visit, told: ClaimsReport, kind: str) -> tuple[str, str]:
    if kind == "html":
        style = files("aimwell.site").joinpath("assets/aimwell.css").read_text(encoding="utf-8")
        measures = catalogue_of(visit.settings.definitions).measures
        return str(claims_page(told, measures, style, commands=False)), "text/html; charset=utf-8"
    if kind == "json":
        text = json.dumps(report_as_json(told), default=_jsonable, ensure_ascii=False, indent=2)
        return text, "application/json"
    return _as_csv(told), "text/csv; charset=utf-8"


def _as_csv(told: ClaimsReport) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CLAIM_COLUMNS)
    for each in told.claims:
        writer.writerow([made_safe(cell) if isinstance(cell, str) else cell for cell in claim_cells(each)])
    return "\ufeff" + text.getvalue()  # so that spreadsheet programs read it as UTF-8


def _jsonable(thing: Any) -> Any:
    if isinstance(thing, date):
        return thing.isoformat()
    if is_dataclass(thing) and not isinstance(thing, type):
        return asdict(thing)
    raise TypeError(type(thing).__name__)


BOTH = ("GET", "POST")
DOORS = (
    Door(
        "claim-keeping", "<system>/claims/<uuid:record>/keeping/", keeping, Act.CHECK_CLAIMS, BOTH, ClaimCheck
    ),
    Door("claim-forget", "<system>/claims/<uuid:record>/forget/", forget, Act.CHECK_CLAIMS, BOTH, ClaimCheck),
    Door("claim-file", "<system>/claims/<uuid:record>/file/", download, Act.CHECK_CLAIMS, about=ClaimCheck),
)
