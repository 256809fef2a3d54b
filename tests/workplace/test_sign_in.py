"""Signing in: invited by a letter, with a second factor, held to limits, out at once when an account ends."""

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aimwell.domain.problems import Problem
from aimwell.services.workplace.accounts import end_account, give_role, make_first_administrator
from aimwell.store.workplace.models import Account, LogEntry
from tests.workplace.conftest import PASSWORD, TODAY

ANOTHER = "quite another sentence to sign in"
LOGIN = "/workplace/account/login/"


@pytest.fixture(autouse=True)
def fresh_limits(db):  # noqa: ARG001
    cache.clear()


@pytest.fixture
def browser() -> Client:
    """Somebody's browser, not signed in."""
    return Client(headers={"host": "localhost"})


def sign_in(browser: Client, account: Account, password: str = PASSWORD, **extra):
    return browser.post(LOGIN, {"login": account.email, "password": password}, **extra)


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def second_factor(settings):
    """Everybody has to have a second factor."""
    from dataclasses import replace

    settings.AIMWELL = replace(settings.AIMWELL, second_factor=True)


@pytest.mark.usefixtures("second_factor")
def test_the_first_administrator_chooses_a_password_and_a_second_factor_before_anything_else(
    browser, monkeypatch
):
    account = make_first_administrator(email="first@example.org", password=PASSWORD)
    assert sign_in(browser, account).headers["Location"] == "/workplace/"
    assert browser.get("/workplace/").headers["Location"] == reverse("account_change_password")
    assert "Choose your own password" in browser.get(reverse("account_change_password")).content.decode()
    given = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    browser.post(reverse("account_change_password"), given)
    assert browser.get("/workplace/").headers["Location"] == reverse("mfa_activate_totp")
    shown = browser.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'<code class="aw-key">(\w+)</code>', shown).group(1)
    assert 'src="data:image/svg+xml;base64,' in shown
    monkeypatch.setattr(
        "django.db.transaction.on_commit", lambda then, **_: then()
    )  # as without a test around it
    answer = browser.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert "authenticator app was added" in mail.outbox[-1].body
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert "Your recovery codes" in browser.get(answer.headers["Location"]).content.decode()
    assert browser.get("/workplace/").status_code == 200
    acts = set(LogEntry.objects.values_list("act", flat=True))
    assert {"sign in", "change password", "set up a second factor"} <= acts


@pytest.mark.usefixtures("second_factor")
def test_whoever_has_a_second_factor_is_asked_for_it(browser, account_with, system):
    account = account_with("strategy", system)
    client = Client(headers={"host": "localhost"})
    sign_in(client, account)
    shown = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'<code class="aw-key">(\w+)</code>', shown).group(1)
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert sign_in(browser, account).headers["Location"] == reverse("mfa_authenticate")
    assert browser.get("/workplace/").headers["Location"].startswith(LOGIN)
    wrong = browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "That code is not right" in wrong.content.decode()
    assert LogEntry.objects.filter(act="sign in", outcome="refused", actor=str(account.pk)).count() == 1
    codes = Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()
    assert browser.post(reverse("mfa_authenticate"), {"code": codes[0]}).headers["Location"] == "/workplace/"
    assert browser.get("/workplace/").status_code == 200


def test_the_secret_of_a_second_factor_cannot_be_read_from_the_database(account_with, system):
    from allauth.mfa.totp.internal.auth import TOTP

    secret = generate_totp_secret()
    kept = TOTP.activate(account_with("strategy", system), secret)
    assert secret not in str(kept.instance.data)
    assert kept.validate_code(code_for(secret))


def test_five_wrong_passwords_and_the_sixth_try_has_to_wait(browser, account_with, system):
    account = account_with("strategy", system)
    for _ in range(5):
        assert "is not right" in sign_in(browser, account, "wrong").content.decode()
    assert "Wait five minutes" in sign_in(browser, account).content.decode()
    assert browser.get("/workplace/").status_code == 302


def test_one_address_cannot_try_without_end(browser):
    answers = [browser.post(LOGIN, {"login": f"{n}@example.org", "password": "x"}) for n in range(31)]
    assert answers[-1].status_code == 429
    assert "Please wait a few minutes" in answers[-1].content.decode()


