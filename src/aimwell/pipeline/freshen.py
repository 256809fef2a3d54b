"""Measure, judge and release: brings what is released up to the facts that stand.

Which measures are behind follows from the ledger alone (takes, definitions, what was released from them), so
that an interrupted run is finished by the next one.
Who may import it: pipeline.flow.
"""

import hashlib
from collections.abc import Collection
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa

from aimwell.domain.measures import Measure
from aimwell.pipeline.account import Account, Progress, silent
from aimwell.pipeline.complete import complete_for
from aimwell.pipeline.find_peers import find_peers
from aimwell.pipeline.work_out import work_out
from aimwell.store.records.definitions import keep_definition
from aimwell.store.records.ledger import Ledger
from aimwell.store.records.pending import EVERYTHING, fingerprint
from aimwell.store.released.places import release_places
from aimwell.store.released.reading import values_path
from aimwell.store.released.sources import ReleasedSource, release_sources
from aimwell.store.released.values import release_verdicts, retire_measure, withdraw_verdicts


def freshen(account: Account, only: Collection[str] = (), *, progress: Progress = silent) -> tuple[str, ...]:
    """Work out every measure that is behind its facts or definition; `only` these, when given. Returns their ids."""
    folder = account.folder
    with folder.writing() as work, Ledger.to_write(folder.ledger) as ledger:
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
        _retire(account, ledger, released, only, work)
        if not behind:
            ledger.record_released({}, up_to_date, definitions=stamp)
            return ()
        release_places(folder, account.geography.released_places(), work=work)
        taken = [ReleasedSource(f.digest, f.file, f.feed, f.taken_at, f.vintage) for f in ledger.files()]
        release_sources(folder, taken, work=work)
        for measure in behind:
            source = account.catalogue.folder / "measures" / f"{measure.id}.toml"
            keep_definition(folder, measure.definition_hash, source, work=work)
        complete_for(behind, folder, ledger, work=work)
        verdicts = work_out(behind, account, progress)
        if verdicts:
            release_verdicts(folder, pa.concat_tables(verdicts), work=work)
        find_peers(account, work=work)
        done = {measure.id: states[measure.id] for measure in behind}
        ledger.record_released(done, up_to_date, definitions=stamp)
        return tuple(measure.id for measure in behind)


def _retire(
    account: Account, ledger: Ledger, released: Collection[str], only: Collection[str], work: Path
) -> None:
    """Take what is no longer declared out of the release; its numbers can still be explained."""
    gone = [
        measure
        for measure in released
        if measure not in account.catalogue.measures and (not only or measure in only)
    ]
    for measure in gone:
        if values_path(account.folder, measure).exists():
            retire_measure(account.folder, measure, before=ledger.released_as_of(measure), work=work)
    if gone:
        withdraw_verdicts(account.folder, gone, work=work)
        ledger.forget_released(gone)


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
    digest = hashlib.sha256(f"{account.profile}|{version('aimwell')}".encode())
    for room in ("geographies", "priorities", "rebases", "standards", "feeds"):
        for path in sorted((account.catalogue.folder / room).rglob("*")):
            if path.is_file() and not path.name.startswith("boundaries"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _feeds_of(measure: Measure) -> tuple[str, ...]:
    other = measure.denominator.feed if measure.denominator else ""
    return (measure.feed, other) if other else (measure.feed,)
