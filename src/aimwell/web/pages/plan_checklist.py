"""What a plan has to contain: each item with where the plan deals with it, or why it does not apply; and signing."""

from typing import Any

from django import forms
from django.http.response import HttpResponseBase

from aimwell.domain.plan_checklists import Answer, CheckedContent, PlanRules
from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.ask_plans import checked, rules_of_plan, whole_plan
from aimwell.services.workplace.plans import KIND, answer_checklist
from aimwell.services.workplace.releasing import release_promises
from aimwell.services.workplace.targets import bodies_signed_for, sign_record
from aimwell.store.workplace.models import Plan
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm
from aimwell.web.pages.plans import covers_words, home, kind_words
from aimwell.web.pages.target_partners import SignForm
from aimwell.web.rendering import page
from aimwell.web.taking import done, told_in

WHERE, NOT = "where-", "not-"


class ChecklistForm(ChangeForm):
    """Two fields for each item."""

    def __init__(self, *arguments: Any, rules: PlanRules, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for content in rules.contents:
            self.fields[WHERE + content.id] = forms.CharField(
                label="Where the plan deals with it", max_length=2000, required=False,
                help_text="Section, page or link.",
            )  # fmt: skip
            self.fields[NOT + content.id] = forms.CharField(
                label="Or why it does not apply", max_length=2000, required=False
            )
        self.rules = rules

    def clean(self) -> dict[str, Any]:
        """An item is dealt with, or does not apply; not both."""
        given = self.cleaned_data
        for content in self.rules.contents:
            if given.get(WHERE + content.id) and given.get(NOT + content.id):
                self.add_error(
                    NOT + content.id, "It cannot be dealt with and not apply: keep one of the two answers"
                )
        return given

    def answers(self) -> dict[str, Answer]:
        """What was answered, by item."""
        given = self.cleaned_data
        return {
            content.id: Answer(given[WHERE + content.id], given[NOT + content.id])
            for content in self.rules.contents
        }


def checklist(visit: Visit) -> HttpResponseBase:
    """The checklist of a plan; whoever may edit plans answers it here."""
    plan = whole_plan(visit.record).plan
    rules = rules_of_plan(plan, visit.settings.definitions, visit.today)
    found = checked(plan, visit.settings.definitions, visit.today)
    form = None
    if rules is not None:
        held = {row.item: row for row in plan.answers.all()}
        initial = {WHERE + item: row.where for item, row in held.items()}
        initial |= {NOT + item: row.does_not_apply_because for item, row in held.items()}
        form = ChecklistForm(
            visit.request.POST or None, initial={**initial, "seen": plan.version}, rules=rules
        )
        if visit.request.method == "POST" and visit.may(Act.EDIT_PLANS) and form.is_valid():
            answer = _save(visit, form, plan)
            if answer:
                return answer
    given = {
        "title": "What it has to contain",
        "visit": visit,
        "plan": plan,
        "kind": kind_words(visit, plan.kind),
        "rules": rules,
        "checked": found,
        "form": form,
        "items": [(each, *_fields(form, each)) for each in found.contents] if found and form else (),
        "may_edit": visit.may(Act.EDIT_PLANS) and plan.state != "retired",
    }
    return page(visit.request, "plan_checklist.html", given)


def _fields(form: ChecklistForm, each: CheckedContent) -> tuple[forms.BoundField, forms.BoundField]:
    return form[WHERE + each.content.id], form[NOT + each.content.id]


def _save(visit: Visit, form: ChecklistForm, plan: Plan) -> HttpResponseBase | None:
    with told_in(form):
        changed = answer_checklist(
            asking=visit.asking(), plan=plan, definitions=visit.settings.definitions, answers=form.answers(),
            seen=form.cleaned_data["seen"],
        )  # fmt: skip
        words = (
            f"{changed} answer{'' if changed == 1 else 's'} changed" if changed else "Nothing was different"
        )
        done(visit.request, words)
        return home(visit, plan.pk)
    return None


def signing(visit: Visit) -> HttpResponseBase:
    """Sign a plan for one's own body."""
    plan = visit.record
    bodies = bodies_signed_for(visit.account, visit.system, visit.asking())
    form = SignForm(visit.request.POST or None, initial={"seen": plan.version}, bodies=bodies)
    if visit.request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with told_in(form):
            sign_record(
                asking=visit.asking(), kind=KIND, record=plan, body=given["body"], title=given["title"],
                seen=given["seen"] or 0,
            )  # fmt: skip
            release_promises(store=visit.settings.store, system=visit.system)
            done(visit.request, f"Signed for {given['body']}")
            return home(visit, plan.pk)
    shown = {
        "title": "Sign a plan", "visit": visit, "form": form, "plan": plan, "bodies": bodies,
        "covers": covers_words(plan),
    }  # fmt: skip
    return page(visit.request, "plan_sign.html", shown)


BOTH = ("GET", "POST")
DOORS = (
    Door("plan-checklist", "<system>/plans/<uuid:record>/checklist/", checklist, Act.READ, ("GET",), Plan),
    Door(
        "plan-checklist-answer", "<system>/plans/<uuid:record>/checklist/answer/", checklist, Act.EDIT_PLANS, BOTH, Plan
    ),
    Door("plan-sign", "<system>/plans/<uuid:record>/sign/", signing, Act.SIGN, BOTH, Plan),
)  # fmt: skip
