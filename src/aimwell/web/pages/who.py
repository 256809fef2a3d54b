"""Who decides what: the directory of a system, and the page of one body with its links, posts and family tree."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse

from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.ask_bodies import (
    became_of,
    body_kinds,
    directory,
    family_of,
    links_of,
    posts_of,
)
from aimwell.services.workplace.bodies import is_known, offered_links, offered_posts
from aimwell.store.workplace.models import Body
from aimwell.web.doors import Door, Visit
from aimwell.web.rendering import page


def listing(visit: Visit) -> HttpResponse:
    """Everybody who works in a system."""
    asked = visit.request.GET.get("q", "").strip()
    ended = visit.request.GET.get("ended") == "yes"
    kinds = body_kinds(visit.settings.definitions)
    given = {
        "title": "Who decides what",
        "visit": visit,
        "kinds": directory(visit.system, kinds, today=_day(visit), text=asked, ended=ended),
        "became": became_of(visit.system),
        "asked": asked,
        "ended": ended,
        "may_add": visit.may(Act.EDIT_BODIES),
    }
    return page(visit.request, "who.html", given)


def _day(visit: Visit) -> date:
    """Today, or the last day of a system that has ended."""
    last = visit.system.valid_to
    return min(last, visit.today) if last else visit.today


def show(visit: Visit) -> HttpResponse:
    """One body."""
    body: Body = visit.record
    kinds = body_kinds(visit.settings.definitions)
    kind = kinds.kind(body.kind)
    given = {
        "title": body.name,
        "visit": visit,
        "body": body,
        "kind": kind,
        "kind_title": kinds.title(body.kind),
        "links": links_of(body, kinds, today=visit.today),
        "posts": posts_of(body),
        "family": family_of(body),
        "offered": len(offered_posts(body)) + len(offered_links(body)),
        "from_register": is_known(body),
        "own": body.system_id == visit.system.pk,
        "may_bodies": visit.may(Act.EDIT_BODIES),
        "may_people": visit.may(Act.EDIT_PEOPLE),
        "crumbs": (
            {"words": "Who decides what", "href": reverse("who", kwargs={"system": visit.system.code})},
        ),
    }
    return page(visit.request, "body.html", given)


DOORS = (
    Door("who", "<system>/who/", listing, Act.READ),
    Door("body", "<system>/who/<uuid:record>/", show, Act.READ, about=Body),
)
