"""Every published table, damaged: the refusal has the right code, the place and a remedy, and nothing false is kept."""

import re
from pathlib import Path

import pytest

from aimwell.cli.options import account_of
from aimwell.domain.feeds import ColumnRole
from aimwell.domain.problems import Problems
from aimwell.gateways.cut_short import LAST_ROWS_OF_SPREADSHEETS
from aimwell.pipeline.check import check_reading
from aimwell.pipeline.geography import Geography
from tests.conftest import REPOSITORY
from tests.gateways.editions import Rows, as_csv, line_of_headings, rows_of
from tests.gateways.test_unseen_editions import (  # noqa: F401 - `read` is a fixture
    FIXTURES,
    TABLES,
    WITHOUT_HEADINGS,
    problems_of,
    read,
    save,
)

HEADED = [table for table in TABLES if not table.startswith(WITHOUT_HEADINGS)]
UNTOLD = (
    "qof_practices/ORGANISATION_REFERENCE_2021.csv",
)  # two columns: a name and a number, any of which will do
FIGURE = re.compile(r"-?\d[\d,]*(\.\d+)?%?")
INVENTED = ("ZZZ", "99Z", "QZZ", "RZZ", "E54000999")
NATIONAL_BODIES = ("sickness_absence", "QZZ")  # the publisher's own stand-in for a system
BY_NAME = ("cancer_stage",)  # its places are names


@pytest.fixture(scope="module")
def geography() -> Geography:
    """The shipped places."""
    return account_of(Path(), REPOSITORY / "definitions").geography


def last_full_row(rows: Rows) -> int:
    """The last row as wide as the headings: under a census table stand notes."""
    width = len(rows[line_of_headings(rows)])
    return max(
        number for number, row in enumerate(rows) if 2 * sum(map(bool, row)) >= width / 2 and len(row) > 1
    )


@pytest.mark.parametrize("table", TABLES)
def test_a_table_cut_in_its_last_row_is_refused_or_that_row_is(table: str, read, tmp_path: Path):  # noqa: F811
    rows = rows_of(FIXTURES / table)
    last = last_full_row(rows)
    cut = [*rows[:last], rows[last][: max(1, len(rows[last]) // 2)]]
    problems = problems_of(read, save(as_csv(cut), table, tmp_path))
    assert "file.cut-short" in {problem.code for problem in problems}
    assert {problem.where.row for problem in problems if problem.code == "file.cut-short"} & {last, last + 1}


@pytest.mark.parametrize("table", [table for table in HEADED if table not in UNTOLD])
def test_a_renamed_heading_that_a_table_needs_is_named(table: str, read, tmp_path: Path):  # noqa: F811
    rows = rows_of(FIXTURES / table)
    at = line_of_headings(rows)
    told = 0
    for index in range(0, len(rows[at]), max(1, len(rows[at]) // 4)):
        renamed = [list(row) for row in rows]
        renamed[at][index] += "_changed"
        problems = problems_of(read, save(as_csv(renamed), table, tmp_path))
        changed = [p for p in problems if p.code in ("feed.changed-heading", "feed.missing-column")]
        told += bool(changed)
        assert all(problem.where.column and problem.remedy for problem in changed)
    assert told


@pytest.mark.parametrize("table", HEADED)
def test_text_in_place_of_a_figure_is_told_by_row_and_column(table: str, read, tmp_path: Path):  # noqa: F811
    rows = rows_of(FIXTURES / table)
    at = line_of_headings(rows)
    line = at + 1 + (last_full_row(rows) - at) // 2
    published = len(problems_of(read, FIXTURES / table))
    for index, cell in enumerate(rows[line]):
        if not FIGURE.fullmatch(cell.strip()):
            continue
        spoilt = [list(row) for row in rows]
        spoilt[line][index] = "several"
        problems = problems_of(read, save(as_csv(spoilt), table, tmp_path))
        if len(problems) > published:
            told = [problem for problem in problems if problem.where.row == line + 1]
            assert told, problems
            assert told[0].code in ("cell.not-a-number", "period.unknown", "cell.not-a-date")
            return
    assert table.startswith(("area_lookup", "provider_systems", "ics_organisations", "local_authorities",
                             "gp_practice_map", "qof_", "fingertips_areas")), "no figure is missed"  # fmt: skip


@pytest.mark.parametrize("rows", sorted(LAST_ROWS_OF_SPREADSHEETS)[:1])
def test_a_table_that_ends_where_a_spreadsheet_does_is_refused(rows: int, read, tmp_path: Path):  # noqa: F811
    for table in ("gp_appointments/dorset.csv", "gp_practice_map/2026-01.csv"):
        published = rows_of(FIXTURES / table)
        repeated = [*published, *[published[-1]] * (rows - len(published))]
        (problem,) = problems_of(read, save(as_csv(repeated), table, tmp_path))
        assert (problem.code, problem.where.row) == ("file.cut-short", rows)


@pytest.mark.parametrize("table", [table for table in TABLES if not table.startswith(BY_NAME)])
def test_an_organisation_or_area_that_does_not_exist_is_refused(
    table: str,
    read,  # noqa: F811
    feed_of,
    geography: Geography,
    tmp_path: Path,
):
    import pyarrow.parquet as pq

    feed_id, published = read(FIXTURES / table)
    feed = feed_of(feed_id)
    check_reading(published, feed, table, geography.knows)
    facts = pq.read_table(published.facts)
    places = [column.name for column in feed.columns if column.role is ColumnRole.PLACE]
    for place in places:
        codes = sorted({code for code in facts[place].to_pylist() if code and code not in ("ENG", "-")})
        cells = {cell.strip().upper() for row in rows_of(FIXTURES / table) for cell in row}
        code = next((code for code in codes if code in cells), None)
        for invented in INVENTED if code else ():
            if (feed_id, invented) == NATIONAL_BODIES:
                continue
            swapped = [
                [invented if cell.strip().upper() == code else cell for cell in row]
                for row in rows_of(FIXTURES / table)
            ]
            _, reading = read(save(as_csv(swapped), table, tmp_path))
            with pytest.raises(Problems) as refusal:
                check_reading(reading, feed, table, geography.knows)
            told = refusal.value.problems
            assert {problem.code for problem in told} == {"place.unknown"}
            assert any(invented in problem.found and problem.where.row for problem in told)


def test_a_provider_that_the_register_does_not_know_is_taken_where_the_file_names_it(
    read,  # noqa: F811
    feed_of,
    geography: Geography,
    tmp_path: Path,
):
    """Independent providers come and go; their codes have letters of their own or more than three characters."""
    table = "ae_monthly/march-2025.csv"
    for provider in ("NVX", "DQ9", "8KX42", "NLX99"):
        rows = [[provider if cell == "R1H" else cell for cell in row] for row in rows_of(FIXTURES / table)]
        feed, reading = read(save(as_csv(rows), table, tmp_path))
        check_reading(reading, feed_of(feed), table, geography.knows)
