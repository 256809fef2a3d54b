"""Ledgers are read in the shapes in which they are published."""

import gzip
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from aimwell.domain.money.reconciling import TotalsState, check_totals, state_of
from aimwell.domain.problems import Problem
from aimwell.gateways.ledgers.reading import LedgerReading
from tests.gateways.ledgers.made import NHS, as_csv, nhs_row, pence_of, reading_of


@pytest.fixture
def ledgers(fixtures: Path) -> Path:
    return fixtures / "ledgers"


def copied(source: Path, tmp_path: Path) -> Path:
    target = tmp_path / source.name
    target.write_bytes(source.read_bytes())
    return target


def totals_of(reading: LedgerReading) -> TotalsState:
    (sheet,) = reading.sheets
    return state_of(
        check_totals(
            sheet.totals, sheet.lines["source_row"].to_numpy(), sheet.lines["amount_pence"].to_numpy()
        )
    )


def test_title_rows_a_total_and_days_run_into_amounts_are_put_right(ledgers: Path, tmp_path: Path):
    reading = reading_of(copied(ledgers / "lambeth-2012-06.csv", tmp_path))
    (sheet,) = reading.sheets
    assert (sheet.refused, sheet.counted) == (0, "'Invoice Nett Amount', without VAT")
    assert any("had run together" in note for note in sheet.notes)
    assert totals_of(reading) is TotalsState.RECONCILED
    assert reading.lines["source_row"][0].as_py() == 11


def test_a_period_counted_from_april_is_the_month_of_its_days(ledgers: Path, tmp_path: Path):
    reading = reading_of(copied(ledgers / "gateshead-2022-07.csv", tmp_path))
    assert set(reading.lines["period"].to_pylist()) == {"2022-07"}


def test_net_counts_where_gross_and_vat_stand_beside_it(ledgers: Path, tmp_path: Path):
    reading = reading_of(copied(ledgers / "salford-2022-06.csv", tmp_path))
    assert reading.sheets[0].counted == "'Net', without VAT"
    assert pence_of(reading)[0] == 70_425


def test_unnamed_columns_and_misspelt_headings_do_no_harm(ledgers: Path, tmp_path: Path):
    reading = reading_of(copied(ledgers / "darlington-2022-08.csv", tmp_path))
    line = reading.lines.slice(0, 1).to_pylist()[0]
    assert (line["supplier"], line["service"], line["amount_pence"]) == (
        "AVC WISE LTD",
        "Balance Sheet",
        55_355,
    )
    assert any("unnamed column 1" in note for note in reading.sheets[0].notes)


def test_codes_that_a_file_gives_are_kept(ledgers: Path, tmp_path: Path):
    reading = reading_of(copied(ledgers / "trafford-2025-26.csv", tmp_path))
    assert "ProClass=321311" in reading.lines["codes"][0].as_py()


def test_type_and_area_the_wrong_way_round_are_changed_back_and_told(tmp_path: Path):
    headings = [
        "Department",
        "CCG",
        "Date",
        "Expense Area",
        "Expense Type",
        "Suppklier",
        "Transaction Number",
        "Amount",
    ]
    reading = reading_of(tmp_path / "a.csv", as_csv([headings, nhs_row("31-Aug-20", "(1,234.50)")]))
    line = reading.lines.to_pylist()[0]
    assert (line["expense_type"], line["expense_area"]) == ("Rent", "COMMUNITY SERVICES")
    assert (line["amount_pence"], line["day"]) == (-123_450, date(2020, 8, 31))
    assert any("the other way round" in note for note in reading.sheets[0].notes)


def test_american_dates_are_read_so_in_the_whole_file(tmp_path: Path):
    rows = [NHS, nhs_row("10/31/2020", "1"), nhs_row("10/05/2020", "2")]
    days = reading_of(tmp_path / "a.csv", as_csv(rows)).lines["day"].to_pylist()
    assert days == [date(2020, 10, 31), date(2020, 10, 5)]


