"""The reference pages say what aimwell is now: every command, feed, measure, target and group."""

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from aimwell.catalogue.everything import Catalogue
from aimwell.cli.commands import app
from tests.docs.scripts import script

CURRENT = "Run: python scripts/write_reference.py"


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    return script("write_reference")


@pytest.fixture(scope="module")
def pages(writer: ModuleType) -> Mapping[str, str]:
    made: Mapping[str, str] = writer.pages()
    return made


@pytest.fixture(scope="module")
def folder(writer: ModuleType) -> Path:
    return Path(writer.REPOSITORY) / "docs" / "reference"


@pytest.mark.parametrize(
    "name", ["commands.md", "feeds.md", "measures.md", "priorities.md", "groups.md", "duties.md"]
)
def test_a_reference_page_is_current(name: str, pages: Mapping[str, str], folder: Path) -> None:
    assert (folder / name).read_text(encoding="utf-8") == pages[name], CURRENT


def test_every_command_and_option_is_described(pages: Mapping[str, str]) -> None:
    for name, command in app.commands.items():
        assert f"## aimwell {name}\n" in pages["commands.md"]
        assert command.help, name
        for parameter in command.params:
            if parameter.param_type_name == "option":
                assert f"`{parameter.opts[0]}" in pages["commands.md"], f"{name} {parameter.name}"


def test_every_option_says_what_it_does() -> None:
    silent = [
        f"{name} {option.name}"
        for name, command in app.commands.items()
        for option in command.params
        if option.param_type_name == "option" and not getattr(option, "help", None)
    ]
    assert silent == []


def test_every_feed_and_measure_is_described(pages: Mapping[str, str], definitions: Path) -> None:
    catalogue = Catalogue(definitions)
    assert all(f"## {name}\n" in pages["feeds.md"] for name in catalogue.feeds)
    assert all(f"## {name}\n" in pages["measures.md"] for name in catalogue.measures)


def test_a_threshold_that_nobody_has_read_is_shown_as_not_verified(pages: Mapping[str, str]) -> None:
    (line,) = [
        row for row in pages["priorities.md"].splitlines() if row.startswith("| No more than 92% of adult")
    ]
    assert "| not verified |" in line
