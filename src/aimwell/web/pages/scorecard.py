"""The four aims' scorecard of a system, drafts marked."""

from django.http import HttpResponse

from aimwell.domain.workplace.access import Act
from aimwell.presentation.promise_words import ILLUSTRATIVE, KIND_MEANS, KIND_WORDS
from aimwell.services.workplace.scorecard import scorecard
from aimwell.services.workplace.standings import Ask, standing_rule
from aimwell.site import addresses
from aimwell.site.contents import AIM_WORDS
from aimwell.web.doors import Door, Visit
from aimwell.web.rendering import page

LEVEL_WORDS = {"national": "National priority", "local": "Local priority"}


def show(visit: Visit) -> HttpResponse:
    """How a system's promises stand, by aim."""
    definitions = visit.settings.definitions
    card = scorecard(ask=Ask(visit.settings.store, definitions, visit.today), system=visit.system)
    given = {
        "title": "The four aims",
        "visit": visit,
        "card": card,
        "aim_words": AIM_WORDS,
        "level_words": LEVEL_WORDS,
        "kind_words": KIND_WORDS,
        "kind_means": KIND_MEANS,
        "rule": standing_rule(definitions).reason,
        "illustrative": ILLUSTRATIVE if card.illustrative else "",
        "public": f"/{addresses.promises(visit.system.place or visit.system.code)}",
    }
    return page(visit.request, "scorecard.html", given)


DOORS = (Door("scorecard", "<system>/scorecard/", show, Act.READ),)
