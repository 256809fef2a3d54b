"""Series of a file in order of time, and the dated decisions to rebase them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aimwell.domain.problems import Problem, Where
from aimwell.domain.statistics.estimates import Numbers
from aimwell.services.statistics_of_files.checked_numbers import counts_of, numbers_of
from aimwell.services.statistics_of_files.groups import Groups, factor_of, groups_of, in_time
from aimwell.services.statistics_of_files.table_file import TableFile, open_table, quoted

USUAL_DATES = ("date", "x", "month", "period", "period_start")
REBASE_COLUMNS = ("date", "reason", "by")


@dataclass(frozen=True, slots=True)
class SeriesColumns:
    """Which columns hold the date and the value; None: the usual names. size: denominators of some charts."""

    date: str | None = None
    value: str | None = None
    size: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SeriesRows:
    """A file's rows arranged by series and time.

    times: arranged, dates or whole numbers. by, date: the columns that tell series apart and put them in order.
    """

    table: TableFile
    groups: Groups
    times: NDArray[Any]
    by: tuple[str, ...]
    date: str

    def numbers(self, column: str) -> Numbers:
        """A column of numbers, arranged."""
        return self.groups.arranged(numbers_of(self.table, (column,))[column])

    def counts(self, column: str) -> Numbers:
        """As numbers, for a column in which nothing is less than zero."""
        return self.groups.arranged(counts_of(self.table, (column,))[column])

    def own(self, numbers: Mapping[str, Numbers]) -> Any:
        """Every column of the file, arranged; a chart keeps annotations, trajectories and notes as they are.

        Of a file of text, the columns that were read as numbers or dates are no longer text.
        """
        import pyarrow as pa

        rows = self.table.carried(self.table.columns)
        rows = rows if self.groups.order is None else rows.take(pa.array(self.groups.order))
        read = {name: pa.array(values, from_pandas=True) for name, values in numbers.items()}
        for name, values in (read | {self.date: pa.array(self.times)}).items():
            if self.table.types[name] == "VARCHAR":
                rows = rows.set_column(rows.column_names.index(name), name, values)
        return rows


def series_of(table: TableFile, by: Sequence[str], date: str | None) -> SeriesRows:
    """Series in order of time. Raises Problem for repeated dates and for what is no date."""
    column = table.column(date, USUAL_DATES, role="date", option="--date")
    named = table.several(by, option="--by")
    groups, times = in_time(table, groups_of(table, named), column)
    return SeriesRows(table, groups, times, named, column)


class SkippedMonths:
    """Whether monthly series leave months out, gathered from the parts of a file."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.series = self.skipping = 0
        self.first: int | None = None  # row of the file
        self.steps: Counter[int] = Counter()  # months from one row of a series to the next, and how often

    def look_at(self, series: SeriesRows) -> None:
        """Take in the series of one part. A part that begins the file begins anew: an earlier attempt was given up."""
        if series.table.begin == 0:
            self._begin()
        self.series += series.groups.count
        if series.times.dtype.kind != "M":
            return
        of_row = series.groups.of_rows()
        inside = np.flatnonzero(of_row[1:] == of_row[:-1])
        steps = np.diff(series.times.astype("datetime64[M]").astype(np.int64))[inside]
        kinds, counts = np.unique(steps, return_counts=True)
        self.steps.update(dict(zip(kinds.tolist(), counts.tolist(), strict=True)))
        if (steps > 1).any():
            self.skipping += len(np.unique(of_row[inside[steps > 1]]))
            row = series.table.begin + series.groups.row_of(int(inside[np.argmax(steps > 1)]) + 1)
            self.first = row if self.first is None else self.first

    def said(self, table: TableFile) -> str:
        """What to say of it; nothing where none leaves months out, or where they are not monthly."""
        if self.first is None or not self._monthly:
            return ""
        return (
            f"{self.skipping:,} of {self.series:,} series leave months out, the first before row "
            f"{table.row_number(self.first):,}: no chart sees a gap without a row. Add a row with an empty value for "
            f"each such month."
        )

    @property
    def _monthly(self) -> bool:
        """Whether the step in the middle is of one month."""
        below = sum(count for step, count in self.steps.items() if step < 1)
        count = self.steps.total()
        return below <= (count - 1) // 2 and count // 2 < below + self.steps[1]


@dataclass(frozen=True, slots=True, eq=False)
class Rebases:
    """Where segments begin, by arranged row, and why and by whose decision; empty words elsewhere."""

    begins: NDArray[np.bool_]
    reason: Any
    by: Any
    unused: tuple[str, ...]  # decisions that name no row of the file, in words


def rebases_of(series: SeriesRows, path: Path) -> Rebases:
    """The decisions of a file with the columns date, reason, by, and the columns that tell series apart.

    Without those columns a decision holds for every series. Raises Problem for a decision without a reason or a name.
    """
    decisions = open_table(path)
    for name in REBASE_COLUMNS:
        decisions.column(name, (), role=name, option=f"a column called {name}; not")
    _refuse_nameless(decisions)
    keys = [name for name in series.by if name in decisions.types]
    _refuse_strangers(series, decisions, keys)
    names = [*(f"d.{quoted(name)}::varchar" for name in keys), "try_cast(d.date as date)::varchar"]
    return _matched(series, decisions, keys, names)


