"""The order of the steps: receive, check, keep, measure, judge, release. Nothing else knows it.

A take is safe at any moment: facts are put in place first, the ledger says that they stand in one
transaction, and values follow; readers see the old values or the new ones, and `freshen` finishes what an
interrupted take left behind.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from aimwell.catalogue.everything import Catalogue
from aimwell.domain.measures import Measure
from aimwell.domain.receipts import Receipt
from aimwell.gateways.document import digest_of
from aimwell.gateways.register import gateways
from aimwell.pipeline.check import may_be_new
from aimwell.pipeline.geography import Geography
from aimwell.pipeline.judge import judge
from aimwell.pipeline.measure.build import Populations, build, populations_of
from aimwell.pipeline.measure.engine import prepare_rollup, prepare_spans
from aimwell.pipeline.measure.membership import Membership
from aimwell.pipeline.receipt_text import as_json
from aimwell.pipeline.receive import Received, receive
from aimwell.store.aggregate import facts as facts_store
from aimwell.store.aggregate.facts import Part
from aimwell.store.folder import StoreFolder, keep_original
from aimwell.store.records.ledger import Edition, Ledger
from aimwell.store.released.places import release_places
from aimwell.store.released.sources import ReleasedSource, release_sources
from aimwell.store.released.values import release_values, release_verdicts

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


def silent(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Account:
    """A store with the definitions that it is read by."""

    folder: StoreFolder
    catalogue: Catalogue
    geography: Geography
    profile: str = "mdc-excel"


def take(
    paths: Sequence[Path], account: Account, *, now: datetime, progress: Progress = silent
) -> list[Receipt]:
    """Take files into a store. One receipt a document; a bad file never stops the others."""
    _ = account.catalogue.measures  # a fault in a definition is told before anything is kept
    folder = account.folder.create()
    known = gateways()
    receipts: list[Receipt] = []
    with folder.writing() as work, Ledger(folder.ledger) as ledger:
        membership = account.geography.membership(ledger.places_met())
        for number, path in enumerate(paths):
            progress(path.name, number, len(paths))
            if path.is_file() and ledger.holds(digest := digest_of(path)):
                receipts.append(_already_held(path, digest, ledger))
                continue
            room = work / str(number)
            room.mkdir()
            found = receive(
                path, feeds=account.catalogue.feeds, gateways=known, knows_place=membership.knows, scratch=room
            )
            receipts += [_keep(result, path, folder, ledger, now=now) for result in found]
    freshen(account, {receipt.recognised_as for receipt in receipts if receipt.taken}, progress=progress)
    return receipts


def freshen(account: Account, feeds: Iterable[str] | None = None, *, progress: Progress = silent) -> None:
    """Bring released values up to the facts that stand: of some feeds, or of all."""
    folder = account.folder
    with folder.writing() as work, Ledger(folder.ledger) as ledger:
        wanted = {edition.feed for edition in ledger.current_editions()} if feeds is None else set(feeds)
        measures = [m for m in account.catalogue.measures.values() if wanted & _feeds_of(m)]
        release_places(folder, account.geography.released_places(), work=work)
        taken = [ReleasedSource(f.digest, f.file, f.feed, f.taken_at, f.vintage) for f in ledger.files()]
        release_sources(folder, taken, work=work)
        if not measures:
            return
        membership = account.geography.membership(ledger.places_met())
        verdicts = _measure_and_judge(measures, account, ledger, membership, work, progress)
        if verdicts:
            release_verdicts(folder, pa.concat_tables(verdicts), work=work)


def _measure_and_judge(
    measures: Sequence[Measure],
    account: Account,
    ledger: Ledger,
    membership: Membership,
    work: Path,
    progress: Progress,
) -> list[pa.Table]:
    profile = account.catalogue.profiles[account.profile]
    verdicts: list[pa.Table] = []
    order = sorted(measures, key=lambda measure: (measure.feed, measure.every, measure.id))
    with duckdb.connect() as connection:
        prepared = Preparation(connection, account, ledger, membership)
        for number, measure in enumerate(order):
            progress(measure.short, number, len(order))
            values = prepared.values_of(measure)
            if values is None or not len(values):
                continue
            judged = judge(measure, values, account.catalogue.packs, profile)
            release_values(account.folder, measure.id, measure.definition_hash, judged.values, work=work)
            verdicts.append(judged.verdicts)
    return verdicts


class Preparation:
    """Keeps the tables of one feed at hand, since the measures of a feed follow one another."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, account: Account, ledger: Ledger, membership: Membership
    ) -> None:
        self._connection = connection
        self._account = account
        self._ledger = ledger
        self._membership = membership
        self._ready: tuple[str, str, str] | None = None

    def values_of(self, measure: Measure) -> pa.Table | None:
        """The measure's values; None where its feed has no facts yet."""
        populations: Populations | None = None
        feed = self._account.catalogue.feeds[measure.feed]
        other = measure.denominator.feed if measure.denominator else ""
        if other:
            population_feed = self._account.catalogue.feeds[other]
            if not self._prepare(other, population_feed.grains[0], population_feed.every):
                return None
            populations = populations_of(self._connection, measure, population_feed)
        if not self._prepare(measure.feed, measure.by, measure.every):
            return None
        return build(self._connection, measure, feed, populations)

    def _prepare(self, feed_id: str, grain: str, every: str) -> bool:
        if self._ready == (feed_id, grain, every):
            return True
        editions = self._ledger.current_editions(feed_id)
        if not editions:
            return False
        parts = [Part(edition.scope, edition.period, edition.digest) for edition in editions]
        facts_store.attach(self._connection, self._account.folder, feed_id, parts, "facts")
        prepare_spans(self._connection, [part.period for part in parts], every)
        codes = self._connection.execute(
            f'select distinct "{grain}" from facts where "{grain}" is not null and grain = ?', [grain]
        ).fetchall()
        feed = self._account.catalogue.feeds[feed_id]
        prepare_rollup(self._connection, self._membership.rows((code for (code,) in codes), feed))
        self._ready = (feed_id, grain, every)
        return True


def _feeds_of(measure: Measure) -> set[str]:
    return {measure.feed, measure.denominator.feed if measure.denominator else ""} - {""}


def _keep(received: Received, path: Path, folder: StoreFolder, ledger: Ledger, *, now: datetime) -> Receipt:
    """Put what was received in its place, then say in the ledger that it stands."""
    receipt = received.receipt
    if received.reading is None:
        return receipt
    if ledger.holds(receipt.digest):
        return replace(receipt, already_held=True)
    keep_original(path, folder.originals / f"{digest_of(path)}{path.suffix}")
    facts_store.keep(folder, receipt.recognised_as, receipt.digest, received.reading.facts)
    editions = [Edition(receipt.recognised_as, part.scope, part.period, part.digest) for part in received.parts]
    met = [place for place in received.reading.places_met if may_be_new(place.code)]
    replaced = ledger.record(receipt, editions, met, taken_at=now, text=json.dumps(as_json(receipt)))
    return replace(receipt, supersedes=replaced)


def _already_held(path: Path, digest: str, ledger: Ledger) -> Receipt:
    """The receipt of a file that was taken before, as it was given then."""
    then = next((text for text in ledger.receipts() if text["digest"] == digest), {})
    return Receipt(
        file=path.name,
        digest=digest,
        recognised_as=str(then.get("recognised_as", "")),
        periods=tuple(then.get("periods", ())),
        rows_read=int(then.get("rows_read", 0)),
        rows_kept=int(then.get("rows_kept", 0)),
        rows_refused=int(then.get("rows_refused", 0)),
        taken=True,
        already_held=True,
    )
