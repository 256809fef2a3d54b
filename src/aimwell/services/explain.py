"""Where a number comes from: definition, formula, inputs, file, sheet, row and column."""

from dataclasses import dataclass
from typing import Any

import duckdb

from aimwell.catalogue.everything import Catalogue
from aimwell.domain.feeds import Feed
from aimwell.domain.measures import Measure, Selection
from aimwell.domain.problems import Problem, Where
from aimwell.sqltext import literal
from aimwell.store.folder import StoreFolder
from aimwell.store.released.reading import find_value, places_path, sources_path


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
    """Where in which file."""

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


@dataclass(frozen=True, slots=True)
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
    origin: Origin


def explain(folder: StoreFolder, catalogue: Catalogue, value_id: str) -> Explanation:
    """Walk a value back to its source. Raises Problem `value.unknown` when no release ever held it."""
    found = find_value(folder, value_id)
    if found is None:
        raise Problem(
            code="value.unknown",
            found=f"No released value has the id '{value_id}'.",
            expected="The id of a value, as pages and downloads show it: v and fifteen characters.",
            remedy="Copy the whole id; `aimwell values` lists them in the column value_id.",
            where=Where(column="VALUE_ID"),
        )
    row, stands = found
    measure = catalogue.measures.get(row["measure"])
    return Explanation(
        value_id=value_id,
        stands=stands,
        measure=row["measure"],
        title=measure.title if measure else row["measure"],
        question=measure.question if measure else "",
        definition=row["definition"],
        definition_is_current=measure is not None and measure.definition_hash == row["definition"],
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
        origin=_origin(folder, catalogue, measure, row),
    )


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


def _origin(
    folder: StoreFolder, catalogue: Catalogue, measure: Measure | None, row: dict[str, Any]
) -> Origin:
    digest = row["source_digest"] or ""
    source = duckdb.execute(
        f"select file, feed, taken_at, vintage from {literal(sources_path(folder))} where digest = ?",
        [digest],
    ).fetchone() or ("", measure.feed if measure else "", "", "")
    feed = catalogue.feeds.get(source[1])
    return Origin(
        file=source[0],
        digest=digest,
        feed=source[1],
        publisher=feed.publisher if feed else "",
        licence=feed.licence if feed else "",
        taken_at=source[2],
        vintage=source[3],
        sheet=row["source_sheet"] or "",
        first_row=row["source_first_row"],
        last_row=row["source_last_row"],
        rows=row["source_rows"],
    )
