"""Reads a release into arrays, once: values by measure, verdicts, places and files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from aimwell.domain.values import EVERYONE
from aimwell.store.folder import StoreFolder
from aimwell.store.released.places import ReleasedPlace
from aimwell.store.released.promises import SystemPromises, promises_version, read_promises
from aimwell.store.released.reading import figures_version as figures_version
from aimwell.store.released.reading import (
    peers_path,
    places_path,
    released_measures,
    sources_path,
    values_path,
    verdicts_path,
)
from aimwell.store.released.sources import ReleasedSource

KEYS = ("level", "place_id", "breakdown")
CODED = (*KEYS, "measure", "period", "unit", "status", "source_digest", "source_sheet", "definition")


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """The values of one measure × place × group in time order; one entry per period, None where there is none."""

    measure: str
    level: str
    place: str
    breakdown: str
    columns: "Columns"
    start: int
    stop: int

    def column(self, name: str) -> list[Any]:
        """One column of the series as a list; None throughout where the release has no such column."""
        return self.columns.cells(name)[self.start : self.stop]

    def last(self, name: str) -> Any:
        """The newest cell of one column."""
        return self.columns.cells(name)[self.stop - 1]

    def newest(self, count: int) -> "Series":
        """The last periods of the series."""
        return replace(self, start=max(self.start, self.stop - count))

    def __len__(self) -> int:
        return self.stop - self.start


class Columns:
    """The columns of a table as lists, each made when it is first asked for: lists are quickest to cut."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self._cells: dict[str, list[Any]] = {}

    def cells(self, name: str) -> list[Any]:
        """A whole column."""
        if name not in self._cells:
            self._cells[name] = self._listed(name)
        return self._cells[name]

    def _listed(self, name: str) -> list[Any]:
        if name not in self._table.column_names or not self._table.num_rows:
            return [None] * self._table.num_rows
        column = self._table[name].chunk(0)
        if pa.types.is_dictionary(column.type):
            words = [*column.dictionary.to_pylist(), None]
            codes = column.indices.fill_null(len(words) - 1).to_numpy(zero_copy_only=False)
            return [words[code] for code in codes.tolist()]
        if pa.types.is_floating(column.type):
            numbers = column.to_numpy(zero_copy_only=False)
            cells: list[Any] = numbers.tolist()
            for gap in np.flatnonzero(np.isnan(numbers)).tolist():
                cells[gap] = None
            return cells
        found: list[Any] = column.to_pylist()
        return found


class MeasureValues:
    """All released values of one measure, found by level, place and group without a search."""

    def __init__(self, measure: str, table: pa.Table) -> None:
        self.measure = measure
        self._columns = Columns(table)
        self._spans = _spans(table)
        self._groups: dict[tuple[str, str], list[str]] = {}
        for level, place, breakdown in self._spans:
            self._groups.setdefault((level, place), []).append(breakdown)

    def series(self, level: str, place: str, breakdown: str = EVERYONE) -> Series | None:
        """One series; None where the release has none."""
        span = self._spans.get((level, place, breakdown))
        if span is None:
            return None
        return Series(self.measure, level, place, breakdown, self._columns, span.start, span.stop)

    def groups(self, level: str, place: str) -> Sequence[str]:
        """The groups that a place's values are broken down by, without everyone."""
        return [group for group in self._groups.get((level, place), ()) if group != EVERYONE]

    def all_groups(self, level: str) -> Iterator[tuple[str, str]]:
        """Every place of a level with every group that it has values for."""
        return ((place, group) for kind, place, group in self._spans if kind == level and group != EVERYONE)

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """The kinds of place that have values."""
        return tuple(dict.fromkeys(level for level, _ in self._groups))

    def places(self, level: str) -> list[str]:
        """The places of a level that have values for everyone."""
        return [
            place for (kind, place), groups in self._groups.items() if kind == level and EVERYONE in groups
        ]

    def places_in_groups(self, level: str) -> list[str]:
        """The places of a level that have values for some group."""
        return [
            place for (kind, place), groups in self._groups.items() if kind == level and groups != [EVERYONE]
        ]


def _spans(table: pa.Table) -> dict[tuple[str, str, str], slice]:
    """Where each series lies; the release is sorted, so every series is one stretch of rows."""
    if not table.num_rows:
        return {}
    coded = [table[name].chunk(0) for name in KEYS]
    codes = [column.indices.to_numpy(zero_copy_only=False) for column in coded]
    changed = np.flatnonzero(np.logical_or.reduce([np.diff(column) != 0 for column in codes])) + 1
    edges = [0, *changed.tolist(), table.num_rows]
    words = [column.dictionary.to_pylist() for column in coded]
    return {
        (words[0][codes[0][start]], words[1][codes[1][start]], words[2][codes[2][start]]): slice(start, stop)
        for start, stop in pairwise(edges)
    }


