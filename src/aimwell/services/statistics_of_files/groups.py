"""Rows of a long table brought together: by group, by group and band, or by series in order of time.

Everything here works on whole columns; there is no loop over groups or series.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aimwell.domain.problems import Problem, Where
from aimwell.domain.statistics.estimates import Numbers
from aimwell.services.statistics_of_files.table_file import NotInParts, TableFile, quoted

Places = NDArray[np.intp]
Factor = NDArray[Any]

MOST_CELLS_PER_ROW = 64  # a table of groups by bands may have so many cells for each row of the file
FEW_CELLS = 10_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Which rows belong together. Rows are taken in `order` (None: as they come); group i has sizes[i] of them
    from starts[i] on. first: the row of the file in which each group appears first."""

    order: Places | None
    starts: Places
    sizes: Places
    first: Places

    @property
    def count(self) -> int:
        """How many groups there are."""
        return len(self.starts)

    def arranged(self, values: NDArray[Any]) -> NDArray[Any]:
        """A column with the rows of each group beside one another."""
        return values if self.order is None else values[self.order]

    def row_of(self, position: int) -> int:
        """The row of the file behind a position of an arranged column."""
        return int(position if self.order is None else self.order[position])

    def rows(self) -> Places:
        """The row of the file behind every position."""
        return np.arange(self.sizes.sum()) if self.order is None else self.order

    def totals(self, values: Numbers) -> Numbers:
        """The sum of each group; missing if any of it is missing."""
        result: Numbers = np.add.reduceat(self.arranged(values), self.starts)
        return result

    def of_rows(self) -> Places:
        """The group of every position of an arranged column."""
        return np.repeat(np.arange(self.count), self.sizes)


def factor_of(column: Any) -> Factor:
    """Numbers that are equal where the cells of an Arrow column are."""
    encoded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    return np.asarray(encoded.indices.to_numpy(zero_copy_only=False))


def _factor(table: TableFile, column: str) -> Factor:
    whole = table.whole_numbers(column)
    return factor_of(table.carried((column,))[column]) if whole is None else whole


def _codes_of(factors: Sequence[Factor]) -> Places:
    """One code per row for a combination of factors, 0, 1, 2 … in no particular order."""
    codes = np.zeros(len(factors[0]), dtype=np.intp)
    for factor in factors:
        different, places = np.unique(factor, return_inverse=True)
        _, codes = np.unique(codes * len(different) + places, return_inverse=True)
    return codes


def groups_of(table: TableFile, by: Sequence[str]) -> Groups:
    """Groups of rows equal in the columns `by`, in order of first appearance; one group where none is named."""
    asked = tuple(by)
    if asked not in table.grouped:
        table.grouped[asked] = _groups_of(table, asked)
    found: Groups = table.grouped[asked]
    return found


def _groups_of(table: TableFile, by: Sequence[str]) -> Groups:
    factors = [_factor(table, name) for name in by]
    if not factors:
        size = len(table.arrays(["true as row"])[0])
        return Groups(None, np.zeros(1, dtype=np.intp), np.array([size]), np.zeros(1, dtype=np.intp))
    size = len(factors[0])
    changed = np.zeros(size, dtype=np.bool_)
    changed[0] = True
    for factor in factors:
        changed[1:] |= factor[1:] != factor[:-1]
    starts = np.flatnonzero(changed)  # of runs of equal rows, of which a tidy file has one per group
    lengths = np.diff(np.append(starts, size))
    keys = [factor[starts] for factor in factors]
    if len(keys) == 1 and (keys[0][1:] > keys[0][:-1]).all():
        return Groups(None, starts, lengths, starts)
    codes = _codes_of(keys)
    _, appears, back = np.unique(codes, return_index=True, return_inverse=True)
    if len(appears) == len(starts):
        return Groups(None, starts, lengths, starts)
    rank = np.empty(len(appears), dtype=np.intp)
    rank[np.argsort(appears)] = np.arange(len(appears))
    of_row = np.repeat(rank[back], lengths)
    order = np.argsort(of_row, kind="stable")
    sizes = np.bincount(of_row, minlength=len(appears))
    begins = np.cumsum(sizes) - sizes
    return Groups(order, begins, sizes, order[begins])


