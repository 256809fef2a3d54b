"""Whose a due date is: who holds a post today, also where it passed from one person to another."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from aimwell.services.workplace.duty_calendar import Line
from aimwell.store.workplace.models import Account, Person, Post

Role = tuple[str, UUID]  # a post's title and its body: what stays when one person hands it to another


def titles_held(account: Account, today: date) -> frozenset[Role]:
    """The roles that the person behind an account holds today."""
    if account.person_id is None:
        return frozenset()
    rows = Post.objects.filter(_in_force(today), person=account.person_id)
    return frozenset((row.title, row.body_id) for row in rows)


def is_mine(line: Line, held: frozenset[Role]) -> bool:
    """Whether somebody answers for a due date, or a step of it that is not signed yet is theirs."""
    if line.record is None:
        return False
    owner = line.record.owner
    posts = [step.post for step in line.steps if step.signed_on is None]
    return any(_role(post) in held for post in (owner, *posts) if post is not None)


def waits_for(line: Line, held: frozenset[Role]) -> bool:
    """Whether the signature that is needed next is somebody's."""
    step = line.waiting
    return step is not None and step.post is not None and _role(step.post) in held


def holders(posts: Iterable[Post], today: date) -> dict[Role, Post]:
    """Who holds each role today, as the post that says so; a role that nobody holds is missing."""
    wanted = {_role(post) for post in posts}
    if not wanted:
        return {}
    rows = Post.objects.filter(
        _in_force(today), title__in={title for title, _ in wanted}, body__in={body for _, body in wanted},
        person__isnull=False,
    )  # fmt: skip
    found: dict[Role, Post] = {}
    for row in rows.select_related("person", "body").order_by("-valid_from", "pk"):
        if _role(row) in wanted:
            found.setdefault(_role(row), row)
    return found


def holder(post: Post | None, found: dict[Role, Post]) -> Post | None:
    """The post of whoever holds a role today, out of `holders`."""
    return found.get(_role(post)) if post is not None else None


def person_of(post: Post) -> Person:
    """Who holds a post that `holders` found."""
    if post.person is None:
        raise TypeError("a post without a person holds nothing")
    return post.person


def _role(post: Post) -> Role:
    return (post.title, post.body_id)


def _in_force(today: date) -> Q:
    started = Q(valid_from=None) | Q(valid_from__lte=today)
    return started & (Q(valid_to=None) | Q(valid_to__gte=today))
