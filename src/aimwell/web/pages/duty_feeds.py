"""Calendars to subscribe to: a private address for each person, and a public one for what packs ask of everybody."""

import secrets

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.presentation.duty_calendar import FILE_TYPE
from aimwell.services.workplace.duty_days import declared_duties
from aimwell.services.workplace.duty_feeds import (
    Feed,
    address_of,
    digest_of,
    end_address,
    private_feed,
    public_feed,
    renew_address,
)
from aimwell.web.doors import Door, Visit
from aimwell.web.forms import ChangeForm
from aimwell.web.open_doors import OpenDoor
from aimwell.web.pages.duty_rows import crumbs
from aimwell.web.rendering import page
from aimwell.web.saving import saved

KEY_BYTES = 32
KEPT_SECONDS = 900  # programs ask every few minutes at most; a day that moved can wait that long
MOST_AN_HOUR = 60


class AddressForm(ChangeForm):
    """What a private calendar holds."""

    holds = forms.ChoiceField(
        label="What the calendar holds",
        choices=[
            ("all", "Every due date of this system"),
            ("mine", "Only what I answer for or have to sign"),
        ],
        widget=forms.RadioSelect,
        initial="all",
    )


class EndForm(ChangeForm):
    """Only the reason."""


def show(visit: Visit) -> HttpResponseBase:
    """The private address of the visitor. Its key is shown once, when it is made."""
    first = {"because": "I want these dates in my own calendar."}
    form = AddressForm(visit.request.POST or None, initial=first)
    key = secrets.token_urlsafe(KEY_BYTES)

    def renew() -> None:
        mine = form.cleaned_data["holds"] == "mine"
        renew_address(
            asking=visit.asking(), account=visit.account, system=visit.system, key=key, only_mine=mine
        )

    made = visit.request.method == "POST" and saved(form, renew)
    given = {
        "title": "Dates in your own calendar",
        "visit": visit,
        "crumbs": crumbs(visit),
        "form": form,
        "now": address_of(visit.account, visit.system),
        "address": visit.request.build_absolute_uri(reverse("calendar-private", kwargs={"key": key}))
        if made
        else "",
        "public": visit.request.build_absolute_uri(reverse("calendar-public")),
        "bodies": _public_addresses(visit),
    }
    return page(visit.request, "duty_feed.html", given)


def end(visit: Visit) -> HttpResponseBase:
    """Asks before the address ends, and ends it."""
    form = EndForm(visit.request.POST or None)

    def act() -> None:
        end_address(asking=visit.asking(), account=visit.account, system=visit.system)

    if visit.request.method == "POST" and saved(form, act):
        messages.success(visit.request, "The address has ended. Calendars that use it get nothing any more.")
        return redirect("duty-feed", system=visit.system.code)
    given = {
        "title": "End your private calendar address",
        "visit": visit,
        "crumbs": crumbs(visit),
        "form": form,
        "sentences": ["Calendars that use the address will stop being brought up to date."],
        "button": "End the address",
        "cancel": reverse("duty-feed", kwargs={"system": visit.system.code}),
    }
    return page(visit.request, "confirm.html", given)


def private(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001
    """The calendar behind a key."""
    feed = private_feed(
        key=key, definitions=settings.AIMWELL.definitions, now=timezone.now(), today=timezone.localdate()
    )
    if feed is None:
        raise Http404
    if _too_often(key):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    return _answer(feed, "private")


def public(request: HttpRequest, body: str = "") -> HttpResponse:  # noqa: ARG001
    """What packs ask of everybody, or of one kind of body."""
    try:
        feed = public_feed(
            definitions=settings.AIMWELL.definitions,
            body=body,
            now=timezone.now(),
            today=timezone.localdate(),
        )
    except Problem:
        raise Http404 from None
    return _answer(feed, "public")


def _answer(feed: Feed, who: str) -> HttpResponse:
    headers = {
        "Cache-Control": f"{who}, max-age={KEPT_SECONDS}",
        "Content-Disposition": 'inline; filename="duties.ics"',
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(feed.text, content_type=FILE_TYPE, headers=headers)


def _too_often(key: str) -> bool:
    """Counts only keys that open something, so that nobody can fill the cache with guesses."""
    name = f"calendar-{digest_of(key)[:32]}-{timezone.now():%Y%m%d%H}"
    cache.add(name, 0, timeout=3600)
    try:
        return cache.incr(name) > MOST_AN_HOUR
    except ValueError:  # it ran out between the two
        return False


def _public_addresses(visit: Visit) -> list[tuple[str, str]]:
    standard = declared_duties(visit.settings.definitions).standard
    return [
        (
            body.name,
            visit.request.build_absolute_uri(reverse("calendar-public-of", kwargs={"body": body.short})),
        )
        for body in standard.bodies
    ]


DOORS = (
    Door("duty-feed", "<system>/duties/own-calendar/", show, Act.READ, ("GET", "POST")),
    Door("duty-feed-end", "<system>/duties/own-calendar/end/", end, Act.READ, ("GET", "POST")),
)
OPEN_DOORS = (
    OpenDoor("calendar-public", "calendars/duties.ics", public, "It holds nothing but published rules."),
    OpenDoor(
        "calendar-public-of",
        "calendars/duties-of-<slug:body>.ics",
        public,
        "It holds nothing but published rules.",
    ),
    OpenDoor(
        "calendar-private",
        "calendars/<str:key>.ics",
        private,
        "Its address holds 256 bits made by chance, and it tells dates and titles.",
    ),
)
