"""Answers to requests: the same pages, fresh, with headers that keep strangers out."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from aimwell.catalogue.everything import Catalogue
from aimwell.pipeline.account import Account
from aimwell.pipeline.flow import take_and_show
from aimwell.pipeline.geography import Geography
from aimwell.site.serve import Site
from aimwell.store.folder import StoreFolder
from tests.site.account import TODAY


class Reply:
    """One answer."""

    def __init__(self, app: Site, path: str, **environ: str) -> None:
        method = environ.pop("REQUEST_METHOD", "GET")
        sent: Iterable[bytes] = app({"REQUEST_METHOD": method, "PATH_INFO": path, **environ}, self._start)
        self.body = b"".join(sent)

    def _start(self, status: str, headers: list[tuple[str, str]]) -> Any:
        self.status = int(status[:3])
        self.headers = dict(headers)


@pytest.fixture(scope="module")
def app(store: StoreFolder, definitions: Path) -> Site:
    return Site(store, definitions, lambda: TODAY)


@pytest.mark.parametrize(
    "path",
    [
        "/index.html",
        "/systems/QMM.html",
        "/systems/QMM/ae_within_4_hours.csv",
        "/measures/ae_within_4_hours.xlsx",
        "/assets/aimwell.css",
    ],
)
def test_an_answer_is_the_published_file(app: Site, site: Path, path: str) -> None:
    reply = Reply(app, path)
    assert reply.status == 200
    assert reply.body == (site / path.lstrip("/")).read_bytes()


def test_the_root_is_the_front_page(app: Site) -> None:
    assert Reply(app, "/").body == Reply(app, "/index.html").body


def test_an_unknown_page_is_answered_with_a_way_on(app: Site) -> None:
    reply = Reply(app, "/systems/nowhere.html")
    assert reply.status == 404
    assert b"There is no such page here" in reply.body


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/assets/../serve.py", "//etc/passwd"])
def test_no_path_leads_out_of_the_site(app: Site, path: str) -> None:
    assert Reply(app, path).status == 404


def test_a_page_that_has_not_changed_is_not_sent_again(app: Site) -> None:
    mark = Reply(app, "/").headers["ETag"]
    reply = Reply(app, "/", HTTP_IF_NONE_MATCH=mark)
    assert (reply.status, reply.body) == (304, b"")


def test_a_head_request_gets_headers_alone(app: Site) -> None:
    reply = Reply(app, "/", REQUEST_METHOD="HEAD")
    assert reply.body == b""
    assert int(reply.headers["Content-Length"]) > 1000


def test_nothing_can_be_written(app: Site) -> None:
    assert Reply(app, "/", REQUEST_METHOD="POST").status == 405


def test_pages_forbid_scripts_and_styles_from_elsewhere(app: Site) -> None:
    policy = Reply(app, "/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy


def test_a_search_is_answered_without_scripts(app: Site) -> None:
    assert b"<b>Ipswich</b>" in Reply(app, "/find.html", QUERY_STRING="q=ipswich").body


def test_what_somebody_searches_for_is_shown_as_text(app: Site) -> None:
    body = Reply(app, "/find.html", QUERY_STRING="q=%3Cscript%3Ealert(1)%3C/script%3E").body
    assert b"<script>alert" not in body
    assert b"&lt;script&gt;" in body


def test_a_file_that_was_just_taken_shows_at_once(fixtures: Path, definitions: Path, tmp_path: Path) -> None:
    store = StoreFolder(tmp_path / "store").create()
    app = Site(store, definitions, lambda: TODAY)
    assert Reply(app, "/systems/QMM/ae_within_4_hours.html").status == 404
    account = Account(store, Catalogue(definitions), Geography(definitions))
    take_and_show(
        [fixtures / "ae_monthly" / "march-2026.xlsx"], account, now=datetime(2026, 11, 1, tzinfo=UTC)
    )
    assert Reply(app, "/systems/QMM/ae_within_4_hours.html").status == 200
