"""Duties that a system sets itself, and the days from which others are counted."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from aimwell.domain.workplace.access import Act
from aimwell.presentation.duty_words import rule_in_words
from aimwell.services.workplace.duty_days import declared_duties, own_duties
from aimwell.services.workplace.own_duties import (
    add_own_duty,
    change_own_duty,
    events_counted_from,
    record_event,
    withdraw_event,
)
from aimwell.store.workplace.models import Happened, LocalDuty
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm, DayField
from aimwell.web.pages.duty_forms import ReasonForm
from aimwell.web.pages.duty_rows import crumbs
from aimwell.web.pages.own_duty_form import OwnDutyForm, as_typed
from aimwell.web.rendering import page
from aimwell.web.saving import saved
from aimwell.web.taking import done


class EventForm(ChangeForm):
    """What happened, and when."""

    event = forms.ChoiceField(label="What happened")
    on = DayField(label="The day it happened")
    note = forms.CharField(label="Where it can be seen", required=False, max_length=400)


def listing(visit: Visit) -> HttpResponse:
    """The system's own duties, those that have ended too, and what happened."""
    rows = LocalDuty.objects.filter(system=visit.system).select_related("body").order_by("title", "pk")
    duties = {duty.id: duty for duty in own_duties(visit.settings.definitions, visit.system)}
    events = Happened.objects.filter(system=visit.system, withdrawn=False).order_by("-on", "event")
    given = {
        "title": "Duties you set yourselves",
        "visit": visit,
        "crumbs": crumbs(visit),
        "rows": [(row, duties[row.duty_id], rule_in_words(duties[row.duty_id])) for row in rows],
        "events": events,
        "may_edit": visit.may(Act.EDIT_DUTIES),
    }
    return page(visit.request, "own_duties.html", given)


def add(visit: Visit) -> HttpResponseBase:
    """The form of a new duty; a timetable that was checked fills in its days."""
    first = {"unit": "working_days", "moves": "stays", "because": "", "kind": "single_date"}
    dates = visit.request.GET.get("dates", "")[:4000]
    form = _form(visit, first | ({"dates": dates, "kind": "stated_dates"} if dates else {}))

    def act() -> None:
        add_own_duty(
            asking=visit.asking(), system=visit.system, definitions=visit.settings.definitions, **form.own(),
            today=visit.today,
        )  # fmt: skip

    if visit.request.method == "POST" and saved(form, act):
        done(visit.request, "Added. Its days stand in the calendar.")
        return redirect("own-duties", system=visit.system.code)
    return _page(visit, form, "Add a duty of your own")


def edit(visit: Visit) -> HttpResponseBase:
    """The form of a duty that there is; to end it, give it a last day."""
    row: LocalDuty = visit.record
    standard = declared_duties(visit.settings.definitions).standard
    held = {
        **as_typed(row.declared, standard), "title": row.title, "body": row.body_id, "starts": row.starts,
        "ends": row.ends, "seen": row.version,
    }  # fmt: skip
    form = _form(visit, held, row)

    def act() -> None:
        change_own_duty(
            asking=visit.asking(), row=row, definitions=visit.settings.definitions, fields=form.own(),
            today=visit.today, seen=form.cleaned_data["seen"],
        )  # fmt: skip

    if visit.request.method == "POST" and saved(form, act):
        done(
            visit.request, "Changed. What was taken up keeps its day, and says if the rule now gives another."
        )
        return redirect("own-duties", system=visit.system.code)
    return _page(visit, form, f"Change: {row.title}")


def happened(visit: Visit) -> HttpResponseBase:
    """The form that says something happened from which days are counted."""
    form = EventForm(visit.request.POST or None)
    counted = events_counted_from(visit.settings.definitions)
    form.fields["event"].choices = [(event, f"{_words(event)} ({titles})") for event, titles in counted]  # type: ignore[attr-defined]

    def act() -> None:
        record_event(
            asking=visit.asking(), system=visit.system, definitions=visit.settings.definitions,
            **form.values(), today=visit.today,
        )  # fmt: skip

    if visit.request.method == "POST" and saved(form, act):
        done(visit.request, "Recorded. The days that are counted from it stand in the calendar.")
        return redirect("own-duties", system=visit.system.code)
    given = {
        "title": "Something happened that days are counted from",
        "visit": visit,
        "form": form,
        "crumbs": crumbs(visit),
    }
    return page(visit.request, "form.html", given)


def withdrawing(visit: Visit) -> HttpResponseBase:
    """Asks before the days that are counted from something go."""
    row: Happened = visit.record
    form = ReasonForm(visit.request.POST or None, initial={"seen": row.version})

    def act() -> None:
        withdraw_event(asking=visit.asking(), row=row, seen=form.cleaned_data["seen"])

    here = reverse("own-duties", kwargs={"system": visit.system.code})
    if visit.request.method == "POST" and saved(form, act):
        done(visit.request, "Withdrawn. The days that were counted from it are gone.")
        return redirect(here)
    given = {
        "title": f"It did not happen: {row}",
        "visit": visit,
        "form": form,
        "crumbs": crumbs(visit),
        "sentences": ["The days that are counted from it leave the calendar. What a body took up stays."],
        "button": "Withdraw it",
        "cancel": here,
    }
    return page(visit.request, "confirm.html", given)


def _form(visit: Visit, first: dict[str, Any], row: LocalDuty | None = None) -> OwnDutyForm:
    declared = declared_duties(visit.settings.definitions)
    own = LocalDuty.objects.filter(system=visit.system).order_by("title", "pk")
    others = [(each.duty_id, each.title) for each in own if row is None or each.pk != row.pk]
    packs = [(duty.id, duty.title) for pack in declared.packs for duty in pack.duties]
    events = [(event, _words(event)) for event, _ in events_counted_from(visit.settings.definitions)]
    return OwnDutyForm(
        visit.request.POST or None, initial=first, system=visit.system, standard=declared.standard,
        duties=[*others, *packs], events=events,
    )  # fmt: skip


def _page(visit: Visit, form: OwnDutyForm, title: str) -> HttpResponse:
    here = reverse("own-duties", kwargs={"system": visit.system.code})
    given = {
        "title": title,
        "visit": visit,
        "form": form,
        "crumbs": crumbs(visit, ("Duties you set yourselves", here)),
        "cancel": here,
        "shorts": [(body.short, body.name) for body in form.standard.bodies],
    }
    return page(visit.request, "own_duty_form.html", given)


def _words(event: str) -> str:
    return event.replace("-", " ").capitalize()


FORM = ("GET", "POST")
DOORS = (
    Door("own-duties", "<system>/duties/own/", listing, Act.READ),
    Door("own-duty-add", "<system>/duties/own/add/", add, Act.EDIT_DUTIES, FORM),
    Door("own-duty-edit", "<system>/duties/own/<uuid:record>/edit/", edit, Act.EDIT_DUTIES, FORM, LocalDuty),
    Door("duty-event-add", "<system>/duties/events/add/", happened, Act.EDIT_DUTIES, FORM),
    Door(
        "duty-event-withdraw", "<system>/duties/events/<uuid:record>/withdraw/", withdrawing, Act.EDIT_DUTIES,
        FORM, Happened,
    ),
)  # fmt: skip
