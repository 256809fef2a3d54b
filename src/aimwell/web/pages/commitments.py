"""Commitments of a plan: what each says, the priority and targets it serves, its actions."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.states import State
from aimwell.presentation.plan_text import parts_of_text
from aimwell.presentation.promise_words import KIND_WORDS
from aimwell.services.workplace.ask_log import as_lines
from aimwell.services.workplace.ask_plans import commitments_of
from aimwell.services.workplace.deciding import history_of
from aimwell.services.workplace.plan_parts import add_commitment, change_commitment
from aimwell.services.workplace.standings import standings_of_drafts
from aimwell.store.workplace.models import Action, Commitment, Plan, Priority, Target
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm
from aimwell.web.pages.plan_sections import withdraw_door
from aimwell.web.pages.plans import is_late
from aimwell.web.pages.targets import asking_of
from aimwell.web.rendering import page
from aimwell.web.taking import done, told_in


class CommitmentForm(ChangeForm):
    """What a plan commits its partners to."""

    title = forms.CharField(
        label="Commitment", max_length=300, help_text="As you would say it to a resident."
    )
    words = forms.CharField(label="In more words", widget=forms.Textarea(attrs={"rows": 5}), required=False)
    priority = forms.ModelChoiceField(
        Priority.objects.none(), label="Priority it serves", required=False, empty_label="None yet"
    )
    position = forms.IntegerField(
        label="Place in the plan", min_value=0, max_value=999, required=False,
        help_text="Lower numbers stand first. Empty for the end.",
    )  # fmt: skip

    def __init__(self, *arguments: Any, visit: Visit, **options: Any) -> None:
        super().__init__(*arguments, **options)
        live = Priority.objects.filter(system=visit.system).exclude(state=State.RETIRED.value)
        self.fields["priority"].queryset = live.order_by("title")  # type: ignore[attr-defined]


class TargetsForm(ChangeForm):
    """The targets that a commitment serves."""

    targets = forms.ModelMultipleChoiceField(
        Target.objects.none(), label="Targets it serves", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *arguments: Any, commitment: Commitment, **options: Any) -> None:
        super().__init__(*arguments, **options)
        rows = Target.objects.filter(system=commitment.system).exclude(state=State.RETIRED.value)
        own = [target.pk for target in commitment.targets.all()]
        if commitment.priority_id:
            rows = rows.filter(priority=commitment.priority_id) | rows.filter(pk__in=own)
        self.fields["targets"].queryset = rows.distinct().order_by("title", "pk")  # type: ignore[attr-defined]


def _given(form: CommitmentForm) -> dict[str, Any]:
    """The fields of a form; an empty place leaves it to the service."""
    return {name: value for name, value in form.values().items() if name != "position" or value is not None}


def add(visit: Visit) -> HttpResponseBase:
    """Add a commitment to a plan; ?priority= fills the priority."""
    chosen = {"priority": visit.request.GET.get("priority", "")}
    form = CommitmentForm(visit.request.POST or None, initial=chosen, visit=visit)
    if visit.request.method == "POST" and form.is_valid():
        with told_in(form):
            made = add_commitment(asking=visit.asking(), plan=visit.record, fields=_given(form))
            done(visit.request, "The commitment was added. Next: its targets and actions")
            return redirect("commitment", system=visit.system.code, record=made.pk)
    return page(visit.request, "form.html", {"title": "Add a commitment", "visit": visit, "form": form})


def edit(visit: Visit) -> HttpResponseBase:
    """Change what a commitment says."""
    row = visit.record
    names = ("title", "words", "position")
    held = {**{name: getattr(row, name) for name in names}, "priority": row.priority_id, "seen": row.version}
    form = CommitmentForm(visit.request.POST or None, initial=held, visit=visit)
    if visit.request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        with told_in(form):
            changed = change_commitment(asking=visit.asking(), commitment=row, fields=_given(form), seen=seen)
            return _changed(visit, changed=changed)
    return page(visit.request, "form.html", {"title": "Change a commitment", "visit": visit, "form": form})


def targets(visit: Visit) -> HttpResponseBase:
    """Tie a commitment to the targets it serves."""
    row = visit.record
    held = {"targets": [target.pk for target in row.targets.all()], "seen": row.version}
    form = TargetsForm(visit.request.POST or None, initial=held, commitment=row)
    if visit.request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with told_in(form):
            changed = change_commitment(
                asking=visit.asking(), commitment=row, fields={}, seen=given["seen"],
                targets=list(given["targets"]),
            )  # fmt: skip
            return _changed(visit, changed=changed)
    return page(visit.request, "form.html", {"title": "Targets it serves", "visit": visit, "form": form})


def _changed(visit: Visit, *, changed: bool) -> HttpResponseBase:
    done(visit.request, "The commitment was changed" if changed else "Nothing was different")
    return redirect("commitment", system=visit.system.code, record=visit.record.pk)


def show(visit: Visit) -> HttpResponse:
    """One commitment: its priority, its targets and how they stand, its actions."""
    rows = Commitment.objects.filter(pk=visit.record.pk)
    row = commitments_of(rows).first() or rows.select_related("plan", "priority").get()
    own = sorted(row.targets.all(), key=lambda target: target.title)
    actions = [] if row.withdrawn else list(row.actions.all())
    given = {
        "title": row.title,
        "visit": visit,
        "commitment": row,
        "words": parts_of_text(row.words),
        "targets": own,
        "kind_words": KIND_WORDS,
        "standings": standings_of_drafts(ask=asking_of(visit), targets=own),
        "actions": [(action, is_late(action, visit.today)) for action in actions],
        "left_out": Action.objects.filter(commitment=row, withdrawn=True).order_by("title"),
        "history": as_lines(history_of([row.pk, *(action.pk for action in actions)])),
        "may_edit": visit.may(Act.EDIT_PLANS) and row.plan.state != State.RETIRED.value,
    }
    return page(visit.request, "commitment.html", given)


BOTH = ("GET", "POST")
DOORS = (
    Door("commitment-add", "<system>/plans/<uuid:record>/commitments/add/", add, Act.EDIT_PLANS, BOTH, Plan),
    Door("commitment", "<system>/commitments/<uuid:record>/", show, Act.READ, about=Commitment),
    Door("commitment-edit", "<system>/commitments/<uuid:record>/edit/", edit, Act.EDIT_PLANS, BOTH, Commitment),
    Door(
        "commitment-targets", "<system>/commitments/<uuid:record>/targets/", targets, Act.EDIT_PLANS, BOTH, Commitment
    ),
    withdraw_door("commitment", "commitments", "commitment", Commitment),
)  # fmt: skip
