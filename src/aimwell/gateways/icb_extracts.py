"""Extracts of NHS England publications in JSON, one file for each: a record for England and one for each place.

The files share one shape: a publication, a period or the day of a snapshot, `england`, and lists of records
under `icbs`, `providers`, `trusts` or `areas`. A record is an object of numbers at any depth. An object
with figures (count, percent, denominator …) becomes one row of facts; a bare number becomes a row of its own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Problems, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import PlaceMet, Vintage
from aimwell.gateways.cells import amount
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.reading import FactsWriter, Reading, Recognition

FEED = "icb_extracts"

ENGLAND = "ENG"
REQUIRED = ("publication", "source_url", "england")
GRAINS = {"icbs": "ics", "providers": "provider", "trusts": "provider", "areas": "contract_area"}
FIGURES = {
    "count": "count",
    "value": "count",
    "numerator": "numerator",
    "achieved": "numerator",
    "denominator": "denominator",
    "denominator_count": "denominator",
    "available": "denominator",
    "register": "register",
    "unweighted_base": "base",
    "percent": "percent",
    "underlying_achievement_percent": "percent",
    "average": "average",
    "days": "days",
    "lower_95": "lower",
    "upper_95": "upper",
}
STATISTICS = (("percent", "percent"), ("performance", "percent"), ("average", "average"))
"""Words in an item's name that make a bare number a statistic, which is never added up."""
RESULTS = frozenset({"percent", "average", "days", "lower", "upper", "base"})
DETAILS = ("service", "reason", "destination")
ABOUT_THE_RECORD = frozenset(
    {"code", "name", "type", "region", "period", "snapshot", "months", "label", "month"}
)
DESCRIBES_A_FILE = {"wide_indicator_columns", "first_rows"}


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of facts to be: an item of a record, and its figures by the column they belong to."""

    item: str
    period: str
    detail: str = ""
    figures: Mapping[str, float | None] = field(default_factory=dict)


class _NoPeriod(Exception):
    """A stretch that no kind of period stands for; what is said of it is set aside."""


def recognise(document: Document) -> Recognition | None:
    """By its keys; a description of a published file is recognised too, and refused in words when read."""
    if document.kind is not Kind.JSON:
        return None
    try:
        content = document.json()
    except ValueError:
        return None
    if not isinstance(content, dict):
        return None
    if content.keys() >= DESCRIBES_A_FILE:
        return Recognition(FEED, 0.5)
    tests = [
        *(key in content for key in REQUIRED),
        bool(content.keys() & GRAINS.keys()),
        bool(_said_period(content)),
    ]
    share = sum(tests) / len(tests)
    return Recognition(FEED, share) if share >= 0.6 else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Every number of every record, under the name of its path."""
    content = document.json()
    _require(document, content)
    period = read_period(_said_period(content)).text
    collected = _Collected(document, feed, _publication(content["publication"]), period)
    for sheet, grain, record in _records(content):
        collected.take(sheet, grain, record)
    if "icbs" in content:
        collected.add_what_england_has_beyond()
    return collected.reading(scratch)


class _Collected:
    """The facts of a file's records as they are read."""

    def __init__(self, document: Document, feed: Feed, publication: str, period: str) -> None:
        self._document, self._publication, self._period = document, publication, period
        self._writer = FactsWriter(feed)
        self._read = self._kept = 0
        self._refused: list[Problem] = []
        self._met: dict[str, PlaceMet] = {}
        self._england: list[tuple[str, _Row]] = []
        self._of_systems: dict[tuple[str, str, str, str], float] = {}

    def take(self, sheet: str, grain: str, record: Mapping[str, Any]) -> None:
        """Add a record's rows; one with a bad figure is refused whole, one without a code is set aside."""
        self._read += 1
        place = ENGLAND if grain == "england" else str(record.get("code", "")).strip().upper()
        if not place:
            return
        try:
            rows = list(_rows(record, _Row("", self._period)))
        except Problem as problem:
            self._refused.append(_at(problem, self._document, sheet))
            return
        self._kept += 1
        if grain not in ("england", "ics"):
            self._met[place] = PlaceMet(place, str(record.get("name", place)), grain)
        for row in rows:
            self._add(sheet, grain, place, row)
            if grain == "england":
                self._england.append((sheet, row))
            if grain == "ics":
                self._count_of_systems(row)

    def add_what_england_has_beyond(self) -> None:
        """Beside the systems: England's results, and its amounts less theirs, so that they add up to it."""
        for sheet, row in self._england:
            figures = {
                column: value
                if column in RESULTS or value is None
                else value - self._of_systems.get((row.item, row.detail, row.period, column), 0.0)
                for column, value in row.figures.items()
            }
            self._add(sheet, "ics", ENGLAND, replace(row, figures=figures))

    def reading(self, scratch: Path) -> Reading:
        """What was collected, with its facts written."""
        return Reading(
            facts=self._writer.write(scratch / "facts.parquet"),
            vintage=Vintage(),
            rows_read=self._read,
            rows_kept=self._kept,
            rows_set_aside=self._read - self._kept - len(self._refused),
            refused=tuple(self._refused),
            places_met=tuple(self._met.values()),
        )

    def _count_of_systems(self, row: _Row) -> None:
        for column, value in row.figures.items():
            if column not in RESULTS and value is not None:
                key = (row.item, row.detail, row.period, column)
                self._of_systems[key] = self._of_systems.get(key, 0.0) + value

    def _add(self, sheet: str, grain: str, place: str, row: _Row) -> None:
        empty = all(value is None for value in row.figures.values())
        self._writer.add(
            period=row.period,
            grain=grain,
            scope=self._publication,
            row=None,
            sheet=sheet,
            status="missing" if empty else "ok",
            publication=self._publication,
            item=row.item,
            detail=row.detail,
            **{grain: place},
            **row.figures,
        )


