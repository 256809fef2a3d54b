"""A form that is sent twice is taken once: after a double click, or when a page is sent again from 'Back'."""

import hashlib
import json
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase, HttpResponseRedirect

from aimwell.domain.problems import Problem

FIELD = "once"
UNDER_WAY = ""
KEPT_SECONDS = 3600  # as long as a page is likely to be left open and sent again
TRIES, WAIT_SECONDS = 30, 0.1  # how long the second waits for the first to be saved


def mark() -> str:
    """What tells one page with forms from the same page opened again."""
    return secrets.token_urlsafe(9)


def taken_once(request: HttpRequest, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The answer to a form; sent again as it is, it leads where it led before, and nothing is done a second time.

    A form that was not taken, because something in it was wrong, may be sent again as often as somebody likes.
    """
    if request.method != "POST" or not request.POST.get(FIELD):
        return answer()
    name = _name(request)
    if not cache.add(name, UNDER_WAY, timeout=KEPT_SECONDS):
        return _as_before(name)
    try:
        response = answer()
    except BaseException:
        _may_be_sent_again(name)
        raise
    if isinstance(response, HttpResponseRedirect):
        cache.set(name, response.url, timeout=KEPT_SECONDS)
    else:
        _may_be_sent_again(name)
    return response


def _may_be_sent_again(name: str) -> None:
    cache.set(name, UNDER_WAY, timeout=0)  # over at once


def _as_before(name: str) -> HttpResponseBase:
    for _ in range(TRIES):
        where = cache.get(name)
        if where:
            return HttpResponseRedirect(where)
        time.sleep(WAIT_SECONDS)
    raise Problem(
        code="workplace.sent-twice",
        found="This form was sent twice, and the first one is still being worked on.",
        expected="One form at a time.",
        remedy="Wait a moment, go back, and look whether it is there.",
    )


def _name(request: HttpRequest) -> str:
    """The same for the same form of the same person with the same content."""
    fields: Any = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    files = [(name, each.name, each.size) for name, sent in request.FILES.lists() for each in sent]
    said = json.dumps([str(request.user.pk), request.get_full_path(), fields, files], sort_keys=True)
    return f"sent-{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}"
