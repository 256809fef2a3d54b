"""Every month of waiting times and A&E in the larger collection, worked out from the raw files and compared.

The answers are NHS England's overview workbook, and counts by system that others summed from the same files.
"""

import csv
import gzip
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from aimwell.catalogue.everything import Catalogue
from aimwell.pipeline.account import Account
from aimwell.pipeline.freshen import freshen
from aimwell.pipeline.geography import Geography
from aimwell.pipeline.take import take
from aimwell.store.folder import StoreFolder

pytestmark = pytest.mark.shared

NOW = datetime(2026, 11, 1, tzinfo=UTC)
FOOTPRINTS = ("2022-07-01", "2026-04-01")
COUNTED = {
    "rtt_waiting_list": "waiting",
    "rtt_over_52_weeks": "over_52_weeks",
    "rtt_completed_admitted": "admitted",
    "rtt_completed_non_admitted": "not_admitted",
    "rtt_new_periods": "new_periods",
}
WAITED = {"rtt_median_wait": "median_wait", "rtt_92nd_percentile_wait": "percentile_92_wait"}
ATTENDED = {
    "ae_attendances": "att_total",
    "ae_over_12_hours_from_decision": "dta_over12h",
    "emergency_admissions": "em_adm_total",
}
OVERVIEW_REVISED = {("rtt_new_periods", "2025-12"): 3_555}  # more than the extract has, months after it
SHEET_OUT_OF_LINE = {  # systems' figures stand in other systems' rows; the providers' add up to the stated total
    ("emergency_admissions", "2025-02"),
    ("ae_over_12_hours_from_decision", "2025-02"),
}
Key = tuple[str, str]  # period, system


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory, definitions: Path, shared_data: Path) -> Account:
    """A store of the raw files: six extracts of waiting times, the overview, every A&E workbook."""
    made = Account(
        StoreFolder(tmp_path_factory.mktemp("published")), Catalogue(definitions), Geography(definitions)
    )
    files = [
        *sorted((shared_data / "rtt").glob("*.zip")),
        shared_data / "rtt" / "RTT_Overview_Timeseries_May26.xlsx",
        *sorted((shared_data / "ae_monthly_xls").glob("*.xls")),
    ]
    receipts = take(files, made, now=NOW)
    assert [receipt.file for receipt in receipts if not receipt.taken] == []
    freshen(made, ("rtt_within_18_weeks", *COUNTED, *WAITED, "ae_within_4_hours", *ATTENDED))
    return made


def values_of(account: Account, measure: str, *, england: bool = False) -> dict[Key, tuple[float, ...]]:
    """Value, numerator and denominator for everyone, by period and place, as systems were in each period."""
    places = account.folder.released / "places.parquet"
    values = account.folder.released / "values" / f"{measure}.parquet"
    footprint = (
        f"list_contains(string_split(footprints, ' '), case when period < '2026-04' then '{FOOTPRINTS[0]}' "
        f"else '{FOOTPRINTS[1]}' end)"
    )
    rows = duckdb.execute(
        f"""select period, code, value, numerator, denominator
            from '{values}' join '{places}' as place on place.id = place_id
            where breakdown = 'all' and {"place.id = 'ENG'" if england else footprint}"""
    ).fetchall()
    return {(period, code): tuple(numbers) for period, code, *numbers in rows}


@pytest.fixture(scope="module")
def overview(account: Account) -> Mapping[str, Mapping[str, float]]:
    """NHS England's own figures for England, by month."""
    (facts,) = (account.folder.facts / "rtt_overview").glob("*.parquet")
    cursor = duckdb.execute(f"select * from '{facts}'")
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {row["period"]: row for row in rows}


def answers(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(("measure", "published"), list(COUNTED.items()))
def test_england_counts_of_every_month_are_those_of_the_overview(account, overview, measure, published):
    found = values_of(account, measure, england=True)
    assert len(found) == 6
    for (period, _), (value, *_) in found.items():
        assert value == overview[period][published] - OVERVIEW_REVISED.get((measure, period), 0), period


@pytest.mark.parametrize(("measure", "published"), list(WAITED.items()))
def test_england_waits_of_every_month_are_those_of_the_overview(account, overview, measure, published):
    found = values_of(account, measure, england=True)
    assert len(found) == 6
    for (period, _), (value, *_) in found.items():
        assert value == pytest.approx(overview[period][published], abs=1e-9), period


def test_people_within_18_weeks_of_every_month_and_system_are_those_summed_by_others(account, shared_data):
    found = values_of(account, "rtt_within_18_weeks")
    expected = {
        (row["period"], row["icb_code"]): (float(row["within_18"]), float(row["total_all"]))
        for row in answers(shared_data / "derived" / "rtt_icb_tfc_month.csv.gz")
        if row["part"] == "Part_2" and row["tfc"] == "C_999" and row["icb_code"] not in ("HUB", "NONC")
    }
    assert len(found) == 6 * 42
    assert {key: numbers[1:] for key, numbers in found.items()} == {key: expected[key] for key in found}


@pytest.mark.parametrize(("measure", "published"), list(ATTENDED.items()))
def test_counts_of_every_month_and_system_are_those_of_the_system_sheets(
    account, shared_data, measure, published
):
    found = values_of(account, measure)
    expected = {
        (row["period"], row["icb_code"]): float(row[published])
        for row in answers(shared_data / "derived" / "ae_icb_month.csv.gz")
        if (measure, row["period"]) not in SHEET_OUT_OF_LINE
    }
    assert len({period for period, _ in found}) == 36
    assert {key: found[key][1] for key in found if key in expected} == {
        key: expected[key] for key in found if (measure, key[0]) not in SHEET_OUT_OF_LINE
    }


def test_shares_within_four_hours_are_those_of_the_system_sheets(account, shared_data):
    found = values_of(account, "ae_within_4_hours")
    for row in answers(shared_data / "derived" / "ae_icb_month.csv.gz"):
        value = found.get((row["period"], row["icb_code"]), (None,))[0]
        if value is not None and row["pct4h_all"] and float(row["over4h_total"]):
            assert value / 100 == pytest.approx(float(row["pct4h_all"]), abs=1e-9), row
