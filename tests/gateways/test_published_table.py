"""The table that most gateways read through: whatever its wrapping, name, encoding and marks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problems
from aimwell.gateways import mental_health_contacts, nhs_vacancies
from tests.gateways import damaged
from tests.gateways.read_file import take


@pytest.fixture
def feed(feed_of: Callable[[str], Feed]) -> Feed:
    return feed_of("nhs_vacancies")


@pytest.fixture
def path(fixtures: Path) -> Path:
    return fixtures / "nhs_vacancies" / "vacancies.csv"


@pytest.mark.parametrize("name", ["Anna's file.csv", "copy [1].csv", "all*.csv", "what?.csv"])
def test_a_file_of_any_name_is_read_by_itself(name, path, feed, tmp_path):
    (tmp_path / name).write_bytes(path.read_bytes())
    (tmp_path / "all others.csv").write_bytes(path.read_bytes())
    assert len(take(nhs_vacancies, tmp_path / name, feed, tmp_path).rows) == 21


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_file_in_any_encoding_that_publishers_use_gives_the_same_figures(encoding, path, feed, tmp_path):
    text = path.read_text(encoding="utf-8-sig").replace("South East", "South Éast")
    copy = tmp_path / f"{encoding}.csv"
    copy.write_text(text, encoding=encoding)
    assert take(nhs_vacancies, copy, feed, tmp_path).total("vacancies") == pytest.approx(40_292.07)


def test_empty_lines_and_lines_above_the_headings_do_not_matter(path, feed, tmp_path):
    text = path.read_text(encoding="utf-8-sig")
    copy = tmp_path / "title.csv"
    copy.write_text("NHS vacancies\nPublished on 1 May 2026\n" + text + "\n\n", encoding="utf-8")
    taken = take(nhs_vacancies, copy, feed, tmp_path)
    assert len(taken.rows) == 21
    assert min(row["source_row"] for row in taken.rows) == 4


@pytest.mark.parametrize(
    ("mark", "status"),
    [("*", "suppressed"), ("<5", "suppressed"), ("[c]", "suppressed"), ("-", "missing"), ("", "missing")],
)
def test_a_mark_for_no_figure_is_never_a_zero(mark, status, path, feed, tmp_path):
    marked = damaged.with_cell(path, 3, "vacancy_wte_total", mark, tmp_path / "marked.csv")
    marked = damaged.with_cell(marked, 3, "vacancy_wte_nursing", mark, tmp_path / "marked twice.csv")
    row = take(nhs_vacancies, marked, feed, tmp_path).one(source_row=3)
    assert (row["vacancies"], row["nursing_vacancies"], row["status"]) == (None, None, status)


def test_thousands_commas_are_read(path, feed, tmp_path):
    marked = damaged.with_cell(path, 3, "vacancy_wte_total", "12,345.5", tmp_path / "commas.csv")
    assert take(nhs_vacancies, marked, feed, tmp_path).one(source_row=3)["vacancies"] == 12_345.5


def test_a_table_with_text_in_most_of_its_figures_is_refused_whole(path, feed, tmp_path):
    rows = damaged.rows_of(path)
    wrong = damaged.save(
        [rows[0], *([*row[:3], "many", *row[4:]] for row in rows[1:])], tmp_path / "wrong.csv"
    )
    with pytest.raises(Problems) as raised:
        take(nhs_vacancies, wrong, feed, tmp_path)
    assert {problem.code for problem in raised.value.problems} == {"cell.not-a-number"}
    assert len(raised.value.problems) <= 20


def test_a_date_that_does_not_exist_refuses_its_row(fixtures, feed_of, tmp_path):
    source = fixtures / "mental_health_contacts" / "contacts.csv"
    wrong = damaged.with_cell(source, 4, "date", "2016-06-31", tmp_path / "june.csv")
    taken = take(mental_health_contacts, wrong, feed_of("mental_health_contacts"), tmp_path)
    assert [(problem.code, problem.where.row) for problem in taken.reading.refused] == [("period.unknown", 4)]
    assert len(taken.rows) == 96