def test_sign_in_does_not_tell_whether_there_is_an_account(browser, account_with, system):
    known = sign_in(browser, account_with("reader", system), "wrong").content.decode()
    unknown = browser.post(LOGIN, {"login": "nobody@example.org", "password": "wrong"}).content.decode()
    said = re.compile(r"The e-mail address or the password is not right")
    assert said.search(known)
    assert said.search(unknown)


def test_nobody_gets_a_letter_because_somebody_typed_their_address(browser):
    answer = browser.post(reverse("account_reset_password"), {"email": "nobody@example.org"}, follow=True)
    assert "Look in your e-mail" in answer.content.decode()
    assert mail.outbox == []


def test_an_invited_person_chooses_a_password_by_the_link_and_the_link_works_once(signed_in, browser):
    administrator = signed_in("administrator", None)
    given = {"name": "Finance lead", "email": "finance@example.org", "because": "Joins the board"}
    answer = administrator.client.post(reverse("account-add"), given, follow=True)
    assert "The account is made" in answer.content.decode()
    (letter,) = mail.outbox
    link = re.search(r"http://localhost(/\S+)", letter.body).group(1)
    form = browser.get(link, follow=True)
    answer = browser.post(
        form.request["PATH_INFO"], {"password1": ANOTHER, "password2": ANOTHER}, follow=True
    )
    assert "Your password is saved" in answer.content.decode()
    assert sign_in(browser, Account.objects.get(email="finance@example.org"), ANOTHER).status_code == 302
    assert "no longer works" in Client(headers={"host": "localhost"}).get(link, follow=True).content.decode()


def test_letters_are_written_to_files_and_the_page_says_where(signed_in, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(settings.AIMWELL.letters)
    client = signed_in("administrator", None).client
    given = {"name": "Nurse", "email": "nurse@example.org", "because": "Joins the board"}
    shown = client.post(reverse("account-add"), given, follow=True).content.decode()
    assert str(settings.AIMWELL.letters) in shown
    (letter,) = settings.AIMWELL.letters.iterdir()
    assert "/workplace/account/password/reset/key/" in letter.read_text("utf-8")


def test_an_account_that_ends_is_out_at_once(signed_in, asking, system):
    visitor = signed_in("strategy", system)
    assert visitor.client.get("/workplace/").status_code == 200
    end_account(asking=asking("administrator", None), account=visitor.account)
    assert visitor.client.get("/workplace/").headers["Location"].startswith(LOGIN)
    assert sign_in(visitor.client, visitor.account).headers["Location"] == reverse("account_inactive")


def test_a_new_password_ends_the_sessions_in_other_browsers(signed_in, system):
    here = signed_in("strategy", system)
    there = Client(headers={"host": "localhost"})
    sign_in(there, here.account)
    assert there.get("/workplace/").status_code == 200
    given = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    here.client.post(reverse("account_change_password"), given)
    assert here.client.get("/workplace/").status_code == 200
    assert there.get("/workplace/").status_code == 302


def test_sign_out_everywhere_ends_every_session(signed_in, system):
    here = signed_in("strategy", system)
    there = Client(headers={"host": "localhost"})
    sign_in(there, here.account)
    here.client.post(reverse("sign-out-everywhere"))
    assert here.client.get("/workplace/").status_code == 302
    assert there.get("/workplace/").status_code == 302


def test_a_session_key_from_before_sign_in_is_not_kept(browser, account_with, system):
    browser.get(LOGIN)
    session = browser.session
    session["seen"] = "before"
    session.save()
    before = session.session_key
    sign_in(browser, account_with("reader", system))
    assert browser.session.session_key != before


@pytest.mark.parametrize("away", [timedelta(minutes=31), timedelta(hours=13)])
def test_a_session_ends_after_half_an_hour_without_use(signed_in, system, monkeypatch, away):
    client = signed_in("reader", system).client
    later = timezone.now() + away
    monkeypatch.setattr("aimwell.web.sessions.timezone.now", lambda: later)
    assert client.get("/workplace/").status_code == 302


def test_a_session_in_use_still_ends_after_half_a_day(signed_in, system, monkeypatch):
    client = signed_in("reader", system).client
    start = timezone.now()
    answers = []
    for minutes in range(0, 12 * 60 + 21, 20):
        moment = start + timedelta(minutes=minutes)
        monkeypatch.setattr("aimwell.web.sessions.timezone.now", lambda moment=moment: moment)
        answers.append(client.get("/workplace/").status_code)
    assert answers[0] == answers[-3] == 200
    assert answers[-1] == 302


def test_cookies_are_for_the_workplace_alone_and_out_of_reach_of_scripts(browser, account_with, system):
    cookies = sign_in(browser, account_with("reader", system)).cookies
    session = cookies["aimwell-session"]
    assert (session["path"], session["httponly"], session["samesite"]) == ("/workplace/", True, "Lax")
    forged = browser.get(reverse("my-name")).cookies["aimwell-csrf"]
    assert (forged["path"], forged["httponly"], forged["samesite"]) == ("/workplace/", True, "Lax")


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)"]
)
def test_sign_in_leads_nowhere_else(browser, account_with, system, elsewhere):
    answer = sign_in(browser, account_with("reader", system), query_params={"next": elsewhere})
    assert answer.headers["Location"] == "/workplace/"


