"""The promise half of a system's public pages: each promise with how it stands, one click from its proof."""

import json
import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from aimwell.domain.workplace.standing import Reason, StandingKind
from aimwell.site.contents import SiteContents
from aimwell.site.page import Page
from aimwell.site.reader import Release
from aimwell.site.rendering import as_file, edition_of
from aimwell.site.routes import routes_by_file
from aimwell.site.serve import Site
from aimwell.store.folder import StoreFolder
from aimwell.store.released.promises import promises_folder, read_promises, write_promises
from tests.site.account import TODAY
from tests.site.promised import LOCAL, NATIONAL, PROMISES, TARGET, not_invented
from tests.site.test_publishing import marks_of
from tests.site.test_serving import Reply

LARGEST_PAGE = 150 * 1024
MARK = "Illustrative: invented to show how aimwell works"


@pytest.fixture(scope="module")
def promised_store(store: StoreFolder, tmp_path_factory: pytest.TempPathFactory) -> StoreFolder:
    """The account of the extracts, with what one system promised."""
    folder = tmp_path_factory.mktemp("promised") / "store"
    shutil.copytree(store.root, folder)
    write_promises(StoreFolder(folder), PROMISES)
    return StoreFolder(folder)


@pytest.fixture(scope="module")
def promised(promised_store: StoreFolder, definitions: Path) -> SiteContents:
    """What its pages are made from."""
    return SiteContents(Release(promised_store), definitions, TODAY)


@pytest.fixture(scope="module")
def files(promised: SiteContents) -> dict[str, bytes]:
    """The pages of the system that has promised something, and of one that has not, with their downloads."""
    edition, routes = edition_of(promised), routes_by_file(promised)
    made = {}
    for name, route in routes.items():
        if re.match(r"systems/(QE1|QF7)(\.|-promises|-decisions|-thread|/priority-|/plan-|/thread-)", name):
            page: Page | None = route.make()
            assert page is not None
            made[name] = as_file(page, name.rpartition(".")[2], edition)
    return made


@pytest.fixture(scope="module")
def html(files: dict[str, bytes]) -> dict[str, str]:
    return {name: body.decode() for name, body in files.items() if name.endswith(".html")}


def priority_address(identity: str) -> str:
    return f"systems/QE1/priority-{identity[:13]}.html"


def test_the_figure_of_the_day_says_whether_a_promise_was_kept(promised: SiteContents) -> None:
    standings = {each.title: promised.standings[each.id].standing for each in PROMISES.targets}
    assert standings["70% in 4 hours by March 2026"].kind is StandingKind.KEPT
    assert standings["All in 4 hours by March 2026"].kind is StandingKind.MISSED
    assert standings["No number"].reason is Reason.NO_NUMBER
    assert standings["No measure"].reason is Reason.NO_MEASURE
    assert standings["Of a council"].reason is Reason.NOT_AVAILABLE


def test_a_kept_promise_is_one_click_from_the_row_of_its_figure(
    html: dict[str, str], promised: SiteContents
) -> None:
    value_id = promised.standings[TARGET.id].standing.value_id
    assert f'href="QE1/ae_within_4_hours.html#{value_id}"' in html["systems/QE1-promises.html"]
    page = routes_by_file(promised)["systems/QE1/ae_within_4_hours.html"].make()
    assert page is not None
    assert f'id="{value_id}"' in as_file(page, "html", edition_of(promised)).decode()


def test_every_link_of_these_pages_leads_to_a_page(html: dict[str, str], promised: SiteContents) -> None:
    known = {*routes_by_file(promised), "assets/aimwell.css"}
    for name, text in html.items():
        for link, rel in marks_of(text).links:
            if rel != "external" and not link.startswith("#"):
                target = (Path("/") / name).parent / link.partition("#")[0]
                parts: list[str] = []
                for part in target.parts[1:]:
                    parts = parts[:-1] if part == ".." else [*parts, part]
                assert "/".join(parts) in known, f"{name} points to {link}"


def test_the_scorecard_has_a_row_for_each_of_the_four_aims(html: dict[str, str]) -> None:
    text = html["systems/QE1-promises.html"]
    for aim in (
        "Better health and care",
        "Fairer health and care",
        "Better use of what there is",
        "Wider social",
    ):
        assert aim in text
    assert text.count("No priority for this aim is published here.") == 2


def test_national_and_local_priorities_have_the_same_parts(html: dict[str, str]) -> None:
    sections = re.findall(
        r'<section class="aw-promise".*?</section>', html["systems/QE1-promises.html"], re.S
    )
    assert len(sections) == 2
    tags = [re.sub(r">[^<]*<", "><", re.sub(r"<ul.*?</ul>", "", each, flags=re.S)) for each in sections]
    tags = [re.sub(r'(href|aria-label)="[^"]*"', "", each) for each in tags]
    assert tags[0] == tags[1]


