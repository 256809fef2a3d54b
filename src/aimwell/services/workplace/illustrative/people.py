"""The system with its bodies, posts and accounts."""

from collections.abc import Iterator
from functools import partial

from aimwell.catalogue.body_kinds import read_body_kinds
from aimwell.domain.workplace.access import Act
from aimwell.services.workplace.accounts import add_account, give_role, tie_to_person
from aimwell.services.workplace.bodies import add_link
from aimwell.services.workplace.changing import Asking, change
from aimwell.services.workplace.illustrative.story import AccountTold, BodyTold, PostTold, Who
from aimwell.services.workplace.illustrative.telling import Step, Telling
from aimwell.services.workplace.people import add_post
from aimwell.services.workplace.signed_in import access_rules
from aimwell.store.workplace.models import Body

DOMAIN = "demonstration.example"  # a name that nobody can own (RFC 2606)
BEGINS = "Set up to show how a system keeps its promises; invented"


def steps(who: Who) -> Iterator[Step]:
    """Everything on the first day."""
    on = who.system.begins
    yield Step(on, "", BEGINS, _add_system)
    for body in who.bodies:
        yield Step(on, "", BEGINS, partial(_add_body, told=body))
    for told in who.bodies:
        for link in told.links:
            yield Step(on, "", BEGINS, partial(_add_link, child=told.id, link=link))
    for account in who.accounts:
        yield Step(on, "", BEGINS, partial(_add_account, told=account))
    held = {post.account: post for post in who.posts if post.account}
    for post in who.posts:
        yield Step(on, "", BEGINS, partial(_add_post, told=post, first=held.get(post.account) is post))


def address(account: str) -> str:
    """The address that an invented account signs in with."""
    return f"{account}@{DOMAIN}"


def _add_system(telling: Telling, asking: Asking) -> None:
    with change(asking, Act.EDIT_BODIES, telling.system) as made:
        made.add(telling.system)
    telling.bodies["system"] = telling.system


def _add_body(telling: Telling, asking: Asking, told: BodyTold) -> None:
    body = Body(
        id=telling.identity("body", told.id), system=telling.system, kind=told.kind, name=told.name,
        short_name=told.short_name, about=told.about or BEGINS, valid_from=asking.day,
    )  # fmt: skip
    with change(asking, Act.EDIT_BODIES, telling.system) as made:
        made.add(body)
    telling.bodies[told.id] = body


def _add_link(telling: Telling, asking: Asking, child: str, link: str) -> None:
    nature, _, parent = link.partition(" ")
    add_link(
        asking=asking, system=telling.system, child=telling.bodies[child], nature=nature,
        parent=telling.bodies[parent], starts=asking.day, kinds=read_body_kinds(telling.definitions),
    )  # fmt: skip


def _add_account(telling: Telling, asking: Asking, told: AccountTold) -> None:
    account = add_account(asking=asking, email=address(told.id), name=told.name)
    give_role(
        asking=asking, account=account, role=told.role, system=telling.system, starts=asking.day,
        rules=access_rules(telling.definitions),
    )  # fmt: skip
    telling.accounts[told.id] = account


def _add_post(telling: Telling, asking: Asking, told: PostTold, *, first: bool) -> None:
    account = telling.accounts.get(told.account)
    post = add_post(
        asking=asking, system=telling.system, body=telling.bodies[told.body], title=told.title,
        starts=asking.day, name=account.name if account else "", email=account.email if account else "",
    )  # fmt: skip
    telling.posts[told.id] = post
    if account and first and post.person:
        tie_to_person(asking=asking, account=account, person=post.person)
