"""What the page on security says is shown by a test is shown by one."""

import ast
import re

import pytest

from tests.conftest import REPOSITORY

PAGE = (REPOSITORY / "docs" / "reference" / "security.md").read_text("utf-8")
FILES = dict(re.findall(r"`(\w+)`\s+(?:stands )?for\s+`(tests/[\w/.]+)`", PAGE))
NAMED = sorted(set(re.findall(r"`(\w+)::(\w+)`", PAGE)))


def test_the_page_names_tests():
    assert len(NAMED) > 30
    assert {short for short, _ in NAMED} == set(FILES)


@pytest.mark.parametrize(("short", "name"), NAMED, ids=lambda part: part)
def test_a_test_that_the_page_names_exists(short: str, name: str):
    tree = ast.parse((REPOSITORY / FILES[short]).read_text("utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_row_of_the_table_says_what_shows_it():
    rows = [line for line in PAGE.splitlines() if re.match(r"\| \d", line)]
    assert len(rows) > 25
    for row in rows:
        shown = row.split("|")[3]
        assert "::" in shown or "setting `" in shown or "the fields of" in shown, row


@pytest.mark.parametrize("name", sorted(set(re.findall(r"setting `(\w+)`", PAGE))))
def test_a_setting_that_the_page_names_is_set(name: str):
    from django.conf import settings

    assert settings.is_overridden(name)
