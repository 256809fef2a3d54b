"""Brings in the bodies that the register of places knows: regions, systems, their boards, councils and trusts.

Done at every start: what is there already stays as it is, so that a later register adds what is new and nothing else.
Ids are made of kind and place, so that they are the same in every workplace.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from aimwell.catalogue.body_kinds import read_body_kinds
from aimwell.catalogue.places import read_footprints, read_register
from aimwell.domain.places import Basis, Place, PlaceKind, Register, Relation
from aimwell.domain.workplace.bodies import BodyKinds, how_became
from aimwell.store.workplace import log
from aimwell.store.workplace.models import Body, BodyLink, Succession
from aimwell.store.workplace.models.record import Record

SYSTEM, BOARD, COUNCIL, TRUST, REGION = "system", "icb", "council", "trust", "region"
KINDS = {
    PlaceKind.REGION: REGION,
    PlaceKind.ICS: SYSTEM,
    PlaceKind.COUNCIL: COUNCIL,
    PlaceKind.TRUST: TRUST,
    PlaceKind.AMBULANCE_TRUST: TRUST,
}
PART_OF, SERVES = "part_of", "serves"
SOURCE = "Register of places (NHS Organisation Data Service and Office for National Statistics)"
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Seeded:
    """How much was new."""

    bodies: int
    links: int
    successions: int


def seed_bodies(*, definitions: Path, now: datetime) -> Seeded:
    """Bring in what is not there yet, with one entry in the log if anything was."""
    register = read_register(definitions)
    since = min(footprint.starts for footprint in read_footprints(definitions))
    places = [place for place in register.places if place.kind in KINDS and _lasted(place, since)]
    bodies = [*_of_places(places), *_boards(places), *_known(read_body_kinds(definitions))]
    links = list(_links(register, {place.id: place for place in places}, since))
    with transaction.atomic():
        found = Seeded(
            _add_new(bodies, now),
            _add_new(links, now),
            _add_new(list(_successions(register, {place.id: place for place in places})), now),
        )
        if any((found.bodies, found.links, found.successions)):
            said = log.Said(
                act="bring in bodies", because=SOURCE,
                changes={name: ("", str(getattr(found, name))) for name in ("bodies", "links", "successions")},
            )  # fmt: skip
            log.write(None, said, at=now)
    return found


def body_id(kind: str, place: str) -> UUID:
    """The id of a body that comes from the register: the same in every workplace."""
    return uuid5(NAMESPACE_URL, f"aimwell:body:{kind}:{place}")


def _lasted(place: Place, since: date) -> bool:
    return place.valid_to is None or place.valid_to >= since


def _of_places(places: Iterable[Place]) -> Iterator[Body]:
    for place in places:
        kind = KINDS[place.kind]
        own = body_id(kind, place.id)
        yield Body(
            id=own, kind=kind, name=_name(place), short_name=place.name if kind == SYSTEM else "",
            code=place.ods or place.ons, place=place.id, system_id=own if kind == SYSTEM else None,
            valid_from=place.valid_from, valid_to=place.valid_to,
        )  # fmt: skip


def _name(place: Place) -> str:
    if place.kind is PlaceKind.COUNCIL:
        return f"{place.name} council"
    return f"NHS England {place.name}" if place.kind is PlaceKind.REGION else place.name


def _boards(places: Iterable[Place]) -> Iterator[Body]:
    """The statutory board of each system, which is coded as the system is."""
    for place in places:
        if place.kind is PlaceKind.ICS:
            yield Body(
                id=body_id(BOARD, place.id), kind=BOARD, name=f"NHS {place.name} Integrated Care Board",
                short_name=f"{place.name} ICB", code=place.ods, place=place.id,
                system_id=body_id(SYSTEM, place.id), valid_from=place.valid_from, valid_to=place.valid_to,
            )  # fmt: skip


def _known(kinds: BodyKinds) -> Iterator[Body]:
    for body in kinds.bodies:
        yield Body(
            id=body_id(body.kind, body.name), kind=body.kind, name=body.name, short_name=body.short_name,
            code=body.code,
        )  # fmt: skip


def _links(register: Register, places: dict[str, Place], since: date) -> Iterator[BodyLink]:
    """What belongs to which system or region, with the dates on which it did."""
    bases = {Basis.PART_OF: PART_OF, Basis.RESIDENCE: SERVES, Basis.PROVIDER: SERVES}
    for relation in register.relations:
        child, parent = places.get(relation.child), places.get(relation.parent)
        if child is None or parent is None or relation.basis not in bases:
            continue
        if relation.valid_to is not None and relation.valid_to < since:
            continue
        yield _link(child, parent, bases[relation.basis], relation)
    for place in places.values():
        if place.kind is PlaceKind.ICS:
            board = body_id(BOARD, place.id)
            yield BodyLink(
                id=uuid5(board, PART_OF), child_id=board, parent_id=body_id(SYSTEM, place.id), nature=PART_OF,
                valid_from=place.valid_from, valid_to=place.valid_to,
            )  # fmt: skip


def _link(child: Place, parent: Place, nature: str, relation: Relation) -> BodyLink:
    smaller, larger = body_id(KINDS[child.kind], child.id), body_id(KINDS[parent.kind], parent.id)
    return BodyLink(
        id=uuid5(smaller, f"{nature}:{larger}:{relation.valid_from}"), child_id=smaller, parent_id=larger,
        nature=nature, valid_from=relation.valid_from, valid_to=relation.valid_to,
    )  # fmt: skip


def _successions(register: Register, places: dict[str, Place]) -> Iterator[Succession]:
    """What became of systems and councils; the boards of systems went the same way."""
    steps = [
        (before, after, day)
        for relation in register.relations
        if relation.basis is Basis.SUCCESSION
        and (before := places.get(relation.parent))
        and (after := places.get(relation.child))
        and (day := relation.valid_from or after.valid_from)
    ]
    for before, after, day in steps:
        if KINDS[before.kind] != KINDS[after.kind]:
            continue
        befores = sum(1 for _, other, _ in steps if other == after)
        afters = sum(1 for other, _, _ in steps if other == before)
        kinds = (SYSTEM, BOARD) if before.kind is PlaceKind.ICS else (KINDS[before.kind],)
        for kind in kinds:
            old, new = body_id(kind, before.id), body_id(kind, after.id)
            yield Succession(
                id=uuid5(old, str(new)), before_id=old, after_id=new, kind=how_became(befores, afters).value,
                on=day, source=SOURCE,
            )  # fmt: skip


def _add_new(records: list[R], now: datetime) -> int:
    """Add those whose id is not there; how many that was."""
    if not records:
        return 0
    model: Any = type(records[0])
    there = set(model.objects.filter(pk__in=[record.pk for record in records]).values_list("pk", flat=True))
    new = {record.pk: record for record in records if record.pk not in there}
    for record in new.values():
        record.made_at = record.changed_at = now
    model.objects.bulk_create(new.values(), batch_size=log.CHUNK)
    return len(new)
