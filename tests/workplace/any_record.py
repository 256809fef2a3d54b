"""A record of any kind, with as little in it as the tables allow: what the sweep of doors is about."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import models

from aimwell.store.workplace.models import Account, Body, BodyLink
from aimwell.store.workplace.models.record import Record
from tests.workplace.conftest import NOW, body

OF_TYPE: dict[type[models.Field], Callable[[], Any]] = {
    models.CharField: lambda: uuid4().hex[:6],  # short enough for every field, and never twice the same
    models.TextField: lambda: "a",
    models.URLField: lambda: "https://example.org/",
    models.EmailField: lambda: f"{uuid4()}@example.org",
    models.DateField: lambda: date(2026, 1, 1),
    models.DateTimeField: lambda: NOW,
    models.UUIDField: uuid4,
    models.FloatField: lambda: 1.0,
    models.DecimalField: lambda: Decimal(1),
    models.JSONField: dict,
}


def any_record(kind: type[models.Model], system: Body) -> models.Model:
    """A record of a kind that belongs to a system."""
    if kind in SPECIAL:
        return SPECIAL[kind](system)
    made = kind(
        **{field.name: _value(kind, field, system) for field in kind._meta.concrete_fields if _asked(field)}
    )
    try:
        made.save(force_insert=True)
    except Exception as error:
        raise AssertionError(
            f"A door is about {kind.__name__}, and no record of it could be made ({error}). "
            "Add a line for it to SPECIAL in tests/workplace/any_record.py."
        ) from error
    return made


def _asked(field: models.Field) -> bool:
    if field.name == "system":
        return True
    return not (field.null or field.has_default() or field.blank or field.primary_key)


def _value(kind: type[models.Model], field: models.Field, system: Body) -> Any:
    if field.is_relation:
        if field.related_model is Body:
            return system
        return any_record(field.related_model, system)
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.IntegerField):
        return 1
    if type(field) not in OF_TYPE:
        raise AssertionError(
            f"{kind.__name__}.{field.name} is a {type(field).__name__}: add it to OF_TYPE in {__name__}."
        )
    return OF_TYPE[type(field)]()


def _account(_: Body) -> Account:
    return Account.objects.create_user(
        f"{uuid4()}@example.org", "a password nobody uses", name="Somebody else"
    )


def _link(system: Body) -> BodyLink:
    made = BodyLink(child=_board(system), parent=system, nature="part_of", made_at=NOW, changed_at=NOW)
    made.save(force_insert=True)
    return made


def _board(system: Body) -> Body:
    return body("A board", "", "hwb", system)


SPECIAL: dict[type[models.Model], Callable[[Body], Any]] = {Account: _account, Body: _board, BodyLink: _link}


def is_of_a_system(kind: type[models.Model]) -> bool:
    """Whether records of a kind belong to one system, so that other systems must not reach them."""
    return issubclass(kind, Record) and (
        hasattr(kind, "owning_system") or any(field.name == "system" for field in kind._meta.concrete_fields)
    )
