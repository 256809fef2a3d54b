"""The published site in Debian's Chromium, which must be installed; nothing is downloaded here."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from aimwell.site.contents import SiteContents
from aimwell.site.publish import publish
from aimwell.site.reader import Release
from aimwell.store.released.promises import write_promises
from tests.browser.workplace import Workplace, served
from tests.site.account import TODAY, make_store
from tests.site.promised import PROMISES

playwright = pytest.importorskip(
    "playwright.sync_api", reason="Playwright is not installed: browser tests are skipped"
)

REPOSITORY = Path(__file__).resolve().parents[2]
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="session")
def opened_contents(tmp_path_factory: pytest.TempPathFactory, definitions: Path) -> SiteContents:
    """What the pages are made from: the extracts."""
    folder = tmp_path_factory.mktemp("browser") / "store"
    store = make_store(folder, fixtures=REPOSITORY / "tests" / "fixtures", definitions=definitions)
    write_promises(store, PROMISES)
    return SiteContents(Release(store), definitions, TODAY)


@pytest.fixture(scope="session")
def opened_site(opened_contents: SiteContents) -> Path:
    """The site made from the extracts."""
    out = opened_contents.release.folder.root.parent / "site"
    publish(opened_contents.release.folder, opened_contents.definitions, out, today=TODAY)
    return out


@pytest.fixture(scope="session")
def workplace(tmp_path_factory: pytest.TempPathFactory, definitions: Path) -> Iterator[Workplace]:
    """A workplace with two systems, served for as long as the tests run."""
    folder = tmp_path_factory.mktemp("workplace") / "store"
    make_store(folder, fixtures=REPOSITORY / "tests" / "fixtures", definitions=definitions)
    with served(folder) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator["playwright.Browser"]:
    """Headless Chromium; skips with a plain message where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("Chromium is not installed (apt-get install chromium): browser tests are skipped")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=found, args=SWITCHES)
        yield opened
        opened.close()
