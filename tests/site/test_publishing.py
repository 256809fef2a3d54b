"""The site as files: complete, linked, small, safe to open from anywhere."""

import re
import shutil
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from aimwell.domain.problems import Problem
from aimwell.site.publish import publish
from aimwell.store.folder import StoreFolder
from tests.site.account import TODAY

LARGEST_PAGE = 150 * 1024
INFORMATION_ONLY = "external"


class Marks(HTMLParser):
    """Addresses, ids and the names of elements of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.ids: set[str] = set()
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "id" in given:
            self.ids.add(given["id"] or "")
        for name in ("href", "src", "action"):
            if given.get(name):
                self.links.append((given[name] or "", given.get("rel") or ""))
        if "style" in given or tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.inline += [name for name in given if name.startswith("on")]


def marks_of(text: str) -> Marks:
    marks = Marks()
    marks.feed(text)
    return marks


@pytest.fixture(scope="module")
def marked(pages: Mapping[str, str]) -> Mapping[str, Marks]:
    return {name: marks_of(text) for name, text in pages.items()}


def test_every_link_leads_to_a_file_and_every_fragment_to_an_id(
    site: Path, marked: Mapping[str, Marks]
) -> None:
    broken = []
    for page, marks in marked.items():
        for link, rel in marks.links:
            if link.startswith(("https://", "http://")):
                assert rel == INFORMATION_ONLY, f"{page} has {link}"
                continue
            address, fragment = urldefrag(unquote(link))
            target = (site / page).parent / address.partition("?")[0] if address else site / page
            if not target.is_file():
                broken.append(f"{page} -> {link}")
            elif fragment and target.suffix == ".html":
                name = str(target.resolve().relative_to(site.resolve()))
                if fragment not in marked[name].ids:
                    broken.append(f"{page} -> {link} (no such id)")
    assert not broken, broken[:20]


def test_no_page_has_an_inline_script_or_style(marked: Mapping[str, Marks]) -> None:
    assert not {page: marks.inline for page, marks in marked.items() if marks.inline}


def test_no_page_with_all_that_it_needs_is_larger_than_150_kilobytes(
    site: Path, marked: Mapping[str, Marks]
) -> None:
    for page, marks in marked.items():
        needed = {
            (site / page).parent / link
            for link, _ in marks.links
            if "assets/" in link and not link.endswith(".md")
        }
        size = (site / page).stat().st_size + sum(path.stat().st_size for path in needed)
        assert size <= LARGEST_PAGE, f"{page}: {size:,} bytes"


def test_every_id_stands_once_on_its_page(pages: Mapping[str, str]) -> None:
    for page, text in pages.items():
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), (page, sorted(each for each in ids if ids.count(each) > 1)[:5])


def test_no_page_shows_a_word_that_stands_for_nothing(pages: Mapping[str, str]) -> None:
    for page, text in pages.items():
        words = re.sub(r"<[^>]+>", " ", text)
        found = re.findall(r"\b(?:nan|None|NaN|inf|undefined|special cause)\b", words)
        assert not found, (page, found[:3])


def test_every_number_in_a_verdict_table_leads_to_its_value_id(pages: Mapping[str, str]) -> None:
    for page, text in pages.items():
        for link in re.findall(r'<a class="aw-value" href="([^"]*)"', text):
            assert re.search(r"#v[0-9a-f]{15}$", link), (page, link)


def test_every_figure_by_hospital_stands_under_its_value_id(pages: Mapping[str, str]) -> None:
    for page, text in pages.items():
        if "-by-" in page and page.startswith("measures/"):
            cells = re.findall(r"<td ([^>]*)class=\"aw-n\"", text)
            assert all(re.fullmatch(r'id="v[0-9a-f]{15}" ', cell) for cell in cells), page


def test_every_value_id_on_a_page_of_a_measure_in_a_place_is_in_its_download(
    site: Path, pages: Mapping[str, str]
) -> None:
    for page, text in pages.items():
        if re.fullmatch(r"systems/[^/]+/[^/]+\.html", page):
            table = (site / page).with_suffix(".csv").read_text(encoding="utf-8-sig")
            shown = re.findall(r'<tr id="(v[0-9a-f]{15})"><th scope="row" class="aw-nowrap">', text)
            assert shown
            assert all(each in table for each in shown), page


def test_publishing_again_removes_pages_that_are_no_longer_made(
    site: Path, store: StoreFolder, definitions: Path, tmp_path: Path
) -> None:
    out = tmp_path / "copy"
    shutil.copytree(site, out)
    (out / "systems" / "stale.html").write_text("old", encoding="utf-8")
    publish(store, definitions, out, today=TODAY)
    assert not (out / "systems" / "stale.html").exists()
    assert (out / "index.html").read_bytes() == (site / "index.html").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


def test_publishing_the_same_release_twice_gives_the_same_bytes(
    site: Path, store: StoreFolder, definitions: Path, tmp_path: Path
) -> None:
    publish(store, definitions, tmp_path / "again", today=TODAY)
    for path in site.rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "again" / path.relative_to(site)).read_bytes(), path.name


def test_a_folder_of_other_things_is_left_alone(
    store: StoreFolder, definitions: Path, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(Problem) as told:
        publish(store, definitions, tmp_path, today=TODAY)
    assert told.value.code == "publish.folder-in-use"
    assert (tmp_path / "letter.txt").exists()


def test_an_empty_store_gives_a_site_that_says_what_to_do_next(definitions: Path, tmp_path: Path) -> None:
    store = StoreFolder(tmp_path / "store").create()
    publish(store, definitions, tmp_path / "site", today=TODAY)
    text = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "aimwell take FILE" in text
    assert "aimwell take FILE" in (tmp_path / "site" / "choice" / "index.html").read_text(encoding="utf-8")
