"""Every page of the account that comes with aimwell: small enough, and free of words that stand for nothing."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aimwell.catalogue.everything import Catalogue
from aimwell.config.shipped import shipped
from aimwell.pipeline.account import Account
from aimwell.pipeline.geography import Geography
from aimwell.services.build_demo import build_store
from aimwell.site.contents import SiteContents
from aimwell.site.pages.england import england_page, headlines
from aimwell.site.reader import Release
from aimwell.site.rendering import as_html, assets, edition_of, shared_files
from aimwell.site.routes import routes
from aimwell.store.folder import StoreFolder
from tests.site.account import TODAY

LARGEST_PAGE = 150 * 1024
ASSET = re.compile(rb'(?:href|src)="(?:\.\./)*(assets/[^"]+\.(?:css|js))"')
NOTHING = re.compile(r">\s*(?:nan|None|NaN|inf|undefined)\s*<")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, definitions: Path) -> SiteContents:
    """The account as `aimwell demo` builds it."""
    store = StoreFolder(tmp_path_factory.mktemp("demo") / "store")
    account = Account(store, Catalogue(definitions), Geography(definitions))
    build_store(account, shipped("demo"), now=datetime(2026, 11, 1, tzinfo=UTC))
    return SiteContents(Release(store), definitions, TODAY)


def rendered(contents: SiteContents) -> Iterator[tuple[str, bytes]]:
    edition = edition_of(contents)
    for route in routes(contents):
        page = route.make()
        if page is not None:
            yield route.path, as_html(page, edition)


def test_every_page_of_the_demo_is_small_and_says_only_what_is_known(demo: SiteContents) -> None:
    shared = {name: len(content) for name, content in {**assets(), **shared_files(demo)}.items()}
    too_large, empty_words, count = {}, {}, 0
    for path, page in rendered(demo):
        count += 1
        size = len(page) + sum(shared[name.decode()] for name in set(ASSET.findall(page)))
        if size > LARGEST_PAGE:
            too_large[path] = size
        if found := NOTHING.findall(page.decode()):
            empty_words[path] = found[:3]
    assert count > 5_000
    assert not too_large, sorted(too_large.items(), key=lambda pair: -pair[1])[:20]
    assert not empty_words, list(empty_words.items())[:20]


def test_the_headline_of_the_demo_can_be_judged_in_most_systems_of_each_footprint(demo: SiteContents) -> None:
    for footprint in demo.footprints:
        page = england_page(demo, footprint)
        assert page.headline is not None
        judged = [row for row in page.systems if row.row and "too few figures" not in row.row.sentence]
        assert 2 * len(judged) > len(page.systems)
        assert page.other_maps


def test_a_measure_with_a_target_in_force_goes_before_one_without(demo: SiteContents) -> None:
    page = england_page(demo, demo.newest)
    places = [each for each in demo.systems if each.existed(demo.newest.starts)]
    assert page.headline is not None
    chosen = headlines(demo, places)[0]
    targets = [each.target for each in demo.release.verdicts(chosen.id, "ics").values()]
    assert 2 * sum(target is not None for target in targets) > len(targets)
