"""The similar systems of a release: one row for each place, footprint and peer."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from aimwell.store.folder import StoreFolder, move_into_place
from aimwell.store.released.reading import peers_path


@dataclass(frozen=True, slots=True)
class Peer:
    """That `peer` is the `rank`-th most like `place` among the systems of a footprint (its first day)."""

    footprint: str
    place_id: str
    rank: int
    peer_id: str


def release_peers(folder: StoreFolder, peers: Sequence[Peer], *, work: Path) -> None:
    """Replace the released peers."""
    rows = [astuple(peer) for peer in peers]
    types = (pa.string(), pa.string(), pa.int32(), pa.string())
    table = pa.table(
        {
            field.name: pa.array([row[number] for row in rows], kind)
            for number, (field, kind) in enumerate(zip(fields(Peer), types, strict=True))
        }
    )
    fresh = work / "peers.parquet"
    pq.write_table(table, fresh, compression="zstd")
    move_into_place(fresh, peers_path(folder))
