"""Public site and workplace behind one address: everything below /workplace/ is for people with accounts."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

from aimwell.site.serve import THREADS, Site
from aimwell.store.folder import StoreFolder

WORKPLACE = "/workplace"
TURN = 0.0005  # seconds; pages ask the database often, and behind a long download each answer would wait ten times this


class FrontDoor:
    """A WSGI application that hands each request to the site or to the workplace."""

    def __init__(
        self, site: Callable[..., Iterable[bytes]], workplace: Callable[..., Iterable[bytes]]
    ) -> None:
        self._site = site
        self._workplace = workplace

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """Answer."""
        path = str(environ.get("PATH_INFO", "/"))
        inside = path == WORKPLACE or path.startswith(f"{WORKPLACE}/")
        return (self._workplace if inside else self._site)(environ, start_response)


@dataclass(frozen=True)
class Loader:
    """Makes the application in the process that serves it."""

    store: Path
    definitions: Path
    today: Callable[[], date]

    def __call__(self) -> FrontDoor:
        """The application, with Django set up in this process."""
        from aimwell.web.start import configure, workplace_application

        configure(self.store, self.definitions)
        from aimwell.services.workplace.ahead import keep_ahead

        sys.setswitchinterval(TURN)
        given = (self.store.absolute(), self.definitions.absolute(), self.today)
        Thread(target=keep_ahead, args=given, daemon=True).start()
        return FrontDoor(Site(StoreFolder(self.store), self.definitions, self.today), workplace_application())


def serve(
    store: Path, definitions: Path, host: str, port: int, *, today: Callable[[], date] = date.today
) -> None:
    """Serve both until interrupted. today: the clock, given by the front door."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "aimwell.web.serving",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,  # one, so that pages made once are at hand for everybody
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        process_name=None,
    )
    server.serve(target_loader=Loader(store, definitions, today), wrap_loader=False)
