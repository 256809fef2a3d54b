"""What a take leaves for later is there when a measure asks for it, and nothing else changes."""

import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import xlsxwriter

from aimwell.catalogue.everything import Catalogue
from aimwell.domain.problems import Problem
from aimwell.pipeline.account import Account
from aimwell.pipeline.bundle import export_bundle, import_bundle
from aimwell.pipeline.freshen import freshen
from aimwell.pipeline.geography import Geography
from aimwell.pipeline.reduce import what_measures_read
from aimwell.pipeline.take import take
from aimwell.store.folder import StoreFolder

NOW = datetime(2026, 11, 1, tzinfo=UTC)
FEED = "rtt_full_extract"
LATER = "weekly_bands"


@pytest.fixture
def account_in(tmp_path: Path, definitions: Path) -> Callable[[str], Account]:
    return lambda name: Account(StoreFolder(tmp_path / name), Catalogue(definitions), Geography(definitions))


@pytest.fixture
def account(account_in: Callable[[str], Account]) -> Account:
    return account_in("store")


@pytest.fixture
def extract(fixtures: Path) -> Path:
    return fixtures / "rtt_full_extract" / "february-2026.zip"


def facts_of(account: Account):
    (path,) = (account.folder.facts / FEED).glob("*.parquet")
    return pq.read_table(path)


def test_weekly_bands_are_left_until_a_measure_asks_for_them(account, extract):
    take([extract], account, now=NOW)
    assert LATER not in facts_of(account).column_names
    freshen(account, ("rtt_within_18_weeks",))
    assert LATER not in facts_of(account).column_names
    freshen(account, ("rtt_median_wait",))
    assert facts_of(account)[LATER].null_count == 0


def test_completing_changes_no_figure_and_no_order(account, extract):
    take([extract], account, now=NOW)
    before = facts_of(account)
    freshen(account, ("rtt_median_wait",))
    assert facts_of(account).drop_columns([LATER]).equals(before)


def test_the_same_file_makes_the_same_facts_in_the_same_order(account_in, extract):
    first, second = account_in("first"), account_in("second")
    take([extract], first, now=NOW)
    take([extract], second, now=NOW)
    assert facts_of(first).equals(facts_of(second))


def test_measures_that_ask_for_bands_and_those_that_do_not_can_be_asked_in_either_order(account_in, extract):
    values = []
    measures = ("rtt_median_wait", "rtt_over_52_weeks")
    for order in (measures, measures[::-1]):
        account = account_in(order[0])
        take([extract], account, now=NOW)
        for measure in order:
            freshen(account, (measure,))
        folder = account.folder.released / "values"
        values.append([pq.read_table(folder / f"{measure}.parquet") for measure in sorted(order)])
    assert all(one.equals(other) for one, other in zip(*values, strict=True))


def test_an_archive_of_several_files_is_read_whole_at_once(account, extract, tmp_path):
    several = tmp_path / "several.zip"
    with zipfile.ZipFile(several, "w") as archive:
        archive.write(extract, "february.zip")
        archive.writestr("read me.txt", "The figures of February.")
    receipts = take([several], account, now=NOW)
    assert [receipt.taken for receipt in receipts] == [True]
    assert facts_of(account)[LATER].null_count == 0


def test_a_sheet_of_a_workbook_is_read_whole_at_once(account, extract, tmp_path):
    with zipfile.ZipFile(extract) as archive:
        lines = archive.read(archive.namelist()[0]).decode("utf-8").splitlines()
    path = tmp_path / "copy.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_numbers": True}) as workbook:
        workbook.add_worksheet("Notes").write(0, 0, "A copy of the extract")
        sheet = workbook.add_worksheet("Extract")
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line.split(","))
    (receipt,) = take([path], account, now=NOW)
    assert receipt.taken, receipt.problems
    assert facts_of(account)[LATER].null_count == 0


def test_a_file_of_which_a_bundle_brought_a_part_is_read_whole_when_taken(account_in, extract, tmp_path):
    whole, bundled = account_in("whole"), account_in("bundled")
    take([extract], whole, now=NOW)
    reduction = partial(what_measures_read, measures=whole.catalogue.measures.values())
    export_bundle(whole, tmp_path / "bundle", reduction)
    import_bundle(bundled, tmp_path / "bundle", now=NOW)
    take([extract], bundled, now=NOW)
    assert facts_of(bundled).equals(facts_of(whole))
    assert facts_of(bundled)[LATER].null_count == 0


def test_a_store_that_has_lost_an_original_says_so_when_it_is_needed(account, extract):
    take([extract], account, now=NOW)
    shutil.rmtree(account.folder.originals)
    assert "rtt_within_18_weeks" in freshen(account, ("rtt_within_18_weeks",))
    with pytest.raises(Problem) as problem:
        freshen(account, ("rtt_median_wait",))
    assert problem.value.code == "store.original-missing"
