"""Pages about the record itself: its rules, its gaps, its sources, and how to use it."""

from dataclasses import dataclass
from typing import ClassVar

from aimwell.domain.statistics.spc_profile import Profile, Rule
from aimwell.domain.values import ValueStatus
from aimwell.presentation.absence import because
from aimwell.presentation.promise_words import KIND_MEANS, KIND_WORDS
from aimwell.presentation.talking_points import heading_words, rule_in_words
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import SiteContents, day_words
from aimwell.site.page import Dataset, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage:
    """A page of plain text: about, accessibility, not found."""

    template: str
    frame: Frame
    datasets: tuple[Dataset, ...] = ()
    measures: int = 0
    systems: int = 0


def about_page(contents: SiteContents) -> TextPage:
    """What this is and who may use it."""
    frame = record_frame(
        addresses.ABOUT, "About this record", "What it is, what it is not, and how to use it"
    )
    return TextPage(
        template="about.html", frame=frame, measures=len(contents.measures), systems=len(contents.systems)
    )


def accessibility_page(_contents: SiteContents) -> TextPage:
    """How everybody can use it."""
    return TextPage(
        template="accessibility.html",
        frame=record_frame(addresses.ACCESSIBILITY, "Accessibility statement", ""),
    )


def not_found_page(_contents: SiteContents) -> TextPage:
    """What to do when there is no such page."""
    return TextPage(
        template="404.html", frame=record_frame(addresses.NOT_FOUND, "There is no such page here", "")
    )


def record_frame(path: str, title: str, caption: str, formats: tuple[str, ...] = ()) -> Frame:
    crumbs = (Link(addresses.INDEX, "England"),)
    return Frame(path=path, title=title, caption=caption, description=title, crumbs=crumbs, formats=formats)


@dataclass(frozen=True, slots=True)
class ChartRules:
    """One named set of chart rules in words."""

    id: str
    title: str
    source: str
    used: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodPage:
    """How figures become verdicts."""

    template: ClassVar[str] = "method.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    profiles: tuple[ChartRules, ...]
    other_profiles: tuple[ChartRules, ...]
    footprints: tuple[str, ...]
    talking_title: str
    talking_points: str
    talking_reason: str
    residents_reason: str
    reasons: tuple[str, ...]
    standings: tuple[tuple[str, str], ...]
    standing_reason: str


def method_page(contents: SiteContents) -> MethodPage:
    """The rules of charts, comparisons, footprints and absence."""
    rule = contents.talking_rule
    used = {
        each.profile
        for m in contents.system_measures
        for each in contents.release.verdicts(m.id, "england").values()
    }
    profiles = [chart_rules(each, used=each.id in used) for each in contents.catalogue.profiles.values()]
    return MethodPage(
        frame=record_frame(
            addresses.METHOD, "How we work things out", "From published figures to plain words"
        ),
        datasets=(),
        profiles=tuple(made for made in profiles if made.used),
        other_profiles=tuple(made for made in profiles if not made.used),
        footprints=tuple(
            f"{each.label} from {day_words(each.starts)} ({each.source})" for each in contents.footprints
        ),
        talking_title=heading_words(rule).capitalize(),
        talking_points=rule_in_words(rule),
        talking_reason=rule.reason,
        residents_reason=contents.residents_view.reason,
        reasons=tuple(
            f"{status.value.replace('_', ' ').capitalize()}: {because(status)}."
            for status in ValueStatus
            if status not in (ValueStatus.OK, ValueStatus.ESTIMATED)
        ),
        standings=tuple((words, KIND_MEANS[kind]) for kind, words in KIND_WORDS.items()),
        standing_reason=contents.standing_rule.reason,
    )


def chart_rules(profile: Profile, *, used: bool) -> ChartRules:
    """A profile's rules in words."""
    words = {
        Rule.OUTSIDE: "A figure lies outside the limits.",
        Rule.TREND: f"{profile.trend_points} figures in a row each rise, or each fall.",
        Rule.TWO_IN_THREE: "Two of three figures in a row lie close to the same limit.",
        Rule.SHIFT: f"{profile.shift_points} figures in a row lie on the same side of the average.",
        Rule.LARGE_STEP: "One figure differs from the one before by far more than usual.",
        Rule.FEW_CROSSINGS: "The line crosses its middle less often than chance would let it.",
    }
    limits = (
        f"Limits lie {profile.limit_factor:g} times the average change between neighbouring figures above and below the average.",
        f"Nothing is said with fewer than {profile.minimum_points_for_verdict} figures.",
    )
    return ChartRules(
        profile.id, profile.title, profile.source, used, (*limits, *(words[rule] for rule in profile.rules))
    )


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file that was taken."""

    name: str
    digest: str
    taken: str
    vintage: str


@dataclass(frozen=True, slots=True)
class FeedFiles:
    """The files of one feed, with the licence they come under."""

    title: str
    publisher: str
    licence: str
    attribution: str
    address: str
    files: tuple[FileRow, ...]
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesPage:
    """Every file that the record rests on."""

    template: ClassVar[str] = "sources.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    feeds: tuple[FeedFiles, ...]


MOST_FILES = 120  # of one feed; the CSV has all


def sources_page(contents: SiteContents) -> SourcesPage:
    """Files by feed."""
    feeds, taken = contents.catalogue.feeds, list(contents.release.sources.values())
    columns = (
        "file",
        "digest",
        "feed",
        "publisher",
        "licence",
        "attribution",
        "address",
        "taken_at",
        "vintage",
    )
    rows = [
        (
            each.file,
            each.digest,
            each.feed,
            feed.publisher,
            feed.licence,
            feed.attribution,
            feed.address,
            each.taken_at,
            each.vintage,
        )
        for each in taken
        if (feed := feeds.get(each.feed))
    ]
    made = []
    for feed in feeds.values():
        files = [
            FileRow(each.file, each.digest, each.taken_at[:10], each.vintage)
            for each in taken
            if each.feed == feed.id
        ]
        if files:
            shown = tuple(sorted(files, key=lambda file: file.name)[:MOST_FILES])
            made.append(
                FeedFiles(
                    feed.title,
                    feed.publisher,
                    feed.licence,
                    feed.attribution,
                    feed.address,
                    shown,
                    len(files) - len(shown),
                )
            )
    return SourcesPage(
        frame=record_frame(
            addresses.SOURCES, "Sources", "Every file that this record rests on", ("csv", "json")
        ),
        datasets=(Dataset("Sources", columns, rows),),
        feeds=tuple(made),
    )
