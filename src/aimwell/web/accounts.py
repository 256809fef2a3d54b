"""Sign-in as allauth does it, with our own rules: nobody signs up, and everything that matters is logged."""

import base64
import hashlib
from typing import Any, ClassVar

from allauth.account import signals as account_signals
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from allauth.mfa import signals as mfa_signals
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from aimwell.domain.workplace.access import Actor
from aimwell.store.workplace import log
from aimwell.store.workplace.models import Account
from aimwell.web.sessions import BEGAN


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's questions, answered for the workplace."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right",
        "too_many_login_attempts": "That was too many wrong passwords. Wait five minutes, then try again",
        "enter_current_password": "That is not your present password",
        "incorrect_password": "That is not your password",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Accounts are made by administrators."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """On to the workplace."""
        return reverse("home")

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:  # noqa: ARG002
        """Whether to ask for password or code again: not of somebody who has only just signed in with them."""
        just = timezone.now().timestamp() - context.request.session.get(BEGAN, 0)
        return bool(just > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def set_password(self, user: Any, password: str) -> None:
        """A password that its owner chose lets them go on."""
        user.must_change_password = False
        super().set_password(user, password)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second factors unreadable to whoever only has the database."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right, or it is no longer valid. Type the one that the app shows now",
    }

    def encrypt(self, text: str) -> str:
        """As it is kept."""
        return _box().encrypt(text.encode("utf-8")).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """As the app on the phone knows it."""
        return _box().decrypt(encrypted_text.encode("ascii")).decode("utf-8")


def _box() -> Fernet:
    key = hashlib.sha256(f"second factors, {settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def link_for_password(request: HttpRequest, account: Account) -> str:
    """The link with which somebody chooses a password: once, and for three days."""
    key = default_token_generator.make_token(account)
    named = {"uidb36": user_pk_to_url_str(account), "key": key}
    return request.build_absolute_uri(reverse("account_reset_password_from_key", kwargs=named))


def _said(act: str, account: Account | None, *, outcome: str = log.DONE, because: str = "") -> None:
    actor = Actor(str(account.pk), account.name, ()) if account else None
    about = str(account.pk) if account else ""
    said = log.Said(
        act=act, outcome=outcome, kind="account", record=about, label=account.name if account else "", because=because
    )  # fmt: skip
    log.write(actor, said, at=timezone.now())


@receiver(user_logged_in)
def signed_in(sender: object, user: Account, **_: Any) -> None:  # noqa: ARG001
    """Somebody signed in."""
    _said("sign in", user)


@receiver(user_logged_out)
def signed_out(sender: object, user: Account | None, **_: Any) -> None:  # noqa: ARG001
    """Somebody signed out."""
    if user is not None:
        _said("sign out", user)


@receiver(user_login_failed)
def failed(sender: object, credentials: Any, **_: Any) -> None:  # noqa: ARG001
    """Somebody gave a wrong password. The address they gave is not logged: it may be a password typed too early."""
    _said("sign in", None, outcome=log.REFUSED, because="the password was not right")


@receiver(mfa_signals.authentication_failed)
def second_factor_failed(sender: object, user: Account, **_: Any) -> None:  # noqa: ARG001
    """Somebody gave a wrong code after the right password."""
    _said("sign in", user, outcome=log.REFUSED, because="the code of the second factor was not right")


@receiver(account_signals.password_changed)
@receiver(account_signals.password_reset)
def password_changed(sender: object, user: Account, **_: Any) -> None:  # noqa: ARG001
    """Somebody chose a password."""
    _said("change password", user)


@receiver(mfa_signals.authenticator_added)
@receiver(mfa_signals.authenticator_reset)
def second_factor_added(sender: object, user: Account, **_: Any) -> None:  # noqa: ARG001
    """Somebody set up a second factor or made new recovery codes."""
    _said("set up a second factor", user)


@receiver(mfa_signals.authenticator_removed)
def second_factor_removed(sender: object, user: Account, **_: Any) -> None:  # noqa: ARG001
    """Somebody took their second factor away."""
    _said("take away a second factor", user)
