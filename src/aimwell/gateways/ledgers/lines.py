"""The rows under a ledger's headings: lines with day and pence, totals, and rows that cannot be read, each with its cell."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from aimwell.domain.money.amounts import AmountFault, read_amount
from aimwell.domain.money.days import (
    DateOrder,
    OrderDecision,
    PeriodDecision,
    decide_order,
    decide_periods,
    read_day,
    read_period,
)
from aimwell.domain.money.ledger_files import LedgerHeadings
from aimwell.domain.money.reconciling import StatedTotal
from aimwell.domain.problems import Problem, Severity, Where
from aimwell.gateways.ledgers.layout import Layout
from aimwell.gateways.ledgers.repairs import parted, put_right
from aimwell.gateways.ledgers.tables import TextTable
from aimwell.gateways.ledgers.totals import rows_of_totals, total_above

T = TypeVar("T")
OUTER = " \t\r\n\u00a0†"  # a hard space, and the dagger it becomes where an encoding was mistaken
TEXTS = ("supplier", "expense_type", "expense_area", "service", "purpose", "cost_centre", "subjective", "reference",
         "body_name", "body_code")  # fmt: skip
SAFE_TO_SHOW = re.compile(
    r"(?=.*\d)[^A-Za-z]{0,24}[A-Za-z]{0,3}[^A-Za-z]{0,12}"
)  # words may be somebody's name
SHOWN_PROBLEMS = 500  # refused lines told one by one; more are told by their number


@dataclass(frozen=True)
class SheetLines:
    """What was read of one sheet. lines: TEXTS, codes, day, period, amount_pence, source_sheet, source_row."""

    lines: pa.Table
    counted: str
    rows_read: int
    rows_blank: int
    refused: int
    totals: tuple[StatedTotal, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_lines(
    table: TextTable, layout: Layout, headings: LedgerHeadings, asked: DateOrder | None
) -> SheetLines:
    """Every row under the headings. asked: the order of dates, where a person says it. Raises Problem where dates do not tell."""
    under = _under(table, layout)
    under, notes = parted(under, layout)
    layout, swapped = put_right(under, layout, headings)
    notes += swapped
    pence, faults = _amounts(under.columns[layout.amount])
    blank, total = rows_of_totals(under, layout, headings, faults == 0)
    days, day_fault, order = _days(under, layout, ~(blank | total), asked)
    refused = ((faults > 0) | day_fault) & ~blank & ~total
    kept = ~(blank | total | refused)
    totals = _totals(table, layout, headings) + tuple(
        StatedTotal(int(under.rows[at]), int(pence[at])) for at in np.flatnonzero(total)
    )
    lines = _lines(under, layout, days, pence, kept, order.order or DateOrder.DAY_FIRST)
    return SheetLines(
        lines=lines,
        counted=layout.counted,
        rows_read=len(under.rows),
        rows_blank=int(blank.sum()),
        refused=int(refused.sum()),
        totals=totals,
        notes=(*notes, *_told(layout, order)),
        problems=_problems(under, layout, refused, faults),
    )


def _under(table: TextTable, layout: Layout) -> TextTable:
    """The rows under the headings; cells that something is read from are without outer space."""
    start, read = layout.header + 1, layout.read
    below = (column.slice(start) for column in table.columns)
    columns = tuple(_trimmed(column) if at in read else column for at, column in enumerate(below))
    return TextTable(table.sheet, columns, table.rows[start:])


def _trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The texts without outer space; a part of the column in which there is none stays the one it was."""
    chunks = []
    for chunk in column.chunks:
        trimmed = pc.utf8_trim(chunk, characters=OUTER)
        same = pc.sum(pc.binary_length(trimmed)) == pc.sum(pc.binary_length(chunk))
        chunks.append(chunk if same else trimmed)
    return pa.chunked_array(chunks, pa.string())


def of_each(
    column: pa.ChunkedArray, work: Callable[[str], T], kind: pa.DataType
) -> tuple[pa.Array, NDArray[np.int64]]:
    """What a rule says of each different text of a column, and which of these each row has."""
    if not len(column):
        return pa.array([], kind), np.zeros(0, np.int64)
    packed = column.dictionary_encode().unify_dictionaries()
    which = np.concatenate([chunk.indices.to_numpy(zero_copy_only=False) for chunk in packed.chunks])
    texts = packed.chunk(0).dictionary.to_pylist()
    return pa.array([work(text) for text in texts], kind), which


ORDER_WORDS = {
    DateOrder.DAY_FIRST: "dates have the day first",
    DateOrder.MONTH_FIRST: "dates have the month first",
    DateOrder.EACH: "each date has its own order",
}
FAULTS = (None, *AmountFault)


