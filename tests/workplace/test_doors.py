"""The sweep: every role, every door, every method, every record. Doors that are added are walked without being named."""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from aimwell.catalogue.access import read_access
from aimwell.domain.workplace.access import Act, Decision
from aimwell.store.workplace.models import Account, Body, LogEntry
from aimwell.web import urls as all_urls
from aimwell.web.all_doors import DOORS
from aimwell.web.doors import Door
from tests.conftest import REPOSITORY
from tests.workplace.any_record import any_record, is_of_a_system
from tests.workplace.conftest import PASSWORD

ROLES = read_access(REPOSITORY / "definitions").roles
PLAIN = "django.contrib.auth.backends.ModelBackend"
SESSION = "_auth_user_id"
OTHER_WORDS = {
    "pack": "nhs-2023",
    "kind": "local",
    "feed": "a",
    "token": "a",
    "period": "2026-01",
    "year": "2026",
}
"""What stands in for further parts of an address. A door with a new part gets a line here."""


@pytest.fixture(autouse=True)
def fresh_limits(db):  # noqa: ARG001
    cache.clear()


def address(door: Door, system: Body, record: object = None) -> str:
    """The address of a door in a system, about a record."""
    parts: dict[str, object] = dict.fromkeys(re.findall(r"<(?:\w+:)?(\w+)>", door.path))
    for name in parts:
        if name == "system":
            parts[name] = system.code
        elif name == "record":
            parts[name] = record
        else:
            assert name in OTHER_WORDS, (
                f"'{door.name}' has a part <{name}>: add a value for it to OTHER_WORDS"
            )
            parts[name] = OTHER_WORDS[name]
    return reverse(door.name, kwargs=parts)


def record_for(door: Door, system: Body) -> object:
    """The id of a new record of the kind that a door is about."""
    return any_record(door.about, system).pk if door.about is not None else uuid4()


def browser_of(account: Account) -> Client:
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)
    client.force_login(
        Account.objects.get(pk=account.pk), backend=PLAIN
    )  # as it is now: a door may have changed it
    return client


def refusals() -> int:
    return LogEntry.objects.filter(outcome="refused").count()


def ask(account: Account, method: str, path: str) -> HttpResponse:
    """An answer to somebody; signed in again where a door before has signed them out."""
    client = getattr(account, "browser", None)
    if client is None or SESSION not in client.session:
        client = account.browser = browser_of(account)
    answer = client.generic(method, path, "", content_type="application/x-www-form-urlencoded")
    if answer.headers.get("Location", "").startswith(settings.LOGIN_URL):
        del account.browser
    return answer


def expected(role, door: Door, *, everywhere: bool) -> bool:
    """What access.toml says, read by hand: the act is the role's, and it is asked in the role's own system."""
    if door.act is None:
        return True
    if door.act not in role.may or (Act.READ not in role.may and "<system>" in door.path):
        return False
    return everywhere or "<system>" in door.path


@pytest.mark.parametrize("everywhere", [False, True], ids=["in one system", "in all systems"])
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.id)
def test_a_role_is_let_in_by_its_acts_alone_and_the_log_tells_each_refusal(
    role, everywhere, account_with, system
):
    assert (
        wrong_decisions(
            role, account_with(role.id, None if everywhere else system), system, everywhere=everywhere
        )
        == []
    )


def wrong_decisions(role, account: Account, system: Body, *, everywhere: bool) -> list[tuple]:
    """Every door that decides otherwise than access.toml says, or whose refusal the log does not tell."""
    wrong = []
    for door in DOORS:
        for method in door.methods:
            path, before = address(door, system, record_for(door, system)), refusals()
            answer = ask(account, method, path)
            told = refusals() - before
            if expected(role, door, everywhere=everywhere):
                fine = (
                    answer.status_code in (200, 302, 400, 404) and not told
                    if method == "GET"
                    else answer.status_code < 500
                )
            else:
                entry = LogEntry.objects.order_by("-number").first()
                fine = (answer.status_code, told) == (403, 1) and entry.actor == str(account.pk)
            if not fine:
                wrong.append((door.name, method, answer.status_code, told))
    return wrong


def test_the_sweep_would_notice_a_door_that_lets_everybody_in(account_with, system, monkeypatch):
    monkeypatch.setattr("aimwell.web.doors.may", lambda *_: Decision(allowed=True, because=""))
    reader = next(role for role in ROLES if role.id == "reader")
    assert len(wrong_decisions(reader, account_with("reader", system), system, everywhere=False)) > 10


