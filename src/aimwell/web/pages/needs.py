"""Where the golden thread begins and what pays for it: needs, with the figures that show them, and budget lines."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from aimwell.domain.measures import Measure
from aimwell.domain.periods import Period
from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.states import State
from aimwell.presentation.figures import said, unit_named
from aimwell.presentation.plan_text import parts_of_text
from aimwell.services.workplace.ask_log import as_lines
from aimwell.services.workplace.deciding import history_of
from aimwell.services.workplace.figures import PublishedFigure, recent_figures, released_series
from aimwell.services.workplace.needs_and_money import (
    add_budget_line,
    add_need,
    change_budget_line,
    change_need,
)
from aimwell.store.workplace.models import Body, BudgetLine, Need, Priority
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm, PoundsField
from aimwell.web.pages.actions import measures_named
from aimwell.web.pages.plan_sections import withdraw_door
from aimwell.web.pages.plans import bodies_of
from aimwell.web.pages.targets import choices_of_places, measures_of
from aimwell.web.paging import paged
from aimwell.web.rendering import page
from aimwell.web.taking import done, told_in


class NeedForm(ChangeForm):
    """What people need, and what shows it."""

    title = forms.CharField(label="Need", max_length=200, help_text="In a sentence: who needs what.")
    words = forms.CharField(label="In more words", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    measure = forms.CharField(
        label="Measure that shows it", required=False, max_length=200,
        help_text="Its name or id in the catalogue. Its latest released value is kept with the need.",
    )  # fmt: skip
    place = forms.ChoiceField(label="Where", required=False)
    source = forms.CharField(
        label="Or the document that shows it", max_length=400, required=False,
        help_text="Such as the joint strategic needs assessment, with the page.",
    )  # fmt: skip
    priorities = forms.ModelMultipleChoiceField(
        Priority.objects.none(), label="Priorities that answer it", widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip

    def __init__(self, *arguments: Any, visit: Visit, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.visit = visit
        live = Priority.objects.filter(system=visit.system).exclude(state=State.RETIRED.value)
        self.fields["priorities"].queryset = live.order_by("title")  # type: ignore[attr-defined]
        places = [(each.code, f"{each.name} ({each.code})") for each in choices_of_places(visit)]
        self.fields["place"].choices = places  # type: ignore[attr-defined]

    def clean_measure(self) -> str:
        """A measure by id or title."""
        found, problems = measures_named(self.cleaned_data["measure"], measures_of(self.visit))
        for words in problems:
            self.add_error("measure", words)
        return found[0] if found else ""


class BudgetLineForm(ChangeForm):
    """Money that is set aside."""

    title = forms.CharField(label="Budget line", max_length=200)
    amount = PoundsField(
        label="Amount in pounds", max_digits=14, decimal_places=2, min_value=Decimal(0),
        help_text="Such as 1200000, £1,200,000.50 or £1.2m",
    )  # fmt: skip
    year = forms.CharField(label="Year", max_length=10, help_text="The financial year, such as 2026/27.")
    stream = forms.CharField(label="Funding stream", max_length=120, required=False)
    payer = forms.ModelChoiceField(
        Body.objects.none(), label="Who pays", required=False, empty_label="Not said"
    )
    source = forms.CharField(label="Where it is written down", max_length=400, required=False)

    def __init__(self, *arguments: Any, visit: Visit, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["payer"].queryset = bodies_of(visit)  # type: ignore[attr-defined]

    def clean_year(self) -> str:
        """A period as aimwell writes it."""
        try:
            return Period.parse(self.cleaned_data["year"].strip()).text
        except Problem as problem:
            raise forms.ValidationError(f"{problem.found} Write the year as 2026/27.") from problem


def latest_value(visit: Visit, measure: str, place: str) -> PublishedFigure | None:
    """The newest released value of a measure at a place."""
    settings = visit.settings
    series = released_series(
        settings.store, settings.definitions, measure=measure, place=place, breakdown="all"
    )
    return next(iter(recent_figures(series, 1)), None) if measure else None


def needs(visit: Visit) -> HttpResponse:
    """The needs of a system and what answers each."""
    rows = Need.objects.filter(system=visit.system).prefetch_related("priorities").order_by("title", "pk")
    given = {
        "title": "Needs",
        "visit": visit,
        "shown": paged(visit.request, rows.filter(withdrawn=False)),
        "withdrawn": rows.filter(withdrawn=True)[:100],
        "measures": measures_of(visit),
    }
    return page(visit.request, "needs.html", given)


def need_add(visit: Visit) -> HttpResponseBase:
    """Add a need; ?priority= ties it to a priority."""
    chosen = visit.request.GET.get("priority", "")
    form = NeedForm(
        visit.request.POST or None, initial={"priorities": [chosen] if chosen else []}, visit=visit
    )
    if visit.request.method == "POST" and form.is_valid():
        fields, priorities = _need_fields(visit, form, None)
        with told_in(form):
            made = add_need(asking=visit.asking(), system=visit.system, fields=fields, priorities=priorities)
            done(visit.request, "The need was added")
            return redirect("need", system=visit.system.code, record=made.pk)
    return page(visit.request, "form.html", {"title": "Add a need", "visit": visit, "form": form})


def need_edit(visit: Visit) -> HttpResponseBase:
    """Change a need."""
    row = visit.record
    measure = measures_of(visit).get(row.measure)
    held = {name: getattr(row, name) for name in ("title", "words", "place", "source")}
    held |= {
        "measure": measure.title if measure else row.measure, "seen": row.version,
        "priorities": [each.pk for each in row.priorities.all()],
    }  # fmt: skip
    form = NeedForm(visit.request.POST or None, initial=held, visit=visit)
    if visit.request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        fields, priorities = _need_fields(visit, form, row)
        with told_in(form):
            changed = change_need(
                asking=visit.asking(), need=row, fields=fields, priorities=priorities, seen=seen
            )
            done(visit.request, "The need was changed" if changed else "Nothing was different")
            return redirect("need", system=visit.system.code, record=row.pk)
    return page(visit.request, "form.html", {"title": "Change a need", "visit": visit, "form": form})


def _need_fields(visit: Visit, form: NeedForm, held: Need | None) -> tuple[dict[str, Any], list[Priority]]:
    """The fields of a need; the value that shows it is frozen when its measure is chosen, and stays."""
    fields = form.values()
    priorities = list(fields.pop("priorities"))
    if not fields["measure"]:
        return {**fields, "place": "", "value_id": ""}, priorities
    if held and (held.measure, held.place) == (fields["measure"], fields["place"]) and held.value_id:
        return fields, priorities
    newest = latest_value(visit, fields["measure"], fields["place"])
    return {**fields, "value_id": newest.value_id if newest else ""}, priorities


def need(visit: Visit) -> HttpResponse:
    """One need, the figure that shows it, and the priorities that answer it."""
    row = visit.record
    measure, newest = measures_of(visit).get(row.measure), latest_value(visit, row.measure, row.place)
    given = {
        "title": row.title,
        "visit": visit,
        "need": row,
        "words": parts_of_text(row.words),
        "measure": measure,
        "place": next((each for each in choices_of_places(visit) if each.code == row.place), None),
        "newest": newest,
        "newest_words": _said(newest, measure) if newest and measure else "",
        "priorities": row.priorities.order_by("title"),
        "history": as_lines(history_of([row.pk])),
    }
    return page(visit.request, "need.html", given)


def _said(figure: PublishedFigure, measure: Measure) -> str:
    return f"{said(figure.value, unit_named(measure.unit))} in {Period.parse(figure.period).words}"


def money(visit: Visit) -> HttpResponse:
    """The budget lines of a system, with how many actions each pays for, and what they come to by year."""
    rows = BudgetLine.objects.filter(system=visit.system)
    standing = rows.filter(withdrawn=False)
    counted = standing.annotate(pays_for=Count("actions", filter=Q(actions__withdrawn=False)))
    given = {
        "title": "Money",
        "visit": visit,
        "shown": paged(visit.request, counted.select_related("payer").order_by("year", "title", "pk")),
        "years": list(standing.values_list("year").annotate(total=Sum("amount")).order_by("year")),
        "withdrawn": rows.filter(withdrawn=True).order_by("title")[:100],
    }
    return page(visit.request, "money.html", given)


def line_add(visit: Visit) -> HttpResponseBase:
    """Add a budget line."""
    form = BudgetLineForm(visit.request.POST or None, visit=visit)
    if visit.request.method == "POST" and form.is_valid():
        with told_in(form):
            made = add_budget_line(asking=visit.asking(), system=visit.system, fields=form.values())
            done(visit.request, "The budget line was added. Tie actions to it on their pages")
            return redirect("budget-line", system=visit.system.code, record=made.pk)
    return page(visit.request, "form.html", {"title": "Add a budget line", "visit": visit, "form": form})


def line_edit(visit: Visit) -> HttpResponseBase:
    """Change a budget line."""
    row = visit.record
    held = {name: getattr(row, name) for name in ("title", "amount", "year", "stream", "source")}
    form = BudgetLineForm(
        visit.request.POST or None, initial={**held, "payer": row.payer_id, "seen": row.version}, visit=visit
    )
    if visit.request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        with told_in(form):
            changed = change_budget_line(asking=visit.asking(), line=row, fields=form.values(), seen=seen)
            done(visit.request, "The budget line was changed" if changed else "Nothing was different")
            return redirect("budget-line", system=visit.system.code, record=row.pk)
    return page(visit.request, "form.html", {"title": "Change a budget line", "visit": visit, "form": form})


def line(visit: Visit) -> HttpResponse:
    """One budget line and the actions it pays for."""
    row = BudgetLine.objects.select_related("payer").get(pk=visit.record.pk)
    actions = row.actions.filter(withdrawn=False).select_related("commitment__plan", "owner__body")
    given = {
        "title": row.title,
        "visit": visit,
        "line": row,
        "actions": paged(visit.request, actions.order_by("title", "pk")),
        "history": as_lines(history_of([row.pk])),
    }
    return page(visit.request, "budget_line.html", given)


BOTH = ("GET", "POST")
DOORS = (
    Door("needs", "<system>/needs/", needs, Act.READ),
    Door("need-add", "<system>/needs/add/", need_add, Act.EDIT_PLANS, BOTH),
    Door("need", "<system>/needs/<uuid:record>/", need, Act.READ, about=Need),
    Door("need-edit", "<system>/needs/<uuid:record>/edit/", need_edit, Act.EDIT_PLANS, BOTH, Need),
    withdraw_door("need", "needs", "need", Need),
    Door("money", "<system>/money/", money, Act.READ),
    Door("budget-line-add", "<system>/money/add/", line_add, Act.EDIT_PLANS, BOTH),
    Door("budget-line", "<system>/money/<uuid:record>/", line, Act.READ, about=BudgetLine),
    Door(
        "budget-line-edit",
        "<system>/money/<uuid:record>/edit/",
        line_edit,
        Act.EDIT_PLANS,
        BOTH,
        BudgetLine,
    ),
    withdraw_door("budget-line", "money", "budget line", BudgetLine),
)
