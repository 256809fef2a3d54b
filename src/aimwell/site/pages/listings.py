"""Pages that list other pages: systems, measures, downloads, all pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from aimwell.domain.measures import Measure
from aimwell.domain.places import Place
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import AIM_ORDER, AIM_WORDS, ENGLAND, SiteContents
from aimwell.site.findings import findings
from aimwell.site.page import Dataset, Frame
from aimwell.site.talking_points import Tally, tally
from aimwell.site.wording import name_with_end


@dataclass(frozen=True, slots=True)
class SystemEntry:
    """One system in a list."""

    link: Link
    board: Link
    promises: Link | None  # None where it has published none
    region: str
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemsPage:
    """All systems by name, those that ended apart."""

    template: ClassVar[str] = "systems.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    england: Link
    present: tuple[SystemEntry, ...]
    ended: tuple[SystemEntry, ...]
    ended_title: str
    invented: tuple[Link, ...]


def systems_page(contents: SiteContents) -> SystemsPage:
    """The list of systems."""
    entries = [(place, _system(contents, place)) for place in contents.systems]
    ended = [place for place, _ in entries if place.valid_to is not None and place.valid_to < contents.today]
    return SystemsPage(
        frame=Frame(
            path=addresses.SYSTEMS,
            title="Integrated care systems",
            caption="A system is the NHS, councils and charities of one area, planning care together",
            description="Every integrated care system in England, with its account and its page for the board.",
            section=addresses.SYSTEMS,
            crumbs=(Link(addresses.INDEX, "England"),),
        ),
        datasets=(),
        england=Link(addresses.system(ENGLAND), "All of England"),
        present=tuple(entry for place, entry in entries if place not in ended),
        ended=tuple(entry for place, entry in entries if place in ended),
        ended_title="Systems that have ended, or had other borders",
        invented=tuple(Link(addresses.system(each.id), each.name) for each in contents.invented),
    )


def _system(contents: SiteContents, place: Place) -> SystemEntry:
    released = contents.release.places.get(place.id)
    region = released.region if released else ""
    named = contents.register.place(region).name if region in contents.register else ""
    return SystemEntry(
        Link(addresses.system(place.id), name_with_end(place)),
        Link(addresses.board(place.id), "Page for the board"),
        _promises(contents, place),
        named,
        tally(findings(contents, place), contents.talking_rule, contents.today),
    )


def _promises(contents: SiteContents, place: Place) -> Link | None:
    published = contents.release.promises.get(place.id)
    if published is None or not published.priorities:
        return None
    count = len(published.targets)
    words = "1 target" if count == 1 else f"{count} targets"
    return Link(addresses.promises(place.id), f"{words}, illustrative" if published.illustrative else words)


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """One measure in a list."""

    link: Link
    question: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    """The measures of one aim."""

    title: str
    entries: tuple[MeasureEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresPage:
    """All measures by aim."""

    template: ClassVar[str] = "measures.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    groups: tuple[MeasureGroup, ...]


def measures_page(contents: SiteContents) -> MeasuresPage:
    """The list of measures that have values."""
    by_aim = [(aim, [each for each in contents.measures if each.aim == aim]) for aim in AIM_ORDER]
    return MeasuresPage(
        frame=Frame(
            path=addresses.MEASURES,
            title="Measures",
            caption="Each asks one question, and says where its answer comes from",
            description="Every measure with its question, definition and source.",
            section=addresses.MEASURES,
            crumbs=(Link(addresses.INDEX, "England"),),
        ),
        datasets=(),
        groups=tuple(
            MeasureGroup(AIM_WORDS[aim], tuple(_measure(contents, each) for each in held))
            for aim, held in by_aim
            if held
        ),
    )


def _measure(contents: SiteContents, measure: Measure) -> MeasureEntry:
    return MeasureEntry(
        Link(addresses.measure(measure.id), measure.short),
        measure.question,
        measure.review_by < contents.today,
    )


@dataclass(frozen=True, slots=True)
class Download:
    """One page's downloads; links start at the site's root."""

    page: Link
    files: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPage:
    """Downloads of systems, or of the measures of one aim; every other page names its own."""

    template: ClassVar[str] = "data.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    caption: str
    downloads: tuple[Download, ...]
    others: tuple[Link, ...]


def data_page(contents: SiteContents) -> DataPage:
    """The downloads of systems, and the way to those of measures."""
    return DataPage(
        frame=Frame(
            path=addresses.DATA,
            title="Downloads",
            caption="Exactly what each page shows, to use as you like",
            description="Every table of this site as CSV, JSON and Excel.",
            section=addresses.DATA,
            crumbs=(Link(addresses.INDEX, "England"),),
        ),
        datasets=(),
        caption="Systems",
        downloads=_downloads(
            Link(addresses.system(place.id), name_with_end(place)) for place in contents.accounts
        ),
        others=_by_aim(contents),
    )


def aim_data_page(contents: SiteContents, aim: str) -> DataPage:
    """The downloads of the measures of an aim."""
    return DataPage(
        frame=Frame(
            path=addresses.downloads(aim),
            title=f"Downloads: {AIM_WORDS[aim].lower()}",
            caption="Every measure of this aim, for every system",
            description=f"Tables of measures as CSV, JSON and Excel: {AIM_WORDS[aim].lower()}.",
            section=addresses.DATA,
            crumbs=(Link(addresses.INDEX, "England"), Link(addresses.DATA, "Downloads")),
        ),
        datasets=(),
        caption=AIM_WORDS[aim],
        downloads=_downloads(
            Link(addresses.measure(measure.id), measure.short)
            for measure in contents.measures
            if measure.aim == aim
        ),
        others=_by_aim(contents),
    )


def _by_aim(contents: SiteContents) -> tuple[Link, ...]:
    return tuple(Link(addresses.downloads(aim), AIM_WORDS[aim]) for aim in aims_held(contents))


def aims_held(contents: SiteContents) -> tuple[str, ...]:
    """The aims that have measures with values, in their order."""
    held = {measure.aim.value for measure in contents.measures}
    return tuple(aim for aim in AIM_ORDER if aim in held)


def _downloads(pages: Iterable[Link]) -> tuple[Download, ...]:
    endings = (("csv", "CSV"), ("json", "JSON"), ("xlsx", "Excel"))
    return tuple(
        Download(
            page, tuple(Link(f"{addresses.stem(page.path)}.{ending}", words) for ending, words in endings)
        )
        for page in pages
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesPage:
    """What there is on this site."""

    template: ClassVar[str] = "pages.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    groups: tuple[tuple[str, tuple[Link, ...]], ...]


def pages_page(contents: SiteContents, others: Iterable[Link]) -> PagesPage:
    """All pages but those of one measure in one place, which its system lists."""
    return PagesPage(
        frame=Frame(
            path=addresses.PAGES,
            title="All pages",
            description="A list of the pages of this site.",
            crumbs=(Link(addresses.INDEX, "England"),),
        ),
        datasets=(),
        groups=(
            ("About England and this site", tuple(others)),
            (
                "Systems",
                tuple(Link(addresses.system(place.id), name_with_end(place)) for place in contents.accounts),
            ),
            (
                "Measures",
                tuple(Link(addresses.measure(measure.id), measure.short) for measure in contents.measures),
            ),
        ),
    )
