"""The first page: the systems somebody works in; and the desk of one system."""

from django.http import HttpResponse

from aimwell.domain.workplace.access import Act, systems_of
from aimwell.services.workplace.signed_in import systems
from aimwell.web.doors import Door, Visit
from aimwell.web.rendering import page


def home(visit: Visit) -> HttpResponse:
    """The systems that the visitor may see."""
    seen = systems_of(visit.actor, Act.READ)
    mine = [system for system in systems() if seen is None or str(system.pk) in seen]
    return page(visit.request, "home.html", {"title": "Your systems", "visit": visit, "systems": mine})


def desk(visit: Visit) -> HttpResponse:
    """One system at a glance."""
    return page(visit.request, "desk.html", {"title": visit.system.name, "visit": visit})


DOORS = (
    Door("home", "", home, None),
    Door("desk", "<system>/", desk, Act.READ),
)
