"""Accounts: who may sign in, and the roles they are given."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.changing import Asking, change
from aimwell.store.workplace import log
from aimwell.store.workplace.models import Account, Body, RoleGiven

ADMINISTRATOR = "administrator"


def make_first_administrator(*, email: str, password: str, now: datetime | None = None) -> Account:
    """The account that makes all others. Its password has to be changed at the first sign-in."""
    at = now or timezone.now()
    with transaction.atomic():
        account = Account.objects.create_user(
            email, password, name="Administrator", must_change_password=True
        )
        RoleGiven(account=account, role=ADMINISTRATOR, valid_from=at.date(), made_at=at, changed_at=at).save(
            force_insert=True
        )
        said = log.Said(
            act=Act.MANAGE_ACCOUNTS.value, kind="account", record=str(account.pk), label=str(account),
            because="The first run makes an administrator.", changes={"role": ("", ADMINISTRATOR)},
        )  # fmt: skip
        log.write(None, said, at=at)
    return account


def add_account(*, asking: Asking, email: str, name: str) -> Account:
    """Make an account without a password: its owner chooses one by the link they are sent."""
    with change(asking, Act.MANAGE_ACCOUNTS, None):
        account = Account.objects.create_user(email, None, name=name)
        said = log.Said(
            act=Act.MANAGE_ACCOUNTS.value,
            kind="account",
            record=str(account.pk),
            label=name,
            because=asking.because,
        )
        log.write(asking.by, said, at=asking.at)
    return account


def give_role(
    *,
    asking: Asking,
    account: Account,
    role: str,
    system: Body | None,
    starts: date,
    ends: date | None = None,
) -> RoleGiven:
    """Give an account a role in one system, or in all."""
    with change(asking, Act.MANAGE_ACCOUNTS, system) as made:
        given = RoleGiven(account=account, role=role, system=system, valid_from=starts, valid_to=ends)
        made.add(given)
    return given
