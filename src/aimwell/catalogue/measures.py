"""Reads definitions/measures/ and holds each measure to the feeds it names."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from aimwell.catalogue.reader import definition_hash, read_definition, rename_keys
from aimwell.domain.feeds import ColumnRole, Feed
from aimwell.domain.measures import Measure, Method, Selection
from aimwell.domain.problems import Problem, Problems, Where

LONGEST_SHORT_TITLE = 40  # what fits beside a chart on a telephone

rename_keys(Measure, {"breakdowns": "breakdown"})


def read_measures(folder: Path, feeds: Mapping[str, Feed]) -> Mapping[str, Measure]:
    """Every measure declared under `folder`, by id. Raises Problems with all the faults of all files."""
    measures: dict[str, Measure] = {}
    problems: list[Problem] = []
    for path in sorted((folder / "measures").glob("*.toml")):
        measure, faults = read_definition(path, Measure, id=path.stem, definition_hash=definition_hash(path))
        problems += faults
        if measure:
            problems += [_fault(measure.id, text) for text in inconsistencies(measure, feeds)]
            measures[measure.id] = measure
    if problems:
        raise Problems(problems)
    return measures


def read_kept_measure(path: Path, name: str) -> Measure | None:
    """A definition that was kept as it was; None where it is not there, or of a form that is no longer read."""
    if not path.is_file():
        return None
    measure, _ = read_definition(path, Measure, id=name, definition_hash=definition_hash(path))
    return measure


def inconsistencies(measure: Measure, feeds: Mapping[str, Feed]) -> Iterator[str]:
    """In words, everything in a measure that does not hold together."""
    feed = feeds.get(measure.feed)
    if feed is None:
        yield f"there is no feed '{measure.feed}'"
        return
    if measure.by not in feed.grains:
        yield f"the feed {feed.id} is not counted by '{measure.by}' but by {', '.join(feed.grains)}"
    if len(measure.short) > LONGEST_SHORT_TITLE:
        yield f"the short title has {len(measure.short)} characters; {LONGEST_SHORT_TITLE} fit"
    if measure.review_by <= measure.reviewed:
        yield "the next review is not after the last one"
    yield from _method_faults(measure)
    yield from _selection_faults("numerator", measure.numerator, feed, feeds)
    if measure.denominator:
        yield from _selection_faults("denominator", measure.denominator, feed, feeds)
    for breakdown in measure.breakdowns:
        column = feed.column(breakdown.by)
        if column is None or column.role is not ColumnRole.DIMENSION:
            yield f"the breakdown '{breakdown.by}' is no dimension of the feed {feed.id}"


def _method_faults(measure: Measure) -> Iterator[str]:
    needs_denominator = measure.method in (Method.PROPORTION, Method.RATE, Method.RATIO)
    if needs_denominator and measure.denominator is None:
        yield f"a {measure.method} needs a denominator"
    if measure.method is Method.WAITING_TIME and not 0 < (measure.percentile or 0) < 1:
        yield "a waiting time needs a percentile between 0 and 1"
    if measure.method is Method.PUBLISHED and measure.may_be_summed:
        yield "a published value may not be summed"


def _selection_faults(name: str, selection: Selection, own: Feed, feeds: Mapping[str, Feed]) -> Iterator[str]:
    feed = feeds.get(selection.feed) if selection.feed else own
    if feed is None:
        yield f"the {name}'s feed '{selection.feed}' is not declared"
        return
    for column in (*selection.columns, *selection.minus):
        declared = feed.column(column)
        if declared is None or declared.role in (ColumnRole.PLACE, ColumnRole.DIMENSION):
            yield f"the {name} adds up '{column}', which is no amount of the feed {feed.id}"
    for column in selection.where:
        if feed.column(column) is None:
            yield f"the {name} selects by '{column}', which the feed {feed.id} does not have"


def _fault(measure: str, text: str) -> Problem:
    return Problem(
        code="definition.fault",
        found=f"In the measure {measure}, {text}.",
        expected="A measure that its feeds can answer.",
        remedy=f"Correct measures/{measure}.toml.",
        where=Where(f"measures/{measure}.toml"),
    )
