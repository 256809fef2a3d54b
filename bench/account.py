"""The speed targets of the system account: taking, asking, publishing."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from aimwell.catalogue.everything import Catalogue
from aimwell.config.shipped import shipped
from aimwell.domain.places import PlaceKind
from aimwell.domain.receipts import Receipt
from aimwell.pipeline.account import Account
from aimwell.pipeline.freshen import freshen
from aimwell.pipeline.geography import Geography
from aimwell.pipeline.take import take
from aimwell.services.ask_values import latest_of_place
from aimwell.site.publish import publish
from aimwell.sqltext import literal
from aimwell.store.aggregate import facts as facts_store
from aimwell.store.folder import StoreFolder
from aimwell.store.records.ledger import Edition, Ledger
from bench.synthetic import invented_definitions, invented_extract, invented_facts, published_extract
from bench.timing import Command, Timing, in_turns, say, say_ratio, timed, timed_command

REPOSITORY = Path(__file__).resolve().parent.parent
AIMWELL = str(Path(sys.executable).with_name("aimwell"))
TODAY = date(2026, 6, 1)
MOST_READS = 2.5  # times DuckDB's read of the same file
MOST_MEGABYTES = 600


@contextmanager
def workplace() -> Iterator[Path]:
    """An empty folder, removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="aimwell-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def bench_taking(work: Path) -> Path:
    """One month of the RTT extract, from cold and inside a process, by turns with DuckDB; returns the store that holds it."""
    geography = Geography(shipped("definitions"))
    sub_icbs = [p.ods for p in geography.register.of_kind(PlaceKind.SUB_ICB, date(2026, 2, 1))]
    trusts = [p.ods for p in geography.register.of_kind(PlaceKind.TRUST, date(2026, 2, 1))]
    extract = published_extract(REPOSITORY) or invented_extract(work / "extract.zip", sub_icbs, trusts)
    plain = work / "plain"
    plain.mkdir()
    shutil.unpack_archive(extract, plain)
    (table,) = plain.iterdir()
    read = f'select sum("Total All") from read_csv({literal(table)})'
    store = work / "store"
    inside = work / "store-inside"
    command = Command(
        "aimwell take, one RTT month: a command from cold",
        [AIMWELL, "take", str(extract), "--store", str(store)],
        before=lambda: shutil.rmtree(store, ignore_errors=True),
    )
    # First and alone: a child's peak counts what this process holds when it begins, which is little until DuckDB has read.
    (alone,) = in_turns(command, runs=2)
    read_inside, read_cold, take_cold, take_inside = in_turns(
        Command(
            "DuckDB reads the CSV, adds up a column: inside a process",
            lambda: duckdb.execute(read).fetchall(),
        ),
        Command(
            "the same: a command from cold",
            [sys.executable, "-c", f"import duckdb; duckdb.execute({read!r}).fetchall()"],
        ),
        command,
        Command(
            "the same: inside a process",
            lambda: _take_inside(extract, inside),
            before=lambda: shutil.rmtree(inside, ignore_errors=True),
        ),
        runs=9,
    )
    take_cold = Timing(take_cold.what, take_cold.seconds, alone.megabytes)
    for timing in (read_inside, read_cold):
        say(timing, target="—")
    for timing, like in ((take_cold, read_cold), (take_inside, read_inside)):
        ratio = timing.median / like.median
        say(
            timing,
            target="2.5 × DuckDB's read done likewise, 600 MB",
            verdict=ratio <= MOST_READS and alone.megabytes <= MOST_MEGABYTES,
        )
    say_ratio("both from cold", take_cold, read_cold, most=MOST_READS)
    say_ratio("both inside a process", take_inside, read_inside, most=MOST_READS)
    say_ratio("the command from cold, to the read inside a process", take_cold, read_inside, most=MOST_READS)
    return store


