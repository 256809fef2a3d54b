"""A measure's definition as a SQL tree: the amounts of each place code, period and group, before any sharing.

The SQL is restricted to what DuckDB, PostgreSQL and Spark read alike: case, sum, group by; no dates, no
percentiles, nothing engine-specific. The tables it reads are `facts` and `spans` (published period, start,
period of the measure, whether that is the newest).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from aimwell.domain.feeds import Feed
from aimwell.domain.measures import Breakdown, Condition, Measure, Selection
from aimwell.domain.values import EVERYONE
from aimwell.pipeline.measure.conditions import all_of

DIALECT = "duckdb"
STANDS_AT = ("digest", "source_sheet", "source_row", "source_rows")
"""Columns that say in which file a row of facts stands, and where."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One way of splitting a measure: everyone, or by one dimension."""

    breakdown: Breakdown | None = None

    @property
    def replaces(self) -> Mapping[str, Condition]:
        """Conditions in place of the measure's own."""
        return self.breakdown.replaces if self.breakdown else {}

    def where(self, selection: Selection) -> Mapping[str, Condition]:
        """The selection's conditions under this cut."""
        return {**selection.where, **self.replaces}


def amounts_of(measure: Measure, feed: Feed, cut: Cut) -> exp.Select:
    """Numerator and denominator by code, period and group, from one pass over the measure's own feed."""
    numerator, denominator = measure.numerator, measure.denominator
    own_denominator = denominator if denominator and not denominator.feed else None
    together = own_denominator is not None and own_denominator.where == numerator.where
    wanted = all_of(cut.where(numerator))
    complete = _complete(numerator, own_denominator) if together else exp.true()
    columns = [_sum_if(exp.and_(wanted, complete), _total_of(numerator)).as_("numerator")]
    if own_denominator is not None:
        other = all_of(cut.where(own_denominator))
        columns.append(
            _sum_if(exp.and_(other, complete.copy()), _total_of(own_denominator)).as_("denominator")
        )
        wanted = exp.or_(wanted.copy(), other.copy()) if not together else wanted
    else:
        columns.append(exp.cast(exp.null(), "double").as_("denominator"))
    columns.append(_sum_if(_is_suppressed(wanted.copy()), exp.convert(1)).as_("suppressed"))
    return _grouped(measure, feed, cut, [*columns, *_sources()], wanted.copy())


def population_of(feed: Feed, selection: Selection) -> exp.Select:
    """The denominator by code and period, when it comes from another feed than the measure's own."""
    wanted = all_of(selection.where)
    grain = feed.grains[0]
    return (
        exp.select(
            _column(grain).as_("code"),
            exp.column("start", table="spans").as_("start"),
            exp.column("measured", table="spans").as_("period"),
            exp.convert(EVERYONE).as_("breakdown"),
            exp.cast(exp.null(), "double").as_("numerator"),
            _sum_if(wanted, _total_of(selection)).as_("denominator"),
            exp.cast(exp.convert(0), "bigint").as_("suppressed"),
            *_sources(),
        )
        .from_("facts")
        .join("spans", on="spans.published = facts.period")
        .where(_counted_by(grain, feed), wanted.copy())
        .group_by("1", "2", "3", "4")
    )


def bands_of(measure: Measure, feed: Feed, cut: Cut) -> exp.Select:
    """The bands of waiting time by code, period and group, one row for each published row."""
    (bands,) = measure.numerator.columns
    return (
        exp.select(
            *_keys(measure.by, cut),
            _column(bands).as_("bands"),
            *(_column(name).as_(name) for name in STANDS_AT),
        )
        .from_("facts")
        .join("spans", on="spans.published = facts.period")
        .where(
            _counted_by(measure.by, feed),
            all_of(cut.where(measure.numerator)),
            _in_span(cut),
        )
    )


def rows_of(measure: Measure, feed: Feed, cut: Cut) -> exp.Select:
    """Every row of facts that a cut counts, in its numerator or its denominator, and where it stands."""
    sides = [measure.numerator]
    if measure.denominator and not measure.denominator.feed:
        sides.append(measure.denominator)
    wanted = exp.or_(*(all_of(cut.where(side)) for side in sides))
    return (
        exp.select(*_keys(measure.by, cut), *(_column(name).as_(name) for name in STANDS_AT))
        .from_("facts")
        .join("spans", on="spans.published = facts.period")
        .where(_counted_by(measure.by, feed), wanted, _in_span(cut))
    )


