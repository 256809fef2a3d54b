"""Saying what a target promises: the catalogue of measures, the form of a new target and of one there is."""

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from aimwell.domain.measures import Measure
from aimwell.domain.values import EVERYONE
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.states import State
from aimwell.domain.workplace.target_rules import TargetSaid, faults_of
from aimwell.domain.workplace.trajectories import Point
from aimwell.services.workplace.declared import labels_of
from aimwell.services.workplace.figures import released_groups
from aimwell.services.workplace.targets import add_target, change_target
from aimwell.store.workplace.models import Priority, Target
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm, DayField, NumberField
from aimwell.web.pages.targets import choices_of_places, fetched, measures_of
from aimwell.web.rendering import page
from aimwell.web.taking import PostField, done, owners, told_in

MOST_FOUND = 40  # measures that a search shows


class TargetForm(ChangeForm):
    """What is promised."""

    title = forms.CharField(label="Target", max_length=300, help_text="As you would say it to a resident.")
    priority = forms.ModelChoiceField(Priority.objects.none(), label="Priority it serves", empty_label=None)
    measure = forms.CharField(
        label="Measure",
        max_length=80,
        required=False,
        help_text="Begin to type its name. Leave it empty while no measure of the catalogue fits.",
        widget=forms.TextInput(attrs={"list": "measures", "autocomplete": "off"}),
    )
    place = forms.ChoiceField(label="Place")
    breakdown = forms.CharField(
        label="For whom",
        max_length=80,
        required=False,
        help_text="'all' for everyone, or a group of the measure such as fifth:1.",
        widget=forms.TextInput(attrs={"list": "groups", "autocomplete": "off"}),
    )
    direction = forms.ChoiceField(
        label="Direction",
        required=False,
        choices=[("", "As the measure says"), ("higher", "Higher"), ("lower", "Lower"), ("keep", "Keep")],
    )
    value = NumberField(label="Value to reach", required=False)
    unit = forms.CharField(
        label="Unit", max_length=80, required=False, help_text="Empty for the measure's own."
    )
    by = DayField(label="By", required=False)
    owner = PostField(label="Who answers for it")
    evidence = forms.CharField(
        label="Evidence",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="The study, guidance or local trial it rests on.",
    )
    review_on = DayField(label="To be reviewed on", required=False)

    def __init__(self, *arguments: Any, visit: Visit, target: Target | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.visit, self.target = visit, target
        live = Priority.objects.filter(system=visit.system).exclude(state=State.RETIRED.value)
        self.fields["priority"].queryset = live.order_by("title")  # type: ignore[attr-defined]
        self.fields["owner"].queryset = owners(visit.system)  # type: ignore[attr-defined]
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (place.code, f"{place.name} ({place.code})") for place in choices_of_places(visit)
        ]

    def clean(self) -> dict[str, Any]:
        """Whatever the rules of targets say is wrong is told beside its field."""
        given = self.cleaned_data
        measure = self.measure_named(given.get("measure", ""))
        given["measure"] = measure.id if measure else given.get("measure", "")
        given["breakdown"] = given.get("breakdown") or EVERYONE
        if measure:
            given["unit"] = given.get("unit") or measure.unit
            better = measure.better.value
            given["direction"] = given.get("direction") or (better if better in ("higher", "lower") else "")
        kept = self.target
        said = TargetSaid(
            measure=given["measure"], place=given.get("place", ""), breakdown=given["breakdown"],
            direction=given.get("direction", ""), value=given.get("value"), by=given.get("by"),
            baseline_period=kept.baseline_period if kept and not forgets_baseline(kept, given) else "",
        )  # fmt: skip
        places = [place.code for place in choices_of_places(self.visit)]
        for fault in faults_of(said, measures=measures_of(self.visit), places=places):
            if fault.field in self.fields and fault.field not in self.errors:
                self.add_error(fault.field, fault.words)
        return given

    def measure_named(self, text: str) -> Measure | None:
        """A measure by its id, or by its title as the list of suggestions has it."""
        measures = measures_of(self.visit)
        plain = text.strip().casefold()
        return measures.get(text.strip()) or next(
            (
                each
                for each in measures.values()
                if plain and plain in (each.title.casefold(), each.short.casefold())
            ),
            None,
        )


