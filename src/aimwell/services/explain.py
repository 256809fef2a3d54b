"""Where a number comes from: definition, formula, inputs, file, sheet, row and column."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from aimwell.catalogue.everything import Catalogue
from aimwell.catalogue.measures import inconsistencies, read_kept_measure
from aimwell.domain.feeds import Feed
from aimwell.domain.measures import Measure, Selection
from aimwell.domain.problems import Problem, Where
from aimwell.pipeline.account import Account
from aimwell.pipeline.measure.behind import SourceRows
from aimwell.pipeline.trace import Traced, trace
from aimwell.sqltext import literal
from aimwell.store.folder import StoreFolder
from aimwell.store.records.definitions import definition_path
from aimwell.store.released.reading import find_value, places_path, sources_path

ROWS_COUNTED = "rows counted"
POPULATION = "population"


@dataclass(frozen=True, slots=True)
class Input:
    """One side of a value's formula: which published columns, over which rows, and what they come to."""

    role: str  # numerator, denominator or published value
    amount: float | None
    feed: str
    columns: tuple[str, ...]  # headings in the published file
    where: str  # conditions in words


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in which file, and for which side of the formula: the measure's own feed, or another's population."""

    side: str  # rows counted, or population
    period: str  # as the file says it
    file: str
    digest: str
    feed: str
    publisher: str
    licence: str
    taken_at: str
    vintage: str
    sheet: str
    first_row: int | None
    last_row: int | None
    rows: int | None
    row_numbers: tuple[int, ...]  # the first hundred


@dataclass(frozen=True)
class Explanation:
    """A value walked back to the cells it came from."""

    value_id: str
    stands: bool  # False when a newer edition or definition has replaced it
    measure: str
    title: str
    question: str
    definition: str
    definition_is_current: bool
    place: str
    place_name: str
    period: str
    breakdown: str
    value: float | None
    lower: float | None
    upper: float | None
    unit: str
    status: str
    formula: str
    inputs: tuple[Input, ...]
    origins: tuple[Origin, ...]  # every sheet of every file that it rests on

    @property
    def origin(self) -> Origin:
        """The sheet that most of its rows are in."""
        return max(self.origins, key=lambda origin: (origin.side == ROWS_COUNTED, origin.rows or 0))


def explain(account: Account, value_id: str, *, likely: Sequence[str] = ()) -> Explanation:
    """Walk a value back to its source. Raises Problem `value.unknown` when no release ever held it.

    A number that no longer stands is explained by the definition and the editions that it came from.
    likely: measures that it is probably of; they are looked through first.
    """
    folder, catalogue = account.folder, account.catalogue
    found = find_value(folder, value_id, likely)
    if found is None:
        raise Problem(
            code="value.unknown",
            found=f"No released value has the id '{value_id}'.",
            expected="The id of a value, as pages and downloads show it: v and fifteen characters.",
            remedy="Copy the whole id; `aimwell values` lists them in the column value_id.",
            where=Where(column="VALUE_ID"),
        )
    row, stands = found
    declared = catalogue.measures.get(row["measure"])
    is_current = declared is not None and declared.definition_hash == row["definition"]
    measure = declared if is_current else _as_it_was(account, row)
    return Explanation(
        value_id=value_id,
        stands=stands,
        measure=row["measure"],
        title=measure.title if measure else row["measure"],
        question=measure.question if measure else "",
        definition=row["definition"],
        definition_is_current=is_current,
        **_place(folder, row["place_id"]),
        period=row["period"],
        breakdown=row["breakdown"],
        value=row["value"],
        lower=row["lower"],
        upper=row["upper"],
        unit=row["unit"],
        status=row["status"],
        formula=formula_of(measure) if measure else "",
        inputs=_inputs(measure, catalogue, row) if measure else (),
        origins=_origins(account, measure, row),
    )


def _as_it_was(account: Account, row: dict[str, Any]) -> Measure | None:
    """The definition that a number was worked out by; None where it is not kept, or its feed is gone."""
    kept = read_kept_measure(definition_path(account.folder, row["definition"]), row["measure"])
    feeds = account.catalogue.feeds
    if kept is None or kept.definition_hash != row["definition"] or any(inconsistencies(kept, feeds)):
        return None
    return kept


def formula_of(measure: Measure) -> str:
    """How the value is worked out, in words."""
    times = f" × {measure.multiplier:,.0f}" if measure.multiplier != 1 else ""
    match measure.method.value:
        case "proportion":
            return f"numerator ÷ denominator{times}, with the 95% Wilson interval"
        case "rate":
            return f"numerator ÷ denominator{times}, with 95% limits (exact below 10 events, Byar's method from 10)"
        case "ratio":
            return f"numerator ÷ denominator{times}"
        case "waiting_time":
            return f"the wait in weeks that {measure.percentile:.0%} are within, interpolated within its weekly band"
        case "count":
            return f"the sum{times}"
        case _:
            return "as published"


def conditions_in_words(selection: Selection, feed: Feed) -> str:
    """The rows that are counted, in words."""
    parts = []
    for name, condition in selection.where.items():
        column = feed.column(name)
        parts.append(f"{column.published_as if column else name} = {condition}")
    return "; ".join(parts) or "all rows"


def _inputs(measure: Measure, catalogue: Catalogue, row: dict[str, Any]) -> tuple[Input, ...]:
    own = catalogue.feeds[measure.feed]
    sides = [("numerator", measure.numerator, row["numerator"])]
    if measure.denominator:
        sides.append(("denominator", measure.denominator, row["denominator"]))
    found = []
    for role, selection, amount in sides:
        feed = catalogue.feeds[selection.feed] if selection.feed else own
        headings = [column.published_as for name in selection.columns if (column := feed.column(name))]
        found.append(Input(role, amount, feed.id, tuple(headings), conditions_in_words(selection, feed)))
    return tuple(found)


def _place(folder: StoreFolder, place_id: str) -> dict[str, str]:
    row = duckdb.execute(
        f"select code, name from {literal(places_path(folder))} where id = ?", [place_id]
    ).fetchone()
    return {"place": row[0], "place_name": row[1]} if row else {"place": place_id, "place_name": place_id}


def _origins(account: Account, measure: Measure | None, row: dict[str, Any]) -> tuple[Origin, ...]:
    """Every sheet that the value rests on, asked of the facts; what the value itself says where they are gone."""
    found = _traced(account, measure, row) if measure else []
    if not found:
        says = ("source_digest", "source_sheet", "source_first_row", "source_last_row", "source_rows")
        digest, sheet, first, last, rows = (row[name] for name in says)
        found = [(ROWS_COUNTED, SourceRows(row["period"], digest or "", sheet or "", first, last, rows, ()))]
    return tuple(_origin(account, side, rows) for side, rows in found)


def _traced(account: Account, measure: Measure, row: dict[str, Any]) -> list[tuple[str, SourceRows]]:
    value = Traced(row["level"], row["place_id"], row["period"], row["breakdown"], row.get("as_of"))
    found = trace(account, measure, value)
    return [
        *((ROWS_COUNTED, rows) for rows in found.own),
        *((POPULATION, rows) for rows in found.population),
    ]


def _origin(account: Account, side: str, rows: SourceRows) -> Origin:
    source = duckdb.execute(
        f"select file, feed, taken_at, vintage from {literal(sources_path(account.folder))} where digest = ?",
        [rows.digest],
    ).fetchone() or ("", "", "", "")
    feed = account.catalogue.feeds.get(source[1])
    return Origin(
        side=side,
        period=rows.period,
        file=source[0],
        digest=rows.digest,
        feed=source[1],
        publisher=feed.publisher if feed else "",
        licence=feed.licence if feed else "",
        taken_at=source[2],
        vintage=source[3],
        sheet=rows.sheet,
        first_row=rows.first,
        last_row=rows.last,
        rows=rows.rows,
        row_numbers=rows.numbers,
    )
