"""Whoever runs the server can always let an administrator in, and the log says that they did."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from aimwell.domain.problems import Problem
from aimwell.services.workplace.administrators import let_administrator_in
from aimwell.services.workplace.signed_in import actor_of
from aimwell.store.workplace.models import Account, LogEntry, RoleGiven
from tests.workplace.conftest import NOW, TODAY

PASSWORD = "shown only once"
EMAIL = "somebody@example.org"


def signs_in(email=EMAIL, password=PASSWORD):
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": password})
    return "_auth_user_id" in client.session


@pytest.mark.django_db
def test_a_new_administrator_signs_in_and_has_to_choose_a_password(definitions):
    assert let_administrator_in(email=f" {EMAIL.title()} ", password=PASSWORD, now=NOW)
    account = Account.objects.get()
    assert account.must_change_password
    assert "administrator" in actor_of(account, definitions, TODAY).roles
    assert signs_in()


@pytest.mark.django_db
def test_an_administrator_who_lost_everything_is_let_in_again():
    let_administrator_in(email=EMAIL, password="forgotten long ago", now=NOW)
    account = Account.objects.get()
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    account.is_active = False
    account.save()
    assert not let_administrator_in(email=EMAIL, password=PASSWORD, now=NOW)
    account.refresh_from_db()
    assert (account.is_active, account.must_change_password, account.sessions_ended) == (True, True, 1)
    assert not Authenticator.objects.filter(user=account).exists()
    assert RoleGiven.objects.count() == 1
    assert signs_in()
    assert not signs_in(password="forgotten long ago")


@pytest.mark.django_db
def test_somebody_whose_role_ended_has_it_again_and_keeps_the_old_line():
    let_administrator_in(email=EMAIL, password=PASSWORD, now=NOW - timedelta(days=60))
    RoleGiven.objects.update(valid_to=TODAY - timedelta(days=30))
    let_administrator_in(email=EMAIL, password=PASSWORD, now=NOW)
    assert [each.valid_to for each in RoleGiven.objects.order_by("valid_from")] == [
        TODAY - timedelta(days=30),
        None,
    ]


@pytest.mark.django_db
def test_the_log_says_what_was_done_and_never_the_password():
    let_administrator_in(email=EMAIL, password=PASSWORD, now=NOW)
    entry = LogEntry.objects.get()
    assert "command line" in entry.because
    assert PASSWORD not in str(entry.__dict__)


@pytest.mark.django_db
def test_what_is_no_address_makes_no_account():
    with pytest.raises(Problem, match="no e-mail address"):
        let_administrator_in(email="nobody", password=PASSWORD, now=NOW)
    assert not Account.objects.exists()