def _take_inside(extract: Path, store: Path) -> None:
    definitions = shipped("definitions")
    account = Account(StoreFolder(store), Catalogue(definitions), Geography(definitions))
    (receipt,) = take([extract], account, now=datetime(2026, 6, 1, tzinfo=UTC))
    if not receipt.taken:
        raise SystemExit("the extract was refused")


def bench_asking(store: Path) -> None:
    """`aimwell values` from cold: the first question after a take, then once values have been worked out."""
    first = [
        ("rtt_within_18_weeks", "first question after a take: a share"),
        ("rtt_median_wait", "then the first for a median, which adds up the weeks"),
    ]
    for measure, what in first:
        say(timed_command(what, _asking(store, measure), runs=1), target="—")
    timing = timed_command("aimwell values, one measure, from cold", _asking(store, "rtt_within_18_weeks"))
    say(Timing(timing.what, timing.seconds), target="0.300 s", verdict=timing.median <= 0.3)


def _asking(store: Path, measure: str) -> list[str]:
    return [AIMWELL, "values", "--store", str(store), "--measure", measure]


def bench_latest(work: Path) -> None:
    """One place's newest 300 values in a store of five million."""
    folder = StoreFolder(work / "large").create()
    (folder.released / "values").mkdir()
    duckdb.execute(
        f"""
        copy (select 'm' || measure as measure, 'ics' as level, 'P' || place as place_id, '2026-02' as period,
                     1.0 as value, 0.9 as lower, 1.1 as upper, 'percent' as unit, 'ok' as status
              from range(300) as m(measure), range(280) as p(place) order by place_id, measure)
        to '{folder.released / "verdicts.parquet"}' (format parquet)
        """
    )
    duckdb.execute(
        f"""
        copy (select 'm' || measure as measure, 'P' || place as place_id, month, random() as value
              from range(300) as m(measure), range(280) as p(place), range(60) as t(month) order by measure, place_id)
        to '{folder.released / "values" / "all.parquet"}' (format parquet)
        """
    )
    with duckdb.connect() as connection:
        latest_of_place(connection, folder, "P7", 300)
        timing = timed(
            "one place's latest 300 of 5,040,000 values",
            lambda: latest_of_place(connection, folder, "P7", 300),
            runs=20,
        )
    say(timing, target="0.050 s", verdict=timing.median <= 0.05)


def bench_site(work: Path, measures: int, months: int, target: float) -> None:
    """Invented facts of so many measures to values, verdicts and the whole site."""
    definitions = invented_definitions(shipped("definitions"), work / f"definitions-{measures}", measures)
    geography = Geography(definitions)
    locations = [p.ods for p in geography.register.of_kind(PlaceKind.SUB_ICB, date(2023, 4, 1))]

    def run() -> None:
        folder = StoreFolder(Path(tempfile.mkdtemp(dir=work)) / "store").create()
        account = Account(folder, Catalogue(definitions), Geography(definitions))
        facts = invented_facts(folder.scratch / "facts.parquet", locations, measures, months)
        facts_store.keep(folder, "invented", "0" * 64, facts)
        with Ledger.to_write(folder.ledger) as ledger:
            receipt = Receipt("invented.csv", "0" * 64, "invented", taken=True)
            parts = facts_store.parts_of(facts_store.path_of(folder, "invented", "0" * 64), "0" * 64)
            editions = [Edition("invented", part.scope, part.period, part.digest) for part in parts]
            ledger.record(receipt, editions, (), taken_at=datetime(2026, 6, 1, tzinfo=UTC), text="{}")
        freshen(account)
        publish(folder, definitions, folder.root.parent / "site", today=TODAY)

    timing = timed(f"{measures} measures × 42 systems × {months} months to a full site", run, runs=3)
    say(timing, target=f"{target:.0f} s", verdict=timing.median <= target)


def main() -> None:
    """Every target of the system account."""
    with workplace() as work:
        store = bench_taking(work)
        bench_asking(store)
        bench_latest(work)
        bench_site(work, measures=18, months=60, target=10)
        bench_site(work, measures=100, months=60, target=30)