def each_row(size: int) -> Groups:
    """Every row a group of its own."""
    rows = np.arange(size)
    return Groups(None, rows, np.ones(size, dtype=np.intp), rows)


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """Where each row stands in a table of groups by bands. cell: None when rows fill it in order."""

    groups: Groups
    count: int
    first: Places  # the row of the file in which each band appears first
    cell: Places | None

    def table(self, values: Numbers, *, absent: float = np.nan) -> Numbers:
        """A column as (groups, bands); `absent` where a group has no such band."""
        shape = (self.groups.count, self.count)
        arranged = self.groups.arranged(values)
        if self.cell is None:
            return arranged.reshape(shape)
        cells = np.full(shape, absent)
        cells.reshape(-1)[self.cell] = arranged
        return cells


def bands_of(table: TableFile, groups: Groups, columns: Sequence[str]) -> Bands:
    """The bands of every group. Raises Problem when a group has one twice, or when there are far too many."""
    factors = [groups.arranged(_factor(table, name)) for name in columns]
    width = int(groups.sizes[0])
    regular = (groups.sizes == width).all() and all(
        (factor.reshape(-1, width) == factor[:width]).all() for factor in factors
    )
    codes = _codes_of([factor[:width] for factor in factors] if regular else factors)
    if regular and len(np.unique(codes)) == width:
        first = np.arange(width) if groups.order is None else groups.order[:width]
        if table.part_of is not None:
            table.agree("bands", [table.carried((name,))[name].take(first).to_pylist() for name in columns])
        return Bands(groups, width, first, None)
    if table.part_of is not None:  # another part may have bands that all groups here lack
        raise NotInParts("bands")
    if regular:
        codes = np.tile(codes, groups.count)
    return _scattered(table, groups, columns, codes)