def test_a_priority_says_who_owns_decided_signed_and_was_asked(html: dict[str, str]) -> None:
    text = html[priority_address(NATIONAL.id)]
    for words in (
        "Director of Operations", "Approved by A. Chair (approver) on 1 April 2026: Agreed in public",
        "Example Council", "People who waited", "They said: Tell us how long", "What changed: Letters say so",
        "60.0% in March 2025",
    ):  # fmt: skip
        assert words in text


def test_a_chart_shows_the_way_promised(html: dict[str, str]) -> None:
    text = html[priority_address(NATIONAL.id)]
    assert 'class="aw-target"' in text
    assert "with the way promised (illustrative)" in text


def test_a_gap_has_a_standing_of_its_own(html: dict[str, str]) -> None:
    assert "Narrowing the gap" in html[priority_address(LOCAL.id)]


def test_every_page_and_download_of_invented_promises_says_so(files: dict[str, bytes]) -> None:
    for name, body in files.items():
        if name.startswith(("systems/QE1-", "systems/QE1/")) or name == "systems/QE1.html":
            said = workbook_text(body) if name.endswith(".xlsx") else body.decode()
            assert "llustrative" in said, name
            if name.endswith(".html"):
                assert MARK in said


def workbook_text(body: bytes) -> str:
    book = CalamineWorkbook.from_filelike(BytesIO(body))
    return " ".join(
        [*book.sheet_names, *(str(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)]
    )


def test_promises_that_people_made_are_not_called_invented(
    promised_store: StoreFolder, definitions: Path, tmp_path: Path
) -> None:
    shutil.copytree(promised_store.root, tmp_path / "store")
    folder = StoreFolder(tmp_path / "store")
    write_promises(folder, not_invented())
    contents = SiteContents(Release(folder), definitions, TODAY)
    page = routes_by_file(contents)["systems/QE1-promises.html"].make()
    assert page is not None
    assert "llustrative" not in as_file(page, "html", edition_of(contents)).decode()


def test_downloads_hold_the_value_id_and_the_trajectory(
    files: dict[str, bytes], promised: SiteContents
) -> None:
    found = json.loads(files["systems/QE1-promises.json"])
    table, way = found["tables"]
    rows = {
        row[table["columns"].index("target")]: dict(zip(table["columns"], row, strict=True))
        for row in table["rows"]
    }
    kept = rows[TARGET.title]
    assert (kept["standing"], kept["value_id"]) == ("kept", promised.standings[TARGET.id].standing.value_id)
    assert [TARGET.id, TARGET.title, "2025-09", 65.0, "illustrative"] in way["rows"]


def test_the_log_shows_what_was_withdrawn_and_no_spreadsheet_runs_it(files: dict[str, bytes]) -> None:
    assert "A promise that was withdrawn" in files["systems/QE1-decisions.html"].decode()
    assert "'=A promise" in files["systems/QE1-decisions.csv"].decode()


def test_a_system_without_promises_is_told_how_it_would_publish_them(html: dict[str, str]) -> None:
    assert "has not published promises here" in html["systems/QF7.html"]
    assert "approving them in its workplace" in html["systems/QF7-promises.html"]
    assert "systems/QF7-decisions.html" not in html


def test_pages_are_small_and_hold_no_script_or_style_of_their_own(html: dict[str, str]) -> None:
    for name, text in html.items():
        assert len(text.encode()) <= LARGEST_PAGE, name
        assert marks_of(text).inline == [], name


def test_a_new_promise_shows_at_once(promised_store: StoreFolder, definitions: Path, tmp_path: Path) -> None:
    shutil.copytree(promised_store.root, tmp_path / "store")
    folder = StoreFolder(tmp_path / "store")
    (promises_folder(folder) / "QE1.json").unlink()
    app = Site(folder, definitions, lambda: TODAY)
    before = Reply(app, "/systems/QE1-promises.html")
    assert b"has not published promises here" in before.body
    write_promises(folder, PROMISES)
    after = Reply(app, "/systems/QE1-promises.html", HTTP_IF_NONE_MATCH=before.headers["ETag"])
    assert (after.status, b"Care in an emergency" in after.body) == (200, True)


def test_the_list_of_systems_says_who_has_published_promises(promised: SiteContents) -> None:
    page = routes_by_file(promised)["systems/index.html"].make()
    assert page is not None
    text = as_file(page, "html", edition_of(promised)).decode()
    assert f"{len(PROMISES.targets)} targets, illustrative" in text
    assert "none here" in text


def test_what_was_written_is_what_is_read(promised_store: StoreFolder) -> None:
    found = read_promises(promised_store)["QE1"]
    assert found.priorities == PROMISES.priorities
    assert [each.value for each in found.targets] == [each.value for each in PROMISES.targets]
    assert found.log == PROMISES.log