def test_wrapping_and_encoding_change_nothing(tmp_path: Path):
    text = as_csv([NHS, nhs_row("31/10/2020", "£5.00", supplier="CAFÉ INVENTED LTD")])
    plain = reading_of(tmp_path / "a.csv", text.encode("utf-8")).lines
    packed = tmp_path / "b.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inner.csv", text.encode("utf-8-sig"))
    for other in (
        reading_of(tmp_path / "c.csv", text.encode("cp1252")),
        reading_of(tmp_path / "d.csv.gz", gzip.compress(text.encode("utf-8"))),
        reading_of(tmp_path / "e.csv", text.replace(",", ";").encode("utf-8")),
        reading_of(packed),
    ):
        assert other.lines.equals(plain)


def test_windows_letters_far_down_a_large_file_are_read(tmp_path: Path):
    rows = [NHS, *(nhs_row("31/10/2020", "1.00", number=str(at)) for at in range(6000))]
    content = as_csv([*rows, nhs_row("31/10/2020", "1.00", supplier="CAFÉ LTD")]).encode("cp1252")
    lines = reading_of(tmp_path / "a.csv", content).lines
    assert lines["supplier"][-1].as_py() == "CAFÉ LTD"


def test_a_workbook_gives_days_whole_numbers_and_what_was_merged(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet("Spend"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Payments over £500"])
        sheet.write_row(2, 0, NHS)
        for at, amount in enumerate((6326.89, -12.0), start=3):
            sheet.write_row(at, 0, nhs_row("", "", supplier=""))
            sheet.write_datetime(at, 2, date(2020, 10, 2), day)
            sheet.write_number(at, 7, amount)
        sheet.merge_range(3, 5, 4, 5, "MERGED HEALTH LTD")
        sheet.write_row(5, 0, ["Grand Total:", "", "", "", "", "", "", 6314.89])
    reading = reading_of(path)
    assert pence_of(reading) == [632_689, -1_200]
    assert set(reading.lines["supplier"].to_pylist()) == {"MERGED HEALTH LTD"}
    assert set(reading.lines["day"].to_pylist()) == {date(2020, 10, 2)}
    assert totals_of(reading) is TotalsState.RECONCILED


def test_a_supplier_called_total_is_a_supplier(tmp_path: Path):
    rows = [
        NHS,
        nhs_row("31/10/2020", "10", supplier="TOTAL GAS & POWER"),
        nhs_row("31/10/2020", "5", supplier="TOTAL"),
    ]
    reading = reading_of(tmp_path / "a.csv", as_csv(rows))
    assert pence_of(reading) == [1_000, 500]
    assert totals_of(reading) is TotalsState.NOT_STATED


def test_an_amount_alone_at_the_foot_is_a_total_that_is_held_to_the_lines(tmp_path: Path):
    foot = ["", "", "", "", "", "", "", "14.99"]
    reading = reading_of(tmp_path / "a.csv", as_csv([NHS, nhs_row("31/10/2020", "15"), foot]))
    assert pence_of(reading) == [1_500]
    assert totals_of(reading) is TotalsState.UNRECONCILED


def test_headings_again_on_a_later_page_are_no_line(tmp_path: Path):
    rows = [NHS, nhs_row("31/10/2020", "1"), NHS, nhs_row("31/10/2020", "2")]
    reading = reading_of(tmp_path / "a.csv", as_csv(rows))
    assert (pence_of(reading), reading.sheets[0].refused) == ([100, 200], 0)


def test_a_file_that_is_no_ledger_is_refused_without_showing_its_cells(tmp_path: Path):
    with pytest.raises(Problem) as caught:
        reading_of(tmp_path / "a.csv", "Name,Age\nJane Invented,40\n")
    assert caught.value.code == "ledger.not-recognised"
    assert "Jane" not in str(caught.value)
