"""Actions: who does what by when, with whom, with which money, and what shows whether it works."""

import difflib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from aimwell.domain.measures import Measure
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.states import State
from aimwell.presentation.plan_text import parts_of_text
from aimwell.presentation.sentences import verdict_sentence
from aimwell.services.workplace.ask_log import as_lines
from aimwell.services.workplace.deciding import history_of
from aimwell.services.workplace.figures import verdict_on
from aimwell.services.workplace.plan_parts import add_action, change_action
from aimwell.store.workplace.models import Action, Body, BudgetLine, Commitment
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm, DayField
from aimwell.web.pages.plan_sections import withdraw_door
from aimwell.web.pages.plans import bodies_of, is_late
from aimwell.web.pages.targets import measures_of, topic_of
from aimwell.web.rendering import page
from aimwell.web.taking import PostField, done, owners, told_in

PROGRESS = [
    ("not_started", "Not started"),
    ("under_way", "Under way"),
    ("done", "Done"),
    ("stopped", "Stopped"),
]


class BudgetField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A budget line, said with its amount."""

    def label_from_instance(self, obj: BudgetLine) -> str:
        """Grant: £1,200.50 in 2026/27."""
        return f"{obj.title}: £{obj.amount:,.2f} in {obj.year}"


class ProgressForm(ChangeForm):
    """How an action goes."""

    progress = forms.ChoiceField(label="How it goes", widget=forms.RadioSelect, choices=PROGRESS)
    done_on = DayField(label="Done on", required=False)

    def __init__(self, *arguments: Any, visit: Visit, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.visit = visit

    def clean(self) -> dict[str, Any]:
        """What is done has a day, and no other has one."""
        given = self.cleaned_data
        is_done, day = given.get("progress") == "done", given.get("done_on")
        if is_done and not day and "done_on" not in self.errors:
            self.add_error("done_on", "Say on which day it was done")
        if not is_done and day:
            self.add_error(
                "done_on", "It has a day on which it was done: say that it is done, or take the day away"
            )
        if day and day > self.visit.today:
            self.add_error("done_on", "This day lies ahead")
        return given


class ActionForm(ProgressForm):
    """What somebody does by a day."""

    title = forms.CharField(
        label="Action", max_length=300, help_text="What somebody does, not what is hoped for."
    )
    words = forms.CharField(label="In more words", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    owner = PostField(label="Who answers for it")
    partners = forms.ModelMultipleChoiceField(
        Body.objects.none(), label="Partners", widget=forms.CheckboxSelectMultiple, required=False
    )
    due = DayField(label="Due", required=False)
    budget = BudgetField(
        BudgetLine.objects.none(), label="Money", required=False, empty_label="No budget line yet",
        help_text="Where it costs nothing extra, the line that pays the people who do it.",
    )  # fmt: skip
    measures = forms.CharField(
        label="What will show whether it works", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Measures of the catalogue, one a line, by name or id. Empty where the targets of its commitment do.",
    )  # fmt: skip

    field_order = ("title", "words", "owner", "partners", "due", "progress", "done_on", "budget", "measures")

    def __init__(self, *arguments: Any, visit: Visit, **options: Any) -> None:
        super().__init__(*arguments, visit=visit, **options)
        self.fields["owner"].queryset = owners(visit.system)  # type: ignore[attr-defined]
        self.fields["partners"].queryset = bodies_of(visit)  # type: ignore[attr-defined]
        lines = BudgetLine.objects.filter(system=visit.system, withdrawn=False)
        self.fields["budget"].queryset = lines.order_by("title", "pk")  # type: ignore[attr-defined]

    def clean_measures(self) -> str:
        """Measures by id or title; what is neither is told with what comes near."""
        known = measures_of(self.visit)
        found, problems = measures_named(self.cleaned_data["measures"], known)
        for words in problems:
            self.add_error("measures", words)
        return " ".join(found)


def measures_named(text: str, known: Mapping[str, Measure]) -> tuple[list[str], list[str]]:
    """The ids of the measures that lines name, and what is wrong with the other lines. Nothing near is guessed."""
    by_words = {
        name.casefold(): each.id for each in known.values() for name in (each.title, each.short, each.id)
    }
    found, problems = [], []
    for line in (line.strip() for line in text.splitlines()):
        if not line:
            continue
        if line.casefold() in by_words:
            found.append(by_words[line.casefold()])
            continue
        near = difflib.get_close_matches(line.casefold(), by_words, n=3)
        offered = " or ".join(
            f"'{known[name].title}'" for name in dict.fromkeys(by_words[each] for each in near)
        )
        problems.append(f"There is no measure '{line}'.{f' Did you mean {offered}?' if offered else ''}")
    return list(dict.fromkeys(found)), problems


def _split(form: ActionForm) -> tuple[dict[str, Any], list[Body]]:
    fields = form.values()
    return fields, list(fields.pop("partners"))


def add(visit: Visit) -> HttpResponseBase:
    """Add an action to a commitment."""
    form = ActionForm(visit.request.POST or None, initial={"progress": "not_started"}, visit=visit)
    if visit.request.method == "POST" and form.is_valid():
        fields, partners = _split(form)
        with told_in(form):
            made = add_action(
                asking=visit.asking(), commitment=visit.record, fields=fields, measures=measures_of(visit),
                partners=partners,
            )  # fmt: skip
            done(visit.request, "The action was added")
            return redirect("action", system=visit.system.code, record=made.pk)
    return page(visit.request, "form.html", {"title": "Add an action", "visit": visit, "form": form})


def edit(visit: Visit) -> HttpResponseBase:
    """Change an action."""
    row = visit.record
    known = measures_of(visit)
    titles = [known[each].title if each in known else each for each in row.measures.split()]
    held = {name: getattr(row, name) for name in ("title", "words", "due", "progress", "done_on")}
    held |= {
        "owner": row.owner_id, "budget": row.budget_id, "measures": "\n".join(titles), "seen": row.version,
        "partners": [each.pk for each in row.partners.all()],
    }  # fmt: skip
    form = ActionForm(visit.request.POST or None, initial=held, visit=visit)
    if visit.request.method == "POST" and form.is_valid():
        fields, partners = _split(form)
        return _save(visit, form, fields, partners) or _shown(visit, form, "Change an action")
    return _shown(visit, form, "Change an action")


def progress(visit: Visit) -> HttpResponseBase:
    """Report how an action goes."""
    row = visit.record
    held = {"progress": row.progress, "done_on": row.done_on, "seen": row.version}
    form = ProgressForm(visit.request.POST or None, initial=held, visit=visit)
    form.fields["because"].label = "What has happened"
    if visit.request.method == "POST" and form.is_valid():
        return _save(visit, form, form.values(), None) or _shown(visit, form, "How it goes")
    return _shown(visit, form, "How it goes")


def _shown(visit: Visit, form: ChangeForm, title: str) -> HttpResponse:
    return page(visit.request, "form.html", {"title": title, "visit": visit, "form": form})


def _save(
    visit: Visit, form: ChangeForm, fields: dict[str, Any], partners: list[Body] | None
) -> HttpResponseBase | None:
    with told_in(form):
        changed = change_action(
            asking=visit.asking(), action=visit.record, fields=fields, measures=measures_of(visit),
            seen=form.cleaned_data["seen"], partners=partners,
        )  # fmt: skip
        done(visit.request, "The action was changed" if changed else "Nothing was different")
        return redirect("action", system=visit.system.code, record=visit.record.pk)
    return None


def show(visit: Visit) -> HttpResponse:
    """One action, with the money behind it and the figures that show whether it works."""
    rows = Action.objects.select_related(
        "commitment__plan", "commitment__priority", "owner__body", "owner__person", "budget"
    )
    row = rows.get(pk=visit.record.pk)
    given = {
        "title": row.title,
        "visit": visit,
        "action": row,
        "words": parts_of_text(row.words),
        "late": is_late(row, visit.today),
        "partners": row.partners.order_by("name"),
        "measures": [_measure(visit, name) for name in row.measures.split()],
        "history": as_lines(history_of([row.pk])),
        "may_edit": visit.may(Act.EDIT_PLANS) and row.commitment.plan.state != State.RETIRED.value,
    }
    return page(visit.request, "action.html", given)


def _measure(visit: Visit, name: str) -> tuple[str, str]:
    """A measure and what its released figures say of the system."""
    measure = measures_of(visit).get(name)
    placed = verdict_on(visit.settings.store, measure=name, place=visit.system.figures_code)
    if measure is None or placed is None:
        return measure.title if measure else name, "No release has figures of this measure here yet."
    return measure.title, verdict_sentence(topic_of(placed, measure), placed.verdict)


BOTH = ("GET", "POST")
DOORS = (
    Door("action-add", "<system>/commitments/<uuid:record>/actions/add/", add, Act.EDIT_PLANS, BOTH, Commitment),
    Door("action", "<system>/actions/<uuid:record>/", show, Act.READ, about=Action),
    Door("action-edit", "<system>/actions/<uuid:record>/edit/", edit, Act.EDIT_PLANS, BOTH, Action),
    Door("action-progress", "<system>/actions/<uuid:record>/progress/", progress, Act.EDIT_PLANS, BOTH, Action),
    withdraw_door("action", "actions", "action", Action),
)  # fmt: skip
