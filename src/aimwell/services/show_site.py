"""Shows the site of a store, and keeps the store's released values up to its facts meanwhile."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from aimwell.catalogue.everything import Catalogue
from aimwell.domain.problems import Problem, Problems
from aimwell.pipeline.account import Account
from aimwell.pipeline.freshen import freshen
from aimwell.pipeline.geography import Geography
from aimwell.site.serve import serve
from aimwell.store.folder import StoreFolder
from aimwell.store.records.pending import fingerprint, pending

SECONDS_BETWEEN_LOOKS = 0.3  # a look takes two thousandths; a reader who has just taken a file does not wait


@contextmanager
def kept_fresh(account: Account) -> Iterator[None]:
    """While this lasts, a file that is taken shows as soon as its values are worked out."""
    watcher = get_context("spawn").Process(
        target=keep_fresh, args=(account.folder.root, account.catalogue.folder), daemon=True
    )
    watcher.start()
    try:
        yield
    finally:
        watcher.terminate()


def show(account: Account, *, host: str, port: int) -> None:
    """Serve the public site alone until interrupted."""
    with kept_fresh(account):
        serve(account.folder, account.catalogue.folder, host, port)


def keep_fresh(store: Path, definitions: Path) -> None:
    """Look for takes and changed definitions, and bring the released values up to them; runs until stopped.

    A definition that somebody is in the middle of editing is no reason to stop: it is looked at again.
    """
    folder = StoreFolder(store)
    while True:
        try:
            if pending(folder, fingerprint(definitions)):
                freshen(Account(folder, Catalogue(definitions), Geography(definitions)))
        except (Problem, Problems, OSError):
            time.sleep(SECONDS_BETWEEN_LOOKS)
        time.sleep(SECONDS_BETWEEN_LOOKS)
