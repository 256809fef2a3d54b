"""Beds, discharge, handovers and delayed transfers."""

from collections.abc import Callable
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter

from aimwell.gateways import (
    ambulance_handovers,
    criteria_to_reside,
    daily_beds,
    delayed_transfers,
    discharged_patients,
    hospital_beds,
    overnight_beds,
)
from tests.gateways.read_file import problems_of, recognised, take


def test_discharges_by_hour_are_kept_only_for_days_that_have_them(fixtures, feed_of, tmp_path):
    path = fixtures / "discharged_patients" / "days.csv"
    taken = take(discharged_patients, path, feed_of("discharged_patients"), tmp_path)
    early = taken.one(ics="E54000056", period="2022-04-01")
    assert (early["discharged"], early["discharged_by_five"], early["discharged_with_hour"]) == (
        208,
        113,
        208,
    )
    late = taken.one(ics="E54000043", period="2025-08-31")
    assert (late["discharged"], late["discharged_by_five"], late["discharged_with_hour"]) == (53, None, None)


def test_a_file_of_discharges_fits_its_own_gateway_best(fixtures, tmp_path):
    path = fixtures / "discharged_patients" / "days.csv"
    own, other = (
        recognised(gateway, path, tmp_path) for gateway in (discharged_patients, criteria_to_reside)
    )
    assert own.share == 1
    assert other is None or other.share < 0.7


def test_people_ready_to_leave_are_counted_by_system_and_day(fixtures, feed_of, tmp_path):
    path = fixtures / "criteria_to_reside" / "days.csv"
    taken = take(criteria_to_reside, path, feed_of("criteria_to_reside"), tmp_path)
    assert taken.one(ics="E54000056", period="2022-04-02")["people"] == 389
    assert taken.total("days_reported") == 84


def test_each_kind_of_bed_is_a_row_and_beds_that_are_not_there_are_missing(fixtures, feed_of, tmp_path):
    path = fixtures / "hospital_beds" / "trusts.csv"
    taken = take(hospital_beds, path, feed_of("hospital_beds"), tmp_path)
    manchester = taken.one(provider="R0A", period="2022-04", bed_type="adult general and acute")
    assert (manchester["available"], manchester["occupied"]) == (1_982, 1_794)
    none = taken.only(provider="RBQ", bed_type="paediatric intensive care", status="missing")
    assert none
    assert {row["available"] for row in none} == {None}


def test_quarters_of_overnight_beds_follow_their_labels(fixtures, feed_of, tmp_path):
    path = fixtures / "overnight_beds" / "kh03.parquet"
    taken = take(overnight_beds, path, feed_of("overnight_beds"), tmp_path)
    assert {row["period"] for row in taken.rows} == {"2019-Q4", "2022-Q1"}
    manchester = taken.one(provider="R0A", period="2022-Q1", sector="general_and_acute", specialty="all")
    assert manchester["available"] == pytest.approx(2_164.0111)
    assert manchester["occupied"] == pytest.approx(1_871.8111)
    by_specialty = [
        row["occupied"]
        for row in taken.only(provider="R0A", period="2022-Q1", sector="general_and_acute")
        if row["specialty"] != "all"
    ]
    assert sum(by_specialty) == pytest.approx(manchester["occupied"])
    assert taken.disagreements == []


@pytest.mark.parametrize(
    ("gateway", "name", "amount", "england"),
    [
        (daily_beds, "daily_beds", "beds_open", 97_742),
        (ambulance_handovers, "ambulance_handovers", "ambulances", 16_552),
    ],
)
def test_trusts_of_a_winter_day_add_up_to_englands_row_which_is_not_kept(
    gateway, name, amount, england, fixtures, feed_of, tmp_path
):
    taken = take(gateway, fixtures / name / "one-day.csv", feed_of(name), tmp_path)
    assert taken.total(amount) == england
    assert taken.disagreements == []
    assert taken.reading.rows_set_aside == taken.reading.rows_read - taken.reading.rows_kept > 0


def test_a_workbook_of_delayed_transfers_holds_its_days_three_times_over(fixtures, feed_of, tmp_path):
    path = fixtures / "delayed_transfers" / "january-2019.xlsx"
    taken = take(delayed_transfers, path, feed_of("delayed_transfers"), tmp_path)
    for split in ("reason", "care_type", "responsible"):
        assert taken.total("days", split=split) == 135_428
    assert taken.reading.vintage.order == "2019-09-12R"
    derby = taken.one(council="E06000015", split="care_type", group="Acute")
    assert (derby["days"], derby["source_sheet"], derby["source_row"]) == (92, "LA - by type of care", 17)
    assert taken.disagreements == []


def test_councils_of_the_stacked_table_have_one_code_through_the_years(fixtures, feed_of, tmp_path):
    path = fixtures / "delayed_transfers" / "stacked.csv"
    taken = take(delayed_transfers, path, feed_of("delayed_transfers"), tmp_path)
    assert {row["council"] for row in taken.rows} == {"E06000015", "E09000003"}
    assert {row["period"][:4] for row in taken.only(council="E09000003")} == {"2012", "2018", "2019"}
    assert taken.disagreements == []


