"""A workplace for tests: two systems, an account for each role, and a client that has signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.test import Client

from aimwell.domain.workplace.access import Actor
from aimwell.services.workplace.changing import Asking
from aimwell.services.workplace.signed_in import access_rules, actor_of
from aimwell.store.workplace.models import Account, Body, RoleGiven

NOW = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
TODAY = date(2026, 6, 1)
PASSWORD = "a long sentence to sign in with"


@pytest.fixture(autouse=True)
def workplace_settings_of_tests(settings, tmp_path, definitions):
    """No second factor but where a test asks for it, quick passwords, and a store of the test's own."""
    from dataclasses import replace

    settings.AIMWELL = replace(
        settings.AIMWELL, second_factor=False, store=tmp_path / "store", definitions=definitions
    )
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def done_at_once(request, monkeypatch):
    """What waits for the end of a transaction is done at once, since a test's own never ends in a commit."""
    if "django_capture_on_commit_callbacks" not in request.fixturenames:  # for a test that looks at just that
        monkeypatch.setattr("django.db.transaction.on_commit", lambda then, **_: then())


def body(name: str, code: str, kind: str = "system", system: Body | None = None) -> Body:
    """A body, saved as it stands."""
    made = Body(
        kind=kind, name=name, code=code, place=code, made_at=NOW, changed_at=NOW, valid_from=date(2022, 7, 1)
    )
    made.system = system or made
    made.save(force_insert=True)
    return made


@pytest.fixture
def system(db) -> Body:  # noqa: ARG001
    """A system that nobody should take for a real one's workplace."""
    return body("Example Valley", "QXX")


@pytest.fixture
def other_system(db) -> Body:  # noqa: ARG001
    """Another one, to which nobody has a role unless a test gives it."""
    return body("Example Coast", "QYY")


@pytest.fixture
def account_with(db) -> Callable[..., Account]:  # noqa: ARG001
    """Make an account with a role in a system (None: in all)."""

    def make(role: str, system: Body | None, name: str = "") -> Account:
        name = name or f"{role.capitalize()} of {system or 'all'}"
        account = Account.objects.create_user(
            f"{name.lower().replace(' ', '.')}@example.org", PASSWORD, name=name
        )
        RoleGiven(
            account=account,
            role=role,
            system=system,
            valid_from=date(2022, 7, 1),
            made_at=NOW,
            changed_at=NOW,
        ).save(force_insert=True)
        return account

    return make


@pytest.fixture
def actor_with(account_with) -> Callable[..., Actor]:
    """An actor with a role in a system."""

    def make(role: str, system: Body | None, name: str = "") -> Actor:
        return actor_of(account_with(role, system, name), settings.AIMWELL.definitions, TODAY)

    return make


@pytest.fixture
def asking(actor_with) -> Callable[..., Asking]:
    """Somebody with a role asks for a change."""

    def make(role: str, system: Body | None, because: str = "Agreed by the board", name: str = "") -> Asking:
        return Asking(actor_with(role, system, name), NOW, because)

    return make


@dataclass(frozen=True)
class SignedIn:
    """A client and whose it is."""

    client: Client
    account: Account


@pytest.fixture
def signed_in(account_with) -> Callable[..., SignedIn]:
    """A client signed in as somebody with a role in a system."""

    def make(role: str, system: Body | None, name: str = "") -> SignedIn:
        account = account_with(role, system, name)
        client = Client(headers={"host": "localhost"})
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return SignedIn(client, account)

    return make


@pytest.fixture
def rules():
    """The shipped roles."""
    return access_rules(settings.AIMWELL.definitions)
