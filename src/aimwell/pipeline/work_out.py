"""Works out measures: values from facts, verdicts from values, both released; on one core or on all.

Who may import it: pipeline.freshen.
"""

import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import lru_cache
from itertools import groupby
from multiprocessing import current_process, get_context
from pathlib import Path

import duckdb
import pyarrow as pa

from aimwell.catalogue.everything import Catalogue
from aimwell.domain.measures import Measure
from aimwell.pipeline.account import Account, Progress
from aimwell.pipeline.geography import Geography
from aimwell.pipeline.judge import Rules, judge
from aimwell.pipeline.measure.ids import with_ids
from aimwell.pipeline.preparation import Preparation
from aimwell.store.folder import StoreFolder
from aimwell.store.records.ledger import Ledger
from aimwell.store.released.values import release_values

WORTH_ALL_CORES = 30  # measures; for fewer, starting another process takes longer than it saves
SECONDS_BETWEEN_LOOKS = 0.1


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
    spawn = get_context("spawn")
    with ProcessPoolExecutor(cores, spawn, initializer=_end_with_parent, initargs=(os.getpid(),)) as pool:
        places = (account.folder.root, account.catalogue.folder, account.profile)
        running = {pool.submit(_work_out_elsewhere, *places, group): group for group in groups}
        for finished in as_completed(running):
            verdicts += finished.result()
            done += len(running[finished])
            progress(running[finished][-1], done, len(order))
    return verdicts


def _end_with_parent(parent: int) -> None:
    """In another process: stop soon after whoever holds the store's lock is gone, since another may then write."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


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
        Ledger.to_read(account.folder.ledger) as ledger,
        duckdb.connect() as connection,
        account.folder.room() as work,
    ):
        connection.execute("set python_enable_replacements = false")  # tables are named, never guessed
        connection.execute(
            "set threads = 1"
        )  # sums of fractions come out the same to the last bit, whoever adds
        membership = account.geography.membership(ledger.places_met())
        prepared = Preparation(connection, account, membership, ledger.current_editions)
        for number, name in enumerate(measures):
            measure = catalogue.measures[name]
            progress(measure.short, number, len(measures))
            values = prepared.values_of(measure)
            if values is None or not len(values):
                continue
            judged = judge(measure, with_ids(connection, measure, values), rules)
            before = ledger.released_as_of(name)
            release_values(connection, account.folder, name, judged.values, before=before, work=work)
            if judged.verdicts is not None:
                verdicts.append(judged.verdicts)
    return verdicts
