"""Refuses bodies that are larger than any upload may be, before a byte of them is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FORM = 1024 * 1024
"""What a form around an upload may take."""


class SizeLimit:
    """Answers 413 to what is too large."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse."""
        largest = settings.AIMWELL.largest_upload
        if _length(request) <= largest + FORM:
            return self.get_response(request)
        words = (
            f"This is larger than {largest // 1024 // 1024} MB, which is the most that this workplace takes. "
            "Nothing was kept. Go back and send a smaller file, or parts of it."
        )
        return HttpResponse(words, status=413, content_type="text/plain; charset=utf-8")


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