def _require(document: Document, content: Mapping[str, Any]) -> None:
    if content.keys() >= DESCRIBES_A_FILE:
        raise Problem(
            code="feed.wrong-format",
            found="A description of a published file: its columns and first rows.",
            expected="The published file itself, or an extract with a record for every place.",
            remedy=f"Take the file at {content.get('source_url', 'its source')}.",
            where=Where(document.name),
        )
    missing = [key for key in REQUIRED if key not in content]
    missing += [] if content.keys() & GRAINS.keys() else [" or ".join(GRAINS)]
    missing += [] if _said_period(content) else ["period or snapshot"]
    if missing:
        raise Problems(
            Problem(
                code="feed.missing-column",
                found=f"There is no '{key}'.",
                expected=f"A '{key}', as in the other extracts.",
                remedy="Take the file as it was made.",
                where=Where(document.name, column=key),
            )
            for key in missing
        )


def _said_period(content: Mapping[str, Any]) -> str:
    """The period as text; a snapshot's day or month is more exact than the year beside it."""
    said = str(content.get("snapshot") or content.get("period") or "")
    return said.removesuffix(" survey")


def _publication(said: str) -> str:
    """The publication's name without its year and release: "GP Patient Survey 2025" and the next are one."""
    return re.split(r"\s+—\s|,?\s+(?=20\d\d)", said)[0].strip()


def _records(content: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Where each record is, what kind of place it is of, and the record."""
    yield "england", "england", content["england"]
    if isinstance(content.get("national_trend"), dict):
        yield "national_trend", "england", {"trend": content["national_trend"]}
    for key, grain in GRAINS.items():
        for index, record in enumerate(content.get(key, ())):
            yield f"{key}[{index}]", grain, record


def _rows(found: Mapping[str, Any], at: _Row) -> Iterator[_Row]:
    """The rows of an object and of everything in it."""
    try:
        at = replace(at, period=_period_of(found, at.period))
    except _NoPeriod:
        return
    figures = {
        FIGURES[key]: _number(value, f"{at.item}.{key}") for key, value in found.items() if key in FIGURES
    }
    if at.item and figures:
        yield replace(at, figures=figures)
    for key, value in found.items():
        if (at.item and key in FIGURES) or (key in ABOUT_THE_RECORD and not isinstance(value, dict)):
            continue
        inner = replace(at, item=f"{at.item}.{key}".lstrip("."))
        if isinstance(value, dict):
            yield from _rows(value, inner)
        elif isinstance(value, list):
            yield from _listed(value, inner)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield replace(inner, figures={_column_of(inner.item): float(value)})


def _listed(found: list[Any], at: _Row) -> Iterator[_Row]:
    """The rows of a list of months or of parts; lists of words hold no figures."""
    for each in found:
        if not isinstance(each, dict):
            continue
        detail = next((str(each[key]) for key in DETAILS if key in each), at.detail)
        named = {
            ("count" if _column_of(at.item) == "count" else "percent") if key == "value" else key: value
            for key, value in each.items()
        }
        yield from _rows(
            {key: value for key, value in named.items() if key not in DETAILS}, replace(at, detail=detail)
        )


def _period_of(found: Mapping[str, Any], outer: str) -> str:
    """The period an object says it is of, or that of what it is in."""
    said = found.get("month") or found.get("period") or found.get("snapshot")
    if not isinstance(said, str):
        return outer
    try:
        return read_period(said.removesuffix(" survey")).text
    except Problem as problem:
        if " to " in said:
            raise _NoPeriod from problem
        return outer


def _column_of(item: str) -> str:
    last_two = ".".join(item.split(".")[-2:])
    return next((column for word, column in STATISTICS if word in last_two), "count")


def _number(value: Any, item: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, str):
        return amount(value, Where(column=item)).number
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Problem(
            code="cell.not-a-number",
            found=f"'{value}' is not a number.",
            expected="A number, or null for none.",
            remedy="Correct the figure, or take the file as it was made.",
            where=Where(column=item),
        )
    return float(value)


def _at(problem: Problem, document: Document, sheet: str) -> Problem:
    return Problem(
        code=problem.code,
        found=problem.found,
        expected=problem.expected,
        remedy=problem.remedy,
        where=Where(document.name, sheet, column=problem.where.column),
    )
