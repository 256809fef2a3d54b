"""The ceiling on priorities: letting one more in by name, and taking national priorities over from a rule pack."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from aimwell.domain.promises import RulePack
from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.ceilings import end_override, fullness, override_ceiling, overrides_in_force
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.priorities import adopt, adopted_ids
from aimwell.store.workplace.models import CeilingOverride
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm, DayField
from aimwell.web.pages.priorities import packs_of
from aimwell.web.rendering import page
from aimwell.web.taking import done, told_in


class OverrideForm(ChangeForm):
    """Letting one more priority in than the ceiling allows."""

    pack = forms.ChoiceField(label="Which ceiling", widget=forms.RadioSelect)
    ends = DayField(label="Until", required=False)

    def __init__(self, *arguments: Any, ceilings: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["pack"].choices = ceilings  # type: ignore[attr-defined]
        if len(ceilings) == 1:
            self.fields["pack"].initial = ceilings[0][0]
        self.fields["because"].label = "Why the system needs one more"
        self.fields["because"].help_text = "It is shown with your name wherever the ceiling is."


class AdoptForm(ChangeForm):
    """National priorities chosen from a pack."""

    chosen = forms.MultipleChoiceField(
        label="Priorities to take over",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one priority"},
    )
    with_targets = forms.BooleanField(
        label="Also add a draft target for each that names a measure and a verified figure", required=False
    )

    def __init__(self, *arguments: Any, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["chosen"].choices = choices  # type: ignore[attr-defined]


def override(visit: Visit) -> HttpResponseBase:
    """Let one more in, in one's own name."""
    full = fullness(system=visit.system, packs=packs_of(visit), day=visit.today)
    ceilings = [(each.ceiling.pack, f"{each.ceiling.title}: {each.ceiling.most}") for each in full]
    form = OverrideForm(visit.request.POST or None, ceilings=ceilings)
    if visit.request.method == "POST" and form.is_valid():
        ceiling = next(each.ceiling for each in full if each.ceiling.pack == form.cleaned_data["pack"])
        with told_in(form):
            override_ceiling(
                asking=visit.asking(), system=visit.system, ceiling=ceiling, day=visit.today,
                ends=form.cleaned_data["ends"],
            )  # fmt: skip
            done(visit.request, "One more priority is let in, in your name")
            return redirect("priorities", system=visit.system.code)
    given = {
        "title": "Let one more priority in",
        "visit": visit,
        "form": form,
        "full": full,
        "overrides": overrides_in_force(visit.system, visit.today),
    }
    return page(visit.request, "ceiling_override.html", given)


def end(visit: Visit) -> HttpResponseBase:
    """End an override."""
    form = ChangeForm(visit.request.POST or None)
    if visit.request.method == "POST" and form.is_valid():
        with told_in(form):
            end_override(asking=visit.asking(), override=visit.record, day=visit.today)
            done(visit.request, "The override ends today")
            return redirect("priorities", system=visit.system.code)
    return page(visit.request, "form.html", {"title": "End an override", "visit": visit, "form": form})


def packs(visit: Visit) -> HttpResponse:
    """The rule packs in force, from which priorities can be taken over."""
    found = [
        (pack, len(pack.priorities), len(adopted_ids(visit.system, pack)))
        for pack in packs_of(visit)
        if pack.starts <= visit.today <= pack.ends
    ]
    return page(visit.request, "packs.html", {"title": "National priorities", "visit": visit, "packs": found})


def adopting(visit: Visit) -> HttpResponseBase:
    """Take priorities over from one pack (?pack=) in one step."""
    pack = _asked_for(visit)
    have = adopted_ids(visit.system, pack)
    choices = [(each.id, _words(each)) for each in pack.priorities if each.id not in have]
    form = AdoptForm(visit.request.POST or None, choices=choices)
    if visit.request.method == "POST" and form.is_valid():
        with told_in(form):
            made = adopt(
                asking=visit.asking(), system=visit.system, pack=pack, chosen=form.cleaned_data["chosen"],
                measures=catalogue_of(visit.settings.definitions).measures, packs=packs_of(visit),
                with_targets=form.cleaned_data["with_targets"],
            )  # fmt: skip
            done(visit.request, f"{len(made)} taken over as drafts")
            return redirect("priorities", system=visit.system.code)
    given = {
        "title": pack.title,
        "visit": visit,
        "form": form,
        "pack": pack,
        "have": len(have),
        "full": fullness(system=visit.system, packs=packs_of(visit), day=visit.today),
    }
    return page(visit.request, "adopt.html", given)


def _asked_for(visit: Visit) -> RulePack:
    asked = visit.request.GET.get("pack", "")
    found = next((pack for pack in packs_of(visit) if pack.id == asked), None)
    if found is None or not found.starts <= visit.today <= found.ends:
        raise Http404
    return found


def _words(priority: Any) -> str:
    unverified = "" if priority.verified else " (not verified)"
    by = f", by {priority.by.day} {priority.by:%B %Y}" if priority.by else ""
    return f"{priority.title}{by} – {priority.theme}{unverified}"


DOORS = (
    Door(
        "ceiling-override",
        "<system>/priorities/one-more/",
        override,
        Act.OVERRIDE_CEILING,
        ("GET", "POST"),
    ),
    Door(
        "override-end",
        "<system>/priorities/overrides/<uuid:record>/end/",
        end,
        Act.OVERRIDE_CEILING,
        ("GET", "POST"),
        CeilingOverride,
    ),
    Door("packs", "<system>/priorities/national/", packs, Act.READ),
    Door("adopt", "<system>/priorities/adopt/", adopting, Act.EDIT_PRIORITIES, ("GET", "POST")),
)
