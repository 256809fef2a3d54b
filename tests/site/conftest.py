"""The account of the extracts, made once for all tests of pages."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from aimwell.site.contents import SiteContents
from aimwell.site.publish import publish
from aimwell.site.reader import Release
from aimwell.store.folder import StoreFolder
from tests.site.account import TODAY, make_store

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, definitions: Path) -> StoreFolder:
    """A store of real extracts."""
    folder = tmp_path_factory.mktemp("account") / "store"
    return make_store(folder, fixtures=REPOSITORY / "tests" / "fixtures", definitions=definitions)


@pytest.fixture(scope="session")
def contents(store: StoreFolder, definitions: Path) -> SiteContents:
    """What the pages are made from."""
    return SiteContents(Release(store), definitions, TODAY)


@pytest.fixture(scope="session")
def site(store: StoreFolder, definitions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published site."""
    out = tmp_path_factory.mktemp("published") / "site"
    publish(store, definitions, out, today=TODAY)
    return out


@pytest.fixture(scope="session")
def pages(site: Path) -> Mapping[str, str]:
    """Every page's HTML by its address."""
    return {str(path.relative_to(site)): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
