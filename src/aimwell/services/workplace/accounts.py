"""Accounts: who may sign in, the roles they are given, and what ends when they go."""

from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import AccessRules, Act
from aimwell.services.workplace.changing import Asking, change
from aimwell.store.workplace import log
from aimwell.store.workplace.models import Account, Body, Person, RoleGiven

ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent to somebody."""

    to: str
    subject: str
    words: str


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
    with change(asking, Act.MANAGE_ACCOUNTS, None) as made:
        if Account.objects.filter(email=email.lower()).exists():
            raise Problem(
                code="workplace.account-exists",
                found=f"There is an account for {email} already.",
                expected="An address that no account has.",
                remedy="Search for it in the list of accounts. One that has ended can be opened again.",
            )
        account = Account.objects.create_user(email, None, name=name)
        made.say(account, {"name": ("", name)})
    return account


def rename_account(*, asking: Asking, account: Account, name: str) -> None:
    """Give an account another name. Anybody may do so with their own."""
    before, account.name = account.name, name
    with transaction.atomic():
        if str(account.pk) == asking.by.id:
            said = log.Said(
                act="change own name", kind="account", record=str(account.pk), label=name,
                because=asking.because, changes={"name": (before, name)},
            )  # fmt: skip
            log.write(asking.by, said, at=asking.at)
        else:
            with change(asking, Act.MANAGE_ACCOUNTS, None) as made:
                made.say(account, {"name": (before, name)})
        account.save(update_fields=["name"])


def tie_to_person(*, asking: Asking, account: Account, person: Person | None) -> None:
    """Say which person of the record an account belongs to: with that it signs for the bodies of their posts."""
    with change(asking, Act.MANAGE_ACCOUNTS, None) as made:
        _not_oneself(asking, account, "say who you are in the record")
        before, account.person = str(account.person or ""), person
        account.save(update_fields=["person"])
        made.say(account, {"person": (before, str(person or ""))})


def invite(*, asking: Asking, account: Account, letter: Letter, sender: str) -> None:
    """Send somebody the link with which they choose a password."""
    with change(asking, Act.MANAGE_ACCOUNTS, None) as made:
        if not account.is_active:
            raise _ended(account)
        made.say(account, {"invited": ("", letter.to)})
    try:
        send_mail(letter.subject, letter.words, sender, [letter.to])
    except OSError as error:  # what mail servers answer, and that there is none, are both kinds of it
        raise Problem(
            code="workplace.letter-not-sent",
            found=f"The account is there, but no letter could be sent to {letter.to}.",
            expected="A mail server that takes letters.",
            remedy="Look at AIMWELL_MAIL, then send the link again from the page of the account.",
        ) from error


def end_account(*, asking: Asking, account: Account) -> None:
    """Let nobody sign in with an account any more; whoever is signed in with it is out at once."""
    with change(asking, Act.MANAGE_ACCOUNTS, None) as made:
        _not_oneself(asking, account, "end your own account")
        account.is_active = False
        account.sessions_ended += 1
        account.save(update_fields=["is_active", "sessions_ended"])
        made.say(account, {"account": ("open", "ended")})


def open_account(*, asking: Asking, account: Account) -> None:
    """Open an account that had ended."""
    with change(asking, Act.MANAGE_ACCOUNTS, None) as made:
        account.is_active = True
        account.save(update_fields=["is_active"])
        made.say(account, {"account": ("ended", "open")})


def take_second_factor_away(*, asking: Asking, account: Account) -> None:
    """For who lost their phone and their recovery codes: they set up a new one at the next sign-in."""
    with change(asking, Act.MANAGE_ACCOUNTS, None) as made:
        _not_oneself(asking, account, "take your own second factor away here; use your account's page")
        Authenticator.objects.filter(user=account).delete()  # a secret, not a record; the log says it is gone
        account.sessions_ended += 1
        account.save(update_fields=["sessions_ended"])
        made.say(account, {"second factor": ("set up", "taken away")})


def sign_out_everywhere(*, asking: Asking, account: Account) -> None:
    """End every session of one's own account."""
    if str(account.pk) != asking.by.id:
        raise TypeError("people sign themselves out; administrators end accounts")
    with transaction.atomic():
        account.sessions_ended += 1
        account.save(update_fields=["sessions_ended"])
        said = log.Said(act="sign out everywhere", kind="account", record=asking.by.id, label=account.name)
        log.write(asking.by, said, at=asking.at)


def give_role(
    *,
    asking: Asking,
    account: Account,
    role: str,
    system: Body | None,
    starts: date,
    ends: date | None = None,
    rules: AccessRules | None = None,
) -> RoleGiven:
    """Give an account a role in one system, or in all. rules: to refuse a role that is not one of them."""
    with change(asking, Act.MANAGE_ACCOUNTS, system) as made:
        _not_oneself(asking, account, "give yourself a role")
        if (rules and rules.role(role) is None) or (ends and ends < starts):
            raise Problem(
                code="workplace.role-unfit",
                found=f"The role '{role}' from {starts} to {ends} cannot be given.",
                expected="A role that there is, and an end that is not before its start.",
                remedy="Choose the role again and look at the dates.",
            )
        given = RoleGiven(account=account, role=role, system=system, valid_from=starts, valid_to=ends)
        made.add(given)
    return given


def end_role(*, asking: Asking, given: RoleGiven, ends: date) -> None:
    """End a role on a day, which is its last."""
    with change(asking, Act.MANAGE_ACCOUNTS, given.system) as made:
        if given.role == ADMINISTRATOR:
            _not_oneself(asking, given.account, "end your own role as administrator")
        made.alter(given, {"valid_to": max(ends, given.valid_from)})


def _not_oneself(asking: Asking, account: Account, doing: str) -> None:
    if str(account.pk) == asking.by.id:
        raise Problem(
            code="workplace.not-oneself",
            found=f"You cannot {doing}.",
            expected="Another administrator, so that two people know of it and one always remains.",
            remedy="Ask another administrator, or make a second account for one.",
        )


def _ended(account: Account) -> Problem:
    return Problem(
        code="workplace.account-ended",
        found=f"The account of {account.name} has ended.",
        expected="An account that is open.",
        remedy="Open it again first.",
    )
