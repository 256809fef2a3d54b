"""What every test may ask for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from aimwell.catalogue.feeds import read_feeds
from aimwell.domain.feeds import Feed

# No test fails because a machine is busy.
settings.register_profile("aimwell", deadline=None)
settings.load_profile("aimwell")

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def definitions() -> Path:
    """The folder of the shipped definitions."""
    return REPOSITORY / "definitions"


@pytest.fixture(scope="session")
def feed_of(definitions: Path) -> Callable[[str], Feed]:
    """A shipped feed, by its id."""
    feeds = read_feeds(definitions)
    return feeds.__getitem__


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The larger collection of published files that may lie beside the repository; skips where it does not."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the collection of published files is not beside the repository")
    return folder


@pytest.fixture
def fixtures() -> Path:
    """Small real extracts of published files."""
    return REPOSITORY / "tests" / "fixtures"
