"""Documents are current, their links lead somewhere, and what they show works."""

import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from aimwell.catalogue.feeds import read_feeds
from aimwell.catalogue.measures import inconsistencies
from aimwell.catalogue.reader import read_definition
from aimwell.domain.measures import Measure
from tests.docs.scripts import SCRIPTS, script

REPOSITORY = SCRIPTS.parent
DOCUMENTS = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
LINK = re.compile(r"\[[^\]]+\]\((?P<to>[^)#\s]+)(#[^)]*)?\)")
TOML = re.compile(r"```toml\n(?P<text>.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def architecture() -> ModuleType:
    return script("write_architecture")


def test_the_table_of_rooms_is_current(architecture: ModuleType) -> None:
    text = (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert architecture.with_current_table(text) == text, "Run: python scripts/write_architecture.py"


def test_every_room_says_what_it_is(architecture: ModuleType) -> None:
    assert [room.name for room in architecture.rooms() if not room.purpose] == []


def test_every_room_of_the_package_says_who_may_import_it(architecture: ModuleType) -> None:
    outer = [room for room in architecture.rooms() if room.name.count("/") == 1 and room.name.endswith("/")]
    assert outer
    assert [room.name for room in outer if not room.importers and room.name != "store/"] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_every_link_to_another_document_leads_somewhere(document: Path) -> None:
    found = [match["to"] for match in LINK.finditer(document.read_text(encoding="utf-8"))]
    local = [link for link in found if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in local if not (document.parent / link).exists()] == []


def test_the_measure_in_the_instructions_is_complete(definitions: Path, tmp_path: Path) -> None:
    text = (REPOSITORY / "docs" / "how-to" / "add-a-measure.md").read_text(encoding="utf-8")
    example = tmp_path / "measures" / "example.toml"
    example.parent.mkdir()
    example.write_text(TOML.search(text)["text"], encoding="utf-8")  # type: ignore[index]
    measure, faults = read_definition(example, Measure, id="example")
    assert faults == []
    assert measure is not None
    assert list(inconsistencies(measure, read_feeds(definitions))) == []


def test_every_piece_of_toml_in_the_documents_can_be_read() -> None:
    for document in DOCUMENTS:
        for match in TOML.finditer(document.read_text(encoding="utf-8")):
            assert tomllib.loads(match["text"])


def test_a_word_stands_in_the_glossary_once() -> None:
    words = glossary()
    assert sorted({word for word in words if words.count(word) > 1}) == []


@pytest.mark.parametrize(
    "word",
    ["ICS", "ICB", "sub-ICB location", "place", "footprint", "measure", "feed", "grain", "fact", "value",
     "value id", "verdict", "special cause", "profile", "rule pack", "release", "receipt", "vintage",
     "edition", "scope", "reconciliation", "period"],
)  # fmt: skip
def test_the_glossary_explains(word: str) -> None:
    assert word in glossary()


@pytest.mark.parametrize(
    "decision", sorted((REPOSITORY / "docs" / "decisions").glob("*.md")), ids=lambda path: path.stem
)
def test_a_decision_has_its_four_parts_on_one_page(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    assert re.fullmatch(r"\d{4}-\d{2}-[a-z0-9-]+", decision.stem)
    assert len(text.splitlines()) <= 60
    for part in ("**Question.**", "**Options.**", "**Choice.**", "**Consequences.**"):
        assert part in text


def glossary() -> list[str]:
    """The words of the glossary."""
    text = (REPOSITORY / "GLOSSARY.md").read_text(encoding="utf-8")
    return re.findall(r"^\| \*\*(.+?)\*\* \|", text, re.MULTILINE)
