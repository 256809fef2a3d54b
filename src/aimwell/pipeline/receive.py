"""The first step: a file becomes facts, or a receipt that says why not.

Who may import it: pipeline.flow.
"""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Problems, Severity, Where
from aimwell.domain.receipts import Receipt
from aimwell.gateways.document import Document, digest_of, open_documents
from aimwell.gateways.reading import Gateway, Reading
from aimwell.gateways.register import recognise
from aimwell.pipeline.check import check_reading
from aimwell.pipeline.complete import read_for_now, read_whole
from aimwell.pipeline.failures import failure_of
from aimwell.pipeline.repeated import count_once
from aimwell.store.aggregate.facts import Part, parts_of

Read = Callable[[Gateway, Document, Feed, Path], Reading]


@dataclass(frozen=True, slots=True)
class Received:
    """The facts of one document, still in scratch, and its receipt; no reading where it was refused."""

    receipt: Receipt
    parts: tuple[Part, ...] = ()
    reading: Reading | None = None


def receive(
    path: Path,
    *,
    feed_of: Callable[[str], Feed],
    gateways: Iterable[Gateway],
    knows_place: Callable[[str], bool],
    scratch: Path,
    read: Read = read_for_now,
) -> list[Received]:
    """Read a file: one result for each document in it. Never raises for what is wrong with the file.

    read: how much of it; one document of several is always read whole, since it is not kept by itself.
    """
    opened = scratch / "opened"
    opened.mkdir()
    digest = ""
    try:
        _require_file(path)
        digest = digest_of(path) if path.is_file() else ""
        documents = open_documents(path, scratch=opened)
    except Exception as error:  # noqa: BLE001 - a file that nobody foresaw never stops the others
        return [refused(path.name, digest, "", error)]
    results = []
    for number, document in enumerate(documents):
        room = scratch / f"facts-{number}"
        room.mkdir()
        how = read if document.digest == digest else read_whole
        results.append(_receive_one(document, feed_of, gateways, knows_place, how, room))
    shutil.rmtree(opened, ignore_errors=True)
    return _without_companions(results)


def _require_file(path: Path) -> None:
    if path.is_dir():
        raise Problem(
            code="file.is-a-folder",
            found=f"{path.name} is a folder.",
            expected="Files to take.",
            remedy="Name the files in it, for example with an asterisk at the end of the folder's path.",
            where=Where(path.name),
        )


def _receive_one(
    document: Document,
    feed_of: Callable[[str], Feed],
    gateways: Iterable[Gateway],
    knows_place: Callable[[str], bool],
    read: Read,
    room: Path,
) -> Received:
    feed_id = ""
    try:
        found = recognise(document, gateways)
        feed_id = found.recognition.feed
        feed = feed_of(feed_id)
        reading = read(found.gateway, document, feed, room)
        check_reading(reading, feed, document.name, knows_place)
        repeated = count_once(reading.facts, feed, document.name)
        parts = parts_of(reading.facts, document.digest)
    except Exception as error:  # noqa: BLE001 - a file that nobody foresaw never stops the others
        return refused(document.name, document.digest, feed_id, error)
    receipt = Receipt(
        file=document.name,
        digest=document.digest,
        recognised_as=feed_id,
        periods=tuple(dict.fromkeys(part.period for part in parts)),
        vintage=reading.vintage,
        rows_read=reading.rows_read,
        rows_kept=reading.rows_kept,
        rows_set_aside=reading.rows_set_aside,
        rows_refused=len(reading.refused),
        reconciliations=reading.reconciliations,
        problems=(
            *(problem.in_file(document.name) for problem in reading.refused),
            *_unreconciled(reading, document),
            *([repeated] if repeated else []),
        ),
        taken=True,
    )
    return Received(receipt, parts, reading)


def refused(name: str, digest: str, feed: str, error: Exception) -> Received:
    """What is said of a document that an error stands in the way of."""
    match error:
        case Problems():
            problems = error.problems
        case Problem():
            problems = (error,)
        case _:
            problems = (failure_of(error, name),)
    told = tuple(problem if problem.where.file else problem.in_file(name) for problem in problems)
    return Received(Receipt(file=name, digest=digest, recognised_as=feed, problems=told))


def _unreconciled(reading: Reading, document: Document) -> list[Problem]:
    return [
        Problem(
            code="totals.do-not-reconcile",
            found=f"For {each.what}, the file says {each.stated:,.0f} and its rows add up to {each.summed:,.0f}.",
            expected="Rows that add up to the file's own total.",
            remedy="Look for a revised edition; until then the figures are kept as published.",
            where=Where(document.name),
            severity=Severity.WARNS,
        )
        for each in reading.reconciliations
        if not each.agrees
    ]


def _without_companions(results: list[Received]) -> list[Received]:
    """In an archive with tables we know, a read-me or lookup beside them is passed over."""
    known = [result for result in results if result.reading or result.receipt.recognised_as]
    if not known or len(results) == len(known):
        return results
    return known