def test_the_sweep_would_notice_a_refusal_that_is_not_logged(account_with, system, monkeypatch):
    monkeypatch.setattr("aimwell.services.workplace.changing.log.write", lambda *_, **__: 0)
    reader = next(role for role in ROLES if role.id == "reader")
    assert len(wrong_decisions(reader, account_with("reader", system), system, everywhere=False)) > 10


IN_SYSTEM = [door for door in DOORS if "<system>" in door.path]


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.id)
def test_no_role_reaches_another_system(role, account_with, system, other_system):
    account = account_with(role.id, system)
    wrong = []
    for door in IN_SYSTEM:
        for method in door.methods:
            before = refusals()
            answer = ask(account, method, address(door, other_system, record_for(door, other_system)))
            if (answer.status_code, refusals()) != (403, before + 1):
                wrong.append((door.name, method, answer.status_code))
    assert not wrong


def test_no_record_of_another_system_is_reached_by_its_id(account_with, system, other_system):
    """With every act in one's own system, an id from elsewhere is as good as none."""
    accounts = {role.id: account_with(role.id, system, f"Own {role.id}") for role in ROLES}
    wrong = []
    for door in IN_SYSTEM:
        if door.about is None or not is_of_a_system(door.about):
            continue
        able = next(role for role in ROLES if door.act is None or door.act in role.may)
        there = record_for(door, other_system)
        for method in door.methods:
            answer = ask(accounts[able.id], method, address(door, system, there))
            if answer.status_code != 404:
                wrong.append((door.name, method, answer.status_code))
    assert not wrong


def test_an_id_that_does_not_exist_is_not_found(account_with, system):
    accounts = {role.id: account_with(role.id, None) for role in ROLES}
    wrong = []
    for door in DOORS:
        if door.about is None:
            continue
        able = next(role for role in ROLES if door.act is None or door.act in role.may)
        for method in door.methods:
            answer = ask(accounts[able.id], method, address(door, system, uuid4()))
            if answer.status_code != 404:
                wrong.append((door.name, method, answer.status_code))
    assert not wrong


def test_a_system_that_does_not_exist_is_refused_like_one_that_may_not_be_seen(account_with, system):
    account = account_with("administrator", system)
    nowhere = Body(code="QZZ")
    for door in IN_SYSTEM:
        before = refusals()
        assert ask(account, "GET", address(door, nowhere, uuid4())).status_code in (403, 405), door.name
        assert refusals() - before in (0, 1)


def test_whoever_has_not_signed_in_is_sent_to_do_so(system):
    client = Client(headers={"host": "localhost"})
    for door in DOORS:
        for method in door.methods:
            path = address(door, system, uuid4())
            answer = client.generic(method, path)
            assert answer.status_code == 302, door.name
            assert answer.headers["Location"].startswith(f"{settings.LOGIN_URL}?next="), door.name


@pytest.mark.parametrize("lacking", ["second factor", "own password", "open account"])
def test_whoever_is_not_ready_gets_no_further(lacking, account_with, system):
    from dataclasses import replace

    account = account_with("administrator", None)
    client = browser_of(account)
    if lacking == "second factor":
        settings.AIMWELL = replace(settings.AIMWELL, second_factor=True)
        there = reverse("mfa_activate_totp")
    elif lacking == "own password":
        Account.objects.update(must_change_password=True)
        there = reverse("account_change_password")
    else:
        Account.objects.update(is_active=False)
        there = settings.LOGIN_URL
    for door in DOORS:
        for method in door.methods:
            answer = client.generic(method, address(door, system, uuid4()))
            assert answer.status_code == 302, door.name
            assert answer.headers["Location"].startswith(there), door.name


def test_a_method_that_a_door_does_not_know_is_refused(account_with, system):
    client = browser_of(account_with("administrator", None))
    for door in DOORS:
        path = address(door, system, uuid4())
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"} - set(door.methods):
            assert client.generic(method, path).status_code == 405, (door.name, method)
        if "POST" not in door.methods:
            told = client.get(path, headers={"X-HTTP-Method-Override": "POST"})
            assert told.status_code != 405, door.name


def test_a_form_that_is_not_ours_is_refused_at_every_door_and_at_sign_in(account_with, system):
    client = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    client.force_login(account_with("administrator", None), backend=PLAIN)
    paths = [address(door, system, uuid4()) for door in DOORS if "POST" in door.methods]
    for path in [*paths, *sign_in_paths()]:
        answer = client.post(path, {"because": "Agreed by the board"})
        assert answer.status_code == 403, path
        assert "Please send the form again" in answer.content.decode(), path


