"""Patient choice: for a specialty, how long people wait at each hospital, by the system it is in."""

from collections import defaultdict
from dataclasses import dataclass
from typing import ClassVar

from aimwell.domain.measures import Level, Measure
from aimwell.presentation.figures import unit_named
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import SiteContents, period_words
from aimwell.site.page import Dataset, Frame, Scalar
from aimwell.site.specialties import choice_measures, specialty_link
from aimwell.site.tracing import SOURCE_COLUMNS, VALUE_COLUMNS, last_cells
from aimwell.site.wording import value_words

NO_SYSTEM = "Other providers"
COLUMNS = ("measure", "place", "place_name", "system", *VALUE_COLUMNS, *SOURCE_COLUMNS)


@dataclass(frozen=True, slots=True)
class Wait:
    """One figure of a provider; the id is empty where there is none."""

    words: str
    value_id: str


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """One provider with a figure per measure."""

    name: str
    waits: tuple[Wait, ...]


@dataclass(frozen=True, slots=True)
class SystemWaits:
    """The providers of one system, by name."""

    id: str
    name: str
    link: str
    rows: tuple[ProviderRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialtyPage:
    """Waits for one specialty."""

    template: ClassVar[str] = "specialty.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    specialty: str
    headings: tuple[str, ...]
    measures: tuple[Link, ...]
    period: str
    systems: tuple[SystemWaits, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicePage:
    """The list of specialties."""

    template: ClassVar[str] = "choice.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    specialties: tuple[Link, ...]


def choice_page(contents: SiteContents) -> ChoicePage:
    """The list of specialties, or what to do where there is none."""
    return ChoicePage(
        frame=Frame(
            path=addresses.CHOICE,
            title="Choose where to be treated",
            caption="How long people wait for each specialty, hospital by hospital",
            description="Waiting times for each specialty at each hospital, so that you can choose.",
            section=addresses.CHOICE,
            crumbs=(Link(addresses.INDEX, "England"),),
        ),
        datasets=(),
        specialties=tuple(specialty_link(contents, group) for group in contents.specialties),
    )


def specialty_page(contents: SiteContents, group: str) -> SpecialtyPage:
    """Waits for a specialty at every provider."""
    measures, name = choice_measures(contents), contents.group_name(group)
    rows, period, digests = _rows(contents, measures, group)
    sources = contents.release.sources
    return SpecialtyPage(
        frame=Frame(
            path=addresses.specialty(group.partition(":")[2]),
            title=f"{name}: how long people wait",
            caption="At each hospital and other provider, by the system it is in",
            description=f"Waiting times for {name.lower()} at each hospital.",
            section=addresses.CHOICE,
            crumbs=(Link(addresses.INDEX, "England"), Link(addresses.CHOICE, "Choose where to be treated")),
            formats=("csv", "json"),
        ),
        datasets=(Dataset(f"{name}: waits by provider", COLUMNS, rows),),
        specialty=name,
        headings=tuple(measure.short for measure in measures),
        measures=tuple(Link(addresses.measure(measure.id), measure.title) for measure in measures),
        period=period_words(period) if period else "",
        systems=_by_system(contents, measures, rows),
        files=tuple(sources[digest].file for digest in sorted(digests) if digest in sources),
    )


def _rows(
    contents: SiteContents, measures: tuple[Measure, ...], group: str
) -> tuple[list[tuple[Scalar, ...]], str, set[str]]:
    """Rows of the download, the newest period, and the files they come from."""
    found: list[tuple[Scalar, ...]] = []
    digests: set[str] = set()
    for measure in measures:
        values = contents.release.values(measure.id)
        for place in values.places_in_groups(Level.PROVIDER.value) if values else ():
            series = values.series(Level.PROVIDER.value, place, group) if values else None
            if series is None:
                continue
            digest = series.last("source_digest")
            digests |= {digest} if digest else set()
            found.append(
                (
                    measure.id,
                    place,
                    _provider(contents, place),
                    contents.system_of_provider(place),
                    *last_cells(contents, series, measure.unit),
                )
            )
    newest = max((str(row[4]) for row in found), default="")
    return [row for row in found if row[4] == newest], newest, digests


def _provider(contents: SiteContents, place: str) -> str:
    released = contents.release.places.get(place)
    return released.name if released else place


def _by_system(
    contents: SiteContents, measures: tuple[Measure, ...], rows: list[tuple[Scalar, ...]]
) -> tuple[SystemWaits, ...]:
    at = {(str(row[0]), str(row[1])): row for row in rows}
    members: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        members[str(row[3])][str(row[1])] = str(row[2])
    named = sorted(
        members, key=lambda system: (not system, contents.register.place(system).name if system else "")
    )
    return tuple(
        SystemWaits(
            id=system or "other",
            name=contents.register.place(system).name if system else NO_SYSTEM,
            link=addresses.system(system) if system else "",
            rows=tuple(
                ProviderRow(name, tuple(_wait(measure, at.get((measure.id, place))) for measure in measures))
                for place, name in sorted(members[system].items(), key=lambda pair: pair[1])
            ),
        )
        for system in named
    )


def _wait(measure: Measure, row: tuple[Scalar, ...] | None) -> Wait:
    if row is None:
        return Wait("no figure", "")
    cells = dict(zip(COLUMNS, row, strict=True))
    value = cells["value"]
    number = float(value) if value is not None else None
    words = value_words(number, unit_named(measure.unit), str(cells["status"]))
    return Wait(words, str(cells["value_id"]))
