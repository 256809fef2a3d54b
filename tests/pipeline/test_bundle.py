"""Facts and receipts carried from one store to another."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from aimwell.catalogue.everything import Catalogue
from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem
from aimwell.gateways.reading import schema_of
from aimwell.pipeline.account import Account
from aimwell.pipeline.bundle import Extract, export_bundle, import_bundle
from aimwell.pipeline.freshen import freshen
from aimwell.pipeline.geography import Geography
from aimwell.pipeline.reduce import summed_to_places, what_measures_read
from aimwell.pipeline.take import take
from aimwell.store.folder import StoreFolder
from aimwell.store.records.ledger import Ledger

THEN = datetime(2026, 11, 1, tzinfo=UTC)
LATER = datetime(2026, 11, 2, tzinfo=UTC)
MEASURES = ("ae_within_4_hours", "rtt_within_18_weeks", "rtt_median_wait")


@pytest.fixture(scope="module")
def catalogue(definitions: Path) -> Catalogue:
    return Catalogue(definitions)


@pytest.fixture(scope="module")
def geography(definitions: Path) -> Geography:
    return Geography(definitions)


@pytest.fixture
def account_in(tmp_path: Path, catalogue: Catalogue, geography: Geography) -> Callable[[str], Account]:
    return lambda name: Account(StoreFolder(tmp_path / name), catalogue, geography)


@pytest.fixture
def published(fixtures: Path) -> list[Path]:
    return [
        fixtures / "ae_monthly" / "march-2026.xlsx",
        fixtures / "ae_monthly" / "march-2025.csv",
        fixtures / "rtt_full_extract" / "february-2026.zip",
    ]


@pytest.fixture
def whole(account_in: Callable[[str], Account], published: list[Path]) -> Account:
    """A store that the files themselves were taken into."""
    account = account_in("whole")
    receipts = take(published, account, now=THEN)
    assert all(receipt.taken for receipt in receipts)
    return account


@pytest.fixture
def bundle(whole: Account, tmp_path: Path) -> Path:
    export_bundle(whole, tmp_path / "bundle", reduction(whole))
    return tmp_path / "bundle"


def reduction(account: Account) -> Callable[[duckdb.DuckDBPyConnection, Feed], Extract | None]:
    return partial(what_measures_read, measures=account.catalogue.measures.values())


def values_of(account: Account) -> dict[str, list[tuple]]:
    """Every released value of some measures, with its id and sources."""
    freshen(account, MEASURES)
    folder = account.folder.released / "values"
    return {
        measure: duckdb.execute(
            "select * from read_parquet(?) order by value_id", [str(folder / f"{measure}.parquet")]
        ).fetchall()
        for measure in MEASURES
    }


def test_a_bundle_gives_the_same_values_as_the_files_it_was_made_from(whole, bundle, account_in):
    other = account_in("other")
    assert import_bundle(other, bundle, now=LATER) == 3
    assert values_of(other) == values_of(whole)


def test_a_bundle_is_smaller_than_the_facts_it_was_made_from(whole, bundle):
    of_whole = sum(path.stat().st_size for path in whole.folder.facts.rglob("*.parquet"))
    assert sum(path.stat().st_size for path in bundle.rglob("*.parquet")) < of_whole


def test_a_bundle_is_the_same_whenever_it_is_made(whole, bundle, tmp_path):
    export_bundle(whole, tmp_path / "again", reduction(whole))
    for path in sorted(path for path in bundle.rglob("*") if path.is_file()):
        assert path.read_bytes() == (tmp_path / "again" / path.relative_to(bundle)).read_bytes()


def test_facts_from_a_bundle_have_all_the_columns_of_their_feed(bundle, account_in, feed_of):
    other = account_in("other")
    import_bundle(other, bundle, now=LATER)
    for path in other.folder.facts.rglob("*.parquet"):
        assert pq.read_schema(path).equals(schema_of(feed_of(path.parent.name)))


def test_importing_a_bundle_twice_changes_nothing(bundle, account_in):
    other = account_in("other")
    import_bundle(other, bundle, now=LATER)
    with Ledger.to_read(other.folder.ledger) as ledger:
        before = ledger.files()
    assert import_bundle(other, bundle, now=LATER) == 0
    with Ledger.to_read(other.folder.ledger) as ledger:
        assert ledger.files() == before


def test_receipts_and_digests_are_those_of_the_published_files(whole, bundle, account_in):
    other = account_in("other")
    import_bundle(other, bundle, now=LATER)
    with Ledger.to_read(whole.folder.ledger) as taken, Ledger.to_read(other.folder.ledger) as imported:
        assert list(imported.receipts()) == list(taken.receipts())
        assert set(imported.current_editions()) == set(taken.current_editions())


def test_organisations_outside_the_register_keep_the_names_that_files_gave_them(whole, bundle, account_in):
    other = account_in("other")
    import_bundle(other, bundle, now=LATER)
    with Ledger.to_read(whole.folder.ledger) as taken, Ledger.to_read(other.folder.ledger) as imported:
        unknown = {place for place in taken.places_met() if not whole.geography.knows(place.code)}
        assert set(imported.places_met()) == unknown


def test_a_file_that_is_taken_after_its_bundle_replaces_the_part_by_the_whole(
    bundle, account_in, published, whole
):
    other = account_in("other")
    import_bundle(other, bundle, now=LATER)
    before = values_of(other)
    receipts = take(published, other, now=LATER)
    assert [receipt.already_held for receipt in receipts] == [False, False, False]
    for path in whole.folder.facts.rglob("*.parquet"):
        replaced = other.folder.facts / path.relative_to(whole.folder.facts)
        assert pq.read_metadata(replaced).num_rows == pq.read_metadata(path).num_rows
    assert values_of(other) == before
    assert [receipt.already_held for receipt in take(published, other, now=LATER)] == [True, True, True]


def test_a_bundle_leaves_files_that_were_taken_whole_as_they_are(whole, bundle):
    assert import_bundle(whole, bundle, now=LATER) == 0


def test_another_bundle_of_the_same_files_replaces_the_first(whole, bundle, account_in, tmp_path):
    other = account_in("other")
    import_bundle(other, bundle, now=LATER)
    everything = lambda _connection, _feed: Extract("select * from facts", "nothing")  # noqa: E731
    export_bundle(whole, tmp_path / "larger", everything)
    assert import_bundle(other, tmp_path / "larger", now=LATER) == 3
    assert import_bundle(other, tmp_path / "larger", now=LATER) == 0
    assert values_of(other) == values_of(whole)


def test_rows_that_no_measure_tells_apart_can_be_summed_and_are_still_counted(whole, tmp_path):
    def summed(_connection: duckdb.DuckDBPyConnection, feed: Feed) -> Extract | None:
        if feed.id != "ae_monthly":
            return None
        extract = Extract("select * replace ('X' as provider) from facts", "providers")
        return summed_to_places(extract, feed, "which provider it was")

    export_bundle(whole, tmp_path / "summed", summed)
    rows = pq.read_table(tmp_path / "summed" / "facts" / "ae_monthly.parquet").to_pylist()
    march = next(row for row in rows if row["period"] == "2026-03")
    assert march["attendances"] == 2_432_272
    assert march["source_rows"] > 190
    assert "source_row" not in march


def test_the_read_me_names_each_file_with_its_licence_and_what_was_left_out(bundle):
    text = (bundle / "README.md").read_text(encoding="utf-8")
    assert "march-2026.xlsx" in text
    assert "Contains public sector information licensed under the Open Government Licence v3.0." in text
    assert "rows that no measure reads" in text


def test_facts_that_were_changed_are_refused_by_name(bundle, account_in):
    (bundle / "facts" / "ae_monthly.parquet").write_bytes(b"something else")
    with pytest.raises(Problem) as refused:
        import_bundle(account_in("other"), bundle, now=LATER)
    assert refused.value.code == "bundle.damaged"
    assert refused.value.where.file == "ae_monthly.parquet"


def test_a_bundle_of_another_format_is_refused(bundle, account_in):
    ledger = bundle / "ledger.json"
    given = json.loads(ledger.read_text(encoding="utf-8"))
    ledger.write_text(json.dumps({**given, "format": "0"}), encoding="utf-8")
    with pytest.raises(Problem, match="format '0'"):
        import_bundle(account_in("other"), bundle, now=LATER)


def test_a_folder_without_a_ledger_is_no_bundle(tmp_path, account_in):
    with pytest.raises(Problem, match=r"There is no ledger\.json"):
        import_bundle(account_in("other"), tmp_path, now=LATER)
