"""Who agreed to a target: partners who sign for their body, and people who were asked what they think of it."""

from typing import Any

from django import forms
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.releasing import release_promises
from aimwell.services.workplace.targets import (
    bodies_signed_for,
    change_asked,
    record_asked,
    sign,
    withdraw_signature,
)
from aimwell.store.workplace.models import Asked, Body, Signature, Target
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm, DayField
from aimwell.web.pages.targets import fetched
from aimwell.web.rendering import page
from aimwell.web.taking import done, told_in


class SignForm(ChangeForm):
    """Signing for one's own body."""

    body = forms.ModelChoiceField(Body.objects.none(), label="Body you sign for", empty_label=None)
    title = forms.CharField(label="As", max_length=160, help_text="The role in which you sign.")

    def __init__(self, *arguments: Any, bodies: list[Body], **options: Any) -> None:
        super().__init__(*arguments, **options)
        rows = Body.objects.filter(pk__in=[body.pk for body in bodies]).order_by("name")
        self.fields["body"].queryset = rows  # type: ignore[attr-defined]
        self.fields["because"].label = "What your body agreed, and where"
        self.fields["because"].help_text = "For example: agreed by the board on 4 June 2026, item 7."


class AskedForm(ChangeForm):
    """People who were asked, what they said, and what changed because of it."""

    who = forms.CharField(
        label="Who was asked", max_length=200, help_text="A group, never a private person's name."
    )
    how = forms.CharField(label="How", max_length=200, required=False)
    how_many = forms.IntegerField(label="How many people", min_value=1, required=False)
    on = DayField(label="When", required=False)
    said = forms.CharField(label="What they said", widget=forms.Textarea(attrs={"rows": 4}))
    changed = forms.CharField(
        label="What changed because of it",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="Say it where nothing changed, and why.",
    )
    source = forms.CharField(label="Where it is written down", max_length=400, required=False)


def signing(visit: Visit) -> HttpResponseBase:
    """Sign a target for one's own body."""
    target = fetched(visit.record)
    bodies = bodies_signed_for(visit.account, visit.system, visit.asking())
    form = SignForm(visit.request.POST or None, initial={"seen": target.version}, bodies=bodies)
    if visit.request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with told_in(form):
            sign(
                asking=visit.asking(), target=target, body=given["body"], title=given["title"],
                seen=given["seen"] or 0,
            )  # fmt: skip
            release_promises(store=visit.settings.store, system=visit.system)
            done(visit.request, f"Signed for {given['body']}")
            return redirect("target", system=visit.system.code, record=target.pk)
    given_page = {"title": "Sign a target", "visit": visit, "form": form, "target": target, "bodies": bodies}
    return page(visit.request, "target_sign.html", given_page)


def withdraw(visit: Visit) -> HttpResponseBase:
    """Take back the signature of one's own body."""
    form = ChangeForm(visit.request.POST or None)
    signature = visit.record
    if visit.request.method == "POST" and form.is_valid():
        with told_in(form):
            withdraw_signature(asking=visit.asking(), signature=signature)
            release_promises(store=visit.settings.store, system=visit.system)
            done(visit.request, "The signature was withdrawn")
            return redirect(signature.kind, system=visit.system.code, record=signature.record)
    given = {
        "title": "Withdraw a signature",
        "visit": visit,
        "form": form,
        "sentences": (
            f"{signature.body} signed version {signature.record_version}.",
            "That it did stays in the record, with the day on which it was withdrawn.",
        ),
        "button": "Withdraw it",
        "cancel": "",
    }
    return page(visit.request, "confirm.html", given)


def asked(visit: Visit) -> HttpResponseBase:
    """Record people who were asked about a target."""
    target = fetched(visit.record)
    form = AskedForm(visit.request.POST or None)
    if visit.request.method == "POST" and form.is_valid():
        with told_in(form):
            record_asked(asking=visit.asking(), target=target, fields=form.values())
            done(visit.request, "Recorded; the target is a draft again until it is approved")
            return redirect("target", system=visit.system.code, record=target.pk)
    return page(visit.request, "form.html", {"title": "People asked", "visit": visit, "form": form})


def asked_edit(visit: Visit) -> HttpResponseBase:
    """Correct what is recorded of people who were asked."""
    row = visit.record
    held = {name: getattr(row, name) for name in AskedForm.base_fields if hasattr(row, name)}
    form = AskedForm(visit.request.POST or None, initial={**held, "seen": row.version})
    if visit.request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        with told_in(form):
            change_asked(asking=visit.asking(), asked=row, fields=form.values(), seen=seen)
            done(visit.request, "Corrected")
            return redirect("target", system=visit.system.code, record=row.target_id)
    return page(
        visit.request, "form.html", {"title": "Correct what people said", "visit": visit, "form": form}
    )


BOTH = ("GET", "POST")
DOORS = (
    Door("target-sign", "<system>/targets/<uuid:record>/sign/", signing, Act.SIGN, BOTH, Target),
    Door(
        "signature-withdraw",
        "<system>/signatures/<uuid:record>/withdraw/",
        withdraw,
        Act.SIGN,
        BOTH,
        Signature,
    ),
    Door("target-asked", "<system>/targets/<uuid:record>/asked/", asked, Act.EDIT_TARGETS, BOTH, Target),
    Door("asked-edit", "<system>/asked/<uuid:record>/edit/", asked_edit, Act.EDIT_TARGETS, BOTH, Asked),
)
