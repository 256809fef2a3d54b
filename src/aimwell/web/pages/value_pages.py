"""One released value: what it is, how it was worked out, and the cells it came from."""

from functools import lru_cache
from pathlib import Path

from django.http import HttpResponse

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.pipeline.account import Account
from aimwell.pipeline.geography import Geography
from aimwell.services.explain import explain
from aimwell.services.say_explanation import explanation_in_words
from aimwell.services.workplace.declared import catalogue_of, labels_of
from aimwell.store.folder import StoreFolder
from aimwell.store.released.series import measure_of_value
from aimwell.web.doors import Door, Visit
from aimwell.web.rendering import page

LONGEST_ID = 40


def value(visit: Visit) -> HttpResponse:
    """The value asked for by ?id=, explained."""
    value_id = visit.request.GET.get("id", "")[:LONGEST_ID]
    definitions = visit.settings.definitions
    given = {"title": f"Where {value_id} comes from", "visit": visit, "lines": (), "problem": None}
    account = Account(StoreFolder(visit.settings.store), catalogue_of(definitions), _geography(definitions))
    of = measure_of_value(account.folder, value_id) if value_id else ""
    try:
        words = explanation_in_words(explain(account, value_id, likely=(of,)), labels_of(definitions))
        given["lines"] = [
            line.split(None, 1) if line.startswith("  ") else [line] for line in words.split("\n")
        ]
    except Problem as problem:
        given["problem"] = problem
    return page(visit.request, "value.html", given)


@lru_cache(maxsize=2)
def _geography(definitions: Path) -> Geography:
    """Places through time, read once in a process."""
    return Geography(definitions)


DOORS = (Door("value", "<system>/value/", value, Act.READ),)
