"""The way in for whoever runs the server: an administrator, made or let back in from its command line."""

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.accounts import ADMINISTRATOR
from aimwell.store.workplace import log
from aimwell.store.workplace.models import Account, RoleGiven

BECAUSE = "Asked for on the server's command line, by somebody who can reach its store."


def let_administrator_in(*, email: str, password: str, now: datetime) -> bool:
    """Make an account an administrator, with a password that has to be changed at the first sign-in.

    One that exists keeps its name and history; it is opened, its sessions end, and its second factor is set up anew.
    Returns whether the account is new. The log says what was done.
    """
    address = _address(email)
    with transaction.atomic():
        account = Account.objects.filter(email=address).first()
        is_new = account is None
        changes = {"password": ("", "one-time")}
        if account is None:
            account = Account.objects.create_user(
                address, password, name="Administrator", must_change_password=True
            )
        else:
            changes |= _open_again(account, password)
        if not _is_administrator(account, timezone.localtime(now).date()):
            _give_role(account, now)
            changes["role"] = ("", ADMINISTRATOR)
        said = log.Said(
            act=Act.MANAGE_ACCOUNTS.value, kind="account", record=str(account.pk), label=str(account),
            because=BECAUSE, changes=changes,
        )  # fmt: skip
        log.write(None, said, at=now)
    return is_new


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Problem(
            code="accounts.no-address",
            found=f"'{email}' is no e-mail address.",
            expected="An address such as name@example.org.",
            remedy="Give it with --email.",
        ) from error
    return address


def _open_again(account: Account, password: str) -> dict[str, tuple[str, str]]:
    """Give an account another password and end whatever could still be used by somebody else; what that changed."""
    changes = {} if account.is_active else {"account": ("ended", "open")}
    taken, _ = Authenticator.objects.filter(user=account).delete()  # a secret, not a record
    if taken:
        changes["second factor"] = ("set up", "taken away")
    account.set_password(password)
    account.is_active = account.must_change_password = True
    account.sessions_ended += 1
    account.save(update_fields=["password", "is_active", "must_change_password", "sessions_ended"])
    return changes


def _is_administrator(account: Account, today: date) -> bool:
    held = RoleGiven.objects.filter(account=account, role=ADMINISTRATOR, system=None, valid_from__lte=today)
    return held.filter(Q(valid_to=None) | Q(valid_to__gte=today)).exists()


def _give_role(account: Account, now: datetime) -> None:
    day = timezone.localtime(now).date()
    RoleGiven(account=account, role=ADMINISTRATOR, valid_from=day, made_at=now, changed_at=now).save(
        force_insert=True
    )