def _amounts(column: pa.ChunkedArray) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pence of each row, and the place in FAULTS of what is wrong with it."""
    faults: list[int] = []

    def pence_of(text: str) -> int:
        read = read_amount(text)
        faults.append(FAULTS.index(read.fault))
        return read.pence

    pence, which = of_each(column, pence_of, pa.int64())
    if not len(column):
        return which, which
    return pence.to_numpy()[which], np.array(faults, np.int64)[which]


def _days(
    under: TextTable, layout: Layout, used: NDArray[np.bool_], asked: DateOrder | None
) -> tuple[pa.Array, NDArray[np.bool_], OrderDecision]:
    """The day of each row, whether it cannot be read, and how the order of dates was decided."""
    at = layout.columns.get("day")
    if at is None:
        none = pa.nulls(len(under.rows), pa.date32())
        return none, np.zeros(len(under.rows), bool), OrderDecision(asked, "")
    column = under.columns[at]
    texts = pc.unique(column.filter(pa.array(used))).to_pylist()
    decided = OrderDecision(asked, "so it was asked for") if asked else decide_order(texts)
    if decided.order is None:
        raise _undecided(layout.names[at], decided)
    order = decided.order
    days, which = of_each(column, lambda text: read_day(text, order), pa.date32())
    taken = days.take(pa.array(which))
    fault = taken.is_null().to_numpy(zero_copy_only=False) & pc.not_equal(column, "").to_numpy()
    return taken, fault, decided


def _lines(
    under: TextTable,
    layout: Layout,
    days: pa.Array,
    pence: NDArray[np.int64],
    kept: NDArray[np.bool_],
    order: DateOrder,
) -> pa.Table:
    if not kept.all():
        mask = pa.array(kept)
        under = TextTable(
            under.sheet, tuple(column.filter(mask) for column in under.columns), under.rows[kept]
        )
        days, pence = days.filter(mask), pence[kept]
    count = len(under.rows)
    empty = pa.repeat(pa.scalar("", pa.string()), count)
    columns = {
        role: under.columns[layout.columns[role]] if role in layout.columns else empty for role in TEXTS
    }
    columns["codes"] = _codes(under, layout, empty)
    columns["day"] = days
    columns["period"] = _periods(under, layout, days, order)
    columns["amount_pence"] = pa.array(pence, pa.int64())
    columns["source_sheet"] = pa.repeat(pa.scalar(under.sheet, pa.string()), count)
    columns["source_row"] = pa.array(under.rows, pa.int64())
    return pa.table(columns)


def _codes(under: TextTable, layout: Layout, empty: pa.Array) -> pa.ChunkedArray | pa.Array:
    """The file's own classification codes, 'name=code' joined by ';'."""
    parts = []
    for name, at in layout.codes.items():
        column = under.columns[at]
        known = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
        parts.append(pc.binary_join_element_wise(name, known, "="))
    return pc.binary_join_element_wise(*parts, ";", null_handling="skip") if parts else empty


def _periods(
    under: TextTable, layout: Layout, days: pa.Array, order: DateOrder
) -> pa.ChunkedArray | pa.Array:
    """The period each line says it belongs to, or the month of its day."""
    month = pc.fill_null(pc.strftime(days, format="%Y-%m"), "")
    at = layout.columns.get("period")
    if at is None:
        return month
    stated = under.columns[at]
    year = layout.columns.get("period_year")
    if year is not None:
        stated = pc.binary_join_element_wise(under.columns[year], pc.utf8_lpad(stated, 2, "0"), "")
    decision = _period_decision(stated, days)
    periods, which = of_each(stated, lambda text: read_period(text, decision, order), pa.string())
    read = periods.take(pa.array(which))
    return pc.if_else(pc.equal(read, ""), month, read)


def _period_decision(stated: pa.ChunkedArray, days: pa.Array) -> PeriodDecision:
    pairs = (
        pa.table({"code": stated, "day": days}).filter(pc.field("day").is_valid()).group_by(["code", "day"])
    )
    counted = pairs.aggregate([([], "count_all")]).to_pylist()
    return decide_periods({(row["code"], row["day"]): row["count_all"] for row in counted})


def _totals(table: TextTable, layout: Layout, headings: LedgerHeadings) -> tuple[StatedTotal, ...]:
    return total_above([table.row(at) for at in range(layout.header)], headings)


def _told(layout: Layout, order: OrderDecision) -> tuple[str, ...]:
    """How the sheet was understood, where somebody could think otherwise."""
    told = [f"counted: {layout.counted}"]
    if order.because:
        told.append(f"{ORDER_WORDS[order.order or DateOrder.DAY_FIRST]}: {order.because}")
    if layout.unread:
        told.append("not read: " + ", ".join(layout.unread))
    return tuple(told)


def _problems(
    under: TextTable, layout: Layout, refused: NDArray[np.bool_], faults: NDArray[np.int64]
) -> tuple[Problem, ...]:
    at_rows = np.flatnonzero(refused)
    told = []
    for at in at_rows[:SHOWN_PROBLEMS]:
        fault = FAULTS[faults[at]]
        column = layout.amount if fault else layout.columns["day"]
        cell = under.columns[column][int(at)].as_py()
        because = fault.value if fault else "this is not a day"
        told.append(_refused_line(because, cell, under, int(at), layout.names[column].strip()))
    if len(at_rows) > SHOWN_PROBLEMS:
        more = _told_by_number(len(at_rows) - SHOWN_PROBLEMS)
        told.append(_refused_line(more, "", under, int(at_rows[SHOWN_PROBLEMS]), ""))
    return tuple(told)


def _told_by_number(more: int) -> str:
    """How the refused lines are told that are not shown one by one."""
    return f"{more:,} more lines cannot be read, this one and others after it"


def _refused_line(because: str, cell: str, under: TextTable, at: int, column: str) -> Problem:
    said = f" ('{cell}')" if cell and SAFE_TO_SHOW.fullmatch(cell) else ""
    return Problem(
        code="ledger.line-refused",
        found=f"{because[0].upper()}{because[1:]}{said}; the line is left out.",
        expected="A day and an amount in pounds and pence.",
        remedy="Correct the cell, or ask who published the file.",
        where=Where("", under.sheet, int(under.rows[at]), column),
        severity=Severity.WARNS,
    )


def _undecided(column: str, decided: OrderDecision) -> Problem:
    return Problem(
        code="ledger.dates-undecided",
        found=f"The order of day and month is not clear: {decided.because}.",
        expected="Dates of one order in the whole file, at least one of which can be read in one way only.",
        remedy="Say which with --dates day-first or --dates month-first.",
        where=Where(column=column.strip()),
    )