def _refuse_nameless(decisions: TableFile) -> None:
    import pyarrow.compute as pc

    rows = decisions.select(
        "trim(coalesce(reason, '')) = '' as no_reason, trim(coalesce(\"by\", '')) = '' as no_name, "
        "try_cast(date as date) is null as no_date"
    )
    faults = (
        (
            "no_reason",
            "reason",
            "rebase-without-reason",
            "The decision to rebase has no reason.",
            "Say what changed.",
        ),
        ("no_name", "by", "rebase-without-name", "The decision to rebase has no name.", "Say who decided."),
        (
            "no_date",
            "date",
            "not-a-date",
            "'{text}' is not a date.",
            "Write dates year first, such as 2025-04-01.",
        ),
    )
    for flag, column, code, found, remedy in faults:
        if pc.any(rows[flag]).as_py():
            index = int(np.argmax(rows[flag].to_numpy()))
            decisions.refuse(
                index,
                column,
                code=code,
                found=found,
                expected="a date, a reason and a name in every row.",
                remedy=remedy,
            )


def _refuse_strangers(series: SeriesRows, decisions: TableFile, keys: list[str]) -> None:
    """A decision about a series that the file does not have is a slip in its name."""
    for name in keys:
        known = {str(word) for word in series.table.carried((name,))[name].unique().to_pylist()}
        told = [str(word) for word in decisions.carried((name,))[name].to_pylist()]
        strange = next((index for index, word in enumerate(told) if word not in known), None)
        if strange is not None:
            decisions.refuse(
                strange,
                name,
                code="unknown-series",
                found=f"'{{text}}' is not a '{name}' of {series.table.path.name}.",
                expected=f"one of {', '.join(sorted(known)[:10])}.",
                remedy="Correct the cell, or leave the column out where a decision holds for all.",
            )


def _matched(series: SeriesRows, decisions: TableFile, keys: list[str], names: list[str]) -> Rebases:
    """Decisions joined to rows on the words of their keys."""
    table, connection = series.table, series.table.connection
    day = f"t.{quoted(series.date)}::varchar"
    day = f"coalesce(try_cast({day} as date), try_cast({day} || '-01' as date))::varchar as day"
    moments = ", ".join([*(f"t.{quoted(name)}::varchar as k{i}" for i, name in enumerate(keys)), day])
    same = " and ".join([*(f"k{i} = d{i}" for i in range(len(keys))), "day = d_day"])
    aliases = ", ".join([*(f"{name} as d{i}" for i, name in enumerate(names[:-1])), f"{names[-1]} as d_day"])
    found = connection.execute(
        f"""
        with f as (select row_number() over () - 1 as place, {moments} from {table.source} t),
             d as (select row_number() over () as decision, {aliases}, reason, "by" as who from {decisions.source} d)
        select d.decision, f.place, d.reason, d.who, d.d_day from d left join f on {same} order by d.decision
        """
    ).fetchall()
    at = np.full(len(series.times), -1, dtype=np.int64)
    for index, (_decision, place, *_rest) in enumerate(found):  # decisions, of which people make few
        if place is not None:
            at[place] = index
    arranged = series.groups.arranged(at)
    words = [("", "")] + [(row[2], row[3]) for row in found]
    unused = tuple(f"{row[4]} ({row[2]})" for row in found if row[1] is None)
    return Rebases(arranged >= 0, *_as_words(arranged + 1, words), unused)


def _as_words(codes: NDArray[np.int64], words: list[tuple[str, str]]) -> tuple[Any, Any]:
    import pyarrow as pa

    places = pa.array(codes.astype(np.int32), mask=codes == 0)
    reasons = pa.DictionaryArray.from_arrays(places, pa.array([reason for reason, _ in words]))
    names = pa.DictionaryArray.from_arrays(places, pa.array([name for _, name in words]))
    return reasons, names


def target_of(series: SeriesRows, given: str | None) -> Numbers | float | None:
    """A target somebody typed: a number for all, or the column that says it row by row (arranged)."""
    if given is None:
        return None
    try:
        number = float(given)
    except ValueError:
        column = series.table.column(given, (), role="target", option="--target")
        return series.numbers(column)
    if np.isfinite(number):
        return number
    raise Problem(
        code="statistics.infinite",
        found=f"The target is '{given}'.",
        expected="a number, or a column of numbers.",
        remedy="Correct --target, or leave it out.",
        where=Where(column="--target"),
    )


def direction_of(series: SeriesRows, given: str) -> NDArray[np.int8]:
    """Which way is better, per series as the code of Better: one word for all, or a column of words."""
    codes = {"higher": 1, "increase": 1, "lower": -1, "decrease": -1, "neither": 0, "neutral": 0}
    if given in codes:
        return np.full(series.groups.count, codes[given], dtype=np.int8)
    column = series.table.column(given, (), role="direction", option="--better")
    words = series.table.carried((column,))[column]
    factor = factor_of(words)
    _, appears, back = np.unique(factor, return_index=True, return_inverse=True)
    known = [codes.get(str(word).strip().lower()) for word in words.take(appears).to_pylist()]
    if None in known:
        index = int(appears[known.index(None)])
        series.table.refuse(
            index,
            column,
            code="unknown-direction",
            found="'{text}' is not a direction.",
            expected="higher, lower or neither.",
            remedy="Correct the cell.",
        )
    of_row = np.array([code for code in known if code is not None], dtype=np.int8)[back]
    result: NDArray[np.int8] = of_row[series.groups.first]
    return result


def checked_profile(profiles: Sequence[str], given: str) -> str:
    """The name of a profile. Raises Problem for one that there is not."""
    if given in profiles:
        return given
    raise Problem(
        code="statistics.unknown-profile",
        found=f"There is no profile '{given}'.",
        expected=f"one of {', '.join(profiles)}.",
        remedy="Name one of them with --profile.",
        where=Where(column="--profile"),
    )
