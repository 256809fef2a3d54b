"""The ledger of takes: one SQLite file, written in transactions, never rewritten."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aimwell.domain.receipts import PlaceMet, Receipt, Vintage
from aimwell.store.records.opening import open_to_read

SCHEMA = """
create table if not exists take (
    id integer primary key, taken_at text not null, file text not null, digest text not null,
    feed text not null, vintage text not null, receipt text not null
);
create index if not exists take_digest on take (digest);
create table if not exists edition (
    feed text not null, scope text not null, period text not null, digest text not null,
    vintage text not null, take integer not null references take (id),
    primary key (feed, scope, period, digest)
);
create table if not exists place_met (
    code text primary key, name text not null, kind text not null, parent text not null, feed text not null
);
create table if not exists extract (digest text primary key, bundle text not null);
create table if not exists released (measure text primary key, state text not null);
create table if not exists up_to_date (measure text primary key, take integer not null, definitions text not null);
create view if not exists current_edition as
select feed, scope, period, digest from (
    select *, row_number() over (partition by feed, scope, period order by vintage desc, take desc) as place
    from edition
) where place = 1;
"""


@dataclass(frozen=True, slots=True)
class Edition:
    """One part (scope) and period of a feed, and the digest of the file whose figures stand for it."""

    feed: str
    scope: str
    period: str
    digest: str


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file in the ledger."""

    digest: str
    file: str
    feed: str
    taken_at: str
    vintage: str


