"""Decisions: what waits for one, what exactly would become public, and the steps from draft to approved and back."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act, may_approve
from aimwell.domain.workplace.states import State
from aimwell.services.workplace.approving import approve, propose, retire, send_back
from aimwell.services.workplace.ask_log import as_lines
from aimwell.services.workplace.authorship import authors_of
from aimwell.services.workplace.ceilings import require_room_in_public
from aimwell.services.workplace.deciding import (
    Difference,
    differences,
    history_of,
    names_of,
    public_version,
    waiting,
)
from aimwell.services.workplace.decisions import approve_above_ceiling, put_back
from aimwell.services.workplace.priorities import reopen_priority
from aimwell.services.workplace.releasing import after_approval
from aimwell.services.workplace.signed_in import access_rules
from aimwell.services.workplace.snapshots import fingerprint
from aimwell.services.workplace.targets import reopen_target
from aimwell.store.workplace.models import Plan, Priority, Target
from aimwell.store.workplace.models.record import PublishedRecord
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm, DayField
from aimwell.web.pages.priorities import packs_of
from aimwell.web.rendering import page
from aimwell.web.taking import address, done, told_in
from aimwell.web.words import field_words

UNREAD = "nothing"  # in place of a fingerprint that a form did not send


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of record that is approved: its words, and what its authors need to be able to do."""

    kind: str
    folder: str
    model: type[PublishedRecord]
    act: Act


SUBJECTS = (
    Subject("priority", "priorities", Priority, Act.EDIT_PRIORITIES),
    Subject("target", "targets", Target, Act.EDIT_TARGETS),
    Subject("plan", "plans", Plan, Act.EDIT_PLANS),
)


class DecisionForm(ChangeForm):
    """Approve, or give back. read: what was before the approver, by its fingerprint."""

    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    decision = forms.ChoiceField(
        label="Your decision",
        widget=forms.RadioSelect,
        choices=[("approve", "Approve and publish"), ("back", "Send back to its author")],
        error_messages={"required": "Choose what you decide"},
    )


class AboveCeilingForm(DecisionForm):
    """The same for a priority that does not fit."""

    above = forms.BooleanField(label="Let it in above the ceiling, in my own name", required=False)
    ends = DayField(label="Let it in until", required=False)


def queue(visit: Visit) -> HttpResponse:
    """Everything that waits for a decision in this system."""
    found = waiting(visit.system)
    authors = authors_of([each.record for each in found])
    rows = [(each, each.kind, _blocked(visit, authors[each.record.pk])) for each in found]
    given = {
        "title": "Waiting for a decision",
        "visit": visit,
        "rows": rows,
        "may_decide": visit.may(Act.APPROVE),
    }
    return page(visit.request, "decisions.html", given)


def _blocked(visit: Visit, authors: Collection[str]) -> str:
    """Why the visitor cannot approve something; '' where they can."""
    rules = access_rules(visit.settings.definitions)
    decision = may_approve(visit.actor, str(visit.system.pk), authors=authors, rules=rules)
    return "" if decision.allowed else decision.because


def _shown(visit: Visit, subject: Subject, **given: Any) -> dict[str, Any]:
    """What every page about a decision shows: the record, and what would change for the public."""
    record: Any = visit.record
    public = public_version(record)
    found = differences(record, public)
    return {
        "visit": visit,
        "record": record,
        "subject": subject,
        "public": public,
        "differences": [(field_words(each.field), each) for each in _readable(record, found)],
        "author": names_of([record.changed_by]).get(str(record.changed_by), "aimwell"),
        "back": address(subject.kind, system=visit.system.code, record=record.pk),
        "history": as_lines(history_of([record.pk])[:5]),
        **given,
    }


def _readable(record: PublishedRecord, found: list[Difference]) -> list[Difference]:
    """Differences with the priority of a target by its title, as far as it is known."""
    if not isinstance(record, Target):
        return found
    wanted = [
        side for each in found if each.field == "priority" for side in (each.public, each.draft) if side
    ]
    titles = {str(row.pk): row.title for row in Priority.objects.filter(pk__in=wanted)}
    return [
        Difference(each.field, titles.get(each.public, each.public), titles.get(each.draft, each.draft))
        if each.field == "priority"
        else each
        for each in found
    ]


def _proposing(subject: Subject) -> Callable[[Visit], HttpResponseBase]:
    def view(visit: Visit) -> HttpResponseBase:
        """Ask for approval."""
        form = ChangeForm(visit.request.POST or None, initial={"seen": visit.record.version})
        if visit.request.method == "POST" and form.is_valid():
            with told_in(form):
                propose(asking=visit.asking(), record=visit.record, act=subject.act)
                done(visit.request, "It waits for approval now")
                return redirect(_home(visit, subject))
        given = _shown(
            visit, subject, title=f"Propose this {subject.kind} for approval", form=form, words="Propose"
        )
        return page(visit.request, "decision.html", given)

    return view


def _deciding(subject: Subject) -> Callable[[Visit], HttpResponseBase]:
    def view(visit: Visit) -> HttpResponseBase:
        """Approve or send back, with what is public now beside what would be."""
        full = _no_room(visit)
        above = bool(full) and visit.may(Act.OVERRIDE_CEILING)
        form = (AboveCeilingForm if above else DecisionForm)(
            visit.request.POST or None,
            initial={"seen": visit.record.version, "read": fingerprint(visit.record)},
        )
        if visit.request.method == "POST" and form.is_valid():
            with told_in(form):
                done(visit.request, _decide(visit, form.cleaned_data))
                return redirect("decisions", system=visit.system.code)
        given = _shown(
            visit, subject, title=f"Decide on this {subject.kind}", form=form, words="Decide", full=full
        )
        return page(visit.request, "decision.html", given)

    return view


