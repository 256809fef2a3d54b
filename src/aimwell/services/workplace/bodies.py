"""What people do with bodies: add, change, link, end, and say what became of them. Nothing is taken away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.bodies import BELONGING, BodyKinds, how_became, may_link
from aimwell.services.workplace.changing import Asking, Change, change
from aimwell.store.workplace.models import Body, BodyLink, Post, Succession
from aimwell.store.workplace.models.record import Record

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moved:
    """How much went over to a successor."""

    posts: int
    links: int


def add_body(*, asking: Asking, system: Body, fields: dict[str, Any], kinds: BodyKinds) -> Body:
    """Add a body that works in a system."""
    with change(asking, Act.EDIT_BODIES, system) as made:
        kind = kinds.kind(fields["kind"])
        if kind is None or kind.seeded:
            raise _unfit(
                f"A body of the kind '{kinds.title(fields['kind'])}' cannot be added by hand.",
                "Bodies of this kind come from the register of places with the next version of aimwell.",
            )
        _in_order(fields)
        body = Body(system=system, **fields)
        made.add(body)
    return body


def change_body(*, asking: Asking, body: Body, fields: dict[str, Any], seen: int | None) -> bool:
    """Change what is said of a body; of one that several systems share, only with a role for all of them."""
    with change(asking, Act.EDIT_BODIES, body.system) as made:
        _in_order(fields)
        return made.alter(body, fields, seen=seen)


def add_link(
    *,
    asking: Asking,
    system: Body,
    child: Body,
    nature: str,
    parent: Body,
    starts: date | None,
    kinds: BodyKinds,
) -> BodyLink:
    """Say how one body has to do with another. One of the two works in the system."""
    with change(asking, Act.EDIT_BODIES, system) as made:
        if system.pk not in (child.system_id, parent.system_id):
            raise _unfit(
                "Neither of the two bodies works in this system.", "Say so in a system in which one does."
            )
        answer = may_link(
            str(child.pk), nature, str(parent.pk), kinds, child_kind=child.kind, parent_kind=parent.kind,
            above_parent=_above(parent),
        )  # fmt: skip
        if not answer.allowed:
            raise _unfit(
                f"'{child}' cannot be linked to '{parent}' so: {answer.because}.", "Choose another link."
            )
        link = BodyLink(child=child, nature=nature, parent=parent, valid_from=starts)
        made.add(link)
    return link


def end_link(*, asking: Asking, system: Body, link: BodyLink, ends: date) -> bool:
    """End a link on a day, which is its last."""
    with change(asking, Act.EDIT_BODIES, system) as made:
        if system.pk not in (link.child.system_id, link.parent.system_id):
            raise _unfit(
                "Neither of the two bodies works in this system.", "End it in a system in which one does."
            )
        _not_before(ends, link.valid_from)
        return made.alter(link, {"valid_to": ends})


def became(
    *, asking: Asking, body: Body, on: date, source: str, after: Body | None = None, new_name: str = ""
) -> Succession:
    """Say that a body became another on a day: one that is there already, or a new one of the same kind.

    Both stay. The body ends the day before; what it had is offered to its successor, and moves only when asked for.
    """
    with change(asking, Act.EDIT_BODIES, body.system) as made:
        if body.system_id is None or body.kind == "system":
            raise _unfit(
                f"What became of '{body}' is told by the register of places.",
                "It comes with the next version of aimwell.",
            )
        if after is None and not new_name:
            raise _unfit("Nothing says what it became.", "Choose a body, or give the name of a new one.")
        if after is not None and (after.pk == body.pk or after.system_id != body.system_id):
            raise _unfit(f"'{body}' cannot become '{after}'.", "Choose another body of the same system.")
        _not_before(on - A_DAY, body.valid_from)
        if after is None:
            after = Body(system=body.system, kind=body.kind, name=new_name, valid_from=on)
            made.add(after)
        befores = after.came_from.exclude(before=body).count() + 1
        afters = body.became.exclude(after=after).count() + 1
        step = Succession(
            before=body, after=after, kind=how_became(befores, afters).value, on=on, source=source
        )
        made.add(step)
        if body.valid_to is None:
            made.alter(body, {"valid_to": on - A_DAY})
    return step


def offered_posts(successor: Body) -> Sequence[Post]:
    """Posts that bodies which became this one still have open."""
    ended = [step.before_id for step in successor.came_from.all()]
    rows = Post.objects.filter(body__in=ended, valid_to=None).select_related("body", "person")
    return list(rows.order_by("body__name", "title", "pk"))


def offered_links(successor: Body) -> Sequence[BodyLink]:
    """Links that bodies which became this one still have open."""
    ended = [step.before_id for step in successor.came_from.all()]
    rows = BodyLink.objects.select_related("child", "parent")
    upward = rows.filter(child__in=ended, valid_to=None)
    downward = rows.filter(parent__in=ended, valid_to=None)
    found = {link.pk: link for link in [*upward, *downward]}
    return sorted(found.values(), key=lambda link: (str(link), str(link.pk)))


def take_over(
    *, asking: Asking, successor: Body, posts: Iterable[Post], links: Iterable[BodyLink], on: date
) -> Moved:
    """Move chosen posts and links of bodies that became this one over to it: they end there and begin here."""
    with change(asking, Act.EDIT_BODIES, successor.system) as made:
        open_posts = {post.pk: post for post in offered_posts(successor)}
        open_links = {link.pk: link for link in offered_links(successor)}
        chosen_posts = [open_posts[post.pk] for post in posts if post.pk in open_posts]
        chosen_links = [open_links[link.pk] for link in links if link.pk in open_links]
        for post in chosen_posts:
            _move_post(made, post, successor, on)
        ended = {step.before_id for step in successor.came_from.all()}
        for link in chosen_links:
            _move_link(made, link, successor, ended, on)
    return Moved(len(chosen_posts), len(chosen_links))


def _move_post(made: Change, post: Post, successor: Body, on: date) -> None:
    _not_before(on - A_DAY, post.valid_from)
    made.alter(post, {"valid_to": on - A_DAY})
    made.add(Post(title=post.title, body=successor, person=post.person, valid_from=on))


def _move_link(made: Change, link: BodyLink, successor: Body, ended: set[Any], on: date) -> None:
    _not_before(on - A_DAY, link.valid_from)
    made.alter(link, {"valid_to": on - A_DAY})
    child = successor if link.child_id in ended else link.child
    parent = successor if link.parent_id in ended else link.parent
    if child.pk != parent.pk:
        made.add(BodyLink(child=child, nature=link.nature, parent=parent, valid_from=on))


def _above(body: Body) -> set[str]:
    """Everything that a body belongs to, however far up."""
    found: set[Any] = set()
    edge = {body.pk}
    while edge:
        rows = BodyLink.objects.filter(child__in=edge, nature__in=BELONGING, valid_to=None)
        edge = set(rows.values_list("parent_id", flat=True)) - found
        found |= edge
    return {str(key) for key in found}


def _in_order(fields: dict[str, Any]) -> None:
    if fields.get("valid_to"):
        _not_before(fields["valid_to"], fields.get("valid_from"))


def _not_before(last: date, first: date | None) -> None:
    if first is not None and last < first:
        raise _unfit(f"The last day, {last}, lies before the first, {first}.", "Look at the dates again.")


def _unfit(found: str, remedy: str) -> Problem:
    return Problem(
        code="workplace.body-unfit",
        found=found,
        expected="Bodies, links and dates that fit together; see the kinds of bodies.",
        remedy=remedy,
    )


def is_known(record: Record) -> bool:
    """Whether a record came from the register of places and nobody has changed it since."""
    return record.changed_by is None
