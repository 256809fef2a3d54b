"""The sign-off of a due date: the chain laid out anew, a step signed, a signature withdrawn."""

from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.duties import chain_version, change_chain, sign, withdraw_signature
from aimwell.services.workplace.duty_calendar import line_of_record
from aimwell.store.workplace.models import DutyRecord, Post, SignOffStep
from aimwell.web.doors import Door, Visit
from aimwell.web.pages.duty_forms import ChainForm, ReasonForm, SignForm
from aimwell.web.pages.duty_rows import crumbs
from aimwell.web.rendering import page
from aimwell.web.saving import saved
from aimwell.web.taking import done


def chain(visit: Visit) -> HttpResponseBase:
    """The steps that are still to be signed, to be laid out anew."""
    record: DutyRecord = visit.record
    calendar, line = line_of_record(definitions=visit.settings.definitions, record=record, today=visit.today)
    waiting = [step for step in line.steps if step.signed_on is None]
    form = ChainForm(
        visit.request.POST or None,
        system=visit.system,
        standard=calendar.standard,
        steps=waiting,
        initial={"seen": chain_version(record, line.steps)},
    )

    def act() -> None:
        posts = {str(post.pk): post for post in Post.objects.filter(body__system=visit.system)}
        change_chain(
            asking=visit.asking(),
            record=record,
            steps=form.steps(posts),
            seen=form.cleaned_data["seen"],
            calendar=calendar.known.calendar,
        )

    if visit.request.method == "POST" and saved(form, act):
        done(visit.request, "The sign-off is laid out anew, backwards from the day it is due.")
        return redirect("duty-record", system=visit.system.code, record=record.pk)
    given = {
        "title": f"Sign-off: {record.title}",
        "visit": visit,
        "form": form,
        "record": record,
        "crumbs": crumbs(visit, (record.title, _page_of(visit, record))),
        "signed": [step for step in line.steps if step.signed_on],
        "cancel": _page_of(visit, record),
    }
    return page(visit.request, "duty_chain.html", given)


def signing(visit: Visit) -> HttpResponseBase:
    """A signature: one's own, or somebody else's that can be seen somewhere."""
    step: SignOffStep = visit.record
    first = {
        "role": step.post.title if step.post else step.role,
        "on": visit.today,
        "seen": step.version,
        "because": "Signed off.",
    }
    form = SignForm(visit.request.POST or None, initial=first)

    def act() -> None:
        given = form.cleaned_data
        name = visit.account.name if given["whose"] == "mine" else given["name"]
        sign(
            asking=visit.asking(),
            step=step,
            signed_as=f"{name}, {given['role']}",
            on=given["on"],
            today=visit.today,
            note=given["note"],
            seen=given["seen"],
        )

    if visit.request.method == "POST" and saved(form, act):
        done(visit.request, f"Signed: {step.role}.")
        return redirect("duty-record", system=visit.system.code, record=step.duty_id)
    sentences = [f"'{step.duty.title}', to be signed by {step.latest.day} {step.latest:%B %Y}."]
    return _asked(visit, step, form, f"Sign: {step.role}", sentences, "Sign")


def withdrawing(visit: Visit) -> HttpResponseBase:
    """Asks for the reason, and takes a signature back."""
    step: SignOffStep = visit.record
    form = ReasonForm(visit.request.POST or None, initial={"seen": step.version})

    def act() -> None:
        withdraw_signature(asking=visit.asking(), step=step, seen=form.cleaned_data["seen"])

    if visit.request.method == "POST" and saved(form, act):
        done(visit.request, f"The signature of '{step.role}' is withdrawn. The log keeps whose it was.")
        return redirect("duty-record", system=visit.system.code, record=step.duty_id)
    sentences = [f"{step.signed_as} signed this. The log keeps that, and your reason."]
    return _asked(visit, step, form, f"Withdraw the signature: {step.role}", sentences, "Withdraw it")


def _asked(
    visit: Visit,
    step: SignOffStep,
    form: ReasonForm | SignForm,
    title: str,
    sentences: list[str],
    button: str,
) -> HttpResponseBase:
    here = _page_of(visit, step.duty)
    given = {
        "title": title,
        "visit": visit,
        "form": form,
        "crumbs": crumbs(visit, (step.duty.title, here)),
        "sentences": sentences,
        "button": button,
        "cancel": here,
    }
    return page(visit.request, "confirm.html", given)


def _page_of(visit: Visit, record: DutyRecord) -> str:
    return reverse("duty-record", kwargs={"system": visit.system.code, "record": record.pk})


FORM = ("GET", "POST")
DOORS = (
    Door("duty-chain", "<system>/duties/<uuid:record>/chain/", chain, Act.EDIT_DUTIES, FORM, DutyRecord),
    Door("duty-sign", "<system>/duties/steps/<uuid:record>/sign/", signing, Act.SIGN_OFF, FORM, SignOffStep),
    Door(
        "duty-unsign",
        "<system>/duties/steps/<uuid:record>/withdraw/",
        withdrawing,
        Act.SIGN_OFF,
        FORM,
        SignOffStep,
    ),
)
