"""What every gateway of tables does with a damaged file: says what is wrong and where, and keeps nothing false."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from aimwell.domain.feeds import Feed
from tests.gateways import damaged
from tests.gateways.read_file import problems_of, recognised, take

TABLES = {  # feed: its fixture, a heading that it needs, a heading of figures
    "gp_appointments": ("dorset.csv", "APPT_MODE", "COUNT_OF_APPOINTMENTS"),
    "gp_appointments_coverage": ("coverage.csv", "Open Practices", "Included Practices"),
    "qof_prevalence": ("PREVALENCE_2021.csv", "GROUP_CODE", "REGISTER"),
    "qof_modelled_prevalence": ("by_district.csv", "register", "list"),
    "cervical_screening": ("practices.csv", "Eligible50to64", "Eligible25to49"),
    "childhood_immunisations": ("practices.csv", "Denominator", "Numerator"),
    "talking_therapies": ("sub_icb.csv", "date", "value"),
    "mental_health_contacts": ("contacts.csv", "date", "count"),
    "sickness_absence": ("february-2025.csv", "FTE_DAYS_AVAILABLE", "FTE_DAYS_LOST"),
    "nhs_vacancies": ("vacancies.csv", "region_code", "vacancy_wte_nursing"),
    "discharged_patients": ("days.csv", "icb22_code", "discharged_total"),
    "criteria_to_reside": ("days.csv", "icb22_code", "do_not_meet_criteria_to_reside"),
    "hospital_beds": ("trusts.csv", "nhs_trust22_code", "adult_critical_care_beds_occupied"),
    "daily_beds": ("one-day.csv", "Occupied", "Open"),
    "ambulance_handovers": ("one-day.csv", "measure", "value"),
    "delayed_transfers": ("stacked.csv", "Disputes", "Other"),
    "hospital_activity": ("march-2021.csv", "Org Code", "All specialties: Non-Elective"),
    "maternity_statistics": ("2022-23.csv", "Count_Of", "Value"),
}
LINE_OF_TEXT = 5


@pytest.fixture(params=sorted(TABLES))
def table(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def gateway(table: str) -> ModuleType:
    return import_module(f"aimwell.gateways.{table}")


@pytest.fixture
def feed(table: str, feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of(table)


@pytest.fixture
def path(table: str, fixtures: Path) -> Path:
    return fixtures / table / TABLES[table][0]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "damaged_2021.csv"


def test_a_table_without_a_column_is_recognised_and_refused_by_the_columns_name(
    table, gateway, feed, path, target, tmp_path
):
    lost = TABLES[table][1]
    without = damaged.without_column(path, lost, target)
    assert recognised(gateway, without, tmp_path).share < 1
    problems = problems_of(gateway, without, feed, tmp_path)
    assert [problem.where.column for problem in problems] == [lost]
    assert {problem.code for problem in problems} <= {"feed.missing-column", "feed.changed-heading"}


def test_a_table_with_a_renamed_column_is_refused_with_both_names(
    table, gateway, feed, path, target, tmp_path
):
    heading = TABLES[table][1]
    renamed = damaged.with_heading(path, heading, f"{heading}_2", target)
    (problem,) = problems_of(gateway, renamed, feed, tmp_path)
    assert problem.code == "feed.changed-heading"
    assert heading in problem.found
    assert f"{heading}_2" in problem.found


def test_a_row_with_text_in_place_of_a_figure_is_refused_and_the_others_are_kept(
    table, gateway, feed, path, target, tmp_path
):
    heading = TABLES[table][2]
    spoilt = damaged.with_cell(path, LINE_OF_TEXT, heading, "several", target)
    whole = take(gateway, path, feed, tmp_path)
    taken = take(gateway, spoilt, feed, tmp_path)
    (problem,) = taken.reading.refused
    assert (problem.code, problem.where.row, problem.where.column) == (
        "cell.not-a-number",
        LINE_OF_TEXT,
        heading,
    )
    assert "several" in problem.found
    assert taken.reading.rows_read == whole.reading.rows_read
    found = taken.reading.rows_kept + taken.reading.rows_set_aside
    assert found == whole.reading.rows_kept + whole.reading.rows_set_aside - 1


def test_a_table_that_stops_in_the_middle_of_a_line_is_refused(gateway, feed, path, target, tmp_path):
    cut = damaged.cut_in_last_line(path, target)
    problems = problems_of(gateway, cut, feed, tmp_path)
    assert [problem.code for problem in problems] == ["file.cut-short"]
    assert problems[0].where.row == len(damaged.rows_of(path))


def test_a_table_that_is_published_in_another_order_gives_the_same_facts(
    gateway, feed, path, target, tmp_path
):
    turned = damaged.save([row[::-1] for row in damaged.rows_of(path)], target)
    first, second = take(gateway, path, feed, tmp_path).rows, take(gateway, turned, feed, tmp_path).rows
    assert sorted(map(repr, second)) == sorted(map(repr, first))


def test_every_row_of_facts_says_which_published_row_it_rests_on(gateway, feed, path, tmp_path):
    lines = len(damaged.rows_of(path))
    rows = take(gateway, path, feed, tmp_path).rows
    assert all(1 < row["source_row"] <= lines for row in rows)


def test_a_table_of_headings_alone_is_refused(table, gateway, feed, path, target, tmp_path):
    if table in ("delayed_transfers", "mental_health_contacts", "talking_therapies"):
        pytest.skip("without its rows this table is recognised by nobody, or has no facts")
    (problem,) = problems_of(gateway, damaged.without_rows(path, target), feed, tmp_path)
    assert problem.code == "file.cut-short"