def population_rows_of(feed: Feed, selection: Selection) -> exp.Select:
    """Every row of facts of a denominator that comes from another feed, and where it stands."""
    grain = feed.grains[0]
    return (
        exp.select(*_keys(grain, Cut()), *(_column(name).as_(name) for name in STANDS_AT))
        .from_("facts")
        .join("spans", on="spans.published = facts.period")
        .where(_counted_by(grain, feed), all_of(selection.where))
    )


def published_of(measure: Measure, feed: Feed, cut: Cut) -> exp.Select:
    """The published value and its interval; one row for each place, period and group."""
    (value,) = measure.numerator.columns
    denominator = measure.denominator.columns[0] if measure.denominator else None
    largest = {"value": value, "lower": measure.lower, "upper": measure.upper, "denominator": denominator}
    columns = [
        (exp.Max(this=_column(name)) if name else exp.cast(exp.null(), "double")).as_(alias)
        for alias, name in largest.items()
    ]
    suppressed = _sum_if(_is_suppressed(exp.true()), exp.convert(1)).as_("suppressed")
    columns += [suppressed, *_sources()]
    return _grouped(measure, feed, cut, columns, all_of(cut.where(measure.numerator)))


def text_of(tree: exp.Expr) -> str:
    """The SQL for the reference engine."""
    return tree.sql(dialect=DIALECT)


def _grouped(measure: Measure, feed: Feed, cut: Cut, columns: list[exp.Expr], wanted: exp.Expr) -> exp.Select:
    return (
        exp.select(*_keys(measure.by, cut), *columns)
        .from_("facts")
        .join("spans", on="spans.published = facts.period")
        .where(_counted_by(measure.by, feed), wanted, _in_span(cut))
        .group_by("1", "2", "3", "4")
    )


def _in_span(cut: Cut) -> exp.Expr:
    """Published periods that belong to one of the measure's; for some breakdowns only to the newest."""
    if cut.breakdown and cut.breakdown.latest_only:
        return exp.column("newest", table="spans")
    return exp.column("measured", table="spans").is_(exp.null()).not_()


def _sources() -> list[exp.Expr]:
    """Where a group's rows stand: in which file and sheet, from which row to which, and how many."""
    row = _column("source_row")
    return [
        exp.Max(this=_column("digest")).as_("digest"),
        exp.Max(this=_column("source_sheet")).as_("source_sheet"),
        exp.Min(this=row).as_("first_row"),
        exp.Max(this=row.copy()).as_("last_row"),
        exp.Sum(this=_column("source_rows")).as_("source_rows"),
    ]


def _keys(by: str, cut: Cut) -> list[exp.Expr]:
    group = _column(cut.breakdown.by) if cut.breakdown else exp.convert(EVERYONE)
    return [
        _column(by).as_("code"),
        exp.column("start", table="spans").as_("start"),
        exp.column("measured", table="spans").as_("period"),
        group.as_("breakdown"),
    ]


def _counted_by(grain: str, feed: Feed) -> exp.Expr:
    counted = exp.EQ(this=_column("grain"), expression=exp.convert(grain))
    if not feed.outside_england:
        return counted
    outside = exp.In(this=_column(grain), expressions=[exp.convert(code) for code in feed.outside_england])
    return exp.and_(counted, exp.not_(outside))


def _column(name: str) -> exp.Column:
    return exp.column(name, table="facts", quoted=True)


def _total_of(selection: Selection) -> exp.Expr:
    """The sum of a row's columns; nothing where none of them has a number."""
    parts = [_column(name) for name in selection.columns]
    if len(parts) == 1 and not selection.minus:
        return parts[0]
    known = exp.or_(*(part.copy().is_(exp.null()).not_() for part in parts))
    total: exp.Expr = exp.func("coalesce", parts[0], exp.convert(0))
    for part in parts[1:]:
        total = exp.Add(this=total, expression=exp.func("coalesce", part, exp.convert(0)))
    for name in selection.minus:
        total = exp.Sub(this=total, expression=exp.func("coalesce", _column(name), exp.convert(0)))
    return exp.case().when(known, total)


def _complete(numerator: Selection, denominator: Selection | None) -> exp.Expr:
    """A row that lacks its numerator lends nothing to the denominator either."""
    names = {*numerator.columns[:1], *(denominator.columns[:1] if denominator else ())}
    return exp.and_(*(_column(name).is_(exp.null()).not_() for name in sorted(names)))


def _is_suppressed(wanted: exp.Expr) -> exp.Expr:
    return exp.and_(wanted, exp.EQ(this=_column("status"), expression=exp.convert("suppressed")))


def _sum_if(condition: exp.Expr, amount: exp.Expr) -> exp.Expr:
    return exp.Sum(this=exp.case().when(condition, amount))
