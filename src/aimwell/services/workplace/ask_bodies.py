"""Questions about bodies: who there is in a system, who decides what, and what became of whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from aimwell.catalogue.body_kinds import read_body_kinds
from aimwell.domain.workplace.bodies import BodyKinds, Step, family
from aimwell.store.workplace.models import Body, BodyLink, Post, Succession

FURTHEST = 12  # steps from body to body; more than England has seen in a lifetime


@dataclass(frozen=True, slots=True)
class KindInDirectory:
    """The bodies of one kind, with their posts of today."""

    title: str
    about: str
    bodies: tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class LinkTold:
    """A link as the page of one of its bodies tells it."""

    link: BodyLink
    words: str
    other: Body
    open: bool


@dataclass(frozen=True, slots=True)
class StepTold:
    """One step of a family tree."""

    before: Body
    after: Body
    kind: str
    on: date


@lru_cache(maxsize=4)
def body_kinds(definitions: Path) -> BodyKinds:
    """The kinds of bodies, read once."""
    return read_body_kinds(definitions)


def bodies_of(system: Body, *, today: date | None) -> QuerySet[Body]:
    """The bodies that work in a system, its own and those it shares. today: None for ended ones too."""
    linked = BodyLink.objects.filter(parent=system)
    if today is not None:
        linked = linked.filter(Q(valid_to=None) | Q(valid_to__gte=today))
    found = Body.objects.filter(Q(system=system) | Q(pk__in=linked.values("child_id")))
    if today is not None:
        found = found.filter(Q(valid_to=None) | Q(valid_to__gte=today))
    return found.order_by("name", "pk")


def directory(
    system: Body, kinds: BodyKinds, *, today: date, text: str = "", ended: bool = False
) -> list[KindInDirectory]:
    """Who decides what in a system: its bodies by kind, each with its posts. text: a part of a name, code or post."""
    found = bodies_of(system, today=None if ended else today)
    if text:
        asked = Q(name__icontains=text) | Q(short_name__icontains=text) | Q(code__iexact=text) | Q(
            posts__title__icontains=text
        ) | Q(posts__person__name__icontains=text)  # fmt: skip
        found = found.filter(asked).distinct()
    posts = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today)).select_related("person")
    rows = list(found.prefetch_related(Prefetch("posts", posts.order_by("title", "pk"), to_attr="posts_now")))
    order = [kind.id for kind in kinds.kinds]
    there = sorted(
        {row.kind for row in rows}, key=lambda kind: order.index(kind) if kind in order else len(order)
    )
    return [
        KindInDirectory(
            kinds.title(kind),
            known.about if (known := kinds.kind(kind)) else "",
            tuple(row for row in rows if row.kind == kind),
        )
        for kind in there
    ]


def links_of(body: Body, kinds: BodyKinds, *, today: date) -> list[LinkTold]:
    """What a body has to do with others, said from its end; what has ended comes last."""
    told = []
    for link in BodyLink.objects.filter(Q(child=body) | Q(parent=body)).select_related("child", "parent"):
        nature = kinds.nature(link.nature)
        upward = link.child_id == body.pk
        words = (nature.words if upward else nature.back) if nature else link.nature
        there = link.valid_to is None or link.valid_to >= today
        told.append(LinkTold(link, words, link.parent if upward else link.child, there))
    return sorted(told, key=lambda each: (not each.open, each.words, str(each.other), str(each.link.pk)))


def posts_of(body: Body) -> Sequence[Post]:
    """Every post at a body and who held it, by title, the newest holder first."""
    rows = list(Post.objects.filter(body=body).select_related("person"))
    return sorted(
        rows, key=lambda post: (post.title, -(post.valid_from or date.min).toordinal(), str(post.pk))
    )


def became_of(body: Body) -> list[Body]:
    """What a body became, by name."""
    return sorted((step.after for step in body.became.select_related("after")), key=lambda after: after.name)


def family_of(body: Body) -> list[StepTold]:
    """What led to a body, and what it led to."""
    rows: dict[UUID, Succession] = {}
    edge = {body.pk}
    for _ in range(FURTHEST):
        near = Succession.objects.filter(Q(before__in=edge) | Q(after__in=edge)).select_related(
            "before", "after"
        )
        new = {row.pk: row for row in near if row.pk not in rows}
        if not new:
            break
        rows |= new
        edge = {key for row in new.values() for key in (row.before_id, row.after_id)}
    known: dict[Any, Body] = {key: each for row in rows.values() for key, each in ((row.before_id, row.before), (row.after_id, row.after))}  # fmt: skip
    steps = family(body.pk, [Step(row.before_id, row.after_id, row.kind, row.on) for row in rows.values()])
    return [StepTold(known[step.before], known[step.after], step.kind, step.on) for step in steps]
