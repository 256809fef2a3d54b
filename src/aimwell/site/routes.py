"""Which pages there are: every address of the site, and what makes the page behind it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from aimwell.domain.measures import Level
from aimwell.domain.places import Place
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import AIM_WORDS, SiteContents, place_level
from aimwell.site.page import Page
from aimwell.site.pages import (
    board,
    choice,
    decisions,
    england,
    evidence,
    find,
    invented,
    level,
    listings,
    measure,
    missing,
    place,
    plan,
    priority,
    promises,
    record,
    thread,
)
from aimwell.site.specialties import specialty_link
from aimwell.store.released.promises import SystemPromises

SPREADSHEETS = ("csv", "json", "xlsx")
TABLES = ("csv", "json")


@dataclass(frozen=True, slots=True)
class Route:
    """One page with its downloads. make gives None where the release turns out to hold nothing for it."""

    path: str
    make: Callable[[], Page | None]
    formats: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """Every address it answers: the page, then its downloads."""
        stem = addresses.stem(self.path)
        return (self.path, *(f"{stem}.{ending}" for ending in self.formats))


def routes(contents: SiteContents) -> Iterator[Route]:
    """Every page of the site, the most visited first."""
    yield from _fronts(contents)
    yield from _records(contents)
    yield from _places(contents)
    yield from _promises(contents)
    yield from _measures(contents)
    yield from _choices(contents)
    yield from _evidence(contents)


def routes_by_file(contents: SiteContents) -> Mapping[str, Route]:
    """Routes by every address that they answer."""
    return {file: route for route in routes(contents) for file in route.files}


def _fronts(contents: SiteContents) -> Iterator[Route]:
    for footprint in reversed(contents.footprints):
        newest = footprint == contents.newest
        path = addresses.INDEX if newest else addresses.footprint(footprint.starts.isoformat())
        yield Route(path, partial(england.england_page, contents, footprint), SPREADSHEETS)
    yield Route(addresses.FIND, partial(find.find_page, contents))
    yield Route(addresses.TOWNS, partial(find.towns_page, contents))


def _records(contents: SiteContents) -> Iterator[Route]:
    yield Route(addresses.SYSTEMS, partial(listings.systems_page, contents))
    yield Route(addresses.MEASURES, partial(listings.measures_page, contents))
    yield Route(addresses.CHOICE, partial(choice.choice_page, contents))
    yield Route(addresses.DATA, partial(listings.data_page, contents))
    for aim in listings.aims_held(contents):
        yield Route(addresses.downloads(aim), partial(listings.aim_data_page, contents, aim))
    yield Route(addresses.ABOUT, partial(record.about_page, contents))
    yield Route(addresses.METHOD, partial(record.method_page, contents))
    yield Route(addresses.MISSING, partial(missing.missing_page, contents), TABLES)
    yield Route(addresses.SOURCES, partial(record.sources_page, contents), TABLES)
    yield Route(addresses.ACCESSIBILITY, partial(record.accessibility_page, contents))
    yield Route(addresses.NOT_FOUND, partial(record.not_found_page, contents))
    yield Route(addresses.PAGES, partial(listings.pages_page, contents, front_links(contents)))


def front_links(contents: SiteContents) -> tuple[Link, ...]:
    """The pages that belong to no system, measure or specialty."""
    older = [
        Link(addresses.footprint(each.starts.isoformat()), f"England with the {each.label}")
        for each in contents.footprints
        if each != contents.newest
    ]
    return (
        Link(addresses.INDEX, "England"),
        *older,
        Link(addresses.FIND, "Find my place"),
        Link(addresses.TOWNS, "Find my town"),
        Link(addresses.SYSTEMS, "Systems"),
        *(Link(addresses.system(each.id), each.name) for each in contents.invented),
        Link(addresses.MEASURES, "Measures"),
        Link(addresses.CHOICE, "Choose where to be treated"),
        *(specialty_link(contents, group) for group in contents.specialties),
        Link(addresses.DATA, "Downloads"),
        *(
            Link(addresses.downloads(aim), f"Downloads: {AIM_WORDS[aim].lower()}")
            for aim in listings.aims_held(contents)
        ),
        Link(addresses.ABOUT, "About this record"),
        Link(addresses.METHOD, "How we work things out"),
        Link(addresses.MISSING, "What is missing"),
        Link(addresses.SOURCES, "Sources"),
        Link(addresses.ACCESSIBILITY, "Accessibility statement"),
    )


def _places(contents: SiteContents) -> Iterator[Route]:
    for each in contents.accounts:
        yield Route(addresses.system(each.id), partial(place.place_page, contents, each), SPREADSHEETS)
        yield Route(addresses.board(each.id), partial(board.board_page, contents, each), SPREADSHEETS)


def _promises(contents: SiteContents) -> Iterator[Route]:
    for each in contents.invented:
        yield Route(addresses.system(each.id), partial(invented.invented_page, contents, each))
    for each in (*contents.systems, *contents.invented):
        published = contents.release.promises.get(each.id)
        held = published is not None and bool(published.priorities)
        yield Route(
            addresses.promises(each.id),
            partial(promises.promises_page, contents, each),
            SPREADSHEETS if held else (),
        )
        if published is None:
            continue
        yield Route(
            addresses.decisions(each.id), partial(decisions.decisions_page, contents, each), SPREADSHEETS
        )
        yield from _published(contents, each, published)


def _published(contents: SiteContents, system: Place, published: SystemPromises) -> Iterator[Route]:
    """The pages of what a system has published: its thread, its priorities, its plans."""
    where = system.id
    if published.priorities or published.plans:
        yield Route(addresses.thread(where), partial(thread.thread_page, contents, system), SPREADSHEETS)
    for own in published.priorities:
        yield Route(
            addresses.priority(where, own.id),
            partial(priority.priority_page, contents, system, own.id),
            SPREADSHEETS,
        )
        yield Route(
            addresses.thread_of(where, own.id),
            partial(thread.thread_of_priority, contents, system, own.id),
            SPREADSHEETS,
        )
    for each in published.plans:
        yield Route(
            addresses.plan(where, each.id), partial(plan.plan_page, contents, system, each.id), SPREADSHEETS
        )


def _measures(contents: SiteContents) -> Iterator[Route]:
    for each in contents.measures:
        yield Route(addresses.measure(each.id), partial(measure.measure_page, contents, each), SPREADSHEETS)
        for kind in (
            Level.REGION,
            Level.SUB_ICB,
            Level.COUNCIL,
            Level.DISTRICT,
            Level.PROVIDER,
            Level.PRACTICE,
        ):
            if contents.release.verdicts(each.id, kind.value):
                yield Route(
                    addresses.level(each.id, kind.value),
                    partial(level.level_page, contents, each, kind),
                    TABLES,
                )


def _choices(contents: SiteContents) -> Iterator[Route]:
    for group in contents.specialties:
        yield Route(
            addresses.specialty(group.partition(":")[2]),
            partial(choice.specialty_page, contents, group),
            TABLES,
        )


def _evidence(contents: SiteContents) -> Iterator[Route]:
    for each in contents.system_measures:
        for where in contents.accounts:
            if where.id in contents.release.verdicts(each.id, place_level(where)):
                yield Route(
                    addresses.evidence(where.id, each.id),
                    partial(evidence.evidence_page, contents, each, where),
                    TABLES,
                )
