"""Starts the workplace: settings, tables up to date, and an administrator on the first day."""

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aimwell.config.workplace import DATABASE, STORE

SETTINGS = "aimwell.web.settings"


@dataclass(frozen=True, slots=True)
class FirstAdministrator:
    """Whom the first run made: the password is shown once, and changed at the first sign-in."""

    email: str
    password: str


def configure(store: Path, definitions: Path, *, database: str = "") -> None:
    """Tell Django where things are. Before anything of the workplace is imported; the first call decides."""
    os.environ[STORE] = str(store.absolute())
    os.environ["AIMWELL_DEFINITIONS"] = str(definitions.absolute())
    if database:
        os.environ[DATABASE] = database
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    (store / "workplace").mkdir(parents=True, exist_ok=True)
    import django

    django.setup()


def has_workplace() -> bool:
    """Whether the tables are there. After `configure`."""
    from django.db import connection

    from aimwell.store.workplace.models import LogEntry

    return LogEntry._meta.db_table in connection.introspection.table_names()


def prepare(email: str) -> FirstAdministrator | None:
    """Bring the tables up to date and the register's bodies in; make an administrator where there is no account yet."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    from django.conf import settings
    from django.utils import timezone

    from aimwell.services.workplace.accounts import make_first_administrator
    from aimwell.services.workplace.duty_days import keep_days
    from aimwell.services.workplace.releasing import release_all_promises
    from aimwell.services.workplace.seed_bodies import seed_bodies
    from aimwell.store.workplace.models import Account

    seed_bodies(definitions=settings.AIMWELL.definitions, now=timezone.now())
    keep_days(settings.AIMWELL.definitions, timezone.localdate())  # a new version may have moved days
    release_all_promises(
        store=settings.AIMWELL.store
    )  # a server that was stopped half-way may have left one behind
    if Account.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    make_first_administrator(email=email, password=password)
    return FirstAdministrator(email, password)


def workplace_application() -> Callable[..., Any]:
    """The workplace as a WSGI application. After `configure`."""
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()