def forgets_baseline(target: Target, given: dict[str, Any]) -> bool:
    """Whether a change makes the baseline another measure's, place's or group's."""
    return any(given.get(name) != getattr(target, name) for name in ("measure", "place", "breakdown"))


NO_BASELINE = {"baseline_value_id": "", "baseline": None, "baseline_period": ""}


def add(visit: Visit) -> HttpResponseBase:
    """The form of a new target; ?measure= and ?priority= fill what was chosen before."""
    chosen = {name: visit.request.GET.get(name, "") for name in ("measure", "priority", "title")}
    measure = measures_of(visit).get(chosen["measure"])
    chosen["measure"] = measure.title if measure else ""
    form = TargetForm(visit.request.POST or None, initial={**chosen, "breakdown": EVERYONE}, visit=visit)
    if visit.request.method == "POST" and form.is_valid():
        with told_in(form):
            made = add_target(asking=visit.asking(), system=visit.system, fields=form.values())
            done(visit.request, "The target was added as a draft. Next: where it starts")
            return redirect("target-baseline", system=visit.system.code, record=made.pk)
    return page(visit.request, "target_form.html", _form_page(visit, form, "Add a target"))


def edit(visit: Visit) -> HttpResponseBase:
    """The form of what a target promises."""
    target = fetched(visit.record)
    held = {name: getattr(target, name) for name in TargetForm.base_fields if hasattr(target, name)}
    measure = measures_of(visit).get(target.measure)
    initial = {
        **held,
        "measure": measure.title if measure else target.measure,
        "owner": target.owner_id,
        "priority": target.priority_id,
        "seen": target.version,
    }
    form = TargetForm(visit.request.POST or None, initial=initial, visit=visit, target=target)
    if visit.request.method == "POST" and form.is_valid():
        fields = form.values()
        if forgets_baseline(target, fields):
            fields |= NO_BASELINE
        return changed_target(visit, form, target, fields) or _shown(visit, form, "Change a target")
    return _shown(visit, form, "Change a target")


def _shown(visit: Visit, form: TargetForm, title: str) -> HttpResponse:
    return page(visit.request, "target_form.html", _form_page(visit, form, title))


def _form_page(visit: Visit, form: TargetForm, title: str) -> dict[str, Any]:
    measure = form.measure_named(str(form["measure"].value() or ""))
    settings = visit.settings
    groups = released_groups(
        settings.store, settings.definitions,
        measure=measure.id if measure else "", place=str(form["place"].value() or visit.system.code),
    )  # fmt: skip
    labels = labels_of(settings.definitions)
    return {
        "title": title,
        "visit": visit,
        "form": form,
        "measures": measures_of(visit),
        "groups": [(group, labels.of_breakdown(group)) for group in groups],
    }


def changed_target(
    visit: Visit,
    form: ChangeForm,
    target: Target,
    fields: dict[str, Any],
    trajectory: tuple[Point, ...] | None = None,
) -> HttpResponseRedirect | None:
    """Save a change and go back to the target; None where it was not taken, with why in the form."""
    with told_in(form):
        seen = form.cleaned_data["seen"]
        changed = change_target(
            asking=visit.asking(), target=target, fields=fields, seen=seen, trajectory=trajectory
        )
        done(visit.request, "The target was changed" if changed else "Nothing was different")
        return redirect("target", system=visit.system.code, record=target.pk)
    return None


def find_measure(visit: Visit) -> HttpResponse:
    """Search the catalogue of measures, and begin a target on one."""
    words = visit.request.GET.get("q", "").casefold().split()
    found = [
        measure
        for measure in measures_of(visit).values()
        if words
        and all(word in f"{measure.title} {measure.question} {measure.id}".casefold() for word in words)
    ]
    given = {
        "title": "Find a measure",
        "visit": visit,
        "found": sorted(found, key=lambda measure: measure.title)[:MOST_FOUND],
        "total": len(found),
        "q": visit.request.GET.get("q", ""),
        "priority": visit.request.GET.get("priority", ""),
    }
    return page(visit.request, "find_measure.html", given)


BOTH = ("GET", "POST")
DOORS = (
    Door("target-measures", "<system>/targets/measures/", find_measure, Act.READ),
    Door("target-add", "<system>/targets/add/", add, Act.EDIT_TARGETS, BOTH),
    Door("target-edit", "<system>/targets/<uuid:record>/edit/", edit, Act.EDIT_TARGETS, BOTH, Target),
)
