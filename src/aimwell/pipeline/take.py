"""Receive, check and keep: files become facts that stand, each with its receipt.

A take is safe at any moment: facts are put in place first, then one transaction of the ledger says that
they stand, and which measures have to be worked out again.
Who may import it: pipeline.flow.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from aimwell.domain.problems import Problem, Severity, Where
from aimwell.domain.receipts import Receipt
from aimwell.gateways.document import digest_of
from aimwell.gateways.reading import Gateway
from aimwell.gateways.register import Gateways
from aimwell.pipeline.account import Account, Progress, silent
from aimwell.pipeline.check import may_be_new
from aimwell.pipeline.complete import read_for_now, read_whole
from aimwell.pipeline.receipt_text import as_json
from aimwell.pipeline.receive import Received, receive, refused
from aimwell.store.aggregate import facts as facts_store
from aimwell.store.folder import StoreFolder, keep_original
from aimwell.store.records.ledger import Edition, Ledger


def take(
    paths: Sequence[Path], account: Account, *, now: datetime, progress: Progress = silent
) -> list[Receipt]:
    """Take files into a store. One receipt a document; a bad file never stops the others."""
    folder = account.folder.create()
    known = Gateways()
    with folder.writing() as work, Ledger.to_write(folder.ledger) as ledger:
        receipts: list[Receipt] = []
        for number, path in enumerate(paths):
            progress(path.name, number, len(paths))
            try:
                room = work / str(number)
                room.mkdir()
                receipts += _take_one(path, account, known, ledger, room, now)
            except Exception as error:  # noqa: BLE001 - what befalls one file never stops the others
                receipts.append(refused(path.name, "", "", error).receipt)
        return receipts


def _take_one(
    path: Path, account: Account, known: Iterable[Gateway], ledger: Ledger, room: Path, now: datetime
) -> list[Receipt]:
    digest = digest_of(path) if path.is_file() else ""
    if ledger.holds(digest):
        return [_already_held(path, digest, ledger)]
    met = {place.code for place in ledger.places_met()}
    found = receive(
        path,
        feed_of=account.catalogue.feed,
        gateways=known,
        knows_place=lambda code: code in met or account.geography.knows(code),
        scratch=room,
        # Values may have been worked out from what a bundle brought of it: nothing of that may be missing afterwards.
        read=read_whole if ledger.bundle_of(digest) else read_for_now,
    )
    return [_keep(result, path, account.folder, ledger, room, now) for result in found]


def _keep(
    received: Received, path: Path, folder: StoreFolder, ledger: Ledger, room: Path, now: datetime
) -> Receipt:
    """Put what was received in its place, then say in the ledger that it stands."""
    receipt = received.receipt
    if received.reading is None:
        return receipt
    if ledger.holds(receipt.digest):
        return replace(receipt, already_held=True)
    keep_original(path, folder.originals / f"{digest_of(path)}{path.suffix}", work=room)
    facts_store.keep(folder, receipt.recognised_as, receipt.digest, received.reading.facts)
    editions = [
        Edition(receipt.recognised_as, part.scope, part.period, part.digest) for part in received.parts
    ]
    above = ledger.standing_above(editions, receipt.vintage)
    told = (_earlier_edition(receipt, file, periods) for file, periods in above.items())
    receipt = replace(receipt, problems=(*receipt.problems, *told))
    met = [place for place in received.reading.places_met if may_be_new(place.code)]
    replaced = ledger.record(receipt, editions, met, taken_at=now, text=json.dumps(as_json(receipt)))
    return replace(receipt, supersedes=replaced)


def _earlier_edition(receipt: Receipt, file: str, periods: Sequence[str]) -> Problem:
    """Kept, and not shown: which of two editions is the later one follows from what they say of themselves."""
    day = receipt.vintage.published
    said = f"says that it was published on {day}" if day else "does not say when it was published"
    span = periods[0] if len(periods) == 1 else f"{len(periods)} periods, {periods[0]} to {periods[-1]}"
    return Problem(
        code="edition.not-the-latest",
        found=f"The file {said}, and {file} says of itself that it is a later edition. For {span} its figures go on standing.",
        expected="A later or revised edition, to take the place of one that was taken before.",
        remedy=f"None, if {file} is the later one. If it is not, take this file into a store without it.",
        where=Where(receipt.file),
        severity=Severity.WARNS,
    )


def _already_held(path: Path, digest: str, ledger: Ledger) -> Receipt:
    """The receipt of a file that was taken before, as it was given then."""
    then = ledger.receipt_of(digest)
    return Receipt(
        file=path.name,
        digest=digest,
        recognised_as=then.recognised_as,
        periods=then.periods,
        rows_read=then.rows_read,
        rows_kept=then.rows_kept,
        rows_set_aside=then.rows_set_aside,
        rows_refused=then.rows_refused,
        taken=True,
        already_held=True,
    )