def test_a_workbook_without_the_sheet_of_reasons_is_not_of_delayed_transfers(shared_data: Path, tmp_path):
    path = shared_data / "mental_health" / "feb2019_feb2020.xlsx"
    assert recognised(delayed_transfers, path, tmp_path) is None


def test_every_published_workbook_of_delayed_transfers_adds_up_to_england(
    shared_data: Path, feed_of, tmp_path
):
    england = {"Feb_18": 140_364, "April_18": 145_347, "Oct_18": 146_610, "Jan_19": 135_428}
    for number, (name, days) in enumerate(england.items()):
        scratch = tmp_path / str(number)
        scratch.mkdir()
        path = shared_data / "discharge_beds" / f"{name}.xls"
        taken = take(delayed_transfers, path, feed_of("delayed_transfers"), scratch)
        assert taken.total("days", split="reason") == days
        assert taken.disagreements == []


@pytest.mark.parametrize(
    ("gateway", "file", "rows"),
    [
        (criteria_to_reside, "england_icb_criteria_to_reside.csv.gz", 51_727),
        (discharged_patients, "england_icb_discharged_patients.csv.gz", 51_727),
        (hospital_beds, "england_critical_general_acute_beds.csv.gz", 5_557),
        (overnight_beds, "kh03.parquet", 169_646),
        (daily_beds, "Daily_adult_ga_sitrep.csv.gz", 12_103),
        (ambulance_handovers, "winter_ambulance_handovers_2018-19.csv.gz", 25_515),
        (delayed_transfers, "DToC_Days_Reason_for_Delay.csv.gz", 15_847),
    ],
)
def test_every_shared_file_of_beds_is_read_whole_and_reconciles(
    gateway, file, rows, shared_data, feed_of, tmp_path
):
    taken = take(gateway, shared_data / "discharge_beds" / file, feed_of(gateway.FEED), tmp_path)
    assert taken.reading.rows_read == rows
    assert taken.reading.refused == ()
    assert taken.disagreements == []


Rows = list[list[object]]


def changed_workbook(source: Path, target: Path, change: Callable[[Rows], Rows]) -> Path:
    book = python_calamine.CalamineWorkbook.from_path(str(source))
    with xlsxwriter.Workbook(str(target)) as saved:
        for name in book.sheet_names:
            sheet = saved.add_worksheet(name.replace("LA", "Sheet"))
            for number, row in enumerate(
                change(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            ):
                sheet.write_row(number, 0, row)
    return target


@pytest.fixture
def january(fixtures) -> Path:
    return fixtures / "delayed_transfers" / "january-2019.xlsx"


def test_a_workbook_of_delayed_transfers_without_a_column_is_refused(january, feed_of, tmp_path):
    def without_disputes(rows: Rows) -> Rows:
        return [["Quarrels" if cell == "H) Disputes" else cell for cell in row] for row in rows]

    path = changed_workbook(january, tmp_path / "without.xlsx", without_disputes)
    (problem,) = problems_of(delayed_transfers, path, feed_of("delayed_transfers"), tmp_path)
    assert (problem.code, problem.where.column) == ("feed.missing-column", "H) Disputes")
    assert problem.where.sheet.endswith("by reason")


def test_reasons_in_the_words_of_earlier_years_are_the_same_reasons(january, feed_of, tmp_path):
    earlier = {
        "I) Housing - patients not covered by Care Act": "I) Housing - Patients not covered by NHS and Community Care Act",
        "A) Awaiting completion of assessment": "A) COMPLETION ASSESSMENT",
    }

    def reworded(rows: Rows) -> Rows:
        other = next((row.index("O) Other") for row in rows if "O) Other" in row), None)
        rows = [[earlier.get(str(cell), cell) for cell in row] for row in rows]
        return [row if other is None else [*row[:other], *row[other + 1 :]] for row in rows]

    path = changed_workbook(january, tmp_path / "earlier.xlsx", reworded)
    taken = take(delayed_transfers, path, feed_of("delayed_transfers"), tmp_path)
    groups = {row["group"] for row in taken.only(split="reason")}
    assert len(groups) == 10
    assert "A) Awaiting completion of assessment" in groups


def test_a_workbook_of_trusts_is_counted_by_trust(january, feed_of, tmp_path):
    def of_trusts(rows: Rows) -> Rows:
        return [["Area Team" if cell == "ONS Geography" else cell for cell in row] for row in rows]

    path = changed_workbook(january, tmp_path / "trusts.xlsx", of_trusts)
    taken = take(delayed_transfers, path, feed_of("delayed_transfers"), tmp_path)
    assert {row["grain"] for row in taken.rows} == {"provider"}
    assert {row["scope"] for row in taken.rows} == {
        "provider reason",
        "provider care_type",
        "provider responsible",
    }
    assert taken.total("days", split="reason") == 135_428
