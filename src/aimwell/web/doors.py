"""Doors: every page and form of the workplace, what it lets people do, and the one place that asks whether they may.

A door that names no act lets in anybody who is signed in. There is no other way to a view, so a page cannot be
forgotten: tests/workplace/test_doors.py walks every door with every role.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from aimwell.catalogue.upload_limits import read_upload_limits
from aimwell.config.workplace import WorkplaceSettings
from aimwell.domain.problems import Problem, Problems
from aimwell.domain.workplace.access import Act, Actor, may
from aimwell.gateways.uploads.turns import TURNS
from aimwell.services.workplace.changing import Asking, Refused, refuse
from aimwell.services.workplace.signed_in import actor_of, current_system
from aimwell.store.workplace.models import Account, Body
from aimwell.web import refusals
from aimwell.web.once import taken_once


@dataclass(frozen=True)
class Visit:
    """A request that was let in: who, when, in which system, and about which record."""

    request: HttpRequest
    account: Account
    actor: Actor
    now: datetime
    system_found: Body | None
    record_found: Model | None

    @cached_property
    def settings(self) -> WorkplaceSettings:
        """The settings of the workplace."""
        found: WorkplaceSettings = settings.AIMWELL
        return found

    @property
    def today(self) -> date:
        """The day in London."""
        return timezone.localtime(self.now).date()

    @property
    def system(self) -> Body:
        """The system in the address. Only for doors whose path has one."""
        if self.system_found is None:
            raise TypeError("this door's path has no system")
        return self.system_found

    @property
    def record(self) -> Any:
        """The record in the address, of the kind that the door names."""
        if self.record_found is None:
            raise TypeError("this door's path has no record")
        return self.record_found

    def asking(self, because: str = "") -> Asking:
        """What services ask of every change: who, when, why. Without words, those of the form's reason field."""
        return Asking(self.actor, self.now, because or str(self.request.POST.get("because", "")))

    def may(self, act: Act) -> bool:
        """Whether the visitor may do something in this system, so that pages show only what will work."""
        return may(self.actor, act, str(self.system_found.pk) if self.system_found else None).allowed


View = Callable[[Visit], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Door:
    """One address below /workplace/. A path may hold <system> (its code) and <uuid:record> of the kind `about`."""

    name: str
    path: str
    view: View
    act: Act | None
    methods: tuple[str, ...] = ("GET",)
    about: type[Model] | None = None
    heavy: bool = (
        False  # what is sent here, or a download made here, takes its turn: gateways/uploads/turns.py
    )


def as_urls(doors: tuple[Door, ...]) -> list[URLPattern]:
    """Django's routes for doors."""
    return [
        path(door.path.replace("<system>", "<str:system>"), _entrance(door), name=door.name) for door in doors
    ]


def _entrance(door: Door) -> Callable[..., HttpResponseBase]:
    def answer(request: HttpRequest, **found: Any) -> HttpResponseBase:
        if request.method not in (*door.methods, "HEAD"):
            return HttpResponse(status=405, headers={"Allow": ", ".join(door.methods)})
        if _holds_nul(request):
            return refusals.not_understood(request)
        account = request.user
        if not isinstance(account, Account):
            return refusals.signed_out(request) or redirect(refusals.sign_in_again(request))
        elsewhere = _first_things_first(account)
        if elsewhere:
            return redirect(elsewhere)
        return _let_in(door, request, account, **found)

    return answer


def _holds_nul(request: HttpRequest) -> bool:
    """Whether somebody sent a character that no text has and that databases refuse."""
    given = [
        value for fields in (request.GET, request.POST) for _, values in fields.lists() for value in values
    ]
    return any("\0" in str(value) for value in (request.path, *given))


def _first_things_first(account: Account) -> str:
    """Where somebody has to go before anything else; '' for nowhere."""
    if account.must_change_password:
        return reverse("account_change_password")
    if settings.AIMWELL.second_factor and not is_mfa_enabled(account):
        return reverse("mfa_activate_totp")
    return ""


def _let_in(
    door: Door, request: HttpRequest, account: Account, system: str = "", record: UUID | None = None
) -> HttpResponseBase:
    now = timezone.now()
    actor = actor_of(account, settings.AIMWELL.definitions, timezone.localtime(now).date())
    try:
        body = _system(actor, door, system, now) if system else None
        if door.act is not None:
            decision = may(actor, door.act, str(body.pk) if body else None)
            if not decision.allowed:
                raise refuse(actor, door.act.value, body, decision.because, at=now, label=request.path)
        visit = Visit(request, account, actor, now, body, _record(door, body, record))
        return taken_once(request, lambda: _answered(door, visit))
    except Refused as problem:
        return refusals.refused(request, problem, actor)
    except (Problem, Problems) as problem:
        return refusals.not_taken(request, problem, actor)


def _answered(door: Door, visit: Visit) -> HttpResponseBase:
    """What the view answers; heavy work waits for its turn before it begins, and holds nothing while it waits."""
    looks_only = "POST" in door.methods and visit.request.method != "POST"  # a form that nobody has sent yet
    if not door.heavy or looks_only:
        return door.view(visit)
    with TURNS.turn(read_upload_limits(visit.settings.definitions)):
        return door.view(visit)


def _system(actor: Actor, door: Door, code: str, now: datetime) -> Body:
    """The system of a code. One that is not there is refused like one that may not be seen, so that nobody learns."""
    body = current_system(code)
    if body is None:
        raise refuse(actor, (door.act or Act.READ).value, None, "there is no such system", at=now, label=code)
    decision = may(actor, Act.READ, str(body.pk))
    if not decision.allowed:
        raise refuse(actor, Act.READ.value, body, decision.because, at=now)
    return body


def _record(door: Door, system: Body | None, key: UUID | None) -> Model | None:
    """The record of an id, if it is of the door's kind and belongs to the system in the address."""
    if door.about is None or key is None:
        return None
    try:
        found: Model | None = door.about.objects.filter(pk=key).first()  # type: ignore[attr-defined]
    except ValidationError:
        found = None
    owner = getattr(found, "owning_system", None) or getattr(found, "system_id", None)
    if found is None or (system is not None and owner is not None and owner != system.pk):
        raise Http404
    return found
