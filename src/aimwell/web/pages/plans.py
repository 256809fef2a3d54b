"""Plans: the list with what is owed and not there, one plan with all its parts, and its form."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from aimwell.domain.periods import Period
from aimwell.domain.workplace.access import Act
from aimwell.presentation.plan_text import parts_of_text
from aimwell.services.workplace.ask_log import as_lines
from aimwell.services.workplace.ask_plans import (
    WholePlan,
    checked,
    kinds_of_plan,
    owed,
    plans_of,
    rules_of_plan,
    whole_plan,
)
from aimwell.services.workplace.deciding import history_of
from aimwell.services.workplace.plans import KIND, add_plan, change_plan, reopen_plan, take_up_progress
from aimwell.store.workplace.models import Body, Plan, PlanSection, Signature
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm, DayField
from aimwell.web.rendering import page
from aimwell.web.taking import address, done, told_in

LATEST = 25  # entries of its history that a plan's page shows; the log has all


class PlanForm(ChangeForm):
    """What is said of a plan as a whole."""

    kind = forms.ChoiceField(label="Kind of plan")
    title = forms.CharField(label="Title", max_length=200)
    owner = forms.ModelChoiceField(Body.objects.none(), label="Whose plan it is", empty_label=None)
    starts = DayField(label="From", required=False)
    ends = DayField(label="Until", required=False)
    summary = forms.CharField(
        label="What it is about", widget=forms.Textarea(attrs={"rows": 4}), required=False,
        help_text="In a few sentences that a resident understands.",
    )  # fmt: skip

    def __init__(self, *arguments: Any, visit: Visit, **options: Any) -> None:
        super().__init__(*arguments, **options)
        kinds = kinds_of_plan(visit.settings.definitions)
        self.fields["kind"].choices = list(kinds.items())  # type: ignore[attr-defined]
        self.fields["owner"].queryset = bodies_of(visit)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """It ends after it starts."""
        given = self.cleaned_data
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "It would end before it starts")
        return given


def bodies_of(visit: Visit) -> Any:
    """The bodies of a system that have not ended, the system itself among them."""
    rows = Body.objects.filter(system=visit.system)
    return rows.exclude(valid_to__lt=visit.today).order_by("name", "pk")


def kind_words(visit: Visit, kind: str) -> str:
    """What a kind of plan is called."""
    return kinds_of_plan(visit.settings.definitions).get(kind, kind.replace("_", " ").capitalize())


def listing(visit: Visit) -> HttpResponse:
    """The plans of a system by kind, state and period; and what the rules ask for that is not there."""
    definitions = visit.settings.definitions
    everything = list(plans_of(visit.system))
    asked = {name: visit.request.GET.get(name, "").strip() for name in ("kind", "state", "year")}
    shown = [plan for plan in everything if _wanted(plan, asked)]
    given = {
        "title": "Plans",
        "visit": visit,
        "rows": [
            (plan, kind_words(visit, plan.kind), checked(plan, definitions, visit.today)) for plan in shown
        ],
        "total": len(everything),
        "owed": owed(visit.system, everything, definitions, visit.today),
        "kinds": {plan.kind: kind_words(visit, plan.kind) for plan in everything},
        "years": sorted({year for plan in everything for year in _years(plan)}),
        "asked": asked,
        "retired": plans_of(visit.system, retired=True)[:100],
    }
    return page(visit.request, "plans.html", given)


def _wanted(plan: Plan, asked: dict[str, str]) -> bool:
    return (
        asked["kind"] in ("", plan.kind)
        and asked["state"] in ("", plan.state)
        and (not asked["year"] or asked["year"] in _years(plan))
    )


def _years(plan: Plan) -> list[str]:
    """The financial years that a plan speaks of."""
    if plan.starts is None or plan.ends is None:
        return []
    first = plan.starts.year - (plan.starts < date(plan.starts.year, 4, 1))
    last = plan.ends.year - (plan.ends < date(plan.ends.year, 4, 1))
    return [Period.financial_year(year).text for year in range(first, last + 1)]


def covers_words(plan: Plan) -> str:
    """The days that a plan speaks of, in words."""
    if plan.starts and plan.ends:
        return f"{Period.day(plan.starts).words} to {Period.day(plan.ends).words}"
    if plan.starts:
        return f"From {Period.day(plan.starts).words}"
    return f"Until {Period.day(plan.ends).words}" if plan.ends else "No period set"


def add(visit: Visit) -> HttpResponseBase:
    """The form of a new plan; ?kind= and ?owner= fill what the list of owed plans knows."""
    chosen = {name: visit.request.GET.get(name, "") for name in ("kind", "owner")}
    form = PlanForm(visit.request.POST or None, initial=chosen, visit=visit)
    if visit.request.method == "POST" and form.is_valid():
        with told_in(form):
            made = add_plan(
                asking=visit.asking(), system=visit.system, definitions=visit.settings.definitions,
                fields=form.values(),
            )  # fmt: skip
            done(visit.request, "The plan was added as a draft. Next: what it has to contain")
            return redirect("plan-checklist", system=visit.system.code, record=made.pk)
    return page(visit.request, "form.html", {"title": "Add a plan", "visit": visit, "form": form})


def edit(visit: Visit) -> HttpResponseBase:
    """The form of a plan there is."""
    plan = visit.record
    names = ("kind", "title", "starts", "ends", "summary")
    held = {**{name: getattr(plan, name) for name in names}, "owner": plan.owner_id, "seen": plan.version}
    form = PlanForm(visit.request.POST or None, initial=held, visit=visit)
    if visit.request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        with told_in(form):
            changed = change_plan(
                asking=visit.asking(), plan=plan, definitions=visit.settings.definitions, fields=form.values(),
                seen=seen,
            )  # fmt: skip
            done(visit.request, "The plan was changed" if changed else "Nothing was different")
            return home(visit, plan.pk)
    return page(visit.request, "form.html", {"title": "Change a plan", "visit": visit, "form": form})


def show(visit: Visit) -> HttpResponse:
    """One plan: what it says, what is missing of its checklist, what it commits to, who signed, its history."""
    whole = whole_plan(visit.record, partners=False)
    plan = whole.plan
    signatures = list(
        Signature.objects.filter(kind=KIND, record=plan.pk).select_related("body").order_by("on", "pk")
    )
    given = {
        "title": plan.title,
        "visit": visit,
        "plan": plan,
        "kind": kind_words(visit, plan.kind),
        "covers": covers_words(plan),
        "rules": rules_of_plan(plan, visit.settings.definitions, visit.today),
        "checked": checked(plan, visit.settings.definitions, visit.today),
        "whole": whole,
        "summary": parts_of_text(plan.summary),
        "sections": [(each, parts_of_text(each.words)) for each in whole.sections],
        "progress": progress_of(whole, visit.today),
        "is_late": is_late,
        "withdrawn": PlanSection.objects.filter(plan=plan, withdrawn=True).order_by("heading"),
        "left_out": plan.commitments.filter(withdrawn=True).order_by("title"),
        "signatures": signatures,
        "history": as_lines(history_of(_parts(whole, signatures))[:LATEST]),
        "latest": LATEST,
    }
    return page(visit.request, "plan.html", given)


def progress_of(whole: WholePlan, today: date) -> dict[str, int]:
    """How many actions there are, are done, and are late."""
    actions = whole.actions
    return {
        "all": len(actions),
        "done": sum(each.progress == "done" for each in actions),
        "late": sum(is_late(each, today) for each in actions),
    }


def is_late(action: Any, today: date) -> bool:
    """Whether an action is past its day and not done."""
    return action.due is not None and action.due < today and action.progress in ("not_started", "under_way")


def _parts(whole: WholePlan, signatures: list[Signature]) -> list[Any]:
    return [
        whole.plan.pk,
        *(each.pk for each in whole.sections),
        *(each.pk for each in whole.commitments),
        *(each.pk for each in whole.actions),
        *(each.pk for each in signatures),
    ]


def home(visit: Visit, plan: Any) -> HttpResponseBase:
    """Back to a plan's page."""
    return redirect("plan", system=visit.system.code, record=plan)