def _scattered(table: TableFile, groups: Groups, columns: Sequence[str], codes: Places) -> Bands:
    _, appears, codes = np.unique(codes, return_index=True, return_inverse=True)
    count = len(appears)
    if groups.count * count > max(FEW_CELLS, MOST_CELLS_PER_ROW * len(codes)):
        raise Problem(
            code="statistics.too-many-bands",
            found=f"There are {count:,} different bands in {groups.count:,} groups, and most groups lack most bands.",
            expected="the same bands, such as age bands, in every group.",
            remedy=f"Check that {' and '.join(columns)} hold bands, and that --by names the groups.",
            where=Where(table.path.name),
        )
    cell = groups.of_rows() * count + codes
    order = np.argsort(cell, kind="stable")
    twice = np.flatnonzero(cell[order][1:] == cell[order][:-1])
    if len(twice):
        position = int(order[twice + 1].min())
        table.refuse(
            groups.row_of(position),
            columns[0],
            code="duplicate-band",
            found="The band '{text}' occurs a second time in its group.",
            expected=f"one row for each combination of the group and {' and '.join(columns)}.",
            remedy="Remove the row, or name with --by or --band every column that tells the two apart.",
        )
    return Bands(groups, count, groups.rows()[appears], cell)


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Some groups of like size as a table (groups, places), padded at the end.

    groups: which they are. positions: of arranged rows, in that shape; None where the table is all rows in order.
    there: False where padded; None where nothing is.
    """

    groups: Places
    shape: tuple[int, int]
    positions: Places | None
    there: NDArray[np.bool_] | None

    def table(self, arranged: NDArray[Any], *, padding: Any = np.nan) -> NDArray[Any]:
        """An arranged column as (groups, places)."""
        if self.positions is None:
            return arranged.reshape(self.shape)
        taken = arranged[self.positions]
        return taken if self.there is None else np.where(self.there, taken, padding)

    def put(self, target: NDArray[Any], values: NDArray[Any]) -> None:
        """Write (groups, places) back to where the rows stand in an arranged column."""
        if self.positions is None:
            target.reshape(self.shape)[:] = values
        elif self.there is None:
            target[self.positions] = values
        else:
            target[self.positions[self.there]] = values[self.there]


def batches_of(groups: Groups) -> Iterator[Batch]:
    """Groups in batches by size, at most twice as long as the shortest of a batch: padding never outgrows the file."""
    everything = np.arange(groups.count)
    if (groups.sizes == groups.sizes[0]).all():
        yield Batch(everything, (groups.count, int(groups.sizes[0])), None, None)
        return
    classes = np.ceil(np.log2(groups.sizes)).astype(np.intp)
    for size_class in np.unique(classes):
        chosen = everything[classes == size_class]
        sizes = groups.sizes[chosen]
        places = np.arange(sizes.max())
        shape = (len(chosen), len(places))
        starts = groups.starts[chosen][:, None]
        if (sizes == len(places)).all():
            yield Batch(chosen, shape, starts + places, None)
            continue
        there = places < sizes[:, None]
        yield Batch(chosen, shape, np.where(there, starts + places, starts), there)


def in_time(table: TableFile, groups: Groups, column: str) -> tuple[Groups, NDArray[Any]]:
    """Groups with their rows in order of time, and the times arranged.

    Times are dates, or whole numbers such as years. Raises Problem for a time that is neither, missing or repeated.
    """
    times = _times(table, column)
    arranged = groups.arranged(times)
    of_row = groups.of_rows()
    inside = of_row[1:] == of_row[:-1]
    if not (arranged[1:] > arranged[:-1])[inside].all():
        order = np.lexsort((arranged, of_row))
        groups = Groups(groups.rows()[order], groups.starts, groups.sizes, groups.first)
        arranged = groups.arranged(times)
        repeated = np.flatnonzero((arranged[1:] == arranged[:-1]) & inside)
        if len(repeated):
            table.refuse(
                groups.row_of(int(repeated[0]) + 1),
                column,
                code="duplicate-date",
                found="The date {text} occurs twice in its series.",
                expected="each date once in a series.",
                remedy="Remove one of the rows, or name with --by every column that tells series apart.",
            )
    return groups, arranged


def _times(table: TableFile, column: str) -> NDArray[Any]:
    cell = quoted(column)
    if "INT" in table.types[column]:
        rows = table.select(f"{cell}::bigint as moment")
    elif table.types[column].startswith(("DATE", "TIMESTAMP")):
        rows = table.select(f"{cell}::timestamp as moment")
    else:
        text = f"trim({cell}::varchar)"
        day = f"coalesce(try_cast({text} as timestamp), try_cast({text} || '-01' as timestamp))"
        day = f"case when isfinite({day}) then {day} end"  # DuckDB reads 'inf' as the end of time
        rows = table.select(f"{day} as moment, try_cast({text} as bigint) as place")
        if rows["moment"].null_count == len(rows) and not rows["place"].null_count:
            rows = table.select(f"try_cast({text} as bigint) as moment")
    moments = rows["moment"]
    if moments.null_count:
        unknown = np.asarray(moments.is_null().to_numpy())
        table.refuse(
            int(np.argmax(unknown)),
            column,
            code="not-a-date",
            found="'{text}' is not a date.",
            expected="a date such as 2025-04-01, a month such as 2025-04, or whole numbers throughout.",
            remedy="Write dates year first.",
        )
    times = np.asarray(moments.to_numpy())
    if times.dtype.kind == "M":
        days = times.astype("datetime64[D]")
        times = days if (days == times).all() else times
    table.agree("kind of time", str(times.dtype))
    return times
