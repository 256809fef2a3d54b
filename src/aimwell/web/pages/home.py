"""The first page: the systems somebody works in, their own first; and the desk of one system."""

from django.http import HttpResponse

from aimwell.domain.workplace.access import Act, systems_of
from aimwell.services.workplace.signed_in import systems
from aimwell.store.workplace.models import Body
from aimwell.web.doors import Door, Visit
from aimwell.web.pages.desk_parts import PARTS
from aimwell.web.rendering import page

SEARCH_FROM = 8  # with fewer systems nobody needs a search


def home(visit: Visit) -> HttpResponse:
    """The systems that the visitor may see: those they have a role in first, then the others, by name or code."""
    seen = systems_of(visit.actor, Act.READ)
    readable = [system for system in systems() if seen is None or str(system.pk) in seen]
    words = visit.request.GET.get("q", "").casefold().split()
    found = [system for system in readable if _named(system, words)]
    own = {grant.system for grant in visit.actor.grants if grant.system}
    given = {
        "title": "Your systems",
        "visit": visit,
        "mine": [system for system in found if str(system.pk) in own],
        "others": [system for system in found if str(system.pk) not in own],
        "q": visit.request.GET.get("q", ""),
        "searchable": len(readable) >= SEARCH_FROM,
        "any": bool(readable),
        "may_accounts": visit.may(Act.MANAGE_ACCOUNTS),
        "may_log": visit.may(Act.READ_LOG),
    }
    return page(visit.request, "home.html", given)


def _named(system: Body, words: list[str]) -> bool:
    text = f"{system.name} {system.short_name} {system.code}".casefold()
    return all(word in text for word in words)


def desk(visit: Visit) -> HttpResponse:
    """One system at a glance: what needs the visitor."""
    parts = [found for part in PARTS for found in part(visit)]
    return page(visit.request, "desk.html", {"title": visit.system.name, "visit": visit, "parts": parts})


DOORS = (
    Door("home", "", home, None),
    Door("desk", "<system>/", desk, Act.READ),
)