def _decide(visit: Visit, given: dict[str, Any]) -> str:
    """Do what was decided; what is said about it."""
    record: Any = visit.record
    _require_same_version(record, given["seen"])
    if given["decision"] == "back":
        send_back(asking=visit.asking(), record=record)
        return "It was sent back to its author"
    settings = visit.settings
    shared: dict[str, Any] = {
        "asking": visit.asking(),
        "rules": access_rules(settings.definitions),
        "packs": packs_of(visit),
        "after": after_approval(settings.store),
        "read": given["read"] or UNREAD,
    }
    if given.get("above"):
        approve_above_ceiling(priority=record, ends=given["ends"], **shared)
        return "It is approved and public, above the ceiling, in your name"
    approve(record=record, **shared)
    return "It is approved and public"


def _require_same_version(record: PublishedRecord, seen: int | None) -> None:
    """Nobody approves what they have not read."""
    if seen is not None and seen != record.version:
        raise Problem(
            code="workplace.changed-meanwhile",
            found=f"'{record}' was changed while you had it open.",
            expected=f"A decision on version {record.version}, which is the newest.",
            remedy="Read it again, and decide then.",
        )


def _no_room(visit: Visit) -> str:
    """Why a priority cannot be approved without an override; '' where it can."""
    if not isinstance(visit.record, Priority):
        return ""
    from django.db import transaction

    try:
        with transaction.atomic():
            require_room_in_public(priority=visit.record, packs=packs_of(visit), day=visit.today)
    except Problem as problem:
        return problem.found
    return ""


def _retiring(subject: Subject) -> Callable[[Visit], HttpResponseBase]:
    def view(visit: Visit) -> HttpResponseBase:
        """End a record, after asking once more."""
        form = ChangeForm(visit.request.POST or None)
        if visit.request.method == "POST" and form.is_valid():
            with told_in(form):
                after = after_approval(visit.settings.store)
                retire(asking=visit.asking(), record=visit.record, act=subject.act, after=after)
                done(visit.request, "It is retired; its history stays")
                return redirect(_home(visit, subject))
        given = _shown(
            visit,
            subject,
            title=f"Retire this {subject.kind}",
            form=form,
            words="Retire it",
            left=_left_behind(visit),
        )
        return page(visit.request, "retire.html", given)

    return view


def _left_behind(visit: Visit) -> int:
    """How many targets would serve a priority that is retired."""
    if not isinstance(visit.record, Priority):
        return 0
    return Target.objects.filter(priority=visit.record).exclude(state=State.RETIRED.value).count()


def _reopening(subject: Subject) -> Callable[[Visit], HttpResponseBase]:
    def view(visit: Visit) -> HttpResponseBase:
        """Make a retired record a draft again."""
        form = ChangeForm(visit.request.POST or None)
        record = visit.record
        if visit.request.method == "POST" and form.is_valid():
            with told_in(form):
                if isinstance(record, Priority):
                    reopen_priority(asking=visit.asking(), priority=record, packs=packs_of(visit))
                else:
                    reopen_target(asking=visit.asking(), target=record)
                done(visit.request, "It is a draft again")
                return redirect(_home(visit, subject))
        given = {
            "title": f"Open again: {record}",
            "visit": visit,
            "form": form,
            "sentences": ("It becomes a draft again. Nothing of it is public before it is approved anew.",),
            "button": "Open again",
            "cancel": _home(visit, subject),
        }
        return page(visit.request, "confirm.html", given)

    return view


def _restoring(subject: Subject) -> Callable[[Visit], HttpResponseBase]:
    def view(visit: Visit) -> HttpResponseBase:
        """Put back what is public, in place of the draft."""
        form = ChangeForm(visit.request.POST or None, initial={"seen": visit.record.version})
        if visit.request.method == "POST" and form.is_valid():
            seen = form.cleaned_data["seen"]
            with told_in(form):
                put_back(asking=visit.asking(), record=visit.record, seen=seen, packs=packs_of(visit))
                done(visit.request, "The draft says what is public again")
                return redirect(_home(visit, subject))
        given = _shown(
            visit,
            subject,
            title=f"Put back what is public of this {subject.kind}",
            form=form,
            words="Put it back",
        )
        return page(visit.request, "decision.html", given)

    return view


def _home(visit: Visit, subject: Subject) -> str:
    return address(subject.kind, system=visit.system.code, record=visit.record.pk) or address(
        "desk", system=visit.system.code
    )


def _doors(subject: Subject) -> tuple[Door, ...]:
    base, both = f"<system>/{subject.folder}/<uuid:record>/", ("GET", "POST")
    kind, about = subject.kind, subject.model
    doors = (
        Door(f"{kind}-propose", f"{base}propose/", _proposing(subject), subject.act, both, about),
        Door(f"{kind}-decide", f"{base}decide/", _deciding(subject), Act.APPROVE, both, about),
        Door(f"{kind}-retire", f"{base}retire/", _retiring(subject), subject.act, both, about),
    )
    if about is Plan:
        return doors
    return (
        *doors,
        Door(f"{kind}-reopen", f"{base}reopen/", _reopening(subject), subject.act, both, about),
        Door(f"{kind}-put-back", f"{base}put-back/", _restoring(subject), subject.act, both, about),
    )


DOORS = (
    Door("decisions", "<system>/decisions/", queue, Act.READ),
    *(door for subject in SUBJECTS for door in _doors(subject)),
)