def sign_in_paths() -> list[str]:
    """The addresses of sign-in."""
    given = {"account_reset_password_from_key": {"uidb36": "1", "key": "a-b"}}
    return [reverse(pattern.name, kwargs=given.get(pattern.name)) for pattern in all_urls.SIGN_IN]


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def assert_headers(answer: HttpResponse, where: str) -> None:
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy, where
    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert part in policy, where
    for name, value in HEADERS.items():
        assert answer.headers[name] == value, (where, name)
    assert "no-store" in answer.headers["Cache-Control"], where


def test_every_answer_carries_the_headers_that_keep_it_safe(account_with, system):
    account = account_with("administrator", None)
    for door in DOORS:
        assert_headers(ask(account, "GET", address(door, system, record_for(door, system))), door.name)
    stranger = Client(headers={"host": "localhost"})
    for path in [*sign_in_paths(), "/workplace/no/such/page/at-all"]:
        assert_headers(stranger.get(path), path)


def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns)
        else:
            yield pattern


SIGN_IN = {
    "account_login", "account_logout", "account_inactive", "account_reauthenticate", "account_change_password",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "mfa_index", "mfa_authenticate", "mfa_reauthenticate",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}  # fmt: skip


def test_there_is_no_address_but_doors_and_sign_in():
    found = [pattern.name for pattern in walk(get_resolver().url_patterns)]
    open_doors = {door.name for door in getattr(all_urls, "OPEN_DOORS", ())}
    assert len(found) == len(set(found)), "two addresses share one name"
    assert set(found) == {door.name for door in DOORS} | SIGN_IN | open_doors


@pytest.mark.parametrize("name", sorted(SIGN_IN))
def test_what_sign_in_shows_to_a_stranger_is_nothing_of_ours(name):
    given = {"uidb36": "1", "key": "a-b"} if name == "account_reset_password_from_key" else None
    answer = Client(headers={"host": "localhost"}).get(reverse(name, kwargs=given))
    assert answer.status_code in (200, 302, 403)


TEMPLATES = sorted(
    path
    for folder in ("templates", "sign_in")
    for path in (REPOSITORY / "src/aimwell/web" / folder).rglob("*.html")
)
INLINE = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_a_script_or_a_style_in_its_page(path: Path):
    found = INLINE.search(path.read_text("utf-8"))
    assert found is None, found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_lets_words_through_unescaped_or_asks_elsewhere(path: Path):
    text = path.read_text("utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape false", text)
    assert not re.search(r"(?:src|action|href)\s*=\s*[\"'](?:https?:)?//", text)


def test_pages_of_doors_carry_no_script_or_style_of_their_own(account_with, system):
    account = account_with("administrator", None)
    for door in DOORS:
        answer = ask(account, "GET", address(door, system, record_for(door, system)))
        taken_away = "attachment" in answer.headers.get("Content-Disposition", "")
        if "html" in answer.headers.get("Content-Type", "") and not taken_away:
            assert INLINE.search(answer.content.decode()) is None, door.name


def test_a_host_that_is_not_ours_is_refused_in_words(settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    answer = Client().get("/workplace/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()


def test_a_form_that_is_too_long_is_refused_in_words_and_nothing_is_kept(account_with, system):
    client = browser_of(account_with("administrator", None))
    before = Account.objects.count()
    given = {
        "name": "a" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1),
        "email": "b@example.org",
        "because": "Because",
    }
    answer = client.post(reverse("account-add"), "&".join(f"{key}={value}" for key, value in given.items()), content_type="application/x-www-form-urlencoded")  # fmt: skip
    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()
    assert Account.objects.count() == before
    assert system


def test_a_body_larger_than_any_upload_is_refused_before_it_is_read():
    client = Client(headers={"host": "localhost"})
    answer = client.post("/workplace/", b"", content_type="text/plain", CONTENT_LENGTH=str(10**12))
    assert answer.status_code == 413
    assert "Nothing was kept" in answer.content.decode()


@pytest.mark.parametrize("code", ["../QXX", "QXX%00", "' or 1=1 --", "<script>", "a" * 500])
def test_a_strange_system_code_is_refused_and_never_echoed_unescaped(account_with, system, code):
    answer = browser_of(account_with("reader", system)).get(f"/workplace/{code}/")
    assert answer.status_code in (400, 403, 404)
    assert "<script>" not in answer.content.decode()


def test_a_character_that_no_text_has_is_refused_in_words(account_with, system):
    client = browser_of(account_with("administrator", None))
    answers = [client.get(reverse("accounts") + "?q=%00"), client.post(reverse("my-name"), {"name": "a\0b"})]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert system


def test_the_password_of_tests_would_pass_our_own_rules():
    from django.contrib.auth.password_validation import validate_password

    validate_password(PASSWORD)
