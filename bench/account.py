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
from aimwell.services.ask_values import latest_of_place
from aimwell.site.publish import publish
from aimwell.store.aggregate import facts as facts_store
from aimwell.store.folder import StoreFolder
from aimwell.store.records.ledger import Edition, Ledger
from bench.synthetic import invented_definitions, invented_extract, invented_facts, published_extract
from bench.timing import Timing, say, timed, timed_command

REPOSITORY = Path(__file__).resolve().parent.parent
AIMWELL = str(Path(sys.executable).with_name("aimwell"))
TODAY = date(2026, 6, 1)


@contextmanager
def workplace() -> Iterator[Path]:
    """An empty folder, removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="aimwell-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def bench_taking(work: Path) -> Path:
    """One month of the RTT extract; returns the store that holds it."""
    geography = Geography(shipped("definitions"))
    sub_icbs = [p.ods for p in geography.register.of_kind(PlaceKind.SUB_ICB, date(2026, 2, 1))]
    trusts = [p.ods for p in geography.register.of_kind(PlaceKind.TRUST, date(2026, 2, 1))]
    extract = published_extract(REPOSITORY) or invented_extract(work / "extract.zip", sub_icbs, trusts)
    plain = work / "plain"
    plain.mkdir()
    shutil.unpack_archive(extract, plain)
    (table,) = plain.iterdir()
    read = f"select sum(\"Total All\") from read_csv('{table}')"
    store = work / "store"

    def clear() -> None:
        shutil.rmtree(store, ignore_errors=True)

    timed("warm the disk", lambda: duckdb.execute(read).fetchall(), runs=1)
    inside = timed(
        "DuckDB reads the CSV, adds up a column (in one process)", lambda: duckdb.execute(read).fetchall()
    )
    cold = timed_command(
        "the same, a command from cold",
        [sys.executable, "-c", f"import duckdb; duckdb.execute({read!r}).fetchall()"],
    )
    take = timed_command(
        "aimwell take, one RTT month", [AIMWELL, "take", str(extract), "--store", str(store)], before=clear
    )
    for timing in (inside, cold):
        say(timing, target="—")
    say(
        take,
        target="2.5 × DuckDB's read, 600 MB",
        verdict=take.median <= 2.5 * cold.median and take.megabytes <= 600,
    )
    print(
        f"    ratio to the command from cold {take.median / cold.median:.2f}, to the read alone {take.median / inside.median:.2f}"
    )
    return store


def bench_asking(store: Path) -> None:
    """`aimwell values` from cold, once values have been worked out."""
    ask = [AIMWELL, "values", "--store", str(store), "--measure", "rtt_within_18_weeks"]
    timed_command("first asking", ask, runs=1)
    timing = timed_command("aimwell values, one measure, from cold", ask)
    say(Timing(timing.what, timing.seconds), target="0.300 s", verdict=timing.median <= 0.3)


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
