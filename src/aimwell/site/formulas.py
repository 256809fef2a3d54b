"""How a measure is worked out, in words, with the columns of the published files."""

from collections.abc import Mapping
from dataclasses import dataclass

from aimwell.domain.feeds import Feed
from aimwell.domain.measures import Condition, Except, Measure, Method, Range, Selection
from aimwell.presentation.figures import number
from aimwell.site.contents import SiteContents, listed


@dataclass(frozen=True, slots=True)
class Formula:
    """The working of a measure. bottom: '' where there is no denominator."""

    method: str
    top: str
    bottom: str


def formula_of(contents: SiteContents, measure: Measure) -> Formula:
    """The working of a measure in words."""
    own = contents.catalogue.feeds[measure.feed]
    below = measure.denominator
    other = contents.catalogue.feeds.get(below.feed, own) if below else own
    return Formula(
        method=_method(measure),
        top=selection_words(measure.numerator, own),
        bottom=selection_words(below, other) if below else "",
    )


def _method(measure: Measure) -> str:
    times = f"{number(measure.multiplier, 0)} × " if measure.multiplier != 1 else ""
    match measure.method:
        case Method.COUNT:
            return f"{times}the number counted"
        case Method.PROPORTION:
            return f"{times}numerator ÷ denominator; the likely range is Wilson's 95% interval"
        case Method.RATE:
            return f"{times}numerator ÷ denominator; the likely range is Byar's 95% interval, exact below 10 events"
        case Method.RATIO:
            return f"{times}numerator ÷ denominator; no range is given"
        case Method.WAITING_TIME:
            share = number(100 * (measure.percentile or 0.5), 0)
            return f"The wait that {share} of 100 people do not exceed, read from the bands of waiting time by drawing a straight line within a band"
        case Method.PUBLISHED:
            return "As the publisher worked it out"


def selection_words(selection: Selection, feed: Feed) -> str:
    """Which published columns are added up, and over which rows."""
    added = " + ".join(f"“{heading(feed, name)}”" for name in selection.columns)
    taken = "".join(f" − “{heading(feed, name)}”" for name in selection.minus)
    rows = conditions(selection.where, feed)
    return f"{added}{taken}{', over rows where ' + rows if rows else ''} ({feed.title})"


def conditions(where: Mapping[str, Condition], feed: Feed) -> str:
    """Which rows count, in words."""
    return listed([f"“{heading(feed, name)}” is {condition_words(wanted)}" for name, wanted in where.items()])


def condition_words(wanted: Condition) -> str:
    """One condition in words."""
    match wanted:
        case Range(at_least=low, at_most=high):
            ends = [
                f"at least {low:g}" if low is not None else "",
                f"at most {high:g}" if high is not None else "",
            ]
            return listed([end for end in ends if end])
        case Except(values=values):
            return "not " + " or ".join(str(value) for value in values)
        case tuple():
            return " or ".join(str(value) for value in wanted)
        case _:
            return str(wanted)


def heading(feed: Feed, name: str) -> str:
    """The heading of a column in the published file."""
    column = feed.column(name)
    return column.published_as if column and column.published_as else name
