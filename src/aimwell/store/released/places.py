"""The places of a release: enough of the register to read values by code, name and footprint."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from aimwell.store.folder import StoreFolder, move_into_place
from aimwell.store.released.reading import places_path


@dataclass(frozen=True, slots=True)
class ReleasedPlace:
    """A place as readers meet it. `id` is unique; `code` is what they know it by."""

    id: str
    code: str  # ODS code, or the ONS code where there is none
    ons: str
    kind: str
    name: str
    valid_from: date | None
    valid_to: date | None
    footprints: str  # dates of the footprints it is part of, separated by spaces; '' where it has none
    region: str


def release_places(folder: StoreFolder, places: Sequence[ReleasedPlace], *, work: Path) -> None:
    """Replace the released places."""
    names = [field.name for field in fields(ReleasedPlace)]
    rows = [astuple(place) for place in places]
    table = pa.table({name: [row[number] for row in rows] for number, name in enumerate(names)})
    fresh = work / "places.parquet"
    pq.write_table(table, fresh, compression="zstd")
    move_into_place(fresh, places_path(folder))
