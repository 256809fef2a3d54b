"""What is missing from the record, why, and what would fill the gap."""

from dataclasses import dataclass
from typing import ClassVar

from aimwell.domain.measures import Measure
from aimwell.domain.verdicts import Change
from aimwell.presentation.absence import because
from aimwell.site import addresses
from aimwell.site.contents import ENGLAND, SiteContents, day_words
from aimwell.site.page import Dataset, Frame
from aimwell.site.pages.record import record_frame


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, why, and what would fill it."""

    what: str
    link: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPage:
    """What is missing from this record."""

    template: ClassVar[str] = "missing.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    without_values: tuple[Gap, ...]
    without_places: tuple[Gap, ...]
    too_short: tuple[Gap, ...]
    withheld: tuple[Gap, ...]
    overdue: tuple[Gap, ...]


def missing_page(contents: SiteContents) -> MissingPage:
    """Every measure with a reason why something of it is not here."""
    lists = {
        "no figures": _without_values(contents),
        "not for every system": _without_places(contents),
        "too short": _too_short(contents),
        "withheld or not known": _withheld(contents),
        "review overdue": tuple(
            _gap(m, f"Its review was due by {day_words(m.review_by)}.")
            for m in contents.measures
            if m.review_by < contents.today
        ),
    }
    rows = [(kind, gap.what, gap.why) for kind, gaps in lists.items() for gap in gaps]
    without, places, short, withheld, overdue = lists.values()
    return MissingPage(
        frame=record_frame(
            addresses.MISSING, "What is missing", "We say so, and what would fill the gap", ("csv", "json")
        ),
        datasets=(Dataset("What is missing", ("kind", "measure", "reason"), rows),),
        without_values=without,
        without_places=places,
        too_short=short,
        withheld=withheld,
        overdue=overdue,
    )


def _gap(measure: Measure, why: str) -> Gap:
    return Gap(measure.short, addresses.measure(measure.id), why)


def _without_values(contents: SiteContents) -> tuple[Gap, ...]:
    """Declared measures that no file taken so far has figures for; they have no page yet."""
    held = set(contents.release.measures)
    feeds = contents.catalogue.feeds
    return tuple(
        Gap(
            measure.short,
            "",
            f"No file of “{feeds[measure.feed].title}” has been taken. The publisher's page: {feeds[measure.feed].address}",
        )
        for measure in contents.catalogue.measures.values()
        if measure.id not in held
    )


def _without_places(contents: SiteContents) -> tuple[Gap, ...]:
    made = []
    for measure in contents.system_measures:
        known = contents.release.verdicts(measure.id, "ics")
        lacking = [place for place in contents.systems if place.id not in known]
        if lacking:
            reasons = dict.fromkeys(contents.why_not(measure, place) for place in lacking)
            count = (
                "all systems"
                if not known
                else f"{len(lacking)} of {len(contents.systems)} systems, old and new"
            )
            made.append(_gap(measure, f"No figure for {count}. {' '.join(list(reasons)[:2])}"))
    return tuple(made)


def _too_short(contents: SiteContents) -> tuple[Gap, ...]:
    made = []
    for measure in contents.system_measures:
        england = contents.release.verdicts(measure.id, "england").get(ENGLAND)
        if england is not None and england.change == Change.TOO_SHORT:
            needed = contents.catalogue.profiles[england.profile].minimum_points_for_verdict
            points = "1 figure" if england.points == 1 else f"{england.points} figures"
            made.append(
                _gap(
                    measure,
                    f"{points} for England so far; {needed} are needed to say if it is changing. Take earlier files, or wait.",
                )
            )
    return tuple(made)


def _withheld(contents: SiteContents) -> tuple[Gap, ...]:
    made = []
    for measure in contents.system_measures:
        for place, verdict in contents.release.verdicts(measure.id, "ics").items():
            if verdict.value is None:
                name = contents.release.places[place].name if place in contents.release.places else place
                made.append(_gap(measure, f"{name}: no figure, {because(verdict.status)}."))
    return tuple(made)
