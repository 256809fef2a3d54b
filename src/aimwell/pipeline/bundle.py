"""Carries the facts and receipts of one store to another, in a folder small enough to ship.

A bundle is `ledger.json` (what was taken, with its receipts), one Parquet file of facts for each feed, and a
`README.md` that names every source. Facts keep the digest, sheet and row of the published file, so that a
number can be walked back to it though the file itself is not in the bundle.
Who may import it: services, scripts.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from aimwell.domain.feeds import ColumnRole, Feed
from aimwell.domain.receipts import PlaceMet
from aimwell.gateways.reading import schema_of
from aimwell.pipeline.account import Account, Progress, silent
from aimwell.pipeline.bundle_ledger import (
    FACTS,
    BundledTake,
    check_facts,
    facts_path,
    read_ledger,
    write_ledger,
)
from aimwell.pipeline.bundle_readme import Contents, readme
from aimwell.pipeline.complete import complete_feed
from aimwell.store.aggregate import facts as facts_store
from aimwell.store.aggregate.facts import Part
from aimwell.store.folder import StoreFolder
from aimwell.store.records.ledger import Edition, Ledger, TakenFile

ROWS_IN_A_GROUP = 500_000  # few groups make small files
HARDEST = 19  # of zstd's levels: a bundle is written once and read often


@dataclass(frozen=True, slots=True)
class Extract:
    """The part of a feed's facts that a bundle carries. sql: a select over the view `facts`, digest and all."""

    sql: str
    left_out: str  # in words


Reduction = Callable[[duckdb.DuckDBPyConnection, Feed], Extract | None]
"""Chooses what of a feed's facts to carry; None for nothing. The connection has them as the view `facts`."""


def export_bundle(
    account: Account, target: Path, reduce: Reduction, *, progress: Progress = silent
) -> tuple[Contents, ...]:
    """Write the facts that stand to an empty or new folder. Returns what it holds of each feed."""
    (target / FACTS).mkdir(parents=True, exist_ok=True)
    contents: list[Contents] = []
    takes: list[BundledTake] = []
    with account.folder.writing() as work, Ledger.to_read(account.folder.ledger) as ledger:
        feeds = sorted({edition.feed for edition in ledger.current_editions()})
        for number, feed_id in enumerate(feeds):
            progress(feed_id, number, len(feeds))
            feed = account.catalogue.feeds[feed_id]
            complete_feed(feed_id, account.folder, ledger, work=work)
            with duckdb.connect() as connection:
                parts = [Part(e.scope, e.period, e.digest) for e in ledger.current_editions(feed_id)]
                facts_store.attach(connection, account.folder, feed_id, parts, "facts")
                extract = reduce(connection, feed)
                table = _rows(connection, feed, extract.sql) if extract else None
            if extract is None or table is None or not len(table):
                continue
            _write_facts(table, facts_path(target, feed_id))
            of_feed = tuple(_takes_of(ledger, feed, table, account.geography.knows))
            takes += of_feed
            contents.append(Contents(feed, of_feed, len(table), extract.left_out))
        order = {file.digest: place for place, file in enumerate(ledger.files())}
    write_ledger(target, tuple(sorted(takes, key=lambda take: order[take.digest])))
    (target / "README.md").write_text(readme(contents), encoding="utf-8")
    return tuple(contents)


def import_bundle(account: Account, bundle: Path, *, now: datetime, progress: Progress = silent) -> int:
    """Enter what a store does not hold yet of a bundle; returns how many files that were.

    Files that were taken whole are left as they are. Raises Problem when the bundle is damaged.
    """
    given = read_ledger(bundle)
    folder = account.folder.create()
    with folder.writing() as work, Ledger.to_write(folder.ledger) as ledger:
        fresh = [
            take
            for take in given.takes
            if not ledger.holds(take.digest) and ledger.bundle_of(take.digest) != given.facts[take.feed]
        ]
        feeds = sorted({take.feed for take in fresh})
        for number, feed_id in enumerate(feeds):
            progress(feed_id, number, len(feeds))
            digests = {take.digest for take in fresh if take.feed == feed_id}
            path = check_facts(bundle, feed_id, given.facts[feed_id])
            _place_facts(folder, account.catalogue.feeds[feed_id], path, digests, work)
        for take in fresh:
            _enter(ledger, take, given.facts[take.feed], now)
        return len(fresh)


