"""Sign-in as allauth does it, with our own rules: nobody signs up, and every attempt that matters is logged."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from aimwell.domain.workplace.access import Actor
from aimwell.store.workplace import log
from aimwell.store.workplace.models import Account


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's questions, answered for the workplace."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Accounts are made by administrators."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """A password that its owner chose lets them go on."""
        user.must_change_password = False
        super().set_password(user, password)


def _said(act: str, account: Account | None, *, outcome: str = log.DONE) -> None:
    actor = Actor(str(account.pk), account.name, ()) if account else None
    log.write(
        actor,
        log.Said(act=act, outcome=outcome, kind="account", record=str(account.pk) if account else ""),
        at=timezone.now(),
    )


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
    _said("sign in", None, outcome=log.REFUSED)
