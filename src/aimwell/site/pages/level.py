"""A measure for other kinds of place than systems: regions, parts of systems, councils, hospitals."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from aimwell.domain.measures import Level, Measure
from aimwell.domain.verdicts import Comparison
from aimwell.presentation.figures import figure, unit_named
from aimwell.site import addresses
from aimwell.site.addresses import Link
from aimwell.site.contents import LEVEL_WORDS, SiteContents, period_words
from aimwell.site.page import Dataset, Frame, Scalar
from aimwell.site.reader import ReleasedVerdict
from aimwell.site.tracing import SOURCE_COLUMNS, VALUE_COLUMNS, last_cells
from aimwell.site.verdict_rows import BESIDE_ENGLAND
from aimwell.site.wording import range_words, value_words

MOST_ROWS = 450  # as many as a page of 150 KB can hold; the CSV has all
COLUMNS = ("measure", "place", "place_name", "comparison", *VALUE_COLUMNS, *SOURCE_COLUMNS)


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One place in words."""

    name: str
    value: str
    likely: str
    value_id: str
    period: str


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """Places that compare with England in the same way, by name."""

    title: str
    rows: tuple[LevelRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelPage:
    """A measure for one kind of place."""

    template: ClassVar[str] = "level.html"
    frame: Frame
    datasets: tuple[Dataset, ...]
    period: str
    england: str
    groups: tuple[LevelGroup, ...]
    left_out: int
    measure: Link


def level_page(contents: SiteContents, measure: Measure, level: Level) -> LevelPage:
    """The page of a measure for a kind of place."""
    verdicts = contents.release.verdicts(measure.id, level.value)
    by_name = sorted(verdicts.values(), key=lambda each: _name(contents, each))
    shown = by_name[:MOST_ROWS]
    period = max((each.period for each in by_name), default="")
    england = next(
        (each.england for each in by_name if each.england is not None and each.period == period), None
    )
    return LevelPage(
        frame=Frame(
            path=addresses.level(measure.id, level.value),
            title=f"{measure.short}: {LEVEL_WORDS[level]}",
            caption=measure.question,
            description=f"{measure.title} for {LEVEL_WORDS[level]}.",
            section=addresses.MEASURES,
            crumbs=(
                Link(addresses.INDEX, "England"),
                Link(addresses.MEASURES, "Measures"),
                Link(addresses.measure(measure.id), measure.short),
            ),
            formats=("csv", "json"),
        ),
        datasets=(
            Dataset(
                f"{measure.short}: {LEVEL_WORDS[level]}",
                COLUMNS,
                list(_rows(contents, measure, level, by_name)),
            ),
        ),
        period=period_words(period) if period else "",
        england=figure(england, unit_named(measure.unit)) if england is not None else "",
        groups=_groups(contents, measure, shown),
        left_out=len(by_name) - len(shown),
        measure=Link(addresses.measure(measure.id), measure.title),
    )


def _groups(contents: SiteContents, measure: Measure, shown: list[ReleasedVerdict]) -> tuple[LevelGroup, ...]:
    unit = unit_named(measure.unit)
    made = []
    for comparison, title in BESIDE_ENGLAND.items():
        rows = tuple(
            LevelRow(
                name=_name(contents, each),
                value=value_words(each.value, unit, each.status),
                likely=range_words(each.lower, each.upper, unit),
                value_id=each.value_id,
                period=period_words(each.period),
            )
            for each in shown
            if Comparison(each.comparison) is comparison
        )
        if rows:
            made.append(LevelGroup(title, rows))
    return tuple(made)


def _rows(
    contents: SiteContents, measure: Measure, level: Level, verdicts: list[ReleasedVerdict]
) -> Iterator[tuple[Scalar, ...]]:
    values = contents.release.values(measure.id)
    for each in verdicts:
        series = values.series(level.value, each.place_id) if values else None
        if series is None:
            continue
        cells = last_cells(contents, series, measure.unit)
        yield (measure.id, each.place_id, _name(contents, each), each.comparison, *cells)


def _name(contents: SiteContents, verdict: ReleasedVerdict) -> str:
    released = contents.release.places.get(verdict.place_id)
    return released.name if released else verdict.place_id