class Ledger:
    """Reads and writes the ledger. Use as a context manager; a write is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def to_write(cls, path: Path) -> "Ledger":
        """The ledger to write to, made where there is none."""
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, timeout=30)
        connection.execute("pragma journal_mode = wal")
        connection.executescript(SCHEMA)
        return cls(connection)

    @classmethod
    def to_read(cls, path: Path) -> "Ledger":
        """The ledger to read, though it may lie on a disk that nobody may write to."""
        return cls(open_to_read(path))

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def holds(self, digest: str) -> bool:
        """Whether a file of this digest has been taken whole."""
        found = self._connection.execute(
            "select 1 from take where digest = ? and digest not in (select digest from extract)", (digest,)
        )
        return found.fetchone() is not None

    def bundle_of(self, digest: str) -> str:
        """The digest of the bundled facts that brought a part of a file; '' where none did."""
        row = self._connection.execute("select bundle from extract where digest = ?", (digest,)).fetchone()
        return row[0] if row else ""

    def record(
        self,
        receipt: Receipt,
        editions: Sequence[Edition],
        places: Sequence[PlaceMet],
        *,
        taken_at: datetime,
        text: str,
    ) -> tuple[str, ...]:
        """Enter one take. Returns the digests of files whose figures it replaces. text: the receipt as JSON."""
        file = TakenFile(
            receipt.digest,
            receipt.file,
            receipt.recognised_as,
            taken_at.isoformat(timespec="seconds"),
            receipt.vintage.order,
        )
        with self._transaction():
            before = self._current_digests(editions)
            self._forget_extract(receipt.digest)
            self._insert(file, editions, places, text)
            return tuple(sorted(before - self._current_digests(editions)))

    def standing_above(self, editions: Sequence[Edition], vintage: Vintage) -> dict[str, tuple[str, ...]]:
        """Files whose figures go on standing, as the later edition, when these are entered: name, and of which periods."""
        periods: dict[str, list[str]] = {}
        for edition in editions:
            row = self._connection.execute(
                """select take.file from current_edition as now join edition using (feed, scope, period, digest)
                   join take on take.id = edition.take
                   where now.feed = ? and now.scope = ? and now.period = ? and now.digest <> ? and edition.vintage > ?""",
                (edition.feed, edition.scope, edition.period, edition.digest, vintage.order),
            ).fetchone()
            if row is not None:
                periods.setdefault(row[0], []).append(edition.period)
        return {file: tuple(dict.fromkeys(found)) for file, found in periods.items()}

    def enter_extract(
        self,
        file: TakenFile,
        editions: Sequence[Edition],
        places: Sequence[PlaceMet],
        *,
        bundle: str,
        text: str,
    ) -> None:
        """Enter a file of which a bundle brought the facts that matter; taking the file itself replaces them.

        bundle: the digest of the bundled facts; text: the receipt of the whole file as JSON.
        """
        with self._transaction():
            self._forget_extract(file.digest)
            self._insert(file, editions, places, text)
            self._connection.execute("insert into extract values (?, ?)", (file.digest, bundle))

    def _forget_extract(self, digest: str) -> None:
        """Other facts of the same file come: what was worked out from the extract is worked out again."""
        found = self._connection.execute("delete from extract where digest = ?", (digest,))
        if found.rowcount:
            self._connection.execute("delete from edition where digest = ?", (digest,))
            self._connection.execute("delete from released")

    def _insert(
        self, file: TakenFile, editions: Sequence[Edition], places: Sequence[PlaceMet], text: str
    ) -> None:
        cursor = self._connection.execute(
            "insert into take (taken_at, file, digest, feed, vintage, receipt) values (?, ?, ?, ?, ?, ?)",
            (file.taken_at, file.file, file.digest, file.feed, file.vintage, text),
        )
        self._connection.executemany(
            "insert or replace into edition values (?, ?, ?, ?, ?, ?)",
            [(e.feed, e.scope, e.period, e.digest, file.vintage, cursor.lastrowid) for e in editions],
        )
        self._connection.executemany(
            "insert or ignore into place_met values (?, ?, ?, ?, ?)",
            [(p.code, p.name, p.kind, p.parent, file.feed) for p in places],
        )

    def current_editions(self, feed: str | None = None) -> tuple[Edition, ...]:
        """The editions whose figures stand, of one feed or of all."""
        rows = self._connection.execute(
            "select feed, scope, period, digest from current_edition where feed = coalesce(?, feed)"
            " order by feed, period, scope",
            (feed,),
        )
        return tuple(Edition(*row) for row in rows)

    def editions_as_of(self, feed: str, take: int) -> tuple[Edition, ...]:
        """The editions of a feed whose figures stood after a take."""
        rows = self._connection.execute(
            """select feed, scope, period, digest from (
                   select *, row_number() over (partition by scope, period order by vintage desc, take desc) as place
                   from edition where feed = ? and take <= ?
               ) where place = 1 order by period, scope""",
            (feed, take),
        )
        return tuple(Edition(*row) for row in rows)

    def released_as_of(self, measure: str) -> int:
        """The last take that the released values of a measure are known to follow from; 0 for none."""
        row = self._connection.execute(
            "select max(take) from up_to_date where measure in (?, '*')", (measure,)
        ).fetchone()
        return row[0] or 0

    def files(self) -> tuple[TakenFile, ...]:
        """Every file taken, oldest first."""
        rows = self._connection.execute("select digest, file, feed, taken_at, vintage from take order by id")
        return tuple(TakenFile(*row) for row in rows)

    def places_met(self) -> tuple[PlaceMet, ...]:
        """Organisations that files named and the register need not hold."""
        rows = self._connection.execute("select code, name, kind, parent from place_met order by code")
        return tuple(PlaceMet(*row) for row in rows)

    def receipts(self) -> Iterator[dict[str, object]]:
        """Every receipt as it was given, newest first."""
        for (text,) in self._connection.execute("select receipt from take order by id desc"):
            yield json.loads(text)

    def receipt_of(self, digest: str) -> Receipt:
        """The newest receipt of a file, without its problems. Raises KeyError when it was never taken."""
        row = self._connection.execute(
            "select receipt from take where digest = ? order by id desc limit 1", (digest,)
        ).fetchone()
        if row is None:
            raise KeyError(digest)
        given = json.loads(row[0])
        counts = {name: given[name] for name in ("rows_read", "rows_kept", "rows_set_aside", "rows_refused")}
        return Receipt(
            given["file"], digest, given["recognised_as"], tuple(given["periods"]), taken=True, **counts
        )

    def released_states(self) -> dict[str, str]:
        """What each measure's released values follow from."""
        return dict(self._connection.execute("select measure, state from released").fetchall())

    def record_released(
        self, states: Mapping[str, str], up_to_date: Iterable[str], *, definitions: str
    ) -> None:
        """Say what the released values of measures follow from, and which are now up to the last take.

        definitions: the fingerprint of the definitions they were worked out by.
        """
        with self._transaction():
            self._connection.executemany(
                "insert or replace into released values (?, ?)", list(states.items())
            )
            (last,) = self._connection.execute("select coalesce(max(id), 0) from take").fetchone()
            self._connection.executemany(
                "insert or replace into up_to_date values (?, ?, ?)",
                [(measure, last, definitions) for measure in up_to_date],
            )

    def forget_released(self, measures: Iterable[str]) -> None:
        """Say that measures have no released values any more."""
        with self._transaction():
            self._connection.executemany("delete from released where measure = ?", [(m,) for m in measures])

    def _current_digests(self, editions: Sequence[Edition]) -> set[str]:
        found: set[str] = set()
        for edition in editions:
            rows = self._connection.execute(
                "select digest from current_edition where feed = ? and scope = ? and period = ?",
                (edition.feed, edition.scope, edition.period),
            )
            found.update(digest for (digest,) in rows)
        return found

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")