def reopen(visit: Visit) -> HttpResponseBase:
    """Make a retired plan a draft again."""
    return confirmed(
        visit, title=f"Open again: {visit.record}", button="Open again", told="It is a draft again", plan=visit.record,
        act=lambda: reopen_plan(asking=visit.asking(), plan=visit.record),
        sentences=("It becomes a draft again. Nothing of it is public before it is approved anew.",),
    )  # fmt: skip


def progress(visit: Visit) -> HttpResponseBase:
    """Put reported progress on the way to the public."""
    return confirmed(
        visit, title="Publish the progress of its actions", button="Make it a draft", plan=visit.record,
        told="It is a draft again; propose it now",
        act=lambda: take_up_progress(asking=visit.asking(), plan=visit.record),
        sentences=(
            "What is public of this plan shows its actions as they were when it was approved.",
            "The plan becomes a draft again without a new version, so that who signed it has still signed it.",
            "Propose it, and once it is approved the public reads how its actions go now.",
        ),
    )  # fmt: skip


def confirmed(
    visit: Visit, *, title: str, button: str, told: str, sentences: tuple[str, ...], act: Any, plan: Any,
    door: str = "plan",
) -> HttpResponseBase:  # fmt: skip
    """A page that asks once more, with a reason, and does it."""
    form = ChangeForm(visit.request.POST or None)
    back = address(door, system=visit.system.code, record=plan.pk)
    if visit.request.method == "POST" and form.is_valid():
        with told_in(form):
            act()
            done(visit.request, told)
            return redirect(back)
    given = {
        "title": title, "visit": visit, "form": form, "sentences": sentences, "button": button, "cancel": back,
    }  # fmt: skip
    return page(visit.request, "confirm.html", given)


BOTH = ("GET", "POST")
DOORS = (
    Door("plans", "<system>/plans/", listing, Act.READ),
    Door("plan-add", "<system>/plans/add/", add, Act.EDIT_PLANS, BOTH),
    Door("plan", "<system>/plans/<uuid:record>/", show, Act.READ, about=Plan),
    Door("plan-edit", "<system>/plans/<uuid:record>/edit/", edit, Act.EDIT_PLANS, BOTH, Plan),
    Door("plan-reopen", "<system>/plans/<uuid:record>/reopen/", reopen, Act.EDIT_PLANS, BOTH, Plan),
    Door("plan-progress", "<system>/plans/<uuid:record>/progress/", progress, Act.EDIT_PLANS, BOTH, Plan),
)
