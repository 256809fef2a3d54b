"""How long a session lasts: it ends after a while without use, and after a working day in any case."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

BEGAN, USED = "began", "used"
NOTED_EVERY = 60  # seconds; a row is not written for every page


class SessionLimits:
    """Signs out who was away too long. After the middleware that knows who it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, as somebody signed in or no longer."""
        if request.user.is_authenticated:
            _hold_to_limits(request, timezone.now())
        return self.get_response(request)


def _hold_to_limits(request: HttpRequest, now: datetime) -> None:
    seconds = now.timestamp()
    began = request.session.get(BEGAN, 0)
    used = request.session.get(USED, 0)
    if seconds - used > settings.SESSION_IDLE_SECONDS or seconds - began > settings.SESSION_COOKIE_AGE:
        logout(request)
    elif seconds - used > NOTED_EVERY:
        request.session[USED] = seconds


@receiver(user_logged_in)
def begin(sender: object, request: HttpRequest, **_: Any) -> None:  # noqa: ARG001
    """Note when a session began."""
    request.session[BEGAN] = request.session[USED] = timezone.now().timestamp()
