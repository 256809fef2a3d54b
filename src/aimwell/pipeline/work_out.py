"""Works out measures: values from facts, verdicts from values, both released; on one core or on all.

Who may import it: pipeline.freshen.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import lru_cache
from itertools import groupby
from multiprocessing import current_process, get_context
from pathlib import Path

import duckdb
import pyarrow as pa

from aimwell.catalogue.everything import Catalogue
from aimwell.domain.measures import Measure, Selection
from aimwell.pipeline.account import Account, Progress
from aimwell.pipeline.geography import Geography
from aimwell.pipeline.judge import Rules, judge
from aimwell.pipeline.measure.build import Populations, build, populations_of
from aimwell.pipeline.measure.engine import prepare_rollup, prepare_spans
from aimwell.pipeline.measure.ids import with_ids
from aimwell.pipeline.measure.membership import Membership
from aimwell.store.aggregate import facts as facts_store
from aimwell.store.aggregate.facts import Part
from aimwell.store.folder import StoreFolder
from aimwell.store.records.ledger import Ledger
from aimwell.store.released.values import release_values

WORTH_ALL_CORES = 30  # measures; for fewer, starting another process takes longer than it saves


def work_out(measures: Sequence[Measure], account: Account, progress: Progress) -> list[pa.Table]:
    """Release the values of measures; returns their verdicts, a table a measure."""
    order = sorted(measures, key=lambda measure: (measure.feed, measure.by, measure.every, measure.id))
    cores = os.cpu_count() or 1
    if (
        len(order) < WORTH_ALL_CORES or cores == 1 or current_process().daemon
    ):  # a daemon may not start others
        return _work_out_here([measure.id for measure in order], account, progress)
    groups = [
        [measure.id for measure in group] for _, group in groupby(order, key=lambda measure: measure.feed)
    ]
    groups.sort(key=len, reverse=True)
    verdicts: list[pa.Table] = []
    done = 0
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        places = (account.folder.root, account.catalogue.folder, account.profile)
        running = {pool.submit(_work_out_elsewhere, *places, group): group for group in groups}
        for finished in as_completed(running):
            verdicts += finished.result()
            done += len(running[finished])
            progress(running[finished][-1], done, len(order))
    return verdicts


@lru_cache(maxsize=1)
def _account_at(root: Path, definitions: Path, profile: str) -> Account:
    return Account(StoreFolder(root), Catalogue(definitions), Geography(definitions), profile)


def _work_out_elsewhere(
    root: Path, definitions: Path, profile: str, measures: Sequence[str]
) -> list[pa.Table]:
    """In another process: the same, from paths alone."""
    return _work_out_here(measures, _account_at(root, definitions, profile), lambda *_: None)


def _work_out_here(measures: Sequence[str], account: Account, progress: Progress) -> list[pa.Table]:
    catalogue = account.catalogue
    rules = Rules(catalogue.packs, catalogue.rebases, catalogue.profiles[account.profile])
    verdicts: list[pa.Table] = []
    with (
        Ledger(account.folder.ledger) as ledger,
        duckdb.connect() as connection,
        account.folder.room() as work,
    ):
        connection.execute("set python_enable_replacements = false")  # tables are named, never guessed
        connection.execute(
            "set threads = 1"
        )  # sums of fractions come out the same to the last bit, whoever adds
        prepared = Preparation(connection, account, ledger, account.geography.membership(ledger.places_met()))
        for number, name in enumerate(measures):
            measure = catalogue.measures[name]
            progress(measure.short, number, len(measures))
            values = prepared.values_of(measure)
            if values is None or not len(values):
                continue
            judged = judge(measure, with_ids(connection, measure, values), rules)
            release_values(connection, account.folder, name, judged.values, work=work)
            if judged.verdicts is not None:
                verdicts.append(judged.verdicts)
    return verdicts


class Preparation:
    """Keeps the tables of feeds at hand, since the measures of a feed follow one another."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, account: Account, ledger: Ledger, membership: Membership
    ) -> None:
        self._connection = connection
        self._account = account
        self._ledger = ledger
        self._membership = membership
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
        if not self._prepare(measure.feed, measure.by, measure.every):
            return None
        return build(self._connection, measure, self._account.catalogue.feeds[measure.feed], populations)

    def _population(self, measure: Measure, denominator: Selection) -> Populations | None:
        key = repr((denominator, measure.levels))  # conditions are mappings, which have no hash
        if key not in self._populations:
            feed = self._account.catalogue.feeds[denominator.feed]
            if not self._prepare(feed.id, feed.grains[0], feed.every):
                return None
            self._populations[key] = populations_of(self._connection, measure, feed)
        return self._populations[key]

    def _prepare(self, feed_id: str, grain: str, every: str) -> bool:
        """Point the tables that compiled measures read at a feed, a grain and a length of period."""
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
            editions = self._ledger.current_editions(feed_id)
            parts = tuple(Part(edition.scope, edition.period, edition.digest) for edition in editions)
            if parts:
                facts_store.attach(self._connection, self._account.folder, feed_id, parts, f"facts_{feed_id}")
            self._parts[feed_id] = parts
        return self._parts[feed_id]
