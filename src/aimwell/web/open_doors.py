"""Open doors: the few addresses that need no sign-in. Whatever they refuse, they say 'not found', and give no reason.

They answer reading alone, set no cookie, and know nobody: an address that is private is one that nobody can guess.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """One address below /workplace/ that is answered without a sign-in, and why that is safe."""

    name: str
    path: str
    view: Callable[..., HttpResponseBase]
    why: str


def as_open_urls(doors: tuple[OpenDoor, ...]) -> list[URLPattern]:
    """Django's routes for open doors."""
    return [path(door.path, _reading_alone(door.view), name=door.name) for door in doors]


def _reading_alone(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    def answer(request: HttpRequest, **found: str) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET"})
        return view(request, **found)

    return answer