def _rows(connection: duckdb.DuckDBPyConnection, feed: Feed, sql: str) -> pa.Table:
    """The rows to carry: alike ones together, which makes them small, and always in the same order."""
    places = [column.name for column in feed.columns if column.role is ColumnRole.PLACE]
    groups = [column.name for column in feed.columns if column.role is ColumnRole.DIMENSION]
    names = ["digest", "scope", "grain", "source_sheet", *groups, *places, "period", "source_row"]
    order = ", ".join(f'"{name}"' for name in names)
    return connection.execute(f"select * from ({sql}) order by {order}").to_arrow_table()


def _write_facts(table: pa.Table, target: Path) -> None:
    """Without empty columns, and with whole numbers as such."""
    for place, name in enumerate(table.column_names):
        column = table[name]
        if pa.types.is_float64(column.type) and _is_whole(column):
            table = table.set_column(place, name, column.cast(pa.int64()))
    kept = [name for name in table.column_names if table[name].null_count < len(table)]
    pq.write_table(
        table.select(kept),
        target,
        compression="zstd",
        compression_level=HARDEST,
        row_group_size=ROWS_IN_A_GROUP,
        write_statistics=False,
    )


def _is_whole(column: pa.ChunkedArray) -> bool:
    known = column.drop_null()
    return bool(pc.all(pc.equal(known, pc.round(known))).as_py())


def _takes_of(
    ledger: Ledger, feed: Feed, table: pa.Table, knows: Callable[[str], bool]
) -> Iterator[BundledTake]:
    """The takes that a feed's carried facts came by, oldest first. Places that the register knows are not named."""
    receipts = {str(receipt["digest"]): receipt for receipt in ledger.receipts()}
    names = ("digest", "period", "scope")
    rows = table.select(names).group_by(names).aggregate([]).to_pylist()
    parts = sorted((row["digest"], row["period"], row["scope"]) for row in rows)
    unnamed = {place.code: place for place in ledger.places_met() if not knows(place.code)}
    for file in ledger.files():
        own = tuple(Part(scope, period, digest) for digest, period, scope in parts if digest == file.digest)
        if file.feed != feed.id or not own:
            continue
        met = tuple(_named(table.filter(pc.equal(table["digest"], file.digest)), feed, unnamed))
        text = json.dumps(receipts[file.digest], ensure_ascii=False)
        yield BundledTake(file.file, file.digest, file.feed, file.vintage, text, own, met)


def _named(table: pa.Table, feed: Feed, unnamed: dict[str, PlaceMet]) -> Iterator[PlaceMet]:
    """The places of some facts that files have named; taken out of `unnamed`."""
    columns = [column.name for column in feed.columns if column.role is ColumnRole.PLACE]
    codes = {code for name in columns for code in table[name].unique().to_pylist() if code}
    for code in sorted(codes & unnamed.keys()):
        yield unnamed.pop(code)


def _place_facts(folder: StoreFolder, feed: Feed, path: Path, digests: set[str], work: Path) -> None:
    """Put the facts of each file in its place, in the columns of their feed."""
    table = pq.read_table(path)
    codes = table["digest"].combine_chunks().dictionary_encode()
    for number, digest in enumerate(codes.dictionary.to_pylist()):
        if digest not in digests:
            continue
        rows = table.filter(pc.equal(codes.indices, number))
        finished = work / f"{digest}.parquet"
        pq.write_table(_in_columns_of(feed, rows), finished, compression="zstd")
        facts_store.keep(folder, feed.id, digest, finished)


def _in_columns_of(feed: Feed, rows: pa.Table) -> pa.Table:
    schema = schema_of(feed)
    columns: Mapping[str, pa.ChunkedArray | pa.Array] = {
        field.name: rows[field.name].cast(field.type)
        if field.name in rows.column_names
        else pa.nulls(len(rows), field.type)
        for field in schema
    }
    return pa.table(columns, schema=schema)


def _enter(ledger: Ledger, take: BundledTake, bundle: str, now: datetime) -> None:
    file = TakenFile(take.digest, take.file, take.feed, now.isoformat(timespec="seconds"), take.vintage)
    editions = [Edition(take.feed, part.scope, part.period, part.digest) for part in take.parts]
    ledger.enter_extract(file, editions, take.places, bundle=bundle, text=take.receipt)
