"""The text of a plan, part by part; and saying a part no more."""

from collections.abc import Callable

from django import forms
from django.http.response import HttpResponseBase

from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.plan_parts import (
    Withdrawable,
    add_section,
    change_section,
    put_in_again,
    withdraw,
)
from aimwell.store.workplace.models import Action, BudgetLine, Commitment, Need, Plan, PlanSection
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm
from aimwell.web.pages.plans import confirmed, home
from aimwell.web.rendering import page
from aimwell.web.taking import done, told_in


class SectionForm(ChangeForm):
    """A heading and the text under it."""

    heading = forms.CharField(label="Heading", max_length=200)
    words = forms.CharField(
        label="Text", widget=forms.Textarea(attrs={"rows": 12}), required=False,
        help_text="An empty line begins a new paragraph. Lines that begin with a hyphen become a list.",
    )  # fmt: skip
    position = forms.IntegerField(
        label="Place in the plan", min_value=0, max_value=999, required=False,
        help_text="Lower numbers stand first. Empty for the end.",
    )  # fmt: skip


def add(visit: Visit) -> HttpResponseBase:
    """Add a section."""
    form = SectionForm(visit.request.POST or None)
    if visit.request.method == "POST" and form.is_valid():
        fields = {name: value for name, value in form.values().items() if value is not None}
        with told_in(form):
            add_section(asking=visit.asking(), plan=visit.record, fields=fields)
            done(visit.request, "The section was added")
            return home(visit, visit.record.pk)
    return page(visit.request, "form.html", {"title": "Add a section", "visit": visit, "form": form})


def edit(visit: Visit) -> HttpResponseBase:
    """Change a section."""
    section = visit.record
    held = {name: getattr(section, name) for name in ("heading", "words", "position")}
    form = SectionForm(visit.request.POST or None, initial={**held, "seen": section.version})
    if visit.request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        fields = {name: value for name, value in form.values().items() if value is not None}
        with told_in(form):
            changed = change_section(asking=visit.asking(), section=section, fields=fields, seen=seen)
            done(visit.request, "The section was changed" if changed else "Nothing was different")
            return home(visit, section.plan_id)
    return page(visit.request, "form.html", {"title": "Change a section", "visit": visit, "form": form})


def _back(record: Withdrawable) -> tuple[str, object]:
    """The door and the record that somebody goes back to."""
    match record:
        case PlanSection():
            return "plan", record.plan
        case Commitment():
            return "commitment", record
        case Action():
            return "action", record
        case Need():
            return "need", record
        case BudgetLine():
            return "budget-line", record


def withdrawing(words: str) -> Callable[[Visit], HttpResponseBase]:
    """A view that withdraws a record, or puts it back where it was withdrawn."""

    def view(visit: Visit) -> HttpResponseBase:
        """Say it no more, or again."""
        record = visit.record
        door, home_record = _back(record)
        gone = record.withdrawn
        act = put_in_again if gone else withdraw
        return confirmed(
            visit,
            title=f"{'Put back' if gone else 'Withdraw'}: {record}",
            button="Put it back" if gone else "Withdraw it",
            told=f"The {words} is back" if gone else f"The {words} is withdrawn; its history stays",
            sentences=(
                (f"The {words} will be said again.",)
                if gone
                else (
                    f"The {words} will no longer be said, and the golden thread leaves it out.",
                    "Its history stays, and it can be put back.",
                )
            ),
            act=lambda: act(asking=visit.asking(), record=record),
            plan=home_record,
            door=door,
        )

    return view


BOTH = ("GET", "POST")


def withdraw_door(kind: str, folder: str, words: str, about: type[Withdrawable]) -> Door:
    """The door by which a kind of record is withdrawn and put back."""
    path = f"<system>/{folder}/<uuid:record>/withdraw/"
    return Door(f"{kind}-withdraw", path, withdrawing(words), Act.EDIT_PLANS, BOTH, about)


DOORS = (
    Door("section-add", "<system>/plans/<uuid:record>/sections/add/", add, Act.EDIT_PLANS, BOTH, Plan),
    Door("section-edit", "<system>/sections/<uuid:record>/edit/", edit, Act.EDIT_PLANS, BOTH, PlanSection),
    withdraw_door("section", "sections", "section", PlanSection),
)