def test_nobody_gives_themselves_a_role_or_ends_their_own_account(asking):
    by = asking("administrator", None)
    own = Account.objects.get(pk=by.by.id)
    with pytest.raises(Problem, match="You cannot give yourself a role"):
        give_role(asking=by, account=own, role="approver", system=None, starts=TODAY)
    with pytest.raises(Problem, match="You cannot end your own account"):
        end_account(asking=by, account=own)


def test_a_role_given_in_one_system_shows_that_system_alone(signed_in, system, other_system, asking):
    someone = signed_in("reader", system, "Somebody")
    give_role(asking=asking("administrator", None), account=someone.account, role="analyst", system=other_system,
              starts=TODAY + timedelta(days=2000))  # fmt: skip
    shown = someone.client.get("/workplace/").content.decode()
    assert system.name in shown
    assert other_system.name not in shown


def test_an_administrator_sees_accounts_in_few_queries(
    signed_in, account_with, system, django_assert_max_num_queries
):
    client = signed_in("administrator", None).client
    for number in range(30):
        account_with("reader", system, f"Reader {number}")
    with django_assert_max_num_queries(14):
        shown = client.get(reverse("accounts")).content.decode()
    assert "Reader 29" in shown


def test_an_administrator_gives_and_ends_a_role_on_the_pages(signed_in, system):
    client = signed_in("administrator", None).client
    somebody = Account.objects.create_user("new@example.org", None, name="New")
    given = {"role": "analyst", "where": str(system.pk), "starts": "1 6 2026", "because": "Joins the team"}
    shown = client.post(
        reverse("role-add", kwargs={"record": somebody.pk}), given, follow=True
    ).content.decode()
    assert "Analyst" in shown
    role = somebody.roles.get()
    given = {"ends": "30 6 2026", "because": "Leaves the team"}
    client.post(reverse("role-end", kwargs={"record": role.pk}), given)
    role.refresh_from_db()
    assert role.valid_to.isoformat() == "2026-06-30"


def test_an_administrator_takes_away_a_lost_second_factor(signed_in, account_with, system):
    from allauth.mfa.totp.internal.auth import TOTP

    somebody = account_with("reader", system)
    TOTP.activate(somebody, generate_totp_secret())
    client = signed_in("administrator", None).client
    client.post(
        reverse("account-second-factor", kwargs={"record": somebody.pk}), {"because": "Lost the phone"}
    )
    assert not Authenticator.objects.filter(user=somebody).exists()


