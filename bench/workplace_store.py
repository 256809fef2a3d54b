"""A full workplace for benchmarks: 42 systems with 200 targets each, 60 months of trajectory, plans, duties and a log.

Figures are the released ones of the demonstration, as proof; promises are invented by fixed arithmetic, without chance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from aimwell.catalogue.everything import Catalogue
from aimwell.store.folder import StoreFolder
from bench.synthetic_promises import series_of_places, targets_of
from bench.workplace_records import NOW, Hands, fill_system

SYSTEMS, TARGETS, PAPERS = 42, 200, 4
ROLES = ("administrator", "strategy", "analyst", "approver", "partner", "reader", "auditor")
PASSWORD = "nobody signs in with this outside a bench"  # noqa: S105
AT = "@bench.example"
WHY = "Invented for a bench"
PAPER = Path(__file__).resolve().parent.parent / "demo" / "illustrative" / "board-paper.md"


@dataclass(frozen=True)
class Member:
    """Somebody who can sign in; system: the code of the one they have a role in, '' for all."""

    email: str
    role: str
    system: str


@dataclass(frozen=True)
class Filled:
    """What was made: the codes of the systems in order, and who can sign in."""

    systems: tuple[str, ...]
    members: tuple[Member, ...]


def build_released(store: Path) -> None:
    """The released figures of the demonstration."""
    from aimwell.config.shipped import shipped
    from aimwell.pipeline.account import Account
    from aimwell.pipeline.geography import Geography
    from aimwell.services.build_demo import build_store

    definitions = shipped("definitions")
    account = Account(StoreFolder(store), Catalogue(definitions), Geography(definitions))
    build_store(account, shipped("demo"), now=NOW)


def fill(
    store: Path, definitions: Path, *, now: datetime = NOW, systems: int = SYSTEMS, targets: int = TARGETS
) -> None:
    """Fill the workplace of a store that has released figures. After aimwell.web.start.configure and prepare."""
    from aimwell.services.workplace.releasing import release_all_promises
    from aimwell.store.workplace.models import Body

    catalogue = Catalogue(definitions)
    rows = sorted(
        Body.objects.filter(kind="system").order_by("name"), key=lambda body: body.valid_to is not None
    )
    bodies = list({body.code: body for body in reversed(rows)}.values())[::-1]
    monthly = {name: each for name, each in catalogue.measures.items() if each.every == "month"}
    series = series_of_places(StoreFolder(store), monthly, [body.place for body in bodies])
    chosen = [body for body in bodies if series[body.place]][:systems]
    _add_members(chosen)
    hands = _hands(store, definitions, now)
    for number, system in enumerate(chosen):
        fill_system(
            hands, system, list(targets_of(series[system.place], catalogue.measures, system.code, targets))
        )
        if number < PAPERS:
            _check_a_paper(hands, system)
    release_all_promises(store=store)


def filled() -> Filled:
    """What is in a store that was filled."""
    from aimwell.store.workplace.models import RoleGiven, Target

    given = RoleGiven.objects.filter(account__email__endswith=AT).select_related("account", "system")
    members = (
        Member(row.account.email, row.role, row.system.code if row.system else "")
        for row in given.order_by("account__email")
    )
    codes = Target.objects.order_by("system__code").values_list("system__code", flat=True).distinct()
    return Filled(tuple(codes), tuple(members))


def _add_members(systems: Sequence[Any]) -> None:
    """Two of each role: one in a system of its own, one in all."""
    from django.contrib.auth.hashers import make_password

    from aimwell.store.workplace.models import Account, RoleGiven

    password = make_password(PASSWORD)
    for number, role in enumerate(ROLES):
        for system in (systems[number % len(systems)], None):
            code = system.code if system else ""
            email = f"{role}.{code or 'all'}{AT}".lower()
            account = Account.objects.create(
                email=email, password=password, name=f"{role.capitalize()} of {code or 'all systems'}"
            )
            RoleGiven(
                account=account, role=role, system=system, valid_from=date(2022, 7, 1), made_at=NOW, changed_at=NOW
            ).save(force_insert=True)  # fmt: skip


def _hands(store: Path, definitions: Path, now: datetime) -> Hands:
    from aimwell.services.workplace.changing import Asking
    from aimwell.services.workplace.signed_in import actor_of
    from aimwell.store.workplace.models import Account

    def asking(role: str) -> Asking:
        account = Account.objects.get(email=f"{role}.all{AT}")
        return Asking(actor_of(account, definitions, now.date()), now, WHY)

    return Hands(asking("strategy"), asking("approver"), store, definitions)


def _check_a_paper(hands: Hands, system: Any) -> None:
    from django.conf import settings

    from aimwell.services.workplace.claim_checks import Around, HandedIn, check_paper

    around = Around(hands.store, hands.definitions, settings.AIMWELL.folder, hands.author.at.date())
    paper = HandedIn(PAPER.read_bytes(), "paper.md", "Report of the board", system.code, shared=True)
    for _ in range(2):
        check_paper(asking=hands.author, system=system, handed=paper, around=around)


def counts() -> Mapping[str, int]:
    """How many rows the tables have that matter."""
    from aimwell.store.workplace import models

    kinds = (
        "Priority",
        "Target",
        "TrajectoryPoint",
        "Publication",
        "Plan",
        "Commitment",
        "Action",
        "DutyRecord",
        "LogEntry",
    )
    return {kind: getattr(models, kind).objects.count() for kind in kinds}
