"""Who there is: bodies through time, people in roles with dates, and the accounts they sign in with."""

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from aimwell.store.workplace.models.record import Record


class Body(Record):
    """A partnership, organisation, committee or area that promises, decides or scrutinises. Kinds are data."""

    FIELDS: ClassVar = ("kind", "name", "short_name", "code", "place", "valid_from", "valid_to", "about")

    kind = models.CharField(max_length=40)  # an id of definitions/standards/body_kinds.toml
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=20, blank=True, db_index=True)  # ODS or ONS code, where it has one
    place = models.CharField(max_length=20, blank=True)  # id in the register of places, where it is one
    system = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="members")
    # the system it works in; its own id for a system; None for a national or regional body
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)  # its last day
    about = models.TextField(blank=True)
    figures_of = models.CharField(max_length=20, blank=True)
    # of an invented system only: the code of the real place whose published figures stand in for its own

    class Meta:
        ordering: ClassVar = ("name",)

    def __str__(self) -> str:
        return self.short_name or self.name

    @property
    def owning_system(self) -> UUID | None:
        """The system whose people keep it; None for a body of several systems."""
        return self.system_id

    @property
    def illustrative(self) -> bool:
        """Whether it was invented to show how aimwell works, and with it all that it promises."""
        return bool(self.figures_of)

    @property
    def figures_code(self) -> str:
        """The code under which its figures are published."""
        return self.figures_of or self.code


class BodyLink(Record):
    """That one body is part of, hosts, commissions, scrutinises or belongs to another, with dates; many to many."""

    FIELDS: ClassVar = ("child", "nature", "parent", "valid_from", "valid_to")

    child = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="upward")
    parent = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="downward")
    nature = models.CharField(max_length=20)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.child} – {self.parent}"

    @property
    def owning_system(self) -> UUID | None:
        """The system of the smaller body, or of the larger one where the smaller works in several."""
        return self.child.system_id or self.parent.system_id


class Succession(Record):
    """That a body became another on a day: a merger, a split, a new name. Both stay, with their history."""

    FIELDS: ClassVar = ("before", "after", "kind", "on", "source")

    before = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="became")
    after = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="came_from")
    kind = models.CharField(max_length=10)  # merged, split, renamed
    on = models.DateField()
    source = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return f"{self.before} became {self.after}"


class Person(Record):
    """Somebody who holds a public role. Nothing private is kept of them."""

    FIELDS: ClassVar = ("name", "work_email")

    name = models.CharField(max_length=120)
    work_email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.name


class Post(Record):
    """A role at a body, and who holds it from when to when; `person` None while it is vacant."""

    FIELDS: ClassVar = ("title", "body", "person", "valid_from", "valid_to")

    title = models.CharField(max_length=120)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="posts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="posts")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.title}, {self.body}"

    @property
    def owning_system(self) -> UUID | None:
        """The system of its body."""
        return self.body.system_id


class Accounts(BaseUserManager["Account"]):
    """Finds and makes accounts. They are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        """Make an account; without a password nobody can sign in to it until one is chosen by link."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """What somebody signs in with."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    sessions_ended = models.PositiveIntegerField(default=0)  # raising it ends every session of the account
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session has to match: a new password ends all sessions, and so does raising `sessions_ended`."""
        given = f"{self.password}{self.sessions_ended}"
        return salted_hmac("aimwell.sessions", given, secret=secret, algorithm="sha256").hexdigest()


class RoleGiven(Record):
    """A role of definitions/standards/access.toml given to an account, in one system or in all."""

    FIELDS: ClassVar = ("account", "role", "system", "valid_from", "valid_to")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=40)
    system = models.ForeignKey(Body, on_delete=models.PROTECT, null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.role}, {self.system or 'all systems'}"
