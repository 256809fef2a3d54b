"""Whoever may read a system finds only links that open, whatever their role."""

import re

import pytest
from django.urls import reverse

from aimwell.catalogue.access import read_access
from aimwell.services.workplace.priorities import add_priority
from aimwell.web.all_doors import DOORS
from aimwell.web.menu import ACTS, SUBJECTS
from tests.conftest import REPOSITORY

ROLES = [role.id for role in read_access(REPOSITORY / "definitions").roles]


@pytest.mark.parametrize("role", ROLES)
def test_every_link_of_the_menu_opens(role, signed_in, asking, system):
    fields = {"title": "Fewer people smoke", "level": "local", "aim": "outcomes"}
    add_priority(asking=asking("strategy", system, name="Author"), system=system, fields=fields, packs=())
    client = signed_in(role, system).client
    desk = client.get(reverse("desk", kwargs={"system": system.code})).content.decode()
    found = set(re.findall(rf'href="(/workplace/{system.code}/[^"#]*)"', desk))
    assert {path: code for path in found if (code := client.get(path).status_code) != 200} == {}


def test_the_menu_asks_for_what_each_subject_asks_for():
    acts = {door.name: door.act.value for door in DOORS if door.act}
    asked = {name: ACTS[name].value if name in ACTS else "read" for name, _ in SUBJECTS}
    assert {name: acts[name] for name in asked} == asked


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "src/aimwell/web/templates").rglob("*.html")), ids=lambda p: p.name
)
def test_templates_name_acts_and_do_not_spell_them(path):
    assert not re.search(r"""\.may\(\s*["']""", path.read_text("utf-8"))
