"""Makes the tables that compiled measures read: facts of a feed, what its codes count for, what its periods belong to.

Who may import it: pipeline.work_out, pipeline.trace.
"""

from collections.abc import Callable, Sequence

import duckdb
import pyarrow as pa

from aimwell.domain.measures import Measure, Selection
from aimwell.pipeline.account import Account
from aimwell.pipeline.measure.build import Populations, build, populations_of
from aimwell.pipeline.measure.engine import prepare_rollup, prepare_spans
from aimwell.pipeline.measure.membership import Membership
from aimwell.store.aggregate import facts as facts_store
from aimwell.store.aggregate.facts import Part
from aimwell.store.records.ledger import Edition


class Preparation:
    """Keeps the tables of feeds at hand, since the measures of a feed follow one another.

    editions_of: the editions of a feed whose figures are read.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        account: Account,
        membership: Membership,
        editions_of: Callable[[str], Sequence[Edition]],
    ) -> None:
        self._connection = connection
        self._account = account
        self._membership = membership
        self._editions_of = editions_of
        self._parts: dict[str, tuple[Part, ...]] = {}
        self._rollups: set[str] = set()
        self._populations: dict[str, Populations] = {}

    def values_of(self, measure: Measure) -> pa.Table | None:
        """The measure's values; None where a feed of it has no facts yet."""
        populations: Populations | None = None
        if measure.denominator and measure.denominator.feed:
            populations = self._population(measure, measure.denominator)
            if populations is None:
                return None
        if not self.prepare(measure.feed, measure.by, measure.every):
            return None
        return build(self._connection, measure, self._account.catalogue.feeds[measure.feed], populations)

    def _population(self, measure: Measure, denominator: Selection) -> Populations | None:
        key = repr((denominator, measure.levels))  # conditions are mappings, which have no hash
        if key not in self._populations:
            feed = self._account.catalogue.feeds[denominator.feed]
            if not self.prepare(feed.id, feed.grains[0], feed.every):
                return None
            self._populations[key] = populations_of(self._connection, measure, feed)
        return self._populations[key]

    def prepare(self, feed_id: str, grain: str, every: str) -> bool:
        """Point the tables that compiled measures read at a feed, a grain and a length of period.

        Says whether the feed has facts at all.
        """
        parts = self._attached(feed_id)
        if not parts:
            return False
        rollup = f"rollup_{feed_id}_{grain}"
        if rollup not in self._rollups:
            codes = self._connection.execute(
                f'select distinct "{grain}" from facts_{feed_id} as facts where "{grain}" is not null and facts.grain = ?',
                [grain],
            ).fetchall()
            feed = self._account.catalogue.feeds[feed_id]
            prepare_rollup(
                self._connection, self._membership.rollups((code for (code,) in codes), feed), rollup
            )
            self._rollups.add(rollup)
        self._connection.execute(f"create or replace temp view facts as select * from facts_{feed_id}")
        self._connection.execute(f"create or replace temp view rollup as select * from {rollup}")
        prepare_spans(self._connection, [part.period for part in parts], every)
        return True

    def _attached(self, feed_id: str) -> tuple[Part, ...]:
        if feed_id not in self._parts:
            editions = self._editions_of(feed_id)
            parts = tuple(Part(edition.scope, edition.period, edition.digest) for edition in editions)
            if parts:
                facts_store.attach(self._connection, self._account.folder, feed_id, parts, f"facts_{feed_id}")
            self._parts[feed_id] = parts
        return self._parts[feed_id]
