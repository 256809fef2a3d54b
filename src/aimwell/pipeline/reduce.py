"""What the measures read of a feed's facts: the least that gives the same values.

Who may import it: services, scripts.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import reduce

import duckdb
from sqlglot import exp

from aimwell.domain.feeds import ColumnRole, Feed
from aimwell.domain.measures import Measure, Selection
from aimwell.domain.periods import Period
from aimwell.gateways.reading import FIXED_COLUMNS
from aimwell.pipeline.bundle import Extract
from aimwell.pipeline.measure.build import cuts_of
from aimwell.pipeline.measure.compile import DIALECT, Cut
from aimwell.pipeline.measure.conditions import all_of


@dataclass(frozen=True, slots=True)
class Need:
    """Rows that something reads, and the columns that it reads of them."""

    rows: exp.Expr
    columns: frozenset[str]


def what_measures_read(
    connection: duckdb.DuckDBPyConnection, feed: Feed, measures: Collection[Measure]
) -> Extract | None:
    """The rows and columns of a feed that some measure reads; None where none reads any.

    The connection has the feed's facts as the view `facts`.
    """
    needs = list(needs_of(connection, feed, measures))
    if not needs:
        return None
    wanted = _sql(_any([need.rows for need in needs]))
    columns = ", ".join(_column(name, role, needs) for name, role in _columns(feed))
    sql = f"select {columns}, digest from facts where {wanted}"
    return Extract(sql, _left_out(connection, feed, needs, sql))


def summed_to_places(extract: Extract, feed: Feed, because: str) -> Extract:
    """An extract whose rows are added up where no measure tells them apart; amounts only, each row counted."""
    amounts = {column.name for column in feed.columns if column.role is ColumnRole.AMOUNT}
    keys = [f'"{name}"' for name, _ in _columns(feed) if name not in amounts | {"source_row", "source_rows"}]
    sums = [f'sum("{name}") as "{name}"' for name in sorted(amounts)]
    columns = ", ".join([*keys, "digest", *sums, "sum(source_rows)::integer as source_rows"])
    sql = f"select {columns}, null::integer as source_row from ({extract.sql}) group by all"
    return Extract(sql, f"{extract.left_out}; {because}")


def needs_of(
    connection: duckdb.DuckDBPyConnection, feed: Feed, measures: Collection[Measure]
) -> Iterator[Need]:
    """What each cut of each measure reads of a feed, as its own or as its population."""
    for measure in measures:
        if measure.feed == feed.id:
            for cut in cuts_of(measure):
                yield _of_cut(connection, feed, measure, cut)
        if measure.denominator and measure.denominator.feed == feed.id:
            population = measure.denominator
            rows = exp.and_(_counted_by(feed.grains[0], feed), all_of(population.where))
            yield Need(rows, frozenset({feed.grains[0], *_read_by(population)}))


def _of_cut(connection: duckdb.DuckDBPyConnection, feed: Feed, measure: Measure, cut: Cut) -> Need:
    own = [measure.numerator]
    if measure.denominator and not measure.denominator.feed:
        own.append(measure.denominator)
    counted = _any([all_of(cut.where(selection)) for selection in own])
    rows = exp.and_(_counted_by(measure.by, feed), counted)
    names = {measure.by, *cut.replaces, measure.lower, measure.upper}
    for selection in own:
        names |= _read_by(selection)
    if cut.breakdown:
        names.add(cut.breakdown.by)
        if cut.breakdown.latest_only and measure.every == feed.every:
            rows = exp.and_(rows, _newest(connection))
    return Need(rows, frozenset(names - {""}))


def _newest(connection: duckdb.DuckDBPyConnection) -> exp.Expr:
    """The newest period of the feed; every period where they are of several lengths."""
    found = connection.execute("select distinct period from facts").fetchall()
    periods = [Period.parse(text) for (text,) in found]
    if len({period.kind for period in periods}) != 1:
        return exp.true()
    newest = max(periods, key=lambda period: period.start)
    return exp.EQ(this=exp.column("period"), expression=exp.convert(newest.text))


def _read_by(selection: Selection) -> set[str]:
    return {*selection.columns, *selection.minus, *selection.where}


def _counted_by(grain: str, feed: Feed) -> exp.Expr:
    counted = exp.EQ(this=exp.column("grain"), expression=exp.convert(grain))
    if not feed.outside_england:
        return counted
    codes = [exp.convert(code) for code in feed.outside_england]
    return exp.and_(counted, exp.not_(exp.In(this=exp.column(grain, quoted=True), expressions=codes)))


def _columns(feed: Feed) -> list[tuple[str, ColumnRole | None]]:
    fixed: list[tuple[str, ColumnRole | None]] = [(name, None) for name in FIXED_COLUMNS]
    return [*fixed, *((column.name, column.role) for column in feed.columns)]


def _column(name: str, role: ColumnRole | None, needs: Collection[Need]) -> str:
    """The column; empty where no row's reader wants it. Bands are wide, so each row is asked."""
    readers = [need.rows for need in needs if name in need.columns]
    if role is ColumnRole.BANDS and readers:
        return f'case when {_sql(_any(readers))} then "{name}" end as "{name}"'
    return f'"{name}"' if role is None or readers else f'null as "{name}"'


def _any(conditions: Collection[exp.Expr]) -> exp.Expr:
    distinct = {_sql(condition): condition for condition in conditions}
    return reduce(lambda left, right: exp.or_(left, right), (c.copy() for c in distinct.values()))


def _sql(condition: exp.Expr) -> str:
    return condition.sql(dialect=DIALECT)


def _left_out(connection: duckdb.DuckDBPyConnection, feed: Feed, needs: Collection[Need], sql: str) -> str:
    (kept,) = connection.execute(f"select count(*) from ({sql})").fetchone() or (0,)
    (all_rows,) = connection.execute("select count(*) from facts").fetchone() or (0,)
    read = {name for need in needs for name in need.columns}
    unread = [column.name for column in feed.columns if column.name not in read]
    rows = f"{all_rows - kept:,} of {all_rows:,} rows that no measure reads" if kept < all_rows else "no rows"
    return f"{rows}; columns: {', '.join(unread)}" if unread else rows
