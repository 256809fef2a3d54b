"""Priorities: the list under its ceiling, one priority, and its form."""

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from aimwell.domain.measures import Aim
from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.priorities import add_priority, change_priority
from aimwell.store.workplace.models import Priority
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm, DayField
from aimwell.web.rendering import page


class PriorityForm(ChangeForm):
    """What is said of a priority."""

    title = forms.CharField(label="Priority", max_length=200)
    level = forms.ChoiceField(
        label="Whose priority it is",
        choices=[("local", "Local"), ("national", "National")],
        widget=forms.RadioSelect,
    )
    aim = forms.ChoiceField(label="Aim", choices=[(aim.value, aim.value.capitalize()) for aim in Aim])
    why = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    starts = DayField(label="From", required=False)
    ends = DayField(label="Until", required=False)


def listing(visit: Visit) -> HttpResponse:
    """All priorities of a system."""
    found = Priority.objects.filter(system=visit.system).order_by("state", "position", "title")
    return page(
        visit.request, "priorities.html", {"title": "Priorities", "visit": visit, "priorities": found}
    )


def add(visit: Visit) -> HttpResponseBase:
    """The form of a new priority."""
    form = PriorityForm(visit.request.POST or None)
    if visit.request.method == "POST" and form.is_valid():
        made = add_priority(asking=visit.asking(), system=visit.system, fields=form.values())
        return redirect("priority", system=visit.system.code, record=made.pk)
    return page(visit.request, "form.html", {"title": "Add a priority", "visit": visit, "form": form})


def show(visit: Visit) -> HttpResponse:
    """One priority."""
    return page(
        visit.request,
        "priority.html",
        {"title": visit.record.title, "visit": visit, "priority": visit.record},
    )


def edit(visit: Visit) -> HttpResponseBase:
    """The form of a priority."""
    priority = visit.record
    held = {name: getattr(priority, name) for name in PriorityForm.base_fields if hasattr(priority, name)}
    form = PriorityForm(visit.request.POST or None, initial={**held, "seen": priority.version})
    if visit.request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        change_priority(asking=visit.asking(), priority=priority, fields=form.values(), seen=seen)
        return redirect("priority", system=visit.system.code, record=priority.pk)
    return page(visit.request, "form.html", {"title": "Change a priority", "visit": visit, "form": form})


DOORS = (
    Door("priorities", "<system>/priorities/", listing, Act.READ),
    Door("priority-add", "<system>/priorities/add/", add, Act.EDIT_PRIORITIES, ("GET", "POST")),
    Door("priority", "<system>/priorities/<uuid:record>/", show, Act.READ, about=Priority),
    Door(
        "priority-edit",
        "<system>/priorities/<uuid:record>/edit/",
        edit,
        Act.EDIT_PRIORITIES,
        ("GET", "POST"),
        Priority,
    ),
)
