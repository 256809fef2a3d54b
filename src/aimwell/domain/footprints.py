"""The bridge between the sets of systems that England has been divided into at different times."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from aimwell.domain.places import PROVIDERS, Basis, Place, PlaceKind, Register, Relation

PARTS_IN_A_WHOLE = 1_000_000  # the register's shares have six decimal places
Atom = tuple[str, str]  # where people lived by the older locations and by the newer ones


@dataclass(frozen=True, slots=True)
class Footprint:
    """One set of systems: it held from `starts` until the next set began."""

    starts: date
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """People who live in both a location of an older footprint and a location of a newer one.

    people: a count; estimated: True where no publisher says how the older location was divided.
    """

    source: str
    target: str
    people: int
    estimated: bool


@dataclass(frozen=True, slots=True)
class Overlaps:
    """All footprints, and the people in every overlap of their locations."""

    footprints: tuple[Footprint, ...]
    parts: tuple[Overlap, ...]


@dataclass(frozen=True, slots=True)
class Rollup:
    """That figures published for a code belong, wholly or in part, to a place of a footprint.

    source_from, source_to: the days on which the published code means this source (both included; open ends
    are date.min and date.max). Every code of a source has its own rollups: never join two codes of one place.
    cumulative_from, cumulative_to: fractions; 0 and 1 where the source is not divided. A whole number x
    gives `share_whole(x, cumulative_from, cumulative_to)`, so that the parts add up to x.
    """

    source_code: str
    source_id: str
    source_kind: PlaceKind
    source_from: date
    source_to: date
    target_id: str
    target_kind: PlaceKind
    cumulative_from: float
    cumulative_to: float
    estimated: bool
    basis: Basis


@dataclass(frozen=True, slots=True)
class NotAvailable:
    """That a place of a footprint cannot be made from figures published for places of a kind, and why."""

    source_id: str
    source_kind: PlaceKind
    target_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Bridge:
    """Everything that leads to one footprint, and what does not."""

    rollups: tuple[Rollup, ...]
    not_available: tuple[NotAvailable, ...]


def rollups(register: Register, overlaps: Overlaps, footprint: Footprint) -> tuple[Rollup, ...]:
    """All rollups to the systems and regions of a footprint; see `bridge` for what cannot be rolled up."""
    return bridge(register, overlaps, footprint).rollups


def bridge(register: Register, overlaps: Overlaps, footprint: Footprint) -> Bridge:
    """What leads to a footprint: figures of locations, systems, regions, councils, districts and providers."""
    from_systems, refused = _from_systems(register, overlaps, footprint)
    made = [
        *_from_locations(register, overlaps, footprint),
        *from_systems,
        *_from_regions(register),
        *_from_residence(register, footprint),
        *_from_providers(register, footprint),
    ]
    return Bridge(tuple(dict.fromkeys(made)), tuple(dict.fromkeys(refused)))


def systems_of(register: Register, footprint: Footprint) -> tuple[Place, ...]:
    """The systems of a footprint, by name."""
    return register.of_kind(PlaceKind.ICS, footprint.starts)


def _from_locations(register: Register, overlaps: Overlaps, footprint: Footprint) -> list[Rollup]:
    """Sub-ICB locations of every footprint; only a location that was divided is estimated."""
    systems = _system_of_atoms(register, overlaps, footprint)
    parts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for overlap in overlaps.parts:
        for location in {overlap.source, overlap.target}:
            parts[location][systems[overlap.source, overlap.target]] += overlap.people
    return [
        rollup
        for location in sorted(parts)
        for rollup in _rolled(register, location, parts[location], basis=Basis.PART_OF)
    ]


def _from_systems(
    register: Register, overlaps: Overlaps, footprint: Footprint
) -> tuple[list[Rollup], list[NotAvailable]]:
    """Systems of every footprint: a target is made only where all that lies in it was published whole."""
    targets = _system_of_atoms(register, overlaps, footprint)
    made: list[Rollup] = []
    refused: list[NotAvailable] = []
    for other in overlaps.footprints:
        sources = _system_of_atoms(register, overlaps, other)
        spread: dict[str, set[str]] = defaultdict(set)
        members: dict[str, set[str]] = defaultdict(set)
        for atom, source in sources.items():
            spread[source].add(targets[atom])
            members[targets[atom]].add(source)
        for target in sorted(members):
            divided = sorted(source for source in members[target] if len(spread[source]) > 1)
            for source in sorted(members[target]):
                if divided:
                    refused.append(_refusal(register, source, target, divided))
                else:
                    made += _divided(register, source, {target: 1}, basis=Basis.PART_OF)
        for source in sorted(spread):
            made += _divided(
                register, source, _by_region(register, dict.fromkeys(spread[source], 1)), basis=Basis.PART_OF
            )
    return made, refused + _refusals_before_first(register, overlaps)


def _from_regions(register: Register) -> list[Rollup]:
    regions = [place.id for place in register.places if place.kind is PlaceKind.REGION]
    return [rollup for code in regions for rollup in _divided(register, code, {code: 1}, basis=Basis.PART_OF)]


def _from_residence(register: Register, footprint: Footprint) -> list[Rollup]:
    """Councils and districts by where their people live: exact inside one system, else estimated."""
    members = {place.id for place in systems_of(register, footprint)}
    made: list[Rollup] = []
    for place in register.places:
        if place.kind in (PlaceKind.COUNCIL, PlaceKind.DISTRICT):
            links = [
                link for link in register.relations_up(place.id, Basis.RESIDENCE) if link.parent in members
            ]
            parts = {link.parent: round(PARTS_IN_A_WHOLE * (link.share or 0.0)) for link in links}
            made += _rolled(register, place.id, parts, basis=Basis.RESIDENCE) if parts else []
    return made


def _from_providers(register: Register, footprint: Footprint) -> list[Rollup]:
    """Providers by each list of attributions, as these changed while the footprint held."""
    members = {place.id for place in systems_of(register, footprint)}
    made: list[Rollup] = []
    for place in register.places:
        if place.kind in PROVIDERS:
            for basis in (Basis.PROVIDER, Basis.ACCIDENT_AND_EMERGENCY):
                links = [link for link in register.relations_up(place.id, basis) if link.parent in members]
                made += _following(register, place.id, links, basis)
    return made


def _following(register: Register, source: str, links: list[Relation], basis: Basis) -> list[Rollup]:
    """Rollups of one attribution after another; the first reaches back and the last on without end."""
    made: list[Rollup] = []
    for number, link in enumerate(links):
        start = date.min if number == 0 else link.valid_from or date.min
        end = date.max if number == len(links) - 1 else link.valid_to or date.max
        rolled = _rolled(register, source, {link.parent: 1}, basis=basis)
        made += [replace(rollup, source_from=start, source_to=end) for rollup in rolled]
    return made


def _system_of_atoms(register: Register, overlaps: Overlaps, footprint: Footprint) -> dict[Atom, str]:
    """The system of the footprint that each overlap lies in."""
    systems: dict[Atom, str] = {}
    for overlap in overlaps.parts:
        for location in (overlap.source, overlap.target):
            for link in register.relations_up(location, Basis.PART_OF):
                if link.held(footprint.starts) and register.place(link.parent).kind is PlaceKind.ICS:
                    systems[overlap.source, overlap.target] = link.parent
    return systems


def _by_region(register: Register, parts: dict[str, int]) -> dict[str, int]:
    """Shares of systems as shares of regions."""
    regions: dict[str, int] = defaultdict(int)
    for system, people in parts.items():
        regions[register.parents(register.place(system), PlaceKind.REGION)[0].id] += people
    return regions


def _rolled(register: Register, source: str, parts: dict[str, int], *, basis: Basis) -> list[Rollup]:
    """Rollups of one source to systems and to their regions."""
    to_regions = _divided(register, source, _by_region(register, parts), basis=basis)
    return _divided(register, source, parts, basis=basis) + to_regions


def _divided(register: Register, source: str, parts: dict[str, int], *, basis: Basis) -> list[Rollup]:
    """Rollups of one source to its targets in proportion to people, for every code it has."""
    total, reached = sum(parts.values()), 0
    made: list[Rollup] = []
    for target, people in sorted(parts.items()):
        start, reached = reached, reached + people
        made += [
            Rollup(
                source_code=use.code,
                source_id=source,
                source_kind=register.place(source).kind,
                source_from=use.valid_from or date.min,
                source_to=use.valid_to or date.max,
                target_id=target,
                target_kind=register.place(target).kind,
                cumulative_from=start / total,
                cumulative_to=reached / total,
                estimated=len(parts) > 1,
                basis=basis,
            )
            for use in register.codes_of(source)
        ]
    return made


def _refusal(register: Register, source: str, target: str, divided: list[str]) -> NotAvailable:
    others = " and ".join(f"{register.place(one).name} ({one})" for one in divided)
    were = "which was published as one figure" if len(divided) == 1 else "each published as one figure"
    reason = (
        f"{register.place(target).name} takes in a part of {others}, {were}. "
        "Figures for smaller areas are needed to say how much of it belongs here."
    )
    return NotAvailable(source, register.place(source).kind, target, reason)


def _refusals_before_first(register: Register, overlaps: Overlaps) -> list[NotAvailable]:
    """Systems and locations whose extent ended before the first footprint lead nowhere."""
    first = min(footprint.starts for footprint in overlaps.footprints)
    refused = []
    for place in register.places:
        if place.kind in (PlaceKind.ICS, PlaceKind.SUB_ICB) and place.valid_to and place.valid_to < first:
            for follower in register.successors(place):
                reason = (
                    f"{place.name} was redrawn after {place.valid_to:%d %B %Y}. Figures for smaller areas of that "
                    f"time are needed to say what belongs to {follower.name} as it is since ({follower.id})."
                )
                refused.append(NotAvailable(place.id, place.kind, follower.id, reason))
    return refused
