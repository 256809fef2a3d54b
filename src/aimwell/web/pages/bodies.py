"""Forms about bodies: add, change, link, end a link, say what became of one, and take over what an ended one had."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.ask_bodies import bodies_of, body_kinds
from aimwell.services.workplace.bodies import (
    add_body,
    add_link,
    became,
    change_body,
    end_link,
    offered_links,
    offered_posts,
    take_over,
)
from aimwell.store.workplace.models import Body, BodyLink
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm, DayField
from aimwell.web.rendering import page
from aimwell.web.saving import saved

UPWARD, DOWNWARD = "up", "down"


class BodyForm(ChangeForm):
    """What is said of a body."""

    kind = forms.ChoiceField(label="Kind")
    name = forms.CharField(label="Name", max_length=200)
    short_name = forms.CharField(label="Short name", max_length=80, required=False)
    code = forms.CharField(
        label="Code", max_length=20, required=False, help_text="Its ODS or ONS code, if it has one."
    )
    valid_from = DayField(label="From", required=False)
    valid_to = DayField(
        label="Until", required=False, help_text="Its last day. Leave it empty while it is there."
    )
    about = forms.CharField(label="About", widget=forms.Textarea(attrs={"rows": 4}), required=False)


class LinkForm(ChangeForm):
    """How a body has to do with another."""

    nature = forms.ChoiceField(label="How they have to do with one another", widget=forms.RadioSelect)
    other = forms.ModelChoiceField(Body.objects.none(), label="The other body")
    starts = DayField(label="From", required=False)


class EndForm(ChangeForm):
    """When something ends."""

    ends = DayField(label="Last day")


class BecameForm(ChangeForm):
    """What a body became."""

    after = forms.ModelChoiceField(
        Body.objects.none(),
        label="A body that is there already",
        required=False,
        empty_label="None: it is a new one",
    )
    new_name = forms.CharField(label="Name of the new body", max_length=200, required=False)
    on = DayField(label="First day of what it became")
    source = forms.CharField(
        label="Source", max_length=400, required=False, help_text="The order, minute or page that says so."
    )


class TakeOverForm(ChangeForm):
    """What moves to a successor."""

    posts = forms.ModelMultipleChoiceField(
        Body.objects.none(), label="Posts", required=False, widget=forms.CheckboxSelectMultiple
    )
    links = forms.ModelMultipleChoiceField(
        Body.objects.none(), label="Links", required=False, widget=forms.CheckboxSelectMultiple
    )
    on = DayField(label="First day here")


def _kind_choices(visit: Visit, form: forms.Form, kept: str = "") -> None:
    kinds = body_kinds(visit.settings.definitions)
    form.fields["kind"].choices = [  # type: ignore[attr-defined]
        (kind.id, kind.title) for kind in kinds.kinds if not kind.seeded or kind.id == kept
    ]


def add(visit: Visit) -> HttpResponseBase:
    """The form of a new body."""
    form = BodyForm(visit.request.POST or None)
    _kind_choices(visit, form)
    made: list[Body] = []

    def make() -> None:
        kinds = body_kinds(visit.settings.definitions)
        made.append(add_body(asking=visit.asking(), system=visit.system, fields=form.values(), kinds=kinds))

    if visit.request.method == "POST" and saved(form, make):
        messages.success(
            visit.request, "The body is added. Now say what it belongs to and who holds its posts."
        )
        return _to(visit, made[0])
    return _form(visit, "Add a body", form)


def edit(visit: Visit) -> HttpResponseBase:
    """The form of a body."""
    body: Body = visit.record
    held = {name: getattr(body, name) for name in BodyForm.base_fields if hasattr(body, name)}
    form = BodyForm(visit.request.POST or None, initial={**held, "seen": body.version})
    _kind_choices(visit, form, body.kind)
    if visit.request.method == "POST" and saved(
        form,
        lambda: change_body(
            asking=visit.asking(), body=body, fields=form.values(), seen=form.cleaned_data["seen"]
        ),
    ):
        messages.success(visit.request, "The change is saved.")
        return _to(visit, body)
    return _form(visit, f"Change {body.name}", form)


def link_add(visit: Visit) -> HttpResponseBase:
    """The form of a new link."""
    body: Body = visit.record
    kinds = body_kinds(visit.settings.definitions)
    form = LinkForm(visit.request.POST or None, initial={"starts": visit.today})
    form.fields["nature"].choices = [  # type: ignore[attr-defined]
        *((f"{UPWARD} {nature.id}", f"{body} {nature.words} …") for nature in kinds.natures),
        *((f"{DOWNWARD} {nature.id}", f"{body} {nature.back} …") for nature in kinds.natures),
    ]
    form.fields["other"].queryset = _others(visit, body)  # type: ignore[attr-defined]

    def make() -> None:
        values = form.values()
        way, _, nature = values["nature"].partition(" ")
        ends = (body, values["other"]) if way == UPWARD else (values["other"], body)
        add_link(
            asking=visit.asking(), system=visit.system, child=ends[0], nature=nature, parent=ends[1],
            starts=values["starts"], kinds=kinds,
        )  # fmt: skip

    if visit.request.method == "POST" and saved(form, make):
        messages.success(visit.request, "The link is added.")
        return _to(visit, body)
    return _form(visit, f"Link {body.name} to another body", form)


def link_end(visit: Visit) -> HttpResponseBase:
    """The form that ends a link."""
    link: BodyLink = visit.record
    form = EndForm(visit.request.POST or None, initial={"ends": visit.today})
    if visit.request.method == "POST" and saved(
        form,
        lambda: end_link(
            asking=visit.asking(), system=visit.system, link=link, ends=form.cleaned_data["ends"]
        ),
    ):
        messages.success(visit.request, "The link has an end.")
        return _to(visit, link.child)
    return _form(visit, f"End the link: {link}", form)


def became_form(visit: Visit) -> HttpResponseBase:
    """The form that says what a body became."""
    body: Body = visit.record
    form = BecameForm(visit.request.POST or None)
    there = bodies_of(visit.system, today=visit.today).filter(system=visit.system, kind=body.kind)
    form.fields["after"].queryset = there.exclude(pk=body.pk)  # type: ignore[attr-defined]
    made: list[Body] = []

    def say() -> None:
        values = form.values()
        step = became(
            asking=visit.asking(), body=body, on=values["on"], source=values["source"], after=values["after"],
            new_name=values["new_name"],
        )  # fmt: skip
        made.append(step.after)

    if visit.request.method == "POST" and saved(form, say):
        messages.success(visit.request, f"{body} became {made[0]}. Now choose what moves over to it.")
        return redirect("taking-over", system=visit.system.code, record=made[0].pk)
    return _form(visit, f"What did {body.name} become?", form)


def taking_over(visit: Visit) -> HttpResponseBase:
    """The form that moves what ended bodies had to their successor; nothing moves unasked."""
    body: Body = visit.record
    posts, links = offered_posts(body), offered_links(body)
    steps = body.came_from.order_by("-on")
    first = steps[0].on if steps else visit.today
    form = TakeOverForm(visit.request.POST or None, initial={"on": first})
    form.fields["posts"].queryset = _rows(posts, body)  # type: ignore[attr-defined]
    form.fields["links"].queryset = _rows(links, body)  # type: ignore[attr-defined]

    def move() -> None:
        values = form.values()
        take_over(
            asking=visit.asking(), successor=body, posts=values["posts"], links=values["links"], on=values["on"]
        )  # fmt: skip

    if not posts and not links:
        messages.info(visit.request, "There is nothing left to move.")
        return _to(visit, body)
    if visit.request.method == "POST" and saved(form, move):
        messages.success(visit.request, "What you chose has moved. What it was before stays on record.")
        return _to(visit, body)
    return _form(visit, f"What {body.name} takes over", form)


def _rows(found: Any, body: Body) -> Any:
    model = type(found[0]) if found else type(body)
    return model.objects.filter(pk__in=[row.pk for row in found])


def _others(visit: Visit, body: Body) -> Any:
    """Bodies of the system, and those that belong to no one system."""
    own = Q(pk__in=bodies_of(visit.system, today=visit.today).values("pk"))
    found = Body.objects.filter(own | Q(system=None, valid_to=None))
    return found.exclude(pk=body.pk).order_by("kind", "name", "pk")


def _form(visit: Visit, title: str, form: forms.Form) -> HttpResponse:
    crumbs = ({"words": "Who decides what", "href": reverse("who", kwargs={"system": visit.system.code})},)
    return page(visit.request, "form.html", {"title": title, "visit": visit, "form": form, "crumbs": crumbs})


def _to(visit: Visit, body: Body) -> HttpResponseBase:
    return redirect("body", system=visit.system.code, record=body.pk)


BOTH = ("GET", "POST")
DOORS = (
    Door("body-add", "<system>/who/add/", add, Act.EDIT_BODIES, BOTH),
    Door("body-edit", "<system>/who/<uuid:record>/edit/", edit, Act.EDIT_BODIES, BOTH, Body),
    Door("link-add", "<system>/who/<uuid:record>/links/add/", link_add, Act.EDIT_BODIES, BOTH, Body),
    Door("link-end", "<system>/who/links/<uuid:record>/end/", link_end, Act.EDIT_BODIES, BOTH, BodyLink),
    Door("body-became", "<system>/who/<uuid:record>/became/", became_form, Act.EDIT_BODIES, BOTH, Body),
    Door("taking-over", "<system>/who/<uuid:record>/taking-over/", taking_over, Act.EDIT_BODIES, BOTH, Body),
)
