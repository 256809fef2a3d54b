"""The workplace of `aimwell demo`: an invented year to look at, and accounts to look with, on one's own computer only."""

import os
import secrets
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from aimwell.config.workplace import DATABASE, DEMONSTRATION, SECOND_FACTOR

OWN_COMPUTER = frozenset({"127.0.0.1", "localhost", "::1"})
STORY = "illustrative"
ADMINISTRATOR = "administrator@demonstration.example"
MOST_SECONDS, LOOK_EVERY = 120, 0.2  # how long, and how often, the story waits for the site to be open


def prepare_demonstration(*, host: str) -> bool:
    """Settings of a demonstration, before anything of the workplace is imported; whether its accounts may be opened.

    It keeps to a database of its own, whatever is set: invented records never come among real ones. Only where
    nobody but the person at the computer can reach it are accounts opened, and the second factor left out.
    """
    os.environ.pop(DATABASE, None)
    own = host in OWN_COMPUTER
    if own:
        os.environ[DEMONSTRATION], os.environ[SECOND_FACTOR] = "yes", "no"
    return own


def tell_story(store: Path, definitions: Path, demo_folder: Path) -> None:
    """Load the invented year. After `configure` and `prepare`."""
    from django.utils import timezone

    from aimwell.services.workplace.illustrative.loading import load_illustrative

    load_illustrative(
        story_folder=demo_folder / STORY, store=store, definitions=definitions, today=timezone.localdate()
    )


@contextmanager
def shown(
    store: Path, definitions: Path, demo_folder: Path, *, address: tuple[str, int], own_computer: bool
) -> Iterator[None]:
    """While this lasts, the invented year is there and its accounts are open; the site opens before either."""
    password = secrets.token_urlsafe(9) if own_computer else ""
    teller = get_context("spawn").Process(
        target=_tell, args=(store, definitions, demo_folder, password, address), daemon=True
    )
    teller.start()
    try:
        yield
    finally:
        teller.terminate()
        teller.join()
        _close()


def _tell(store: Path, definitions: Path, demo_folder: Path, password: str, address: tuple[str, int]) -> None:
    """In a process of its own: load, open the accounts, and say so in the window."""
    from aimwell.web.start import configure

    _wait_for_site(address)
    configure(store, definitions)
    tell_story(store, definitions, demo_folder)
    if password:
        _open(demo_folder, password)


def _wait_for_site(address: tuple[str, int]) -> None:
    """Nobody's first page waits for the story."""
    for _ in range(int(MOST_SECONDS / LOOK_EVERY)):
        try:
            socket.create_connection(address, timeout=LOOK_EVERY).close()
        except OSError:
            time.sleep(LOOK_EVERY)
        else:
            return


def _open(demo_folder: Path, password: str) -> None:
    from django.utils import timezone

    from aimwell.services.workplace.demonstration import open_accounts
    from aimwell.services.workplace.illustrative.story import read_story

    told = read_story(demo_folder / STORY).who.accounts
    found = open_accounts(administrator=ADMINISTRATOR, told=told, password=password, now=timezone.now())
    lines = "\n".join(f"  {each.email:<40} {each.name}" for each in found)
    sys.stdout.write(f"Sign in to the workplace with the password {password} as any of\n{lines}\n")
    sys.stdout.flush()


def _close() -> None:
    from django.utils import timezone

    from aimwell.services.workplace.demonstration import close_accounts

    close_accounts(now=timezone.now())
