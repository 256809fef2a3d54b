"""Find my place: councils, districts, towns and systems by name, as lists that need no script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from aimwell.domain.places import Basis, Place, PlaceKind
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import SiteContents
from aimwell.site.page import Dataset, Frame

SMALLEST_SHARE = 0.01  # of a council's people; less is a matter of how small areas were drawn
KIND_WORDS = {
    PlaceKind.ICS: "system",
    PlaceKind.COUNCIL: "council",
    PlaceKind.DISTRICT: "district",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A name people know, and the systems its people are in, the largest share first."""

    name: str
    kind: str
    systems: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """The names that begin with one letter."""

    letter: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPage:
    """An A to Z of places. searched: what somebody asked for, where a server can answer."""

    template: ClassVar[str] = "find.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    letters: tuple[Letter, ...]
    searched: str
    answers: tuple[Entry, ...]
    other: Link
    filtered: bool  # whether the script that filters as people type belongs here


def find_page(contents: SiteContents, searched: str = "") -> FindPage:
    """Systems, councils and districts."""
    return FindPage(
        frame=_frame(addresses.FIND, "Find my place", "By council, district, town or name of a system"),
        datasets=(),
        letters=_letters(_areas(contents)),
        searched=searched.strip(),
        answers=_answers(contents, searched),
        other=Link(addresses.TOWNS, "Towns and former councils, A to Z"),
        filtered=True,
    )


def towns_page(contents: SiteContents) -> FindPage:
    """Towns, and councils that have been replaced."""
    return FindPage(
        frame=_frame(addresses.TOWNS, "Find my town", "Towns and former councils, A to Z"),
        datasets=(),
        letters=_letters(_towns(contents)),
        searched="",
        answers=(),
        other=Link(addresses.FIND, "Councils, districts and systems, A to Z"),
        filtered=False,
    )


def town_names(contents: SiteContents) -> list[tuple[str, str, str]]:
    """Towns for the script that filters as people type: name, address and name of the first system."""
    return [
        (each.name, each.systems[0].path, each.systems[0].words) for each in _towns(contents) if each.systems
    ]


def _frame(path: str, title: str, caption: str) -> Frame:
    return Frame(
        path=path,
        title=title,
        caption=caption,
        description="Which integrated care system a council, district or town is in.",
        section=addresses.FIND,
        crumbs=(Link(addresses.INDEX, "England"),),
    )


def _areas(contents: SiteContents) -> list[Entry]:
    present = [place for place in contents.systems if place.existed(contents.today)]
    councils = [
        place
        for kind in (PlaceKind.COUNCIL, PlaceKind.DISTRICT)
        for place in contents.register.of_kind(kind, contents.today)
    ]
    return [_entry(contents, place.name, place) for place in (*present, *councils)]


def _towns(contents: SiteContents) -> list[Entry]:
    register = contents.register
    return [
        Entry(other.name, "", systems_of_place(contents, register.place(other.place)))
        for other in register.names
        if other.place in register
    ]


def _entry(contents: SiteContents, name: str, place: Place) -> Entry:
    return Entry(name, KIND_WORDS.get(place.kind, ""), systems_of_place(contents, place))


def systems_of_place(contents: SiteContents, place: Place) -> tuple[Link, ...]:
    """The systems of today that a place's people are in, the largest share first."""
    if place.kind is PlaceKind.ICS:
        found: Sequence[Place] = (place,)
    else:
        links = [
            link
            for link in contents.register.relations_up(place.id, Basis.RESIDENCE)
            if link.held(contents.today)
        ]
        held = sorted(links, key=lambda link: -(link.share or 0.0))
        parents = [
            contents.register.place(link.parent) for link in held if (link.share or 0.0) >= SMALLEST_SHARE
        ]
        found = [parent for parent in parents if parent.kind is PlaceKind.ICS] or contents.register.parents(
            place, PlaceKind.ICS, contents.today
        )
    return tuple(Link(addresses.system(each.id), each.name) for each in found)


def _letters(entries: Iterable[Entry]) -> tuple[Letter, ...]:
    ordered = sorted((each for each in entries if each.systems), key=lambda each: each.name)
    return tuple(
        Letter(letter, tuple(held))
        for letter, held in groupby(ordered, key=lambda each: each.name[0].upper())
    )


def _answers(contents: SiteContents, searched: str) -> tuple[Entry, ...]:
    if not searched.strip():
        return ()
    kinds = (PlaceKind.ICS, PlaceKind.COUNCIL, PlaceKind.DISTRICT)
    found = contents.register.search(searched, kinds)
    made = (_entry(contents, each.by, each.place) for each in found)
    return tuple(each for each in made if each.systems)
