"""Who may do what: roles are data, decisions say why, and what is not allowed is refused."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Act(StrEnum):
    """Everything that a person can do in the workplace, as rules and log name it."""

    READ = "read"  # see drafts and decisions of a system
    COMPARE = "compare"  # ask across systems
    READ_LOG = "read the log"
    EXPORT = "export"
    IMPORT = "import"
    CHECK_CLAIMS = "check claims"
    EDIT_BODIES = "edit bodies"
    EDIT_PEOPLE = "edit people"
    MANAGE_ACCOUNTS = "manage accounts"
    EDIT_PRIORITIES = "edit priorities"
    OVERRIDE_CEILING = "override the ceiling"
    EDIT_TARGETS = "edit targets"
    SIGN = "sign for a partner"
    EDIT_PLANS = "edit plans"
    EDIT_DUTIES = "edit duties"
    SIGN_OFF = "sign off a duty"
    APPROVE = "approve"  # and with it, publish


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, and why."""

    allowed: bool
    because: str


@dataclass(frozen=True, slots=True)
class AccessRole:
    """A role that people are given, and what it lets them do."""

    id: str
    title: str
    about: str
    may: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class AccessRules:
    """The roles there are, and whether a change needs a second person's approval."""

    roles: tuple[AccessRole, ...]
    two_people: bool  # nobody approves what they had a part in since it was last published
    source: str

    def role(self, name: str) -> AccessRole | None:
        """A role by its id."""
        return next((role for role in self.roles if role.id == name), None)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role somebody holds, in one system or (system None) in all."""

    role: str
    may: frozenset[Act]
    system: str | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: an account with what it holds today."""

    id: str
    name: str
    grants: tuple[Grant, ...]

    @property
    def roles(self) -> str:
        """The roles held, as the log says them."""
        return ", ".join(dict.fromkeys(grant.role for grant in self.grants)) or "no role"


@dataclass(frozen=True, slots=True)
class Held:
    """A role given to an account, with its dates."""

    role: str
    system: str | None
    starts: date
    ends: date | None

    def on(self, day: date) -> bool:
        """Whether it holds on a day; its last day counts."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


def grants_of(held: Iterable[Held], rules: AccessRules, today: date) -> tuple[Grant, ...]:
    """What an account's roles let it do today; a role that the rules no longer know lets it do nothing."""
    known: Mapping[str, AccessRole] = {role.id: role for role in rules.roles}
    return tuple(
        Grant(each.role, frozenset(known[each.role].may), each.system)
        for each in held
        if each.on(today) and each.role in known
    )


def may(actor: Actor, act: Act, system: str | None) -> Decision:
    """Whether somebody may do something in a system; system None asks about what belongs to no one system."""
    able = [grant for grant in actor.grants if act in grant.may]
    if not able:
        return Decision(allowed=False, because=f"none of your roles lets you {act.value}")
    for grant in able:
        if grant.system is None or grant.system == system:
            return Decision(allowed=True, because=f"as {grant.role}")
    if system is None:
        return Decision(
            allowed=False, because=f"only a role held for all systems lets people {act.value} here"
        )
    return Decision(
        allowed=False, because=f"your role lets you {act.value} in another system, not in this one"
    )


def may_approve(actor: Actor, system: str, *, authors: Collection[str], rules: AccessRules) -> Decision:
    """Whether somebody may approve a record. authors: the accounts that changed it since it was last published."""
    able = may(actor, Act.APPROVE, system)
    if able.allowed and rules.two_people and actor.id in authors:
        return Decision(
            allowed=False,
            because="you had a part in what it says now, and a second person has to approve that",
        )
    return able


def systems_of(actor: Actor, act: Act) -> frozenset[str] | None:
    """The systems in which somebody may do something; None for all of them."""
    able = [grant.system for grant in actor.grants if act in grant.may]
    return None if None in able else frozenset(system for system in able if system is not None)
