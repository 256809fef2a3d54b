"""People in posts: who holds what from when to when. A post stays when its holder goes."""

from datetime import date, timedelta

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.changing import Asking, Change, change
from aimwell.store.workplace.models import Body, BodyLink, Person, Post

A_DAY = timedelta(days=1)


def add_post(
    *, asking: Asking, system: Body, body: Body, title: str, starts: date | None, name: str = "", email: str = ""
) -> Post:  # fmt: skip
    """Add a post at a body of the system, or at one that the system shares; without a name it is vacant."""
    with change(asking, Act.EDIT_PEOPLE, system) as made:
        _works_here(body, system)
        post = Post(title=title, body=body, person=_person(made, system, name, email), valid_from=starts)
        made.add(post)
    return post


def hand_over(*, asking: Asking, system: Body, post: Post, on: date, name: str = "", email: str = "") -> Post:
    """Say who holds a post from a day on; without a name it is vacant from then. Who held it before stays on record."""
    with change(asking, Act.EDIT_PEOPLE, system) as made:
        _works_here(post.body, system)
        _open_until(post, on)
        made.alter(post, {"valid_to": on - A_DAY})
        new = Post(title=post.title, body=post.body, person=_person(made, system, name, email), valid_from=on)
        made.add(new)
    return new


def end_post(*, asking: Asking, system: Body, post: Post, ends: date) -> bool:
    """End a post on a day, which is its last."""
    with change(asking, Act.EDIT_PEOPLE, system) as made:
        _works_here(post.body, system)
        _open_until(post, ends + A_DAY)
        return made.alter(post, {"valid_to": ends})


def _person(made: Change, system: Body, name: str, email: str) -> Person | None:
    """The person with a work address, or a new one: names alone do not tell people apart."""
    if not name:
        return None
    known = Person.objects.filter(work_email__iexact=email).first() if email else None
    if known is not None:
        elsewhere = Post.objects.filter(person=known).exclude(body__system=system)
        if known.name != name and elsewhere.exclude(body__system=None).exists():
            raise Problem(
                code="workplace.address-of-another",
                found=f"The address {email} belongs to somebody of another name in another system.",
                expected="A work e-mail address that is theirs alone.",
                remedy="Look at the address and at the name. Somebody with a new name is renamed where they work.",
            )
        made.alter(known, {"name": name})
        return known
    person = Person(name=name, work_email=email)
    made.add(person)
    return person


def _works_here(body: Body, system: Body) -> None:
    shared = body.system_id is None and BodyLink.objects.filter(child=body, parent=system).exists()
    if body.system_id != system.pk and not shared:
        raise Problem(
            code="workplace.post-elsewhere",
            found=f"'{body}' does not work in {system}.",
            expected="A body of this system, or one that it shares with others.",
            remedy="Link the body to this system first, or choose another.",
        )


def _open_until(post: Post, day: date) -> None:
    if post.valid_to is not None or (post.valid_from is not None and day <= post.valid_from):
        raise Problem(
            code="workplace.post-ended",
            found=f"'{post}' has ended already, or began only on {post.valid_from}.",
            expected="A post that is open on the day before the change.",
            remedy="Look at who holds it now, and at the day.",
        )
