"""Measure, judge and release: brings what is released up to the facts that stand.

Which measures are behind follows from the ledger alone (takes, definitions, what was released from them), so
that an interrupted run is finished by the next one.
Who may import it: pipeline.flow.
"""

import hashlib
from collections.abc import Collection, Sequence

import duckdb
import pyarrow as pa

from aimwell.domain.measures import Measure, Selection
from aimwell.pipeline.account import Account, Progress, silent
from aimwell.pipeline.judge import Rules, judge
from aimwell.pipeline.measure.build import Populations, build, populations_of
from aimwell.pipeline.measure.engine import prepare_rollup, prepare_spans
from aimwell.pipeline.measure.ids import with_ids
from aimwell.pipeline.measure.membership import Membership
from aimwell.store.aggregate import facts as facts_store
from aimwell.store.aggregate.facts import Part
from aimwell.store.records.ledger import Ledger
from aimwell.store.records.pending import EVERYTHING, fingerprint
from aimwell.store.released.places import release_places
from aimwell.store.released.sources import ReleasedSource, release_sources
from aimwell.store.released.values import release_values, release_verdicts


def freshen(account: Account, only: Collection[str] = (), *, progress: Progress = silent) -> tuple[str, ...]:
    """Work out every measure that is behind its facts or definition; `only` these, when given. Returns their ids."""
    folder = account.folder
    with folder.writing() as work, Ledger(folder.ledger) as ledger:
        states = _states(account, ledger)
        released = ledger.released_states()
        behind = [
            measure
            for measure in account.catalogue.measures.values()
            if measure.id in states
            and states[measure.id] != released.get(measure.id)
            and (not only or measure.id in only)
        ]
        stamp = fingerprint(account.catalogue.folder)
        up_to_date = only or (EVERYTHING,)
        if not behind:
            ledger.record_released({}, up_to_date, definitions=stamp)
            return ()
        release_places(folder, account.geography.released_places(), work=work)
        taken = [ReleasedSource(f.digest, f.file, f.feed, f.taken_at, f.vintage) for f in ledger.files()]
        release_sources(folder, taken, work=work)
        verdicts = _measure_and_judge(behind, account, ledger, progress)
        if verdicts:
            release_verdicts(folder, pa.concat_tables(verdicts), work=work)
        done = {measure.id: states[measure.id] for measure in behind}
        ledger.record_released(done, up_to_date, definitions=stamp)
        return tuple(measure.id for measure in behind)


def _states(account: Account, ledger: Ledger) -> dict[str, str]:
    """For each measure whose feeds have facts, a digest of all that its values follow from."""
    editions: dict[str, hashlib._Hash] = {}
    for edition in ledger.current_editions():
        text = f"{edition.scope}|{edition.period}|{edition.digest};"
        editions.setdefault(edition.feed, hashlib.sha256()).update(text.encode())
    digests = {feed: digest.hexdigest() for feed, digest in editions.items()}
    rules = _rules_digest(account)
    states: dict[str, str] = {}
    for measure in account.catalogue.measures.values():
        feeds = _feeds_of(measure)
        if all(feed in digests for feed in feeds):
            facts = ":".join(digests[feed][:16] for feed in feeds)
            states[measure.id] = f"{measure.definition_hash}:{rules}:{facts}"
    return states


def _rules_digest(account: Account) -> str:
    """Changes with anything beside a measure's own definition that its values or verdicts follow from."""
    digest = hashlib.sha256(account.profile.encode())
    for room in ("geographies", "priorities", "rebases", "standards", "feeds"):
        for path in sorted((account.catalogue.folder / room).rglob("*")):
            if path.is_file() and not path.name.startswith("boundaries"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _feeds_of(measure: Measure) -> tuple[str, ...]:
    other = measure.denominator.feed if measure.denominator else ""
    return (measure.feed, other) if other else (measure.feed,)


def _measure_and_judge(
    measures: Sequence[Measure], account: Account, ledger: Ledger, progress: Progress
) -> list[pa.Table]:
    catalogue = account.catalogue
    rules = Rules(catalogue.packs, catalogue.rebases, catalogue.profiles[account.profile])
    membership = account.geography.membership(ledger.places_met())
    verdicts: list[pa.Table] = []
    order = sorted(measures, key=lambda measure: (measure.feed, measure.by, measure.every, measure.id))
    with duckdb.connect() as connection, account.folder.room() as work:
        connection.execute("set python_enable_replacements = false")  # it looks for pandas at every statement
        prepared = Preparation(connection, account, ledger, membership)
        for number, measure in enumerate(order):
            progress(measure.short, number, len(order))
            values = prepared.values_of(measure)
            if values is None or not len(values):
                continue
            judged = judge(measure, with_ids(connection, measure, values), rules)
            release_values(connection, account.folder, measure.id, judged.values, work=work)
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
            prepare_rollup(self._connection, self._membership.rows((code for (code,) in codes), feed), rollup)
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
