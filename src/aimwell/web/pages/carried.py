"""What this system really carries: every target it answers to, counted, and where two say the same or clash."""

from django.http import HttpResponse

from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.carried import Origin, OverlapKind
from aimwell.services.workplace.what_is_carried import load_carried
from aimwell.web.doors import Door, Visit
from aimwell.web.pages.priorities import packs_of
from aimwell.web.pages.targets import measures_of
from aimwell.web.paging import paged
from aimwell.web.rendering import page

ORIGIN_WORDS = {
    Origin.NATIONAL: "National: asked for by a rule pack in force",
    Origin.OWN: "Set here, in no plan yet",
    Origin.PLAN: "Set here, and part of a plan",
}
OVERLAP_WORDS = {
    OverlapKind.CONFLICT: "These clash",
    OverlapKind.SAME: "These ask for the same figure",
    OverlapKind.STEPS: "Steps of one way",
}


def carried(visit: Visit) -> HttpResponse:
    """The count of targets and their overlaps."""
    load = load_carried(
        system=visit.system, packs=packs_of(visit), measures=measures_of(visit), day=visit.today
    )
    given = {
        "title": "What this system really carries",
        "visit": visit,
        "load": load,
        "counts": [(words, load.count(origin)) for origin, words in ORIGIN_WORDS.items()],
        "origin_words": ORIGIN_WORDS,
        "overlap_words": OVERLAP_WORDS,
        "kinds": [
            (words, [each for each in load.overlaps if each.kind is kind])
            for kind, words in OVERLAP_WORDS.items()
        ],
        "shown": paged(visit.request, load.targets),
        "measures": measures_of(visit),
    }
    return page(visit.request, "carried.html", given)


DOORS = (Door("carried", "<system>/carried/", carried, Act.READ),)
