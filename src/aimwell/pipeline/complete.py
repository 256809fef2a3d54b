"""Adds to facts what a take left for later, from the original that is kept, when something first reads it.

Facts that have it are put in the place of those that have not, in one step; no other figure of them changes.
Who may import it: pipeline.freshen, pipeline.receive, pipeline.bundle.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.gateways.document import Document, open_documents
from aimwell.gateways.reading import Gateway, LeavesForLater, Reading
from aimwell.gateways.register import leaves_for_later
from aimwell.store.aggregate import facts as facts_store
from aimwell.store.folder import StoreFolder, original_of
from aimwell.store.records.ledger import Ledger

if TYPE_CHECKING:
    from aimwell.domain.measures import Measure


def read_for_now(gateway: Gateway, document: Document, feed: Feed, scratch: Path) -> Reading:
    """What a gateway reads at once."""
    return gateway.read(document, feed, scratch=scratch)


def read_whole(gateway: Gateway, document: Document, feed: Feed, scratch: Path) -> Reading:
    """All that a gateway can read of a document, for one that cannot be found again by its digest."""
    reading = gateway.read(document, feed, scratch=scratch)
    if not isinstance(gateway, LeavesForLater):
        return reading
    return replace(reading, facts=gateway.complete(document, reading.facts, scratch=scratch))


def complete_for(measures: "Iterable[Measure]", folder: StoreFolder, ledger: Ledger, *, work: Path) -> None:
    """Complete the facts that stand, of each feed of which some measure reads what was left for later."""
    for feed, columns in _read_by(measures).items():
        later = leaves_for_later(feed)
        if later and columns & set(later.LATER):
            complete_feed(feed, folder, ledger, work=work)


def complete_feed(feed: str, folder: StoreFolder, ledger: Ledger, *, work: Path) -> None:
    """Complete the facts of a feed that stand."""
    later = leaves_for_later(feed)
    if later is None:
        return
    for digest in sorted({edition.digest for edition in ledger.current_editions(feed)}):
        if facts_store.lacks(folder, feed, digest, later.LATER):
            room = Path(tempfile.mkdtemp(dir=work))
            document = _original(folder, digest, room)
            facts = later.complete(document, facts_store.path_of(folder, feed, digest), scratch=room)
            facts_store.keep(folder, feed, digest, facts)
            document.path.unlink(missing_ok=True)  # unpacked, a month is 84 MB, and there may be many


def _read_by(measures: "Iterable[Measure]") -> Mapping[str, set[str]]:
    """By feed, the columns that measures add up."""
    columns: dict[str, set[str]] = defaultdict(set)
    for measure in measures:
        for selection in filter(None, (measure.numerator, measure.denominator)):
            columns[selection.feed or measure.feed].update(selection.columns, selection.minus)
    return columns


def _original(folder: StoreFolder, digest: str, room: Path) -> Document:
    path = original_of(folder, digest)
    found = open_documents(path, scratch=room) if path else []
    document = next((document for document in found if document.digest == digest), None)
    if document is None:
        raise Problem(
            code="store.original-missing",
            found="A file that was taken is no longer among the originals of the store.",
            expected="The file as it was taken, in records/originals.",
            remedy="Take the file again into a new store.",
            where=Where(digest),
        )
    return document
