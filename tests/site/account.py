"""A store of real extracts, and the site made from it, for the tests of pages."""

from datetime import UTC, date, datetime
from pathlib import Path

from aimwell.catalogue.everything import Catalogue
from aimwell.pipeline.account import Account
from aimwell.pipeline.flow import take_and_show
from aimwell.pipeline.geography import Geography
from aimwell.store.folder import StoreFolder

FILES = (
    "ae_monthly/april-2019.xlsx",
    "ae_monthly/july-2022.xlsx",
    "ae_monthly/march-2026.xlsx",
    "rtt_full_extract/february-2026.zip",
)
TODAY = date(2026, 11, 22)


def make_store(folder: Path, *, fixtures: Path, definitions: Path) -> StoreFolder:
    """A store that holds the extracts."""
    store = StoreFolder(folder)
    account = Account(store, Catalogue(definitions), Geography(definitions))
    receipts = take_and_show(
        [fixtures / name for name in FILES], account, now=datetime(2026, 11, 1, tzinfo=UTC)
    )
    assert all(receipt.taken for receipt in receipts), [receipt.problems for receipt in receipts]
    return store
