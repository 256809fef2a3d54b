"""Who is signed in: an account as an actor, with the roles it holds today."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from aimwell.catalogue.access import read_access
from aimwell.domain.workplace.access import AccessRules, Actor, Held, grants_of
from aimwell.store.workplace.models import Account, Body

SYSTEM = "system"
"""The kind of body that others work in."""


@lru_cache(maxsize=4)
def access_rules(definitions: Path) -> AccessRules:
    """The roles in force, read once."""
    return read_access(definitions)


def actor_of(account: Account, definitions: Path, today: date) -> Actor:
    """An account with what its roles let it do today."""
    held = (
        Held(given.role, str(given.system_id) if given.system_id else None, given.valid_from, given.valid_to)
        for given in account.roles.all()
    )
    return Actor(str(account.pk), account.name, grants_of(held, access_rules(definitions), today))


def current_system(code: str) -> Body | None:
    """The system with a code; the newest where a code came into use again."""
    return Body.objects.filter(kind=SYSTEM, code=code).order_by("-valid_from").first()


def systems() -> list[Body]:
    """Every system, by name."""
    return list(Body.objects.filter(kind=SYSTEM).order_by("name"))
