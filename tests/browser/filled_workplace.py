"""Fills a small workplace for the browser tests, in a process of its own: python -m tests.browser.filled_workplace STORE.

Prints JSON: the first administrator, the system, a cookie for each role, and a page for every door that answers GET.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

REPOSITORY = Path(__file__).resolve().parents[2]
DEFINITIONS = REPOSITORY / "definitions"
SYSTEMS, TARGETS = 2, 12
TRIED = 8  # records of a kind; some doors answer only for one in a certain state
PREFERRED = ("strategy", "approver", "administrator", "partner", "analyst", "reader", "auditor")


def main(store: Path) -> None:
    """Fill the store's workplace and say what is in it."""
    from bench.workplace_store import fill, filled

    from aimwell.web.start import configure, prepare

    configure(store, DEFINITIONS)
    first = prepare("first@example.org")
    assert first is not None
    fill(store, DEFINITIONS, systems=SYSTEMS, targets=TARGETS)
    found = filled()
    visitors = {member.role: _visitor(member.email) for member in found.members if not member.system}
    _let_a_partner_sign(found.systems[0])
    said = {
        "email": first.email,
        "password": first.password,
        "system": found.systems[0],
        "cookies": {role: _cookie(client) for role, client in visitors.items()},
        "pages": [page for page in (_page(door, found.systems[0], visitors) for door in _doors()) if page],
    }
    sys.stdout.write(json.dumps(said))


def _visitor(email: str) -> Any:
    """Somebody signed in, with a second factor set up."""
    from allauth.mfa.models import Authenticator
    from django.test import Client

    from aimwell.store.workplace.models import Account

    account = Account.objects.get(email=email)
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": ""})
    client = Client(headers={"host": "localhost"})
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _let_a_partner_sign(code: str) -> None:
    """The partner holds a post in a body of the system: only then is there anybody to sign for."""
    from aimwell.store.workplace.models import Account, Person, Post

    post = Post.objects.filter(body__system__code=code).order_by("pk").first()
    assert post is not None
    person = Person.objects.create(name="P. Artner", made_at=post.made_at, changed_at=post.changed_at)
    Post.objects.filter(pk=post.pk).update(person=person)
    Account.objects.filter(email="partner.all@bench.example").update(person=person)


def _cookie(client: Any) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items()}


def _doors() -> list[Any]:
    from aimwell.web.all_doors import DOORS

    return [door for door in DOORS if "GET" in door.methods]


def _page(door: Any, code: str, visitors: dict[str, Any]) -> dict[str, str] | None:
    """The first address of a door that shows a page; None where it hands out a file or only leads elsewhere."""
    role = _role(door)
    answers = ((path, visitors[role].get(path)) for path in _paths(door, code))
    found = [
        (path, answer)
        for path, answer in answers
        if answer.headers.get("Content-Type", "").startswith("text/html")
    ]
    shown = [(path, answer) for path, answer in found if "Content-Disposition" not in answer.headers]
    best = min(shown, key=lambda each: (each[1].status_code != 200, each[1].status_code), default=None)
    if best is None or best[1].status_code in (301, 302):
        return None
    return {"door": door.name, "path": best[0], "role": role, "status": str(best[1].status_code)}


def _role(door: Any) -> str:
    from aimwell.services.workplace.signed_in import access_rules

    may = {role.id: role.may for role in access_rules(DEFINITIONS).roles}
    return next(role for role in PREFERRED if door.act is None or door.act in may[role])


def _paths(door: Any, code: str) -> list[str]:
    from django.urls import reverse

    from tests.workplace.test_doors import OTHER_WORDS

    parts: dict[str, Any] = {
        name: code if name == "system" else OTHER_WORDS.get(name)
        for name in re.findall(r"<(?:\w+:)?(\w+)>", door.path)
    }
    if "record" not in parts:
        return [reverse(door.name, kwargs=parts) + QUESTIONS.get(door.name, "")]
    return [reverse(door.name, kwargs={**parts, "record": key}) for key in _records(door.about, code)]


QUESTIONS = {"value": "?id=nothing"}


def _records(kind: Any, code: str) -> list[Any]:
    """Records of the system, of different states; a new one where there is none."""
    from aimwell.store.workplace.models import Body
    from tests.workplace.any_record import any_record

    if kind is None:
        return [uuid4()]
    system = Body.objects.filter(code=code, kind="system").order_by("-valid_from").first()
    rows = [row for row in kind.objects.order_by("pk") if _owner(row) in (system.pk, None)]
    by_state = {getattr(row, "state", ""): row.pk for row in rows}
    return [*by_state.values(), *(row.pk for row in rows)][:TRIED] or [any_record(kind, system).pk]


def _owner(row: Any) -> Any:
    return getattr(row, "owning_system", None) or getattr(row, "system_id", None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
