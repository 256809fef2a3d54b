"""Places with dates: what they are called, what they are part of, and what became of them."""

import difflib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from aimwell.domain.problems import Problem

NEAR_MATCHES = 3
LIKENESS_OF_CODES = 0.6  # one wrong character in a code of three still counts as near
LIKENESS_OF_NAMES = 0.75


class PlaceKind(StrEnum):
    """The kinds of area and organisation that figures are published for."""

    ENGLAND = "england"
    REGION = "region"
    ICS = "ics"
    SUB_ICB = "sub_icb"
    PLACE = "place"  # a part of a system that reports on its own
    COUNCIL = "council"  # upper tier or unitary
    DISTRICT = "district"
    TRUST = "trust"
    PROVIDER = "provider"  # independent
    PCN = "pcn"
    PRACTICE = "practice"
    LSOA_2011 = "lsoa_2011"
    LSOA_2021 = "lsoa_2021"
    CANCER_ALLIANCE = "cancer_alliance"
    AMBULANCE_TRUST = "ambulance_trust"
    HUB = "hub"  # buys specialised care, or care in prisons
    NEIGHBOURHOOD = "neighbourhood"


OUTSIDE = "OUTSIDE"
"""Stands for what England has and no system: figures of commissioning hubs and national bodies."""
OUTSIDE_LEVEL = "outside"

PROVIDERS = frozenset({PlaceKind.TRUST, PlaceKind.PROVIDER, PlaceKind.AMBULANCE_TRUST})


class Basis(StrEnum):
    """Why one place belongs to another."""

    PART_OF = "part_of"  # wholly inside
    RESIDENCE = "residence"  # where the child's people live; the relation has their share
    PROVIDER = "provider"  # the system a provider is listed under in the national register
    ACCIDENT_AND_EMERGENCY = "accident_and_emergency"  # the system the A&E publication counts it towards
    SHARED_BOARD = "shared_board"  # two systems whose boards meet as one
    SUCCESSION = "succession"  # the child follows the parent; a share is of the parent's people


