"""Posts: who holds what from when to when, and handing one over."""

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.people import add_post, end_post, hand_over
from aimwell.store.workplace.models import Body, Post
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm, DayField
from aimwell.web.rendering import page
from aimwell.web.saving import saved

VACANT = "Leave it empty while the post is vacant."


class HolderForm(ChangeForm):
    """Who holds a post from a day on."""

    name = forms.CharField(label="Who holds it", max_length=120, required=False, help_text=VACANT)
    email = forms.EmailField(
        label="Work e-mail address",
        required=False,
        help_text="Tells people of the same name apart. Nothing private belongs here.",
    )
    starts = DayField(label="From")


class PostForm(HolderForm):
    """A post and who holds it."""

    title = forms.CharField(
        label="Post", max_length=120, help_text="Such as chair, chief executive, lead for children"
    )
    field_order = ("title", "name", "email", "starts")


class EndForm(ChangeForm):
    """When a post ends."""

    ends = DayField(label="Last day")


def add(visit: Visit) -> HttpResponseBase:
    """The form of a new post."""
    body: Body = visit.record
    form = PostForm(visit.request.POST or None, initial={"starts": visit.today})
    if visit.request.method == "POST" and saved(
        form,
        lambda: add_post(asking=visit.asking(), system=visit.system, body=body, **form.values()),
    ):
        messages.success(visit.request, "The post is added.")
        return redirect("body", system=visit.system.code, record=body.pk)
    return _form(visit, f"Add a post at {body.name}", form, body)


def over(visit: Visit) -> HttpResponseBase:
    """The form that says who holds a post from a day on."""
    post: Post = visit.record
    form = HolderForm(visit.request.POST or None, initial={"starts": visit.today})

    def hand() -> None:
        given = form.values()
        hand_over(
            asking=visit.asking(), system=visit.system, post=post, on=given["starts"], name=given["name"],
            email=given["email"],
        )  # fmt: skip

    if visit.request.method == "POST" and saved(form, hand):
        messages.success(visit.request, "The post is handed over. Who held it before stays on record.")
        return redirect("body", system=visit.system.code, record=post.body_id)
    return _form(visit, f"Hand over: {post}", form, post.body)


def end(visit: Visit) -> HttpResponseBase:
    """The form that ends a post."""
    post: Post = visit.record
    form = EndForm(visit.request.POST or None, initial={"ends": visit.today})
    if visit.request.method == "POST" and saved(
        form,
        lambda: end_post(
            asking=visit.asking(), system=visit.system, post=post, ends=form.cleaned_data["ends"]
        ),
    ):
        messages.success(visit.request, "The post has an end.")
        return redirect("body", system=visit.system.code, record=post.body_id)
    return _form(visit, f"End the post: {post}", form, post.body)


def _form(visit: Visit, title: str, form: forms.Form, body: Body) -> HttpResponseBase:
    href = reverse("body", kwargs={"system": visit.system.code, "record": body.pk})
    crumbs = ({"words": body.name, "href": href},)
    return page(visit.request, "form.html", {"title": title, "visit": visit, "form": form, "crumbs": crumbs})


BOTH = ("GET", "POST")
DOORS = (
    Door("post-add", "<system>/who/<uuid:record>/posts/add/", add, Act.EDIT_PEOPLE, BOTH, Body),
    Door("post-hand-over", "<system>/who/posts/<uuid:record>/hand-over/", over, Act.EDIT_PEOPLE, BOTH, Post),
    Door("post-end", "<system>/who/posts/<uuid:record>/end/", end, Act.EDIT_PEOPLE, BOTH, Post),
)
