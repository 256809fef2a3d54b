"""Loads the invented year into the workplace of a demonstration, once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from aimwell.services.workplace.accounts import ADMINISTRATOR
from aimwell.services.workplace.declared import catalogue_of
from aimwell.services.workplace.illustrative import duties, people, plans, promises
from aimwell.services.workplace.illustrative.story import Story, read_story
from aimwell.services.workplace.illustrative.telling import Telling, invented_id, tell
from aimwell.services.workplace.releasing import release_promises
from aimwell.store.workplace.models import Account, Body, RoleGiven


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was told; steps 0 where it had been told before."""

    system: Body
    steps: int


def load_illustrative(
    *,
    story_folder: Path,
    store: Path,
    definitions: Path,
    today: date,
    progress: Callable[[str], None] | None = None,
) -> Loaded:
    """Tell the invented year through the ordinary services, all of it or nothing, and release what became public.

    The register's bodies and the first administrator have to be there. Told before: nothing is done.
    """
    story = read_story(story_folder)
    there = Body.objects.filter(pk=invented_id(story.who.system.code)).first()
    if there is not None:
        release_promises(store=store, system=there)
        return Loaded(there, 0)
    if progress:
        progress("an illustrative year")
    telling = _begin(story, store, definitions, today)
    with transaction.atomic():
        steps = [
            *people.steps(story.who),
            *promises.steps(story.promises, story.targets),
            *plans.steps(story.needs, story.plans),
            *duties.steps(story.duties),
        ]
        done = tell(telling, steps)
    release_promises(store=store, system=telling.system)
    return Loaded(telling.system, done)


def _begin(story: Story, store: Path, definitions: Path, today: date) -> Telling:
    told, catalogue = story.who.system, catalogue_of(definitions)
    own = invented_id(told.code)
    system = Body(
        id=own, system_id=own, kind="system", name=told.name, short_name=told.name, code=told.code,
        about=told.about, figures_of=told.figures_of, valid_from=told.begins,
    )  # fmt: skip
    given = RoleGiven.objects.filter(role=ADMINISTRATOR, system=None).order_by("made_at").first()
    administrator = given.account if given else Account.objects.order_by("made_at").first()
    if administrator is None:
        raise LookupError("the workplace has no administrator yet")
    return Telling(
        store, definitions, catalogue.measures, tuple(catalogue.packs), system, administrator, today
    )