@dataclass(frozen=True, slots=True)
class Place:
    """An area or organisation of one extent.

    `id` is its ODS code, or its ONS code where it has none. Where a code kept its letters but not its
    extent, the present extent has the plain code and an ended one adds the year: QRL-2026 is what QRL was
    until 2026.
    """

    id: str
    kind: PlaceKind
    name: str
    ods: str
    ons: str
    valid_from: date | None
    valid_to: date | None  # its last day

    def existed(self, on: date) -> bool:
        """Whether it was there on that day; an unknown end is an open one."""
        return _within(on, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class CodeUse:
    """A further code of a place, such as an ONS code that was replaced without the place having moved."""

    code: str
    place: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Relation:
    """That one place belonged to another between two dates; `share` is None where it is the whole."""

    child: str
    parent: str
    basis: Basis
    valid_from: date | None
    valid_to: date | None
    share: float | None = None

    def held(self, on: date) -> bool:
        """Whether it was so on that day."""
        return _within(on, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class AlsoKnownAs:
    """Another name under which people look for a place: a town in it, or a council that it replaced."""

    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Found:
    """A place found by name, and the name it was found by."""

    place: Place
    by: str


class Register:
    """All places known, with their codes, names and relations. It never changes once made."""

    def __init__(
        self,
        places: Iterable[Place],
        relations: Iterable[Relation],
        codes: Iterable[CodeUse] = (),
        names: Iterable[AlsoKnownAs] = (),
    ) -> None:
        self.places = tuple(places)
        self.relations = tuple(relations)
        self.codes = tuple(codes)
        self.names = tuple(names)
        self._by_id = {place.id: place for place in self.places}
        self._uses: dict[str, list[CodeUse]] = defaultdict(list)
        for place in self.places:
            for code in dict.fromkeys(code.upper() for code in (place.id, place.ods, place.ons) if code):
                self._uses[code].append(CodeUse(code, place.id, place.valid_from, place.valid_to))
        for use in self.codes:
            self._uses[use.code.upper()].append(use)
        self._upwards: dict[str, list[Relation]] = defaultdict(list)
        self._downwards: dict[str, list[Relation]] = defaultdict(list)
        for relation in self.relations:
            self._upwards[relation.child].append(relation)
            self._downwards[relation.parent].append(relation)

    def __contains__(self, identity: object) -> bool:
        return identity in self._by_id

    def place(self, identity: str) -> Place:
        """The place of an id; Problem `place.unknown` where there is none."""
        if identity not in self._by_id:
            raise self._unknown(identity)
        return self._by_id[identity]

    def named(self, code: str, on: date | None = None, kind: PlaceKind | None = None) -> Place:
        """The place that a code, of ODS or ONS, or an id stands for.

        on: the day the code was used; without it the present meaning, or the last one it had.
        Problem `place.unknown` with near matches, or `place.ended` when it meant nothing on that day.
        """
        wanted = code.strip().upper()
        uses = [use for use in self._uses.get(wanted, ()) if kind in (None, self._by_id[use.place].kind)]
        if not uses:
            raise self._unknown(code, kind)
        exact = [use for use in uses if use.place.upper() == wanted]
        if on is None:
            latest = max(use.valid_to or date.max for use in uses)
            return self._by_id[
                next(use.place for use in exact + uses if (use.valid_to or date.max) == latest)
            ]
        for use in exact + uses:
            if _within(on, use.valid_from, use.valid_to):
                return self._by_id[use.place]
        raise self._not_then(code, on, [self._by_id[use.place] for use in uses])

    def of_kind(self, kind: PlaceKind, on: date | None = None) -> tuple[Place, ...]:
        """All places of a kind, on a day or ever, by name."""
        chosen = [place for place in self.places if place.kind is kind and (on is None or place.existed(on))]
        return tuple(sorted(chosen, key=lambda place: (place.name, place.id)))

    def codes_of(self, identity: str) -> tuple[CodeUse, ...]:
        """Every code of a place with the dates on which it meant this place."""
        place = self.place(identity)
        own = [code for code in dict.fromkeys((place.ods, place.ons, place.id)) if code]
        uses = [CodeUse(code, identity, place.valid_from, place.valid_to) for code in own]
        return (*uses, *(use for use in self.codes if use.place == identity))

    def relations_up(self, identity: str, basis: Basis) -> tuple[Relation, ...]:
        """Everything a place has belonged to on a basis, oldest first."""
        held = [relation for relation in self._upwards.get(identity, ()) if relation.basis is basis]
        return tuple(sorted(held, key=lambda relation: relation.valid_from or date.min))

    def parents(
        self, place: Place, kind: PlaceKind, on: date | None = None, basis: Basis | None = None
    ) -> tuple[Place, ...]:
        """The places of a kind that a place belongs to, the one with most of its people first.

        Where it belongs to none directly, what its own parents belong to. Succession is not belonging.
        """
        return self._related(place, kind, on, basis, upwards=True)

    def children(
        self, place: Place, kind: PlaceKind, on: date | None = None, basis: Basis | None = None
    ) -> tuple[Place, ...]:
        """The places of a kind that belong to a place, the same way round as `parents`."""
        return self._related(place, kind, on, basis, upwards=False)

    def successors(self, place: Place) -> tuple[Place, ...]:
        """What followed a place that ended, the one with most of its people first."""
        follow = [link for link in self._downwards.get(place.id, ()) if link.basis is Basis.SUCCESSION]
        return tuple(self._by_id[link.child] for link in _by_share(follow))

    def predecessors(self, place: Place) -> tuple[Place, ...]:
        """What a place took the place of, the one that gave most of its people first."""
        links = [link for link in self._upwards.get(place.id, ()) if link.basis is Basis.SUCCESSION]
        return tuple(self._by_id[link.parent] for link in _by_share(links))

    def sharing_board(self, place: Place, on: date | None = None) -> tuple[Place, ...]:
        """Systems whose board meets as one with this one's."""
        links = self._upwards.get(place.id, ())
        shared = [x for x in links if x.basis is Basis.SHARED_BOARD and (on is None or x.held(on))]
        return tuple(self._by_id[link.parent] for link in shared)

    def search(
        self, text: str, kinds: Iterable[PlaceKind] | None = None, limit: int = 20
    ) -> tuple[Found, ...]:
        """Places whose name, or another name they go by, is like the text: `find my place`.

        Names that begin with it come first, then names with a word that does, then names that are near it
        in spelling. Ended places are found only by the names that lead on to what followed them.
        """
        wanted = _plain(text)
        if not wanted:
            return ()
        chosen = frozenset(kinds) if kinds is not None else frozenset(PlaceKind) - PROVIDERS - {PlaceKind.HUB}
        ranked: dict[str, tuple[int, int, str, Found]] = {}
        for name, place in self._searched(chosen):
            likeness = _likeness(_plain(name), wanted)
            if likeness is not None:
                entry = (likeness, _BREADTH.get(place.kind, len(_BREADTH)), name, Found(place, name))
                if place.id not in ranked or entry[:3] < ranked[place.id][:3]:
                    ranked[place.id] = entry
        ordered = sorted(ranked.values(), key=lambda entry: (*entry[:3], entry[3].place.id))
        sure = [entry for entry in ordered if entry[0] < _NEAR]
        return tuple(entry[3] for entry in (sure or ordered)[:limit])

    def _searched(self, kinds: frozenset[PlaceKind]) -> Iterable[tuple[str, Place]]:
        for place in self.places:
            if place.kind in kinds and place.valid_to is None:
                yield place.name, place
        for other in self.names:
            if self._by_id[other.place].kind in kinds:
                yield other.name, self._by_id[other.place]

    def _related(
        self, place: Place, kind: PlaceKind, on: date | None, basis: Basis | None, *, upwards: bool
    ) -> tuple[Place, ...]:
        if basis:
            return self._reached(place, kind, on, frozenset({basis}), upwards=upwards)
        organised = self._reached(place, kind, on, _ORGANISED, upwards=upwards)
        return organised or self._reached(place, kind, on, _ORGANISED | {Basis.RESIDENCE}, upwards=upwards)

    def _reached(
        self, place: Place, kind: PlaceKind, on: date | None, bases: frozenset[Basis], *, upwards: bool
    ) -> tuple[Place, ...]:
        seen, level = {place.id}, [place.id]
        while level:
            links = [link for identity in level for link in self._links(identity, on, bases, upwards=upwards)]
            ends = dict.fromkeys((link.parent if upwards else link.child) for link in _by_share(links))
            found = [self._by_id[end] for end in ends if self._by_id[end].kind is kind]
            if found:
                return tuple(found)
            level = [end for end in ends if end not in seen]
            seen.update(level)
        return ()

    def _links(
        self, identity: str, on: date | None, bases: frozenset[Basis], *, upwards: bool
    ) -> list[Relation]:
        links = (self._upwards if upwards else self._downwards).get(identity, [])
        several = len(bases) > 1
        return [
            link
            for link in links
            if link.basis in bases
            and (on is None or link.held(on))
            and not (several and self._is_second_opinion(link))
        ]

    def _is_second_opinion(self, link: Relation) -> bool:
        """The A&E publication's attribution counts by itself only for providers in no other list."""
        return link.basis is Basis.ACCIDENT_AND_EMERGENCY and any(
            other.basis is Basis.PROVIDER for other in self._upwards[link.child]
        )

    def _unknown(self, code: str, kind: PlaceKind | None = None) -> Problem:
        near = difflib.get_close_matches(code.strip().upper(), self._uses, NEAR_MATCHES, LIKENESS_OF_CODES)
        named = [f"{near_code} ({self._by_id[self._uses[near_code][0].place].name})" for near_code in near]
        by_name = [
            f"{found.place.id} ({found.place.name})" for found in self.search(code, limit=NEAR_MATCHES)
        ]
        sort = f"a place of kind '{kind}'" if kind else "a place"
        said = ", ".join(dict.fromkeys(by_name + named)) or "no code is near it"
        return Problem(
            code="place.unknown",
            found=f"'{code}' is not the code of {sort} in the register.",
            expected="an ODS code such as QYG, an ONS code such as E54000008, or ENG for England.",
            remedy=f"Check the code; nearest: {said}. `aimwell places` lists them all.",
        )

    def _not_then(self, code: str, on: date, places: list[Place]) -> Problem:
        spans = "; ".join(f"{place.name} {_span(place)}" for place in places)
        after = [follower for place in places for follower in self.successors(place)]
        onwards = ", ".join(f"{place.id} ({place.name})" for place in dict.fromkeys(after)) or "none known"
        return Problem(
            code="place.ended",
            found=f"'{code}' meant no place on {on:%d %B %Y}: it was {spans}.",
            expected="a code in use on that day.",
            remedy=f"Use the code of that day, or what followed: {onwards}.",
        )


# how care is organised comes before where people happen to live
_ORGANISED = frozenset({Basis.PART_OF, Basis.PROVIDER, Basis.ACCIDENT_AND_EMERGENCY})
_BREADTH = {
    PlaceKind.ICS: 0,
    PlaceKind.COUNCIL: 1,
    PlaceKind.DISTRICT: 2,
    PlaceKind.PLACE: 3,
    PlaceKind.SUB_ICB: 4,
}
_NEAR = 4


def _within(on: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= on) and (end is None or on <= end)


def _by_share(links: Iterable[Relation]) -> list[Relation]:
    return sorted(links, key=lambda link: -(1.0 if link.share is None else link.share))


def _span(place: Place) -> str:
    start = f"from {place.valid_from:%d %B %Y} " if place.valid_from else ""
    return start + (f"to {place.valid_to:%d %B %Y}" if place.valid_to else "until now")


def _plain(name: str) -> str:
    kept = "".join(
        letter if letter.isalnum() else " " for letter in name.lower().replace("&", " and ").replace("'", "")
    )
    return " ".join(kept.split())


def _likeness(name: str, wanted: str) -> int | None:
    """How well a name answers: 0 is it exactly, up to near in spelling; None is not at all."""
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in f" {name}":
        return 2
    if all(any(word.startswith(part) for word in name.split()) for part in wanted.split()):
        return 3
    matcher = difflib.SequenceMatcher(None, name, wanted)
    near = matcher.real_quick_ratio() >= LIKENESS_OF_NAMES and matcher.ratio() >= LIKENESS_OF_NAMES
    return _NEAR if near else None
