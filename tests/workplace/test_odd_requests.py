"""Whatever people send, no door breaks: odd queries, odd fields, and choices that no page offered."""

import random
import re
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from aimwell.store.workplace.models import Account, Body, RoleGiven
from aimwell.web.all_doors import DOORS
from aimwell.web.doors import Door
from tests.conftest import REPOSITORY
from tests.workplace.conftest import NOW
from tests.workplace.test_doors import PLAIN, ROLES, address, record_for

SEED = 20261122
QUERIES, FORMS = 2, 3  # for each door
REASON = "Agreed by the board"
ODD = (
    "", " ", "0", "-1", "-0.0", "9" * 30, "1e308", "1e309", "nan", "-inf", "0x10", "1_000", "²", "٣", "½",
    "9999-12-31", "0001-01-01", "31/12/9999", "1 1 0001", "2027-02-30", "29 2 2027", "2026-13", "2026-00", "0000",
    "9999/00", "2026/27", "99999", "2026-W99", "£1.2m", "£1,200,000.999", "50%", "10e-400",
    "\x0b", "\x1b[31m", "a\r\nX-Other: b", "a\tb\nc", "\ufffe\uffff", "\u202eabc", "\U0001f4b7", "e\u0301" * 40,
    "<script>alert(1)</script>", "' or 1=1 --", "%s%n{0}{a.b}", "{{ 7*7 }}", "=1+1", "+cmd|' /C calc'!A0", "[x](javascript:1)",
    "../../../etc/passwd", "C:\\a", "file:///etc/passwd", "javascript:alert(1)", "a" * 3000, ("(" * 800), ("a;" * 700), ": ; :",
    "all", "fifth:99", "wait:", ":", "[]", "{", "null", "true", "not-an-id", "QYY",
)  # fmt: skip
PLAUSIBLE = ("Some words", "5", "2027-03-31", "2026/27", "all", "a@example.org", "31 3 2027")
ASKED = re.compile(r"GET\.get(?:list)?\(\s*\"(\w+)\"")
NAMES = sorted(
    {
        name
        for path in (REPOSITORY / "src/aimwell/web").rglob("*.py")
        for name in ASKED.findall(path.read_text("utf-8"))
    }
    | {"page", "q", "who", "act", "outcome", "record", "check", "sort"}
)
"""Every name that a page looks for in its address."""


class Fields(HTMLParser):
    """The fields of a page's forms: for each name, what it holds and what may be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[str, list[str]] = {}
        self._select = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "select":
            self._select = name
            self.held.setdefault(name, [])
        elif tag == "option" and self._select:
            self.held[self._select].append(given.get("value") or "")
        elif tag in ("input", "textarea", "button") and name and name != "csrfmiddlewaretoken":
            self.held.setdefault(name, []).append(given.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = ""


@pytest.fixture
def everybody(system) -> Client:
    """Somebody who may do everything, so that every door opens."""
    account = Account.objects.create_user("all@example.org", "no password", name="All roles")
    for role in ROLES:
        given = RoleGiven(account=account, role=role.id, valid_from=NOW.date(), made_at=NOW, changed_at=NOW)
        given.valid_from = system.valid_from
        given.save(force_insert=True)
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)
    client.force_login(account, backend=PLAIN)
    return client


class Sender:
    """Sends odd things by chance that begins at a number, so that what broke once breaks again."""

    def __init__(self, client: Client, strangers: list[str], seed: int) -> None:
        self.client, self.chance, self.strangers = client, random.Random(seed), strangers
        self.broken: list[tuple] = []

    def odd(self) -> str:
        return self.chance.choice((*ODD, *self.strangers))

    def send(self, door: Door, method: str, path: str, given: dict) -> bytes:
        self.client.force_login(Account.objects.get(email="all@example.org"), backend=PLAIN)
        with transaction.atomic():  # what one request does is no part of the next
            answer = getattr(self.client, method)(path, given)
            content = b"" if answer.streaming else answer.content
            transaction.set_rollback(True)
        if answer.status_code >= 500 or answer.status_code in (401, 405):
            self.broken.append(
                (door.name, method, answer.status_code, given, getattr(answer, "exc_info", None))
            )
        if b"<script>alert" in content:
            self.broken.append((door.name, method, "unescaped", given))
        return content

    def query(self) -> dict:
        return {name: self.odd() for name in self.chance.sample(NAMES, self.chance.randint(1, 6))}

    def form(self, held: dict[str, list[str]]) -> dict:
        """Mostly what a person would send, with one or two fields that nobody would."""
        given: dict = {name: self.usual(values) for name, values in held.items()}
        given["because"] = REASON
        for name in self.chance.sample(sorted(given), min(len(given), self.chance.randint(1, 2))):
            given[name] = self.odd()
        return given

    def usual(self, values: list[str]) -> str:
        filled = [value for value in values if value]
        return self.chance.choice(filled) if filled else self.chance.choice(PLAUSIBLE)


def broken_by(client: Client, system: Body, other: Body, seed: int) -> list[tuple]:
    """Everything that odd requests broke, door by door."""
    strangers = [
        str(record_for(door, other)) for door in DOORS if door.name in ("target", "plan", "priority", "body")
    ]
    sender = Sender(client, [*strangers, str(uuid4()), str(other.pk)], seed)
    for door in DOORS:
        cache.clear()
        path = address(door, system, record_for(door, system))
        page = sender.send(door, "get", path, {}) if "GET" in door.methods else b""
        for _ in range(QUERIES if "GET" in door.methods else 0):
            sender.send(door, "get", path, sender.query())
        fields = Fields()
        fields.feed(page.decode("utf-8", "replace"))
        for _ in range(FORMS if "POST" in door.methods else 0):
            sender.send(door, "post", path, sender.form(fields.held))
    return sender.broken


def test_no_door_breaks_whatever_is_sent_to_it(everybody, system, other_system):
    assert broken_by(everybody, system, other_system, SEED) == []
