"""The files that released values rest on: name, digest, feed and when it was taken."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from aimwell.store.folder import StoreFolder, move_into_place
from aimwell.store.released.reading import sources_path


@dataclass(frozen=True, slots=True)
class ReleasedSource:
    """One file that was taken. vintage: as receipts say it, '' where the file does not."""

    digest: str
    file: str
    feed: str
    taken_at: str
    vintage: str


def release_sources(folder: StoreFolder, sources: Sequence[ReleasedSource], *, work: Path) -> None:
    """Replace the released list of files."""
    rows = [astuple(source) for source in sources]
    names = [field.name for field in fields(ReleasedSource)]
    table = pa.table({name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(names)})
    fresh = work / "sources.parquet"
    pq.write_table(table, fresh, compression="zstd")
    move_into_place(fresh, sources_path(folder))
