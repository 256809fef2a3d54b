"""Pages from templates: the design system's parts, and what every page of the workplace knows."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.states import WORDS
from aimwell.presentation.charts.icons import icon_sprite
from aimwell.web import once, words
from aimwell.web.menu import menu


def environment(**options: Any) -> Environment:
    """The templates; a name that a page does not have is a bug and says so."""
    options["loader"] = ChoiceLoader([options["loader"], PackageLoader("nhsuk_frontend_jinja")])
    options["undefined"] = StrictUndefined
    options.pop("autoescape", None)
    made = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.do"], **options
    )
    made.globals.update(url=_url, static=static, state_words=_state_words, sprite=_sprite(), menu=menu)
    made.globals.update(Act=Act)  # so that pages show only what the visitor may do: visit.may(Act.APPROVE)
    made.filters.update(day=words.day, moment=words.moment, figure=words.figure)
    return made


def page(request: HttpRequest, template: str, given: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page as an answer."""
    body = get_template(template, using="jinja2").render({**shared(request), "request": request, **given})
    return HttpResponse(body, status=status)


def shared(request: HttpRequest) -> dict[str, Any]:
    """What every page knows, those of sign-in too."""
    return {
        "account": getattr(request, "user", None),
        "csrf_field": _csrf_field(request),
        "messages": [{"words": str(message), "kind": message.level_tag} for message in _messages(request)],
        "visit": None,
        "crumbs": (),
        "second_factor_required": settings.AIMWELL.second_factor,
        "demonstration": settings.AIMWELL.demonstration,
    }


def _messages(request: HttpRequest) -> Iterable[Any]:
    return get_messages(request) if hasattr(request, "_messages") else ()


def _csrf_field(request: HttpRequest) -> Any:
    """What every form carries: that it is one of ours, and which page it stood on."""
    return Markup(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="{}" value="{}">'
    ).format(get_token(request), once.FIELD, once.mark())


@lru_cache(maxsize=20_000)
def _url(name: str, *arguments: Any, **named: Any) -> str:
    """An address by a door's name: url('target', system='QMM', record=id). Pages have hundreds, again and again."""
    return reverse(name, args=arguments or None, kwargs=named or None)


def _state_words(state: str) -> str:
    return next(text for kind, text in WORDS.items() if kind.value == state)


@cache
def _sprite() -> Any:
    return icon_sprite()
