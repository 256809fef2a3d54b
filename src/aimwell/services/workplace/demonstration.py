"""Opens the accounts of a demonstration to whoever started it, and closes them when it stops."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from aimwell.services.workplace.illustrative.people import DOMAIN, address
from aimwell.services.workplace.illustrative.story import AccountTold
from aimwell.store.workplace import log
from aimwell.store.workplace.models import Account


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """An account to look through, and what it may do."""

    email: str
    name: str


def open_accounts(
    *, administrator: str, told: Sequence[AccountTold], password: str, now: datetime
) -> list[OpenAccount]:
    """Give the demonstration's accounts one password for as long as it runs; the invented ones, and no other."""
    wanted = [administrator, *(address(each.id) for each in told if each.opens)]
    known = {each.email: each for each in Account.objects.filter(email__in=wanted)}
    found = [known[email] for email in wanted if email in known]
    _set(found, make_password(password), "closed", "open", now)
    return [OpenAccount(each.email, each.name) for each in found]


def close_accounts(*, now: datetime) -> None:
    """Let nobody sign in to the demonstration's accounts until it is started again."""
    held = [
        each for each in Account.objects.filter(email__endswith=f"@{DOMAIN}") if each.has_usable_password()
    ]
    _set(held, make_password(None), "open", "closed", now)


def _set(accounts: Sequence[Account], password: str, before: str, after: str, now: datetime) -> None:
    with transaction.atomic():
        for account in accounts:
            account.password, account.must_change_password = password, False
            account.sessions_ended += 1
            account.save(update_fields=["password", "must_change_password", "sessions_ended"])
        said = [
            log.Said(
                act="demonstrate", kind="account", record=str(account.pk), label=account.name,
                because="The demonstration was started or stopped.", changes={"account": (before, after)},
            )
            for account in accounts
        ]  # fmt: skip
        log.write_many(None, said, at=now)
