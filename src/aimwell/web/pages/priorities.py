"""Priorities: the list under its ceiling, one priority, and its form. National and local ones get the same room."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from aimwell.domain.measures import Aim
from aimwell.domain.promises import RulePack
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.states import State
from aimwell.presentation.figures import said, unit_named
from aimwell.services.workplace.ask_log import as_lines
from aimwell.services.workplace.ceilings import carried_priorities, fullness, overrides_in_force
from aimwell.services.workplace.deciding import history_of
from aimwell.services.workplace.declared import catalogue_of, lint_rules
from aimwell.services.workplace.figures import verdict_on
from aimwell.services.workplace.priorities import add_priority, change_priority
from aimwell.services.workplace.releasing import after_approval
from aimwell.services.workplace.target_quality import GradedTarget, graded
from aimwell.store.workplace.models import Body, CeilingOverride, Priority, Target
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm, DayField
from aimwell.web.pages.priority_rows import rows_of
from aimwell.web.rendering import page
from aimwell.web.taking import PostField, done, owners, told_in

LEVELS = [("local", "Local"), ("national", "National")]
AIM_WORDS = {
    Aim.OUTCOMES: "Better outcomes",
    Aim.INEQUALITY: "Less inequality",
    Aim.PRODUCTIVITY: "Productivity and value",
    Aim.DEVELOPMENT: "Social and economic development",
}


def aim_words(aim: str) -> str:
    """An aim as pages say it."""
    return next((words for each, words in AIM_WORDS.items() if each.value == aim), aim)


class PriorityForm(ChangeForm):
    """What is said of a priority."""

    title = forms.CharField(label="Priority", max_length=200)
    level = forms.ChoiceField(
        label="Whose priority it is",
        choices=LEVELS,
        widget=forms.RadioSelect,
        help_text="Both have the same fields, the same room on pages and the same verdicts.",
    )
    aim = forms.ChoiceField(
        label="Which of the four aims it serves first",
        choices=[(aim.value, words) for aim, words in AIM_WORDS.items()],
    )
    need = forms.CharField(
        label="The need it answers",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="In a sentence, with the figure or document that shows it.",
    )
    why = forms.CharField(
        label="Why this comes first", widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    owner = PostField(label="Who answers for it")
    starts = DayField(label="From", required=False)
    ends = DayField(label="Until", required=False)
    position = forms.IntegerField(
        label="Place in the list",
        min_value=0,
        max_value=999,
        required=False,
        help_text="Lower numbers stand first.",
    )

    def __init__(self, *arguments: Any, system: Body, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["owner"].queryset = owners(system)  # type: ignore[attr-defined]

    def clean_position(self) -> int:
        """An empty place is the first."""
        return self.cleaned_data["position"] or 0

    def clean(self) -> dict[str, Any]:
        """It ends after it starts."""
        given = self.cleaned_data
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "It would end before it starts")
        return given


class NewPriorityForm(PriorityForm):
    """A new priority, and the one it takes the place of where the list is full."""

    instead_of = forms.ModelChoiceField(
        Priority.objects.none(),
        label="Retire in the same step",
        required=False,
        empty_label="None",
        help_text="Needed where the list is full. What was public of it is withdrawn; its history stays.",
    )

    def __init__(self, *arguments: Any, system: Body, **options: Any) -> None:
        super().__init__(*arguments, system=system, **options)
        live = Priority.objects.filter(system=system).exclude(state=State.RETIRED.value).order_by("title")
        self.fields["instead_of"].queryset = live  # type: ignore[attr-defined]


def packs_of(visit: Visit) -> Sequence[RulePack]:
    """The rule packs there are."""
    return catalogue_of(visit.settings.definitions).packs


def listing(visit: Visit) -> HttpResponse:
    """All priorities of a system: how full the list is, national and local side by side."""
    carried = carried_priorities(visit.system, visit.today)
    retired = Priority.objects.filter(system=visit.system, state=State.RETIRED.value).order_by("title")
    rows = rows_of(visit, carried)
    groups = [
        (words, [row for row in rows if row.priority.level == level]) for level, words in reversed([*LEVELS])
    ]
    given = {
        "title": "Priorities",
        "visit": visit,
        "groups": groups,
        "retired": retired,
        "full": fullness(system=visit.system, packs=packs_of(visit), day=visit.today, carried=carried),
        "overrides": overrides_in_force(visit.system, visit.today),
    }
    return page(visit.request, "priorities.html", given)


def add(visit: Visit) -> HttpResponseBase:
    """The form of a new priority."""
    form = NewPriorityForm(visit.request.POST or None, system=visit.system)
    if visit.request.method == "POST" and form.is_valid():
        fields = form.values()
        instead_of = fields.pop("instead_of")
        with told_in(form):
            made = add_priority(
                asking=visit.asking(), system=visit.system, fields=fields, packs=packs_of(visit),
                instead_of=instead_of, after=after_approval(visit.settings.store),
            )  # fmt: skip
            done(visit.request, "The priority was added as a draft")
            return redirect("priority", system=visit.system.code, record=made.pk)
    full = fullness(system=visit.system, packs=packs_of(visit), day=visit.today)
    given = {"title": "Add a priority", "visit": visit, "form": form, "full": full}
    return page(visit.request, "priority_form.html", given)


def show(visit: Visit) -> HttpResponse:
    """One priority: what it says, its targets and their verdicts, its history."""
    priority = Priority.objects.select_related("owner__body", "owner__person").get(pk=visit.record.pk)
    targets = _targets(visit, priority)
    overrides = list(CeilingOverride.objects.filter(priority=priority).order_by("on"))
    history = history_of([priority.pk, *(override.pk for override in overrides)])
    given = {
        "title": priority.title,
        "visit": visit,
        "priority": priority,
        "aim_words": aim_words(priority.aim),
        "targets": [(each, _verdict(visit, each.target)) for each in targets],
        "overrides": overrides,
        "in_unit": lambda value, unit: said(value, unit_named(unit)),
        "history": as_lines(history),
        "pack": next((pack for pack in packs_of(visit) if pack.id == priority.pack), None),
    }
    return page(visit.request, "priority.html", given)


def _targets(visit: Visit, priority: Priority) -> list[GradedTarget]:
    rows = Target.objects.filter(priority=priority).exclude(state=State.RETIRED.value)
    definitions = visit.settings.definitions
    return graded(
        rows.select_related("priority"),
        measures=catalogue_of(definitions).measures,
        rules=lint_rules(definitions),
        today=visit.today,
    )


def _verdict(visit: Visit, target: Target) -> Any:
    return verdict_on(visit.settings.store, measure=target.measure, place=target.place)


def edit(visit: Visit) -> HttpResponseBase:
    """The form of a priority."""
    priority = visit.record
    held = {name: getattr(priority, name) for name in PriorityForm.base_fields if hasattr(priority, name)}
    form = PriorityForm(
        visit.request.POST or None, initial={**held, "seen": priority.version}, system=visit.system
    )
    if visit.request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        with told_in(form):
            changed = change_priority(
                asking=visit.asking(),
                priority=priority,
                fields=form.values(),
                seen=seen,
                packs=packs_of(visit),
            )
            done(visit.request, "The priority was changed" if changed else "Nothing was different")
            return redirect("priority", system=visit.system.code, record=priority.pk)
    given = {"title": "Change a priority", "visit": visit, "form": form, "full": ()}
    return page(visit.request, "priority_form.html", given)


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
