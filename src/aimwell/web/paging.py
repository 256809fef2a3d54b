"""A long list in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

from aimwell.web.taking import whole_number

T = TypeVar("T")
PAGE = 50  # rows that a page shows at once


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """The rows of one page, and where it stands among all."""

    rows: Sequence[T]
    number: int
    pages: int
    total: int
    before: str  # the address of the page before; '' for none
    after: str


def paged(request: HttpRequest, rows: "Sequence[T] | QuerySet[Any, T]", *, size: int = PAGE) -> ListPage[T]:
    """The page of a list that somebody asks for by ?page=. Of a query only that page is read."""
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    pages = max(1, -(-total // size))
    number = min(whole_number(request.GET.get("page"), 1), pages)
    shown = list(rows[(number - 1) * size : number * size])
    return ListPage(
        shown, number, pages, total, _at(request, number - 1, pages), _at(request, number + 1, pages)
    )


def _at(request: HttpRequest, number: int, pages: int) -> str:
    if not 1 <= number <= pages:
        return ""
    kept = {name: value for name, value in request.GET.items() if name != "page" and value}
    return f"?{urlencode({**kept, 'page': number})}"
