"""Answers requests with the same pages, made from the store when asked for: a taken file shows at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from email.utils import formatdate
from functools import partial
from gzip import compress
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qs

from aimwell.site import addresses
from aimwell.site.contents import SiteContents
from aimwell.site.pages.find import find_page
from aimwell.site.pages.record import not_found_page
from aimwell.site.reader import Release, release_version
from aimwell.site.rendering import CONTENT_TYPES, as_file, as_html, assets, edition_of, shared_files
from aimwell.site.routes import Route, routes_by_file
from aimwell.store.folder import StoreFolder

SECURITY = (
    (
        "Content-Security-Policy",
        "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
THREADS = 4  # answers in the making at once; reading and writing wait, working things out does not
KEPT_PAGES = 2000  # of one release, in memory: about 60 MB
LONGEST_SEARCH = 100  # letters; a place name is shorter

Environ = Mapping[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back."""

    status: HTTPStatus
    content_type: str
    body: bytes


class Account:
    """One release with its pages; thrown away as a whole when the release changes."""

    def __init__(self, contents: SiteContents) -> None:
        self.contents = contents
        self.routes: Mapping[str, Route] = routes_by_file(contents)
        self.edition = edition_of(contents)
        self.shared = {**assets(), **shared_files(contents)}
        self.made: dict[str, Answer] = {}

    def answer(self, path: str) -> Answer:
        """The answer to a request without a question."""
        if path not in self.made:
            if len(self.made) >= KEPT_PAGES:
                self.made.clear()
            self.made[path] = self._make(path)
        return self.made[path]

    def found_places(self, searched: str) -> Answer:
        """The list of places, with those first that somebody asked for."""
        page = find_page(self.contents, searched[:LONGEST_SEARCH])
        return Answer(HTTPStatus.OK, CONTENT_TYPES["html"], as_html(page, self.edition))

    def _make(self, path: str) -> Answer:
        ending = path.rpartition(".")[2]
        if path in self.shared:
            return Answer(HTTPStatus.OK, CONTENT_TYPES[ending], self.shared[path])
        page = self.routes[path].make() if path in self.routes else None
        if page is None or path == addresses.NOT_FOUND:
            return Answer(
                HTTPStatus.NOT_FOUND,
                CONTENT_TYPES["html"],
                as_html(not_found_page(self.contents), self.edition),
            )
        return Answer(HTTPStatus.OK, CONTENT_TYPES[ending], as_file(page, ending, self.edition))


class Site:
    """A WSGI application over a store. today: asked for at each request, so that a long run never shows an old day."""

    def __init__(self, folder: StoreFolder, definitions: Path, today: Callable[[], date]) -> None:
        self._folder = folder.require()
        self._definitions = definitions
        self._today = today
        self._lock = Lock()
        self._account: Account | None = None

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        method = str(environ.get("REQUEST_METHOD", "GET"))
        if method not in ("GET", "HEAD"):
            return _refused(start_response)
        account = self._current()
        path = str(environ.get("PATH_INFO", "/")).lstrip("/")
        path = f"{path}{addresses.INDEX}" if path == "" or path.endswith("/") else path
        searched = parse_qs(str(environ.get("QUERY_STRING", ""))).get("q", [""])[0]
        asks = path == addresses.FIND and bool(searched.strip())
        if not asks and environ.get("HTTP_IF_NONE_MATCH") == _mark(account):
            start_response("304 Not Modified", _headers(account, CONTENT_TYPES["html"]))
            return []
        answer = account.found_places(searched) if asks else account.answer(path)
        return _sent(answer, account, environ, start_response, body_wanted=method == "GET")

    def _current(self) -> Account:
        """The account of the release as it is now; pages of an older one are forgotten."""
        with self._lock:
            version, today = release_version(self._folder), self._today()
            held = self._account
            if held is None or held.contents.release.version != version or held.contents.today != today:
                before = held.contents.release if held else None
                held = Account(SiteContents(Release(self._folder, before), self._definitions, today))
                self._account = held
            return held


def serve(
    folder: StoreFolder, definitions: Path, host: str, port: int, *, today: Callable[[], date] = date.today
) -> None:
    """Serve the site until interrupted. today: the clock, given by the front door."""
    from granian import Granian  # imported here: only the command that serves should wait for it
    from granian.constants import Interfaces
    from granian.log import LogLevels

    folder.require()
    server = Granian(
        "aimwell.site.serve",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,  # one, so that pages made once are at hand for everybody
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        process_name=None,
    )
    server.serve(target_loader=partial(Site, folder, definitions, today), wrap_loader=False)


def _mark(account: Account) -> str:
    """Weak, since the same page may be sent packed or not."""
    return f'W/"{account.contents.release.version}-{account.contents.today:%Y%m%d}"'


def _headers(account: Account, content_type: str) -> list[tuple[str, str]]:
    released = account.contents.release.folder.released
    files = (*released.glob("*.parquet"), *released.glob("promises/*.json"))
    changed = max((path.stat().st_mtime for path in files), default=0.0)
    return [
        ("Content-Type", content_type),
        ("ETag", _mark(account)),
        ("Last-Modified", formatdate(changed, usegmt=True)),
        ("Cache-Control", "no-cache"),  # kept, but asked about each time: new data shows at once
        ("Vary", "Accept-Encoding"),
        *SECURITY,
    ]


def _sent(
    answer: Answer, account: Account, environ: Environ, start_response: StartResponse, *, body_wanted: bool
) -> Iterable[bytes]:
    headers, body = _headers(account, answer.content_type), answer.body
    if answer.status is HTTPStatus.NOT_FOUND:
        headers = [header for header in headers if header[0] not in ("ETag", "Last-Modified")]
    if "gzip" in str(environ.get("HTTP_ACCEPT_ENCODING", "")) and "spreadsheet" not in answer.content_type:
        body = compress(body, 1)
        headers.append(("Content-Encoding", "gzip"))
    headers.append(("Content-Length", str(len(body))))
    start_response(f"{answer.status.value} {answer.status.phrase}", headers)
    return [body] if body_wanted else []


def _refused(start_response: StartResponse) -> Iterable[bytes]:
    body = b"This site can be read, not written to.\n"
    start_response(
        "405 Method Not Allowed",
        [("Content-Type", "text/plain"), ("Allow", "GET, HEAD"), ("Content-Length", str(len(body)))],
    )
    return [body]
