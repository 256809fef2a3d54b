"""A&E, monthly: the workbook of every era, the CSV, and a provider sheet saved as CSV."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Severity
from aimwell.domain.receipts import PlaceMet
from aimwell.gateways import ae_monthly_csv, ae_monthly_workbook
from tests.gateways.read_file import problems_of, recognised, take

FeedOf = Callable[[str], Feed]
ENGLAND = {
    "march-2026.xlsx": ("2026-03", 2_432_272, 1_875_561, 556_711, 553_892, 46_665),
    "july-2022.xlsx": ("2022-07", 2_181_655, 1_384_730, 563_450, 497_099, 29_139),
    "april-2019.xlsx": ("2019-04", 2_112_165, 1_797_984, 314_181, 535_226, 442),
}


@pytest.fixture
def folder(fixtures: Path) -> Path:
    return fixtures / "ae_monthly"


@pytest.fixture
def feed(feed_of: FeedOf) -> Feed:
    return feed_of("ae_monthly")


def changed_csv(source: Path, target: Path, change: Callable[[list[list[str]]], list[list[str]]]) -> Path:
    with source.open(encoding="utf-8", newline="") as stream:
        rows = change(list(csv.reader(stream)))
    with target.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return target


def changed_workbook(
    source: Path, target: Path, change: Callable[[str, list[list]], tuple[str, list[list]] | None]
) -> Path:
    book = python_calamine.CalamineWorkbook.from_path(str(source))
    with xlsxwriter.Workbook(str(target)) as saved:
        for name in book.sheet_names:
            changed = change(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            if changed:
                sheet = saved.add_worksheet(changed[0])
                for number, row in enumerate(changed[1]):
                    sheet.write_row(number, 0, row)
    return target


@pytest.mark.parametrize("name", ENGLAND)
def test_providers_and_systems_of_a_workbook_add_up_to_england_to_the_unit(name, folder, feed, tmp_path):
    period, attendances, within, over, admissions, over_12_hours = ENGLAND[name]
    taken = take(ae_monthly_workbook, folder / name, feed, tmp_path)
    assert {row["period"] for row in taken.rows} == {period}
    assert taken.total("attendances") == attendances
    assert taken.total("within_4_hours") == within
    assert taken.total("over_4_hours") == over
    assert taken.total("emergency_admissions") == admissions
    assert taken.total("over_12_hours_from_decision") == over_12_hours
    assert len(taken.reading.reconciliations) == 12  # of providers, of systems, of systems by providers
    assert taken.disagreements == []


def test_a_workbook_says_its_edition_and_where_each_number_stands(folder, feed, tmp_path):
    taken = take(ae_monthly_workbook, folder / "march-2026.xlsx", feed, tmp_path)
    assert taken.reading.vintage.order == "2026-05-14R"
    row = taken.one(grain="provider", provider="RC9")
    assert (row["source_sheet"], row["source_row"]) == ("Provider Level Data", 19)
    assert (row["attendances_type_1"], row["within_4_hours_type_1"], row["over_4_hours_type_1"]) == (
        17_712,
        12_286,
        5_426,
    )


def test_a_provider_that_the_mapping_lacks_is_in_the_system_beside_its_name(folder, feed, tmp_path):
    taken = take(ae_monthly_workbook, folder / "march-2026.xlsx", feed, tmp_path)
    assert PlaceMet("NTV0B", "Ashford Walk-In-Centre", "provider", "QXU") in taken.reading.places_met


def test_a_trust_that_tested_another_standard_has_no_four_hour_figures(folder, feed, tmp_path):
    taken = take(ae_monthly_workbook, folder / "july-2022.xlsx", feed, tmp_path)
    bedfordshire = taken.one(grain="provider", provider="RC9")
    assert bedfordshire["attendances"] == 22_652
    assert bedfordshire["within_4_hours"] is None
    assert bedfordshire["over_4_hours"] is None
    assert len([row for row in taken.only(grain="provider") if row["over_4_hours"] is None]) == 14


def test_the_zeros_of_a_trust_that_tested_another_standard_are_missing_in_the_csv_too(folder, feed, tmp_path):
    taken = take(ae_monthly_csv, folder / "april-2021-revised-120522.csv", feed, tmp_path)
    missing = [row for row in taken.only(grain="provider") if row["over_4_hours"] is None]
    assert len(missing) == 14
    assert all(row["attendances_type_1"] > 0 and row["within_4_hours"] is None for row in missing)


def test_a_csv_adds_booked_appointments_back_and_equals_its_totals(folder, feed, tmp_path):
    taken = take(ae_monthly_csv, folder / "march-2025.csv", feed, tmp_path)
    assert {row["period"] for row in taken.rows} == {"2025-03"}
    assert taken.total("attendances", grain="provider") == 2_389_064
    assert taken.total("over_4_hours", grain="provider") == 597_748
    assert taken.disagreements == []
    assert taken.reading.rows_set_aside == 1


def test_a_revised_csv_comes_after_the_first_edition(folder, feed, tmp_path):
    taken = take(ae_monthly_csv, folder / "april-2021-revised-120522.csv", feed, tmp_path)
    assert taken.reading.vintage.order == "2022-05-12R"


def test_a_csv_of_the_year_before_booked_appointments_is_read(folder, feed, tmp_path):
    def as_in_2019(rows: list[list[str]]) -> list[list[str]]:
        kept = [i for i, heading in enumerate(rows[0]) if "Booked" not in heading]
        rows = [[row[i] for i in kept] for row in rows]
        rows[0] = [
            heading.replace("A&E attendances", "Number of A&E attendances")
            .replace("Attendances over 4hrs Other Department", "Attendances over 4hrs Other A&E Department")
            .replace("Attendances over", "Number of attendances over")
            for heading in rows[0]
        ]
        return rows

    old = changed_csv(folder / "march-2025.csv", tmp_path / "old.csv", as_in_2019)
    taken = take(ae_monthly_csv, old, feed, tmp_path)
    assert taken.disagreements == []
    assert taken.total("attendances", grain="provider") > 2_000_000


def test_a_provider_sheet_saved_as_csv_equals_the_workbook_and_warns_that_its_name_gave_the_month(
    folder, feed, tmp_path
):
    taken = take(ae_monthly_workbook, folder / "export-March-2026.csv", feed, tmp_path)
    assert {row["period"] for row in taken.rows} == {"2026-03"}
    assert taken.total("attendances", grain="provider") == 2_432_272
    (warning,) = taken.reading.refused
    assert (warning.code, warning.severity) == ("feed.period-from-name", Severity.WARNS)


def test_a_provider_sheet_that_says_its_month_nowhere_is_refused(folder, feed, tmp_path):
    nameless = tmp_path / "data.csv"
    nameless.write_bytes((folder / "export-March-2026.csv").read_bytes())
    (problem,) = problems_of(ae_monthly_workbook, nameless, feed, tmp_path)
    assert problem.code == "feed.no-period"


def test_a_renamed_heading_of_a_workbook_is_named_with_its_new_name(folder, feed, tmp_path):
    def rename(name: str, rows: list[list]) -> tuple[str, list[list]]:
        return name, [
            ["Total attendance" if cell == "Total attendances" else cell for cell in row] for row in rows
        ]

    path = changed_workbook(folder / "march-2026.xlsx", tmp_path / "renamed.xlsx", rename)
    recognition = recognised(ae_monthly_workbook, path, tmp_path)
    assert recognition is not None
    assert recognition.share < 1
    (problem,) = problems_of(ae_monthly_workbook, path, feed, tmp_path)
    assert problem.code == "feed.changed-heading"
    assert "'Total attendance'" in problem.found
    assert (problem.where.sheet, problem.where.row) == ("Provider Level Data", 16)


def test_a_workbook_without_its_systems_is_refused_with_the_sheets_it_has(folder, feed, tmp_path):
    path = changed_workbook(
        folder / "march-2026.xlsx",
        tmp_path / "cut.xlsx",
        lambda name, rows: (name, rows) if "Provider" in name else None,
    )
    (problem,) = problems_of(ae_monthly_workbook, path, feed, tmp_path)
    assert problem.code == "workbook.missing-sheet"
    assert "Provider Level Data" in problem.found


def test_a_renamed_sheet_more_columns_and_other_capitals_do_no_harm(folder, feed, tmp_path):
    def vary(name: str, rows: list[list]) -> tuple[str, list[list]]:
        new_name = name.replace("System Level Data", "ICB Level Data")
        heading = next(i for i, row in enumerate(rows) if "Code" in row or "Org code" in row)
        return new_name, [
            [str(c).upper() if i == heading else c for c in row] + ["more"] for i, row in enumerate(rows)
        ]

    path = changed_workbook(folder / "march-2026.xlsx", tmp_path / "varied.xlsx", vary)
    taken = take(ae_monthly_workbook, path, feed, tmp_path)
    assert taken.total("attendances") == 2_432_272


def test_text_in_a_number_cell_refuses_that_row_and_keeps_the_others(folder, feed, tmp_path):
    def spoil(rows: list[list[str]]) -> list[list[str]]:
        rows[3][4] = "lots"
        return rows

    path = changed_csv(folder / "march-2025.csv", tmp_path / "spoilt.csv", spoil)
    taken = take(ae_monthly_csv, path, feed, tmp_path)
    (problem,) = taken.reading.refused
    assert (problem.code, problem.where.row, problem.where.column) == (
        "cell.not-a-number",
        4,
        "A&E attendances Type 1",
    )
    assert len(taken.only(grain="provider")) == 197
    assert taken.disagreements  # and the totals show that a row is wanting


@pytest.mark.parametrize("keep", [0.5, 0.9])
def test_a_csv_that_stops_half_way_is_refused(keep, folder, feed, tmp_path):
    whole = (folder / "march-2025.csv").read_bytes()
    path = tmp_path / "cut.csv"
    path.write_bytes(whole[: int(len(whole) * keep)])
    (problem,) = problems_of(ae_monthly_csv, path, feed, tmp_path)
    assert problem.code == "file.cut-short"


def test_a_csv_without_its_last_line_is_refused(folder, feed, tmp_path):
    path = changed_csv(folder / "march-2025.csv", tmp_path / "cut.csv", lambda rows: rows[:-1])
    (problem,) = problems_of(ae_monthly_csv, path, feed, tmp_path)
    assert problem.code == "file.cut-short"


def test_a_missing_column_of_a_csv_is_named(folder, feed, tmp_path):
    path = changed_csv(
        folder / "march-2025.csv", tmp_path / "less.csv", lambda rows: [row[:-1] for row in rows]
    )
    (problem,) = problems_of(ae_monthly_csv, path, feed, tmp_path)
    assert (problem.code, problem.where.column) == ("feed.missing-column", "Other emergency admissions")


def test_two_months_in_one_csv_are_refused(folder, feed, tmp_path):
    def mix(rows: list[list[str]]) -> list[list[str]]:
        rows[1][0] = "MSitAE-APRIL-2025"
        return rows

    path = changed_csv(folder / "march-2025.csv", tmp_path / "two.csv", mix)
    (problem,) = problems_of(ae_monthly_csv, path, feed, tmp_path)
    assert problem.code == "feed.several-periods"


def test_neither_gateway_recognises_the_others_file(folder, tmp_path):
    assert recognised(ae_monthly_csv, folder / "march-2026.xlsx", tmp_path) is None
    assert recognised(ae_monthly_workbook, folder / "march-2025.csv", tmp_path) is None


@pytest.mark.shared
def test_every_published_workbook_equals_the_systems_as_lifted_from_it(shared_data, feed, tmp_path):
    lifted: dict[str, dict[str, list[str]]] = defaultdict(dict)
    with gzip.open(shared_data / "derived" / "ae_icb_month.csv.gz", "rt") as stream:
        for row in csv.DictReader(stream):
            lifted[row["period"]][row["icb_code"]] = [
                row["att_total"],
                row["over4h_total"],
                row["dta_over12h"],
            ]
    files = sorted((shared_data / "ae_monthly_xls").glob("*.xls"))
    assert len(files) == 36
    for file in files:
        taken = take(ae_monthly_workbook, file, feed, tmp_path)
        out_of_line = file.name.startswith(
            "2025-02"
        )  # as published: each system's admissions in another's row
        assert len(taken.disagreements) == (2 if out_of_line else 0), file.name
        assert taken.reading.refused == (), file.name
        systems = {place.code: place.parent for place in taken.reading.places_met}
        sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
        for row in taken.rows:
            for index, amount in enumerate(("attendances", "over_4_hours", "over_12_hours_from_decision")):
                if not (out_of_line and index == 2):
                    sums[systems[row["provider"]]][index] += row[amount] or 0.0
        (period,) = {row["period"] for row in taken.rows}
        expected = {code: [float(each) for each in figures] for code, figures in lifted[period].items()}
        if out_of_line:
            expected = {code: [*figures[:2], 0.0] for code, figures in expected.items()}
        assert sums == expected, file.name


@pytest.mark.shared
def test_every_published_csv_adds_up_to_its_totals(shared_data, feed, tmp_path):
    files = sorted((shared_data / "ae_monthly_csv").glob("20*.csv"))
    assert len(files) == 26
    for file in files:
        taken = take(ae_monthly_csv, file, feed, tmp_path)
        assert taken.disagreements == [], file.name
        assert taken.reading.refused == (), file.name
