"""Questions about accounts: who there is, what they hold, when they signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from aimwell.services.workplace.signed_in import access_rules
from aimwell.store.workplace import log
from aimwell.store.workplace.models import Account, LogEntry, Post

SIGN_INS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role as a page tells it."""

    id: UUID
    title: str
    about: str
    where: str
    starts: date
    ends: date | None
    open: bool  # holds today or later


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in the list."""

    account: Account
    roles: str
    protected: bool


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in or one that was refused."""

    at: datetime
    refused: bool
    because: str


def people_in_posts(today: date) -> list[tuple[UUID, str]]:
    """Everybody who holds a post, with their posts in words, by name."""
    posts = Post.objects.exclude(person=None).filter(Q(valid_to=None) | Q(valid_to__gte=today))
    held: dict[tuple[str, UUID], list[str]] = {}
    for post in posts.select_related("person", "body").order_by("title", "pk"):
        if post.person is not None:
            held.setdefault((post.person.name, post.person.pk), []).append(str(post))
    return [(key, f"{name} ({'; '.join(titles)})") for (name, key), titles in sorted(held.items())]


def accounts_like(text: str) -> QuerySet[Account]:
    """Accounts whose name or address has a text in it; all of them for ''. Open ones first."""
    found = Account.objects.order_by("-is_active", "name", "pk")
    return found.filter(Q(name__icontains=text) | Q(email__icontains=text)) if text else found


def account_rows(accounts: Sequence[Account], definitions: Path, today: date) -> list[AccountRow]:
    """What the list says of each of some accounts, in three queries for all of them."""
    from django.db.models import prefetch_related_objects

    prefetch_related_objects(list(accounts), "roles__system")
    protected = set(Authenticator.objects.filter(user__in=accounts).values_list("user_id", flat=True))
    return [
        AccountRow(
            account,
            ", ".join(
                f"{role.title} ({role.where})" for role in roles_of(account, definitions, today) if role.open
            ),
            account.pk in protected,
        )
        for account in accounts
    ]


def roles_of(account: Account, definitions: Path, today: date) -> list[RoleHeld]:
    """Every role an account ever held, those that hold first."""
    rules = access_rules(definitions)
    found = []
    for given in account.roles.select_related("system") if not _at_hand(account) else account.roles.all():
        known = rules.role(given.role)
        found.append(
            RoleHeld(
                id=given.pk,
                title=known.title if known else f"{given.role} (no longer a role)",
                about=known.about if known else "",
                where=str(given.system) if given.system else "all systems",
                starts=given.valid_from,
                ends=given.valid_to,
                open=known is not None and (given.valid_to is None or given.valid_to >= today),
            )
        )
    return sorted(found, key=lambda role: (not role.open, role.where, role.title, role.starts))


def sign_ins_of(account: Account) -> list[SignIn]:
    """The newest times that somebody signed in, or tried to with the right password."""
    rows = LogEntry.objects.filter(actor=str(account.pk), act="sign in").order_by("-number")[:SIGN_INS_SHOWN]
    return [SignIn(datetime.fromisoformat(row.at), row.outcome == log.REFUSED, row.because) for row in rows]


def _at_hand(account: Account) -> bool:
    return "roles" in getattr(account, "_prefetched_objects_cache", {})
