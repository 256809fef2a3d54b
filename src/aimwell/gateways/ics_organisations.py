"""Integrated care boards as organisations: open and close dates, and (in the JSON list) predecessors and clusters.

The JSON list is kept by volunteers. It gives the parts of a divided board to all its successors, so links of
predecessors say where people may have gone, not who went where.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Where
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import Vintage
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.json_objects import content, require_keys, share_of_keys
from aimwell.gateways.reading import FactsWriter, Reading, Recognition
from aimwell.gateways.table import Column, Holds, Line, Table, find_table, found, share_of

FEED = "ics_organisations"

COLUMNS = (
    Column("icb_code", "ics", Holds.CODE),
    Column("icb_name", "name"),
    Column("open_date", "opened", Holds.DAY),
    Column("close_date", "closed", Holds.DAY),
)
KEYS = ("ods_code", "names", "predecessor_codes", "merger_date", "cluster_id", "last_validated")
NEEDED_KEYS = ("ods_code", "names", "predecessor_codes")


def recognise(document: Document) -> Recognition | None:
    """By its headings, or by the keys of the JSON list."""
    if document.kind is Kind.JSON:
        share = share_of_keys(document, KEYS)
        return Recognition(FEED, share) if share >= 0.8 else None
    table = _find(document)
    return Recognition(FEED, share_of(table, COLUMNS)) if table else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """One row of facts for each board; one more for each board before it."""
    if document.kind is Kind.JSON:
        return _read_list(document, feed, scratch)
    table = found(_find(document), document, COLUMNS)
    lines = list(table.require(COLUMNS).lines())
    period = _latest([line.day("open_date") for line in lines], document)
    collected = Collected(feed)
    collected.take(lines, lambda line: _facts(line, period))
    return collected.reading(scratch)


def _find(document: Document) -> Table | None:
    return find_table(document, COLUMNS, least=0.75)


def _facts(line: Line, period: str) -> list[Fact]:
    return [{**line.filled(COLUMNS), "period": period, "grain": "ics", "scope": "dates"}]


def _latest(days: list[str], document: Document) -> str:
    latest = max(days, default="")
    if not latest:
        raise Problem(
            code="period.not-stated",
            found="No row has a date.",
            expected="Days such as 20260401.",
            remedy="Take the file as published.",
            where=Where(document.name),
        )
    return read_period(latest).text


def _read_list(document: Document, feed: Feed, scratch: Path) -> Reading:
    boards = content(document)
    for board in boards:
        require_keys(board, NEEDED_KEYS, document)
    period = _latest([str(board.get("last_validated") or "")[:10] for board in boards], document)
    writer = FactsWriter(feed)
    for number, board in enumerate(boards, start=1):
        for fact in _links(board):
            writer.add(period=period, grain="ics", scope="predecessors", row=number, **fact)
    return Reading(writer.write(scratch / "facts.parquet"), Vintage(), len(boards), len(boards))


def _links(board: Any) -> Iterator[dict[str, Any]]:
    common = {
        "ics": board["ods_code"],
        "name": board["names"][0] if board["names"] else None,
        "cluster": board.get("cluster_id"),
    }
    if not board["predecessor_codes"]:
        yield common
    for before in board["predecessor_codes"]:
        yield {**common, "predecessor": before, "opened": board.get("merger_date")}
