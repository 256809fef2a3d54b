"""What every form does with problems that a service finds: they are told in the form, and what was typed stays."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from aimwell.domain.problems import Problem, Problems
from aimwell.services.workplace.changing import Refused
from aimwell.store.workplace.models import Body, Post


@contextmanager
def told_in(form: forms.Form) -> Iterator[None]:
    """Tell problems of a service in the form's summary of errors. A refusal is told by its own page."""
    try:
        yield
    except Refused:
        raise
    except Problem as one:
        form.add_error(None, f"{one.found} {one.remedy}")
    except Problems as several:
        for each in several.problems:
            form.add_error(None, f"{each.found} {each.remedy}")


def done(request: HttpRequest, words: str) -> None:
    """Say on the next page what was done."""
    messages.success(request, words)


def owners(system: Body) -> "QuerySet[Post]":
    """The posts of a system's bodies, from which an owner is chosen."""
    rows = Post.objects.filter(body__system=system, valid_to=None)
    return rows.select_related("body", "person").order_by("body__name", "title")


class PostField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A post, said with its body and who holds it."""

    def __init__(self, **options: object) -> None:
        super().__init__(Post.objects.none(), required=False, empty_label="Nobody yet", **options)  # type: ignore[arg-type]

    def label_from_instance(self, obj: Post) -> str:
        """Chief executive, Example ICB (A. Example)."""
        return f"{obj} ({obj.person})" if obj.person else f"{obj} (vacant)"


def address(door: str, **named: object) -> str:
    """The address of a door; '' where no subject has opened it."""
    try:
        return reverse(door, kwargs=named)
    except NoReverseMatch:
        return ""


def whole_number(text: str | None, otherwise: int) -> int:
    """A page number as somebody asked for it."""
    return max(1, int(text)) if text and text.isdecimal() and len(text) < 7 else otherwise
