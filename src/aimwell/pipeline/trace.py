"""Walks a value back to the rows it rests on, by asking the facts again: every file, sheet and row.

Who may import it: services (to explain a number).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from aimwell.domain.measures import Measure, Method, Selection
from aimwell.domain.periods import Period
from aimwell.domain.values import EVERYONE
from aimwell.pipeline.account import Account
from aimwell.pipeline.measure import compile as compiled
from aimwell.pipeline.measure.behind import SourceRows, rows_behind
from aimwell.pipeline.measure.build import cuts_of, year_for
from aimwell.pipeline.measure.engine import span_of
from aimwell.pipeline.preparation import Preparation
from aimwell.store.records.ledger import Edition, Ledger


@dataclass(frozen=True, slots=True)
class Traced:
    """What is known of a value to be traced. as_of: the last take it followed from; None where it still stands."""

    level: str
    place_id: str
    period: str
    breakdown: str
    as_of: int | None


@dataclass(frozen=True, slots=True)
class Trace:
    """The rows a value rests on: those of its own feed, and those of a population from another."""

    own: tuple[SourceRows, ...] = ()
    population: tuple[SourceRows, ...] = ()


def trace(account: Account, measure: Measure, value: Traced) -> Trace:
    """The rows behind a value. Empty where its facts are no longer there, as after a store has lost files."""
    with Ledger.to_read(account.folder.ledger) as ledger, duckdb.connect() as connection:
        membership = account.geography.membership(ledger.places_met())

        def editions_of(feed: str) -> Sequence[Edition]:
            found = (
                ledger.current_editions(feed)
                if value.as_of is None
                else ledger.editions_as_of(feed, value.as_of)
            )
            if feed != measure.feed:
                return found
            return [one for one in found if span_of(Period.parse(one.period), measure.every) == value.period]

        prepared = Preparation(connection, account, membership, editions_of)
        own = _own_rows(connection, account, measure, prepared, value)
        other = measure.denominator if measure.denominator and measure.denominator.feed else None
        population = _population_rows(connection, account, other, prepared, value) if other else ()
        return Trace(own, population)


def _own_rows(
    connection: duckdb.DuckDBPyConnection,
    account: Account,
    measure: Measure,
    prepared: Preparation,
    value: Traced,
) -> tuple[SourceRows, ...]:
    dimension, _, group = value.breakdown.partition(":")
    cut = next(
        (cut for cut in cuts_of(measure) if (cut.breakdown.by if cut.breakdown else EVERYONE) == dimension),
        None,
    )
    if cut is None or not prepared.prepare(measure.feed, measure.by, measure.every):
        return ()
    native = compiled.rows_of(measure, account.catalogue.feeds[measure.feed], cut)
    only = measure.method is Method.PUBLISHED
    return tuple(
        rows_behind(connection, native, value.level, value.place_id, group or EVERYONE, itself_only=only)
    )


def _population_rows(
    connection: duckdb.DuckDBPyConnection,
    account: Account,
    population: Selection,
    prepared: Preparation,
    value: Traced,
) -> tuple[SourceRows, ...]:
    feed = account.catalogue.feeds[population.feed]
    if not prepared.prepare(feed.id, feed.grains[0], feed.every):
        return ()
    native = compiled.population_rows_of(feed, population)
    found = rows_behind(connection, native, value.level, value.place_id, EVERYONE, itself_only=False)
    if not found:
        return ()
    year = year_for(value.period, sorted({rows.period for rows in found}))
    return tuple(rows for rows in found if rows.period == year)
