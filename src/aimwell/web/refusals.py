"""How the workplace says no: what was found, what was expected, and what to do."""

import re
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from aimwell.domain.problems import Busy, Problem, Problems
from aimwell.domain.workplace.access import Actor
from aimwell.web.rendering import page


def refused(request: HttpRequest, problem: Problem, actor: Actor) -> HttpResponse:
    """Somebody may not do this; the log has a line about it."""
    return page(
        request,
        "refused.html",
        {"title": "You may not do this", "problems": [problem], "actor": actor},
        status=403,
    )


def not_taken(request: HttpRequest, problem: Problem | Problems, actor: Actor) -> HttpResponse:
    """What was sent cannot be taken; nothing of it was kept."""
    problems = list(problem.problems) if isinstance(problem, Problems) else [problem]
    given = {"title": "This could not be done", "problems": problems, "actor": actor}
    if isinstance(problem, Busy):
        answer = page(request, "refused.html", {**given, "title": "Please try again shortly"}, status=503)
        answer.headers["Retry-After"] = "30"
        return answer
    return page(request, "refused.html", given, status=400)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or from one left open too long."""
    problem = Problem(
        code="workplace.form-expired",
        found="This form was opened too long ago, or in another window.",
        expected="A form from a page that you have just opened.",
        remedy="Go back, load the page again, and send the form once more.",
    )
    return page(
        request,
        "refused.html",
        {"title": "Please send the form again", "problems": [problem], "reason": reason},
        status=403,
    )


NOT_TYPED = frozenset({"csrfmiddlewaretoken", "once", "seen", "read"})
MARKS = re.compile(r"[0-9a-f-]{32,64}|on|[a-z_]{0,3}")  # ids and ticks, which nobody types


def signed_out(request: HttpRequest) -> HttpResponse | None:
    """What somebody typed whose session ended meanwhile, for them to copy; None where they typed nothing."""
    given = [
        (name, text) for name in request.POST if name not in NOT_TYPED for text in request.POST.getlist(name)
    ]
    typed = [
        {
            "words": name.replace("_", " ").capitalize(),
            "text": text,
            "rows": min(20, 1 + len(text) // 60 + text.count("\n")),
        }
        for name, text in given
        if not MARKS.fullmatch(text.strip())
    ]
    if request.method != "POST" or not typed:
        return None
    shown = {"title": "You were signed out", "typed": typed, "sign_in": sign_in_again(request)}
    return page(request, "signed_out.html", shown, status=403)


def sign_in_again(request: HttpRequest) -> str:
    """The address of sign-in, which leads back here."""
    return f"{settings.LOGIN_URL}?{urlencode({'next': request.path})}"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page or record."""
    del exception
    return page(request, "not_found.html", {"title": "Page not found"}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    return page(request, "failed.html", {"title": "Something went wrong"}, status=500)


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Something was tried too many times."""
    del exception
    return page(request, "too_often.html", {"title": "Please wait a few minutes"}, status=429)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that cannot be read, or that is larger than any form of ours."""
    del exception
    problem = Problem(
        code="workplace.request-not-understood",
        found="What was sent could not be read, or there was too much of it.",
        expected="A form of this workplace, of up to 2 MB without its files.",
        remedy="Go back and send less, or send it as a file.",
    )
    return page(
        request, "refused.html", {"title": "This could not be read", "problems": [problem]}, status=400
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Something at sign-in that is not for this account."""
    del exception
    problem = Problem(
        code="workplace.refused",
        found="You may not see this.",
        expected="An account to which it belongs.",
        remedy="Go back to your systems.",
    )
    return page(request, "refused.html", {"title": "You may not do this", "problems": [problem]}, status=403)