def signed_in_with_app(account_with, system) -> tuple[Account, str]:
    """An account whose second factor is set up, and its secret."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    account, secret = account_with("reader", system), generate_totp_secret()
    TOTP.activate(account, secret)
    RecoveryCodes.activate(account)
    return account, secret


def test_a_code_of_the_app_and_a_recovery_code_work_once(account_with, system):
    account, secret = signed_in_with_app(account_with, system)
    codes = Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()
    for code in (code_for(secret), codes[0]):
        answers = []
        for _ in range(2):
            stranger = Client(headers={"host": "localhost"})
            sign_in(stranger, account)
            answers.append(stranger.post(reverse("mfa_authenticate"), {"code": code}).status_code)
        assert answers == [302, 200], code


def test_wrong_codes_are_limited_like_wrong_passwords(browser, account_with, system):
    account, _ = signed_in_with_app(account_with, system)
    sign_in(browser, account)
    shown = [browser.post(reverse("mfa_authenticate"), {"code": "000000"}) for _ in range(12)]
    assert "is not right" in shown[0].content.decode()
    assert "is not right" not in shown[-1].content.decode()
    assert shown[-1].status_code != 302


@pytest.mark.parametrize(
    ("password", "fits"),
    [("short one", False), ("qwerty123456", False), ("a sentence of my own", True), ("x7 " * 40, True)],
)
def test_a_password_is_long_and_not_a_common_one(signed_in, system, password, fits):
    client = signed_in("reader", system).client
    given = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    changed = client.post(reverse("account_change_password"), given).status_code == 302
    assert changed is fits


def test_neither_password_nor_address_of_a_failed_sign_in_is_in_the_log(browser, account_with, system):
    account = account_with("reader", system)
    sign_in(browser, account, "my secret words")
    written = str(list(LogEntry.objects.values()))
    assert "my secret words" not in written
    assert account.email not in written


def test_the_key_of_sessions_can_be_read_by_the_server_alone(tmp_path):
    from aimwell.config.workplace import workplace_settings

    (tmp_path / "store").mkdir()
    made = workplace_settings({"AIMWELL_STORE": str(tmp_path / "store")})
    assert made.secret_key() == made.secret_key()
    assert (made.folder / "secret-key").stat().st_mode & 0o077 == 0


BEHIND_A_PROXY = r"""
import re
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("createcachetable")
reset = "/workplace/account/password/reset/"
client = Client(headers={"host": "aimwell.example", "x-forwarded-proto": "https"}, enforce_csrf_checks=True)
shown = client.get(reset)
token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', shown.content.decode()).group(1)
sent = client.post(reset, {"csrfmiddlewaretoken": token, "email": ""}, headers={"origin": "https://aimwell.example"})
insists = bool(shown.cookies["aimwell-csrf"]["secure"]) and settings.SESSION_COOKIE_SECURE
print(insists, shown.headers["Strict-Transport-Security"], sent.status_code)
"""


def test_behind_a_proxy_with_https_cookies_insist_on_it_and_forms_are_taken(tmp_path):
    (tmp_path / "workplace").mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AIMWELL_")}
    environment |= {
        "AIMWELL_STORE": str(tmp_path), "AIMWELL_HTTPS": "yes", "AIMWELL_HOSTS": "aimwell.example",
        "DJANGO_SETTINGS_MODULE": "aimwell.web.settings",
    }  # fmt: skip
    told = subprocess.run(
        [sys.executable, "-c", BEHIND_A_PROXY], env=environment, capture_output=True, text=True, check=False
    )
    assert told.stdout.split() == ["True", "max-age=31536000", "200"], told.stderr


@pytest.mark.parametrize("protected", [False, True])
@pytest.mark.parametrize(
    "name",
    ["account_login", "account_logout", "account_inactive", "account_reauthenticate", "account_change_password",
     "account_reset_password", "account_reset_password_done", "account_reset_password_from_key_done", "mfa_index",
     "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
     "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "my-account"],
)  # fmt: skip
def test_every_page_about_ones_own_account_can_be_shown(account_with, system, name, protected):
    account = signed_in_with_app(account_with, system)[0] if protected else account_with("reader", system)
    client = Client(headers={"host": "localhost"})
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse(name)).status_code in (200, 302, 404)


def test_new_recovery_codes_and_a_factor_taken_away(account_with, system):
    account, _ = signed_in_with_app(account_with, system)
    client = Client(headers={"host": "localhost"})
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    before = client.get(reverse("mfa_download_recovery_codes")).content.decode()
    client.post(reverse("mfa_generate_recovery_codes"))
    after = client.get(reverse("mfa_download_recovery_codes")).content.decode()
    assert before != after
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=account).exists()
