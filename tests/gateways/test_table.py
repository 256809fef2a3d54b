"""A table with one line of headings, cell by cell; and the account of its lines."""

import pytest

from aimwell.domain.problems import Problem, Problems
from aimwell.gateways.collecting import Collected
from aimwell.gateways.table import Column, Holds, find_table, require_table, share_of
from tests.gateways.read_file import document_of

AREA = Column("Area Code", "area", Holds.CODE, pattern=r"area code \(\d{4}\)")
DAY = Column("Opened", "opened", Holds.DAY)
PEOPLE = Column("People", "people", Holds.AMOUNT, pattern="population")
COLUMNS = (AREA, DAY, PEOPLE)


def document(tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return document_of(path, tmp_path)


def test_headings_of_another_edition_go_by_their_last_names(tmp_path):
    table = require_table(document(tmp_path, "Area Code (2019),OPENED,Population\ne1,20240401,7\n"), COLUMNS)
    (line,) = table.lines()
    assert line.filled(COLUMNS) == {"area": "E1", "opened": "2024-04-01", "people": 7.0}


def test_headings_are_found_below_a_preamble_and_in_any_order(tmp_path):
    table = find_table(document(tmp_path, 'A title\n\n"People",Area Code,Extra,Opened\n5,E1,x,\n'), COLUMNS)
    assert table is not None
    (line,) = table.lines()
    assert (line.number, line.amount("People").number, line.day("Opened")) == (4, 5.0, "")


def test_a_table_without_enough_of_the_headings_is_another_table(tmp_path):
    assert find_table(document(tmp_path, "Area Code,Something\nE1,2\n"), COLUMNS) is None


def test_a_renamed_heading_is_named_beside_its_likely_new_name(tmp_path):
    found = find_table(document(tmp_path, "Area Code,Opened,Peoples\nE1,20240401,7\n"), COLUMNS)
    assert found is not None
    assert share_of(found, COLUMNS) == pytest.approx(2 / 3)
    with pytest.raises(Problems) as told:
        found.require(COLUMNS)
    (problem,) = told.value.problems
    assert (problem.code, problem.where.column) == ("feed.changed-heading", "People")
    assert "'Peoples'" in problem.found


def test_a_table_with_no_headings_is_refused_in_words(tmp_path):
    with pytest.raises(Problem, match="Area Code, Opened, People"):
        require_table(document(tmp_path, "1,2,3\n4,5,6\n"), COLUMNS)


def test_a_line_cut_in_the_middle_refuses_the_file(tmp_path):
    table = require_table(document(tmp_path, "Area Code,Opened,People\nE1,20240401,7\nE2,2024\n"), COLUMNS)
    with pytest.raises(Problem) as told:
        list(table.lines())
    assert (told.value.code, told.value.where.row) == ("file.cut-short", 3)


def test_notes_under_the_table_are_left_out(tmp_path):
    table = require_table(
        document(tmp_path, "Area Code,Opened,People\nE1,20240401,7\n\nSource: a survey\n"), COLUMNS
    )
    assert [line.number for line in table.lines()] == [2]


@pytest.mark.parametrize("mark", ["", "-", "..", "…", "NA"])
def test_a_mark_for_no_figure_is_missing_and_never_zero(tmp_path, mark):
    table = require_table(document(tmp_path, f"Area Code,Opened,People\nE1,20240401,{mark}\n"), COLUMNS)
    (line,) = table.lines()
    assert (line.amount("People").number, line.amount("People").status) == (None, "missing")


def test_a_withheld_figure_says_so(tmp_path):
    table = require_table(document(tmp_path, "Area Code,Opened,People\nE1,20240401,*\n"), COLUMNS)
    (line,) = table.lines()
    assert (line.amount("People").status, line.known("People")) == ("suppressed", 0.0)


def test_a_cell_that_is_no_date_is_named(tmp_path):
    table = require_table(document(tmp_path, "Area Code,Opened,People\nE1,soon,7\n"), COLUMNS)
    (line,) = table.lines()
    with pytest.raises(Problem) as told:
        line.day("Opened")
    assert (told.value.code, told.value.where.row, told.value.where.column) == (
        "cell.not-a-date",
        2,
        "Opened",
    )


def test_one_bad_line_is_refused_and_the_others_are_kept(tmp_path, feed_of):
    text = "Area Code,Opened,People\nE1,20240401,7\nE2,20240401,seven\n,20240401,9\n"
    table = require_table(document(tmp_path, text), COLUMNS)
    collected = Collected(feed_of("population_lsoa"))

    def facts(line):
        if not line.code("Area Code"):
            return []
        return [
            {
                "period": "2020",
                "grain": "lsoa",
                "lsoa": line.code("Area Code"),
                "people": line.amount("People").number,
            }
        ]

    collected.take(table.lines(), facts)
    reading = collected.reading(tmp_path)
    assert (reading.rows_read, reading.rows_kept, reading.rows_set_aside) == (3, 1, 1)
    (refused,) = reading.refused
    assert (refused.code, str(refused.where)) == ("cell.not-a-number", "table.csv, row 3, column 'People'")


def test_a_table_of_headings_alone_is_refused(tmp_path, feed_of):
    with pytest.raises(Problems) as told:
        Collected(feed_of("population_lsoa")).reading(tmp_path)
    assert told.value.problems[0].code == "file.no-rows"
