"""Cancer waiting times: the monthly workbook of providers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aimwell.domain.feeds import Feed
from aimwell.gateways import cancer_waits
from tests.gateways.read_file import problems_of, recognised, take
from tests.gateways.test_ae_monthly import changed_workbook

ALL = {
    "route": "All routes",
    "stage": "All stages",
    "cancer_type": "All cancers",
    "modality": "All treatments",
}


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of("cancer_waits")


@pytest.fixture
def workbook(fixtures: Path) -> Path:
    return fixtures / "cancer_waits" / "september-2025.xlsx"


@pytest.mark.parametrize(
    ("standard", "people", "in_time"),
    [("28 days", 295_202, 217_972), ("31 days", 61_001, 55_638), ("62 days", 30_483, 20_733)],
)
def test_each_standard_adds_up_to_the_published_total(standard, people, in_time, workbook, feed, tmp_path):
    taken = take(cancer_waits, workbook, feed, tmp_path)
    assert taken.total("people", standard=standard, **ALL) == people
    assert taken.total("in_time", standard=standard, **ALL) == in_time
    assert taken.total("late", standard=standard, **ALL) == people - in_time
    assert taken.disagreements == []


def test_a_number_is_traceable_to_its_cell_and_the_file_to_its_edition(workbook, feed, tmp_path):
    taken = take(cancer_waits, workbook, feed, tmp_path)
    row = taken.one(provider="RCF", standard="62 days", **ALL)
    assert (row["period"], row["source_sheet"], row["source_row"]) == ("2025-09", "62-DAY (ALL CANCER)", 10)
    assert (row["people"], row["in_time"], row["late"], row["after_104_days"]) == (62.0, 52.5, 9.5, 1.0)
    assert taken.reading.vintage.revised


def test_parts_under_one_another_keep_their_routes_apart(workbook, feed, tmp_path):
    taken = take(cancer_waits, workbook, feed, tmp_path)
    routes = {row["route"] for row in taken.only(standard="62 days")}
    assert routes == {
        "All routes",
        "Urgent suspected cancer",
        "Breast symptomatic",
        "Screening",
        "Consultant upgrade",
    }
    apart = sum(taken.total("people", standard="62 days", route=route) for route in routes - {"All routes"})
    assert apart == taken.total("people", standard="62 days", route="All routes")
    assert taken.total("people", standard="62 days", route="Consultant upgrade") == 10_560


def test_a_first_visit_counts_all_that_were_not_within_14_days_as_late(workbook, feed, tmp_path):
    taken = take(cancer_waits, workbook, feed, tmp_path)
    visits = {"standard": "first visit, breast symptoms"}
    assert taken.total("people", **visits) == 9_188
    assert taken.total("in_time", **visits) == 5_685
    assert taken.total("late", **visits) == 9_188 - 5_685


def test_a_workbook_without_a_standard_is_refused(workbook, feed, tmp_path):
    path = changed_workbook(
        workbook, tmp_path / "less.xlsx", lambda name, rows: None if name.startswith("31") else (name, rows)
    )
    (problem,) = problems_of(cancer_waits, path, feed, tmp_path)
    assert problem.code == "workbook.missing-sheet"
    assert "31 days" in problem.found


def test_a_renamed_heading_is_named_with_its_new_name(workbook, feed, tmp_path):
    def rename(name: str, rows: list[list]) -> tuple[str, list[list]]:
        return name, [
            ["WITHIN 28 DAYS OR LESS" if cell == "WITHIN 28 DAYS" else cell for cell in row] for row in rows
        ]

    path = changed_workbook(workbook, tmp_path / "renamed.xlsx", rename)
    recognition = recognised(cancer_waits, path, tmp_path)
    assert recognition is not None
    assert recognition.share < 1
    (problem,) = problems_of(cancer_waits, path, feed, tmp_path)
    assert (problem.code, problem.where.column) == ("feed.changed-heading", "WITHIN 28 DAYS")
    assert "WITHIN 28 DAYS OR LESS" in problem.found


def test_text_in_a_number_cell_refuses_that_row_only(workbook, feed, tmp_path):
    def spoil(name: str, rows: list[list]) -> tuple[str, list[list]]:
        if name.startswith("28"):
            rows[9][5] = "some"
        return name, rows

    path = changed_workbook(workbook, tmp_path / "spoilt.xlsx", spoil)
    taken = take(cancer_waits, path, feed, tmp_path)
    (problem,) = taken.reading.refused
    assert (problem.code, problem.where.row, problem.where.column) == (
        "cell.not-a-number",
        10,
        "WITHIN 28 DAYS",
    )
    assert taken.only(standard="28 days", provider="RCF") == []
    assert taken.disagreements


def test_sheets_of_two_months_are_refused(workbook, feed, tmp_path):
    def mix(name: str, rows: list[list]) -> tuple[str, list[list]]:
        if name.startswith("31"):
            rows[1][0] = "Aug-25"
        return name, rows

    (problem,) = problems_of(
        cancer_waits, changed_workbook(workbook, tmp_path / "two.xlsx", mix), feed, tmp_path
    )
    assert problem.code == "feed.several-periods"


@pytest.mark.shared
def test_every_sheet_of_every_published_workbook_adds_up_to_england(shared_data, feed, tmp_path):
    files = sorted((shared_data / "cancer").glob("*.xlsx"))
    assert len(files) == 2
    for file in files:
        taken = take(cancer_waits, file, feed, tmp_path)
        assert taken.disagreements == []
        assert len(taken.reading.reconciliations) == 10
        assert taken.reading.refused == ()
        by_cancer = {row["cancer_type"] for row in taken.only(standard="62 days")} - {"All cancers"}
        split = sum(
            taken.total("people", standard="62 days", route="All routes", cancer_type=each)
            for each in by_cancer
        )
        assert split == taken.total("people", standard="62 days", **ALL)