@dataclass(frozen=True, slots=True)
class ReleasedVerdict:
    """One row of the verdicts, as released: words of domain.verdicts."""

    measure: str
    level: str
    place_id: str
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    unit: str
    status: str
    points: int
    change: str
    prospect: str
    target: float | None
    target_from: str
    comparison: str
    england: float | None
    profile: str
    value_id: str
    gap_breakdown: str | None
    gap_worst: str | None
    gap_best: str | None
    gap_worst_value: float | None
    gap_best_value: float | None
    gap_beyond_chance: bool | None


class Release:
    """What a store has released. `version` changes whenever any released file does."""

    def __init__(self, folder: StoreFolder, before: "Release | None" = None) -> None:
        """before: an older release of the same store; what it has read is kept where its figures still stand."""
        self.folder = folder
        self.version = release_version(folder)
        self.figures = figures_version(folder)
        same = before is not None and before.figures == self.figures
        self._values: dict[str, MeasureValues] = before._values if before and same else {}

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """Ids of the measures that have values."""
        return released_measures(self.folder)

    def values(self, measure: str) -> MeasureValues | None:
        """A measure's values; None where it has none. Read when first asked for, then kept."""
        if measure not in self._values:
            if measure not in self.measures:
                return None
            self._values[measure] = MeasureValues(measure, _read_values(values_path(self.folder, measure)))
        return self._values[measure]

    @cached_property
    def places(self) -> Mapping[str, ReleasedPlace]:
        """Places by id."""
        return {row["id"]: ReleasedPlace(**row) for row in _rows(places_path(self.folder))}

    @cached_property
    def sources(self) -> Mapping[str, ReleasedSource]:
        """Files by digest, newest first."""
        rows = sorted(_rows(sources_path(self.folder)), key=lambda row: row["taken_at"], reverse=True)
        return {row["digest"]: ReleasedSource(**row) for row in rows}

    @cached_property
    def promises(self) -> Mapping[str, SystemPromises]:
        """What systems have published of their promises, by the id of the system's place."""
        return {each.place or each.code: each for each in read_promises(self.folder).values()}

    @cached_property
    def peers(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The systems most like each, nearest first, by footprint and place."""
        path = peers_path(self.folder)
        found: dict[tuple[str, str], list[str]] = {}
        for row in sorted(_rows(path), key=lambda row: row["rank"]) if path.is_file() else ():
            found.setdefault((row["footprint"], row["place_id"]), []).append(row["peer_id"])
        return {key: tuple(peers) for key, peers in found.items()}

    @cached_property
    def profile(self) -> str:
        """The chart rules that its verdicts rest on; '' where there are no verdicts."""
        path = verdicts_path(self.folder)
        if not path.is_file():
            return ""
        used = pq.read_table(path, columns=["profile"])["profile"].unique().to_pylist()
        return str(used[0]) if used else ""

    @cached_property
    def _verdicts(self) -> Mapping[tuple[str, str], Mapping[str, ReleasedVerdict]]:
        found: dict[tuple[str, str], dict[str, ReleasedVerdict]] = {}
        path = verdicts_path(self.folder)
        if not path.is_file():
            return found
        names = ReleasedVerdict.__slots__
        columns = pq.read_table(path, columns=list(names)).to_pydict()
        for row in zip(*(columns[name] for name in names), strict=True):
            verdict = ReleasedVerdict(*row)
            found.setdefault((verdict.measure, verdict.level), {})[verdict.place_id] = verdict
        return found

    def verdicts(self, measure: str, level: str) -> Mapping[str, ReleasedVerdict]:
        """The verdicts of a measure for one kind of place, by place."""
        return self._verdicts.get((measure, level), {})


def release_version(folder: StoreFolder) -> str:
    """A short text that differs after any released file was replaced, figures or promises."""
    return sha256(f"{figures_version(folder)} {promises_version(folder)}".encode()).hexdigest()[:16]


def _read_values(path: Path) -> pa.Table:
    table = pq.read_table(path, read_dictionary=list(CODED)).unify_dictionaries().combine_chunks()
    for name in KEYS:  # a file without rows, or an older one, may hold plain text
        if not pa.types.is_dictionary(table.schema.field(name).type):
            at = table.schema.get_field_index(name)
            table = table.set_column(at, name, table[name].dictionary_encode())
    return table.combine_chunks()


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if path.is_file():
        yield from pq.read_table(path).to_pylist()
